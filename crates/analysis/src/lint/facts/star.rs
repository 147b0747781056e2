//! Actions that are dangerous on every resource: passing roles, creating service-linked roles.

use super::super::finding::Found;
use super::super::subject::{Part, Subject};
use super::actions::Named;
use super::arn::fields;
use super::limits::says_something;
use rolecall_policy::Span;
use rolecall_policy::document::{OperatorCore, SetPrefix};

/// A dangerous action of IAM.
#[derive(Debug)]
pub(in crate::lint) struct Dangerous {
    action: &'static str,
    /// What can be done with it.
    risk: &'static str,
    /// The key that says for which service.
    limit: &'static str,
    /// What else can be named.
    advice: &'static str,
}

/// Whoever may give a service a role can do with that service what the role may.
pub(in crate::lint) const PASS_ROLE: Dangerous = Dangerous {
    action: "PassRole",
    risk: "any role can be passed to any service",
    limit: "iam:PassedToService",
    advice: "name the roles, or the service with",
};

/// A role that a service makes for itself.
pub(in crate::lint) const CREATE_SLR: Dangerous = Dangerous {
    action: "CreateServiceLinkedRole",
    risk: "a service-linked role can be made for any service",
    limit: "iam:AWSServiceName",
    advice: "name the service with",
};

/// How an action is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum Naming {
    /// By its name.
    Exactly,
    /// By a pattern with a wildcard.
    ByPattern,
    /// By `NotAction`, which does not list it.
    ByNotAction,
}

/// On what it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum On {
    /// `Resource` has `*`, or a pattern for every role of an account.
    Star,
    /// On everything but the listed (`NotResource`).
    NotResource,
}

impl Dangerous {
    /// Finds each `Allow` that names the action in this way and on that, and is not limited to some services.
    pub(in crate::lint) fn find(&self, policy: &Subject<'_>, found: &mut Found, naming: Naming, on: On) {
        if !policy.kind.grants() {
            return;
        }
        for part in policy.parts.iter().filter(|part| part.allows()) {
            let wide = match on {
                On::Star => part.resource_star().is_some() || names_every_role(part),
                On::NotResource => part.has_not_resource(),
            };
            if wide && !is_limited(part, self.limit) {
                for span in self.named(part, naming) {
                    found.add(span, self.message(naming, on));
                }
            }
        }
    }

    /// Where the statement names the action in this way.
    fn named(&self, part: &Part<'_>, naming: Naming) -> Vec<Span> {
        if naming == Naming::ByNotAction {
            let element = part.statement.action.as_ref().filter(|element| element.negated);
            let is_excepted = part.actions.iter().any(|named| named.includes("iam", self.action));
            return element.filter(|_| !is_excepted).map(|element| element.span).into_iter().collect();
        }
        let fits = |named: &&Named<'_>| {
            let naming_fits = named.has_wildcard() == (naming == Naming::ByPattern);
            // `*` is an administrator's, of which something else is said.
            naming_fits && !matches!(named.text(), "*" | "*:*") && named.includes("iam", self.action)
        };
        part.listed_actions().iter().filter(fits).map(|named| named.pattern.span).collect()
    }

    fn message(&self, naming: Naming, on: On) -> String {
        let Self { action, risk, limit, advice } = self;
        let but = if on == On::NotResource { " but those listed" } else { "" };
        let because = match naming {
            Naming::Exactly => String::new(),
            Naming::ByPattern => format!(", because the pattern names `iam:{action}` too"),
            Naming::ByNotAction => format!(", because `NotAction` does not list `iam:{action}`"),
        };
        let advice = match (naming, on) {
            (Naming::Exactly, On::Star) => advice,
            (Naming::Exactly, On::NotResource) => "name the allowed ones, or limit it with",
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
