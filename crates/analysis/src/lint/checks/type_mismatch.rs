//! An operator that cannot read the values of its key, so that the condition is the same for every request.

use super::{Check, Found, Subject};
use crate::lint::facts::address::Block;
use crate::lint::facts::arn::fields;
use crate::lint::facts::variables::variables;
use rolecall_catalog::authorization::{ConditionKey, KeyType};
use rolecall_policy::condition::is_number;
use rolecall_policy::document::{ConditionElement, Operator, OperatorCore};

pub(super) const CHECKS: &[Check] =
    &[Check::error("TYPE_MISMATCH", "the operator cannot compare values of the key's type", find)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        for (condition, key) in part.conditions() {
            let Some(key) = key.fact() else { continue };
            let operator = condition.operator.value;
            if reads(operator.core, &key) || are_texts_of_addresses(condition, &key) {
                continue;
            }
            let message = format!("`{operator}` cannot compare `{}`, which {}", key.name, holds(key.kind));
            // The operator must not stand over other keys, for which it may be right, nor beside the right one; and what
            // it is compared with must be of the right type too.
            let right = right_operator(operator, key.kind).filter(|right| {
                condition.values.iter().all(|value| takes(right.core, &value.value))
                    && (right.core != OperatorCore::Bool || condition.values.len() == 1)
                    && part.is_alone_under_its_operator(condition)
            });
            let fix = right.and_then(|right| policy.rename(condition.operator.span, "use", &right.to_string()));
            found.with_fixes(condition.key.span, message, fix);
        }
    }
}

/// Whether a value is of the type that the operator compares, whatever it is of the key's type.
fn takes(core: OperatorCore, value: &str) -> bool {
    use OperatorCore as Core;
    match core {
        Core::IpAddress | Core::NotIpAddress => Block::parse(value).is_some(),
        Core::Bool => value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
        Core::ArnLike | Core::ArnNotLike => value == "*" || value.starts_with("arn:") && fields(value).len() == 6,
        Core::StringEquals | Core::StringNotEquals => !value.contains(['*', '?']),
        core if core.name().starts_with("Numeric") => is_number(value),
        // Seconds since 1970; a written date is refused or right.
        core if core.name().starts_with("Date") => value.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}

fn reads(core: OperatorCore, key: &ConditionKey) -> bool {
    use OperatorCore as Core;
    match core {
        Core::Null | Core::BinaryEquals => true,
        // Texts of truth values, numbers and ARNs can be compared; those of addresses and dates hardly ever as meant.
        Core::StringEquals
        | Core::StringNotEquals
        | Core::StringEqualsIgnoreCase
        | Core::StringNotEqualsIgnoreCase
        | Core::StringLike
        | Core::StringNotLike => !matches!(key.kind, KeyType::IpAddress | KeyType::Date),
        Core::Bool => matches!(key.kind, KeyType::Bool | KeyType::String),
        Core::IpAddress | Core::NotIpAddress => key.kind == KeyType::IpAddress,
        Core::ArnEquals | Core::ArnLike | Core::ArnNotEquals | Core::ArnNotLike => {
            matches!(key.kind, KeyType::Arn | KeyType::String)
        }
        core if core.name().starts_with("Date") => key.kind == KeyType::Date || key.kind == KeyType::Numeric,
        _ => key.kind == KeyType::Numeric || key.kind == KeyType::String || key.name == "aws:EpochTime",
    }
}

/// Whether an address is compared as the text it is: with a variable that brings an address, or with one of the
/// instance whose role is used. AWS's own policy compares `aws:Ec2InstanceSourcePrivateIPv4` with `${aws:VpcSourceIp}` by
/// `StringNotEquals` (IAM User Guide, global condition context keys).
fn are_texts_of_addresses(condition: &ConditionElement, key: &ConditionKey) -> bool {
    let is_instance = key.name == "aws:Ec2InstanceSourcePrivateIPv4";
    key.kind == KeyType::IpAddress
        && condition.operator.value.core.name().starts_with("String")
        && condition.values.iter().all(|value| {
            let is_variable = matches!(*variables(&value.value).as_slice(), [one] if one.closed && one.start == 0 && one.end == value.value.len());
            is_variable || is_instance && Block::parse(&value.value).is_some_and(|_| !value.value.contains('/'))
        })
}

fn holds(kind: KeyType) -> &'static str {
    match kind {
        KeyType::String => "holds text",
        KeyType::Arn => "holds an ARN",
        KeyType::Bool => "is true or false",
        KeyType::Numeric => "holds a number",
        KeyType::Date => "holds a date",
        KeyType::IpAddress => "holds an IP address",
    }
}

