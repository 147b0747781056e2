//! Versions of managed policies (R4.29, R4.30).

use crate::directory::entities::PolicyVersion;
use crate::services::iam::managed::{on_policy, shown_version, version_id};
use crate::services::iam::prelude::*;

/// The customer managed policy whose versions change. AWS's policies never get here: the decision refuses to change
/// them (R2.39).
fn find<'s>(call: &IamCall<'s>, arn: &str) -> Result<&'s Arc<Stored<ManagedPolicy>>, ApiError> {
    call.find::<ManagedPolicy>(arn).map_err(|_| errors::policy_not_attachable(arn))
}

/// The number of a version.
fn number(policy: &ManagedPolicy, arn: &str, version: &str) -> Result<u32, ApiError> {
    let numbers = policy.versions.iter().map(|version| version.number);
    numbers
        .into_iter()
        .find(|number| version_id(*number) == version)
        .ok_or_else(|| errors::version_missing(arn, version))
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
        let before = find(call, &input.policy_arn)?;
        documents::check_managed(&input.policy_document)?;
        if before.versions.len() >= quotas::VERSIONS_PER_POLICY {
            return Err(errors::too_many_versions());
        }
        let (number, created) = (before.next_version, call.now());
        let version = PolicyVersion { number, document: input.policy_document.clone(), created };
        let policy = edit.modify(before, |policy| {
            policy.next_version += 1;
            policy.updated = created;
            if input.set_as_default.unwrap_or(false) {
                policy.default_version = number;
            }
            policy.versions.push(version.clone());
        })?;
        let shown = shown_version(&version, policy.default_version);
        Ok(api::CreatePolicyVersionOutput { policy_version: Some(without_document(shown)) })
    }
}

impl IamOperation for api::GetPolicyVersion {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_policy(&input.policy_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let arn = &input.policy_arn;
        let policy = Managed::find_attachable(call, arn)?;
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
        let arn = &input.policy_arn;
        let policy = Managed::find_attachable(call, arn)?;
        let list = call.list(&[arn], input.marker.as_deref(), input.max_items);
        Ok(list.page(policy.versions(), newest_first)?.output(without_document, |versions, is_truncated, marker| {
            api::ListPolicyVersionsOutput { versions: Some(versions), is_truncated, marker }
        }))
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
        let before = find(call, &input.policy_arn)?;
        let number = number(before, &input.policy_arn, &input.version_id)?;
        edit.modify(before, |policy| {
            policy.default_version = number;
            policy.updated = call.now();
        })?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeletePolicyVersion {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_policy(&input.policy_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = find(call, &input.policy_arn)?;
        let number = number(before, &input.policy_arn, &input.version_id)?;
        if number == before.default_version {
            return Err(errors::default_version());
        }
        edit.modify(before, |policy| {
            policy.versions.retain(|version| version.number != number);
            policy.updated = call.now();
        })?;
        Ok(NoOutput)
    }
}
