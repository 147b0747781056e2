//! One file for each operation or tight family, and the table of the operations that are implemented.

/// The types of an operation, and its facts.
macro_rules! operation {
    ($operation:ident: $input:ty => $prepared:ty) => {
        type Input = $input;
        type Output = Answer;
        type Prepared = $prepared;

        fn facts(&self) -> OperationFacts<'_> {
            S3Operation::$operation.facts()
        }
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

/// The operations that are implemented, and where.
macro_rules! handlers {
    ($($module:ident::$operation:ident)*) => {
        fn handler(operation: S3Operation) -> Option<Run> {
            Some(match operation {
                $(S3Operation::$operation => |call, arrived| run(&$module::$operation, call, arrived),)*
                _ => return None,
            })
        }
    };
}

handlers! {
    multipart::AbortMultipartUpload
    multipart::CompleteMultipartUpload
    copy_object::CopyObject
    create_bucket::CreateBucket
    multipart::CreateMultipartUpload
    bucket::DeleteBucket
    bucket_policy::DeleteBucketPolicy
    delete_object::DeleteObject
    delete_object::DeleteObjects
    public_access_block::DeletePublicAccessBlock
    bucket::GetBucketLocation
    bucket_policy::GetBucketPolicy
    bucket_policy::GetBucketPolicyStatus
    get_object::GetObject
    public_access_block::GetPublicAccessBlock
    bucket::HeadBucket
    get_object::HeadObject
    list_buckets::ListBuckets
    list_uploads::ListMultipartUploads
    list_objects::ListObjects
    list_objects::ListObjectsV2
    list_uploads::ListParts
    bucket_policy::PutBucketPolicy
    put_object::PutObject
    public_access_block::PutPublicAccessBlock
    multipart::UploadPart
    copy_object::UploadPartCopy
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
