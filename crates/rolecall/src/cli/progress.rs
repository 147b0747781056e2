//! How far a long piece of work is: one line on standard error, which is gone when the work ends.
//!
//! Nothing is shown where standard error is no terminal, and nothing of work that is soon done.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::Duration;

/// How long work takes before the line appears. A person takes a command for stuck after about a second; a line that
/// flashes up tells nobody anything.
const DELAY: Duration = Duration::from_millis(500);

/// The line: what is done, a bar, and how many steps of how many.
const TEMPLATE: &str = "{msg} [{bar:24}] {pos}/{len}";

/// The line about one piece of work. It goes when this is dropped.
#[derive(Debug)]
pub(super) struct Progress {
    /// `None` where nobody would see it.
    line: Option<ProgressBar>,
}

impl Progress {
    /// Work of so many steps. `what` says what is done, such as `Examining`.
    pub(super) fn new(what: &'static str, steps: usize) -> Self {
        if !io::stderr().is_terminal() {
            return Self { line: None };
        }
        // Hidden until the delay is over.
        let line = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden())
            .with_style(ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar()))
            .with_message(what);
        Self { line: Some(line) }
    }

    /// One more step is done.
    pub(super) fn advance(&self) {
        let Some(line) = &self.line else { return };
        if line.is_hidden() && line.elapsed() >= DELAY {
            line.set_draw_target(ProgressDrawTarget::stderr());
        }
        line.inc(1);
    }

    /// Writes to the terminal without the line in between.
    pub(super) fn beside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.line {
            Some(line) => line.suspend(write),
            None => write(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(line) = &self.line {
            line.finish_and_clear();
        }
    }
}
