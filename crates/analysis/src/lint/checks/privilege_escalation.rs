//! Rights over the rights themselves: whoever has them can take every other right.
//!
//! The actions are those of the public catalogues of privilege escalation in IAM (Rhino Security Labs; pathfinding.cloud).
//! Of `iam:PassRole` the checks of dangerous actions speak, of everything on everything `ADMINISTRATOR_ACCESS`.

use super::{Check, Found, Kind, Subject};
use crate::lint::facts::actions::{Means, Named};
use crate::lint::facts::arn::fields;
use crate::lint::subject::Part;

pub(super) const CHECKS: &[Check] = &[
    Check::security_warning(
        "PRIVILEGE_ESCALATION",
        "a caller with the action on every resource can give themselves every permission",
        escalation,
    ),
    Check::security_warning(
        "IAM_FULL_ACCESS",
        "every IAM action is allowed on every resource, so callers can give themselves every permission",
        full_access,
    ),
    Check::security_warning(
        "ASSUME_ROLE_WITH_STAR_IN_RESOURCE",
        "`sts:AssumeRole` is allowed on every role in every account that trusts this one",
        assume_role,
    ),
];

/// The actions of IAM, the type of resource that they change, and what can be done with them.
const ESCALATING: [(&str, &str, &str); 16] = [
    ("CreatePolicyVersion", "policy", "rewrite any policy, including the caller's own"),
    ("SetDefaultPolicyVersion", "policy", "restore any older version of a policy"),
    ("AttachUserPolicy", "user", "attach any policy to any user, including themselves"),
    ("AttachGroupPolicy", "group", "attach any policy to any group, including their own"),
    ("AttachRolePolicy", "role", "attach any policy to any role, including their own"),
    ("PutUserPolicy", "user", "write any policy for any user, including themselves"),
    ("PutGroupPolicy", "group", "write any policy for any group, including their own"),
    ("PutRolePolicy", "role", "write any policy for any role, including their own"),
    ("UpdateAssumeRolePolicy", "role", "let anybody assume any role"),
    ("AddUserToGroup", "group", "add any user to any group, including themselves"),
    ("CreateAccessKey", "user", "create an access key for any user"),
    ("CreateLoginProfile", "user", "give any user a password"),
    ("UpdateLoginProfile", "user", "change the password of any user"),
    ("DeleteUserPermissionsBoundary", "user", "remove the permissions boundary of any user, including their own"),
    ("DeleteRolePermissionsBoundary", "role", "remove the permissions boundary of any role, including their own"),
    ("DeleteUserPolicy", "user", "remove any policy that denies"),
];

/// Keys that say how or from where the action is asked, and not on what.
pub(super) const OF_CIRCUMSTANCES: [&str; 7] = [
    "aws:multifactorauthpresent",
    "aws:multifactorauthage",
    "aws:securetransport",
    "aws:sourceip",
    "aws:currenttime",
    "aws:requestedregion",
    "aws:viaawsservice",
];

/// Whether every resource of a type of IAM is meant.
fn is_wide(part: &Part<'_>, resource_type: &str) -> bool {
    part.resource_star().is_some()
        || !part.has_not_resource()
            && part.resources().any(|(arn, _)| match *fields(arn).as_slice() {
                [_, _, "iam", region, _, name] => {
                    let of_type = name.strip_prefix(resource_type).and_then(|rest| rest.strip_prefix('/'));
                    let any = of_type.unwrap_or(name);
                    matches!(region, "" | "*") && !any.is_empty() && any.bytes().all(|byte| byte == b'*')
                }
                _ => false,
            })
}

/// Whether a condition may leave some of the resources only.
pub(super) fn is_limited(part: &Part<'_>) -> bool {
    part.statement
        .conditions
        .iter()
        .any(|condition| !OF_CIRCUMSTANCES.contains(&&*condition.key.value.to_ascii_lowercase()))
}

/// Whether a `Deny` of the policy takes the action back on everything.
fn is_denied(policy: &Subject<'_>, prefix: &str, action: &str) -> bool {
    policy.parts.iter().any(|part| {
        part.denies()
            && part.statement.conditions.is_empty()
            && part.resource_star().is_some()
            && part.listed_actions().iter().any(|named| named.includes(prefix, action))
    })
}

