//! `rolecall eval`: decides requests read from a file or a pipe, without a server.
//!
//! A [`stream`] of JSON values holds the cases. Each is a [`case`]: a request, the policies that apply to it, and perhaps
//! what is expected. It becomes a [`Scenario`], which the engine answers, and [`answer`] is the line that is written, or
//! [`told`](super::told) what a person reads. Where not everything is known, the answer is about every request that the
//! case may be.
//! A case that cannot be read is answered by an error and does not stop the run.

pub(super) mod answer;
mod case;
mod keys;
mod remembered;
mod stream;

use super::terminal::Terminal;
use super::{CommandError, told, why};
use crate::environment::input::{EMPTY, Input, Unreadable as UnreadableFile};
use answer::{CaseResult, Unreadable};
use case::{Begin, Case};
use clap::{Args, ValueEnum};
use keys::StatedKeys;
use remembered::Remembered;
use rolecall_analysis::lint::unknown_action;
use rolecall_analysis::scenario::{DecisionName, Scenario};
use rolecall_policy::explain::escaped;
use serde_json::value::RawValue;
use std::io::{self, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use stream::{Piece, Stream};

/// The longest case that is read, bytes. AWS's longest policies are far below it, and a case has a few of them.
const MAX_CASE: u64 = 16 << 20;
/// How much is written at once, bytes.
const BUFFER: usize = 256 << 10;

/// Decide requests from JSON, offline.
///
/// Reads cases, each a request and the policies that apply to it: one for each line, over several lines or in a list.
/// Decides them with the engine of the server and writes one line for each. Uses no server, no clock and no network.
/// Compiles equal policy texts once, so many cases with one set of policies are fast.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help.txt"))]
pub(super) struct Eval {
    /// File to read; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,

    /// Write the full explanation with each decision
    #[arg(long)]
    explain: bool,

    /// The output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Json)]
    format: Format,

    /// What to do with an action or a service that is not in the catalog of AWS's actions
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = UnknownActions::Refuse)]
    unknown_actions: UnknownActions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object for each line
    Json,
    /// The explanation of each decision, as `rolecall why` shows it
    Text,
}

/// What becomes of an action that the catalog does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum UnknownActions {
    /// Report an error, because a typing mistake would test nothing
    Refuse,
    /// Decide it like any other
    Decide,
}

impl UnknownActions {
    /// Checks the name of an action.
    ///
    /// # Errors
    /// It is not known, and that is an error.
    pub(super) fn check(self, action: &str) -> Result<(), String> {
        match unknown_action(action) {
            Some(error) if self == Self::Refuse => {
                Err(format!("{error} (if it is newer than this program: --unknown-actions decide)"))
            }
            _ => Ok(()),
        }
    }
}

/// How many cases there were of each kind.
#[derive(Debug, Default)]
struct Tally {
    cases: u64,
    unmet: u64,
    unreadable: u64,
}

impl Eval {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let input = match Input::file_or_stdin(&self.file) {
            Ok(input) => input,
            Err(error) => {
                super::say_error(&error.into());
                return Ok(ExitCode::from(2));
            }
        };
        let name = input.name().to_owned();
        let mut tally = Tally::default();
        let input = Stream::new(name.clone(), input.into_bytes(), MAX_CASE);
        let output = BufWriter::with_capacity(BUFFER, io::stdout().lock());
        if let Err(error) = super::written(self.answer_all(input, output, &mut tally)) {
            super::say_error(&format!("eval: {error}").into());
            return Ok(ExitCode::from(2));
        }
        if tally.cases == 0 {
            super::say_error(&UnreadableFile { name, problem: EMPTY.to_owned() }.into());
            return Ok(ExitCode::from(2));
        }
        if tally.unmet + tally.unreadable > 0 {
            let Tally { cases, unmet, unreadable } = tally;
            let sum = format!("eval: {cases} cases, {unmet} with an unexpected decision, {unreadable} unreadable");
            super::say_error(&sum.into());
        }
        Ok(match tally {
            Tally { unreadable: 1.., .. } => ExitCode::from(2),
            Tally { unmet: 1.., .. } => ExitCode::from(1),
            Tally { .. } => ExitCode::SUCCESS,
        })
    }

    fn answer_all(&self, mut input: Stream<impl Read>, mut output: impl Write, tally: &mut Tally) -> io::Result<()> {
        let (mut policies, mut keys) = (Remembered::default(), StatedKeys::default());
        // Answers do not wait for cases that have not wholly come yet.
        while let Some(piece) = input.next(&mut || output.flush())? {
            tally.cases += 1;
            let (begin, id, outcome) = match piece {
                Piece::Error(begin, error) => (begin, None, Err(error)),
                Piece::Case(begin, text) => {
                    (begin, case::id_of(text), self.answer(begin, text, (&mut policies, &mut keys), &mut output)?)
                }
            };
            match outcome {
                Ok(met) => tally.unmet += u64::from(!met),
                Err(error) => {
                    tally.unreadable += 1;
                    self.write_unreadable(&mut output, Unreadable { id, line: begin.line, error })?;
                }
            }
        }
        output.flush()
    }

    /// Decides a case and writes the answer. `Ok(Ok(false))`: it is not the one that was expected. `Ok(Err(_))`: what is
    /// wrong with the case; nothing was written.
    fn answer(
        &self,
        begin: Begin,
        text: &[u8],
        (remembered, keys): (&mut Remembered, &mut StatedKeys),
        mut output: impl Write,
    ) -> io::Result<Result<bool, String>> {
        let read = Case::read(text, begin).and_then(|Case { id, facts, policies, expect }| {
            let notes = keys.notes(&facts.context);
            notes.iter().for_each(|note| super::say_error(&escaped(note).into()));
            let scenario = Scenario::new(facts, |is_role| remembered.layers(policies, is_role))?;
            self.unknown_actions.check(scenario.action())?;
            Ok((id, scenario, expect))
        });
        let (id, scenario, expect) = match read {
            Ok(read) => read,
            Err(error) => return Ok(Err(error)),
        };
        let decided = scenario.answer();
        if self.format == Format::Text {
            let name = DecisionName::from(&decided);
            let terminal = Terminal::of_output();
            let text = told::answer(&scenario, &decided, terminal.width);
            let unmet = expect.filter(|expect| !name.meets(*expect));
            writeln!(output, "{}", heading(id, begin.line))?;
            output.write_all(why::coloured(&text, terminal).as_bytes())?;
            if let Some(expect) = unmet {
                writeln!(output, "expected {expect:?}, but it is {name:?}")?;
            }
            writeln!(output)?;
            return Ok(Ok(unmet.is_none()));
        }
        let mut answer = CaseResult::new(decided, &scenario.policies(), expect);
        answer.id = id;
        answer.explanation = if self.explain { scenario.explain() } else { None };
        serde_json::to_writer(&mut output, &answer)?;
        writeln!(output)?;
        Ok(Ok(answer.expected.is_none()))
    }

    fn write_unreadable(&self, mut output: impl Write, unreadable: Unreadable<'_>) -> io::Result<()> {
        if self.format == Format::Text {
            let Unreadable { id, line, error } = unreadable;
            return writeln!(output, "{}\nERROR   {}\n", heading(id, line), escaped(&error));
        }
        serde_json::to_writer(&mut output, &unreadable)?;
        writeln!(output)
    }
}

/// What stands over a case in text: `case "upload", line 3`.
fn heading(id: Option<&RawValue>, line: u64) -> String {
    match id {
        Some(id) => format!("case {}, line {line}", escaped(id.get())),
        None => format!("case in line {line}"),
    }
}
