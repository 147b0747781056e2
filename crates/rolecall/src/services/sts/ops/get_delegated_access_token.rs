//! `GetDelegatedAccessToken` (R3.54, R3.55): a product provider trades in the token of a delegation request that a customer
//! accepted.
//!
//! The session has the approver's permissions, limited by the request's policy. Its time counts from when the customer sent
//! the token: trading it in again gives no more of it. The request names the sessions that it gave, and gives none once one of
//! them was revoked (decision 0038).

use crate::directory::entities::{ApproverKind, DelegationRequest, RevokedSession, Role, User};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::delegation;
use crate::services::sts::prelude::*;
use crate::session::trade_in::open_trade_in;
use rolecall_catalog::api::sts::{
    GetDelegatedAccessToken, GetDelegatedAccessTokenInput, GetDelegatedAccessTokenOutput, errors,
};
use rolecall_policy::AccountId;
use std::sync::Arc;

impl Operation for GetDelegatedAccessToken {
    type Input = GetDelegatedAccessTokenInput;
    type Output = GetDelegatedAccessTokenOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::IssuesCredentials)
    }

    fn requires(&self, _: &Self::Input, call: &CallContext<'_>) -> Result<Requires, ApiError> {
        passed::not_with_token_of_user(call.caller, self.facts().name)?;
        Ok(RequiredPermission::on("sts:GetDelegatedAccessToken", "*").into())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (token, context) = (&request.input().trade_in_token, request.context(node));
        let provider = context.caller.account()?;
        let (account, delegated) = open(context.snapshot, node, token, provider)?;
        let approver = delegated.approver.as_ref().ok_or_else(|| ApiError::internal("nobody approved"))?;
        let identity = SessionIdentity::Delegated { approver: Box::new(delegation::identity(approver)), provider };
        let tags = approver.tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect();
        let passed = Passed { policy: Some(delegated.policy.clone()), tags, ..Passed::default() };
        let issued = session::issue(
            node,
            Issue {
                passed,
                source_identity: approver.source_identity.clone(),
                begun: Some(delegated.since),
                also_from: approver.sessions.clone(),
                ..Issue::new(context.caller, account, identity, delegated.seconds)
            },
        )?;
        let credentials = issued.credentials();
        request
            .change(node, |call, (), edit| {
                // Whatever was revoked meanwhile counts.
                let (_, delegated) = open(call.snapshot, node, token, provider)?;
                edit.modify(delegated, |it| it.traded_in.push(credentials.access_key_id.clone()))?;
                Ok(())
            })
            .await?;
        Ok(GetDelegatedAccessTokenOutput {
            assumed_principal: Some(approver.arn.clone()),
            credentials: Some(credentials),
            ..GetDelegatedAccessTokenOutput::default()
        })
    }
}

/// The request that a token of this provider is of, and the account that it opens.
///
/// # Errors
/// `ExpiredTradeInTokenException`, whatever the reason.
fn open<'s>(
    snapshot: &'s Snapshot,
    node: &Node,
    token: &str,
    provider: AccountId,
) -> Result<(AccountId, &'s Arc<Stored<DelegationRequest>>), ApiError> {
    opened(snapshot, node, token, provider).map_err(|reason| {
        let message = "The trade-in token is expired or is not one of a delegation request";
        ApiError::of(errors::EXPIRED_TRADE_IN_TOKEN_EXCEPTION, message).because(reason)
    })
}

/// As [`open`].
///
/// # Errors
/// The reason why it opens nothing, for the trail.
fn opened<'s>(
    snapshot: &'s Snapshot,
    node: &Node,
    token: &str,
    provider: AccountId,
) -> Result<(AccountId, &'s Arc<Stored<DelegationRequest>>), &'static str> {
    let id = open_trade_in(&node.ring, token).ok_or("the token is not one of this server, or too old")?;
    let request = snapshot.find_by_id::<DelegationRequest>(&id).ok_or("its delegation request is gone")?;
    if request.account != provider {
        return Err("the token is of another provider");
    }
    if node.delegation_providers.of_account(provider).is_none() {
        return Err("the provider is not onboarded any more");
    }
    if !delegation::gives_access(request, node.clock.now()) {
        return Err("the time of access is over");
    }
    if request.traded_in.len() >= delegation::TRADE_INS {
        return Err("the token was traded in too often");
    }
    let accepted_by = request.approver.iter().flat_map(|approver| &approver.sessions);
    if accepted_by.chain(&request.traded_in).any(|id| snapshot.find_by_id::<RevokedSession>(id).is_some()) {
        return Err("a session that it was traded in for, or that accepted the request, was revoked");
    }
    let account = request.owner_account.as_ref().and_then(|owner| owner.parse().ok()).ok_or("nobody owns it")?;
    if snapshot.account(account).is_none_or(|account| account.closed.is_some()) {
        return Err("the customer's account is closed");
    }
    let is_there = match request.approver.as_ref().map(|approver| &approver.kind) {
        None => false,
        Some(ApproverKind::Root) => true,
        Some(ApproverKind::User { id, .. }) => snapshot.find_by_id::<User>(id).is_some(),
        Some(ApproverKind::Role { id, .. }) => snapshot.find_by_id::<Role>(id).is_some(),
    };
    if is_there { Ok((account, request)) } else { Err("the approver is gone") }
}
