//! `rolecall man`: the manual pages, one for the program and one for each command, nested ones included.
//!
//! A page is what `--help` says. Examples and exit codes keep their lines, which the generator alone would run together.

use super::{Arguments, CommandError, written};
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Write the manual pages.
///
/// Without --out, prints the page of the program itself. With --out, writes the pages of all commands to the directory:
/// rolecall.1, rolecall-serve.1, rolecall-world-check.1 and so on. Each page names the related ones.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall man | man -l -
    rolecall man --out ~/.local/share/man/man1

EXIT STATUS:
    0   written
    1   a page cannot be written
    2   the command line is wrong")]
pub(super) struct ManPages {
    /// Directory for the pages; created if it does not exist
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl ManPages {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let mut program = without_help(Arguments::command());
        program.build();
        let Some(dir) = self.out else {
            written(io::stdout().lock().write_all(&page(&program, None)?))?;
            return Ok(ExitCode::SUCCESS);
        };
        let failed = |at: &Path, error: io::Error| format!("cannot write {}: {error}", at.display());
        std::fs::create_dir_all(&dir).map_err(|error| failed(&dir, error))?;
        for (command, parent) in all(&program, None) {
            let path = dir.join(format!("{}.1", name(command)));
            std::fs::write(&path, page(command, parent)?).map_err(|error| failed(&path, error))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The command and those below it, without the `help` command of each: it has no page.
fn without_help(command: Command) -> Command {
    command.disable_help_subcommand(true).mut_subcommands(without_help)
}

/// The command and those below it, each with the command that it belongs to.
fn all<'c>(command: &'c Command, parent: Option<&'c Command>) -> Vec<(&'c Command, Option<&'c Command>)> {
    let below = command.get_subcommands().flat_map(|it| all(it, Some(command)));
    std::iter::once((command, parent)).chain(below).collect()
}

/// `rolecall-serve`, `rolecall-world-check`.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// The page of a command.
fn page(command: &Command, parent: Option<&Command>) -> io::Result<Vec<u8>> {
    let man = Man::new(command.clone()).manual("rolecall").source(concat!("rolecall ", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    let more = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    page.extend_from_slice(sections(&more).as_bytes());
    page.extend_from_slice(see_also(command, parent).as_bytes());
    Ok(page)
}

/// The pages of the commands below this one, or else of those beside it, and of the one that it belongs to.
fn see_also(command: &Command, parent: Option<&Command>) -> String {
    let near = if command.has_subcommands() { Some(command) } else { parent };
    let near = near.into_iter().flat_map(Command::get_subcommands).filter(|it| name(it) != name(command));
    let pages = parent.into_iter().chain(near).map(|it| format!("\\fB{}\\fR(1)", escaped(name(it))));
    format!(".SH \"SEE ALSO\"\n{}\n", pages.collect::<Vec<_>>().join(",\n"))
}

/// The sections at the end of a long help text: a line that is not indented begins one, and the lines below it stay as they
/// are.
fn sections(text: &str) -> String {
    let mut roff = String::new();
    let mut is_open = false;
    for line in text.lines() {
        if line.is_empty() || line.starts_with(' ') {
            roff.push_str(&escaped(line));
            roff.push('\n');
            continue;
        }
        let end = if is_open { ".fi\n" } else { "" };
        roff.push_str(&format!("{end}.SH \"{}\"\n.nf\n", escaped(line.trim_end_matches(':')).replace('"', "\\(dq")));
        is_open = true;
    }
    if is_open {
        roff.push_str(".fi\n");
    }
    roff
}

/// A line as roff prints it: no escape, no request, and hyphens that can be copied.
fn escaped(line: &str) -> String {
    let escaped = line.replace('\\', "\\e").replace('-', "\\-");
    let is_request = line.starts_with(['.', '\'']);
    if is_request { format!("\\&{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Headings become sections, and nothing in an example is taken for a request or an escape.
    #[test]
    fn the_end_of_a_help_text_keeps_its_lines() {
        let text = "EXAMPLES:\n    a --b \\\n\nTHE \"FILE\":\n    c";
        let roff = ".SH \"EXAMPLES\"\n.nf\n    a \\-\\-b \\e\n\n.fi\n.SH \"THE \\(dqFILE\\(dq\"\n.nf\n    c\n.fi\n";
        assert_eq!(sections(text), roff);
        assert_eq!(sections(""), "");
        assert_eq!((&*escaped(".so x"), &*escaped("'x")), ("\\&.so x", "\\&'x"));
    }
}
