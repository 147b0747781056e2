//! Entities as IAM shows them. Operations differ in the members that they leave out; each form is a function.

use super::subject::{root_arn, root_name};
use super::{documents, tags};
use crate::directory::entities::{Account, Group, InstanceProfile, Role, User};
use crate::directory::snapshot::Snapshot;
use crate::domain::role;
use crate::node::Node;
use jiff::SignedDuration;
use rolecall_catalog::api::iam as api;

/// A user in a list: without tags and boundary (R4.12).
pub(super) fn listed_user(user: &User) -> api::User {
    api::User {
        path: user.path.clone(),
        user_name: user.name.clone(),
        user_id: user.id.clone(),
        arn: user.arn(),
        create_date: user.created,
        password_last_used: None,
        permissions_boundary: None,
        tags: None,
    }
}

/// A user as `CreateUser` and `GetUser` show it.
pub(super) fn user(user: &User) -> api::User {
    api::User {
        permissions_boundary: boundary(user.boundary.as_deref()),
        tags: tags::shown(&user.tags),
        ..listed_user(user)
    }
}

/// The root user.
pub(super) fn root(account: &Account) -> api::User {
    api::User {
        path: "/".to_owned(),
        user_name: root_name(account),
        user_id: account.id.to_string(),
        arn: root_arn(account.id),
        create_date: account.created,
        password_last_used: None,
        permissions_boundary: None,
        tags: None,
    }
}

/// A group.
pub(super) fn group(group: &Group) -> api::Group {
    api::Group {
        path: group.path.clone(),
        group_name: group.name.clone(),
        group_id: group.id.clone(),
        arn: group.arn(),
        create_date: group.created,
    }
}

/// A role as `CreateRole` shows it: without description, maximum session duration and last use (R4.20).
pub(super) fn new_role(role: &Role, snapshot: &Snapshot) -> api::Role {
    api::Role {
        permissions_boundary: boundary(role.boundary.as_deref()),
        tags: tags::shown(&role.tags),
        ..bare_role(role, snapshot)
    }
}

/// A role as `GetRole` shows it.
pub(super) fn role(role: &Role, snapshot: &Snapshot, node: &Node) -> api::Role {
    api::Role { role_last_used: Some(role_last_used(role, node)), ..described_role(role, snapshot) }
}

/// A role with everything but its last use, as `UpdateRoleDescription` answers.
pub(super) fn described_role(role: &Role, snapshot: &Snapshot) -> api::Role {
    api::Role {
        permissions_boundary: boundary(role.boundary.as_deref()),
        tags: tags::shown(&role.tags),
        ..listed_role(role, snapshot)
    }
}

/// A role in a list: without tags, boundary and last use.
pub(super) fn listed_role(role: &Role, snapshot: &Snapshot) -> api::Role {
    api::Role {
        description: role.description.clone(),
        max_session_duration: Some(role.max_session_duration),
        ..bare_role(role, snapshot)
    }
}

/// A role in an instance profile, and the base of all other forms.
fn bare_role(role: &Role, snapshot: &Snapshot) -> api::Role {
    let trust = role::shown_trust(&role.trust_policy, snapshot);
    api::Role {
        path: role.path.clone(),
        role_name: role.name.clone(),
        role_id: role.id.clone(),
        arn: role.arn(),
        create_date: role.created,
        assume_role_policy_document: Some(documents::encoded(&trust)),
        description: None,
        max_session_duration: None,
        permissions_boundary: None,
        tags: None,
        role_last_used: None,
        source_role_template: None,
    }
}

/// How long the last use of a role is shown (R4.24).
const TRACKED: SignedDuration = SignedDuration::from_hours(400 * 24);

/// When and where a role was last used; empty if never, or too long ago (R4.20, R4.24).
pub(super) fn role_last_used(role: &Role, node: &Node) -> api::RoleLastUsed {
    let since = node.clock.now() - TRACKED;
    let last = node.last_used.get(role.account, &role.id).filter(|last| last.time >= since);
    api::RoleLastUsed { last_used_date: last.as_ref().map(|last| last.time), region: last.map(|last| last.region) }
}

/// An instance profile with its roles, as lists show it.
pub(super) fn listed_instance_profile(profile: &InstanceProfile, snapshot: &Snapshot) -> api::InstanceProfile {
    let role = profile.role.as_deref().and_then(|id| snapshot.find_by_id::<Role>(id));
    api::InstanceProfile {
        path: profile.path.clone(),
        instance_profile_name: profile.name.clone(),
        instance_profile_id: profile.id.clone(),
        arn: profile.arn(),
        create_date: profile.created,
        roles: role.map(|role| bare_role(role, snapshot)).into_iter().collect(),
        tags: None,
    }
}

/// An instance profile as `CreateInstanceProfile` and `GetInstanceProfile` show it.
pub(super) fn instance_profile(profile: &InstanceProfile, snapshot: &Snapshot) -> api::InstanceProfile {
    api::InstanceProfile { tags: tags::shown(&profile.tags), ..listed_instance_profile(profile, snapshot) }
}

/// The permissions boundary, as it is reported (R4.35).
pub(super) fn boundary(arn: Option<&str>) -> Option<api::AttachedPermissionsBoundary> {
    arn.map(|arn| api::AttachedPermissionsBoundary {
        permissions_boundary_type: Some("Policy".to_owned()),
        permissions_boundary_arn: Some(arn.to_owned()),
    })
}
