//! What the directory holds: the entities of IAM and of S3, as they are stored.
//!
//! Relations that a deletion must respect are written on both ends (a user's groups and the group's members, a policy's
//! attachment count), so that two changes which would contradict each other touch the same entity and one of them
//! conflicts and is planned again.

use super::keys;
use crate::secrets::Sealed;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something the store keeps under one key.
pub trait Entity: Serialize + for<'de> Deserialize<'de> + Send + Sync + 'static {
    /// The store key.
    fn key(&self) -> String;
}

/// A tag of an IAM entity (R4.10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// 1–128 characters; unique ignoring case for users and roles.
    pub key: String,
    /// 0–256 characters.
    pub value: String,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Twelve digits.
    #[serde(with = "account_id")]
    pub id: AccountId,
    /// Name given in the world file.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// 64 hex digits: the account's name in S3 (R1.74).
    pub canonical_id: String,
    /// The account alias, if it has one (R4.68).
    #[serde(default)]
    pub alias: Option<String>,
    /// Ids of the root user's access keys.
    #[serde(default)]
    pub root_access_keys: Vec<String>,
    /// Serial numbers of the root user's MFA devices.
    #[serde(default)]
    pub root_mfa_devices: Vec<String>,
}

/// An IAM user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Owner.
    #[serde(with = "account_id")]
    pub account: AccountId,
    /// `AIDA…`.
    pub id: String,
    /// As given; unique ignoring case (R4.7).
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// When it was made.
    pub created: Timestamp,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// ARN of the permissions boundary.
    #[serde(default)]
    pub boundary: Option<String>,
    /// Inline policies: name to text as sent.
    #[serde(default)]
    pub inline: BTreeMap<String, String>,
    /// ARNs of attached managed policies, in the order of attachment.
    #[serde(default)]
    pub attached: Vec<String>,
    /// Unique ids of the groups the user is in.
    #[serde(default)]
    pub groups: BTreeSet<String>,
    /// Ids of access keys.
    #[serde(default)]
    pub access_keys: Vec<String>,
    /// Serial numbers of MFA devices.
    #[serde(default)]
    pub mfa_devices: Vec<String>,
}

/// An IAM group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Owner.
    #[serde(with = "account_id")]
    pub account: AccountId,
    /// `AGPA…`.
    pub id: String,
    /// As given; unique ignoring case.
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// When it was made.
    pub created: Timestamp,
    /// Inline policies: name to text as sent.
    #[serde(default)]
    pub inline: BTreeMap<String, String>,
    /// ARNs of attached managed policies.
    #[serde(default)]
    pub attached: Vec<String>,
    /// Unique ids of member users.
    #[serde(default)]
    pub members: BTreeSet<String>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Owner.
    #[serde(with = "account_id")]
    pub account: AccountId,
    /// `AROA…`.
    pub id: String,
    /// As given; unique ignoring case.
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// When it was made.
    pub created: Timestamp,
    /// Up to 1,000 characters.
    #[serde(default)]
    pub description: Option<String>,
    /// Seconds, 3,600–43,200 (R4.20).
    pub max_session_duration: i32,
    /// The trust policy in stored form: principal ARNs replaced by unique ids (R1.18).
    pub trust_policy: String,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// ARN of the permissions boundary.
    #[serde(default)]
    pub boundary: Option<String>,
    /// Inline policies: name to text as sent.
    #[serde(default)]
    pub inline: BTreeMap<String, String>,
    /// ARNs of attached managed policies.
    #[serde(default)]
    pub attached: Vec<String>,
    /// Names of the instance profiles the role is in.
    #[serde(default)]
    pub instance_profiles: BTreeSet<String>,
}

/// An instance profile (R4.25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceProfile {
    /// Owner.
    #[serde(with = "account_id")]
    pub account: AccountId,
    /// `AIPA…`.
    pub id: String,
    /// As given; unique ignoring case.
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// When it was made.
    pub created: Timestamp,
    /// Unique id of the role in it.
    #[serde(default)]
    pub role: Option<String>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// One version of a customer managed policy (R4.29).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// The number after `v`; never used again.
    pub number: u32,
    /// Text as sent.
    pub document: String,
    /// When it was made.
    pub created: Timestamp,
}

/// A customer managed policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedPolicy {
    /// Owner.
    #[serde(with = "account_id")]
    pub account: AccountId,
    /// `ANPA…`.
    pub id: String,
    /// As given; unique ignoring case.
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// Up to 1,000 characters.
    #[serde(default)]
    pub description: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When a version last changed (R4.28).
    pub updated: Timestamp,
    /// Up to five, in order of number.
    pub versions: Vec<PolicyVersion>,
    /// Number of the default version.
    pub default_version: u32,
    /// Number the next version gets.
    pub next_version: u32,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// How many users, groups and roles it is attached to.
    #[serde(default)]
    pub attachment_count: u32,
    /// How many users and roles have it as boundary.
    #[serde(default)]
    pub boundary_count: u32,
}

