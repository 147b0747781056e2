//! `rolecall eval`: decides requests read from a file or a pipe, without a server.
//!
//! Each line is one [`case`]: a request, the policies that apply to it, and perhaps what is expected. It becomes a
//! [`Scenario`], which the engine answers, and [`answer`] is the line that is written. Where not everything is known, the
//! answer is about every request that the case may be.
//! A line that cannot be read is answered by an error and does not stop the run.

mod answer;
mod case;
mod remembered;

use super::CommandError;
use crate::environment::input::{EMPTY, Input, Unreadable as UnreadableFile};
use answer::{CaseResult, Unreadable};
use case::Case;
use clap::Args;
use remembered::Remembered;
use rolecall_analysis::scenario::Scenario;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// The longest line that is read, bytes.
const MAX_LINE: u64 = 16 << 20;
/// How much is read and written at once, bytes.
const BUFFER: usize = 256 << 10;

/// Decide requests from JSON Lines, offline.
///
/// Reads one case a line (a request and the policies that apply to it) and writes one decision a line, by the engine
/// that the server uses. Nothing else is consulted: no server, no clock, no network. Equal policy texts are compiled
/// once, so large tests of one set of policies are fast.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help.txt"))]
pub(super) struct Eval {
    /// File to read; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,

    /// Write the whole explanation with each decision
    #[arg(long)]
    explain: bool,
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
        let input = input.into_bytes();
        let input = BufReader::with_capacity(BUFFER, input);
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
            let sum = format!("eval: {cases} cases, {unmet} not decided as expected, {unreadable} not readable");
            super::say_error(&sum.into());
        }
        Ok(match tally {
            Tally { unreadable: 1.., .. } => ExitCode::from(2),
            Tally { unmet: 1.., .. } => ExitCode::from(1),
            Tally { .. } => ExitCode::SUCCESS,
        })
    }

    fn answer_all(&self, mut input: BufReader<impl Read>, mut output: impl Write, tally: &mut Tally) -> io::Result<()> {
        let (mut line, mut number) = (Vec::new(), 0u64);
        let mut policies = Remembered::default();
        loop {
            // Answers do not wait for cases that have not wholly come yet.
            if !input.buffer().contains(&b'\n') {
                output.flush()?;
            }
            let next = next_line(&mut input, &mut line);
            let unreadable =
                |error: io::Error| io::Error::other(format!("cannot read {}: {error}", self.file.display()));
            let Some(whole) = next.map_err(unreadable)? else { break };
            number += 1;
            if whole && line.trim_ascii().is_empty() {
                continue;
            }
            tally.cases += 1;
            let outcome = if whole {
                self.answer(&line, &mut policies, &mut output)?
            } else {
                Err(format!("the line is longer than {MAX_LINE} bytes"))
            };
            match outcome {
                Ok(met) => tally.unmet += u64::from(!met),
                Err(error) => {
                    tally.unreadable += 1;
                    let id = if whole { case::id_of(&line) } else { None };
                    serde_json::to_writer(&mut output, &Unreadable { id, line: number, error })?;
                }
            }
            output.write_all(b"\n")?;
        }
        output.flush()
    }

    /// Decides the case of a line and writes the answer, without the line's end. `Ok(Ok(false))`: it is not the one that
    /// was expected. `Ok(Err(_))`: what is wrong with the case; nothing was written.
    fn answer(&self, line: &[u8], remembered: &mut Remembered, output: impl Write) -> io::Result<Result<bool, String>> {
        let read = Case::read(line).and_then(|Case { id, facts, policies, expect }| {
            Ok((id, Scenario::new(facts, |is_role| remembered.layers(policies, is_role))?, expect))
        });
        let (id, scenario, expect) = match read {
            Ok(read) => read,
            Err(error) => return Ok(Err(error)),
        };
        let mut answer = CaseResult::new(scenario.answer(), &scenario.policies(), expect);
        answer.id = id;
        answer.explanation = if self.explain { scenario.explain() } else { None };
        serde_json::to_writer(output, &answer)?;
        Ok(Ok(answer.expected.is_none()))
    }
}

/// Reads the next line into `line`. `Some(false)`: it was too long and was skipped; `None`: there is no more.
fn next_line(input: &mut BufReader<impl Read>, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    if input.by_ref().take(MAX_LINE).read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') || (line.len() as u64) < MAX_LINE {
        return Ok(Some(true));
    }
    input.skip_until(b'\n')?;
    Ok(Some(false))
}
