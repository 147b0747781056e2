//! What CloudTrail calls services, operations, Regions and errors.

use super::event::Category;
use super::signin;
use crate::trail::Record;
use rolecall_catalog::authorization;
use rolecall_catalog::authorization::AccessLevel;

/// The Region of services that have one endpoint (R8.16).
const GLOBAL_REGION: &str = "us-east-1";

/// `eventSource` of a service.
pub(super) fn source(service: &str) -> String {
    format!("{service}.amazonaws.com")
}

/// `eventName`: the operation, except where S3's differ (*Amazon S3 CloudTrail events*, Amazon S3 User Guide).
pub(super) fn name<'o>(service: &str, operation: &'o str) -> &'o str {
    if service != "s3" {
        return operation;
    }
    match operation {
        "ListObjectsV2" => "ListObjects",
        "GetBucketAccelerateConfiguration" => "GetAccelerateConfiguration",
        "PutBucketAccelerateConfiguration" => "PutAccelerateConfiguration",
        "GetBucketLifecycleConfiguration" => "GetBucketLifecycle",
        "PutBucketLifecycleConfiguration" => "PutBucketLifecycle",
        "GetBucketNotificationConfiguration" => "GetBucketNotification",
        "PutBucketNotificationConfiguration" => "PutBucketNotification",
        "GetPublicAccessBlock" => "GetBucketPublicAccessBlock",
        "PutPublicAccessBlock" => "PutBucketPublicAccessBlock",
        "DeletePublicAccessBlock" => "DeleteBucketPublicAccessBlock",
        "GetObjectLockConfiguration" => "GetBucketObjectLockConfiguration",
        "PutObjectLockConfiguration" => "PutBucketObjectLockConfiguration",
        other => other,
    }
}

/// `awsRegion`.
pub(super) fn region(record: &Record) -> &str {
    match &*record.service {
        "iam" | "organizations" | "signin" => GLOBAL_REGION,
        _ => record.region.as_deref().unwrap_or(GLOBAL_REGION),
    }
}

/// `eventType`.
pub(super) fn kind(record: &Record) -> &'static str {
    if record.service == "signin" { "AwsConsoleSignIn" } else { "AwsApiCall" }
}

/// `errorCode`: the name of the exception (R8.14), where it is not the code of the answer.
pub(super) fn error_code<'r>(service: &str, code: &'r str) -> std::borrow::Cow<'r, str> {
    let errors = match service {
        "iam" => rolecall_catalog::api::iam::errors::ERRORS,
        "sts" => rolecall_catalog::api::sts::errors::ERRORS,
        _ => return code.into(),
    };
    match errors.iter().find(|error| error.code == code) {
        Some(error) => error.shape.into(),
        None => code.into(),
    }
}

/// `eventCategory`.
pub(super) fn category(record: &Record) -> Category {
    match &record.details {
        Some(details) if details.data => Category::Data,
        // Recorded before the class was kept: what is known of S3 is what has an object, and listings.
        None if record.service == "s3" && !record.operation.contains("Bucket") => Category::Data,
        _ => Category::Management,
    }
}

/// `readOnly`.
pub(super) fn read_only(record: &Record) -> bool {
    match &record.details {
        // AWS's records of sign-ins say so, though nothing is stored.
        _ if record.service == signin::SERVICE => false,
        // Of the operations that give credentials, AWS's records say so of this one alone.
        _ if record.service == "sts" && record.operation == "GetFederationToken" => false,
        Some(details) => details.read_only,
        None => {
            let action = authorization().action(&record.service, &record.operation);
            action.is_some_and(|action| matches!(action.level(), AccessLevel::List | AccessLevel::Read))
        }
    }
}
