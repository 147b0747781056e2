//! The facts about AWS's services by which the tests of the engine ask: a small AWS.

use std::sync::LazyLock;

use rolecall_policy::services::{Names, S3Action, S3Key, S3Resource, ServiceFacts};

/// The services of these tests without resource control policies.
pub(crate) const WITHOUT_RCPS: [&str; 5] = ["ec2", "iam", "lambda", "sns", "test"];

/// The facts if these services have no resource control policies.
pub(crate) fn without_rcps<'n>(services: impl IntoIterator<Item = &'n str>) -> ServiceFacts {
    let everywhere = ["s3:TlsVersion", "s3:signatureversion"];
    let s3_keys: Vec<S3Key> = everywhere
        .iter()
        .chain(&["s3:prefix", "s3:max-keys", "s3:x-amz-acl", "s3:deliverySourceArn"])
        .map(|name| S3Key { name: (*name).into(), tagged: false })
        .chain([S3Key { name: "s3:ExistingObjectTag/".into(), tagged: true }])
        .collect();
    let s3_actions: [(&str, S3Resource, &[&str]); 9] = [
        ("GetObject", S3Resource::Object, &["s3:ExistingObjectTag/"]),
        ("PutObject", S3Resource::Object, &["s3:x-amz-acl"]),
        ("DeleteObject", S3Resource::Object, &[]),
        ("ListBucket", S3Resource::Bucket, &["s3:prefix", "s3:max-keys"]),
        ("GetBucketLocation", S3Resource::Bucket, &[]),
        ("GetBucketPolicy", S3Resource::Bucket, &[]),
        ("PutBucketPolicy", S3Resource::Bucket, &[]),
        ("ListAllMyBuckets", S3Resource::Other, &[]),
        ("CreateJob", S3Resource::Other, &[]),
    ];
    let places = |own: &[&str]| -> Box<[usize]> {
        let has = |key: &S3Key| everywhere.contains(&&*key.name) || own.contains(&&*key.name);
        s3_keys.iter().enumerate().filter(|(_, key)| has(key)).map(|(place, _)| place).collect()
    };
    let s3_actions: Vec<S3Action> = s3_actions
        .into_iter()
        .map(|(name, works_on, keys)| S3Action { name: name.into(), works_on, keys: places(keys) })
        .collect();
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
        s3_actions,
        s3_keys,
        session_keys: Names::new(["ec2:SourceInstanceArn"]),
    }
}

/// The facts by which most tests ask.
pub(crate) fn services() -> &'static ServiceFacts {
    static SERVICES: LazyLock<ServiceFacts> = LazyLock::new(|| without_rcps(WITHOUT_RCPS));
    &SERVICES
}
