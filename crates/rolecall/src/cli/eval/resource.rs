//! What a case's resource is.

use super::case::Case;
use rolecall_policy::request::{ResourceClass, S3Facts};
use rolecall_policy::{AccountId, Arn};

/// The resource as far as its ARN and the case's facts tell.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) class: ResourceClass,
    /// The owner that the case states.
    pub(super) account: Option<AccountId>,
    pub(super) s3: Option<S3Facts>,
}

/// The names of `resource_type`.
const TYPES: [(&str, ResourceClass); 7] = [
    ("role-trust", ResourceClass::Role),
    ("kms-key", ResourceClass::KmsKey),
    ("kms-alias", ResourceClass::KmsAlias),
    ("s3-bucket", ResourceClass::Bucket),
    ("s3-object", ResourceClass::Object),
    ("sqs-queue", ResourceClass::Queue),
    ("other", ResourceClass::Ordinary),
];

impl Resource {
    pub(super) fn of(case: &Case<'_>) -> Result<Self, String> {
        let request = &case.request;
        let class = match &request.resource_type {
            Some(name) => TYPES.iter().find(|(known, _)| known == name).map(|(_, class)| *class).ok_or_else(|| {
                let known = TYPES.map(|(name, _)| name).join(", ");
                format!("`resource_type` must be one of {known}, not `{name}`")
            })?,
            None => ResourceClass::of(&request.resource),
        };
        let s3 = match &request.s3 {
            None => None,
            Some(fields) => Some(S3Facts {
                object_owner: account("s3.object_owner", fields.object_owner.as_deref())?,
                restrict_public_buckets: fields.block_public_access.restrict_public_buckets,
                caller_canonical_id: fields.canonical_id.as_deref().map(Into::into),
                ignore_public_acls: fields.block_public_access.ignore_public_acls,
            }),
        };
        let is_arn = Arn::parse(&request.resource).is_some();
        if !is_arn && request.resource != "*" {
            return Err(format!("`resource` must be an ARN or *, not `{}`", request.resource));
        }
        if !request.action.contains(':') {
            return Err(format!("`action` must be service:Action, not `{}`", request.action));
        }
        Ok(Self { class, account: account("resource_account", request.resource_account.as_deref())?, s3 })
    }
}

fn account(name: &str, text: Option<&str>) -> Result<Option<AccountId>, String> {
    text.map(|text| text.parse().map_err(|_| format!("`{name}` must be twelve digits, not `{text}`"))).transpose()
}
