//! The notes of a request as the trail keeps them.

use super::Noted;
use crate::api::error::ApiError;
use crate::domain::caller::Caller as Signer;
use crate::services::RequestInfo;
use crate::session::SessionIdentity;
use crate::trail::{Caller, Failure, Record};
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
    }
}
