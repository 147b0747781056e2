//! Entities as answers show them.

use super::call::OrganizationsCall;
use crate::api::error::ApiError;
use crate::directory::entities::{
    Account, AccountCreation, FeatureSet, Handshake, HandshakeAction, Membership, Organization, OrganizationRoot,
    OrganizationalUnit, Outcome, ResponsibilityTransfer,
};
use crate::domain::organization;
use crate::services::organizations::handshakes;
use crate::services::organizations::transfers;
use rolecall_catalog::api::organizations as api;
use rolecall_policy::AccountId;

/// An organization.
pub(super) fn organization(
    call: &OrganizationsCall<'_>,
    organization: &Organization,
) -> Result<api::Organization, ApiError> {
    let management = call.account_entity(organization.account)?;
    // Always service control policies and nothing else: whether a type is enabled stands with the root, which `ListRoots`
    // answers.
    let scp = api::PolicyTypeSummary {
        r#type: Some("SERVICE_CONTROL_POLICY".to_owned()),
        status: Some("ENABLED".to_owned()),
    };
    let available = if organization.feature_set == FeatureSet::All { vec![scp] } else { Vec::new() };
    Ok(api::Organization {
        id: Some(organization.id.clone()),
        arn: Some(organization.arn()),
        feature_set: Some(organization.feature_set.name().to_owned()),
        master_account_arn: Some(organization.arn_of("account", &organization.account.to_string())),
        master_account_id: Some(organization.account.to_string()),
        master_account_email: Some(management.email()),
        available_policy_types: Some(available),
    })
}