/// A long-term access key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessKey {
    /// `AKIA…`.
    pub id: String,
    /// Owner.
    #[serde(with = "account_id")]
    pub account: AccountId,
    /// Unique id of the user; `None` for the root user.
    #[serde(default)]
    pub user: Option<String>,
    /// The secret, sealed with the master key under this entity's store key.
    pub sealed_secret: Sealed,
    /// Active or inactive.
    pub active: bool,
    /// When it was made.
    pub created: Timestamp,
}

/// A virtual MFA device (section 4.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MfaDevice {
    /// Owner.
    #[serde(with = "account_id")]
    pub account: AccountId,
    /// Name as given.
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// The seed, sealed with the master key under this entity's store key.
    pub sealed_seed: Sealed,
    /// Who it is enabled for.
    #[serde(default)]
    pub assigned: Option<MfaAssignment>,
    /// The last time step whose code was accepted: each code counts once (R3.14).
    #[serde(default)]
    pub last_step: u64,
    /// Steps by which the device's clock was seen to be ahead, from enabling or resynchronising.
    #[serde(default)]
    pub drift: i64,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// Whom an MFA device belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MfaAssignment {
    /// Unique id of the user; `None` for the root user.
    #[serde(default)]
    pub user: Option<String>,
    /// When it was enabled.
    pub enabled: Timestamp,
}

/// The claim on an account alias, which is unique over all accounts (R4.68).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AliasClaim {
    /// The alias.
    pub alias: String,
    /// Who has it.
    #[serde(with = "account_id")]
    pub account: AccountId,
}

/// Block Public Access settings of a bucket (R2.31); all on by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicAccessBlock {
    /// `BlockPublicAcls`.
    pub block_public_acls: bool,
    /// `IgnorePublicAcls`.
    pub ignore_public_acls: bool,
    /// `BlockPublicPolicy`.
    pub block_public_policy: bool,
    /// `RestrictPublicBuckets`.
    pub restrict_public_buckets: bool,
}

impl Default for PublicAccessBlock {
    fn default() -> Self {
        Self {
            block_public_acls: true,
            ignore_public_acls: true,
            block_public_policy: true,
            restrict_public_buckets: true,
        }
    }
}

/// An S3 bucket's settings. Its objects live on the file system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Unique over all accounts.
    pub name: String,
    /// Owner.
    #[serde(with = "account_id")]
    pub account: AccountId,
    /// `us-east-1`, …
    pub region: String,
    /// When it was made.
    pub created: Timestamp,
    /// The bucket policy in stored form (R1.18).
    #[serde(default)]
    pub policy: Option<String>,
    /// Block Public Access.
    #[serde(default)]
    pub public_access_block: PublicAccessBlock,
}

impl User {
    /// `arn:aws:iam::A:user/path/Name`.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("arn:aws:iam::{}:user{}{}", self.account, self.path, self.name)
    }
}

impl Group {
    /// `arn:aws:iam::A:group/path/Name`.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("arn:aws:iam::{}:group{}{}", self.account, self.path, self.name)
    }
}

impl Role {
    /// `arn:aws:iam::A:role/path/Name`.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("arn:aws:iam::{}:role{}{}", self.account, self.path, self.name)
    }

    /// Whether the role is service-linked (R2.37).
    #[must_use]
    pub fn is_service_linked(&self) -> bool {
        self.path.starts_with("/aws-service-role/")
    }
}

impl InstanceProfile {
    /// `arn:aws:iam::A:instance-profile/path/Name`.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("arn:aws:iam::{}:instance-profile{}{}", self.account, self.path, self.name)
    }
}

impl ManagedPolicy {
    /// `arn:aws:iam::A:policy/path/Name`.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("arn:aws:iam::{}:policy{}{}", self.account, self.path, self.name)
    }

    /// The version in effect (R4.30).
    #[must_use]
    pub fn default_document(&self) -> Option<&PolicyVersion> {
        self.versions.iter().find(|v| v.number == self.default_version)
    }
}

impl MfaDevice {
    /// The serial number, `arn:aws:iam::A:mfa/path/Name` (R4.40).
    #[must_use]
    pub fn serial_number(&self) -> String {
        format!("arn:aws:iam::{}:mfa{}{}", self.account, self.path, self.name)
    }
}

macro_rules! entities {
    ($($type:ty => |$it:ident| $key:expr;)*) => {
        $(impl Entity for $type {
            fn key(&self) -> String {
                let $it = self;
                $key
            }
        })*
    };
}

entities! {
    Account => |it| keys::account(it.id);
    User => |it| keys::user(it.account, &it.name);
    Group => |it| keys::group(it.account, &it.name);
    Role => |it| keys::role(it.account, &it.name);
    InstanceProfile => |it| keys::instance_profile(it.account, &it.name);
    ManagedPolicy => |it| keys::policy(it.account, &it.name);
    AccessKey => |it| keys::access_key(it.account, &it.id);
    MfaDevice => |it| keys::mfa_device(it.account, &it.name);
    AliasClaim => |it| keys::alias(&it.alias);
    Bucket => |it| keys::bucket(&it.name);
}

/// Account ids as twelve-digit text.
mod account_id {
    use rolecall_policy::AccountId;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(id: &AccountId, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(id)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AccountId, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
