//! Applying quick fixes that change nothing but the text.

use super::{Finding, Fix, Settings, lint};

/// How often the text is looked at again: a fix may show what another one can take away.
const MAX_ROUNDS: usize = 10;

/// Applies fixes that keep the policy's meaning, until there are none left. Gives the text and the findings that were
/// mended, in order; `None` if there was nothing to do. No other fix is applied, and nothing that a fix does not name is
/// touched.
///
/// All fixes of a round whose places do not overlap are applied together. That is safe because each by itself keeps the
/// meaning of the statement, list or object it is in, and because what a part is redundant beside is never itself found
/// to be redundant in the same round: of two equal statements only the later one goes.
#[must_use]
pub fn fix_all(text: &str, settings: &Settings) -> Option<(String, Vec<Finding>)> {
    let mut text = text.to_owned();
    let mut mended = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let Some((next, findings)) = round(&text, lint(&text, settings)) else { break };
        text = next;
        mended.extend(findings);
    }
    (!mended.is_empty()).then_some((text, mended))
}

/// The text after the fixes of one round; `None` if there are none.
fn round(text: &str, findings: Vec<Finding>) -> Option<(String, Vec<Finding>)> {
    let mut fixable: Vec<(u32, u32, Fix, Finding)> = Vec::new();
    for finding in findings {
        let Some(fix) = finding.fixes.iter().find(|fix| fix.keeps_meaning).cloned() else { continue };
        let start = fix.edits.iter().map(|edit| edit.span.start).min().unwrap_or_default();
        let end = fix.edits.iter().map(|edit| edit.span.end).max().unwrap_or_default();
        fixable.push((start, end, fix, finding));
    }
    // Of two that begin at one place the longer one does more. What takes away the last items of a list begins behind
    // the one before them, so it overlaps with what takes away that one and waits: no list becomes empty.
    fixable.sort_by_key(|(start, end, ..)| (*start, std::cmp::Reverse(*end)));
    let mut together = Fix { title: String::new(), edits: Vec::new(), keeps_meaning: true };
    let mut mended = Vec::new();
    let mut done = 0;
    for (start, end, fix, finding) in fixable {
        if start >= done {
            done = end;
            together.edits.extend(fix.edits);
            mended.push(finding);
        }
    }
    (!mended.is_empty()).then_some(())?;
    Some((together.apply(text)?, mended))
}

impl Fix {
    /// The text after the fix; `None` if its places are not in the text.
    #[must_use]
    pub fn apply(&self, text: &str) -> Option<String> {
        let mut edits: Vec<_> = self.edits.iter().collect();
        edits.sort_by_key(|edit| edit.span.start);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for edit in edits {
            out.push_str(text.get(at..edit.span.start as usize)?);
            out.push_str(&edit.text);
            at = edit.span.end as usize;
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }
}
