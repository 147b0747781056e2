//! A new password at sign-in, where the old one is over: `ChangePassword` by the user, who needs the permission for it.

use super::Console;
use super::browsers::SignedIn;
use super::called::call;
use super::refused::Refused;
use super::sign_in::{Credentials, failed, secret};
use crate::gateway::server::Peer;
use crate::secrets::Secret;
use crate::services::iam;
use http::StatusCode;
use http::request::Parts;
use serde::Deserialize;
use std::sync::Arc;

/// What the page sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewPassword {
    #[serde(flatten)]
    credentials: Credentials,
    #[serde(deserialize_with = "secret")]
    new_password: Secret,
}

impl Console {
    /// Changes the password and signs in.
    pub(super) async fn new_password(
        &self,
        from: (&Parts, &Peer),
        sent: &NewPassword,
    ) -> Result<Arc<SignedIn>, Refused> {
        let credentials = &sent.credentials;
        credentials.check_user()?;
        let proven = self.prove(from, credentials).await?;
        if let Some(refused) = self.password_is_over(&proven.person).filter(|refused| refused.code == "PasswordExpired")
        {
            return Err(refused);
        }
        let session = self.session_of(&proven)?;
        let passwords = [("OldPassword", credentials.password()), ("NewPassword", sent.new_password.expose())];
        let called = call(&self.gateway, &session.keys, &iam::SERVICE, "ChangePassword", &passwords, from).await?;
        if called.status != StatusCode::OK {
            let (code, message) = (called.text("Code").unwrap_or_default(), called.text("Message").unwrap_or_default());
            let status = StatusCode::from_u16(called.status).unwrap_or(StatusCode::BAD_REQUEST);
            // Of passwords that were used before, IAM says so in other words.
            let (status, code) = match &*code {
                "PasswordPolicyViolation" | "InvalidUserType" | "EntityTemporarilyUnmodifiable"
                    if status.is_client_error() =>
                {
                    (StatusCode::BAD_REQUEST, code)
                }
                _ => (status, code),
            };
            return Err(Refused::new(status, &code, message).with("requestId", called.request_id));
        }
        // Last, so that a password that is refused leaves the code good.
        if let Some(factor) = &proven.factor
            && !factor.use_up(self.node()).await?
        {
            return Err(failed());
        }
        self.record_sign_in(from, &proven).await?;
        Ok(session)
    }
}
