//! Versions of managed policies (R4.29, R4.30).

use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::PolicyVersion;
use crate::services::iam::call::{IamCall, Permissions};
use crate::services::iam::managed::{Managed, check_arn, shown_version, version_id};
use crate::services::iam::ops::policies::customer;
use crate::services::iam::{IamOperation, documents, errors, quotas};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::NoOutput;

/// What every operation here requires.
fn on_policy(arn: &str, call: &IamCall<'_>) -> Permissions {
    check_arn(arn)?;
    Ok(vec![call.on_policy(arn)])
}

/// Only `GetPolicyVersion` answers the document.
fn without_document(version: api::PolicyVersion) -> api::PolicyVersion {
    api::PolicyVersion { document: None, ..version }
}

impl IamOperation for api::CreatePolicyVersion {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_policy(&input.policy_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let before = customer(snapshot, account, &input.policy_arn, errors::policy_not_attachable)?;
        documents::check_managed(&input.policy_document)?;
        if before.versions.len() >= quotas::VERSIONS_PER_POLICY {
            return Err(errors::too_many_versions());
        }
        let mut policy = before.entity().clone();
        let version = PolicyVersion {
            number: policy.next_version,
            document: input.policy_document.clone(),
            created: call.node.clock.now(),
        };
        policy.next_version += 1;
        policy.updated = version.created;
        if input.set_as_default.unwrap_or(false) {
            policy.default_version = version.number;
        }
        let shown = shown_version(&version, policy.default_version);
        policy.versions.push(version);
        edit.update(before, &policy)?;
        let made = shown;
        Ok(api::CreatePolicyVersionOutput { policy_version: Some(without_document(made)) })
    }
}

impl IamOperation for api::GetPolicyVersion {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_policy(&input.policy_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let account = call.account;
        let arn = &input.policy_arn;
        let policy = Managed::find(call.snapshot, account, arn).ok_or_else(|| errors::policy_not_attachable(arn))?;
        let version = policy.versions().into_iter().find(|it| it.version_id.as_ref() == Some(&input.version_id));
        let version = version.ok_or_else(|| errors::version_missing(arn, &input.version_id))?;
        Ok(api::GetPolicyVersionOutput { policy_version: Some(version) })
    }
}

impl IamOperation for api::ListPolicyVersions {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_policy(&input.policy_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let account = call.account;
        let arn = &input.policy_arn;
        let policy = Managed::find(call.snapshot, account, arn).ok_or_else(|| errors::policy_not_attachable(arn))?;
        let list = call.list(&[arn], input.marker.as_deref(), input.max_items);
        let page = list.page(policy.versions(), newest_first)?;
        Ok(api::ListPolicyVersionsOutput {
            is_truncated: page.is_truncated(),
            versions: Some(page.items.into_iter().map(without_document).collect()),
            marker: page.marker,
        })
    }
}

/// A key that orders versions by falling number.
fn newest_first(version: &api::PolicyVersion) -> String {
    let number = version.version_id.as_deref().and_then(|id| id.strip_prefix('v')?.parse::<u32>().ok());
    format!("{:010}", u32::MAX - number.unwrap_or(0))
}

impl IamOperation for api::SetDefaultPolicyVersion {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_policy(&input.policy_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let arn = &input.policy_arn;
        let before = customer(snapshot, account, arn, errors::policy_not_attachable)?;
        let version = before.versions.iter().find(|it| version_id(it.number) == input.version_id);
        let version = version.ok_or_else(|| errors::version_missing(arn, &input.version_id))?;
        let mut policy = before.entity().clone();
        policy.default_version = version.number;
        policy.updated = call.node.clock.now();
        edit.update(before, &policy)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeletePolicyVersion {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_policy(&input.policy_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let arn = &input.policy_arn;
        let before = customer(snapshot, account, arn, errors::policy_not_attachable)?;
        let version = before.versions.iter().find(|it| version_id(it.number) == input.version_id);
        let number = version.ok_or_else(|| errors::version_missing(arn, &input.version_id))?.number;
        if number == before.default_version {
            return Err(errors::default_version());
        }
        let mut policy = before.entity().clone();
        policy.versions.retain(|it| it.number != number);
        policy.updated = call.node.clock.now();
        edit.update(before, &policy)?;
        Ok(NoOutput)
    }
}
