//! Actions that are dangerous on every resource: passing roles, creating service-linked roles.

use super::super::finding::Found;
use super::super::subject::{Part, Subject};
use super::actions::Named;

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
    /// `Resource` is, or has, `*`.
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
            On::Star => part.resource_star().is_some(),
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

fn is_limited(part: &Part<'_>, keys: &[&str]) -> bool {
    keys.iter().any(|key| part.tests(key))
}
