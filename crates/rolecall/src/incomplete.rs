//! Statements that lack what AWS requires of them.
//!
//! The engine passes over such a statement, as it has to with what is stored (R1.64, R1.71). In a policy that somebody
//! asks about it is refused, as AWS refuses it at creation (R1.57 rows 6, 7 and 21): a `Deny` that matches nothing goes
//! unnoticed.

use rolecall_policy::document::kind::WithoutPrincipal;
use rolecall_policy::document::{Effect, Span, Statement};
use rolecall_policy::{Policy, PolicyKind};

/// The first statement of a policy that lacks something, and what is wrong with it.
pub(crate) fn incomplete<K: PolicyKind>(policy: &Policy<K>) -> Option<(Span, String)> {
    first(policy, |statement| {
        let principal = statement.principal.as_ref().map(|it| (it.negated, it.entries.is_empty()));
        // An `Allow` that names nobody lets nobody in, which shows by itself (T140).
        let is_needed = K::WITHOUT_PRINCIPAL == WithoutPrincipal::Nobody && statement.effect.value == Effect::Deny;
        let mut members = members::<K>(statement).chain(is_needed.then_some(("Principal", principal)));
        members.find_map(|(name, member)| match member {
            None => Some(neither(name)),
            Some((negated, true)) => {
                Some(format!("a statement has an empty `{}{name}`", if negated { "Not" } else { "" }))
            }
            Some((_, false)) => None,
        })
    })
}

/// The first statement without an action or a resource at all (R1.10). One with an empty list, or without a principal, is
/// something that an evaluator can be given (R1.64, R1.71).
pub(crate) fn without_member<K: PolicyKind>(policy: &Policy<K>) -> Option<(Span, String)> {
    first(policy, |statement| {
        let mut members = members::<K>(statement);
        members.find(|(_, member)| member.is_none()).map(|(name, _)| neither(name))
    })
}

/// Whether a member is negated, and whether its list is empty; `None` if it is not there.
type Member = Option<(bool, bool)>;

/// What every statement of the kind must have.
fn members<K: PolicyKind>(statement: &Statement) -> impl Iterator<Item = (&'static str, Member)> {
    let action = statement.action.as_ref().map(|it| (it.negated, it.patterns.is_empty()));
    let resource = statement.resource.as_ref().map(|it| (it.negated, it.patterns.is_empty()));
    [("Action", action)].into_iter().chain(K::HAS_RESOURCE.then_some(("Resource", resource)))
}

fn first<K>(policy: &Policy<K>, wrong: impl Fn(&Statement) -> Option<String>) -> Option<(Span, String)> {
    policy.statements().iter().find_map(|statement| Some((statement.span, wrong(statement)?)))
}

fn neither(name: &str) -> String {
    format!("a statement has neither `{name}` nor `Not{name}`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_policy::kind::{Endpoint, Identity, Rcp, Resource, Trust};

    fn told<K: PolicyKind>(members: &str) -> String {
        let whole = r#"{"Effect":"Allow","Action":"a:B","Resource":"*"}"#;
        let text = format!(r#"{{"Statement":[{whole},{{"Effect":"Deny"{members}}}]}}"#);
        let text = if K::HAS_RESOURCE { text } else { text.replacen(r#","Resource":"*""#, "", 1) };
        let policy = Policy::<K>::parse(text.as_str()).unwrap();
        let Some((span, told)) = incomplete(&policy) else { return String::new() };
        assert!(text.get(span.start as usize..).unwrap().starts_with(r#"{"Effect":"Deny""#));
        told
    }

    #[test]
    fn each_kind_has_its_members() {
        let (who, what, on) = (r#","Principal":"*""#, r#","NotAction":"a:B""#, r#","Resource":"*""#);
        let empty = |name: &str| format!("a statement has an empty `{name}`");
        assert_eq!(told::<Identity>(&[what, on].concat()), "");
        assert_eq!(told::<Identity>(on), neither("Action"));
        assert_eq!(told::<Identity>(what), neither("Resource"));
        assert_eq!(told::<Identity>(r#","Action":[],"Resource":"*""#), empty("Action"));
        assert_eq!(told::<Identity>(r#","Action":"a:B","NotResource":[]"#), empty("NotResource"));
        assert_eq!(told::<Resource>(&[who, what, on].concat()), "");
        assert_eq!(told::<Resource>(&[what, on].concat()), neither("Principal"));
        assert_eq!(told::<Rcp>(&[what, on].concat()), neither("Principal"));
        assert_eq!(told::<Endpoint>(&[what, on].concat()), "");
        assert_eq!(told::<Trust>(&[who, what].concat()), "");
        assert_eq!(told::<Trust>(what), neither("Principal"));
    }
}
