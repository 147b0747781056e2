//! `userIdentity`: who made a request, as the recipient of an event may learn it (section 8.2 of the specification).

use crate::trail::record::{Caller, CallerSession, SessionOf};
use rolecall_catalog::whole_seconds;
use serde::Serialize;

/// `accountId` of callers who did not sign.
const ANONYMOUS: &str = "ANONYMOUS_PRINCIPAL";

/// `userIdentity`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserIdentity<'r> {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) principal_id: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) arn: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) account_id: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) access_key_id: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user_name: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) session_context: Option<SessionContext<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) identity_provider: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) invoked_by: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) invoked_by_delegate: Option<Delegate<'r>>,
}

/// `invokedByDelegate`: the account of the provider that uses delegated access (R8.1).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Delegate<'r> {
    account_id: &'r str,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionContext<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    session_issuer: Option<SessionIssuer<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    web_id_federation_data: Option<WebIdFederationData<'r>>,
    attributes: Attributes,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_identity: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assumed_root: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionIssuer<'r> {
    #[serde(rename = "type")]
    kind: &'static str,
    principal_id: &'r str,
    arn: &'r str,
    account_id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<&'r str>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct WebIdFederationData<'r> {
    federated_provider: &'r str,
    attributes: Nothing,
}

/// `{}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Nothing {}

/// Both are text (R8.2, R8.3).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Attributes {
    creation_date: String,
    mfa_authenticated: &'static str,
}

/// Who made the request, for the account of the caller, or for whoever receives events of callers that have none.
pub(super) fn whole(caller: &Caller) -> UserIdentity<'_> {
    let session = caller.session.as_ref();
    let of_account = |kind| UserIdentity {
        kind,
        principal_id: Some(&caller.principal_id),
        arn: Some(&caller.arn),
        account_id: Some(&caller.account),
        access_key_id: caller.access_key_id.as_deref(),
        session_context: session.map(|session| context(caller, session)),
        invoked_by_delegate: session
            .and_then(|session| session.delegate.as_deref())
            .map(|account_id| Delegate { account_id }),
        ..UserIdentity::default()
    };
    match &*caller.kind {
        "Account" => of_account("Root"),
        "User" => UserIdentity { user_name: Some(last_part(&caller.arn)), ..of_account("IAMUser") },
        "AssumedRole" => of_account("AssumedRole"),
        "FederatedUser" => of_account("FederatedUser"),
        "SAMLUser" => vouched_for("SAMLUser", caller),
        "WebIdentityUser" => vouched_for("WebIdentityUser", caller),
        "AWSService" => UserIdentity { kind: "AWSService", invoked_by: Some(&caller.arn), ..UserIdentity::default() },
        "Anonymous" => UserIdentity {
            kind: "AWSAccount",
            principal_id: Some(""),
            account_id: Some(ANONYMOUS),
            ..UserIdentity::default()
        },
        _ => UserIdentity { kind: "Unknown", ..UserIdentity::default() },
    }
}

/// Whom a provider vouched for; such a caller has neither account nor key.
fn vouched_for<'r>(kind: &'static str, caller: &'r Caller) -> UserIdentity<'r> {
    UserIdentity {
        kind,
        principal_id: Some(&caller.principal_id),
        user_name: caller.subject.as_deref(),
        identity_provider: caller.identity_provider.as_deref(),
        ..UserIdentity::default()
    }
}

/// Who made the request, for the account of a resource: the unique id and the account, no name, no key.
pub(super) fn of_another_account(caller: &Caller) -> UserIdentity<'_> {
    UserIdentity {
        kind: "AWSAccount",
        principal_id: Some(&caller.principal_id),
        account_id: Some(&caller.account),
        ..UserIdentity::default()
    }
}

/// Who claimed to be somebody, and did not prove it (R8.12).
pub(super) fn unproved<'r>() -> UserIdentity<'r> {
    UserIdentity { kind: "Unknown", ..UserIdentity::default() }
}

fn context<'r>(caller: &'r Caller, session: &'r CallerSession) -> SessionContext<'r> {
    let issuer = session.issuer.as_deref().map(|arn| SessionIssuer {
        kind: match session.of {
            SessionOf::Role => "Role",
            _ if arn.ends_with(":root") => "Root",
            _ => "IAMUser",
        },
        principal_id: session.issuer_id.as_deref().unwrap_or_default(),
        arn,
        account_id: &caller.account,
        user_name: (!arn.ends_with(":root")).then(|| last_part(arn)),
    });
    let provider = session.federated_provider.as_deref();
    SessionContext {
        // A session of a user's or the root user's own is told by its attributes alone.
        session_issuer: issuer.filter(|_| matches!(session.of, SessionOf::Role | SessionOf::Federated)),
        web_id_federation_data: provider
            .filter(|provider| !provider.contains(":saml-provider/"))
            .map(|federated_provider| WebIdFederationData { federated_provider, attributes: Nothing {} }),
        attributes: Attributes {
            creation_date: whole_seconds(session.issued_at),
            mfa_authenticated: if caller.mfa { "true" } else { "false" },
        },
        source_identity: caller.source_identity.as_deref(),
        assumed_root: (session.of == SessionOf::AssumedRoot).then_some("true"),
    }
}

/// The name at the end of an ARN.
pub(super) fn last_part(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// What `LookupEvents` calls the user name.
pub(super) fn user_name(caller: &Caller) -> Option<&str> {
    match &*caller.kind {
        "Account" => Some("root"),
        "User" | "FederatedUser" => Some(last_part(&caller.arn)),
        "AssumedRole" => caller.session_name.as_deref(),
        "SAMLUser" | "WebIdentityUser" => caller.subject.as_deref(),
        _ => None,
    }
}
