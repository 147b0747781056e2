//! Principals (R1, section 1.2) and what kind of grant an entry is (R2, section 2.1).

use super::reserved::arn_of;
use super::text::fold;
use crate::document::{PrincipalElement, PrincipalEntry};
use crate::names::AccountId;
use crate::request::{Issuer, Principal, Request};

/// The kinds of grant, the strongest last (R2, section 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grant {
    /// Names the caller's account.
    Account,
    /// Names the entity behind the caller's session.
    Entity,
    /// Names the very principal that signs.
    Direct,
}

/// The grants of an `Allow`'s principal element; empty if it does not match the caller.
pub(super) fn grants(element: &PrincipalElement, request: &Request<'_>) -> Vec<Grant> {
    let listed: Vec<Grant> = element.entries.iter().filter_map(|entry| grant_of(&entry.value, request)).collect();
    if !element.negated {
        return listed;
    }
    // R1.19: everybody for whom no entry matches, and then like `*`. R1.71: an empty list is nobody.
    if element.entries.is_empty() || !listed.is_empty() { Vec::new() } else { vec![Grant::Direct] }
}

/// R2.15, R1.20, R1.21: whether a `Deny`'s principal element reaches the caller.
pub(super) fn denies(element: &PrincipalElement, request: &Request<'_>, has_boundary: bool) -> bool {
    if element.entries.is_empty() {
        return false;
    }
    if !element.negated {
        return element.entries.iter().any(|entry| grant_of(&entry.value, request).is_some());
    }
    has_boundary || !is_exempt(element, request)
}

/// The table of R1, section 1.2 with the grants of R2, section 2.1.
fn grant_of(entry: &PrincipalEntry, request: &Request<'_>) -> Option<Grant> {
    let caller = request.principal;
    match entry {
        PrincipalEntry::Everyone => Some(Grant::Direct),
        PrincipalEntry::Account(_) | PrincipalEntry::Root(_) => {
            if is_account_of(entry, caller) {
                account_grant(caller)
            } else {
                None
            }
        }
        PrincipalEntry::CanonicalUser(id) => canonical_grant(id, request),
        PrincipalEntry::Service(name) => is_service(name, caller).then_some(Grant::Direct),
        PrincipalEntry::Federated(name) => match caller {
            Principal::Provider { provider } => (**provider == **name).then_some(Grant::Direct),
            _ => None,
        },
        PrincipalEntry::User(arn) => named_grant(caller, |names| names.user_arn == Some(&**arn)),
        PrincipalEntry::Role(arn) => named_grant(caller, |names| is_role(arn, names)),
        PrincipalEntry::RoleSession(arn) => named_grant_of_session(caller, arn),
        PrincipalEntry::FederatedUser(arn) => match caller {
            Principal::FederatedUser { arn: own, .. } => (**own == **arn).then_some(Grant::Direct),
            _ => None,
        },
        PrincipalEntry::UniqueId(id) => {
            named_grant(caller, |names| names.user_id == Some(&**id) || names.role_id == Some(&**id))
        }
        // R1.16: compared literally.
        PrincipalEntry::Other(text) => {
            let direct = matches!(caller, Principal::FederatedUser { arn, .. } if **arn == **text);
            if direct {
                return Some(Grant::Direct);
            }
            named_grant_of_session(caller, text).or_else(|| {
                named_grant(caller, |names| names.user_arn == Some(&**text) || names.role_arn == Some(&**text))
            })
        }
    }
}

/// An entry is the caller's account: its id, or, R0.1, its root's ARN with the partition of the caller's ARN.
fn is_account_of(entry: &PrincipalEntry, caller: &Principal) -> bool {
    let Some(own) = caller.account() else { return false };
    match entry {
        PrincipalEntry::Account(id) => **id == own.to_string(),
        PrincipalEntry::Root(root) => match arn_of(caller).map(|arn| arn.split(':').nth(1)) {
            Some(Some(partition)) => **root == format!("arn:{partition}:iam::{own}:root"),
            // Of a caller of whom no ARN is known the partition is not either.
            _ => root.ends_with(&format!(":iam::{own}:root")),
        },
        _ => false,
    }
}

/// What naming the account means: root itself for root, the entity for the sessions of root, else delegation.
fn account_grant(caller: &Principal) -> Option<Grant> {
    match caller {
        Principal::Root { .. } => Some(Grant::Direct),
        Principal::AssumedRoot { .. } | Principal::FederatedUser { issuer: Issuer::Root, .. } => Some(Grant::Entity),
        Principal::User { .. }
        | Principal::RoleSession { .. }
        | Principal::FederatedUser { .. }
        | Principal::Delegated { .. } => Some(Grant::Account),
        Principal::Service { .. } | Principal::Provider { .. } | Principal::Anonymous => None,
    }
}

/// R1.74: the account with this id, or the identity that has an id of its own.
fn canonical_grant(id: &str, request: &Request<'_>) -> Option<Grant> {
    if request.s3?.caller_canonical_id.as_deref() != Some(id) {
        return None;
    }
    match request.principal {
        Principal::Service { .. } => Some(Grant::Direct),
        caller => account_grant(caller),
    }
}

