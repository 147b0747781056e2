//! Versions of managed policies (R4.29, R4.30).

use crate::api::error::ApiError;
use crate::directory::entities::PolicyVersion;
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::iam::managed::{Managed, check_arn, shown_version, version_id};
use crate::services::iam::ops::policies::customer;
use crate::services::iam::pages::List;
use crate::services::iam::target::Target;
use crate::services::iam::{Iam, IamOperation, change, documents, faults, quotas};
use crate::services::operation::Asked;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::query::NoOutput;

/// The target of every operation here.
fn target(arn: &str, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
    check_arn(arn)?;
    Ok(vec![Target::policy(asked.snapshot, arn)])
}

/// Only `GetPolicyVersion` answers the document.
fn without_document(version: api::PolicyVersion) -> api::PolicyVersion {
    api::PolicyVersion { document: None, ..version }
}

impl IamOperation for api::CreatePolicyVersion {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        target(&input.policy_arn, asked)
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        let made = change(&request, node, |snapshot, edit| {
            let before = customer(snapshot, account, &input.policy_arn, faults::policy_not_attachable)?;
            documents::check_managed(&input.policy_document)?;
            if before.versions.len() >= quotas::VERSIONS_PER_POLICY {
                return Err(faults::too_many_versions());
            }
            let mut policy = before.entity().clone();
            let version = PolicyVersion {
                number: policy.next_version,
                document: input.policy_document.clone(),
                created: node.clock.now(),
            };
            policy.next_version += 1;
            policy.updated = version.created;
            if input.set_as_default.unwrap_or(false) {
                policy.default_version = version.number;
            }
            let shown = shown_version(&version, policy.default_version);
            policy.versions.push(version);
            edit.update(before, &policy)?;
            Ok(shown)
        })
        .await?;
        Ok(api::CreatePolicyVersionOutput { policy_version: Some(without_document(made)) })
    }
}

impl IamOperation for api::GetPolicyVersion {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        target(&input.policy_arn, asked)
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        let arn = &input.policy_arn;
        let policy =
            Managed::find(request.snapshot(), account, arn).ok_or_else(|| faults::policy_not_attachable(arn))?;
        let version = policy.versions().into_iter().find(|it| it.version_id.as_ref() == Some(&input.version_id));
        let version = version.ok_or_else(|| faults::version_missing(arn, &input.version_id))?;
        Ok(api::GetPolicyVersionOutput { policy_version: Some(version) })
    }
}

impl IamOperation for api::ListPolicyVersions {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        target(&input.policy_arn, asked)
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        let arn = &input.policy_arn;
        let policy =
            Managed::find(request.snapshot(), account, arn).ok_or_else(|| faults::policy_not_attachable(arn))?;
        let call = ["ListPolicyVersions", &account.to_string(), arn];
        let list = List::new(&call, input.marker.as_deref(), input.max_items);
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
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        target(&input.policy_arn, asked)
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        let arn = &input.policy_arn;
        change(&request, node, |snapshot, edit| {
            let before = customer(snapshot, account, arn, faults::policy_not_attachable)?;
            let version = before.versions.iter().find(|it| version_id(it.number) == input.version_id);
            let version = version.ok_or_else(|| faults::version_missing(arn, &input.version_id))?;
            let mut policy = before.entity().clone();
            policy.default_version = version.number;
            policy.updated = node.clock.now();
            edit.update(before, &policy)
        })
        .await?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeletePolicyVersion {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        target(&input.policy_arn, asked)
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        let arn = &input.policy_arn;
        change(&request, node, |snapshot, edit| {
            let before = customer(snapshot, account, arn, faults::policy_not_attachable)?;
            let version = before.versions.iter().find(|it| version_id(it.number) == input.version_id);
            let number = version.ok_or_else(|| faults::version_missing(arn, &input.version_id))?.number;
            if number == before.default_version {
                return Err(faults::default_version());
            }
            let mut policy = before.entity().clone();
            policy.versions.retain(|it| it.number != number);
            policy.updated = node.clock.now();
            edit.update(before, &policy)
        })
        .await?;
        Ok(NoOutput)
    }
}
