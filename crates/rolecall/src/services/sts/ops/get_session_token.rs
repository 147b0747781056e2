//! `GetSessionToken` (R3.41, R3.42): never authorised (R2.38), long-term keys only.

use crate::services::sts::prelude::*;
use rolecall_catalog::api::sts::{GetSessionToken, GetSessionTokenInput, GetSessionTokenOutput};

impl Operation for GetSessionToken {
    type Input = GetSessionTokenInput;
    type Output = GetSessionTokenOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::IssuesCredentials)
    }

    fn second_factor(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Option<Presented>, ApiError> {
        passed::long_term_keys_only(call.caller, self.facts().name)?;
        mfa::presented(call, input.serial_number.as_deref(), input.token_code.as_deref())
    }

    fn requires(&self, _: &Self::Input, call: &CallContext<'_>) -> Result<Requires, ApiError> {
        passed::long_term_keys_only(call.caller, self.facts().name)?;
        Ok(Requires::from(Vec::new()))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let input = request.input();
        let caller = request.caller();
        let account = caller.account()?;
        let root = matches!(caller.principal, Principal::Root { .. });
        let mfa = mfa::spend(node, request.second_factor()).await?;
        let identity = match (&caller.user, root) {
            (Some(user), _) => SessionIdentity::User { user_id: user.id.clone(), user_name: user.name.clone() },
            (None, true) => SessionIdentity::RootSession,
            (None, false) => return Err(ApiError::access_denied(passed::session_credentials("GetSessionToken"))),
        };
        let issued = session::issue(
            node,
            Issue {
                mfa,
                ..Issue::new(caller, account, identity, session::user_duration(input.duration_seconds, root))
            },
        )?;
        Ok(GetSessionTokenOutput { credentials: Some(issued.credentials()), ..GetSessionTokenOutput::default() })
    }
}
