//! Several stars in a row say no more than one.

use super::{Check, Fix, Found, Subject};
use rolecall_policy::Span;
use rolecall_policy::document::OperatorCore;
use rolecall_policy::document::json::quote;

pub(super) const CHECKS: &[Check] =
    &[Check::suggestion("REPEATED_WILDCARD", "several `*` in a row match the same as one", find)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let actions = part.actions.iter().filter(|named| named.text().contains(':'));
        let actions = actions.map(|named| (named.text(), named.pattern.span));
        let like = |core| matches!(core, OperatorCore::StringLike | OperatorCore::StringNotLike);
        let conditions = part.statement.conditions.iter().filter(|condition| like(condition.operator.value.core));
        let values = conditions.flat_map(|c| &c.values).map(|value| (&*value.value, value.span));
        let all: Vec<(&str, Span)> = actions.chain(part.resources()).chain(values).collect();
        for (text, span) in all {
            // Between braces a star may be something else.
            if !text.contains("**") || text.contains("${") {
                continue;
            }
            let mut short = text.to_owned();
            while short.contains("**") {
                short = short.replace("**", "*");
            }
            let fix = Fix::equivalent(format!("write `{short}`"), span, quote(&short));
            found.with_fixes(span, format!("`{text}` matches the same as `{short}`"), [fix]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn stars_in_a_row() {
        identity(
            "REPEATED_WILDCARD",
            r#"
"Effect": "Allow", "Action": "s3:***", "Resource": ["arn:aws:s3:::b/**/x", "arn:aws:s3:::b/*/*", "arn:aws:s3:::${a}**"],
                             ^^^^^^^^ => "s3:*"
                                                    ^^^^^^^^^^^^^^^^^^^^^ => "arn:aws:s3:::b/*/x"
"Condition": {"StringLike": {"s3:prefix": "**"}, "StringEquals": {"s3:prefix": "**"}}
                                          ^^^^ => "*"
"#,
        );
    }
}
