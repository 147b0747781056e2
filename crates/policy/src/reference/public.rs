//! Whether a bucket policy is public (R2.43).

use super::address;
use super::text::fold;
use crate::document::{
    ConditionElement, Effect, OperatorCore, Policy, PrincipalElement, PrincipalEntry, SetPrefix, Statement, kind,
};
use crate::names::AccountId;

/// R2.43: public unless every `Allow` names only fixed principals or limits itself.
#[must_use]
pub fn is_public(policy: &Policy<kind::Resource>) -> bool {
    let allows = policy.statements().iter().filter(|statement| statement.effect.value == Effect::Allow);
    allows.into_iter().any(|statement| !is_fixed(statement.principal.as_ref()) && !limits_itself(statement))
}

/// R2.43: only entries that name one account, entity or service.
fn is_fixed(element: Option<&PrincipalElement>) -> bool {
    element.is_some_and(|element| {
        !element.negated
            && !element.entries.is_empty()
            && element.entries.iter().all(|entry| match &entry.value {
                PrincipalEntry::Account(_)
                | PrincipalEntry::Root(_)
                | PrincipalEntry::User(_)
                | PrincipalEntry::Role(_)
                | PrincipalEntry::RoleSession(_)
                | PrincipalEntry::FederatedUser(_)
                | PrincipalEntry::UniqueId(_) => true,
                PrincipalEntry::Service(name) | PrincipalEntry::CanonicalUser(name) => !name.contains('*'),
                PrincipalEntry::Everyone | PrincipalEntry::Federated(_) | PrincipalEntry::Other(_) => false,
            })
    })
}

fn limits_itself(statement: &Statement) -> bool {
    statement.conditions.iter().any(limits)
}

/// R2.43: a positive operator without `IfExists` or `ForAllValues`, on one of the keys, with fixed values only.
fn limits(condition: &ConditionElement) -> bool {
    let operator = condition.operator.value;
    if operator.if_exists || operator.set == Some(SetPrefix::ForAllValues) || condition.values.is_empty() {
        return false;
    }
    let key = fold(&condition.key.value);
    let texts = matches!(
        operator.core,
        OperatorCore::StringEquals
            | OperatorCore::StringEqualsIgnoreCase
            | OperatorCore::StringLike
            | OperatorCore::ArnEquals
            | OperatorCore::ArnLike
    );
    let all = |fixed: &dyn Fn(&str) -> bool| condition.values.iter().all(|value| fixed(&value.value));
    match &*key {
        "aws:sourceip" => operator.core == OperatorCore::IpAddress && all(&is_narrow_block),
        "s3:dataaccesspointarn" => texts && all(&|value| is_fixed_access_point(value)),
        "aws:userid" => texts && all(&|value| is_fixed_text(value) && !value.ends_with(":*")),
        "aws:principalarn"
        | "aws:principalaccount"
        | "aws:principalorgid"
        | "aws:sourcearn"
        | "aws:sourcevpc"
        | "aws:sourcevpce"
        | "aws:sourceowner"
        | "aws:sourceaccount"
        | "s3:x-amz-server-side-encryption-aws-kms-key-id"
        | "s3:dataaccesspointaccount" => texts && all(&|value| is_fixed_text(value)),
        _ => false,
    }
}

/// Neither wildcard nor variable, nor what may look like one.
fn is_fixed_text(value: &str) -> bool {
    !value.contains(['*', '?']) && !value.contains("${")
}

/// R2.43: the name of the access point may be a wildcard if the account is fixed.
fn is_fixed_access_point(value: &str) -> bool {
    let fields: Vec<&str> = value.splitn(6, ':').collect();
    let pattern_of_names = match fields.as_slice() {
        ["arn", before @ .., account, name] if before.len() == 3 => {
            before.iter().all(|field| is_fixed_text(field))
                && account.parse::<AccountId>().is_ok()
                && name.starts_with("accesspoint/")
                && !name.contains("${")
        }
        _ => false,
    };
    pattern_of_names || is_fixed_text(value)
}

/// R2.43: not wider than /8, or /32 for IPv6.
fn is_narrow_block(value: &str) -> bool {
    address::block(value).is_some_and(|block| block.prefix() >= if block.version() == 4 { 8 } else { 32 })
}
