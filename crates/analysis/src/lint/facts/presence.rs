//! Keys that a kind of principal never brings.
//!
//! Sources: *IAM User Guide*, "AWS global condition context keys" (the availability of each key), and the table of keys of
//! `docs/spec/sts.md`, section 3.13.

use super::super::subject::Part;
use super::issuers::{can_exist, claim_of, provider};
use super::keys::Key;
use super::limits::{demands, needs_value};
use crate::lint::Kind;
use rolecall_policy::document::{ConditionElement, OperatorCore, PrincipalEntry};

/// Kinds of principals, as far as their requests have different keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caller<'a> {
    Service,
    User,
    Role,
    FederatedUser,
    /// A token of an OIDC provider.
    WebIdentity(&'a str),
    Saml,
    /// No signature.
    Anonymous,
    /// Of an account, whoever it is.
    OfAccount,
}

/// Why a key is never there.
#[derive(Debug)]
pub(in crate::lint) struct Absent {
    /// Whose requests do not have it, as a subject in the plural.
    pub(in crate::lint) who: String,
    /// The key that says what was probably meant.
    pub(in crate::lint) instead: Option<&'static str>,
}

/// What a key of a service principal's customer is called, by the key of a signing principal.
const SOURCES: [(&str, Option<&str>); 5] = [
    ("aws:principalorgid", Some("aws:SourceOrgID")),
    ("aws:principalorgpaths", Some("aws:SourceOrgPaths")),
    ("aws:principalaccount", Some("aws:SourceAccount")),
    ("aws:principalarn", Some("aws:SourceArn")),
    ("aws:username", None),
];
/// Keys of those who call for a customer.
const OF_SERVICES: [&str; 2] = ["aws:principalservicename", "aws:principalservicenameslist"];
/// Keys that say on whose behalf a service calls.
const OF_SOURCES: [&str; 4] = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"];
/// Keys of sessions that their credentials bring.
const OF_SESSIONS: [&str; 7] = [
    "aws:multifactorauthpresent",
    "aws:multifactorauthage",
    "aws:ec2instancesourcevpc",
    "aws:ec2instancesourceprivateipv4",
    "ec2:sourceinstancearn",
    "ec2:roledelivery",
    "lambda:sourcefunctionarn",
];

impl Caller<'_> {
    /// Why this caller's requests never have a key, which is written in small letters.
    fn lacks(self, key: &str, kind: Kind) -> Option<Absent> {
        let one_of = |keys: &[&str]| keys.contains(&key);
        let is_tag = key.starts_with("aws:principaltag/");
        let is_org = one_of(&["aws:principalorgid", "aws:principalorgpaths"]);
        let absent = |who: &str, instead| Some(Absent { who: who.to_owned(), instead });
        match self {
            Self::Service => {
                let source = SOURCES.iter().find(|(of_principal, _)| *of_principal == key);
                match source {
                    Some((_, instead)) => absent("AWS services", *instead),
                    None if is_tag || one_of(&OF_SESSIONS) => absent("AWS services", None),
                    None => None,
                }
            }
            Self::Anonymous if is_org || is_tag || key == "aws:username" || one_of(&OF_SESSIONS) => {
                absent("unsigned requests", None)
            }
            Self::WebIdentity(_) | Self::Saml
                if is_org || is_tag || one_of(&["aws:username", "sts:externalid"]) || one_of(&OF_SESSIONS) =>
            {
                absent("callers with a token of an identity provider", None)
            }
            Self::WebIdentity(provider) if is_of_provider(key) && claim_of(provider, key).is_none() => {
                Some(Absent { who: format!("tokens of {provider}"), instead: None })
            }
            Self::Saml if is_of_provider(key) && !key.starts_with("saml:") => absent("SAML assertions", None),
            Self::Role if key == "aws:username" => absent("role sessions", Some("aws:PrincipalArn")),
            Self::FederatedUser if key == "aws:username" => absent("federated users", Some("aws:userid")),
            Self::User if one_of(&OF_SESSIONS[2..]) || key == "aws:federatedprovider" => absent("IAM users", None),
            Self::Anonymous | Self::WebIdentity(_) | Self::Saml if one_of(&OF_SERVICES) || one_of(&OF_SOURCES) => {
                absent("callers other than AWS services", None)
            }
            Self::OfAccount | Self::User | Self::Role | Self::FederatedUser if one_of(&OF_SERVICES) => {
                absent("principals of accounts", Some("aws:PrincipalArn"))
            }
            // On other resources some services call in the name of an account.
            Self::OfAccount | Self::User | Self::Role | Self::FederatedUser
                if kind == Kind::Trust && one_of(&OF_SOURCES) =>
            {
                absent("principals of accounts", None)
            }
            _ => None,
        }
    }
}

/// Whether it is the key of some identity provider: these begin with a domain name, or `saml`.
fn is_of_provider(key: &str) -> bool {
    matches!(Key::of(key), Key::OfProvider(_))
}

/// The kind of caller that an entry names; of everybody the conditions may tell.
fn caller<'a>(entry: &'a PrincipalEntry, part: &Part<'_>) -> Option<Caller<'a>> {
    Some(match entry {
        PrincipalEntry::Service(_) => Caller::Service,
        PrincipalEntry::User(_) => Caller::User,
        PrincipalEntry::Role(_) | PrincipalEntry::RoleSession(_) => Caller::Role,
        PrincipalEntry::FederatedUser(_) => Caller::FederatedUser,
        PrincipalEntry::Federated(name) => provider(name).map_or(Caller::Saml, Caller::WebIdentity),
        PrincipalEntry::Account(_) | PrincipalEntry::Root(_) | PrincipalEntry::UniqueId(_) => Caller::OfAccount,
        PrincipalEntry::Everyone => {
            let says = |condition: &ConditionElement, key: &str, value: &str| {
                demands(condition, &[key])
                    && condition.values.iter().all(|given| given.value.eq_ignore_ascii_case(value))
            };
            let any = |test: &dyn Fn(&ConditionElement) -> bool| part.statement.conditions.iter().any(test);
            if any(&|condition| {
                says(condition, "aws:PrincipalIsAWSService", "true")
                    || demands(condition, &["aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"])
            }) {
                Caller::Service
            } else if any(&|condition| says(condition, "aws:PrincipalType", "Anonymous")) {
                Caller::Anonymous
            } else {
                return None;
            }
        }
        PrincipalEntry::CanonicalUser(_) | PrincipalEntry::Other(_) => return None,
    })
}

/// Why no request of a principal has the key of a condition.
pub(in crate::lint) fn absent_for(
    entry: &PrincipalEntry,
    part: &Part<'_>,
    condition: &ConditionElement,
    kind: Kind,
) -> Option<Absent> {
    // Who asks whether the key is there knows that it may not be.
    if condition.operator.value.core == OperatorCore::Null {
        return None;
    }
    caller(entry, part)?.lacks(&condition.key.value.to_ascii_lowercase(), kind)
}

/// Whether the statement never applies to a principal, because a condition needs a key that he never brings, or that
/// nobody does.
pub(in crate::lint) fn never_applies(entry: &PrincipalEntry, part: &Part<'_>, kind: Kind) -> bool {
    part.conditions().any(|(condition, key)| {
        let exists = !matches!(key, Key::OfProvider(_)) || can_exist(&condition.key.value);
        needs_value(condition) && (!exists || absent_for(entry, part, condition, kind).is_some())
    })
}
