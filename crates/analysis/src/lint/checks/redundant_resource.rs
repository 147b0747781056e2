//! A resource that another pattern of the same list covers.

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::edit::remove_item;
use crate::lint::facts::coverage::{ResourceShape, covered};

pub(super) const CHECK: Check = Check {
    code: "REDUNDANT_RESOURCE",
    severity: Severity::Suggestion,
    about: "another pattern of the same list covers the resource",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let name = if part.has_not_resource() { "NotResource" } else { "Resource" };
        let resources: Vec<_> = part.resources().collect();
        let shapes: Vec<_> = resources.iter().map(|(text, _)| ResourceShape::of(text, policy.version)).collect();
        for ((resource, span), covering) in resources.iter().zip(covered(&shapes, &policy.budget)) {
            let Some((covering, _)) = covering.and_then(|at| resources.get(at)) else { continue };
            let edit = part.member(name).and_then(|member| remove_item(&member.value, *span));
            let fix = edit.map(|edit| Fix { title: "remove it".into(), edits: vec![edit], keeps_meaning: true });
            found.with_fixes(*span, format!("`{covering}` covers `{resource}`"), fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{fixed, identity};
    use super::CHECK;

    /// R1.26: a star of an earlier field is not covered by a longer pattern, and variables only by stars.
    #[test]
    fn resources_that_another_pattern_covers() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::b/x", "arn:aws:s3:::b", "arn:aws:s3:::b/*"]
                                                                      ^^^^^^^^^^^^^^^^^^ `arn:aws:s3:::b/*` covers
                                                                                                            ^^^^^^^^^^^^^^^^^^
}, {
"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "*"]
                                                  ^^^^^^^^^^^^^^^^ `*` covers `arn:aws:s3:::b`
}, {
"Effect": "Allow", "Action": "s3:*", "NotResource": ["arn:aws:sqs:*:1:q", "arn:aws:sqs:us-*-1:1:q", "arn:aws:sqs:us-*-1:*:q"]
                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^ `arn:aws:sqs:*:1:q` covers
"#,
        );
        fixed(
            r#""Effect": "Deny", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/x", "arn:aws:s3:::b/*"]"#,
            r#""Effect": "Deny", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/*"]"#,
        );
    }
}
