//! IAM Roles Anywhere assumes a role, tags the session and names who is behind it: it needs all three rights.

use super::{Check, Found, Kind, Part, Subject};
use rolecall_policy::document::PrincipalEntry;

pub(super) const CHECKS: &[Check] = &[Check::error(
    "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
    "IAM Roles Anywhere lacks an action that it needs to assume the role",
    find,
)];

const NEEDED: [&str; 3] = ["AssumeRole", "TagSession", "SetSourceIdentity"];

fn find(policy: &Subject<'_>, found: &mut Found) {
    let is_service = |entry: &PrincipalEntry| matches!(entry, PrincipalEntry::Service(name) if name.eq_ignore_ascii_case("rolesanywhere.amazonaws.com"));
    let entry =
        |part: &Part<'_>| part.principals().iter().find(|entry| is_service(&entry.value)).map(|entry| entry.span);
    let parts: Vec<_> = policy.allowing(Kind::Trust).filter_map(|p| Some((entry(p)?, p))).collect();
    // What `NotAction` leaves over is not looked at.
    let Some((span, _)) = parts.first().filter(|_| !parts.iter().any(|(_, part)| part.has_not_action())) else {
        return;
    };
    let is_allowed = |action: &&&str| {
        parts.iter().any(|(_, part)| part.listed_actions().iter().any(|named| named.includes("sts", action)))
    };
    let missing: Vec<String> =
        NEEDED.iter().filter(|action| !is_allowed(action)).map(|action| format!("`sts:{action}`")).collect();
    if !missing.is_empty() {
        found.add(*span, format!("IAM Roles Anywhere also needs {}", missing.join(" and ")));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::trust;

    #[test]
    fn rights_that_roles_anywhere_lacks() {
        trust(
            "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
            r#"
"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"}, "Action": "sts:AssumeRole"
                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ needs `sts:TagSession` and `sts:SetSourceIdentity`
}, {
"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"
"#,
        );
        trust(
            "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
            r#"
"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]
}, {
"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"}, "Action": "sts:SetSourceIdentity"
"#,
        );
    }
}