/// The operator of the key's type that does what this one says.
fn right_operator(operator: Operator, kind: KeyType) -> Option<Operator> {
    use OperatorCore as Core;
    let name = operator.core.name();
    let negated = name.contains("Not");
    let order = ["LessThanEquals", "LessThan", "GreaterThanEquals", "GreaterThan"].iter().find(|o| name.ends_with(**o));
    let family = |family: &str| {
        let comparison = order.copied().unwrap_or(if negated { "NotEquals" } else { "Equals" });
        Core::ALL.iter().find(|core| core.name() == format!("{family}{comparison}")).copied()
    };
    let core = match kind {
        KeyType::Numeric => family("Numeric")?,
        KeyType::Date => family("Date")?,
        _ if order.is_some() => return None,
        KeyType::Bool if negated => return None,
        KeyType::Bool => Core::Bool,
        KeyType::IpAddress if negated => Core::NotIpAddress,
        KeyType::IpAddress => Core::IpAddress,
        KeyType::Arn if negated => Core::ArnNotLike,
        KeyType::Arn => Core::ArnLike,
        KeyType::String if negated => Core::StringNotEquals,
        KeyType::String => Core::StringEquals,
    };
    Some(Operator { core, ..operator })
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn operators_that_cannot_read_the_key() {
        identity(
            "TYPE_MISMATCH",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringEquals": {"aws:SourceIp": "203.0.113.0/24"}, "StringNotLikeIfExists": {"aws:CurrentTime": "2026*"},
                     ^^^^^^^^^^^^^^ which holds an IP address => "IpAddress"
                                                                                  ^^^^^^^^^^^^^^^^^ which holds a date
    "NumericLessThan": {"aws:MultiFactorAuthAge": "3600", "aws:CurrentTime": "2026-01-01T00:00:00Z",
                                                          ^^^^^^^^^^^^^^^^^ which holds a date
                        "aws:EpochTime": "1", "aws:SecureTransport": "1"},
                                              ^^^^^^^^^^^^^^^^^^^^^ which is true or false
    "Bool": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/x"}, "NumericEquals": {"aws:SourceIp": "10"},
             ^^^^^^^^^^^^^^^^^^ which holds an ARN
                                                                                        ^^^^^^^^^^^^^^
    "NumericEqualsIfExists": {"aws:CurrentTime": "1700000000"}, "IpAddressIfExists": {"aws:SourceVpc": "vpc-1"},
                              ^^^^^^^^^^^^^^^^^ => "DateEqualsIfExists"
                                                                                      ^^^^^^^^^^^^^^^ => "StringEqualsIfExists"
    "ArnLike": {"aws:SourceArn": "arn:aws:s3:::b", "aws:VpcSourceIp": "*"},
                                                   ^^^^^^^^^^^^^^^^^
    "Null": {"aws:SourceIp": "true"}}
"#,
        );
    }

    /// A fix leaves no error behind: other keys under the operator, values of another type and an operator that is there
    /// already forbid it.
    #[test]
    fn a_fix_is_whole_or_there_is_none() {
        for (condition, fixed) in [
            (r#""NumericEquals": {"aws:SourceIp": "203.0.113.9"}"#, true),
            (r#""NumericEquals": {"aws:SourceIp": "10"}"#, false),
            (r#""StringLike": {"aws:SourceIp": "203.0.113.*"}"#, false),
            (r#""StringEquals": {"aws:SourceIp": "203.0.113.9", "aws:username": "a"}"#, false),
            (
                r#""StringEquals": {"aws:SourceIp": "203.0.113.9"}, "IpAddress": {"aws:SourceIp": "203.0.113.0/24"}"#,
                false,
            ),
            (r#""NumericEquals": {"aws:SecureTransport": ["true", "false"]}"#, false),
        ] {
            let text = format!(
                r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {{{condition}}}}}}}"#
            );
            let settings = crate::Settings { kind: crate::Kind::Identity, account: None };
            let found = crate::lint(&text, &settings);
            let fix = found
                .iter()
                .filter(|finding| finding.code == "TYPE_MISMATCH")
                .find_map(|finding| finding.fixes.first());
            assert_eq!(fix.is_some(), fixed, "{condition}");
            let mended = fix.and_then(|fix| fix.apply(&text)).unwrap_or_default();
            let is_whole =
                crate::lint(&mended, &settings).iter().all(|finding| finding.severity != crate::Severity::Error);
            assert!(fix.is_none() || is_whole, "{mended}");
        }
    }

    /// The address of an instance is compared as text, with the address that a request comes from.
    #[test]
    fn addresses_that_are_compared_as_texts() {
        identity(
            "TYPE_MISMATCH",
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
    "StringNotEquals": {"aws:Ec2InstanceSourcePrivateIPv4": "${aws:VpcSourceIp}", "aws:Ec2InstanceSourceVpc": "${aws:SourceVpc}"}}
}, {
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
    "StringEquals": {"aws:Ec2InstanceSourcePrivateIPv4": "10.0.0.1", "aws:VpcSourceIp": "${aws:Ec2InstanceSourcePrivateIPv4}"},
    "StringLike": {"aws:Ec2InstanceSourcePrivateIPv4": "10.0.0.0/8"}, "StringNotEquals": {"aws:SourceIp": "203.0.113.7"}}
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ holds an IP address
                                                                                          ^^^^^^^^^^^^^^ holds an IP address
"#,
        );
    }
}
