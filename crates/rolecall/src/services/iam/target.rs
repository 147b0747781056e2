//! What an IAM operation asks to be allowed: on which resource, with which condition keys of IAM's own.
//!
//! The resource is the ARN of what there is, path included. What is not there is named by the ARN it would have with the
//! path `/`, so that a caller without permission cannot tell the one from the other (R5.18). Operations on nothing in
//! particular have the resource `*`.

use super::faults;
use crate::api::error::ApiError;
use crate::directory::entities::{Tag, User};
use crate::directory::snapshot::Snapshot;
use crate::services::operation::Access;
use rolecall_catalog::api::iam as api;
use rolecall_policy::{AccountId, Arn, Context};

/// One (action, resource) pair, without the action if it is the operation's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    action: Option<&'static str>,
    resource: String,
    context: Context,
}

impl Target {
    /// The operation's own action on this resource.
    pub(super) fn on(resource: impl Into<String>) -> Self {
        Self { action: None, resource: resource.into(), context: Context::new() }
    }

    /// The operation's own action on nothing in particular.
    pub(super) fn account_wide() -> Self {
        Self::on("*")
    }

    /// A user: the one of this name, or the one that would have it.
    pub(super) fn user(snapshot: &Snapshot, account: AccountId, name: &str) -> Self {
        match snapshot.user(account, name) {
            Some(user) => Self::of_user(user),
            None => Self::on(format!("arn:aws:iam::{account}:user/{name}")),
        }
    }

    /// This user.
    pub(super) fn of_user(user: &User) -> Self {
        Self::on(user.arn()).principal_tags(&user.tags)
    }

    /// A group.
    pub(super) fn group(snapshot: &Snapshot, account: AccountId, name: &str) -> Self {
        Self::on(
            snapshot.group(account, name).map_or_else(|| format!("arn:aws:iam::{account}:group/{name}"), |it| it.arn()),
        )
    }

    /// A role.
    pub(super) fn role(snapshot: &Snapshot, account: AccountId, name: &str) -> Self {
        match snapshot.role(account, name) {
            Some(role) => Self::on(role.arn()).principal_tags(&role.tags),
            None => Self::on(format!("arn:aws:iam::{account}:role/{name}")),
        }
    }

    /// An instance profile.
    pub(super) fn instance_profile(snapshot: &Snapshot, account: AccountId, name: &str) -> Self {
        match snapshot.instance_profile(account, name) {
            Some(profile) => Self::on(profile.arn()).tags(&profile.tags),
            None => Self::on(format!("arn:aws:iam::{account}:instance-profile/{name}")),
        }
    }

    /// A managed policy, customer's or AWS's.
    pub(super) fn policy(snapshot: &Snapshot, arn: &str) -> Self {
        let target = Self::on(arn);
        match snapshot.policy_by_arn(arn) {
            Some(policy) => target.tags(&policy.tags),
            None => target,
        }
    }

    /// A virtual MFA device.
    pub(super) fn mfa_device(snapshot: &Snapshot, serial_number: &str) -> Self {
        let target = Self::on(serial_number);
        match snapshot.mfa_device(serial_number) {
            Some(device) => target.tags(&device.tags),
            None => target,
        }
    }

    /// This and the same thing under the ARN it gets: both must be allowed.
    pub(super) fn and_moved_to(self, arn: String) -> Vec<Self> {
        if self.resource == arn {
            return vec![self];
        }
        let after = Self { resource: arn, ..self.clone() };
        vec![self, after]
    }

    /// Another action than the operation's own.
    pub(super) fn action(mut self, action: &'static str) -> Self {
        self.action = Some(action);
        self
    }

    /// Sets a key.
    pub(super) fn key(mut self, name: &str, value: &str) -> Self {
        self.context.set(name, value);
        self
    }

    /// `iam:PermissionsBoundary`: the one asked for, or the one that is set.
    pub(super) fn boundary(self, arn: Option<&str>) -> Self {
        match arn {
            Some(arn) => self.key("iam:PermissionsBoundary", arn),
            None => self,
        }
    }

    /// `iam:PolicyARN`.
    pub(super) fn attaching(self, policy_arn: &str) -> Self {
        self.key("iam:PolicyARN", policy_arn)
    }

    /// `aws:ResourceTag/k`.
    fn tags(mut self, tags: &[Tag]) -> Self {
        for tag in tags {
            self.context.set(&format!("aws:ResourceTag/{}", tag.key), &*tag.value);
        }
        self
    }

    /// `aws:ResourceTag/k` and, of users and roles, `iam:ResourceTag/k`.
    fn principal_tags(mut self, tags: &[Tag]) -> Self {
        for tag in tags {
            self.context.set(&format!("iam:ResourceTag/{}", tag.key), &*tag.value);
        }
        self.tags(tags)
    }

    /// `aws:RequestTag/k` and `aws:TagKeys`; absent if the request has no tags.
    pub(super) fn requesting(mut self, tags: Option<&[api::Tag]>) -> Self {
        let tags = tags.unwrap_or_default();
        for tag in tags {
            self.context.set(&format!("aws:RequestTag/{}", tag.key), &*tag.value);
        }
        let keys: Vec<&str> = tags.iter().map(|tag| &*tag.key).collect();
        self.tag_keys(&keys)
    }

    /// `aws:TagKeys` of a request that removes tags.
    pub(super) fn untagging(self, keys: &[String]) -> Self {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        self.tag_keys(&keys)
    }

    fn tag_keys(mut self, keys: &[&str]) -> Self {
        if !keys.is_empty() {
            self.context.set_all("aws:TagKeys", keys.iter().map(|key| Box::from(*key)).collect());
        }
        self
    }

    /// Refuses changes of roles that are AWS's, whatever the policies say (R2.39). Passing them is not a change.
    ///
    /// # Errors
    /// `UnmodifiableEntity`.
    pub(super) fn check_not_reserved(&self, operation: &str) -> Result<(), ApiError> {
        let reads = operation.starts_with("Get") || operation.starts_with("List");
        let role = Arn::parse(&self.resource).and_then(|arn| arn.resource.strip_prefix("role/aws-reserved/"));
        match role.and_then(|path| path.rsplit('/').next()) {
            Some(name) if !reads && self.action.is_none() => Err(faults::protected_role(name)),
            _ => Ok(()),
        }
    }

    /// As the authoriser takes it.
    pub(super) fn into_access(self, operation: &str) -> Access {
        let action = self.action.map_or_else(|| format!("iam:{operation}"), str::to_owned);
        Access { context: self.context, ..Access::on(action, self.resource) }
    }
}

/// Things that are made with a name and a path.
pub(super) enum New<'a> {
    User(&'a str),
    Group(&'a str),
    Role(&'a str),
    Policy(&'a str),
    InstanceProfile(&'a str),
    MfaDevice(&'a str),
}

impl New<'_> {
    /// The operation's own action on the ARN it will have.
    pub(super) fn target(&self, account: AccountId, path: &str) -> Target {
        Target::on(self.arn(account, path))
    }

    /// The ARN it will have.
    pub(super) fn arn(&self, account: AccountId, path: &str) -> String {
        let (kind, name) = match self {
            Self::User(name) => ("user", name),
            Self::Group(name) => ("group", name),
            Self::Role(name) => ("role", name),
            Self::Policy(name) => ("policy", name),
            Self::InstanceProfile(name) => ("instance-profile", name),
            Self::MfaDevice(name) => ("mfa", name),
        };
        format!("arn:aws:iam::{account}:{kind}{path}{name}")
    }
}
