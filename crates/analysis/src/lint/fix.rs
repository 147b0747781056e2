//! Applying quick fixes that change nothing but the text.

use super::{Finding, Fix, Settings, lint};

/// How often the text is looked at again.
const MAX_ROUNDS: usize = 1_000;

/// Applies fixes that keep the policy's meaning, until there are none left. Gives the text and the findings that were
/// mended, in order; `None` if there was nothing to do. No other fix is applied, and nothing that a fix does not name is
/// touched.
///
/// What only writes a word anew is done at once. What removes something is done one at a time: of two equal statements
/// each makes the other redundant, and only one of them may go.
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
    let mut together = Fix { title: String::new(), edits: Vec::new(), keeps_meaning: true };
    let mut mended = Vec::new();
    let mut removal = None;
    let mut done = 0;
    for finding in findings {
        let Some(fix) = finding.fixes.iter().find(|fix| fix.keeps_meaning).cloned() else { continue };
        if fix.edits.iter().any(|edit| edit.text.is_empty()) {
            removal = Some((fix, finding));
        } else if fix.edits.iter().all(|edit| edit.span.start >= done) {
            done = fix.edits.iter().map(|edit| edit.span.end).max().unwrap_or(done);
            together.edits.extend(fix.edits);
            mended.push(finding);
        }
    }
    if mended.is_empty() {
        let (fix, finding) = removal?;
        return Some((fix.apply(text)?, vec![finding]));
    }
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
