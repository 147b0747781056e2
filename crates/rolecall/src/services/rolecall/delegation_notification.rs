//! `GetDelegationNotification`: what a product provider is told of a delegation request of its own, with the token once the
//! customer has sent it (decision 0042). AWS sends the same to a topic of the provider's.

use super::shapes::{GetDelegationNotificationInput, GetDelegationNotificationOutput};
use crate::api::error::ApiError;
use crate::directory::entities::DelegationRequest;
use crate::domain::delegation;
use crate::node::Node;
use crate::services::operation::{Effect, EventClass};
use crate::services::{Authorized, CallContext, Operation, OperationFacts, RequiredPermission, Requires};
use crate::session::trade_in::seal_trade_in;
use rolecall_policy::AccountId;

/// The operation.
pub(super) struct GetDelegationNotification;

impl Operation for GetDelegationNotification {
    type Input = GetDelegationNotificationInput;
    type Output = GetDelegationNotificationOutput;
    /// The caller's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        let (service, name) = ("rolecall", "GetDelegationNotification");
        OperationFacts { service, name, effect: Effect::Reads, class: EventClass::Management }
    }

    fn requires(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        let account = call.caller.account()?;
        let resource = format!("arn:aws:rolecall::{account}:delegation-request/{}", input.delegation_request_id);
        let permission = RequiredPermission::on("rolecall:GetDelegationNotification", resource);
        Ok(Requires::one(RequiredPermission { account: Some(account), ..permission }, account))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (id, account) = (&request.input().delegation_request_id, *request.prepared());
        let found = request.snapshot().find_by_id::<DelegationRequest>(id).filter(|it| it.account == account);
        let found = found.ok_or_else(|| {
            ApiError::new("ResourceNotFoundException", 404, format!("Delegation request {id} cannot be found."))
        })?;
        let now = node.clock.now();
        let opens = delegation::gives_access(found, now);
        let token = opens.then(|| seal_trade_in(&node.ring, id)).transpose().map_err(ApiError::internal)?;
        Ok(GetDelegationNotificationOutput {
            delegation_request_id: id.clone(),
            requestor_workflow_id: found.workflow.clone(),
            notification_channel: found.channel.clone(),
            state: delegation::state(found, now).to_owned(),
            since: found.since,
            trade_in_token: token,
        })
    }
}
