//! An action that another pattern of the same list names too.

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::edit::remove_item;
use crate::lint::facts::coverage::{ActionShape, covered};

pub(super) const CHECK: Check = Check {
    code: "REDUNDANT_ACTION",
    severity: Severity::Suggestion,
    about: "another pattern of the same list names the action too",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let name = if part.has_not_action() { "NotAction" } else { "Action" };
        let shapes: Vec<ActionShape> = part.actions.iter().map(|named| ActionShape::of(named.text())).collect();
        for (named, covering) in part.actions.iter().zip(covered(&shapes, &policy.budget)) {
            // Of a name that does not exist something else is to be said.
            let exists = named.actions().is_none_or(|actions| !actions.is_empty());
            let Some(covering) = covering.and_then(|at| part.actions.get(at)).filter(|_| exists) else { continue };
            let span = named.pattern.span;
            let edit = part.member(name).and_then(|member| remove_item(&member.value, span));
            let fix = edit.map(|edit| Fix { title: "remove it".into(), edits: vec![edit], keeps_meaning: true });
            found.with_fixes(span, format!("`{}` covers `{}`", covering.text(), named.text()), fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{fixed, identity};
    use super::CHECK;

    #[test]
    fn actions_that_another_pattern_covers() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Resource": "*", "Action": ["s3:GetObject", "s3:Get*", "s3:List*", "S3:list*", "s3:PutObject"]
                                               ^^^^^^^^^^^^^^ `s3:Get*` covers `s3:GetObject` =>
                                                                                      ^^^^^^^^^^ `s3:List*` covers
}, {
"Effect": "Deny", "Resource": "*", "NotAction": ["iam:*", "sts:AssumeRole", "iam:Get*"]
                                                                            ^^^^^^^^^^ `iam:*` covers
}, {
"Effect": "Deny", "Resource": "*", "Action": ["iam:GetRol?", "iam:Get*"]
                                              ^^^^^^^^^^^^^ `iam:Get*` covers
"#,
        );
    }

    #[test]
    fn the_fix_takes_it_out_of_the_list() {
        fixed(
            r#""Effect": "Deny", "Resource": "arn:aws:s3:::b/*", "Action": ["s3:GetObject", "s3:Get*", "s3:GetObject"]"#,
            r#""Effect": "Deny", "Resource": "arn:aws:s3:::b/*", "Action": ["s3:Get*"]"#,
        );
    }
}
