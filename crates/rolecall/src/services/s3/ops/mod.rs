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
        S3Operation::AbortMultipartUpload => run::<multipart::AbortMultipartUpload>,
        S3Operation::CompleteMultipartUpload => run::<multipart::CompleteMultipartUpload>,
        S3Operation::CopyObject => run::<copy_object::CopyObject>,
        S3Operation::CreateBucket => run::<create_bucket::CreateBucket>,
        S3Operation::CreateMultipartUpload => run::<multipart::CreateMultipartUpload>,
        S3Operation::DeleteBucket => run::<bucket::DeleteBucket>,
        S3Operation::DeleteBucketPolicy => run::<bucket_policy::DeleteBucketPolicy>,
        S3Operation::DeleteObject => run::<delete_object::DeleteObject>,
        S3Operation::DeleteObjects => run::<delete_object::DeleteObjects>,
        S3Operation::DeletePublicAccessBlock => run::<public_access_block::DeletePublicAccessBlock>,
        S3Operation::GetBucketLocation => run::<bucket::GetBucketLocation>,
        S3Operation::GetBucketPolicy => run::<bucket_policy::GetBucketPolicy>,
        S3Operation::GetBucketPolicyStatus => run::<bucket_policy::GetBucketPolicyStatus>,
        S3Operation::GetObject => run::<get_object::GetObject>,
        S3Operation::GetPublicAccessBlock => run::<public_access_block::GetPublicAccessBlock>,
        S3Operation::HeadBucket => run::<bucket::HeadBucket>,
        S3Operation::HeadObject => run::<get_object::HeadObject>,
        S3Operation::ListBuckets => run::<list_buckets::ListBuckets>,
        S3Operation::ListMultipartUploads => run::<list_uploads::ListMultipartUploads>,
        S3Operation::ListObjects => run::<list_objects::ListObjects>,
        S3Operation::ListObjectsV2 => run::<list_objects::ListObjectsV2>,
        S3Operation::ListParts => run::<list_uploads::ListParts>,
        S3Operation::PutBucketPolicy => run::<bucket_policy::PutBucketPolicy>,
        S3Operation::PutObject => run::<put_object::PutObject>,
        S3Operation::PutPublicAccessBlock => run::<public_access_block::PutPublicAccessBlock>,
        S3Operation::UploadPart => run::<multipart::UploadPart>,
        S3Operation::UploadPartCopy => run::<copy_object::UploadPartCopy>,
        _ => return None,
    })
}

/// Whether an operation is implemented.
#[cfg(test)]
pub(super) fn is_implemented(operation: S3Operation) -> bool {
    handler(operation).is_some()
}

/// Runs an operation, or refuses one that is not implemented.
///
/// # Errors
/// The operation's own; `NotImplemented` 501.
pub(super) async fn dispatch(operation: S3Operation, call: Call<'_>, arrived: Arrived) -> Result<Answer, ApiError> {
    call.log.operation("s3", operation.name());
    match handler(operation) {
        Some(run) => run(call, arrived).await,
        None => Err(error::not_implemented(operation.name())),
    }
}
