//! Operations that a resource's owner decides, kept by hand: no package lists them.

/// Operations on an object that change what its bucket holds: the bucket's owner allows them, whoever owns the object.
/// All other operations on an object are the object owner's to allow.
pub const BUCKET_OWNER_OPERATIONS: &[&str] =
    &["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:RestoreObject"];

/// Operations with which the owner's root user regains a bucket or queue whose own policy denies everybody.
pub const ROOT_OPERATIONS: &[&str] = &[
    "s3:DeleteBucketPolicy",
    "s3:GetBucketPolicy",
    "s3:PutBucketPolicy",
    "sqs:GetQueueAttributes",
    "sqs:SetQueueAttributes",
];
