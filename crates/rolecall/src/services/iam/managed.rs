//! Managed policies, of customers and of AWS, as one thing (R4.9).

use super::call::{IamCall, Permissions};
use super::{documents, errors, tags};
use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::{self, Group, Link, PolicyVersion, Role, User};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::managed_policies::{self, managed_policies};
use rolecall_policy::Arn;

/// A managed policy.
#[derive(Debug, Clone, Copy)]
pub(super) enum Managed<'s> {
    /// An account's own.
    Customer(&'s entities::ManagedPolicy),
    /// AWS's, the same for all accounts.
    Aws(&'static managed_policies::ManagedPolicy),
}

impl<'s> Managed<'s> {
    /// The policy that the caller's account knows under this ARN: its own, or AWS's.
    ///
    /// # Errors
    /// `NoSuchEntity`.
    pub(super) fn find(call: &IamCall<'s>, arn: &str) -> Result<Self, ApiError> {
        let own = call.find::<entities::ManagedPolicy>(arn).map(|policy| Managed::Customer(policy));
        own.or_else(|missing| managed_policies().get(arn).map(Managed::Aws).ok_or(missing))
    }

    /// As [`Self::find`], for operations that attach the policy or work on its versions.
    ///
    /// # Errors
    /// `NoSuchEntity`.
    pub(super) fn find_attachable(call: &IamCall<'s>, arn: &str) -> Result<Self, ApiError> {
        Self::find(call, arn).map_err(|_| errors::policy_not_attachable(arn))
    }

    /// `arn:aws:iam::A:policy/path/Name`.
    pub(super) fn arn(&self) -> String {
        match self {
            Self::Customer(policy) => policy.arn(),
            Self::Aws(policy) => policy.arn.to_owned(),
        }
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Customer(policy) => &policy.name,
            Self::Aws(policy) => policy.name,
        }
    }

    /// Its path.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Customer(policy) => &policy.path,
            Self::Aws(policy) => policy.path,
        }
    }

    /// Whether it is made for service-linked roles, and cannot be attached to anything else (R4.32).
    pub(super) fn is_for_service_linked_roles(&self) -> bool {
        matches!(self, Self::Aws(policy) if policy.path.starts_with("/aws-service-role/"))
    }

    /// As lists of an account show it, without description and tags.
    pub(super) fn listed(&self, call: &IamCall<'_>) -> api::Policy {
        let arn = self.arn();
        let attached = uses(call, Link::Policy, &arn);
        let boundary = uses(call, Link::Boundary, &arn);
        let (id, version, created, updated) = match self {
            Self::Customer(policy) => {
                (policy.id.clone(), version_id(policy.default_version), policy.created, policy.updated)
            }
            Self::Aws(policy) => {
                (policy.id.to_owned(), policy.default_version_id.to_owned(), policy.create_date, policy.update_date)
            }
        };
        api::Policy {
            policy_name: Some(self.name().to_owned()),
            policy_id: Some(id),
            path: Some(self.path().to_owned()),
            default_version_id: Some(version),
            attachment_count: Some(i32::try_from(attached).unwrap_or(i32::MAX)),
            permissions_boundary_usage_count: Some(i32::try_from(boundary).unwrap_or(i32::MAX)),
            is_attachable: Some(true),
            description: None,
            create_date: Some(created),
            update_date: Some(updated),
            tags: None,
            arn: Some(arn),
        }
    }

    /// As `GetPolicy` shows it (R4.28).
    pub(super) fn shown(&self, call: &IamCall<'_>) -> api::Policy {
        let (description, own_tags) = match self {
            Self::Customer(policy) => (policy.description.clone(), tags::all(&policy.tags)),
            Self::Aws(_) => (None, Vec::new()),
        };
        api::Policy { description, tags: Some(own_tags), ..self.listed(call) }
    }

    /// Its versions, newest first (R4.29). Of AWS's policies only the default version is known.
    pub(super) fn versions(&self) -> Vec<api::PolicyVersion> {
        match self {
            Self::Customer(policy) => {
                policy.versions.iter().rev().map(|version| shown_version(version, policy.default_version)).collect()
            }
            Self::Aws(policy) => vec![api::PolicyVersion {
                document: Some(documents::encoded(policy.document)),
                version_id: Some(policy.default_version_id.to_owned()),
                is_default_version: Some(true),
                create_date: Some(policy.update_date),
            }],
        }
    }
}

/// A version as `GetPolicyVersion` shows it, with its document.
pub(super) fn shown_version(version: &PolicyVersion, default: u32) -> api::PolicyVersion {
    api::PolicyVersion {
        document: Some(documents::encoded(&version.document)),
        version_id: Some(version_id(version.number)),
        is_default_version: Some(version.number == default),
        create_date: Some(version.created),
    }
}

/// `v3`.
pub(super) fn version_id(number: u32) -> String {
    format!("v{number}")
}

/// The permission that an operation on a policy requires.
///
/// # Errors
/// `ValidationError`.
pub(super) fn on_policy(arn: &str, call: &IamCall<'_>) -> Permissions {
    check_arn(arn)?;
    Ok(vec![call.on_entity::<entities::ManagedPolicy>(arn)])
}

/// Refuses what is no ARN at all.
///
/// # Errors
/// `ValidationError`.
pub(super) fn check_arn(arn: &str) -> Result<(), ApiError> {
    if Arn::parse(arn).is_some() { Ok(()) } else { Err(errors::unparsable_arn()) }
}

/// Makes a change that begins to use a policy and the deletion of the policy exclude each other ([`Edit::touch`]).
///
/// # Errors
/// [`ApiError::internal`].
pub(super) fn touch(call: &IamCall<'_>, edit: &mut Edit, arn: &str) -> Result<(), ApiError> {
    call.snapshot.find_by_arn::<entities::ManagedPolicy>(arn).map_or(Ok(()), |policy| edit.touch(policy))
}

/// How many users, groups and roles of the account use a managed policy in this way.
pub(super) fn uses(call: &IamCall<'_>, link: Link, arn: &str) -> usize {
    call.linked::<User>(link, arn).count()
        + call.linked::<Group>(link, arn).count()
        + call.linked::<Role>(link, arn).count()
}

/// Whether a user, group or role of the account uses a managed policy in this way.
pub(super) fn is_used_as(call: &IamCall<'_>, link: Link, arn: &str) -> bool {
    call.linked::<User>(link, arn).next().is_some()
        || call.linked::<Group>(link, arn).next().is_some()
        || call.linked::<Role>(link, arn).next().is_some()
}

/// Whether anything in the account uses a managed policy.
pub(super) fn is_used(call: &IamCall<'_>, arn: &str) -> bool {
    [Link::Policy, Link::Boundary].into_iter().any(|link| is_used_as(call, link, arn))
}
