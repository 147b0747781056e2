//! `Principal` and `NotPrincipal` held against the caller (R1, section 1.2; R2, section 2.1).
//!
//! An entry does not only match or not: how it names the caller decides what it grants. *Direct*: it names the very
//! principal that signs. *Entity*: it names the role, user or root behind a session. *Account*: it delegates to the
//! caller's account. In a `Deny` any of the three is a match (R2.15).

use super::fold;
use crate::arn::Arn;
use crate::document::kind::WithoutPrincipal;
use crate::document::{PrincipalElement, PrincipalEntry, Span, Spanned};
use crate::names::AccountId;
use crate::request::{Issuer, Principal};

/// How an entry names the caller, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grant {
    Account,
    Entity,
    Direct,
}

/// The caller as principal entries see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller<'a> {
    pub(crate) principal: &'a Principal,
    /// The canonical user id of the caller's account or of the caller itself (R1.74).
    pub(crate) canonical_id: Option<&'a str>,
    /// The user or role, or the one behind the session, has a permissions boundary attached (R1.21).
    pub(crate) bounded: bool,
}

/// The principal part of a compiled statement.
#[derive(Debug, Clone)]
pub(crate) struct PrincipalTest {
    whom: Whom,
    /// Where the element is written, if it is.
    span: Option<Span>,
    entries: Box<[Spanned<PrincipalEntry>]>,
}

/// Whom a principal element is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whom {
    Everybody,
    Nobody,
    Listed,
    /// `NotPrincipal` with `Allow` (R1.19).
    AllowOthers,
    /// `NotPrincipal` with `Deny` (R1.20, R1.21).
    DenyOthers,
}

impl PrincipalTest {
    pub(crate) fn new(element: Option<&PrincipalElement>, deny: bool, without: WithoutPrincipal) -> Self {
        let whom = match (element, without) {
            (_, WithoutPrincipal::Ignored) | (None, WithoutPrincipal::Everybody) => Whom::Everybody,
            (None, WithoutPrincipal::Nobody) => Whom::Nobody,
            // An empty list never matches, negated or not (R1.71).
            (Some(element), _) if element.entries.is_empty() => Whom::Nobody,
            (Some(element), _) => match (element.negated, deny) {
                (false, _) => Whom::Listed,
                (true, false) => Whom::AllowOthers,
                (true, true) => Whom::DenyOthers,
            },
        };
        let entries = element.map(|element| element.entries.as_slice()).unwrap_or_default();
        Self { whom, span: element.map(|element| element.span), entries: entries.into() }
    }

    /// How the caller is named, if it is: the strongest of the entries counts.
    pub(crate) fn matches(&self, caller: &Caller<'_>) -> Option<Grant> {
        let mut entries = self.entries.iter().map(|entry| &entry.value);
        match self.whom {
            Whom::Everybody => Some(Grant::Direct),
            Whom::Nobody => None,
            Whom::Listed => entries.filter_map(|entry| caller.named_by(entry)).max(),
            Whom::AllowOthers => {
                entries.all(|entry| caller.named_by(entry).is_none()).then(|| caller.as_granted(Grant::Direct))
            }
            Whom::DenyOthers => (caller.bounded || !caller.exempted_by(&self.entries)).then_some(Grant::Direct),
        }
    }

    /// Whether the statement has the element.
    pub(crate) fn is_written(&self) -> bool {
        self.span.is_some()
    }

    /// Where it is written.
    pub(crate) fn span(&self) -> Option<Span> {
        self.span
    }

    /// Whether it is `NotPrincipal`.
    pub(crate) fn is_negated(&self) -> bool {
        matches!(self.whom, Whom::AllowOthers | Whom::DenyOthers)
    }

    /// Its entries in the order of the text.
    pub(crate) fn entries(&self) -> &[Spanned<PrincipalEntry>] {
        &self.entries
    }
}

