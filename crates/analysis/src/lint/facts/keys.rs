//! What the key of a condition or a variable is.

use rolecall_catalog::authorization;
use rolecall_catalog::authorization::{Action, ConditionKey, GLOBAL_CONDITION_KEYS, Service};
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// A key by its name.
#[derive(Debug, Clone, Copy)]
pub(in crate::lint) enum Key {
    /// One that every request can have.
    Global(ConditionKey),
    /// One of a service's page.
    OfService(&'static Service, ConditionKey),
    /// One that an identity provider's token brings, of a known or unknown type.
    OfProvider(Option<ConditionKey>),
    /// Begins with `aws:` and is not known.
    UnknownGlobal,
    /// Begins with the prefix of a service that has no such key.
    UnknownOfService(&'static Service),
    /// Begins with no known prefix.
    UnknownPrefix,
    /// Has no prefix, or nothing behind it.
    Malformed,
}

impl Key {
    pub(in crate::lint) fn of(name: &str) -> Self {
        let Some((prefix, _)) = name.split_once(':').filter(|(prefix, rest)| !prefix.is_empty() && !rest.is_empty())
        else {
            return Self::Malformed;
        };
        if let Some(key) = global(name) {
            return Self::Global(key);
        }
        if prefix.eq_ignore_ascii_case("aws") {
            return Self::UnknownGlobal;
        }
        if let Some(service) = authorization().service(prefix) {
            let key = service.condition_key(name).or_else(|| with_named_tag(service, name));
            return key.map_or(Self::UnknownOfService(service), |key| Self::OfService(service, key));
        }
        match authorization().condition_key(name) {
            Some(key) => Self::OfProvider(Some(key)),
            // The name of an identity provider is a domain name, perhaps with a path.
            None if prefix.contains('.') || prefix.eq_ignore_ascii_case("saml") => Self::OfProvider(None),
            None => Self::UnknownPrefix,
        }
    }

    /// Whether a request may have it. The keys of identity providers all may be.
    pub(in crate::lint) fn is_known(&self) -> bool {
        matches!(self, Self::Global(_) | Self::OfService(..) | Self::OfProvider(_))
    }

    /// The key's name and type, if it is known.
    pub(in crate::lint) fn fact(&self) -> Option<ConditionKey> {
        match self {
            Self::Global(key) | Self::OfService(_, key) | Self::OfProvider(Some(key)) => Some(*key),
            _ => None,
        }
    }

    /// The known spelling of a name that this key covers, with the tag key as it is written there.
    pub(in crate::lint) fn spelling(&self, written: &str) -> Option<String> {
        let name = self.fact()?.name;
        let literal = name.split(['$', '<']).next().unwrap_or_default();
        let tag = written.get(literal.len()..)?;
        // Of a template only the part before the placeholder has a spelling.
        let ends_in_placeholder = name.ends_with(['}', '>']) && name.matches(['$', '<']).count() == 1;
        let spelling = format!("{literal}{tag}");
        // Nothing but the case may change, whatever the page's name for the key looks like.
        let same_name = spelling.eq_ignore_ascii_case(written);
        (same_name && (literal.len() == name.len() || ends_in_placeholder)).then_some(spelling)
    }
}

/// The global key of this name.
fn global(name: &str) -> Option<ConditionKey> {
    static PLAIN: OnceLock<HashMap<String, ConditionKey>> = OnceLock::new();
    let is_template = |key: &&ConditionKey| key.name.contains('$');
    let plain = PLAIN.get_or_init(|| {
        let keys = GLOBAL_CONDITION_KEYS.iter().filter(|key| !is_template(key));
        keys.map(|key| (key.name.to_ascii_lowercase(), *key)).collect()
    });
    if name.contains('/') {
        return GLOBAL_CONDITION_KEYS.iter().filter(is_template).find(|key| key.covers(name)).copied();
    }
    plain.get(&name.to_ascii_lowercase()).copied()
}

/// Some pages write `tag-key` where others have a placeholder: `secretsmanager:ResourceTag/tag-key`.
fn with_named_tag(service: &Service, name: &str) -> Option<ConditionKey> {
    let (head, _) = name.split_once('/').filter(|(_, tag)| !tag.is_empty())?;
    let is_it =
        |key: &&ConditionKey| key.name.strip_suffix("/tag-key").is_some_and(|of_key| of_key.eq_ignore_ascii_case(head));
    service.condition_keys().iter().find(is_it).copied()
}

/// Whether some page of a service writes the key just so.
pub(in crate::lint) fn is_spelled_so(name: &str) -> bool {
    static ALL: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let keys = authorization().services().flat_map(Service::condition_keys).map(|key| key.name);
        keys.collect()
    });
    all.contains(name)
}

/// Whether it would be a global key if the key of a tag followed: `aws:RequestTag`.
pub(in crate::lint) fn lacks_tag(name: &str) -> bool {
    let tagged = format!("{}/x", name.trim_end_matches('/'));
    name.split('/').nth(1).is_none_or(str::is_empty)
        && GLOBAL_CONDITION_KEYS.iter().any(|key| key.name.contains('/') && key.covers(&tagged))
}

/// Whether requests for the action can have this key of a service's page, or a global key that only some have.
pub(in crate::lint) fn applies(key: &ConditionKey, action: &Action) -> bool {
    let same = |other: ConditionKey| {
        other.name.eq_ignore_ascii_case(key.name) || other.covers(key.name) || key.covers(other.name)
    };
    action.condition_keys().any(same)
        || action
            .resources()
            .any(|needed| needed.condition_keys().any(same) || needed.resource_type.condition_keys().any(same))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_whose_key_it_is() {
        let of = |name| match Key::of(name) {
            Key::Global(_) => "global",
            Key::OfService(service, _) => service.prefix,
            Key::OfProvider(_) => "provider",
            Key::UnknownGlobal => "unknown global",
            Key::UnknownOfService(_) => "unknown of service",
            Key::UnknownPrefix => "unknown prefix",
            Key::Malformed => "malformed",
        };
        for (name, expected) in [
            ("aws:username", "global"),
            ("AWS:RequestTag/x", "global"),
            ("ec2:SourceInstanceArn", "global"),
            ("aws:Banana", "unknown global"),
            ("s3:prefix", "s3"),
            ("s3:banana", "unknown of service"),
            ("secretsmanager:ResourceTag/aws:secretsmanager:owningService", "secretsmanager"),
            ("secretsmanager:ResourceTag/", "unknown of service"),
            ("saml:aud", "provider"),
            ("accounts.google.com:sub", "provider"),
            ("oidc.eks.us-east-1.amazonaws.com/id/X:sub", "provider"),
            ("banana:x", "unknown prefix"),
            ("x", "malformed"),
            ("aws:", "malformed"),
        ] {
            assert_eq!(of(name), expected, "{name}");
        }
    }

    /// A spelling differs from what is written in case only.
    #[test]
    fn spellings_change_nothing_but_case() {
        let spelling = |name: &str| Key::of(name).spelling(name);
        for (name, expected) in [
            ("AWS:USERNAME", Some("aws:username")),
            ("aws:requesttag/Team é", Some("aws:RequestTag/Team é")),
            ("S3:Prefix", Some("s3:prefix")),
            ("secretsmanager:resourcetag/aws:secretsmanager:owningService", None),
            ("banana:x", None),
        ] {
            assert_eq!(spelling(name).as_deref(), expected, "{name}");
        }
    }
}
