//! Whether a bucket policy is public (R2.43).

use super::address;
use super::text::{Symbol, expand, fields, plain};
use crate::document::{
    ConditionElement, Effect, OperatorCore, Policy, PrincipalElement, PrincipalEntry, SetPrefix, Statement, Version,
    kind,
};
use crate::request::Context;

/// R2.43: public unless every `Allow` names only fixed principals or limits itself.
#[must_use]
pub fn is_public(policy: &Policy<kind::Resource>) -> bool {
    let allows = policy.statements().iter().filter(|statement| statement.effect.value == Effect::Allow);
    allows.into_iter().any(|statement| !is_fixed(statement.principal.as_ref()) && !limits_itself(statement, policy.version()))
}

/// R2.43: only entries that name one account, entity or service.
fn is_fixed(element: Option<&PrincipalElement>) -> bool {
    element.is_some_and(|element| {
        !element.negated
            && !element.entries.is_empty()
            && element.entries.iter().all(|entry| {
                matches!(
                    entry.value,
                    PrincipalEntry::Account(_)
                        | PrincipalEntry::User(_)
                        | PrincipalEntry::Role(_)
                        | PrincipalEntry::RoleSession(_)
                        | PrincipalEntry::FederatedUser(_)
                        | PrincipalEntry::UniqueId(_)
                        | PrincipalEntry::Service(_)
                        | PrincipalEntry::CanonicalUser(_)
                )
            })
    })
}

fn limits_itself(statement: &Statement, version: Version) -> bool {
    statement.conditions.iter().any(|condition| limits(condition, version))
}

/// R2.43: a positive operator without `IfExists` or `ForAllValues`, on one of the keys, with fixed values only.
fn limits(condition: &ConditionElement, version: Version) -> bool {
    let operator = condition.operator.value;
    if operator.if_exists || operator.set == Some(SetPrefix::ForAllValues) || condition.values.is_empty() {
        return false;
    }
    let key = condition.key.value.to_lowercase();
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
        "s3:dataaccesspointarn" => texts && all(&|value| is_fixed_access_point(value, version)),
        "aws:userid" => texts && all(&|value| is_fixed_text(value, version) && !value.ends_with(":*")),
        "aws:principalarn"
        | "aws:principalaccount"
        | "aws:principalorgid"
        | "aws:sourcearn"
        | "aws:sourcevpc"
        | "aws:sourcevpce"
        | "aws:sourceowner"
        | "aws:sourceaccount"
        | "s3:x-amz-server-side-encryption-aws-kms-key-id"
        | "s3:dataaccesspointaccount" => texts && all(&|value| is_fixed_text(value, version)),
        _ => false,
    }
}

/// The text with its escapes put in; `None` if it has a variable, with a default or without.
fn without_variables(value: &str, version: Version) -> Option<Vec<Symbol>> {
    let without_escapes = value.replace("${*}", "").replace("${?}", "").replace("${$}", "");
    if version == Version::V2012 && without_escapes.contains("${") {
        return None;
    }
    expand(value, version, &Context::new())
}

/// Neither wildcard nor variable.
fn is_fixed_text(value: &str, version: Version) -> bool {
    without_variables(value, version).is_some_and(|symbols| !symbols.iter().any(is_wildcard))
}

fn is_wildcard(symbol: &Symbol) -> bool {
    matches!(symbol, Symbol::Written('*' | '?'))
}

/// R2.43: the name of the access point may be a wildcard if the account is fixed.
fn is_fixed_access_point(value: &str, version: Version) -> bool {
    let Some(symbols) = without_variables(value, version) else { return false };
    let fields = fields(&symbols);
    let Some((name, before)) = fields.split_last() else { return false };
    let fixed = before.len() == 5 && !before.iter().flatten().any(is_wildcard);
    fixed && plain(name).starts_with("accesspoint/") || is_fixed_text(value, version)
}

/// R2.43: not wider than /8, or /32 for IPv6.
fn is_narrow_block(value: &str) -> bool {
    address::block(value).is_some_and(|block| block.prefix() >= if block.version() == 4 { 8 } else { 32 })
}
