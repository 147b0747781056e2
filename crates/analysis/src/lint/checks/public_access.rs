//! A resource or role that everybody may use.

use super::{Check, Found, Kind, Subject};
use crate::lint::facts::address::Block;
use crate::lint::facts::limits::says_something;
use rolecall_policy::document::{ConditionElement, OperatorCore, PrincipalEntry, SetPrefix};
use std::net::IpAddr;

pub(super) const CHECKS: &[Check] =
    &[Check::security_warning("PUBLIC_ACCESS", "everybody is allowed, and no condition limits who that is", find)];

/// Keys whose fixed values say who is meant, or where from. `sts:ExternalId` is none: an external id is no secret.
const LIMITING_KEYS: [&str; 23] = [
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:userid",
    "aws:username",
    "kms:CallerAccount",
    "s3:DataAccessPointArn",
    "s3:DataAccessPointAccount",
    "lambda:FunctionUrlAuthType",
];

/// The shortest prefixes of address blocks that still are a limit (R2.43).
const SHORTEST_V4_PREFIX: u32 = 8;
const SHORTEST_V6_PREFIX: u32 = 32;

fn find(policy: &Subject<'_>, found: &mut Found) {
    if !matches!(policy.kind, Kind::Resource | Kind::Trust) {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.allows()) {
        if part.statement.conditions.iter().any(limits) {
            continue;
        }
        for entry in part.principals().iter().filter(|entry| entry.value == PrincipalEntry::Everyone) {
            let what = if policy.kind == Kind::Trust { "assume the role" } else { "do this, without credentials too" };
            let message = format!(
                "anybody on earth may {what}: name principals, or add a condition such as \
                                   `aws:PrincipalOrgID`"
            );
            found.add(entry.span, message);
        }
    }
}

/// A positive test against values that are not all there are; `IfExists` and `ForAllValues` are true without the key.
fn limits(condition: &ConditionElement) -> bool {
    let operator = condition.operator.value;
    if operator.if_exists || operator.set == Some(SetPrefix::ForAllValues) || condition.values.is_empty() {
        return false;
    }
    let key = &*condition.key.value;
    match operator.core {
        OperatorCore::IpAddress => {
            let is_ip = ["aws:SourceIp", "aws:VpcSourceIp"].iter().any(|ip| ip.eq_ignore_ascii_case(key));
            is_ip && condition.values.iter().all(|value| Block::parse(&value.value).is_some_and(is_narrow))
        }
        OperatorCore::StringEquals
        | OperatorCore::StringEqualsIgnoreCase
        | OperatorCore::StringLike
        | OperatorCore::ArnEquals
        | OperatorCore::ArnLike => {
            let is_limiting = LIMITING_KEYS.iter().any(|limiting| limiting.eq_ignore_ascii_case(key));
            is_limiting && condition.values.iter().all(|value| says_something(&value.value))
        }
        OperatorCore::Bool => {
            key.eq_ignore_ascii_case("aws:PrincipalIsAWSService")
                && condition.values.iter().all(|value| value.value.eq_ignore_ascii_case("true"))
        }
        _ => false,
    }
}

fn is_narrow(block: Block) -> bool {
    match block.address {
        IpAddr::V4(_) => block.prefix >= SHORTEST_V4_PREFIX,
        IpAddr::V6(_) => block.prefix >= SHORTEST_V6_PREFIX,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{resource, trust};

    #[test]
    fn everybody_without_a_limit() {
        resource(
            "PUBLIC_ACCESS",
            r#"
"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"
                                ^^^ anybody on earth may do this
}, {
"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"
}, {
"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringEquals": {"aws:principalorgid": "o-1"}}
}, {
"Effect": "Allow", "Principal": {"AWS": ["111111111111", "*"]}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
                                                         ^^^ anybody on earth
"Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}, "IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/1"]},
              "ArnLike": {"aws:PrincipalArn": "arn:*:*:*:*:*"}, "StringNotEquals": {"aws:SourceVpc": "vpc-1"},
              "ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-1/*"}}
}, {
"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
"#,
        );
        trust(
            "PUBLIC_ACCESS",
            r#"
"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"
                                        ^^^ anybody on earth may assume the role
}, {
"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "x"}}
                                ^^^ anybody on earth may assume the role
"#,
        );
    }
}
