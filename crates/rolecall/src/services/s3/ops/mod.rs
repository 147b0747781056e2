//! One file an operation or tight family, and the table of those that are there.

/// The input of an operation without a body is the request's head.
macro_rules! reads_head {
    ($($operation:ty),*) => {
        $(impl $crate::services::s3::wire::WireOperation for $operation {
            async fn read(
                arrived: $crate::services::s3::wire::Arrived,
            ) -> Result<$crate::services::s3::wire::Head, $crate::api::error::ApiError> {
                Ok(arrived.head)
            }
        })*
    };
}

mod bucket;
mod bucket_policy;
mod copy_object;
mod create_bucket;
mod delete_object;
mod get_object;
mod list_buckets;
mod list_objects;
mod list_uploads;
mod multipart;
mod public_access_block;
mod put_object;

use super::error;
use super::identify::S3Operation;
use super::wire::{Answer, Arrived, run};
use crate::api::error::ApiError;
use crate::services::Call;
use futures_util::future::BoxFuture;

type Run = for<'a> fn(Call<'a>, Arrived) -> BoxFuture<'a, Result<Answer, ApiError>>;

/// The operations that are implemented.
fn handler(operation: S3Operation) -> Option<Run> {
    Some(match operation {
        S3Operation::AbortMultipartUpload => |call, arrived| run(&multipart::AbortMultipartUpload, call, arrived),
        S3Operation::CompleteMultipartUpload => |call, arrived| run(&multipart::CompleteMultipartUpload, call, arrived),
        S3Operation::CopyObject => |call, arrived| run(&copy_object::CopyObject, call, arrived),
        S3Operation::CreateBucket => |call, arrived| run(&create_bucket::CreateBucket, call, arrived),
        S3Operation::CreateMultipartUpload => |call, arrived| run(&multipart::CreateMultipartUpload, call, arrived),
        S3Operation::DeleteBucket => |call, arrived| run(&bucket::DeleteBucket, call, arrived),
        S3Operation::DeleteBucketPolicy => |call, arrived| run(&bucket_policy::DeleteBucketPolicy, call, arrived),
        S3Operation::DeleteObject => |call, arrived| run(&delete_object::DeleteObject, call, arrived),
        S3Operation::DeleteObjects => |call, arrived| run(&delete_object::DeleteObjects, call, arrived),
        S3Operation::DeletePublicAccessBlock => {
            |call, arrived| run(&public_access_block::DeletePublicAccessBlock, call, arrived)
        }
        S3Operation::GetBucketLocation => |call, arrived| run(&bucket::GetBucketLocation, call, arrived),
        S3Operation::GetBucketPolicy => |call, arrived| run(&bucket_policy::GetBucketPolicy, call, arrived),
        S3Operation::GetBucketPolicyStatus => |call, arrived| run(&bucket_policy::GetBucketPolicyStatus, call, arrived),
        S3Operation::GetObject => |call, arrived| run(&get_object::GetObject, call, arrived),
        S3Operation::GetPublicAccessBlock => {
            |call, arrived| run(&public_access_block::GetPublicAccessBlock, call, arrived)
        }
        S3Operation::HeadBucket => |call, arrived| run(&bucket::HeadBucket, call, arrived),
        S3Operation::HeadObject => |call, arrived| run(&get_object::HeadObject, call, arrived),
        S3Operation::ListBuckets => |call, arrived| run(&list_buckets::ListBuckets, call, arrived),
        S3Operation::ListMultipartUploads => |call, arrived| run(&list_uploads::ListMultipartUploads, call, arrived),
        S3Operation::ListObjects => |call, arrived| run(&list_objects::ListObjects, call, arrived),
        S3Operation::ListObjectsV2 => |call, arrived| run(&list_objects::ListObjectsV2, call, arrived),
        S3Operation::ListParts => |call, arrived| run(&list_uploads::ListParts, call, arrived),
        S3Operation::PutBucketPolicy => |call, arrived| run(&bucket_policy::PutBucketPolicy, call, arrived),
        S3Operation::PutObject => |call, arrived| run(&put_object::PutObject, call, arrived),
        S3Operation::PutPublicAccessBlock => {
            |call, arrived| run(&public_access_block::PutPublicAccessBlock, call, arrived)
        }
        S3Operation::UploadPart => |call, arrived| run(&multipart::UploadPart, call, arrived),
        S3Operation::UploadPartCopy => |call, arrived| run(&copy_object::UploadPartCopy, call, arrived),
        _ => return None,
    })
}

/// Whether an operation is implemented.
pub(super) fn is_implemented(operation: S3Operation) -> bool {
    handler(operation).is_some()
}

/// Runs an operation, or refuses one that is not implemented.
///
/// # Errors
/// The operation's own; `NotImplemented` 501.
pub(super) async fn dispatch(operation: S3Operation, call: Call<'_>, arrived: Arrived) -> Result<Answer, ApiError> {
    let facts = operation.facts();
    match handler(operation) {
        Some(run) => {
            call.log.operation(facts);
            run(call, arrived).await
        }
        None => {
            call.log.not_served(facts.name);
            Err(error::not_implemented(facts.name))
        }
    }
}