/// R1.69.
fn is_service(name: &str, caller: &Principal) -> bool {
    match caller {
        Principal::Service { names } => names.iter().any(|own| fold(own) == fold(name)),
        _ => false,
    }
}

/// The entity that is the caller or stands behind it.
#[derive(Default)]
struct Names<'a> {
    account: Option<AccountId>,
    user_arn: Option<&'a str>,
    user_id: Option<&'a str>,
    role_arn: Option<&'a str>,
    role_id: Option<&'a str>,
    session_arn: Option<&'a str>,
}

fn names(caller: &Principal) -> Names<'_> {
    let account = caller.account();
    match caller {
        Principal::User { arn, id, .. } => {
            Names { account, user_arn: Some(arn), user_id: id.as_deref(), ..Names::default() }
        }
        Principal::FederatedUser { issuer: Issuer::User { arn, id }, .. } => {
            Names { account, user_arn: Some(arn), user_id: id.as_deref(), ..Names::default() }
        }
        Principal::RoleSession { role_arn, role_id, session_arn, .. } => Names {
            account,
            role_arn: role_arn.as_deref(),
            role_id: role_id.as_deref(),
            session_arn: session_arn.as_deref(),
            ..Names::default()
        },
        Principal::Delegated { approver } => names(approver),
        _ => Names::default(),
    }
}

/// The grant of an entry that names the user or role: direct for the user, the entity's for a session. A delegated
/// session is named as its approver is.
fn named_grant(caller: &Principal, named: impl Fn(&Names<'_>) -> bool) -> Option<Grant> {
    if !named(&names(caller)) {
        return None;
    }
    match caller {
        Principal::User { .. } => Some(Grant::Direct),
        Principal::Delegated { approver } => named_grant(approver, named),
        _ => Some(Grant::Entity),
    }
}

/// The grant of an entry that names the role session.
fn named_grant_of_session(caller: &Principal, arn: &str) -> Option<Grant> {
    names(caller).session_arn.filter(|own| *own == arn).map(|_| Grant::Direct)
}

/// R1.73: the role's full ARN; where only the session's is known, a role of the same account and name.
fn is_role(entry: &str, names: &Names<'_>) -> bool {
    if let Some(own) = names.role_arn {
        return own == entry;
    }
    let Some(session) = names.session_arn else { return false };
    let entry: Vec<&str> = entry.splitn(6, ':').collect();
    // R0.1.
    let same_partition = entry.get(1).copied() == session.split(':').nth(1);
    let role_account = entry.get(4).copied();
    let role_name = entry.get(5).and_then(|resource| resource.split('/').next_back());
    let own_name = session.splitn(6, ':').nth(5).and_then(|resource| resource.split('/').nth(1));
    let own_account = names.account.map(|account| account.to_string());
    same_partition && role_account == own_account.as_deref() && role_name.is_some() && role_name == own_name
}

/// R1.20: whether each layer of the caller is listed, or everybody.
fn is_exempt(element: &PrincipalElement, request: &Request<'_>) -> bool {
    let lists = |is_it: &dyn Fn(&PrincipalEntry) -> bool| element.entries.iter().any(|entry| is_it(&entry.value));
    if lists(&|entry| *entry == PrincipalEntry::Everyone) {
        return true;
    }
    let caller = request.principal;
    let names = names(caller);
    let account = || lists(&|entry| is_account_of(entry, caller));
    let user = || {
        lists(&|entry| match entry {
            PrincipalEntry::User(arn) | PrincipalEntry::Other(arn) => names.user_arn == Some(&**arn),
            PrincipalEntry::UniqueId(id) => names.user_id == Some(&**id),
            _ => false,
        })
    };
    let role = || {
        lists(&|entry| match entry {
            PrincipalEntry::Role(arn) => is_role(arn, &names),
            PrincipalEntry::Other(arn) => names.role_arn == Some(&**arn),
            PrincipalEntry::UniqueId(id) => names.role_id == Some(&**id),
            _ => false,
        })
    };
    let session = || {
        lists(&|entry| match entry {
            PrincipalEntry::RoleSession(arn) | PrincipalEntry::Other(arn) => names.session_arn == Some(&**arn),
            _ => false,
        })
    };
    match caller {
        Principal::User { .. } => account() && user(),
        Principal::RoleSession { .. } => account() && role() && session(),
        Principal::FederatedUser { arn: own, issuer: Issuer::User { .. }, .. } => {
            account()
                && user()
                && lists(&|entry| match entry {
                    PrincipalEntry::FederatedUser(arn) | PrincipalEntry::Other(arn) => arn == own,
                    _ => false,
                })
        }
        Principal::Root { .. } | Principal::AssumedRoot { .. } | Principal::FederatedUser { .. } => account(),
        Principal::Delegated { approver } => match &**approver {
            Principal::RoleSession { .. } => account() && role() && session(),
            _ => account() && user(),
        },
        Principal::Service { .. } => {
            lists(&|entry| matches!(entry, PrincipalEntry::Service(name) if is_service(name, caller)))
        }
        Principal::Provider { provider } => {
            lists(&|entry| matches!(entry, PrincipalEntry::Federated(name) if name == provider))
        }
        Principal::Anonymous => false,
    }
}
