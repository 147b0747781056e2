//! What operations tell of who can assume a role.

use super::half::Sight;
use crate::domain::hypothetical::Access;
use rolecall_policy::AccountId;
use rolecall_policy::unknown::{self, Dependency};

/// Lines that say what an answer depends on. Whoever needs all of them reads the policies.
const MAX_CONDITIONS: usize = 10;

/// The decision's name.
pub(super) fn name(access: &Access) -> &'static str {
    match access {
        Access::Allowed => "Allowed",
        Access::NeedsMfa => "NeedsMfa",
        Access::Depends(_) => "Depends",
        Access::Denied => "Denied",
    }
}

/// What the answer depends on, as far as it may be seen; what is hidden is decided by `other`.
pub(super) fn conditions(access: &Access, sight: Sight, other: AccountId) -> Option<Vec<String>> {
    match access {
        Access::Depends(on) => Some(told(on, sight, other)),
        Access::NeedsMfa => Some(vec!["an MFA code must be given".to_owned()]),
        Access::Allowed | Access::Denied => None,
    }
}

/// The same of the dependencies themselves.
pub(super) fn told(on: &[Dependency], sight: Sight, other: AccountId) -> Vec<String> {
    let is_seen = |dependency: &&Dependency| match dependency {
        Dependency::Statement(statement) => sight.sees(statement.at.layer),
        Dependency::Rule(layer) => sight.sees(*layer),
        Dependency::Owner => true,
    };
    let seen: Vec<Dependency> = on.iter().filter(is_seen).cloned().collect();
    let mut lines: Vec<String> = unknown::render_text(&seen).lines().take(MAX_CONDITIONS).map(str::to_owned).collect();
    if seen.len() < on.len() {
        lines.push(format!("account {other} decides"));
    }
    if lines.is_empty() {
        lines.push("the name of the session".to_owned());
    }
    lines
}
