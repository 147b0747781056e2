//! The facts about AWS's services by which the tests of the engine ask: a small AWS.

use std::sync::LazyLock;

use rolecall_policy::services::{Names, S3Resource, ServiceFacts};

/// The services of these tests without resource control policies.
pub(crate) const WITHOUT_RCPS: [&str; 5] = ["ec2", "iam", "lambda", "sns", "test"];

/// The facts if these services have no resource control policies.
pub(crate) fn without_rcps<'n>(services: impl IntoIterator<Item = &'n str>) -> ServiceFacts {
    let s3_actions = [
        ("GetObject", S3Resource::Object),
        ("PutObject", S3Resource::Object),
        ("DeleteObject", S3Resource::Object),
        ("ListBucket", S3Resource::Bucket),
        ("GetBucketPolicy", S3Resource::Bucket),
        ("PutBucketPolicy", S3Resource::Bucket),
        ("ListAllMyBuckets", S3Resource::Other),
        ("CreateJob", S3Resource::Other),
    ];
    ServiceFacts {
        without_rcps: Names::new(services),
        bucket_owner_operations: Names::new([
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:DeleteObjectVersion",
            "s3:AbortMultipartUpload",
            "s3:RestoreObject",
        ]),
        root_operations: Names::new([
            "s3:GetBucketPolicy",
            "s3:PutBucketPolicy",
            "s3:DeleteBucketPolicy",
            "sqs:GetQueueAttributes",
            "sqs:SetQueueAttributes",
        ]),
        principals: Names::new(["ec2.amazonaws.com", "lambda.amazonaws.com", "delivery.logs.amazonaws.com"]),
        regions: Names::new(["us-east-1", "cn-north-1"]),
        s3_actions: s3_actions.map(|(name, resource)| (name.into(), resource)).into(),
    }
}

/// The facts by which most tests ask.
pub(crate) fn services() -> &'static ServiceFacts {
    static SERVICES: LazyLock<ServiceFacts> = LazyLock::new(|| without_rcps(WITHOUT_RCPS));
    &SERVICES
}
