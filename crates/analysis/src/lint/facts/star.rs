//! Actions that are dangerous on every resource: passing roles, creating service-linked roles.

use super::super::finding::Found;
use super::super::subject::{Part, Subject};
use super::actions::Named;
use super::arn::fields;
use super::limits::says_something;
use rolecall_policy::document::{OperatorCore, SetPrefix};

/// How an action is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum Naming {
    /// By its name.
    Exactly,
    /// By a pattern with a wildcard.
    ByPattern,
}

/// On what it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum On {
    /// `Resource` has `*`, or a pattern for every role of an account.
    Star,
    /// On everything but the listed (`NotResource`).
    NotResource,
}

/// Finds each `Allow` that names `iam:<action>` in this way and on that, and is not limited by one of `keys`.
pub(in crate::lint) fn find_allowed(
    policy: &Subject<'_>,
    found: &mut Found,
    action: &str,
    (naming, on): (Naming, On),
    keys: &[&str],
    message: &str,
) {
    if !policy.kind.grants() {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.allows()) {
        let wide = match on {
            On::Star => part.resource_star().is_some() || names_every_role(part),
            On::NotResource => part.has_not_resource(),
        };
        if !wide || is_limited(part, keys) {
            continue;
        }
        let fits = |named: &&Named<'_>| {
            let naming_fits = named.has_wildcard() == (naming == Naming::ByPattern);
            // `*` is an administrator's, of which something else is said.
            naming_fits && !matches!(named.text(), "*" | "*:*") && named.includes("iam", action)
        };
        for named in part.listed_actions().iter().filter(fits) {
            found.add(named.pattern.span, message);
        }
    }
}

/// Whether a pattern of `Resource` matches every role of some account, whatever its name and path.
fn names_every_role(part: &Part<'_>) -> bool {
    !part.has_not_resource()
        && part.resources().any(|(arn, _)| match *fields(arn).as_slice() {
            [_, _, "iam", region, _, role] => {
                let any = role.strip_prefix("role/").unwrap_or(role);
                matches!(region, "" | "*") && !any.is_empty() && any.bytes().all(|byte| byte == b'*')
            }
            _ => false,
        })
}

/// Whether a condition says which values one of the keys may have. IAM brings these keys with every request that is
/// about a service, so `IfExists` does no harm.
fn is_limited(part: &Part<'_>, keys: &[&str]) -> bool {
    part.statement.conditions.iter().any(|condition| {
        let operator = condition.operator.value;
        keys.iter().any(|key| key.eq_ignore_ascii_case(&condition.key.value))
            && matches!(
                operator.core,
                OperatorCore::StringEquals | OperatorCore::StringEqualsIgnoreCase | OperatorCore::StringLike
            )
            && operator.set != Some(SetPrefix::ForAllValues)
            && condition.values.iter().all(|value| says_something(&value.value))
    })
}
