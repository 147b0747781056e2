//! Actions that are dangerous on every resource: passing roles, creating service-linked roles.

use super::privilege_escalation::all_of_iam;
use super::{Check, Found, Subject};
use crate::lint::facts::actions::Named;
use crate::lint::facts::arn::fields;
use crate::lint::facts::limits::says_something;
use crate::lint::subject::Part;
use Naming::{ByNotAction, ByPattern, Exactly};
use On::{NotResource, Star};
use rolecall_policy::Span;
use rolecall_policy::document::{OperatorCore, SetPrefix};

pub(super) const CHECKS: &[Check] = &[
    Check::security_warning(
        "PASS_ROLE_WITH_STAR_IN_RESOURCE",
        "`iam:PassRole` is allowed on every role and for any service",
        |policy, found| PASS_ROLE.find(policy, found, Exactly, Star),
    ),
    Check::security_warning(
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
        "a pattern allows `iam:PassRole`, among others, on every resource",
        |policy, found| PASS_ROLE.find(policy, found, ByPattern, Star),
    ),
    Check::security_warning(
        "PASS_ROLE_WITH_NOT_RESOURCE",
        "`iam:PassRole` is allowed on every resource except the listed ones",
        |policy, found| PASS_ROLE.find(policy, found, Exactly, NotResource),
    ),
    Check::security_warning(
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
        "a pattern allows `iam:PassRole`, among others, on every resource except the listed ones",
        |policy, found| PASS_ROLE.find(policy, found, ByPattern, NotResource),
    ),
    Check::security_warning(
        "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
        "`NotAction` allows `iam:PassRole`, among others, on every role and for any service",
        |policy, found| PASS_ROLE.find(policy, found, ByNotAction, Star),
    ),
    Check::security_warning(
        "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
        "`NotAction` allows `iam:PassRole`, among others, on every resource except the listed ones",
        |policy, found| PASS_ROLE.find(policy, found, ByNotAction, NotResource),
    ),
    Check::warning(
        "CREATE_SLR_WITH_STAR_IN_RESOURCE",
        "`iam:CreateServiceLinkedRole` is allowed for any service",
        |policy, found| CREATE_SLR.find(policy, found, Exactly, Star),
    ),
    Check::warning(
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
        "a pattern allows `iam:CreateServiceLinkedRole`, among others, on every resource",
        |policy, found| CREATE_SLR.find(policy, found, ByPattern, Star),
    ),
    Check::warning(
        "CREATE_SLR_WITH_NOT_RESOURCE",
        "`iam:CreateServiceLinkedRole` is allowed on every resource except the listed ones",
        |policy, found| CREATE_SLR.find(policy, found, Exactly, NotResource),
    ),
    Check::warning(
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
        "a pattern allows `iam:CreateServiceLinkedRole`, among others, on every resource except the listed ones",
        |policy, found| CREATE_SLR.find(policy, found, ByPattern, NotResource),
    ),
    Check::warning(
        "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
        "`NotAction` allows `iam:CreateServiceLinkedRole`, among others, for any service",
        |policy, found| CREATE_SLR.find(policy, found, ByNotAction, Star),
    ),
    Check::warning(
        "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
        "`NotAction` allows `iam:CreateServiceLinkedRole`, among others, on every resource except the listed ones",
        |policy, found| CREATE_SLR.find(policy, found, ByNotAction, NotResource),
    ),
];

/// A dangerous action of IAM.
#[derive(Debug)]
struct Dangerous {
    action: &'static str,
    /// What can be done with it.
    risk: &'static str,
    /// The key that says for which service.
    limit: &'static str,
    /// What else can be named.
    advice: &'static str,
}

/// Whoever may give a service a role can do with that service what the role may.
const PASS_ROLE: Dangerous = Dangerous {
    action: "PassRole",
    risk: "the caller can pass any role to any service",
    limit: "iam:PassedToService",
    advice: "name the roles, or the service with",
};

/// A role that a service makes for itself.
const CREATE_SLR: Dangerous = Dangerous {
    action: "CreateServiceLinkedRole",
    risk: "the caller can create a service-linked role for any service",
    limit: "iam:AWSServiceName",
    advice: "name the service with",
};

/// How an action is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// By its name.
    Exactly,
    /// By a pattern with a wildcard.
    ByPattern,
    /// By `NotAction`, which does not list it.
    ByNotAction,
}

/// On what it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    /// `Resource` has `*`, or a pattern for every role of an account.
    Star,
    /// On everything but the listed (`NotResource`).
    NotResource,
}