impl Caller<'_> {
    /// What a grant is worth to the caller. To a delegated session a direct one does not replace the approver's own
    /// permissions (R2.10), so that an entity grant beside it must not go unseen.
    fn as_granted(&self, grant: Grant) -> Grant {
        match (self.principal, grant) {
            (Principal::Delegated { .. }, Grant::Direct) => Grant::Account,
            (_, grant) => grant,
        }
    }

    /// How one entry names the caller.
    pub(crate) fn named_by(&self, entry: &PrincipalEntry) -> Option<Grant> {
        self.literally_named_by(entry).map(|grant| self.as_granted(grant))
    }

    fn literally_named_by(&self, entry: &PrincipalEntry) -> Option<Grant> {
        if let PrincipalEntry::CanonicalUser(id) = entry {
            // An account's id delegates to it; a caller without account can only have an id of its own (R1.74).
            let own = !matches!(self.principal, Principal::Anonymous | Principal::Provider { .. });
            return (own && self.canonical_id == Some(&**id))
                .then(|| account_grant(self.principal).unwrap_or(Grant::Direct));
        }
        named_by(self.principal, entry)
    }

    /// Whether each layer of the caller is listed (R1.20).
    fn exempted_by(&self, entries: &[Spanned<PrincipalEntry>]) -> bool {
        let listed = |layer: &dyn Fn(&PrincipalEntry) -> bool| entries.iter().any(|entry| layer(&entry.value));
        if listed(&|entry| *entry == PrincipalEntry::Everyone) {
            return true;
        }
        // By id or root ARN; its canonical id does not list it.
        let account = |account: AccountId| listed(&|entry| names_account(entry, account, self.principal.partition()));
        let mut principal = self.principal;
        while let Principal::Delegated { approver } = principal {
            principal = approver;
        }
        match principal {
            Principal::Root { account: id, .. } | Principal::AssumedRoot { account: id, .. } => account(*id),
            Principal::FederatedUser { account: id, issuer: Issuer::Root, .. } => account(*id),
            Principal::User { account: id, arn, id: unique } => {
                account(*id) && listed(&|entry| is_user(entry, arn, unique.as_deref()))
            }
            Principal::FederatedUser { account: id, arn, issuer: Issuer::User { arn: issuer, id: unique } } => {
                account(*id)
                    && listed(&|entry| is_user(entry, issuer, unique.as_deref()))
                    && listed(&|entry| matches!(entry, PrincipalEntry::FederatedUser(listed) if listed == arn))
            }
            Principal::RoleSession { account: id, role_arn, role_id, session_arn, .. } => {
                let role = RoleOfSession {
                    account: *id,
                    arn: role_arn.as_deref(),
                    id: role_id.as_deref(),
                    session: session_arn.as_deref(),
                };
                account(*id) && listed(&|entry| role.is(entry)) && listed(&|entry| role.has_session(entry))
            }
            Principal::Service { .. } | Principal::Provider { .. } => {
                listed(&|entry| named_by(principal, entry).is_some())
            }
            // Nobody is exempt by an entry for somebody, and a delegated session was unwrapped above.
            Principal::Anonymous | Principal::Delegated { .. } => false,
        }
    }
}

/// A role session, as far as it is known.
struct RoleOfSession<'a> {
    account: AccountId,
    arn: Option<&'a str>,
    id: Option<&'a str>,
    session: Option<&'a str>,
}

impl RoleOfSession<'_> {
    /// Whether an entry is the role.
    fn is(&self, entry: &PrincipalEntry) -> bool {
        match entry {
            PrincipalEntry::UniqueId(id) => self.id == Some(&**id),
            // No proper role's ARN, compared as it stands (R1.16).
            PrincipalEntry::Other(text) => self.arn == Some(&**text),
            PrincipalEntry::Role(arn) => match self.arn {
                Some(own) => own == &**arn,
                // Only the session's ARN is known: the name must do, it is unique in the account (R1.73).
                None => self.partition_and_name().is_some_and(|(partition, name)| {
                    Arn::parse(arn).is_some_and(|arn| {
                        arn.partition == partition
                            && is_account(arn.account, self.account)
                            && arn.resource.rsplit('/').next() == Some(name)
                    })
                }),
            },
            _ => false,
        }
    }

    /// The role's partition and name, from the session's ARN `…:assumed-role/Name/Session`.
    fn partition_and_name(&self) -> Option<(&str, &str)> {
        let arn = Arn::parse(self.session?)?;
        Some((arn.partition, arn.resource.strip_prefix("assumed-role/")?.split('/').next()?))
    }

    /// Whether an entry is this session.
    fn has_session(&self, entry: &PrincipalEntry) -> bool {
        matches!((entry, self.session), (PrincipalEntry::RoleSession(listed), Some(own)) if **listed == *own)
    }
}