/// Whether a statement makes an administrator, of which something else is said.
pub(super) fn allows_everything(part: &Part<'_>) -> bool {
    part.allows()
        && part.resource_star().is_some()
        && !is_limited(part)
        && part.listed_actions().iter().any(|named| matches!(named.means, Means::Everything))
}

/// The pattern for all of IAM, if a statement allows that on everything and nothing in the policy takes back what matters.
/// It says more than each finding about an action of IAM, so those are left out.
pub(super) fn all_of_iam<'p, 'a>(policy: &'p Subject<'a>, part: &'p Part<'a>) -> Option<&'p Named<'a>> {
    let is_whole = policy.kind == Kind::Identity
        && part.allows()
        && part.resource_star().is_some()
        && !is_limited(part)
        && !ESCALATING.iter().any(|(action, ..)| is_denied(policy, "iam", action));
    let is_iam = |named: &&Named<'_>| {
        let whole = named.text().split_once(':');
        whole.is_some_and(|(service, name)| {
            service.eq_ignore_ascii_case("iam") && !name.is_empty() && name.bytes().all(|byte| byte == b'*')
        })
    };
    part.listed_actions().iter().find(|named| is_whole && is_iam(named))
}

fn full_access(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| !allows_everything(part)) {
        if let Some(named) = all_of_iam(policy, part) {
            found.add(
                named.pattern.span,
                "this allows every IAM action on every resource, which makes the caller an administrator: name the \
                 actions and the resources",
            );
        }
    }
}

/// The statements that allow some actions only.
fn parts<'p, 'a>(policy: &'p Subject<'a>) -> impl Iterator<Item = &'p Part<'a>> {
    policy.allowing(Kind::Identity).filter(|part| !is_limited(part) && !allows_everything(part))
}

/// The patterns of a statement that name some actions only.
fn patterns<'p, 'a>(part: &'p Part<'a>) -> impl Iterator<Item = &'p Named<'a>> {
    part.listed_actions().iter().filter(|named| !matches!(named.means, Means::Everything))
}

/// How many patterns a message names beside the first.
const NAMED: usize = 3;

fn escalation(policy: &Subject<'_>, found: &mut Found) {
    for part in parts(policy).filter(|part| all_of_iam(policy, part).is_none()) {
        let is_open = |action: &str, of: &str| is_wide(part, of) && !is_denied(policy, "iam", action);
        let escalating = patterns(part).filter_map(|named| {
            let mut all =
                ESCALATING.iter().filter(|(action, of, _)| named.includes("iam", action) && is_open(action, of));
            Some((named, all.next()?, all.count()))
        });
        let escalating: Vec<_> = escalating.collect();
        // A statement is said once, whatever it lists.
        let Some(((first, (action, _, risk), more), others)) = escalating.split_first() else { continue };
        let mut message = match more {
            0 => format!("a caller with this action can {risk}"),
            more => format!(
                "the pattern includes `iam:{action}` and {more} more actions with which callers can give themselves \
                 every permission"
            ),
        };
        if !others.is_empty() {
            let named: Vec<_> = others.iter().take(NAMED).map(|(named, ..)| format!("`{}`", named.text())).collect();
            let rest = others.len().saturating_sub(NAMED);
            let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
            message.push_str(&format!(
                "; the statement also lists {}{rest}, which are just as dangerous",
                named.join(", ")
            ));
        }
        found.add(first.pattern.span, format!("{message}: name the resources"));
    }
}

