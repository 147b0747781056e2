//! Who the caller may be besides what was said of it.
//!
//! Policies name callers by more than their ARNs: by the canonical user id of an account, a role's session by its name, a
//! user or a role by its unique id, the session of a federated user by who asked for it. What of this nobody said may be
//! what a policy names, so each name that may be the caller's makes one more [`World`](super::verdict::World).

use rolecall_analysis::scenario::{Facts, StatedPrincipal};
use rolecall_policy::document::PrincipalEntry;
use rolecall_policy::request::Issuer;
use rolecall_policy::{AccountId, Arn, Principal};

/// What a policy calls the caller and nobody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OtherName {
    pub(super) kind: NameKind,
    name: Box<str>,
}

/// A kind of name that nobody said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameKind {
    CanonicalId,
    Session,
    UniqueId,
    Issuer,
}

impl NameKind {
    pub(super) const ALL: [Self; 4] = [Self::CanonicalId, Self::Session, Self::UniqueId, Self::Issuer];
}

/// The facts as they are, and then with each name that may be the caller's.
///
/// One name at a time is enough to tell whether a statement that names the caller may match.
pub(super) fn possible<'q>(
    facts: Facts<'q>,
    principal: &Principal,
    named: &[PrincipalEntry],
) -> Vec<(Option<OtherName>, Facts<'q>)> {
    let mut all = Vec::new();
    for entry in named {
        if let Some((kind, name, facts)) = as_named(&facts, principal, entry) {
            all.push((Some(OtherName { kind, name: name.into() }), facts));
        }
    }
    all.insert(0, (None, facts));
    all
}

/// The facts if the caller is the one that an entry names; `None` if it is not, or is for certain.
fn as_named<'q, 'e>(
    facts: &Facts<'q>,
    principal: &Principal,
    entry: &'e PrincipalEntry,
) -> Option<(NameKind, &'e str, Facts<'q>)> {
    let mut facts = facts.clone();
    match (entry, principal) {
        // Nobody without an account has one of these (R1.74).
        (PrincipalEntry::CanonicalUser(_), Principal::Anonymous | Principal::Provider { .. }) => None,
        (PrincipalEntry::CanonicalUser(id), _) => {
            let own = &mut facts.s3.as_mut()?.canonical_id;
            if own.is_some() {
                return None;
            }
            *own = Some(id.to_string().into());
            Some((NameKind::CanonicalId, id, facts))
        }
        (
            PrincipalEntry::RoleSession(session),
            Principal::RoleSession { account, role_arn: Some(role), session_arn: None, .. },
        ) => {
            let (listed, own) = (Arn::parse(session)?, Arn::parse(role)?);
            let is_own = listed.partition == own.partition
                && is_account(listed.account, *account)
                && listed.resource.split('/').nth(1) == own.resource.rsplit('/').next();
            facts.role_arn = Some(role.to_string().into());
            facts.principal = StatedPrincipal::Text(session.to_string().into());
            is_own.then_some((NameKind::Session, &**session, facts))
        }
        (
            PrincipalEntry::UniqueId(id),
            Principal::User { id: None, .. } | Principal::RoleSession { role_id: None, .. },
        ) if !facts.context.mentions("aws:userid") => {
            let (prefix, own) = match principal {
                Principal::User { .. } => ("AIDA", id.to_string()),
                _ => ("AROA", format!("{id}:session")),
            };
            if !id.starts_with(prefix) {
                return None;
            }
            if prefix == "AROA" {
                facts.context.unknown.set_like("aws:userid", [&*format!("{id}:*")]);
            }
            facts.context.known.set("aws:userid", own);
            Some((NameKind::UniqueId, id, facts))
        }
        (PrincipalEntry::User(user), Principal::FederatedUser { account, issuer, .. }) => {
            let is_said = facts.issuer.is_some() || *issuer == Issuer::Root;
            let is_own = Arn::parse(user).is_some_and(|arn| is_account(arn.account, *account));
            facts.issuer = Some(user.to_string().into());
            (is_own && !is_said).then_some((NameKind::Issuer, &**user, facts))
        }
        _ => None,
    }
}

fn is_account(text: &str, account: AccountId) -> bool {
    text.parse() == Ok(account)
}

/// Leaves `aws:PrincipalArn` open as far as nobody said it: the ARN of a session does not tell the path of its role.
pub(super) fn leave_path_open(facts: &mut Facts<'_>, principal: &Principal) {
    if facts.role_arn.is_some() || facts.context.mentions("aws:PrincipalArn") {
        return;
    }
    let Principal::RoleSession { account, role_arn: None, session_arn: Some(session), .. } = principal else { return };
    let Some(arn) = Arn::parse(session) else { return };
    let Some(name) = arn.resource.split('/').nth(1) else { return };
    let role = |path: &str| format!("arn:{}:iam::{account}:role/{path}{name}", arn.partition);
    facts.context.unknown.set_like("aws:PrincipalArn", [&*role(""), &*role("*/")]);
}
