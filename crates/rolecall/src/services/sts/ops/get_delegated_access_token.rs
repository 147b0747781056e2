//! `GetDelegatedAccessToken` (R3.54, R3.55): a product provider trades in the token of a delegation request that a customer
//! accepted.
//!
//! The session has the approver's permissions, limited by the request's policy. Its time counts from when the customer sent
//! the token: trading it in again gives no more of it.

use crate::directory::entities::{ApproverKind, DelegationRequest, Role, User};
use crate::directory::snapshot::Snapshot;
use crate::domain::delegation;
use crate::services::sts::prelude::*;
use crate::session::trade_in::open_trade_in;
use rolecall_catalog::api::sts::{
    GetDelegatedAccessToken, GetDelegatedAccessTokenInput, GetDelegatedAccessTokenOutput, errors,
};
use rolecall_policy::AccountId;

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
        let (input, (), permit) = request.into_parts();
        let provider = permit.caller.account()?;
        let (account, delegated) = open(&permit.snapshot, node, &input.trade_in_token, provider).map_err(|reason| {
            let message = "The trade-in token is expired or is not one of a delegation request";
            ApiError::of(errors::EXPIRED_TRADE_IN_TOKEN_EXCEPTION, message).because(reason)
        })?;
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
                ..Issue::new(&permit.caller, account, identity, delegated.seconds)
            },
        )?;
        Ok(GetDelegatedAccessTokenOutput {
            credentials: Some(issued.credentials()),
            assumed_principal: Some(approver.arn.clone()),
            ..GetDelegatedAccessTokenOutput::default()
        })
    }
}

/// The request that a token of this provider is of, and the account that it opens.
///
/// # Errors
/// The reason why it opens nothing, for the trail.
fn open<'s>(
    snapshot: &'s Snapshot,
    node: &Node,
    token: &str,
    provider: AccountId,
) -> Result<(AccountId, &'s DelegationRequest), &'static str> {
    let id = open_trade_in(&node.ring, token).ok_or("the token is not one of this server, or too old")?;
    let request = snapshot.find_by_id::<DelegationRequest>(&id).ok_or("its delegation request is gone")?.entity();
    if request.account != provider {
        return Err("the token is of another provider");
    }
    if node.delegation_providers.of_account(provider).is_none() {
        return Err("the provider is not onboarded any more");
    }
    if !delegation::gives_access(request, node.clock.now()) {
        return Err("the time of access is over");
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