fn assume_role(policy: &Subject<'_>, found: &mut Found) {
    for (part, named) in parts(policy).flat_map(|part| patterns(part).map(move |named| (part, named))) {
        if named.includes("sts", "AssumeRole") && is_wide(part, "role") && !is_denied(policy, "sts", "AssumeRole") {
            found.add(
                named.pattern.span,
                "the caller may assume every role whose trust policy trusts this account: name the roles, or limit them with \
                 `aws:ResourceOrgID` or `aws:ResourceTag`",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::Kind, ESCALATING};
    use crate::lint::testing::{document, identity};
    use rolecall_catalog::authorization;

    #[test]
    fn rights_over_rights() {
        identity(
            "PRIVILEGE_ESCALATION",
            r#"
"Effect": "Allow", "Action": ["iam:CreatePolicyVersion", "iam:GetUser", "iam:createaccesskey"], "Resource": "*"
                              ^^^^^^^^^^^^^^^^^^^^^^^^^ rewrite any policy, including the caller's own; the statement also lists `iam:createaccesskey`, which are
}, {
"Effect": "Allow", "Action": ["iam:Create*"], "Resource": "*"
                              ^^^^^^^^^^^^^ `iam:CreatePolicyVersion` and 2 more
}, {
"Effect": "Allow", "Action": "iam:Put*", "Resource": "arn:aws:iam::111111111111:role/*"
                             ^^^^^^^^^^ write any policy for any role
}, {
"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": ["arn:aws:iam::111111111111:role/app-*", "arn:aws:iam::*:user/*"]
}, {
"Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "*", "Condition": {"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}}
}, {
"Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
                             ^^^^^^^^^^^^^^^^^^^^^^ attach any policy to any role
}, {
"Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "arn:aws:iam::111111111111:user/${aws:username}"
}, {
"Effect": "Allow", "Action": ["*", "s3:*"], "Resource": "*"
"#,
        );
        identity(
            "PRIVILEGE_ESCALATION",
            r#"
"Effect": "Allow", "Action": "iam:AddUserToGroup", "Resource": "*"
}, {
"Effect": "Deny", "Action": "iam:Add*", "Resource": "*"
"#,
        );
        let boundary =
            r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iam:*", "Resource": "*"}}"#;
        document("PRIVILEGE_ESCALATION", Kind::Boundary, boundary);
    }

    /// All of IAM is said once, and nothing else is said of its statement; nor of an administrator's.
    #[test]
    fn all_of_iam_is_one_finding() {
        identity(
            "*",
            r#"
"Effect": "Allow", "Action": "iam:*", "Resource": "*"
                             ^^^^^^^ IAM_FULL_ACCESS
"#,
        );
        identity(
            "*",
            r#"
"Effect": "Allow", "Action": "*", "Resource": "*"
                             ^^^ ADMINISTRATOR_ACCESS
"#,
        );
        identity(
            "IAM_FULL_ACCESS",
            r#"
"Effect": "Allow", "Action": ["s3:*", "IAM:**"], "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
                                      ^^^^^^^^ the caller an administrator
}, {
"Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws:iam::111111111111:user/ana"
}, {
"Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "web"}}
"#,
        );
        // What is taken back leaves less than all.
        for code in ["IAM_FULL_ACCESS", "PRIVILEGE_ESCALATION"] {
            let mark =
                if code == "PRIVILEGE_ESCALATION" { "                             ^^^^^^^ and 14 more" } else { "" };
            identity(
                code,
                &format!(
                    "\"Effect\": \"Allow\", \"Action\": \"iam:*\", \"Resource\": \"*\"\n{mark}\n}}, {{\n\
                     \"Effect\": \"Deny\", \"Action\": \"iam:CreatePolicyVersion\", \"Resource\": \"*\""
                ),
            );
        }
    }

    #[test]
    fn every_role_may_be_assumed() {
        identity(
            "ASSUME_ROLE_WITH_STAR_IN_RESOURCE",
            r#"
"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"
                             ^^^^^^^^^^^^^^^^ may assume every role
}, {
"Effect": "Allow", "Action": "sts:*", "Resource": "arn:aws:iam::*:role/*"
                             ^^^^^^^ may assume every role
}, {
"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*:role/Audit"
}, {
"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}
}, {
"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"
"#,
        );
    }

    #[test]
    fn the_actions_exist_and_change_what_the_table_says() {
        for (action, of, _) in ESCALATING {
            let action = authorization().action("iam", action).unwrap_or_else(|| panic!("{action}"));
            assert!(action.resources().any(|needed| needed.resource_type.name() == of), "{}", action.name());
        }
    }
}