/// The root of an organization, with the types of policies that are enabled.
pub(super) fn root(organization: &Organization, root: &OrganizationRoot) -> api::Root {
    let enabled =
        |name: &String| api::PolicyTypeSummary { r#type: Some(name.clone()), status: Some("ENABLED".to_owned()) };
    api::Root {
        id: Some(root.id.clone()),
        arn: Some(organization.arn_of("root", &root.id)),
        name: Some("Root".to_owned()),
        policy_types: Some(root.policy_types.iter().map(enabled).collect()),
    }
}

/// The path below an organization: `o-…/r-…/ou-…/`.
fn path(call: &OrganizationsCall<'_>, organization: &Organization, parent: &str, last: &str) -> Option<String> {
    let above = organization::path(call.snapshot, organization, parent)?;
    Some(format!("{}/{}/{last}/", organization.id, above.join("/")))
}

/// An organizational unit.
pub(super) fn unit(
    call: &OrganizationsCall<'_>,
    organization: &Organization,
    unit: &OrganizationalUnit,
) -> api::OrganizationalUnit {
    api::OrganizationalUnit {
        id: Some(unit.id.clone()),
        arn: Some(organization.arn_of("ou", &unit.id)),
        name: Some(unit.name.clone()),
        path: path(call, organization, &unit.parent, &unit.id),
    }
}

/// An account of an organization.
pub(super) fn account(
    call: &OrganizationsCall<'_>,
    organization: &Organization,
    membership: &Membership,
) -> Result<api::Account, ApiError> {
    let id: AccountId = membership.member.parse().map_err(|_| ApiError::internal("a member has no account id"))?;
    let account: &Account = call.account_entity(id)?;
    let state = if account.closed.is_some() { "SUSPENDED" } else { "ACTIVE" };
    Ok(api::Account {
        id: Some(membership.member.clone()),
        arn: Some(organization.arn_of("account", &membership.member)),
        email: Some(account.email()),
        name: Some(account.name.clone()),
        status: Some(state.to_owned()),
        state: Some(state.to_owned()),
        paths: path(call, organization, &membership.parent, &membership.member).map(|path| vec![path]),
        joined_method: Some(membership.joined_method.name().to_owned()),
        joined_timestamp: Some(membership.joined),
    })
}

/// A request to make an account.
pub(super) fn creation(creation: &AccountCreation) -> api::CreateAccountStatus {
    let (state, account_id, failure_reason) = match &creation.completed {
        None => ("IN_PROGRESS", None, None),
        Some((_, Outcome::Account(id))) => ("SUCCEEDED", Some(id.to_string()), None),
        Some((_, Outcome::Failure(reason))) => ("FAILED", None, Some(reason.clone())),
    };
    api::CreateAccountStatus {
        id: Some(creation.id.clone()),
        account_name: Some(creation.name.clone()),
        state: Some(state.to_owned()),
        requested_timestamp: Some(creation.requested),
        completed_timestamp: creation.completed.as_ref().map(|(at, _)| *at),
        account_id,
        gov_cloud_account_id: None,
        failure_reason,
    }
}

fn resource(r#type: &str, value: impl Into<String>) -> api::HandshakeResource {
    api::HandshakeResource { value: Some(value.into()), r#type: Some(r#type.to_owned()), resources: None }
}

/// A handshake.
pub(super) fn handshake(call: &OrganizationsCall<'_>, handshake: &Handshake) -> Result<api::Handshake, ApiError> {
    let action = handshake.action;
    let organization = call.snapshot.find_by_id::<Organization>(&handshake.organization);
    let organization = organization.ok_or_else(|| ApiError::internal("a handshake without its organization"))?;
    let sender = call.account_entity(handshake.account)?;
    let party = |id: &str, kind: &str| api::HandshakeParty { id: id.to_owned(), r#type: kind.to_owned() };
    let recipient = match &handshake.email {
        Some(email) => (email, "EMAIL"),
        None => (&handshake.recipient, "ACCOUNT"),
    };
    let mut parties = vec![party(&organization.id, "ORGANIZATION")];
    let mut of_organization = resource("ORGANIZATION", &*organization.id);
    let mut resources = Vec::new();
    match action {
        // It is the organization that waits for its accounts.
        HandshakeAction::EnableAllFeatures => resources.push(of_organization),
        _ => {
            parties.push(party(recipient.0, recipient.1));
            of_organization.resources = Some(vec![
                resource("MASTER_EMAIL", sender.email()),
                resource("MASTER_NAME", &*sender.name),
                resource("ORGANIZATION_FEATURE_SET", organization.feature_set.name()),
            ]);
            resources.push(of_organization);
            resources.push(resource(recipient.1, recipient.0));
        }
    }
    if let Some(parent) = &handshake.parent {
        resources.push(resource("PARENT_HANDSHAKE", parent));
    }
    if let Some(transfer) =
        handshake.transfer.as_ref().and_then(|id| call.snapshot.find_by_id::<ResponsibilityTransfer>(id))
    {
        resources.push(resource("RESPONSIBILITY_TRANSFER", &*transfer.id));
        resources.push(resource("TRANSFER_TYPE", "BILLING"));
        resources.push(resource("TRANSFER_START_TIMESTAMP", transfer.start.to_string()));
    }
    if let Some(notes) = &handshake.notes {
        resources.push(resource("NOTES", notes));
    }
    Ok(api::Handshake {
        id: Some(handshake.id.clone()),
        arn: Some(handshakes::arn(organization, handshake)),
        parties: Some(parties),
        state: Some(handshakes::state(handshake, call.now()).to_owned()),
        requested_timestamp: Some(handshake.requested),
        expiration_timestamp: Some(handshake.expires),
        action: Some(action.name().to_owned()),
        resources: Some(resources),
    })
}

/// A responsibility transfer, as this account sees it.
pub(super) fn transfer(
    call: &OrganizationsCall<'_>,
    transfer: &ResponsibilityTransfer,
) -> Result<api::ResponsibilityTransfer, ApiError> {
    let source: AccountId = transfer.source.parse().map_err(|_| ApiError::internal("a transfer without its source"))?;
    let participant = |id: AccountId| {
        let email = call.account_entity(id)?.email();
        let id = Some(id.to_string());
        Ok::<_, ApiError>(api::TransferParticipant { management_account_id: id, management_account_email: Some(email) })
    };
    Ok(api::ResponsibilityTransfer {
        arn: Some(transfers::arn(call, transfer)),
        name: Some(transfer.name.clone()),
        id: Some(transfer.id.clone()),
        r#type: Some("BILLING".to_owned()),
        status: Some(transfers::status(call, transfer).to_owned()),
        source: Some(participant(source)?),
        target: Some(participant(transfer.account)?),
        start_timestamp: Some(transfer.start),
        end_timestamp: transfer.end,
        active_handshake_id: Some(transfer.handshake.clone()),
    })
}
