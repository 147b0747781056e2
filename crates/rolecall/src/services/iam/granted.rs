//! Which services, and which of their actions, a policy grants (R4.52, R4.53): those that an `Allow` names. What a `Deny`, a
//! boundary or a condition takes away again does not count.

use rolecall_catalog::authorization;
use rolecall_catalog::authorization::Service;
use rolecall_policy::Policy;
use rolecall_policy::document::{ActionElement, Effect};
use rolecall_policy::kind::Identity;

/// The elements of a policy that grant something.
#[derive(Debug)]
pub(super) struct Grants(Vec<Element>);

/// `Action` or `NotAction`: patterns of services, with their patterns of actions.
#[derive(Debug)]
struct Element {
    negated: bool,
    /// In lower case; `*` for every service.
    patterns: Vec<(String, String)>,
}

impl Grants {
    /// Those of these policies.
    pub(super) fn of(policies: impl IntoIterator<Item = Policy<Identity>>) -> Self {
        let mut elements = Vec::new();
        for policy in policies {
            let allows = policy.statements().iter().filter(|statement| statement.effect.value == Effect::Allow);
            elements.extend(allows.filter_map(|statement| statement.action.as_ref()).map(Element::new));
        }
        Self(elements)
    }

    /// Whether an action of this service is granted.
    pub(super) fn reaches(&self, service: &'static Service) -> bool {
        self.0.iter().any(|element| {
            let patterns = element.of_service(service.prefix);
            match (element.negated, patterns.as_slice()) {
                (true, []) => true,
                (false, []) => false,
                _ => service.actions().any(|action| element.grants(&patterns, action.name())),
            }
        })
    }

    /// The actions of this service that are granted, by name.
    pub(super) fn actions(&self, service: &'static Service) -> Vec<&'static str> {
        let elements: Vec<_> = self.0.iter().map(|element| (element, element.of_service(service.prefix))).collect();
        let names = service.actions().map(|action| action.name());
        names.filter(|name| elements.iter().any(|(element, patterns)| element.grants(patterns, name))).collect()
    }

    /// The prefixes of the services that are granted, in order.
    pub(super) fn services(&self) -> impl Iterator<Item = &'static Service> {
        authorization().services().filter(|service| self.reaches(service))
    }
}

impl Element {
    fn new(element: &ActionElement) -> Self {
        let pattern = |text: &str| {
            let (service, action) = text.split_once(':').unwrap_or((text, "*"));
            (service.to_ascii_lowercase(), action.to_ascii_lowercase())
        };
        Self {
            negated: element.negated,
            patterns: element.patterns.iter().map(|spanned| pattern(&spanned.value)).collect(),
        }
    }

    /// The patterns of actions that are for this service.
    fn of_service(&self, prefix: &str) -> Vec<&str> {
        let fits = self.patterns.iter().filter(|(service, _)| service == "*" || service == prefix);
        fits.map(|(_, action)| &**action).collect()
    }

    fn grants(&self, patterns: &[&str], name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        patterns.iter().any(|pattern| is_match(pattern.as_bytes(), name.as_bytes())) != self.negated
    }
}

/// Whether a pattern with `*` and `?` matches the whole text. A later star never has to give back to an earlier one, so
/// the time is that of the pattern times the text, and names of actions are short.
fn is_match(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut place) = (0, 0);
    // Where to go on when the text after the last star does not fit.
    let mut star = None;
    while let Some(&byte) = text.get(place) {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at + 1, place));
                at += 1;
            }
            Some(&wanted) if wanted == b'?' || wanted == byte => {
                at += 1;
                place += 1;
            }
            _ => match star {
                Some((after, from)) => {
                    star = Some((after, from + 1));
                    at = after;
                    place = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|rest| *rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn services(statement: &str) -> Vec<&'static str> {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
        Grants::of([Policy::parse(text).unwrap()]).services().map(|service| service.prefix).collect()
    }

    /// R4.52: what an `Allow` names, whatever a `Deny` says.
    #[test]
    fn allows_grant_services() {
        let get = r#"{"Effect":"Allow","Action":["S3:Get*","iam:?etUser","nothing:*","s3:Nothing"],"Resource":"*"}"#;
        assert_eq!(services(get), ["iam", "s3"]);
        assert_eq!(services(r#"{"Effect":"Allow","Action":"s3:Nothing","Resource":"*"}"#), [""; 0]);
        assert_eq!(services(r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#), [""; 0]);
        let all = authorization().services().count();
        assert_eq!(services(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#).len(), all);
        let others = services(r#"{"Effect":"Allow","NotAction":["iam:*","s3:Get*"],"Resource":"*"}"#);
        assert_eq!((others.len(), others.contains(&"iam"), others.contains(&"s3")), (all - 1, false, true));
    }

    #[test]
    fn patterns_match_whole_names() {
        for (pattern, name, matches) in [
            ("*", "", true),
            ("get*", "getobject", true),
            ("get*t", "getobjectacl", false),
            ("*object*", "getobjectacl", true),
            ("g?tobject", "getobject", true),
            ("get", "getobject", false),
            ("getobject?", "getobject", false),
            ("*a*b", "aab", true),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(is_match(pattern.as_bytes(), name.as_bytes()), matches, "{pattern} {name}");
        }
    }
}
