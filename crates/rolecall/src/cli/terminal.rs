//! What the reader's terminal can show: its width, and whether it shows colour.
//!
//! Every command asks here, so that they agree. Colour never says anything that the words do not say.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
use std::io::{self, IsTerminal};

/// Columns where nobody says how many there are: a terminal's since the VT100.
const USUAL_WIDTH: usize = 80;
/// A narrower width than this is no width that anybody reads at.
const NARROWEST: usize = 40;

/// How text is shown on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Terminal {
    /// Columns of a line.
    pub(super) width: usize,
    /// Whether colour is shown.
    pub(super) has_colour: bool,
}

/// Does something while the terminal of standard input does not show what is typed.
pub(super) fn without_echo<T>(ask: impl FnOnce() -> T) -> io::Result<T> {
    let input = io::stdin();
    let before = tcgetattr(&input)?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    tcsetattr(&input, OptionalActions::Flush, &silent)?;
    let said = ask();
    tcsetattr(&input, OptionalActions::Flush, &before)?;
    Ok(said)
}

/// What a terminal's settings say, as the environment has them.
#[derive(Debug, Clone, Default)]
struct Settings {
    columns: Option<String>,
    no_color: Option<String>,
    clicolor_force: Option<String>,
    term: Option<String>,
}

impl Settings {
    fn of_environment() -> Self {
        let read = |name| std::env::var(name).ok();
        Self {
            columns: read("COLUMNS"),
            no_color: read("NO_COLOR"),
            clicolor_force: read("CLICOLOR_FORCE"),
            term: read("TERM"),
        }
    }

    /// `NO_COLOR`, then `CLICOLOR_FORCE`, then whether it is a terminal that knows colour.
    fn has_colour(&self, is_terminal: bool) -> bool {
        let is_set = |value: &Option<String>| value.as_ref().is_some_and(|value| !value.is_empty());
        if is_set(&self.no_color) {
            return false;
        }
        let is_forced = is_set(&self.clicolor_force) && self.clicolor_force.as_deref() != Some("0");
        is_forced || is_terminal && self.term.as_deref() != Some("dumb")
    }

    /// `COLUMNS`, then the terminal's own width, then the usual one.
    fn width(&self, own: Option<usize>) -> usize {
        self.stated_width(own).unwrap_or(USUAL_WIDTH)
    }

    /// `COLUMNS`, then the terminal's own width.
    fn stated_width(&self, own: Option<usize>) -> Option<usize> {
        let said = self.columns.as_ref().and_then(|columns| columns.trim().parse().ok()).filter(|columns| *columns > 0);
        said.or(own).map(|width| width.max(NARROWEST))
    }
}

/// The width of the terminal that standard output goes to, if it is one.
fn own_width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

impl Terminal {
    /// The one that standard output goes to.
    pub(super) fn of_output() -> Self {
        let (settings, is_terminal) = (Settings::of_environment(), io::stdout().is_terminal());
        Self { width: settings.width(own_width()), has_colour: settings.has_colour(is_terminal) }
    }

    /// The width that standard output has or is said to have; `None` for a file or a pipe.
    pub(super) fn stated_width() -> Option<usize> {
        Settings::of_environment().stated_width(own_width())
    }

    /// The text in a colour, if colour is shown.
    pub(super) fn paint(self, colour: Colour, text: &str) -> String {
        if !self.has_colour {
            return text.to_owned();
        }
        let on = match colour {
            Colour::Red => "\u{1b}[31m",
            Colour::BoldRed => "\u{1b}[1m\u{1b}[31m",
            Colour::BoldGreen => "\u{1b}[1m\u{1b}[32m",
            Colour::Yellow => "\u{1b}[33m",
            Colour::Cyan => "\u{1b}[36m",
        };
        format!("{on}{text}\u{1b}[0m")
    }
}

/// A colour of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colour {
    /// What is denied.
    Red,
    /// A denial as the heading.
    BoldRed,
    /// An answer that something is allowed, as the heading.
    BoldGreen,
    /// What works, but hardly as it was meant.
    Yellow,
    /// What could be better.
    Cyan,
}

/// Waits as long as somebody reads standard output, at most for this time; whether somebody still does.
///
/// # Errors
/// The system cannot wait.
pub(super) fn is_read_for(time: Timespec) -> io::Result<bool> {
    let out = io::stdout();
    // Nothing is asked for: what is told in any case is that the other end was closed.
    let mut closed = [PollFd::new(&out, PollFlags::empty())];
    match poll(&mut closed, Some(&time)) {
        Ok(0) | Err(rustix::io::Errno::INTR) => Ok(true),
        Ok(_) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Option<String> {
        Some(value.to_owned())
    }

    /// `NO_COLOR` is the last word; `CLICOLOR_FORCE` shows colour in a pipe.
    #[test]
    fn colour() {
        let plain = Settings::default();
        assert!(plain.has_colour(true) && !plain.has_colour(false));
        let none = Settings { no_color: text("1"), clicolor_force: text("1"), ..plain.clone() };
        assert!(!none.has_colour(true) && !none.has_colour(false));
        let empty = Settings { no_color: text(""), ..plain.clone() };
        assert!(empty.has_colour(true));
        let forced = Settings { clicolor_force: text("1"), ..plain.clone() };
        assert!(forced.has_colour(false));
        let unforced = Settings { clicolor_force: text("0"), ..plain.clone() };
        assert!(!unforced.has_colour(false));
        let dumb = Settings { term: text("dumb"), ..plain };
        assert!(!dumb.has_colour(true));
    }

    /// `COLUMNS` counts if it is a number, and nothing is narrower than can be read.
    #[test]
    fn width() {
        let of = |columns: &str, own| Settings { columns: text(columns), ..Settings::default() }.width(own);
        assert_eq!(Settings::default().width(None), 80);
        assert_eq!(Settings::default().width(Some(132)), 132);
        assert_eq!(of("100", Some(132)), 100);
        assert_eq!(of("wide", Some(132)), 132);
        assert_eq!(of("0", None), 80);
        assert_eq!(of("39", None), NARROWEST);
        assert_eq!(of("41", None), 41);
    }
}
