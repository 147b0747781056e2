//! An action or resource that another pattern of the same list covers.

use super::{Check, Found, Subject};
use crate::lint::edit::remove_item;
use crate::lint::facts::coverage::{ActionShape, ResourceShape, covered};

pub(super) const CHECKS: &[Check] = &[
    Check::suggestion("REDUNDANT_ACTION", "another pattern of the same list covers the action", actions),
    Check::suggestion("REDUNDANT_RESOURCE", "another pattern of the same list covers the resource", resources),
];

fn actions(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let name = if part.has_not_action() { "NotAction" } else { "Action" };
        let shapes: Vec<ActionShape> = part.actions.iter().map(|named| ActionShape::of(named.text())).collect();
        for (named, covering) in part.actions.iter().zip(covered(&shapes, &policy.budget)) {
            // Of a name that does not exist something else is to be said.
            let exists = named.actions().is_none_or(|actions| !actions.is_empty());
            let Some(covering) = covering.and_then(|at| part.actions.get(at)).filter(|_| exists) else { continue };
            let fix = part.member(name).and_then(|member| remove_item(&member.value, named.pattern.span));
            found.with_fixes(named.pattern.span, format!("`{}` covers `{}`", covering.text(), named.text()), fix);
        }
    }
}

fn resources(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let name = if part.has_not_resource() { "NotResource" } else { "Resource" };
        let resources: Vec<_> = part.resources().collect();
        let shapes: Vec<_> = resources.iter().map(|(text, _)| ResourceShape::of(text, policy.version)).collect();
        for ((resource, span), covering) in resources.iter().zip(covered(&shapes, &policy.budget)) {
            let Some((covering, _)) = covering.and_then(|at| resources.get(at)) else { continue };
            let fix = part.member(name).and_then(|member| remove_item(&member.value, *span));
            found.with_fixes(*span, format!("`{covering}` covers `{resource}`"), fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{fixed, identity};

    #[test]
    fn actions_that_another_pattern_covers() {
        identity(
            "REDUNDANT_ACTION",
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

    /// R1.26: a star of an earlier field is not covered by a longer pattern, and variables only by stars.
    #[test]
    fn resources_that_another_pattern_covers() {
        identity(
            "REDUNDANT_RESOURCE",
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
