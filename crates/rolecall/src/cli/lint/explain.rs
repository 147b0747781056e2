//! `rolecall lint --explain CODE`: a code at length.

use super::super::terminal::Terminal;
use rolecall_analysis::lint::{Explanation, explain, nearest_code};
use rolecall_policy::explain::{escaped, wrapped};
use std::fmt::Write as _;

/// What is said of a code; an error if there is no such code.
pub(super) fn text(code: &str) -> Result<String, String> {
    let Some(explanation) = explain(&code.to_ascii_uppercase()) else {
        let meant = nearest_code(code).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        return Err(format!("there is no code {}{meant}", escaped(code)));
    };
    Ok(render(&explanation, Terminal::of_output().width))
}

fn render(explanation: &Explanation, width: usize) -> String {
    let Explanation { code, severity, about, why, example, remedy } = explanation;
    let mut out = format!("{severity}[{code}]\n");
    let mut paragraph = |title: &str, text: &str| {
        let _ = write!(out, "\n{title}\n");
        for line in wrapped(text, width.saturating_sub(2), 0) {
            let _ = writeln!(out, "  {line}");
        }
    };
    paragraph("What it means", &sentence(about));
    paragraph("Why it matters", why);
    paragraph("What to do", remedy);
    if let Some((kind, text)) = example {
        let _ = write!(out, "\nExample, as --kind {kind}\n  {text}\n");
    }
    out
}

/// A meaning from the table of codes, as a sentence.
fn sentence(about: &str) -> String {
    let mut letters = about.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase()).into_iter();
    first.chain(letters).chain(['.']).collect()
}
