//! What stands in a world file besides accounts and root keys.
//!
//! Whatever can be refused keeps its place in the file, so that a refusal names the line.

use super::{WorldError, WorldKey, read_key};
use crate::environment::input;
use crate::secrets::Secret;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Number, Value as Json};
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;
use toml::Value;

/// The largest file with a document that is read, bytes: what a request may have. AWS's longest policies are far below it.
const MAX_POLICY_FILE: u64 = 1 << 20;

/// Tags of an entity: key to value.
pub type Tags = BTreeMap<String, String>;

/// A policy or another document: a text, kept as it is, or a table that stands for JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document(pub String);

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Value::deserialize(from)? {
            Value::String(text) => Ok(Self(text)),
            table @ Value::Table(_) => Ok(Self(json(table).to_string())),
            _ => Err(D::Error::custom("a policy must be a string or a table")),
        }
    }
}

/// A value as JSON. A date, such as that of an unquoted `Version`, is its text.
fn json(value: Value) -> Json {
    match value {
        Value::String(text) => Json::String(text),
        Value::Integer(number) => Json::Number(number.into()),
        Value::Float(number) => Number::from_f64(number).map_or(Json::Null, Json::Number),
        Value::Boolean(truth) => Json::Bool(truth),
        Value::Datetime(date) => Json::String(date.to_string()),
        Value::Array(values) => Json::Array(values.into_iter().map(json).collect()),
        Value::Table(fields) => {
            Json::Object(fields.into_iter().map(|(name, value)| (name, json(value))).collect::<Map<_, _>>())
        }
    }
}

/// A policy by itself, or in a file of its own.
macro_rules! with_document {
    ($name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty,)* } $policy:ident, $file:ident) => {
        #[doc = concat!("`", stringify!($name), "` of a world file.")]
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$attribute])* pub $field: $type,)*
            /// The document.
            pub $policy: Option<Spanned<Document>>,
            /// The file with the document, from the world file's folder.
            pub $file: Option<Spanned<String>>,
        }

        impl $name {
            /// Reads the document's file, if it has one.
            fn settle(&mut self, base: &Path, lines: &Lines) -> Result<(), WorldError> {
                settle(&mut self.$policy, self.$file.as_ref(), base, lines, [stringify!($policy), stringify!($file)])
            }
        }
    };
}

with_document! { InlinePolicy {
    /// Its name.
    name: String,
} policy, policy_file }

with_document! { WorldPolicy {
    /// Its name.
    name: String,
    /// Its path; `/` unless given.
    path: Option<String>,
    /// Its description.
    description: Option<String>,
    /// Its tags.
    #[serde(default)]
    tags: Tags,
} policy, policy_file }

with_document! { WorldRole {
    /// Its name.
    name: String,
    /// Its path; `/` unless given.
    path: Option<String>,
    /// Its description.
    description: Option<String>,
    /// `MaxSessionDuration`, seconds.
    max_session_duration: Option<i32>,
    /// Its tags.
    #[serde(default)]
    tags: Tags,
    /// ARN of its permissions boundary.
    boundary: Option<String>,
    /// ARNs of its managed policies.
    #[serde(default)]
    attached: Vec<Spanned<String>>,
    /// Its inline policies.
    #[serde(default)]
    inline_policy: Vec<Spanned<InlinePolicy>>,
} trust_policy, trust_policy_file }

with_document! { WorldBucket {
    /// Its name.
    name: String,
    /// Its Region; `us-east-1` unless given.
    region: Option<String>,
    /// Block Public Access; what is not given is on.
    public_access_block: Option<WorldPublicAccessBlock>,
} policy, policy_file }

with_document! { WorldOidcProvider {
    /// Its URL, with `https://`.
    url: String,
    /// The audiences of its tokens.
    #[serde(default)]
    client_ids: Vec<Spanned<String>>,
    /// SHA-1 hashes of certificates; those that are there stay unless some are given.
    #[serde(default)]
    thumbprints: Vec<String>,
    /// Its tags.
    #[serde(default)]
    tags: Tags,
} jwks, jwks_file }

with_document! { WorldSamlProvider {
    /// Its name.
    name: String,
    /// Its tags.
    #[serde(default)]
    tags: Tags,
} metadata, metadata_file }

with_document! { WorldOrganizationPolicy {
    /// Its name.
    name: String,
    /// Its type, such as `SERVICE_CONTROL_POLICY`.
    r#type: Spanned<String>,
    /// Its description.
    description: Option<String>,
    /// Its tags.
    #[serde(default)]
    tags: Tags,
    /// What it is attached to: `/` is the root, else a path of units or the id of an account.
    #[serde(default)]
    targets: Vec<Spanned<String>>,
} policy, policy_file }

/// Block Public Access of a bucket.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "S3's settings")]
pub struct WorldPublicAccessBlock {
    /// `BlockPublicAcls`.
    #[serde(default = "on")]
    pub block_public_acls: bool,
    /// `IgnorePublicAcls`.
    #[serde(default = "on")]
    pub ignore_public_acls: bool,
    /// `BlockPublicPolicy`.
    #[serde(default = "on")]
    pub block_public_policy: bool,
    /// `RestrictPublicBuckets`.
    #[serde(default = "on")]
    pub restrict_public_buckets: bool,
}

fn on() -> bool {
    true
}

