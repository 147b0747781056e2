//! Which services, and which of their actions, a policy grants (R4.52, R4.53): those that an `Allow` names. What a `Deny`, a
//! boundary or a condition takes away again does not count.

use rolecall_catalog::authorization;
use rolecall_catalog::authorization::Service;
use rolecall_policy::Policy;
use rolecall_policy::document::{ActionElement, Effect, Statement};
use rolecall_policy::kind::Scp;

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
    pub(super) fn of<K>(policies: impl IntoIterator<Item = Policy<K>>) -> Self {
        let mut grants = Self(Vec::new());
        for policy in policies {
            grants.add(&policy, |statement| statement.effect.value == Effect::Allow);
        }
        grants
    }

    /// Adds the actions of these statements of a policy.
    fn add<K>(&mut self, policy: &Policy<K>, counts: impl Fn(&Statement) -> bool) {
        let statements = policy.statements().iter().filter(|statement| counts(statement));
        self.0.extend(statements.filter_map(|statement| statement.action.as_ref()).map(Element::new));
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
        let elements = self.of_service(service);
        service.actions().map(|action| action.name()).filter(|name| grant(&elements, name)).collect()
    }

    /// The elements, each with its patterns of actions that are for this service.
    fn of_service(&self, service: &Service) -> Vec<(&Element, Vec<&str>)> {
        self.0.iter().map(|element| (element, element.of_service(service.prefix))).collect()
    }

    /// The prefixes of the services that are granted, in order.
    pub(super) fn services(&self) -> impl Iterator<Item = &'static Service> {
        authorization().services().filter(|service| self.reaches(service))
    }
}

/// Whether one of the elements grants an action, each with its patterns for the action's service.
fn grant(elements: &[(&Element, Vec<&str>)], name: &str) -> bool {
    elements.iter().any(|(element, patterns)| element.grants(patterns, name))
}

/// What the service control policies of one node of an organization let through.
#[derive(Debug)]
pub(super) struct Level {
    allowed: Grants,
    /// Only by statements that deny on every resource and without a condition: others leave something.
    denied: Grants,
}

impl Level {
    /// That of a node with these policies.
    pub(super) fn of(policies: impl IntoIterator<Item = Policy<Scp>>) -> Self {
        let mut level = Self { allowed: Grants(Vec::new()), denied: Grants(Vec::new()) };
        for policy in policies {
            level.allowed.add(&policy, |statement| statement.effect.value == Effect::Allow);
            level.denied.add(&policy, |statement| statement.effect.value == Effect::Deny && is_unlimited(statement));
        }
        level
    }
}

/// Whether a statement is about every resource, in all circumstances.
fn is_unlimited(statement: &Statement) -> bool {
    let all = statement.resource.as_ref().is_none_or(|resource| {
        !resource.negated && resource.patterns.iter().any(|pattern| pattern.value.as_deref() == Some("*"))
    });
    all && statement.conditions.is_empty()
}

/// The services of which at least one action passes every level, in order.
pub(super) fn services_within(levels: &[Level]) -> impl Iterator<Item = &'static Service> {
    authorization().services().filter(|service| {
        let of_service = levels.iter().map(|it| (it.allowed.of_service(service), it.denied.of_service(service)));
        let levels: Vec<_> = of_service.collect();
        let passes = |name: &str| levels.iter().all(|(allowed, denied)| grant(allowed, name) && !grant(denied, name));
        service.actions().any(|action| passes(action.name()))
    })
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
    use rolecall_policy::kind::Identity;

    fn services(statement: &str) -> Vec<&'static str> {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
        Grants::of([Policy::<Identity>::parse(text).unwrap()]).services().map(|service| service.prefix).collect()
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

    /// R4.52: a service is within the levels if one of its actions passes them all; a `Deny` that leaves something does not
    /// take a service away.
    #[test]
    fn levels_let_services_through() {
        let level = |statements: &str| {
            let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
            Level::of([Policy::parse(text).unwrap()])
        };
        let prefixes = |levels: &[Level]| services_within(levels).map(|service| service.prefix).collect::<Vec<_>>();
        let all = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
        let two = r#"{"Effect":"Allow","Action":["s3:*","sqs:*"],"Resource":"*"}"#;
        let no_queues = r#"{"Effect":"Deny","Action":"sqs:*","Resource":"*"}"#;
        assert_eq!(prefixes(&[level(all), level(two)]), ["s3", "sqs"]);
        assert_eq!(prefixes(&[level(&format!("{all},{no_queues}")), level(two)]), ["s3"]);
        assert_eq!(prefixes(&[level(two), level(no_queues)]), [""; 0], "a level without an Allow lets nothing through");
        let get = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#;
        let put = r#"{"Effect":"Allow","Action":["s3:PutObject","sqs:*"],"Resource":"*"}"#;
        assert_eq!(prefixes(&[level(get), level(put)]), [""; 0], "no action of a service passes both");
        for leaves in [
            r#"{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::a"}"#,
            r#"{"Effect":"Deny","Action":"s3:*","NotResource":"*"}"#,
            r#"{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}"#,
            r#"{"Effect":"Deny","NotAction":"s3:GetObject","Resource":"*"}"#,
        ] {
            assert!(prefixes(&[level(&format!("{two},{leaves}"))]).contains(&"s3"), "{leaves}");
        }
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
