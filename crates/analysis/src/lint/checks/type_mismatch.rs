//! An operator that cannot read the values of its key, so that the condition is the same for every request.

use super::{Check, Fix, Found, Severity, Subject};
use rolecall_catalog::authorization::{ConditionKey, KeyType};
use rolecall_policy::document::json::quote;
use rolecall_policy::document::{Operator, OperatorCore};

pub(super) const CHECK: Check = Check {
    code: "TYPE_MISMATCH",
    severity: Severity::Error,
    about: "the operator cannot compare values of the key's type",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        let Some(key) = key.fact() else { continue };
        let operator = condition.operator.value;
        if reads(operator.core, &key) {
            continue;
        }
        let message = format!("`{operator}` cannot compare `{}`, which {}", key.name, holds(key.kind));
        let right = right_operator(operator, key.kind);
        // The operator may stand over other keys, for which it is right.
        let fix = right.map(|right| {
            Fix::proposed(format!("use `{right}`"), condition.operator.span, quote(&right.to_string()))
        });
        found.with_fixes(condition.key.span, message, fix);
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
        core if core.name().starts_with("Date") => {
            key.kind == KeyType::Date || key.kind == KeyType::Numeric
        }
        _ => key.kind == KeyType::Numeric || key.kind == KeyType::String || key.name == "aws:EpochTime",
    }
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
    use super::CHECK;

    #[test]
    fn operators_that_cannot_read_the_key() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringEquals": {"aws:SourceIp": "203.0.113.0/24", "aws:SecureTransport": "true", "s3:prefix": "a"},
                     ^^^^^^^^^^^^^^ which holds an IP address => "IpAddress"
    "StringNotLikeIfExists": {"aws:CurrentTime": "2026*"},
                              ^^^^^^^^^^^^^^^^^ which holds a date => "DateNotEqualsIfExists"
    "NumericLessThan": {"aws:MultiFactorAuthAge": "3600", "aws:CurrentTime": "2026-01-01T00:00:00Z",
                                                          ^^^^^^^^^^^^^^^^^ => "DateLessThan"
                        "aws:EpochTime": "1", "aws:SecureTransport": "1"},
                                              ^^^^^^^^^^^^^^^^^^^^^ which is true or false
    "Bool": {"aws:PrincipalArn": "true", "aws:SecureTransport": "true"},
             ^^^^^^^^^^^^^^^^^^ which holds an ARN => "ArnLike"
    "IpAddress": {"aws:SourceVpc": "10.0.0.0/8", "aws:VpcSourceIp": "10.0.0.0/8"},
                  ^^^^^^^^^^^^^^^ which holds text => "StringEquals"
    "ArnLike": {"aws:SourceArn": "arn:aws:s3:::b", "aws:SourceIp": "*"},
                                                   ^^^^^^^^^^^^^^ => "IpAddress"
    "Null": {"aws:SourceIp": "true"}}
"#,
        );
    }
}
