//! The permissions that S3's operations require: resources, owners, the bucket policy, and the `s3:` condition keys.

use super::wire::Head;
use super::{encryption, error};
use crate::api::error::ApiError;
use crate::directory::entities::Bucket;
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::services::operation::ResourcePolicyOf;
use crate::services::{CallContext, Caller, RequiredPermission, Requires};
use rolecall_policy::request::{ResourceClass, S3Facts};
use std::borrow::Cow;
use std::sync::Arc;

/// Headers that are condition keys: their name with the prefix `s3:`, on the operations that take them.
const WRITE_HEADERS: &[&str] = &[
    "x-amz-acl",
    "x-amz-copy-source",
    "x-amz-grant-full-control",
    "x-amz-grant-read",
    "x-amz-grant-read-acp",
    "x-amz-grant-write",
    "x-amz-grant-write-acp",
    "x-amz-metadata-directive",
    "x-amz-object-ownership",
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-storage-class",
    "x-amz-website-redirect-location",
    "if-match",
    "if-none-match",
];

/// A bucket as the directory holds it.
pub(super) type BucketEntry = Arc<Stored<Bucket>>;

/// The bucket that the request names.
///
/// # Errors
/// `NoSuchBucket` 404; `AccessDenied` 403 if it is not the account's that the client expects
/// (`x-amz-expected-bucket-owner`); `AuthorizationHeaderMalformed` 400 if the signature is for another Region (R5.22).
/// All come before authorisation.
pub(super) fn find_bucket(call: &CallContext<'_>, head: &Head) -> Result<BucketEntry, ApiError> {
    let bucket = bucket_anywhere(call, head)?;
    match call.info.auth_type {
        Some(form) if call.info.region != bucket.region => {
            Err(error::wrong_region(form == "REST-QUERY-STRING", &call.info.region, &bucket.region))
        }
        _ => Ok(bucket),
    }
}

/// `action` on the bucket that the request names, which is handed to the handler.
///
/// # Errors
/// Those of [`find_bucket`].
pub(super) fn requires_on_bucket(
    action: &'static str,
    head: &Head,
    call: &CallContext<'_>,
) -> Result<Requires<BucketEntry>, ApiError> {
    let bucket = find_bucket(call, head)?;
    Ok(Requires::one(on_bucket(action, &bucket, head, call), bucket))
}

/// As [`find_bucket`], whatever Region the signature is for.
pub(super) fn bucket_anywhere(call: &CallContext<'_>, head: &Head) -> Result<BucketEntry, ApiError> {
    bucket_of_owner(call, &head.bucket, head.header("x-amz-expected-bucket-owner"))
}

/// The bucket of this name, with the owner the client expects of it.
pub(super) fn bucket_of_owner(
    call: &CallContext<'_>,
    name: &str,
    expected_owner: Option<&str>,
) -> Result<BucketEntry, ApiError> {
    let bucket = call.snapshot.bucket(name).ok_or_else(|| error::no_such_bucket(name))?;
    if expected_owner.is_some_and(|owner| owner != bucket.account.to_string()) {
        return Err(ApiError::access_denied("Access Denied"));
    }
    Ok(Arc::clone(bucket))
}

/// The bucket's name in the byte store: a bucket that is deleted and created again is another one.
pub(super) fn scope(bucket: &Bucket) -> String {
    format!("{}/{}/{}", bucket.account, bucket.created.as_nanosecond(), bucket.name)
}

/// `action` on the bucket itself (R1.72).
pub(super) fn on_bucket(
    action: impl Into<Cow<'static, str>>,
    bucket: &BucketEntry,
    head: &Head,
    call: &CallContext<'_>,
) -> RequiredPermission {
    on(action, bucket, format!("arn:aws:s3:::{}", bucket.name), ResourceClass::Bucket, head, call)
}

/// `action` on an object, by its key as stored (R1.72).
pub(super) fn on_object(
    action: impl Into<Cow<'static, str>>,
    bucket: &BucketEntry,
    key: &str,
    head: &Head,
    call: &CallContext<'_>,
) -> RequiredPermission {
    on(action, bucket, format!("arn:aws:s3:::{}/{key}", bucket.name), ResourceClass::Object, head, call)
}

fn on(
    action: impl Into<Cow<'static, str>>,
    bucket: &BucketEntry,
    resource: String,
    class: ResourceClass,
    head: &Head,
    call: &CallContext<'_>,
) -> RequiredPermission {
    let mut permission = RequiredPermission::on(action, resource).key("s3:ResourceAccount", bucket.account.to_string());
    permission.account = Some(bucket.account);
    permission.class = class;
    permission.policy = ResourcePolicyOf::Bucket(Arc::clone(bucket));
    permission.s3 = Some(S3Facts {
        // Bucket owner enforced: every object is the bucket owner's (R2.29).
        object_owner: None,
        restrict_public_buckets: bucket.public_access_block.restrict_public_buckets,
        caller_canonical_id: call.caller_canonical_id(),
        ignore_public_acls: bucket.public_access_block.ignore_public_acls,
    });
    signature_keys(permission, head, call)
}