/// The organization of a world file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldOrganization {
    /// The id of the management account.
    pub management_account: Spanned<String>,
    /// `ALL`, unless given, or `CONSOLIDATED_BILLING`.
    pub feature_set: Option<Spanned<String>>,
    /// How many accounts it may have; AWS's default unless given.
    pub max_accounts: Option<Spanned<usize>>,
    /// Its policies.
    #[serde(default)]
    pub policy: Vec<Spanned<WorldOrganizationPolicy>>,
    /// From what `FullAWSAccess` is detached; called as the targets of policies.
    #[serde(default)]
    pub without_full_access: Vec<Spanned<String>>,
    /// The organizational units below the root.
    #[serde(default)]
    pub unit: Vec<Spanned<WorldUnit>>,
}

/// An organizational unit of a world file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldUnit {
    /// Its name; without a slash, which separates the names of a path.
    pub name: String,
    /// The units in it.
    #[serde(default)]
    pub unit: Vec<Spanned<WorldUnit>>,
}

/// A user of a world file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldUser {
    /// Its name.
    pub name: String,
    /// Its path; `/` unless given.
    pub path: Option<String>,
    /// Its tags.
    #[serde(default)]
    pub tags: Tags,
    /// ARN of its permissions boundary.
    pub boundary: Option<String>,
    /// ARNs of its managed policies.
    #[serde(default)]
    pub attached: Vec<Spanned<String>>,
    /// Its inline policies.
    #[serde(default)]
    pub inline_policy: Vec<Spanned<InlinePolicy>>,
    /// Access keys that are given.
    #[serde(default)]
    pub access_key: Vec<Spanned<GivenKey>>,
    /// Whether it gets an access key that is generated, and shown once.
    #[serde(default)]
    pub new_access_key: bool,
    /// The password that it is given once.
    pub password: Option<Spanned<Password>>,
    /// Whether it must choose another password at its first sign-in.
    #[serde(default)]
    pub password_reset_required: bool,
}

/// An access key of a user.
#[derive(Debug)]
pub struct GivenKey(pub WorldKey);

impl<'de> Deserialize<'de> for GivenKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        read_key(from, "access_key").map(Self)
    }
}

/// A password. An error about it does not repeat it.
pub struct Password(pub Secret);

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Value::deserialize(from)? {
            Value::String(text) => Ok(Self(Secret::new(text))),
            _ => Err(D::Error::custom("`password` must be a string")),
        }
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

/// A hardware MFA device of a world file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldHardwareDevice {
    /// The serial number on it.
    pub serial: String,
    /// The seed, in Base32.
    pub seed: Spanned<Seed>,
}

/// The seed of an MFA device. An error about it does not repeat it.
pub struct Seed(pub Secret);

impl<'de> Deserialize<'de> for Seed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Value::deserialize(from)? {
            Value::String(text) => Ok(Self(Secret::new(text))),
            _ => Err(D::Error::custom("`seed` must be a string")),
        }
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed")
    }
}

/// A group of a world file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldGroup {
    /// Its name.
    pub name: String,
    /// Its path; `/` unless given.
    pub path: Option<String>,
    /// Names of users.
    #[serde(default)]
    pub members: Vec<Spanned<String>>,
    /// ARNs of its managed policies.
    #[serde(default)]
    pub attached: Vec<Spanned<String>>,
    /// Its inline policies.
    #[serde(default)]
    pub inline_policy: Vec<Spanned<InlinePolicy>>,
}

/// Where the lines of a file begin.
#[derive(Debug, Default)]
pub struct Lines(Vec<usize>);

impl Lines {
    /// Of this text.
    pub(super) fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect())
    }

    /// The line of a byte, from 1.
    pub(super) fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|end| *end < byte) + 1
    }

    /// The line that a value begins in.
    pub(super) fn line<T>(&self, value: &Spanned<T>) -> usize {
        self.at(value.span().start)
    }
}

/// Reads documents that stand in files of their own.
pub(super) fn settle_account(account: &mut super::WorldAccount, base: &Path, lines: &Lines) -> Result<(), WorldError> {
    let of_users = account.user.iter_mut().flat_map(|user| &mut user.get_mut().inline_policy);
    let of_groups = account.group.iter_mut().flat_map(|group| &mut group.get_mut().inline_policy);
    for policy in of_users.chain(of_groups) {
        policy.get_mut().settle(base, lines)?;
    }
    for role in &mut account.role {
        role.get_mut().settle(base, lines)?;
        for policy in &mut role.get_mut().inline_policy {
            policy.get_mut().settle(base, lines)?;
        }
    }
    for provider in &mut account.oidc_provider {
        provider.get_mut().settle(base, lines)?;
    }
    for provider in &mut account.saml_provider {
        provider.get_mut().settle(base, lines)?;
    }
    for policy in &mut account.policy {
        policy.get_mut().settle(base, lines)?;
    }
    for bucket in &mut account.bucket {
        bucket.get_mut().settle(base, lines)?;
    }
    Ok(())
}

/// The same of the policies of an organization.
pub(super) fn settle_organization(
    organization: &mut WorldOrganization,
    base: &Path,
    lines: &Lines,
) -> Result<(), WorldError> {
    organization.policy.iter_mut().try_for_each(|policy| policy.get_mut().settle(base, lines))
}

fn settle(
    document: &mut Option<Spanned<Document>>,
    file: Option<&Spanned<String>>,
    base: &Path,
    lines: &Lines,
    [inline, apart]: [&str; 2],
) -> Result<(), WorldError> {
    let Some(file) = file else { return Ok(()) };
    let at = |problem: String| WorldError::Syntax { line: lines.line(file), problem };
    if document.is_some() {
        return Err(at(format!("`{inline}` and `{apart}` are both given; keep one")));
    }
    let path = base.join(file.get_ref());
    let text = input::file(&path, MAX_POLICY_FILE).map_err(|error| at(error.to_string()))?.text;
    *document = Some(Spanned::new(file.span(), Document(text)));
    Ok(())
}
