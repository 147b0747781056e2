//! The policies that come with the question.

use super::EVERYTHING;
use crate::api::error::ApiError;
use crate::services::iam::errors;
use rolecall_analysis::resource_class;
use rolecall_analysis::scenario::{DocumentError, PolicyCache};
use rolecall_catalog::api::iam as api;
use rolecall_policy::evaluate::{Attached, Level, ResourcePolicy};
use rolecall_policy::kind::{Boundary, Identity, Resource, Scp, Trust};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{Compiled, Policy, PolicyKind, PolicySource};
use std::sync::Arc;

/// `PolicyInputList`.
///
/// # Errors
/// `InvalidInput`.
pub(in super::super) fn identity_policies(texts: &[String]) -> Result<Vec<Attached<Identity>>, ApiError> {
    numbered("PolicyInputList", texts)
}

/// `PolicyInputList` of somebody who wants to know the keys: policies of any kind.
///
/// # Errors
/// `InvalidInput`.
pub(in super::super) fn readable_policies(texts: &[String]) -> Result<Vec<Attached<Identity>>, ApiError> {
    let read = |(number, text): (usize, &String)| {
        let name = format!("PolicyInputList.{number}");
        match Policy::parse(text.as_str()) {
            Ok(policy) => Ok(attach(&name, Arc::new(Compiled::new(policy)))),
            Err(findings) => Err(errors::unreadable_policy(&name, &findings.reported().detail)),
        }
    };
    (1..).zip(texts).map(read).collect()
}

/// `PermissionsBoundaryPolicyInputList`, which takes one policy.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn boundary(texts: &[String]) -> Result<Option<Attached<Boundary>>, ApiError> {
    if texts.len() > 1 {
        return Err(errors::invalid_input("PermissionsBoundaryPolicyInputList must not have more than one policy."));
    }
    Ok(numbered("PermissionsBoundaryPolicyInputList", texts)?.pop())
}

/// `OrderedOrganizationPolicyInputList`: the levels from the root of the organization to the account, each with the
/// policies that are attached to it. `None` if there is no organization.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn organization(levels: &[api::OrderedOrganizationPolicyType]) -> Result<Option<Vec<Level<Scp>>>, ApiError> {
    let mut read = Vec::with_capacity(levels.len());
    for (number, level) in (1..).zip(levels) {
        let name = format!("OrderedOrganizationPolicyInputList.{number}");
        let texts = level.service_control_policy_input_list.as_deref().unwrap_or_default();
        let policies = numbered(&format!("{name}.ServiceControlPolicyInputList"), texts)?;
        read.push(Level { name: name.into(), policies });
    }
    Ok((!read.is_empty()).then_some(read))
}

/// `ResourcePolicy`: every resource is treated as if it had this policy.
#[derive(Debug)]
pub(super) struct ResourceDocument {
    /// As roles have it.
    trust: Option<Attached<Trust>>,
    /// As everything else has it.
    other: Option<Attached<Resource>>,
}

impl ResourceDocument {
    /// Reads it for these resources.
    ///
    /// # Errors
    /// `InvalidInput`.
    pub(super) fn read(text: &str, resources: &[String]) -> Result<Self, ApiError> {
        const NAME: &str = "ResourcePolicy";
        let everything = [EVERYTHING.to_owned()];
        let resources = if resources.is_empty() { &everything[..] } else { resources };
        let is_role = |arn: &String| resource_class(arn) == ResourceClass::Role;
        let trust = resources.iter().any(is_role).then(|| attached(NAME, text)).transpose()?;
        let other = resources.iter().any(|arn| !is_role(arn)).then(|| attached(NAME, text)).transpose()?;
        Ok(Self { trust, other })
    }

    /// As the policy of a resource of this class.
    pub(super) fn policy(&self, class: ResourceClass) -> Option<ResourcePolicy<'_>> {
        match class {
            ResourceClass::Role => self.trust.as_ref().map(ResourcePolicy::Trust),
            _ => self.other.as_ref().map(ResourcePolicy::Resource),
        }
    }
}

fn numbered<K: PolicyKind>(list: &str, texts: &[String]) -> Result<Vec<Attached<K>>, ApiError> {
    (1..).zip(texts).map(|(number, text)| attached(&format!("{list}.{number}"), text)).collect()
}

fn attached<K: PolicyKind>(name: &str, text: &str) -> Result<Attached<K>, ApiError> {
    match PolicyCache::strict().compile(text) {
        Ok(policy) => Ok(attach(name, policy)),
        Err(DocumentError::Unreadable(findings)) => Err(errors::unreadable_policy(name, &findings.reported().detail)),
        Err(DocumentError::Incomplete(_, lacking)) => Err(errors::unreadable_policy(name, &lacking)),
        Err(DocumentError::Principal(_)) => {
            Err(errors::invalid_input(format!("{name}: Policy document should not specify a principal.")))
        }
    }
}

fn attach<K>(name: &str, policy: Arc<Compiled<K>>) -> Attached<K> {
    let source = PolicySource { arn: None, name: name.into(), owner: None };
    Attached { policy, source: Arc::new(source) }
}
