//! Whether the account has tokens issued that say who its principals are (R4.65).

use crate::directory::entities::{Account, OutboundFederation};
use crate::services::iam::prelude::*;

/// The account's outbound federation, if it is enabled.
fn enabled(account: &Account) -> Option<&OutboundFederation> {
    account.outbound.as_ref().filter(|outbound| outbound.enabled)
}

impl IamOperation for api::EnableOutboundWebIdentityFederation {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let account = call.own_account()?;
        if enabled(account).is_some() {
            return Err(errors::outbound_federation_enabled());
        }
        // Verifiers know the issuer, so it stays.
        let issuer_id = match &account.outbound {
            Some(outbound) => outbound.issuer_id.clone(),
            None => ids::new_request_id(&*call.node.entropy)?,
        };
        let issuer = call.node.issuers.of(&issuer_id);
        edit.modify(account, |it| it.outbound = Some(OutboundFederation { issuer_id, enabled: true }))?;
        Ok(api::EnableOutboundWebIdentityFederationOutput { issuer_identifier: Some(issuer) })
    }
}

impl IamOperation for api::DisableOutboundWebIdentityFederation {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let account = call.own_account()?;
        let outbound = enabled(account).ok_or_else(errors::outbound_federation_disabled)?;
        let disabled = OutboundFederation { enabled: false, ..outbound.clone() };
        edit.modify(account, |it| it.outbound = Some(disabled))?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::GetOutboundWebIdentityFederationInfo {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let outbound = enabled(call.own_account()?).ok_or_else(errors::outbound_federation_disabled)?;
        Ok(api::GetOutboundWebIdentityFederationInfoOutput {
            issuer_identifier: Some(call.node.issuers.of(&outbound.issuer_id)),
            jwt_vending_enabled: Some(true),
        })
    }
}