fn named_by(principal: &Principal, entry: &PrincipalEntry) -> Option<Grant> {
    match entry {
        PrincipalEntry::Everyone => return Some(Grant::Direct),
        PrincipalEntry::Account(_) | PrincipalEntry::Root(_) => {
            let own = principal.account().filter(|own| names_account(entry, *own, principal.partition()));
            return own.and_then(|_| account_grant(principal));
        }
        _ => {}
    }
    match principal {
        Principal::User { arn, id, .. } => {
            (is_user(entry, arn, id.as_deref()) || is_literally(entry, arn)).then_some(Grant::Direct)
        }
        Principal::RoleSession { account, role_arn, role_id, session_arn, .. } => {
            let role = RoleOfSession {
                account: *account,
                arn: role_arn.as_deref(),
                id: role_id.as_deref(),
                session: session_arn.as_deref(),
            };
            if role.has_session(entry) || session_arn.as_deref().is_some_and(|arn| is_literally(entry, arn)) {
                Some(Grant::Direct)
            } else {
                role.is(entry).then_some(Grant::Entity)
            }
        }
        Principal::FederatedUser { arn, issuer, .. } => match (entry, issuer) {
            (PrincipalEntry::FederatedUser(listed), _) if listed == arn => Some(Grant::Direct),
            (_, Issuer::User { arn: issuer, id }) if is_user(entry, issuer, id.as_deref()) => Some(Grant::Entity),
            _ => is_literally(entry, arn).then_some(Grant::Direct),
        },
        Principal::Delegated { approver } => named_by(approver, entry),
        Principal::Service { names } => match entry {
            PrincipalEntry::Service(listed) => names.iter().any(|own| fold::eq(own, listed)).then_some(Grant::Direct),
            _ => None,
        },
        Principal::Provider { provider } => match entry {
            PrincipalEntry::Federated(listed) => (listed == provider).then_some(Grant::Direct),
            _ => None,
        },
        // Root is named by its account alone, and nobody by nothing but `*`.
        Principal::Root { .. } | Principal::AssumedRoot { .. } | Principal::Anonymous => None,
    }
}

/// What an entry for the caller's account grants; `None` for callers without account.
fn account_grant(principal: &Principal) -> Option<Grant> {
    match principal {
        Principal::Root { .. } => Some(Grant::Direct),
        Principal::AssumedRoot { .. } | Principal::FederatedUser { issuer: Issuer::Root, .. } => Some(Grant::Entity),
        Principal::User { .. } | Principal::RoleSession { .. } | Principal::FederatedUser { .. } => {
            Some(Grant::Account)
        }
        Principal::Delegated { approver } => account_grant(approver),
        Principal::Service { .. } | Principal::Provider { .. } | Principal::Anonymous => None,
    }
}

/// Whether an entry is the account, by id or by the ARN of its root. That has a partition; the caller's may be unknown.
fn names_account(entry: &PrincipalEntry, account: AccountId, partition: Option<&str>) -> bool {
    let of_partition = match entry {
        PrincipalEntry::Root(arn) => {
            Arn::parse(arn).is_some_and(|arn| partition.is_none_or(|own| own == arn.partition))
        }
        _ => true,
    };
    of_partition && entry.account().is_some_and(|id| is_account(id, account))
}

fn is_account(text: &str, account: AccountId) -> bool {
    text.parse() == Ok(account)
}

/// Whether an entry is the user, by ARN or unique id.
fn is_user(entry: &PrincipalEntry, arn: &str, id: Option<&str>) -> bool {
    match entry {
        PrincipalEntry::User(listed) => **listed == *arn,
        PrincipalEntry::UniqueId(listed) => id == Some(&**listed),
        _ => false,
    }
}

/// A text that is no proper principal is compared as it stands with the caller's ARN (R1.16).
fn is_literally(entry: &PrincipalEntry, arn: &str) -> bool {
    matches!(entry, PrincipalEntry::Other(text) if **text == *arn)
}
