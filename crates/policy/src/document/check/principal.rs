//! `Principal` and `NotPrincipal` (R1, section 1.2; R1.57 rows 17, 21–23). Which services exist is known
//! here, which accounts, users and roles exist is not.

use super::super::finding::Notes;
use super::super::parse::inside_end;
use super::super::{Effect, FindingCode, Policy, PrincipalElement, PrincipalEntry, Span, Spanned, Statement};
use super::PrincipalRule;
use crate::arn::{Arn, PARTITIONS};
use crate::names::AccountId;
use crate::services::ServiceFacts;

pub(super) fn check<K>(
    policy: &Policy<K>,
    statement: &Statement,
    rule: PrincipalRule,
    services: Option<&ServiceFacts>,
    notes: &mut Notes,
) {
    let element = statement.principal.as_ref();
    if rule == PrincipalRule::Forbidden {
        if let Some(element) = element {
            let detail = format!("this kind of policy cannot have `{}`", name(element));
            notes.add(FindingCode::PrincipalForbidden, element.span, name(element), detail);
        }
        return;
    }
    if let Some(element) = element.filter(|element| element.negated) {
        not_principal(statement, element, rule, notes);
    }
    let Some(element) = element.filter(|element| !element.entries.is_empty()) else {
        let detail = "a statement must have a `Principal` that names at least one principal";
        let span = element.map_or(inside_end(statement.span), |element| element.span);
        notes.add(FindingCode::MissingPrincipal, span, "Principal", detail);
        return;
    };
    for entry in &element.entries {
        match rule {
            PrincipalRule::Forbidden => {}
            PrincipalRule::Trust => form(entry, true, false, services, notes),
            PrincipalRule::Resource { canonical_user } => form(entry, false, canonical_user, services, notes),
            PrincipalRule::Endpoint { gateway: false } => form(entry, false, false, services, notes),
            PrincipalRule::Endpoint { gateway: true } => {
                if entry.value != PrincipalEntry::Everyone {
                    let detail = "the principal in the policy of a gateway endpoint must be \"*\"";
                    notes.add(FindingCode::EndpointPrincipal, entry.span, "", detail);
                }
            }
            PrincipalRule::ResourceControl => {
                // Only the bare string will do, which ends where the member ends.
                if entry.value != PrincipalEntry::Everyone || entry.span.end != element.span.end {
                    let detail = "the principal in a resource control policy must be \"*\"";
                    invalid(notes, entry.span, "\"AWS\"", &shown(policy, entry.span), detail.into());
                }
            }
        }
    }
}

fn name(element: &PrincipalElement) -> &'static str {
    if element.negated { "NotPrincipal" } else { "Principal" }
}

fn shown<K>(policy: &Policy<K>, span: Span) -> String {
    let literal = policy.text.get(span.start as usize..span.end as usize).unwrap_or_default();
    literal.trim_matches('"').to_owned()
}

/// `NotPrincipal` is for `Deny` in resource and endpoint policies (R1.19, R1.63).
fn not_principal(statement: &Statement, element: &PrincipalElement, rule: PrincipalRule, notes: &mut Notes) {
    match rule {
        PrincipalRule::Resource { .. } | PrincipalRule::Endpoint { .. } => {
            if statement.effect.value == Effect::Allow {
                let detail = "`NotPrincipal` is supported with \"Deny\" only";
                notes.add(FindingCode::NotPrincipalAllow, element.span, "NotPrincipal", detail);
            }
        }
        PrincipalRule::Trust | PrincipalRule::ResourceControl | PrincipalRule::Forbidden => {
            let detail = "this kind of policy cannot have `NotPrincipal`";
            notes.add(FindingCode::ProhibitedMember, element.span, "NotPrincipal", detail);
        }
    }
}

fn invalid(notes: &mut Notes, span: Span, key: &str, value: &str, detail: String) {
    notes.add(FindingCode::InvalidPrincipal, span, &format!("{key}:\"{value}\""), detail);
}

/// Whether an entry can be somebody. Providers are for trust policies, canonical users for S3.
fn form(
    entry: &Spanned<PrincipalEntry>,
    providers: bool,
    canonical_user: bool,
    services: Option<&ServiceFacts>,
    notes: &mut Notes,
) {
    let span = entry.span;
    match &entry.value {
        PrincipalEntry::Everyone
        | PrincipalEntry::Account(_)
        | PrincipalEntry::Root(_)
        | PrincipalEntry::User(_)
        | PrincipalEntry::Role(_)
        | PrincipalEntry::RoleSession(_)
        | PrincipalEntry::FederatedUser(_)
        | PrincipalEntry::UniqueId(_) => {}
        PrincipalEntry::Other(value) => {
            let detail = if value.contains('*') {
                format!("the principal \"{value}\" cannot contain a wildcard")
            } else {
                format!("\"{value}\" is not a valid principal")
            };
            invalid(notes, span, "\"AWS\"", value, detail);
        }
        PrincipalEntry::Service(value) => {
            if !services.is_some_and(|services| services.has_principal(value)) {
                let detail = format!("there is no service principal \"{value}\"");
                notes.add(FindingCode::UnknownService, span, &format!("\"SERVICE\":\"{value}\""), detail);
            }
        }
        PrincipalEntry::Federated(value) => {
            if !providers {
                let detail = "only a trust policy can have a `Federated` principal";
                invalid(notes, span, "\"FEDERATED\"", value, detail.into());
            } else if !is_provider(value) {
                let detail = format!("\"{value}\" is neither a domain name nor the ARN of a provider");
                notes.add(FindingCode::InvalidFederated, span, value, detail);
            }
        }
        PrincipalEntry::CanonicalUser(value) => {
            let hex = value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit());
            if !canonical_user || !hex {
                let detail = if hex {
                    "only an S3 policy can have a `CanonicalUser` principal"
                } else {
                    "a canonical user id must be 64 hexadecimal digits"
                };
                invalid(notes, span, "\"CANONICALUSER\"", value, detail.into());
            }
        }
    }
}

/// Labels of letters, digits and `-`, at least two.
fn is_domain_name(value: &str) -> bool {
    value.contains('.')
        && value.len() <= 255
        && value.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

fn is_provider(value: &str) -> bool {
    if is_domain_name(value) {
        return true;
    }
    let Some(arn) = Arn::parse(value) else { return false };
    let named = ["oidc-provider/", "saml-provider/"]
        .iter()
        .filter_map(|kind| arn.resource.strip_prefix(kind))
        .any(|name| !name.is_empty() && !name.contains(['*', '?']));
    named
        && arn.service == "iam"
        && arn.region.is_empty()
        && PARTITIONS.contains(&arn.partition)
        && arn.account.parse::<AccountId>().is_ok()
}
