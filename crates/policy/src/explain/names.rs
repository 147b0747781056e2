//! Unique ids of users and roles, shown as the ARNs that they have now (R1.18).
//!
//! A trust policy is kept with the id of the user that it names, and whoever reads it is shown the ARN. The engine knows
//! the id alone; whoever has the directory names it here.

use super::{Explanation, Mark, Part, StatementReport};
use crate::decision::Layer;

/// The least length of a unique id: `AIDA` and what follows.
const ID_LENGTH: usize = 16;

impl Explanation {
    /// Shows users and roles by the ARNs that `arn_of` finds for their ids. An id that has none is of a user or role that
    /// was deleted.
    pub fn name_ids(&mut self, arn_of: impl Fn(&str) -> Option<String>) {
        // Only policies of resources name principals.
        for report in self.layers.iter_mut().filter(|report| matches!(report.layer, Layer::Resource | Layer::Rcp)) {
            for statement in report.deciding.iter_mut().chain(&mut report.closest) {
                name_statement(statement, &arn_of);
            }
        }
    }
}

fn name_statement(statement: &mut StatementReport, arn_of: &impl Fn(&str) -> Option<String>) {
    name_mark(&mut statement.mark, arn_of);
    for part in statement.failures.iter_mut().chain(&mut statement.held) {
        part.mark.iter_mut().for_each(|mark| name_mark(mark, arn_of));
        if part.part != Part::Principal {
            continue;
        }
        let hinted = part.hint.as_deref().and_then(|hint| ids(hint).next());
        if let Some(id) = hinted {
            part.hint = arn_of(id).is_none().then(|| {
                let kind = if id.starts_with("AROA") { "role" } else { "user" };
                let hint = format!(
                    "\"{id}\" is the id of a {kind} that was deleted: an entity that is recreated with the same name has a new id; save \
                     the policy again to name it"
                );
                hint.into()
            });
        }
        for value in &mut part.wanted {
            let arn = ids(value).find(|id| id.len() == value.len()).and_then(arn_of);
            if let Some(arn) = arn {
                *value = arn.into();
            }
        }
    }
}

/// The ids in a text, in order.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| {
        let known = word.starts_with("AIDA") || word.starts_with("AROA");
        known && word.len() >= ID_LENGTH && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    })
}

/// The line with ARNs in place of ids; the place moves with them.
fn name_mark(mark: &mut Mark, arn_of: &impl Fn(&str) -> Option<String>) {
    let text = mark.text.clone();
    let (start, end) = (mark.column as usize, mark.column as usize + mark.width as usize);
    let mut named = String::with_capacity(text.len());
    let (mut rest, mut at) = (&*text, 0);
    for id in ids(&text) {
        let Some((before, behind)) = rest.split_once(id) else { continue };
        named.push_str(before);
        at += before.chars().count();
        match arn_of(id) {
            Some(arn) => {
                let more = number(arn.chars().count().saturating_sub(id.len()));
                if at < start {
                    mark.column = mark.column.saturating_add(more);
                } else if at < end {
                    mark.width = mark.width.saturating_add(more);
                }
                named.push_str(&arn);
            }
            None => named.push_str(id),
        }
        at += id.len();
        rest = behind;
    }
    named.push_str(rest);
    mark.text = named.into();
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;

    fn arn_of(id: &str) -> Option<String> {
        (id == "AIDAANA0000000000001").then(|| "arn:aws:iam::111111111111:user/team/ana".to_owned())
    }

    /// The mark stays under what it marks, before, within and behind a name.
    #[test]
    fn marks_move_with_the_text() {
        let text = r#"{ "AWS": ["AIDAANA0000000000001", "AIDAGONE000000000001"] }, "Action": "sts:*" }"#;
        for (wanted, expected) in [
            (r#""AWS""#, r#""AWS""#),
            (r#""AIDAANA0000000000001""#, r#""arn:aws:iam::111111111111:user/team/ana""#),
            (r#""AIDAGONE000000000001""#, r#""AIDAGONE000000000001""#),
            (r#""sts:*""#, r#""sts:*""#),
        ] {
            let start = text.find(wanted).unwrap();
            let end = start + wanted.len();
            let mut mark = Mark::new(text, Span { start: number(start), end: number(end) });
            name_mark(&mut mark, &arn_of);
            let marked: String = mark.text.chars().skip(mark.column as usize).take(mark.width as usize).collect();
            assert_eq!(marked, expected);
        }
    }
}
