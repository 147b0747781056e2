//! `DecodeAuthorizationMessage`: opens the blob of an `UnauthorizedOperation` error (R3.46, R3.47).

use crate::api::error::ApiError;
use crate::node::Node;
use crate::services::sts::passed;
use crate::services::{Access, Asked, Authorized, Operation};
use crate::session::message::open_message;
use rolecall_catalog::api::sts::{
    DecodeAuthorizationMessage, DecodeAuthorizationMessageInput, DecodeAuthorizationMessageOutput,
};

impl Operation for DecodeAuthorizationMessage {
    const SERVICE: &'static str = "sts";
    const NAME: &'static str = "DecodeAuthorizationMessage";
    type Input = DecodeAuthorizationMessageInput;
    type Output = DecodeAuthorizationMessageOutput;

    fn access(_input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        passed::not_with_token_of_user(asked.caller, Self::NAME)?;
        Ok(vec![Access::on("sts:DecodeAuthorizationMessage", "*")])
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let account = request.caller().account()?;
        let decoded = open_message(&node.ring, &request.input().encoded_message, account)
            .map_err(|_| ApiError::new("InvalidAuthorizationMessageException", 400, "Invalid authorization message"))?;
        Ok(DecodeAuthorizationMessageOutput { decoded_message: Some(decoded) })
    }
}
