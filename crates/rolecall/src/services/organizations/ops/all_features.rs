//! How an organization gets all features (R7.3, R7.6).
//!
//! Every account that was invited is asked, each by a handshake `APPROVE_ALL_FEATURES`; accounts that the organization made
//! need not be. When the last of them has approved, the organization's own handshake `ENABLE_ALL_FEATURES` opens, and the
//! management account finishes by accepting it.

use crate::services::organizations::prelude::*;

impl OrganizationsOperation for api::EnableAllFeatures {
    const CALLERS: Callers = Callers::Management;

    fn run(_: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        if organization.feature_set == FeatureSet::All {
            return Err(errors::handshake_all_features());
        }
        let management = organization.account.to_string();
        let mut sent = call.snapshot.list::<Handshake>(organization.account);
        if sent.any(|it| it.action == HandshakeAction::EnableAllFeatures && handshakes::is_pending(it, call.now())) {
            return Err(errors::handshake_migrating());
        }
        edit.touch(organization)?;
        handshakes::forget_old(call, edit, organization);
        let mut parent = handshakes::new(call, organization, HandshakeAction::EnableAllFeatures, management.clone())?;
        let invited = call
            .snapshot
            .list::<Membership>(organization.account)
            .filter(|member| member.joined_method == JoinedMethod::Invited && member.member != management);
        parent.state = HandshakeState::Open;
        for member in invited {
            parent.state = HandshakeState::Requested;
            let action = HandshakeAction::ApproveAllFeatures;
            let child = handshakes::new(call, organization, action, member.member.clone())?;
            edit.create(&Handshake { parent: Some(parent.id.clone()), ..child })?;
        }
        edit.create(&parent)?;
        Ok(api::EnableAllFeaturesOutput { handshake: Some(shown::handshake(call, &parent)?) })
    }
}
