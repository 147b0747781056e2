//! Whether CloudTrail could deliver into a bucket: the same decision that each delivery meets.

use super::call::CloudTrailCall;
use super::errors;
use super::organization::SERVICE_PRINCIPAL;
use crate::api::error::ApiError;
use crate::directory::entities::Trail;
use crate::domain::caller::{CallSource, Caller};
use crate::services::RequestInfo;
use crate::services::authorize::is_permitted;
use crate::services::operation::{CallContext, RequiredPermission, ResourcePolicyOf, SIGNATURE_V4};
use rolecall_policy::request::{ResourceClass, S3Facts};
use std::sync::Arc;

/// Characters of a bucket's name.
const NAME: std::ops::RangeInclusive<usize> = 3..=63;

/// Checks that the bucket of a trail is there, and that its policy lets CloudTrail read its access control list and put log
/// files of every account that the trail logs.
///
/// # Errors
/// `InvalidS3BucketNameException`, `S3BucketDoesNotExistException`, `InsufficientS3BucketPolicyException`.
pub(super) fn check(call: &CloudTrailCall<'_>, trail: &Trail) -> Result<(), ApiError> {
    let name = &*trail.bucket;
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'_');
    if !NAME.contains(&name.len()) || !name.bytes().all(inner) {
        return Err(errors::bad_bucket_name(name));
    }
    let bucket = call.snapshot.bucket(name).ok_or_else(|| errors::no_bucket(name))?;
    let source = CallSource { arn: trail.arn(), account: trail.account };
    let caller = Caller::service(SERVICE_PRINCIPAL, source);
    let info = RequestInfo {
        region: bucket.region.clone(),
        user_agent: SERVICE_PRINCIPAL.to_owned(),
        tls_version: Some("1.3"),
        ..call.info.clone()
    };
    let context =
        CallContext { caller: &caller, info: &info, snapshot: call.snapshot, node: call.node, second_factor: None };
    let on = |action: &'static str, resource: String, class| RequiredPermission {
        account: Some(bucket.account),
        class,
        policy: ResourcePolicyOf::Bucket(Arc::clone(bucket)),
        s3: Some(S3Facts {
            object_owner: None,
            restrict_public_buckets: bucket.public_access_block.restrict_public_buckets,
            caller_canonical_id: None,
            ignore_public_acls: bucket.public_access_block.ignore_public_acls,
        }),
        ..RequiredPermission::on(action, resource)
            .key("s3:ResourceAccount", bucket.account.to_string())
            .key("s3:authType", "REST-HEADER")
            .key("s3:signatureversion", SIGNATURE_V4)
            .key("s3:TlsVersion", "1.3")
    };
    let whole = format!("arn:aws:s3:::{name}");
    let prefix = trail.prefix.as_deref().map(|prefix| format!("{prefix}/")).unwrap_or_default();
    let put = |folder: &str| {
        let resource = format!("{whole}/{prefix}AWSLogs/{folder}/*");
        let permission = on("s3:PutObject", resource, ResourceClass::Object);
        permission.key("s3:x-amz-acl", "bucket-owner-full-control").key("s3:ObjectCreationOperation", "true")
    };
    let mut needed = vec![on("s3:GetBucketAcl", whole.clone(), ResourceClass::Bucket), put(&trail.account.to_string())];
    needed.extend(trail.organization.as_deref().map(put));
    let sufficient = needed.iter().all(|permission| is_permitted(&context, permission));
    if sufficient { Ok(()) } else { Err(errors::insufficient_bucket_policy(name)) }
}