impl Dangerous {
    /// Finds each `Allow` that names the action in this way and on that, and is not limited to some services.
    fn find(&self, policy: &Subject<'_>, found: &mut Found, naming: Naming, on: On) {
        if !policy.kind.grants() {
            return;
        }
        for part in policy.parts.iter().filter(|part| part.allows()) {
            let wide = match on {
                Star => part.resource_star().is_some() || names_every_role(part),
                NotResource => part.has_not_resource(),
            };
            if wide && !is_limited(part, self.limit) {
                // Of all of IAM something else is said.
                let iam = all_of_iam(policy, part).map(|named| named.pattern.span);
                for span in self.named(part, naming).into_iter().filter(|span| Some(*span) != iam) {
                    found.add(span, self.message(naming, on));
                }
            }
        }
    }

    /// Where the statement names the action in this way.
    fn named(&self, part: &Part<'_>, naming: Naming) -> Vec<Span> {
        if naming == ByNotAction {
            let element = part.statement.action.as_ref().filter(|element| element.negated);
            let is_excepted = part.actions.iter().any(|named| named.includes("iam", self.action));
            return element.filter(|_| !is_excepted).map(|element| element.span).into_iter().collect();
        }
        let fits = |named: &&Named<'_>| {
            let naming_fits = named.has_wildcard() == (naming == ByPattern);
            // `*` is an administrator's, of which something else is said.
            naming_fits && !matches!(named.text(), "*" | "*:*") && named.includes("iam", self.action)
        };
        part.listed_actions().iter().filter(fits).map(|named| named.pattern.span).collect()
    }

    fn message(&self, naming: Naming, on: On) -> String {
        let Self { action, risk, limit, advice } = self;
        let but = if on == NotResource { ", except for the listed roles" } else { "" };
        let because = match naming {
            Exactly => String::new(),
            ByPattern => format!(", because the pattern includes `iam:{action}`"),
            ByNotAction => format!(", because `NotAction` does not list `iam:{action}`"),
        };
        let advice = match (naming, on) {
            (Exactly, Star) => advice,
            (Exactly, NotResource) => "name what is allowed, or limit it with",
            (ByNotAction, _) => "list the allowed actions in `Action`, or limit it with",
            _ => "limit it with",
        };
        format!("{risk}{but}{because}: {advice} `{limit}`")
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

/// Whether a condition says which values the key may have. IAM brings these keys with every request that is about a
/// service, so `IfExists` does no harm.
fn is_limited(part: &Part<'_>, key: &str) -> bool {
    part.statement.conditions.iter().any(|condition| {
        let operator = condition.operator.value;
        key.eq_ignore_ascii_case(&condition.key.value)
            && matches!(
                operator.core,
                OperatorCore::StringEquals | OperatorCore::StringEqualsIgnoreCase | OperatorCore::StringLike
            )
            && operator.set != Some(SetPrefix::ForAllValues)
            && condition.values.iter().all(|value| says_something(&value.value))
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::identity;

    #[test]
    fn passing_any_role() {
        identity(
            "PASS_ROLE_WITH_STAR_IN_RESOURCE",
            r#"
"Effect": "Allow", "Action": ["iam:passrole", "ec2:RunInstances"], "Resource": "*"
                              ^^^^^^^^^^^^^^ the caller can pass any role
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
"Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": "arn:aws:iam::111111111111:role/*"
                              ^^^^^^^^^^^^^^ the caller can pass any role
}, {
"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": ["arn:aws:iam::*:role/x", "arn:*:iam::*:*"]
                              ^^^^^^^^^^^^^^ the caller can pass any role
}, {
"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": ["arn:aws:iam::*:role/app-*", "arn:aws:iam::*:user/*"]
}, {
"Effect": "Allow", "Action": ["iam:PassRole"], "NotResource": "arn:aws:iam::111111111111:role/*"
}, {
"Effect": "Deny", "Action": ["iam:PassRole"], "Resource": "*"
}, {
"Effect": "Allow", "Action": ["iam:Pass*"], "Resource": "*"
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
                             ^^^^^^^^^^^^^^ the caller can pass any role
"Condition": {"StringNotEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
                             ^^^^^^^^^^^^^^ the caller can pass any role
"Condition": {"StringLike": {"iam:PassedToService": ["ec2.amazonaws.com", "*"]}}
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
                             ^^^^^^^^^^^^^^ the caller can pass any role
"Condition": {"Null": {"iam:PassedToService": "false"}}
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
"Condition": {"StringLikeIfExists": {"iam:passedtoservice": ["ec2.amazonaws.com", "*.amazonaws.com"]}}
"#,
        );
    }

    #[test]
    fn pass_role_with_star_in_action_and_resource() {
        identity(
            "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
            r#"
"Effect": "Allow", "Action": "iam:Pass*", "Resource": "*"
                             ^^^^^^^^^^^ the caller can pass any role to any service
}, {
"Effect": "Allow", "Action": "iam:Pass*", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:Pass*", "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"
}, {
"Effect": "Allow", "Action": "*", "Resource": "*"
"#,
        );
    }

    #[test]
    fn pass_role_with_not_resource() {
        identity(
            "PASS_ROLE_WITH_NOT_RESOURCE",
            r#"
"Effect": "Allow", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::111111111111:role/x"
                             ^^^^^^^^^^^^^^ the caller can pass any role to any service
}, {
"Effect": "Allow", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::111111111111:role/x", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "iam:Pass*", "NotResource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:iam::111111111111:role/x"
"#,
        );
    }

    #[test]
    fn pass_role_with_star_in_action_and_not_resource() {
        identity(
            "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
            r#"
"Effect": "Allow", "Action": "iam:Pass*", "NotResource": "arn:aws:iam::111111111111:role/x"
                             ^^^^^^^^^^^ the caller can pass any role to any service
}, {
"Effect": "Allow", "Action": "iam:Pass*", "NotResource": "arn:aws:iam::111111111111:role/x", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:Pass*", "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:iam::111111111111:role/x"
"#,
        );
    }

    #[test]
    fn pass_role_with_star_in_resource_and_not_action() {
        identity(
            "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
            r#"
"Effect": "Allow", "Resource": "*", "NotAction": "s3:*"
                                    ^^^^^^^^^^^^^^^^^^^ does not list `iam:PassRole`
}, {
"Effect": "Allow", "Resource": "*", "NotAction": ["s3:*", "iam:*"]
}, {
"Effect": "Deny", "Resource": "*", "NotAction": "s3:*"
"#,
        );
    }

    #[test]
    fn pass_role_with_not_action_and_not_resource() {
        identity(
            "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
            r#"
"Effect": "Allow", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": "s3:*"
                                                                      ^^^^^^^^^^^^^^^^^^^ does not list `iam:PassRole`
}, {
"Effect": "Allow", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": ["s3:*", "iam:*"]
}, {
"Effect": "Deny", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": "s3:*"
"#,
        );
    }

    #[test]
    fn create_slr_with_star_in_resource() {
        identity(
            "CREATE_SLR_WITH_STAR_IN_RESOURCE",
            r#"
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*"
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller can create a service-linked role for any service
}, {
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*", "Condition": {"StringEquals": {"iam:AWSServiceName": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "iam:Create*", "Resource": "*"
}, {
"Effect": "Allow", "Action": "*", "Resource": "*"
"#,
        );
    }

    #[test]
    fn create_slr_with_star_in_action_and_resource() {
        identity(
            "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
            r#"
"Effect": "Allow", "Action": "iam:CreateService*", "Resource": "*"
                             ^^^^^^^^^^^^^^^^^^^^ the caller can create a service-linked role for any service
}, {
"Effect": "Allow", "Action": "iam:CreateService*", "Resource": "*", "Condition": {"StringEquals": {"iam:AWSServiceName": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:CreateService*", "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*"
}, {
"Effect": "Allow", "Action": "*", "Resource": "*"
"#,
        );
    }

    #[test]
    fn create_slr_with_not_resource() {
        identity(
            "CREATE_SLR_WITH_NOT_RESOURCE",
            r#"
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::111111111111:role/x"
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller can create a service-linked role for any service
}, {
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::111111111111:role/x", "Condition": {"StringEquals": {"iam:AWSServiceName": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "iam:Create*", "NotResource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:iam::111111111111:role/x"
"#,
        );
    }

    #[test]
    fn create_slr_with_star_in_action_and_not_resource() {
        identity(
            "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
            r#"
"Effect": "Allow", "Action": "iam:Create*", "NotResource": "arn:aws:iam::111111111111:role/x"
                             ^^^^^^^^^^^^^ the caller can create a service-linked role for any service
}, {
"Effect": "Allow", "Action": "iam:Create*", "NotResource": "arn:aws:iam::111111111111:role/x", "Condition": {"StringEquals": {"iam:AWSServiceName": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:Create*", "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:iam::111111111111:role/x"
"#,
        );
    }

    #[test]
    fn create_slr_with_star_in_resource_and_not_action() {
        identity(
            "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
            r#"
"Effect": "Allow", "Resource": "*", "NotAction": "iam:PassRole"
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ does not list `iam:CreateServiceLinkedRole`
}, {
"Effect": "Allow", "Resource": "*", "NotAction": ["s3:*", "iam:*"]
}, {
"Effect": "Deny", "Resource": "*", "NotAction": "s3:*"
"#,
        );
    }

    #[test]
    fn create_slr_with_not_action_and_not_resource() {
        identity(
            "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
            r#"
"Effect": "Allow", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": "iam:PassRole"
                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ does not list `iam:CreateServiceLinkedRole`
}, {
"Effect": "Allow", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": ["s3:*", "iam:*"]
}, {
"Effect": "Deny", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": "s3:*"
"#,
        );
    }
}
