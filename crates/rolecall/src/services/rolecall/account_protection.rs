//! `GetAccountProtection`, `PutAccountProtection`: whether the console asks before it does something destructive in an account.
//!
//! A flag for people. It permits and forbids nothing, and programs are not asked.

use super::{access, reads};
use crate::api::error::ApiError;
use crate::directory::entities::Account;
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::node::Node;
use crate::services::operation::{Effect, EventClass};
use crate::services::{Authorized, CallContext, Operation, OperationFacts, Requires};
use rolecall_catalog::validation::Boolean;
use rolecall_catalog::{output, readable};
use rolecall_policy::AccountId;
use std::sync::Arc;

readable! {
    /// The input of `GetAccountProtection`.
    GetAccountProtectionInput {}
}

readable! {
    /// The input of `PutAccountProtection`.
    PutAccountProtectionInput {
        protected: bool = "Protected" required(Boolean),
    }
}

output! {
    /// The output of both.
    AccountProtectionOutput {
        protected: bool = "Protected",
    }
}

fn own(snapshot: &Snapshot, account: AccountId) -> Result<&Arc<Stored<Account>>, ApiError> {
    snapshot.account(account).ok_or_else(|| ApiError::internal("the caller's account is not there"))
}

fn of_caller(action: &'static str, call: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
    let account = call.caller.account()?;
    Ok(Requires::one(access::to_account(action, account), account))
}

/// The operation.
pub(super) struct GetAccountProtection;

impl Operation for GetAccountProtection {
    type Input = GetAccountProtectionInput;
    type Output = AccountProtectionOutput;
    /// The caller's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        reads("GetAccountProtection")
    }

    fn requires(&self, _: &Self::Input, call: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        of_caller("rolecall:GetAccountProtection", call)
    }

    async fn handle(request: Authorized<Self>, _: &Node) -> Result<Self::Output, ApiError> {
        Ok(AccountProtectionOutput { protected: own(request.snapshot(), *request.prepared())?.protected })
    }
}

/// The operation.
pub(super) struct PutAccountProtection;

impl Operation for PutAccountProtection {
    type Input = PutAccountProtectionInput;
    type Output = AccountProtectionOutput;
    /// The caller's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        let (service, name) = ("rolecall", "PutAccountProtection");
        OperationFacts { service, name, effect: Effect::Changes, class: EventClass::Management }
    }

    fn requires(&self, _: &Self::Input, call: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        of_caller("rolecall:PutAccountProtection", call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let protected = request.input().protected;
        request
            .change(node, |call, account, edit| {
                edit.modify(own(call.snapshot, *account)?, |it| it.protected = protected)?;
                Ok(AccountProtectionOutput { protected })
            })
            .await
    }
}
