//! Whether a bucket policy is public (R2.43), for Block Public Access: `RestrictPublicBuckets` asks it at each request,
//! `BlockPublicPolicy` when a policy is stored.

use crate::arn::Arn;
use crate::condition::IpBlock;
use crate::document::kind::Resource;
use crate::document::{
    ConditionElement, Effect, OperatorCore, Policy, PrincipalElement, PrincipalEntry, SetPrefix, Statement,
};
use crate::matching::fold;

/// The keys a statement may limit itself by, in lower case.
const LIMITING_KEYS: [&str; 13] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:sourceip",
    "aws:sourcearn",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourceowner",
    "aws:sourceaccount",
    "aws:userid",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:dataaccesspointarn",
    "s3:dataaccesspointaccount",
];

/// The shortest prefixes of address blocks that still are a limit.
const SHORTEST_V4_PREFIX: u8 = 8;
const SHORTEST_V6_PREFIX: u8 = 32;

/// Whether a bucket policy is public: some `Allow` neither names fixed principals only nor limits itself to fixed values
/// of a limiting key. A `Deny` never makes a policy non-public.
#[must_use]
pub fn is_public(policy: &Policy<Resource>) -> bool {
    has_public_statement(policy.statements())
}

pub(super) fn has_public_statement(statements: &[Statement]) -> bool {
    statements.iter().any(|statement| statement.effect.value == Effect::Allow && !is_limited(statement))
}

fn is_limited(statement: &Statement) -> bool {
    statement.principal.as_ref().is_some_and(names_fixed_principals) || statement.conditions.iter().any(limits)
}

fn names_fixed_principals(element: &PrincipalElement) -> bool {
    let fixed = |entry: &PrincipalEntry| match entry {
        PrincipalEntry::Account(_)
        | PrincipalEntry::Root(_)
        | PrincipalEntry::User(_)
        | PrincipalEntry::Role(_)
        | PrincipalEntry::RoleSession(_)
        | PrincipalEntry::FederatedUser(_)
        | PrincipalEntry::UniqueId(_) => true,
        PrincipalEntry::Service(name) | PrincipalEntry::CanonicalUser(name) => !name.contains('*'),
        PrincipalEntry::Everyone | PrincipalEntry::Federated(_) | PrincipalEntry::Other(_) => false,
    };
    !element.negated && !element.entries.is_empty() && element.entries.iter().all(|entry| fixed(&entry.value))
}

/// Whether a condition limits the statement to fixed values: a positive operator of equality, neither `IfExists` nor
/// `ForAllValues`, which are true where the key is absent.
fn limits(condition: &ConditionElement) -> bool {
    let operator = condition.operator.value;
    if operator.if_exists || operator.set == Some(SetPrefix::ForAllValues) {
        return false;
    }
    let key = fold::folded(&condition.key.value);
    let of_addresses = match operator.core {
        OperatorCore::IpAddress => true,
        OperatorCore::StringEquals
        | OperatorCore::StringEqualsIgnoreCase
        | OperatorCore::StringLike
        | OperatorCore::ArnEquals
        | OperatorCore::ArnLike => false,
        _ => return false,
    };
    LIMITING_KEYS.contains(&key.as_str())
        && !condition.values.is_empty()
        && condition.values.iter().all(|value| match (&*key, of_addresses) {
            ("aws:sourceip", true) => is_narrow(&value.value),
            (_, true) => false,
            ("s3:dataaccesspointarn", false) => is_fixed(&value.value) || is_access_point_of_account(&value.value),
            (_, false) => is_fixed(&value.value),
        })
}

/// No wildcard and no variable.
fn is_fixed(value: &str) -> bool {
    !value.contains(['*', '?']) && !value.contains("${")
}

/// An access point's ARN whose name may be a wildcard while all else, the account among it, is fixed.
fn is_access_point_of_account(value: &str) -> bool {
    Arn::parse(value).is_some_and(|arn| {
        [arn.partition, arn.service, arn.region].into_iter().all(is_fixed)
            && arn.account.len() == 12
            && arn.account.bytes().all(|b| b.is_ascii_digit())
            && arn.resource.strip_prefix("accesspoint/").is_some_and(|name| !name.contains("${"))
    })
}

/// A block of addresses that is not most of the internet.
fn is_narrow(value: &str) -> bool {
    match IpBlock::parse(value) {
        Some(IpBlock::V4 { prefix, .. }) => prefix >= SHORTEST_V4_PREFIX,
        Some(IpBlock::V6 { prefix, .. }) => prefix >= SHORTEST_V6_PREFIX,
        None => false,
    }
}
