//! Statements that lack what AWS requires of them.

use rolecall_policy::document::kind::WithoutPrincipal;
use rolecall_policy::document::{Effect, Span};
use rolecall_policy::{Policy, PolicyKind};

/// The first statement of a policy that lacks an element, and what is wrong with it.
///
/// A statement without an action or a resource is never read (R1.10). The engine passes over an empty list and over a
/// statement without a principal, as it has to with what is stored (R1.64, R1.71); `strict` refuses these too, as AWS does
/// at creation (R1.57 rows 6, 7 and 21): a `Deny` that matches nothing goes unnoticed.
pub(super) fn lacking<K: PolicyKind>(policy: &Policy<K>, strict: bool) -> Option<(Span, String)> {
    policy.statements().iter().find_map(|statement| {
        // Whether it is negated, and whether its list is empty.
        let action = statement.action.as_ref().map(|it| (it.negated, it.patterns.is_empty()));
        let resource = statement.resource.as_ref().map(|it| (it.negated, it.patterns.is_empty()));
        let principal = statement.principal.as_ref().map(|it| (it.negated, it.entries.is_empty()));
        // An `Allow` that names nobody lets nobody in, which shows by itself (T140).
        let has_principal =
            strict && K::WITHOUT_PRINCIPAL == WithoutPrincipal::Nobody && statement.effect.value == Effect::Deny;
        let elements = [
            ("Action", true, action),
            ("Resource", K::HAS_RESOURCE, resource),
            ("Principal", has_principal, principal),
        ];
        let required = elements.into_iter().filter(|(_, required, _)| *required);
        let wrong = |(name, _, element)| match element {
            None => Some(format!("a statement has neither `{name}` nor `Not{name}`")),
            Some((negated, true)) if strict => {
                Some(format!("a statement has an empty `{}{name}`", if negated { "Not" } else { "" }))
            }
            Some(_) => None,
        };
        required.filter_map(wrong).next().map(|wrong| (statement.span, wrong))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_policy::kind::{Endpoint, Identity, Rcp, Resource, Trust};

    fn told<K: PolicyKind>(elements: &str) -> String {
        let whole = r#"{"Effect":"Allow","Action":"a:B","Resource":"*"}"#;
        let text = format!(r#"{{"Statement":[{whole},{{"Effect":"Deny"{elements}}}]}}"#);
        let text = if K::HAS_RESOURCE { text } else { text.replacen(r#","Resource":"*""#, "", 1) };
        let policy = Policy::<K>::parse(text.as_str()).unwrap();
        let Some((span, told)) = lacking(&policy, true) else { return String::new() };
        assert!(text.get(span.start as usize..).unwrap().starts_with(r#"{"Effect":"Deny""#));
        told
    }

    #[test]
    fn each_kind_has_its_elements() {
        let (who, what, on) = (r#","Principal":"*""#, r#","NotAction":"a:B""#, r#","Resource":"*""#);
        let empty = |name: &str| format!("a statement has an empty `{name}`");
        let neither = |name: &str| format!("a statement has neither `{name}` nor `Not{name}`");
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
