//! What the operations that assume a role have in common: the ARN, the permissions on the role, and the new session.

use crate::api::error::ApiError;
use crate::directory::entities::Role;
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::session::{DEFAULT_SECONDS, MAX_CHAINED_SECONDS};
use crate::services::RequiredPermission;
use crate::services::operation::{Missing, ResourcePolicyOf};
use crate::services::sts::passed;
use crate::session::SessionIdentity;
use rolecall_catalog::api::sts::AssumedRoleUser;
use rolecall_policy::request::{KeyName, ResourceClass};
use rolecall_policy::{Arn, equal_ignoring_case};
use std::sync::Arc;

const ROLE_SESSION_NAME: KeyName = KeyName::folded("sts:rolesessionname");

/// An ARN that a request names (R3.7).
///
/// # Errors
/// `ValidationError`.
pub(super) fn arn(text: &str) -> Result<Arn<'_>, ApiError> {
    Arn::parse(text)
        .filter(|arn| !arn.partition.is_empty() && !arn.service.is_empty() && !arn.resource.is_empty())
        .ok_or_else(|| ApiError::validation(format!("{text} is invalid")))
}

/// A new session of a role, as its permissions see it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The role's ARN as the request has it.
    pub(super) role_arn: &'a str,
    /// The same, read.
    pub(super) arn: Arn<'a>,
    /// `None` if there is no such role; then nothing allows it.
    pub(super) role: Option<&'a Arc<Stored<Role>>>,
    /// `RoleSessionName`.
    pub(super) session_name: &'a str,
    /// The source identity that is set with this call.
    pub(super) source_identity: Option<&'a str>,
    /// Keys of tags that the next session inherits.
    pub(super) transitive_keys: &'a [String],
    /// Passed tags.
    pub(super) tags: &'a [(String, String)],
    /// Tags that the caller's session hands on.
    pub(super) inherited: &'a [(String, String)],
}

impl Asked<'_> {
    /// What the role's trust policy must allow, with the condition keys that every operation sets.
    pub(super) fn permission(&self, action: &'static str, snapshot: &Snapshot) -> RequiredPermission {
        let mut permission = RequiredPermission::on(action, self.role_arn);
        permission.account = self.arn.account.parse().ok();
        permission.class = ResourceClass::Role;
        permission.policy = self.role.cloned().map_or(ResourcePolicyOf::Nothing, ResourcePolicyOf::Trust);
        permission.missing = self.role.is_none().then(|| missing_role(snapshot, self.role_arn, &self.arn));
        let keys = &mut permission.condition_keys;
        keys.set(ROLE_SESSION_NAME, self.session_name);
        if let Some(source_identity) = self.source_identity {
            keys.set("sts:SourceIdentity", source_identity);
        }
        if !self.transitive_keys.is_empty() {
            keys.set_all("sts:TransitiveTagKeys", self.transitive_keys.iter().map(String::as_str));
        }
        for (key, value) in resource_tags(self.role.map(|role| &**role), self.inherited) {
            keys.add_tag("aws:ResourceTag", key, value);
            keys.add_tag("iam:ResourceTag", key, value);
        }
        permission.request_tags(passed::as_texts(self.tags))
    }
}

/// Who the new session is.
pub(super) fn identity(role: &Stored<Role>, session_name: &str) -> SessionIdentity {
    SessionIdentity::Role {
        role_id: role.id.clone(),
        role_arn: role.arn(),
        role_name: role.name.clone(),
        session_name: session_name.to_owned(),
    }
}

/// The same, as answers say it.
pub(super) fn user(role: &Stored<Role>, session_name: &str) -> AssumedRoleUser {
    AssumedRoleUser {
        assumed_role_id: [&role.id, ":", session_name].concat(),
        arn: ["arn:aws:sts::", &role.account.digits(), ":assumed-role/", &role.name, "/", session_name].concat(),
    }
}

/// Seconds of the session (R3.11, R3.12).
pub(super) fn duration(requested: Option<i32>, role: &Stored<Role>, chained: bool) -> Result<i32, ApiError> {
    let seconds = requested.unwrap_or(DEFAULT_SECONDS);
    if chained && seconds > MAX_CHAINED_SECONDS {
        return Err(ApiError::validation(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        ));
    }
    if seconds > role.max_session_duration {
        return Err(ApiError::validation(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    Ok(seconds)
}

/// A role that is not there. The nearest name is looked for by who reads the trail, not here: it would take the longer the
/// more roles there are, and whoever tries names could measure it (decision 0027).
fn missing_role(snapshot: &Snapshot, role_arn: &str, arn: &Arn<'_>) -> Missing {
    let account = arn.account.parse().ok().and_then(|id| snapshot.account(id)).map(|account| account.id);
    let what = match account {
        Some(account) => format!("there is no role {role_arn} in account {account}"),
        None => format!("there is no account \"{}\" here, and so no role {role_arn}", arn.account),
    };
    let instead = "name an existing role: the path is part of the ARN, and names are case-sensitive".to_owned();
    Missing { what, instead }
}

/// The role's tags, in which inherited transitive tags replace those of the same name (R3.21).
fn resource_tags<'t>(
    role: Option<&'t Stored<Role>>,
    inherited: &'t [(String, String)],
) -> impl Iterator<Item = (&'t str, &'t str)> {
    role.into_iter().flat_map(|role| &role.tags).map(|tag| {
        let replaced = inherited.iter().find(|(key, _)| equal_ignoring_case(key, &tag.key));
        (&*tag.key, &**replaced.map_or(&tag.value, |(_, value)| value))
    })
}
