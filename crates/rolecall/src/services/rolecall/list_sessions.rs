//! `ListSessions`: the sessions of the caller's account that are known and have not ended.

use super::{access, reads};
use crate::api::error::ApiError;
use crate::directory::entities::RevokedSession;
use crate::directory::snapshot::Snapshot;
use crate::node::Node;
use crate::node::sessions::KnownSession;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, Requires};
use jiff::Timestamp;
use rolecall_catalog::validation::{Pattern, Text};
use rolecall_catalog::{output, readable, writable};
use rolecall_policy::{AccountId, Arn};

/// A role's name, as IAM's model has it.
static ROLE_NAME: Text = Text::ANY.min(1).max(64).pattern(&ROLE_NAME_PATTERN);
static ROLE_NAME_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+", r"[A-Za-z0-9_+=,.@-]+");

readable! {
    /// The input of `ListSessions`.
    ListSessionsInput {
        role_name: Option<String> = "RoleName" optional(ROLE_NAME),
    }
}

writable! {
    /// A session.
    ListedSession {
        access_key_id: String = "AccessKeyId",
        arn: String = "Arn",
        issued_at: Timestamp = "IssuedAt",
        expires_at: Timestamp = "ExpiresAt",
        mfa_authenticated: bool = "MfaAuthenticated",
        source_ip: Option<String> = "SourceIp",
        last_call: Option<SessionCall> = "LastCall",
        chain: Vec<String> = "Chain",
        source_identity: Option<String> = "SourceIdentity",
        revoked: Option<Timestamp> = "Revoked",
    }
}

writable! {
    /// The last request of a session.
    SessionCall {
        time: Timestamp = "Time",
        service: String = "Service",
        operation: String = "Operation",
    }
}

output! {
    /// The output of `ListSessions`.
    ListSessionsOutput {
        sessions: Vec<ListedSession> = "Sessions",
    }
}

/// The operation.
pub(super) struct ListSessions;

impl Operation for ListSessions {
    type Input = ListSessionsInput;
    type Output = ListSessionsOutput;
    /// The caller's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        reads("ListSessions")
    }

    fn requires(&self, _: &Self::Input, call: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        let account = call.caller.account()?;
        Ok(Requires::one(access::to_account("rolecall:ListSessions", account), account))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let account = *request.prepared();
        let role = request.input().role_name.as_deref();
        // At most as many as are remembered of an account (`node::sessions::PER_ACCOUNT`).
        let sessions = node.sessions.of(account, node.clock.now()).into_iter();
        let wanted = sessions.filter(|session| role.is_none_or(|role| session.role_name.as_deref() == Some(role)));
        Ok(ListSessionsOutput { sessions: wanted.map(|session| shown(session, account, request.snapshot())).collect() })
    }
}

fn shown(session: KnownSession, account: AccountId, snapshot: &Snapshot) -> ListedSession {
    // A revoked session takes along those that came from it (decision 0038).
    let ids = session.lineage.iter().chain([&session.access_key_id]);
    let revoked = |id: &String| {
        let owner = crate::api::ids::account_of(id)?;
        snapshot.find::<RevokedSession>(owner, id).map(|it| it.revoked)
    };
    // Who of another account it was is that account's to tell.
    let step = |arn: String| match Arn::parse(&arn) {
        Some(parsed) if parsed.account.parse() != Ok(account) => parsed.account.to_owned(),
        _ => arn.clone(),
    };
    ListedSession {
        revoked: ids.filter_map(revoked).min(),
        access_key_id: session.access_key_id,
        arn: session.arn,
        issued_at: session.issued_at,
        expires_at: session.expires_at,
        mfa_authenticated: session.mfa,
        source_ip: session.last.as_ref().map(|last| last.source_ip.to_string()),
        last_call: session.last.map(|last| SessionCall {
            time: last.time,
            service: last.service,
            operation: last.operation,
        }),
        chain: session.chain.into_iter().map(step).collect(),
        source_identity: session.source_identity,
    }
}
