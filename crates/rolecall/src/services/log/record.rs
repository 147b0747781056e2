//! The notes of a request as the trail keeps them.

use super::Noted;
use crate::api::error::ApiError;
use crate::domain::caller::Caller as Signer;
use crate::services::RequestInfo;
use crate::session::{Session, SessionIdentity};
use crate::trail::{Caller, CallerSession, Failure, Record, SessionOf};
use jiff::Timestamp;
use rolecall_policy::Principal;
use std::collections::HashSet;

impl Noted {
    /// The record of a request that is answered at `now`.
    #[must_use]
    pub fn into_record(self, info: &RequestInfo, now: Timestamp, status: u16, error: Option<&ApiError>) -> Record {
        let elapsed = now.duration_since(info.time).as_micros();
        let under_way = self.under_way(info);
        Record {
            error: error.map(|error| Failure {
                code: error.code.to_string(),
                message: error.message.clone(),
                reason: error.reason().map(str::to_owned),
            }),
            status,
            duration_us: u64::try_from(elapsed).unwrap_or_default(),
            decisions: self.decisions,
            ..under_way
        }
    }

    /// What is known before the request is carried out, without the decisions.
    #[must_use]
    pub(super) fn under_way(&self, info: &RequestInfo) -> Record {
        let signer = self.caller.as_ref().filter(|_| self.verified);
        let own = signer.and_then(|signer| signer.principal.account());
        let mut seen = HashSet::new();
        let resources = self.decisions.iter().map(|decision| &decision.resource);
        let resources = resources.filter(|resource| **resource != "*" && seen.insert(&**resource)).cloned().collect();
        let mut accounts: Vec<String> = own.iter().map(ToString::to_string).collect();
        accounts.extend(self.accounts.iter().filter(|account| Some(**account) != own).map(ToString::to_string));
        Record {
            request_id: info.request_id.clone(),
            time: info.time,
            service: self.service.as_deref().unwrap_or_default().to_owned(),
            operation: self.operation.clone().unwrap_or_default(),
            caller: signer.map(caller),
            sent: self.sent.clone().filter(|_| signer.is_none()),
            source_ip: Some(info.source_ip),
            user_agent: (!info.user_agent.is_empty()).then(|| info.user_agent.clone()),
            region: Some(self.region.as_ref().unwrap_or(&info.region).clone()),
            resources,
            accounts,
            ..Record::default()
        }
    }
}

fn caller(signer: &Signer) -> Caller {
    let kind = match &signer.principal {
        Principal::Root { .. } | Principal::AssumedRoot { .. } => "Account",
        Principal::User { .. } => "User",
        Principal::FederatedUser { .. } => "FederatedUser",
        Principal::RoleSession { .. } | Principal::Delegated { .. } => "AssumedRole",
        Principal::Service { .. } => "AWSService",
        Principal::Provider { provider } if provider.contains(":saml-provider/") => "SAMLUser",
        Principal::Provider { .. } => "WebIdentityUser",
        Principal::Anonymous => "Anonymous",
    };
    let session = signer.session.as_deref();
    Caller {
        kind: kind.to_owned(),
        arn: signer.arn.clone(),
        account: signer.principal.account().map_or_else(|| "anonymous".to_owned(), |account| account.to_string()),
        principal_id: signer.user_id.clone(),
        access_key_id: signer.access_key_id.clone(),
        session_name: session.and_then(|session| match &session.identity {
            SessionIdentity::Role { session_name, .. } => Some(session_name.clone()),
            SessionIdentity::Federated { name, .. } => Some(name.clone()),
            _ => None,
        }),
        source_identity: session.and_then(|session| session.source_identity.clone()),
        issued_by: session.map(|session| session.issuer.arn.clone()),
        mfa: session.is_some_and(|session| session.mfa.is_some()),
        session: session.map(|session| session_of(signer, session)),
        subject: subject(signer),
        identity_provider: identity_provider(signer),
    }
}

/// What the event tells of the session.
fn session_of(signer: &Signer, session: &Session) -> CallerSession {
    let (of, issuer, issuer_id) = match &session.identity {
        SessionIdentity::Role { role_id, role_arn, .. } => {
            // The role may have moved since the session was issued.
            let arn = match &signer.principal {
                Principal::RoleSession { role_arn: Some(arn), .. } => arn.to_string(),
                _ => role_arn.clone(),
            };
            (SessionOf::Role, Some(arn), Some(role_id.clone()))
        }
        SessionIdentity::User { .. } => (SessionOf::User, None, None),
        SessionIdentity::RootSession => (SessionOf::Root, None, None),
        SessionIdentity::Federated { user_id, .. } => {
            let account = session.account;
            let (arn, id) = match (&signer.user, user_id) {
                (Some(user), _) => (user.arn(), user.id.clone()),
                (None, Some(id)) => (String::new(), id.clone()),
                (None, None) => (format!("arn:aws:iam::{account}:root"), account.to_string()),
            };
            (SessionOf::Federated, Some(arn), Some(id))
        }
        SessionIdentity::AssumedRoot { .. } => (SessionOf::AssumedRoot, None, None),
    };
    let requested_with = &session.issuer.access_key_id;
    CallerSession {
        of,
        issued_at: session.issued_at,
        issuer,
        issuer_id,
        federated_provider: session.federated_provider.clone(),
        lineage: session.lineage.clone(),
        requested_with: (!requested_with.is_empty()).then(|| requested_with.clone()),
    }
}

/// Whom a token or a document is about.
fn subject(signer: &Signer) -> Option<String> {
    match (&signer.saml, &signer.web_identity) {
        (Some(saml), _) => saml.subject.clone(),
        (None, Some(identity)) => Some(identity.subject.clone()),
        (None, None) => None,
    }
}

/// Who vouched for the subject.
fn identity_provider(signer: &Signer) -> Option<String> {
    match (&signer.saml, &signer.web_identity) {
        (Some(saml), _) => Some(saml.name_qualifier.clone()),
        (None, Some(_)) => Some(signer.arn.clone()),
        (None, None) => None,
    }
}
