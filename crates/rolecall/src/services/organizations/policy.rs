//! Policies as operations name them: the organization's own, and AWS's.

use super::call::OrganizationsCall;
use super::{errors, pages};
use crate::api::error::ApiError;
use crate::directory::entities::{OrganizationPolicy, Tag};
use crate::directory::table::Stored;
use crate::domain::guardrails::{AwsPolicy, aws_policy};
use crate::services::operation::RequiredPermission;
use rolecall_analysis::organization_policies::{PolicyType, Refused, check};
use rolecall_catalog::api::organizations as api;
use std::sync::Arc;

/// A policy that an organization can attach.
#[derive(Debug, Clone, Copy)]
pub(super) enum Policy<'s> {
    /// AWS's.
    Aws(&'static AwsPolicy),
    /// The organization's own.
    Own(&'s Arc<Stored<OrganizationPolicy>>),
}

impl<'s> Policy<'s> {
    /// The policy with this id, if the caller's organization has it.
    pub(super) fn lookup(call: &OrganizationsCall<'s>, id: &str) -> Option<Self> {
        if let Some(policy) = aws_policy(id) {
            return Some(Self::Aws(policy));
        }
        let own = call.snapshot.find_by_id::<OrganizationPolicy>(id)?;
        (own.organization == call.place?.organization.id).then_some(Self::Own(own))
    }

    /// The same.
    ///
    /// # Errors
    /// `PolicyNotFoundException`.
    pub(super) fn find(call: &OrganizationsCall<'s>, id: &str) -> Result<Self, ApiError> {
        Self::lookup(call, id).ok_or_else(errors::policy_not_found)
    }

    /// Its type; `None` for damage.
    pub(super) fn kind(self) -> Option<PolicyType> {
        match self {
            Self::Aws(policy) => Some(policy.policy_type),
            Self::Own(policy) => policy.kind(),
        }
    }

    pub(super) fn id(self) -> &'s str {
        match self {
            Self::Aws(policy) => policy.id,
            Self::Own(policy) => &policy.id,
        }
    }

    fn arn(self) -> String {
        match self {
            Self::Aws(policy) => policy.arn.to_owned(),
            Self::Own(policy) => policy.arn(),
        }
    }

    fn tags(self) -> &'s [Tag] {
        match self {
            Self::Aws(_) => &[],
            Self::Own(policy) => &policy.tags,
        }
    }

    /// The organization's own policy, which can be changed.
    ///
    /// # Errors
    /// `InvalidInputException` with `IMMUTABLE_POLICY`.
    pub(super) fn own(self) -> Result<&'s Arc<Stored<OrganizationPolicy>>, ApiError> {
        match self {
            Self::Aws(_) => Err(errors::immutable_policy()),
            Self::Own(policy) => Ok(policy),
        }
    }

    /// As answers show it without its content.
    pub(super) fn summary(self) -> api::PolicySummary {
        let (name, description) = match self {
            Self::Aws(policy) => (policy.name, policy.description),
            Self::Own(policy) => (&*policy.name, &*policy.description),
        };
        api::PolicySummary {
            id: Some(self.id().to_owned()),
            arn: Some(self.arn()),
            name: Some(name.to_owned()),
            description: Some(description.to_owned()),
            r#type: self.kind().map(|kind| kind.name().to_owned()),
            aws_managed: Some(matches!(self, Self::Aws(_))),
        }
    }

    /// As answers show it.
    pub(super) fn shown(self) -> api::Policy {
        let content = match self {
            Self::Aws(policy) => policy.content,
            Self::Own(policy) => &policy.content,
        };
        api::Policy { policy_summary: Some(self.summary()), content: Some(content.to_owned()) }
    }
}

/// A page of policies, by id.
///
/// # Errors
/// As [`pages::page`].
pub(super) fn page<'s>(
    list: &[&str],
    policies: impl Iterator<Item = Policy<'s>>,
    token: Option<&str>,
    max_results: Option<i32>,
) -> Result<(Vec<api::PolicySummary>, Option<String>), ApiError> {
    let mut policies: Vec<Policy<'s>> = policies.collect();
    policies.sort_unstable_by_key(|policy| policy.id());
    let (page, next_token) = pages::page(list, token, max_results, policies, |policy| policy.id())?;
    Ok((page.into_iter().map(Policy::summary).collect(), next_token))
}

/// The operation's own action on the policy with this id (R7.3, table), with `organizations:PolicyType`.
pub(super) fn permission_on_policy(call: &OrganizationsCall<'_>, id: &str) -> RequiredPermission {
    let Some(policy) = Policy::lookup(call, id) else {
        // Its ARN would have a type, which nobody knows.
        return call.on_part("policy", &format!("*/{id}"));
    };
    let permission = call.on(policy.arn());
    let permission = permission.tags("aws:ResourceTag", policy.tags().iter().map(|tag| (&*tag.key, &*tag.value)));
    match policy.kind() {
        Some(kind) => permission.key("organizations:PolicyType", kind.name()),
        None => permission,
    }
}

/// The type of this name, which the shape of the request has checked.
///
/// # Errors
/// `InvalidInputException` with `INVALID_ENUM_POLICY_TYPE`.
pub(super) fn policy_type(name: &str) -> Result<PolicyType, ApiError> {
    PolicyType::named(name).ok_or_else(errors::no_such_policy_type)
}

/// Whether a content is one for a policy of this type.
///
/// # Errors
/// `MalformedPolicyDocumentException`; `ConstraintViolationException` with `POLICY_CONTENT_LIMIT_EXCEEDED`.
pub(super) fn check_content(policy_type: PolicyType, content: &str) -> Result<(), ApiError> {
    check(policy_type, content).map_err(|refused| match refused {
        Refused::TooLong(_) => errors::content_too_long(),
        Refused::Malformed(reason) => errors::malformed_policy().because(reason),
    })
}
