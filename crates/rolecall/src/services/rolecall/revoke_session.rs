//! `RevokeSession`: the credentials of one session, and all that were got with them, are no longer taken.

use super::shapes::{RevokeSessionInput, RevokeSessionOutput};
use crate::api::error::ApiError;
use crate::api::ids;
use crate::directory::entities::{DelegationRequest, DelegationState, Link, RevokedSession};
use crate::node::Node;
use crate::services::operation::{Effect, EventClass};
use crate::services::{Authorized, CallContext, Operation, OperationFacts, RequiredPermission, Requires};
use crate::session::MAX_SESSION;
use jiff::SignedDuration;
use rolecall_policy::AccountId;

/// How long a revocation is kept: a session that was issued at the same moment, and one that is chained to it while the
/// revocation is on its way, which lives for an hour at most (R3.12), have ended then.
const KEPT: SignedDuration = SignedDuration::from_hours(MAX_SESSION.as_hours() + 2);

/// How many revocations that need not be kept a new one takes along, so that its transaction stays small.
const CLEARED: usize = 100;

/// Whether a session accepted a request whose token is not sent yet.
fn is_accepted_by(request: &DelegationRequest, id: &str) -> bool {
    let by = || request.approver.as_ref().is_some_and(|approver| approver.sessions.iter().any(|session| session == id));
    request.state == DelegationState::Accepted && by()
}

/// The operation.
pub(super) struct RevokeSession;

impl Operation for RevokeSession {
    type Input = RevokeSessionInput;
    type Output = RevokeSessionOutput;
    /// The session's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        let (service, name) = ("rolecall", "RevokeSession");
        OperationFacts { service, name, effect: Effect::Changes, class: EventClass::Management }
    }

    fn requires(&self, input: &Self::Input, _: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        let id = &input.access_key_id;
        // Every id of a session says its account (R3.45).
        let account = ids::account_of(id)
            .filter(|_| ids::is_temporary(id))
            .ok_or_else(|| ApiError::validation(format!("{id} is not the access key id of temporary credentials")))?;
        let resource = format!("arn:aws:rolecall::{account}:session/{id}");
        let permission =
            RequiredPermission { account: Some(account), ..RequiredPermission::on("rolecall:RevokeSession", resource) };
        Ok(Requires::one(permission, account))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let id = &request.input().access_key_id;
        request
            .change(node, |call, account, edit| {
                let revoked = match call.snapshot.find::<RevokedSession>(*account, id) {
                    Some(before) => before.revoked,
                    None => {
                        let now = node.clock.now();
                        let mut over = call.snapshot.list::<RevokedSession>(*account).filter(|it| it.ends <= now);
                        // A full list has room for the new one in the place of an old one: a deletion of the same change
                        // would not count yet.
                        let replaced = over.next();
                        over.take(CLEARED).for_each(|it| edit.delete(it));
                        // Access that the session accepted may begin when this revocation is not kept any more.
                        let of_account =
                            call.snapshot.linked_anywhere::<DelegationRequest>(Link::Recipient, &account.to_string());
                        for request in of_account.filter(|it| is_accepted_by(it, id)) {
                            edit.modify(request, |it| {
                                it.state = DelegationState::Rejected;
                                it.rejection = Some("The session that accepted the request was revoked.".to_owned());
                                (it.since, it.updated) = (now, now);
                            })?;
                        }
                        let session = RevokedSession {
                            account: *account,
                            id: id.clone(),
                            revoked: now,
                            by: call.caller.arn.clone(),
                            ends: now.checked_add(KEPT).map_err(ApiError::internal)?,
                        };
                        match replaced {
                            Some(before) => edit.update(before, &session)?,
                            None => edit.create(&session)?,
                        }
                        now
                    }
                };
                Ok(RevokeSessionOutput { access_key_id: id.clone(), revoked_at: revoked })
            })
            .await
    }
}
