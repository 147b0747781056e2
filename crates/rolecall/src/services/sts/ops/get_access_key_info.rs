//! `GetAccessKeyInfo`: the account an access key belongs to (R3.43).

use crate::api::error::ApiError;
use crate::api::ids;
use crate::node::Node;
use crate::services::sts::passed;
use crate::services::{Access, Asked, Authorized, Operation};
use rolecall_catalog::api::sts::{GetAccessKeyInfo, GetAccessKeyInfoInput, GetAccessKeyInfoOutput};

impl Operation for GetAccessKeyInfo {
    const SERVICE: &'static str = "sts";
    const NAME: &'static str = "GetAccessKeyInfo";
    type Input = GetAccessKeyInfoInput;
    type Output = GetAccessKeyInfoOutput;

    fn access(_input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        passed::not_with_token_of_user(asked.caller, Self::NAME)?;
        Ok(vec![Access::on("sts:GetAccessKeyInfo", "*")])
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Self::Output, ApiError> {
        let id = &request.input().access_key_id;
        // A key of the world file need not encode its account; temporary and deleted keys are known by theirs alone.
        let account = match request.snapshot().access_key(id) {
            Some(key) => Some(key.account),
            None => ids::account_of(id).filter(|_| id.starts_with("AKIA") || id.starts_with("ASIA")),
        };
        let account = account.ok_or_else(|| ApiError::validation(format!("Invalid access key id: {id}")))?;
        Ok(GetAccessKeyInfoOutput { account: Some(account.to_string()) })
    }
}
