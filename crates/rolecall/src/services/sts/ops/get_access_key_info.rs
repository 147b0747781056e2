//! `GetAccessKeyInfo`: the account an access key belongs to (R3.43).

use crate::api::ids;
use crate::directory::entities::AccessKey;
use crate::services::sts::prelude::*;
use rolecall_catalog::api::sts::{GetAccessKeyInfo, GetAccessKeyInfoInput, GetAccessKeyInfoOutput};

impl Operation for GetAccessKeyInfo {
    type Input = GetAccessKeyInfoInput;
    type Output = GetAccessKeyInfoOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::Reads)
    }

    fn requires(&self, _input: &Self::Input, call: &CallContext<'_>) -> Result<Requires, ApiError> {
        passed::not_with_token_of_user(call.caller, self.facts().name)?;
        Ok(RequiredPermission::on("sts:GetAccessKeyInfo", "*").into())
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Self::Output, ApiError> {
        let id = &request.input().access_key_id;
        // A key of the world file need not encode its account; temporary and deleted keys are known by theirs alone.
        let account = match request.snapshot().find_by_id::<AccessKey>(id) {
            Some(key) => Some(key.account),
            None => ids::account_of(id).filter(|_| id.starts_with("AKIA") || id.starts_with("ASIA")),
        };
        let account = account.ok_or_else(|| ApiError::validation(format!("Invalid access key id: {id}")))?;
        Ok(GetAccessKeyInfoOutput { account: Some(account.to_string()) })
    }
}