/// Adds the keys that say how the request was signed.
pub(super) fn signature_keys(
    mut permission: RequiredPermission,
    head: &Head,
    call: &CallContext<'_>,
) -> RequiredPermission {
    if let Some(auth_type) = call.info.auth_type {
        permission = permission.key("s3:authType", auth_type);
    }
    if let Some(version) = call.info.signature_version {
        permission = permission.key("s3:signatureversion", version);
    }
    if let Some(version) = call.info.tls_version {
        permission = permission.key("s3:TlsVersion", version);
    }
    if let Some(age) = call.info.signature_age_ms {
        permission = permission.key("s3:signatureAge", age.to_string());
    }
    // Of a signed request what the signature covers; a parameter or header beside it claims what nobody checked.
    let sent = || head.header("x-amz-content-sha256").filter(|_| call.info.auth_type.is_none());
    if let Some(hash) = call.info.content_sha256.as_deref().or_else(sent) {
        permission = permission.key("s3:x-amz-content-sha256", hash);
    }
    permission
}

/// Adds the keys of a write: the headers that are condition keys.
pub(super) fn write_keys(mut permission: RequiredPermission, head: &Head) -> RequiredPermission {
    for name in WRITE_HEADERS {
        if let Some(value) = head.header(name) {
            permission.condition_keys.set(&format!("s3:{name}"), value);
        }
    }
    permission
}

/// Adds `s3:VersionId`, if the request names one.
pub(super) fn version_key(permission: RequiredPermission, version_id: Option<&str>) -> RequiredPermission {
    match version_id {
        Some(id) => permission.key("s3:VersionId", id),
        None => permission,
    }
}

/// The action's form for a named version: `s3:GetObject` and `s3:GetObjectVersion`.
pub(super) fn versioned(version_id: Option<&str>, plain: &'static str, of_version: &'static str) -> &'static str {
    if version_id.is_some() { of_version } else { plain }
}

/// Buckets here have no versions: only the version `null` exists.
///
/// # Errors
/// `NoSuchVersion` 404.
pub(super) fn check_version(key: &str, version_id: Option<&str>) -> Result<(), ApiError> {
    match version_id {
        None | Some("null") => Ok(()),
        Some(other) => Err(error::no_such_version(key, other)),
    }
}

/// Headers of features that are not implemented: a request that relies on one is refused, not half done.
const NOT_IMPLEMENTED: &[&str] = &[
    "x-amz-object-lock-legal-hold",
    "x-amz-object-lock-mode",
    "x-amz-object-lock-retain-until-date",
    "x-amz-tagging",
    "x-amz-write-offset-bytes",
];

/// Refuses a write that needs a feature which is not implemented, before it is authorised.
///
/// # Errors
/// `NotImplemented` 501; those of [`encryption::check_write`].
pub(super) fn check_write_headers(head: &Head) -> Result<(), ApiError> {
    encryption::check_write(head)?;
    if let Some(name) = NOT_IMPLEMENTED.iter().find(|name| head.headers.contains_key(**name)) {
        return Err(error::not_implemented(name));
    }
    match head.header("x-amz-storage-class") {
        None | Some("STANDARD") => Ok(()),
        Some(_) => Err(error::not_implemented("x-amz-storage-class")),
    }
}

/// With *bucket owner enforced*, the only access control list is full control for the owner (R2.29). `private` says the same
/// when the owner's own account writes. Nothing is set, so no permission but that to write is asked; the headers are
/// condition keys of it.
///
/// # Errors
/// `AccessControlListNotSupported` 400.
pub(super) fn check_acl_headers(
    head: &Head,
    bucket: &Bucket,
    snapshot: &Snapshot,
    caller: &Caller,
) -> Result<(), ApiError> {
    let owner_canonical_id = snapshot.canonical_id(bucket.account);
    let to_owner = |value: &str| {
        owner_canonical_id.is_some_and(|id| value == format!("id={id}") || value == format!("id=\"{id}\""))
    };
    let is_own = caller.principal.account() == Some(bucket.account);
    for (name, value) in &head.headers {
        let allowed = match name.as_str() {
            "x-amz-acl" => value == "bucket-owner-full-control" || (is_own && value == "private"),
            "x-amz-grant-full-control" => value.to_str().is_ok_and(to_owner),
            other => !other.starts_with("x-amz-grant-"),
        };
        if !allowed {
            return Err(error::acls_not_supported());
        }
    }
    Ok(())
}
