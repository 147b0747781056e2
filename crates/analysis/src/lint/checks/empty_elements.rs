//! Elements that are empty, and say nothing or match nothing.

use super::{Check, Found, Subject};
use crate::lint::edit::{remove_item, remove_member};
use crate::lint::subject::members;
use rolecall_policy::document::OperatorCore;
use rolecall_policy::document::json::Data;

pub(super) const CHECKS: &[Check] = &[
    Check::suggestion("EMPTY_SID_VALUE", "a `Sid` is empty and has no effect", sid),
    Check::warning(
        "EMPTY_ARRAY_CONDITION",
        "a condition lists no values, so its result is the same for every request",
        condition_values,
    ),
    Check::suggestion(
        "EMPTY_OBJECT_CONDITION",
        "a `Condition`, or an operator in it, is empty and has no effect",
        condition,
    ),
    Check::warning("NULL_RESOURCE", "a list of resources contains `null`, which matches nothing", resource),
];

/// An empty `Sid` is like none (R1.11).
fn sid(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        if let Some(sid) = part.statement.sid.as_ref().filter(|sid| sid.value.is_empty()) {
            found.with_fixes(sid.span, "an empty `Sid` has no effect", remove_member(part.members, "Sid"));
        }
    }
}

/// A condition without values is never true, or always (R1.35).
fn condition_values(policy: &Subject<'_>, found: &mut Found) {
    for (condition, _) in policy.conditions().filter(|(condition, _)| condition.values.is_empty()) {
        let core = condition.operator.value.core;
        let never = if core != OperatorCore::Null && core.name().contains("Not") { "always" } else { "never" };
        found.add(
            condition.span,
            format!("`{}` is compared with an empty list, so this {never} holds", condition.key.value),
        );
    }
}

/// A `Condition` or an operator without keys says nothing (R1.35).
fn condition(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let Some(condition) = part.member("Condition") else { continue };
        let operators = members(&condition.value);
        if operators.is_empty() {
            let fix = remove_member(part.members, "Condition");
            found.with_fixes(condition.value.span, "an empty `Condition` has no effect", fix);
        }
        for operator in operators.iter().filter(|operator| operator.value.data == Data::Object(Vec::new())) {
            let name = &operator.name.value;
            let fix = remove_member(operators, name);
            found.with_fixes(operator.span(), format!("`{name}` has no keys and has no effect"), fix);
        }
    }
}

/// A `null` in a list of resources is accepted (R1.6).
fn resource(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let Some(element) = &part.statement.resource else { continue };
        let name = if element.negated { "NotResource" } else { "Resource" };
        for pattern in element.patterns.iter().filter(|pattern| pattern.value.is_none()) {
            let fix = part.member(name).and_then(|member| remove_item(&member.value, pattern.span));
            found.with_fixes(pattern.span, "`null` matches no resource", fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{fixed, identity};

    #[test]
    fn empty_sids() {
        identity(
            "EMPTY_SID_VALUE",
            r#"
"Sid": "", "Effect": "Deny", "Action": "s3:*", "Resource": "*"
       ^^ an empty `Sid` has no effect
}, {
"Sid": "A", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b"
"#,
        );
        fixed(
            r#""Sid": "", "Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b""#,
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b""#,
        );
    }

    #[test]
    fn conditions_without_values() {
        identity(
            "EMPTY_ARRAY_CONDITION",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringEquals": {"aws:userid": [], "s3:prefix": [""]},
                     ^^^^^^^^^^^^^^^^ this never holds
    "ArnNotLike": {"aws:PrincipalArn": []}}
                   ^^^^^^^^^^^^^^^^^^^^^^ this always holds
"#,
        );
    }

    #[test]
    fn empty_conditions_and_operators() {
        identity(
            "EMPTY_OBJECT_CONDITION",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {}
                                                                  ^^ an empty `Condition`
}, {
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringLike": {}, "Bool": {"aws:SecureTransport": "true"}}
                                                                   ^^^^^^^^^^^^^^^^ `StringLike` has no keys
"#,
        );
    }

    #[test]
    fn the_fix_takes_them_out_with_their_comma() {
        fixed(
            r#""Effect": "Deny", "Condition": {"Bool": {}, "Null": {}}, "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b""#,
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b""#,
        );
        fixed(
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b", "Condition": { }"#,
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b""#,
        );
    }

    #[test]
    fn nulls_among_resources() {
        identity(
            "NULL_RESOURCE",
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b", null]
                                                                    ^^^^ matches no resource
"#,
        );
        fixed(
            r#""Effect": "Allow", "Action": "s3:ListBucket", "Resource": [null, "arn:aws:s3:::b"]"#,
            r#""Effect": "Allow", "Action": "s3:ListBucket", "Resource": ["arn:aws:s3:::b"]"#,
        );
    }
}
