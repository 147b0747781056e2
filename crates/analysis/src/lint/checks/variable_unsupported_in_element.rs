//! A policy variable where none is replaced: in an action, a principal, a `Sid`, the name of a key (R1.48).

use super::{Check, Found, Subject};
use crate::lint::facts::keys::Key;
use crate::lint::facts::variables::variables;
use rolecall_policy::Span;

pub(super) const CHECKS: &[Check] =
    &[Check::error("VARIABLE_UNSUPPORTED_IN_ELEMENT", "AWS does not replace policy variables in this place", find)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let actions = part.actions.iter().map(|named| (named.pattern.span, "an action"));
        let principal = part.statement.principal.iter().flat_map(|element| &element.entries);
        let principals = principal.map(|entry| (entry.span, "a principal"));
        let keys = part.statement.conditions.iter().map(|condition| (condition.key.span, "the name of a key"));
        for (span, what) in actions.chain(principals).chain(keys) {
            if has_variable(policy.text, span) {
                found.add(span, format!("AWS does not replace variables in {what}: this is plain text"));
            }
        }
    }
}

fn has_variable(text: &str, span: Span) -> bool {
    let literal = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    variables(literal).iter().any(|variable| variable.closed && Key::of(variable.key()).fact().is_some())
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn variables_that_are_not_replaced() {
        identity(
            "VARIABLE_UNSUPPORTED_IN_ELEMENT",
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::${aws:username}/*",
"Condition": {"StringEquals": {"aws:PrincipalTag/${aws:username}": "${aws:username}"}}
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ in the name of a key
"#,
        );
    }
}
