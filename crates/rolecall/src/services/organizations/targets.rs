//! What policies and tags are attached to: a root, an organizational unit, an account.

use super::call::OrganizationsCall;
use super::errors;
use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::{Link, Membership, OrganizationRoot, OrganizationalUnit, Tag};
use crate::directory::table::Stored;
use crate::domain::organization::{self, Container};
use crate::services::operation::RequiredPermission;
use rolecall_catalog::api::organizations as api;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// A root, an organizational unit or an account of the caller's organization.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target<'s> {
    /// The root.
    Root(&'s Arc<Stored<OrganizationRoot>>),
    /// A unit.
    Unit(&'s Arc<Stored<OrganizationalUnit>>),
    /// An account.
    Account(AccountId, &'s Arc<Stored<Membership>>),
}

impl<'s> Target<'s> {
    /// The target with this id, if the caller's organization has it.
    pub(super) fn lookup(call: &OrganizationsCall<'s>, id: &str) -> Option<Self> {
        if let Ok(account) = id.parse() {
            let place = organization::place(call.snapshot, account)?;
            return (place.organization.id == call.place?.organization.id)
                .then_some(Self::Account(account, place.membership));
        }
        Some(match call.container(id)? {
            Container::Root(root) => Self::Root(root),
            Container::Unit(unit) => Self::Unit(unit),
        })
    }

    /// The same.
    ///
    /// # Errors
    /// `TargetNotFoundException`.
    pub(super) fn find(call: &OrganizationsCall<'s>, id: &str) -> Result<Self, ApiError> {
        Self::lookup(call, id).ok_or_else(errors::target_not_found)
    }

    pub(super) fn id(self) -> &'s str {
        match self {
            Self::Root(root) => &root.id,
            Self::Unit(unit) => &unit.id,
            Self::Account(_, membership) => &membership.member,
        }
    }

    /// The ids of the policies that are attached to it, in the order in which they were.
    pub(super) fn policies(self) -> &'s [String] {
        match self {
            Self::Root(root) => &root.policies,
            Self::Unit(unit) => &unit.policies,
            Self::Account(_, membership) => &membership.policies,
        }
    }

    pub(super) fn tags(self) -> &'s [Tag] {
        match self {
            Self::Root(root) => &root.tags,
            Self::Unit(unit) => &unit.tags,
            Self::Account(_, membership) => &membership.tags,
        }
    }

    /// Attaches other policies in place of those that are attached.
    ///
    /// # Errors
    /// [`ApiError::internal`].
    pub(super) fn set_policies(self, edit: &mut Edit, policies: Vec<String>) -> Result<(), ApiError> {
        match self {
            Self::Root(root) => edit.modify(root, |root| root.policies = policies).map(drop),
            Self::Unit(unit) => edit.modify(unit, |unit| unit.policies = policies).map(drop),
            Self::Account(_, membership) => edit.modify(membership, |it| it.policies = policies).map(drop),
        }
    }

    /// Gives it other tags.
    ///
    /// # Errors
    /// [`ApiError::internal`].
    pub(super) fn set_tags(self, edit: &mut Edit, tags: Vec<Tag>) -> Result<(), ApiError> {
        match self {
            Self::Root(root) => edit.modify(root, |root| root.tags = tags).map(drop),
            Self::Unit(unit) => edit.modify(unit, |unit| unit.tags = tags).map(drop),
            Self::Account(_, membership) => edit.modify(membership, |it| it.tags = tags).map(drop),
        }
    }

    /// As `ListTargetsForPolicy` shows it.
    ///
    /// # Errors
    /// [`ApiError::internal`].
    pub(super) fn shown(self, call: &OrganizationsCall<'_>) -> Result<api::PolicyTargetSummary, ApiError> {
        let (kind, name) = match self {
            Self::Root(_) => ("ROOT", "Root".to_owned()),
            Self::Unit(unit) => ("ORGANIZATIONAL_UNIT", unit.name.clone()),
            Self::Account(account, _) => ("ACCOUNT", call.account_entity(account)?.name.clone()),
        };
        Ok(api::PolicyTargetSummary {
            target_id: Some(self.id().to_owned()),
            arn: Some(call.organization()?.arn_of(part(self.id()), self.id())),
            name: Some(name),
            r#type: Some(kind.to_owned()),
        })
    }
}

/// What an id is in ARNs (R7.3, table).
fn part(id: &str) -> &'static str {
    match id.split('-').next() {
        Some("r") => "root",
        Some("ou") => "ou",
        _ => "account",
    }
}

/// The operation's own action on the target with this id, whether there is one or not.
pub(super) fn permission_on_target(call: &OrganizationsCall<'_>, id: &str) -> RequiredPermission {
    let tags = Target::lookup(call, id).map(Target::tags).unwrap_or_default();
    call.on_part(part(id), id).tags("aws:ResourceTag", tags.iter().map(|tag| (&*tag.key, &*tag.value)))
}

/// Every root, unit and account of the caller's organization.
///
/// # Errors
/// `AWSOrganizationsNotInUseException`.
pub(super) fn all<'s>(call: &OrganizationsCall<'s>) -> Result<Vec<Target<'s>>, ApiError> {
    let organization = call.organization()?;
    let management = organization.account;
    let root = call.snapshot.find_by_id::<OrganizationRoot>(&organization.root).map(Target::Root);
    let units = call.snapshot.list::<OrganizationalUnit>(management).map(Target::Unit);
    let members = call.snapshot.list::<Membership>(management);
    let members = members.filter_map(|it| Some(Target::Account(it.member.parse().ok()?, it)));
    Ok(root.into_iter().chain(units).chain(members).collect())
}

/// The targets of the caller's organization that a policy is attached to.
///
/// # Errors
/// `AWSOrganizationsNotInUseException`.
pub(super) fn of_policy<'s>(
    call: &OrganizationsCall<'s>,
    id: &str,
) -> Result<impl Iterator<Item = Target<'s>> + use<'s>, ApiError> {
    let management = call.organization()?.account;
    let link = Link::AttachedPolicy;
    let roots: Vec<_> = call.snapshot.linked::<OrganizationRoot>(management, link, id).map(Target::Root).collect();
    let units: Vec<_> = call.snapshot.linked::<OrganizationalUnit>(management, link, id).map(Target::Unit).collect();
    let members = call.snapshot.linked::<Membership>(management, link, id);
    let members: Vec<_> = members.filter_map(|it| Some(Target::Account(it.member.parse().ok()?, it))).collect();
    Ok(roots.into_iter().chain(units).chain(members))
}
