//! The store's keys. They start with the account id, so that a later shard is a range of keys; what must be unique over
//! all accounts starts with `-`. Names are lower-cased: they are unique ignoring case (R4.7).

use rolecall_policy::AccountId;

/// What a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `A/account`
    Account,
    /// `A/user/name`
    User,
    /// `A/group/name`
    Group,
    /// `A/role/name`
    Role,
    /// `A/instance-profile/name`
    InstanceProfile,
    /// `A/policy/name`
    Policy,
    /// `A/access-key/id`
    AccessKey,
    /// `A/mfa-device/name`
    MfaDevice,
    /// `A/last-used/id`
    LastUsed,
    /// `-/alias/name`
    Alias,
    /// `-/bucket/name`
    Bucket,
}

/// The kind a key belongs to; `None` for keys that are not the directory's.
#[must_use]
pub fn kind(key: &str) -> Option<Kind> {
    let (owner, rest) = key.split_once('/')?;
    let kind = rest.split_once('/').map_or(rest, |(kind, _)| kind);
    match (owner, kind) {
        ("-", "alias") => Some(Kind::Alias),
        ("-", "bucket") => Some(Kind::Bucket),
        ("-", _) => None,
        (_, "account") => Some(Kind::Account),
        (_, "user") => Some(Kind::User),
        (_, "group") => Some(Kind::Group),
        (_, "role") => Some(Kind::Role),
        (_, "instance-profile") => Some(Kind::InstanceProfile),
        (_, "policy") => Some(Kind::Policy),
        (_, "access-key") => Some(Kind::AccessKey),
        (_, "mfa-device") => Some(Kind::MfaDevice),
        (_, "last-used") => Some(Kind::LastUsed),
        _ => None,
    }
}

/// Key of an account.
#[must_use]
pub fn account(id: AccountId) -> String {
    format!("{id}/account")
}

/// Key of a user.
#[must_use]
pub fn user(account: AccountId, name: &str) -> String {
    format!("{account}/user/{}", name.to_lowercase())
}

/// Key of a group.
#[must_use]
pub fn group(account: AccountId, name: &str) -> String {
    format!("{account}/group/{}", name.to_lowercase())
}

/// Key of a role.
#[must_use]
pub fn role(account: AccountId, name: &str) -> String {
    format!("{account}/role/{}", name.to_lowercase())
}

/// Key of an instance profile.
#[must_use]
pub fn instance_profile(account: AccountId, name: &str) -> String {
    format!("{account}/instance-profile/{}", name.to_lowercase())
}

/// Key of a customer managed policy.
#[must_use]
pub fn policy(account: AccountId, name: &str) -> String {
    format!("{account}/policy/{}", name.to_lowercase())
}

/// Key of an access key.
#[must_use]
pub fn access_key(account: AccountId, id: &str) -> String {
    format!("{account}/access-key/{id}")
}

/// Key of a virtual MFA device.
#[must_use]
pub fn mfa_device(account: AccountId, name: &str) -> String {
    format!("{account}/mfa-device/{}", name.to_lowercase())
}

/// Key of the note when an access key or role was last used.
#[must_use]
pub fn last_used(account: AccountId, id: &str) -> String {
    format!("{account}/last-used/{id}")
}

/// Key of the claim on an account alias.
#[must_use]
pub fn alias(alias: &str) -> String {
    format!("-/alias/{alias}")
}

/// Key of a bucket.
#[must_use]
pub fn bucket(name: &str) -> String {
    format!("-/bucket/{name}")
}
