//! The notes of a request as the trail keeps them.

use super::{Noted, Signed};
use crate::api::error::ApiError;
use crate::domain::caller::Caller as Signer;
use crate::services::RequestInfo;
use crate::services::operation::{Effect, EventClass, SIGNATURE_V2};
use crate::session::{Session, SessionIdentity};
use crate::trail::{Caller, CallerSession, DETAILS_VERSION, Details, Failure, Json, Record, Sent, SessionOf};
use jiff::Timestamp;
use rolecall_policy::Principal;
use serde_json::{Map, Value};
use std::collections::HashSet;

impl Noted {
    /// The record of a request that is answered at `now`.
    #[must_use]
    pub fn into_record(self, info: &RequestInfo, now: Timestamp, status: u16, error: Option<&ApiError>) -> Record {
        let elapsed = now.duration_since(info.time).as_micros();
        let mut under_way = self.under_way(info);
        if let Some(details) = &mut under_way.details {
            details.response = self.response.and_then(Json::new);
        }
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
        let signer = self.caller.as_deref().filter(|_| self.verified);
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
            sent: if signer.is_none() { self.unproved() } else { None },
            source_ip: Some(info.source_ip),
            user_agent: (!info.user_agent.is_empty()).then(|| info.user_agent.clone()),
            region: Some(self.region.as_ref().unwrap_or(&info.region).clone()),
            resources,
            accounts,
            details: self.details(info),
            ..Record::default()
        }
    }
}

impl Noted {
    /// What the request says of itself, and whose the key is that it names.
    fn unproved(&self) -> Option<Sent> {
        let owner = self.caller.as_ref().map(|caller| caller.arn.clone());
        self.sent.clone().map(|sent| Sent { owner, ..sent })
    }

    /// What the event tells beside the rest, of an operation that is served.
    fn details(&self, info: &RequestInfo) -> Option<Details> {
        let effect = self.effect?;
        let signer = self.caller.as_deref().filter(|_| self.verified);
        let beside = signer.map(|signer| beside(signer, self.operation.as_deref().unwrap_or_default()));
        Some(Details {
            version: DETAILS_VERSION,
            read_only: effect != Effect::Changes,
            data: self.class == Some(EventClass::Data),
            host: info.host.clone().filter(|_| info.tls_version.is_some()),
            tls: info.tls_version.map(str::to_owned),
            cipher: info.cipher.map(str::to_owned),
            from_console: info.from_console || signer.is_some_and(is_signed_in),
            authentication: self.signed.as_ref().and_then(authentication).map(str::to_owned),
            signature: self.signed.as_ref().map(|signed| signature(signed).to_owned()),
            parameters: self.parameters.clone().and_then(Json::new),
            response: None,
            additional: self.additional.clone().and_then(Json::new),
            beside: beside
                .filter(|beside| !beside.is_empty())
                .and_then(|beside| Json::new(Value::from(beside).to_string())),
            owners: self.owners.iter().map(|(bucket, owner)| (bucket.clone(), owner.to_string())).collect(),
        })
    }
}

/// Whether the credentials are those of a sign-in to the console, which nobody gets elsewhere: a browser may have a URL that the
/// console signed.
fn is_signed_in(signer: &Signer) -> bool {
    signer.session.as_deref().is_some_and(Session::is_of_sign_in)
}

/// How S3 was told who signed.
fn authentication(signed: &Signed) -> Option<&'static str> {
    match signed.auth_type {
        "REST-HEADER" => Some("AuthHeader"),
        "REST-QUERY-STRING" => Some("QueryString"),
        _ => None,
    }
}

fn signature(signed: &Signed) -> &'static str {
    if signed.version == SIGNATURE_V2 { "SigV2" } else { "SigV4" }
}

/// What the event tells among the parameters though the input does not have it (R8.9, section 8.3 of the specification).
fn beside(signer: &Signer, operation: &str) -> Map<String, Value> {
    let mut beside = Map::new();
    let mut tell = |name: &str, value: Value| {
        let is_empty = value.as_object().is_some_and(Map::is_empty) || value.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            beside.insert(name.to_owned(), value);
        }
    };
    let as_object = |tags: &mut dyn Iterator<Item = &(String, String)>| -> Value {
        tags.map(|(key, value)| (key.clone(), Value::from(value.as_str()))).collect::<Map<_, _>>().into()
    };
    if let Some(saml) = &signer.saml {
        tell("sAMLAssertionID", saml.assertion_id.as_str().into());
        tell("roleSessionName", saml.session_name.as_str().into());
        tell("principalTags", as_object(&mut saml.tags.iter()));
        tell("transitiveTagKeys", saml.transitive_keys.clone().into());
    } else if let Some(identity) = &signer.web_identity {
        tell("principalTags", as_object(&mut identity.tags.iter()));
        tell("transitiveTagKeys", identity.transitive_keys.clone().into());
    } else if let Some(session) = signer.session.as_ref().filter(|_| operation == "AssumeRole") {
        let mut handed_on = session.tags.iter().filter(|(key, _)| session.transitive_keys.contains(key));
        tell("incomingTransitiveTags", as_object(&mut handed_on));
    }
    beside
}

fn caller(signer: &Signer) -> Caller {
    let kind = match acting(&signer.principal) {
        Principal::Root { .. } | Principal::AssumedRoot { .. } => "Account",
        Principal::User { .. } => "User",
        Principal::FederatedUser { .. } => "FederatedUser",
        // What is delegated is not delegated again.
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

/// Who acts: with delegated access, it is the approver.
fn acting(principal: &Principal) -> &Principal {
    match principal {
        Principal::Delegated { approver } => approver,
        own => own,
    }
}

/// What the event tells of the session.
fn session_of(signer: &Signer, session: &Session) -> CallerSession {
    let identity = match &session.identity {
        // Whose permissions it has, is who acts.
        SessionIdentity::Delegated { approver, .. } => approver,
        own => own,
    };
    let (of, issuer, issuer_id) = match identity {
        SessionIdentity::Role { role_id, role_arn, .. } => {
            // The role may have moved since the session was issued.
            let arn = match acting(&signer.principal) {
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
        // What is delegated is not delegated again.
        SessionIdentity::Delegated { .. } => (SessionOf::User, None, None),
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
        delegate: match &session.identity {
            SessionIdentity::Delegated { provider, .. } => Some(provider.to_string()),
            _ => None,
        },
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
