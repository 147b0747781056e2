//! `SetSecurityTokenServicePreferences` (R4.67). Tokens are alike here and valid in every Region, so that only the account
//! summary tells the difference.

use crate::directory::entities::TokenPreference;
use crate::services::iam::prelude::*;

impl IamOperation for api::SetSecurityTokenServicePreferences {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let version = if input.global_endpoint_token_version == "v2Token" { 2 } else { 1 };
        let preference = TokenPreference { account: call.account, version };
        match call.snapshot.find::<TokenPreference>(call.account, "") {
            Some(before) => edit.update(before, &preference)?,
            None => edit.create(&preference)?,
        }
        Ok(NoOutput)
    }
}
