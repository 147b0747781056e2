//! `AssumeRoleWithSAML` (R3, section 3.4). No account has a SAML provider yet, so no assertion is taken.

use crate::domain::caller::Caller;
use crate::services::sts::prelude::*;
use crate::services::sts::web_identity::arn;
use rolecall_catalog::api::sts::{AssumeRoleWithSAML, AssumeRoleWithSAMLInput, AssumeRoleWithSAMLOutput, errors};

impl Operation for AssumeRoleWithSAML {
    type Input = AssumeRoleWithSAMLInput;
    type Output = AssumeRoleWithSAMLOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::IssuesCredentials)
    }

    fn is_signed(&self) -> bool {
        false
    }

    async fn token_holder(&self, input: &Self::Input, _: &CallContext<'_>) -> Result<Option<Caller>, ApiError> {
        arn(&input.role_arn)?;
        arn(&input.principal_arn)?;
        Err(ApiError::of(errors::INVALID_IDENTITY_TOKEN, "Specified provider doesn't exist"))
    }

    fn requires(&self, input: &Self::Input, _: &CallContext<'_>) -> Result<Requires, ApiError> {
        Ok(RequiredPermission::on("sts:AssumeRoleWithSAML", &*input.role_arn).into())
    }

    async fn handle(_: Authorized<Self>, _: &Node) -> Result<Self::Output, ApiError> {
        Err(ApiError::internal("an assertion was taken that no provider can have made"))
    }
}
