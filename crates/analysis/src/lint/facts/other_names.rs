//! Names of operations and services that are not those of policies: `s3:HeadObject` is asked as `s3:GetObject`, and what
//! the command line calls `elbv2` is `elasticloadbalancing`.
//!
//! Sources: *Amazon S3 User Guide*, "Required permissions for Amazon S3 API operations"; the commands of the AWS CLI.

/// Operations that need an action of another name.
const OPERATIONS: &[(&str, &str)] = &[
    ("s3:HeadObject", "s3:GetObject"),
    ("s3:HeadBucket", "s3:ListBucket"),
    ("s3:ListObjects", "s3:ListBucket"),
    ("s3:ListObjectsV2", "s3:ListBucket"),
    ("s3:ListObjectVersions", "s3:ListBucketVersions"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
    ("s3:CopyObject", "s3:PutObject"),
    ("s3:CreateMultipartUpload", "s3:PutObject"),
    ("s3:UploadPart", "s3:PutObject"),
    ("s3:UploadPartCopy", "s3:PutObject"),
    ("s3:CompleteMultipartUpload", "s3:PutObject"),
    ("s3:ListMultipartUploads", "s3:ListBucketMultipartUploads"),
    ("s3:ListParts", "s3:ListMultipartUploadParts"),
    ("s3:DeleteObjects", "s3:DeleteObject"),
    ("s3:SelectObjectContent", "s3:GetObject"),
    ("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
    ("s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"),
    ("s3:DeleteBucketEncryption", "s3:PutEncryptionConfiguration"),
    ("s3:GetBucketLifecycle", "s3:GetLifecycleConfiguration"),
    ("s3:GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration"),
    ("s3:PutBucketLifecycle", "s3:PutLifecycleConfiguration"),
    ("s3:PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration"),
    ("s3:DeleteBucketLifecycle", "s3:PutLifecycleConfiguration"),
    ("s3:GetBucketReplication", "s3:GetReplicationConfiguration"),
    ("s3:PutBucketReplication", "s3:PutReplicationConfiguration"),
    ("s3:DeleteBucketReplication", "s3:PutReplicationConfiguration"),
    ("s3:GetBucketNotificationConfiguration", "s3:GetBucketNotification"),
    ("s3:PutBucketNotificationConfiguration", "s3:PutBucketNotification"),
    ("s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    ("s3:PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
    ("s3:GetObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration"),
    ("s3:PutObjectLockConfiguration", "s3:PutBucketObjectLockConfiguration"),
    ("s3:DeleteBucketCors", "s3:PutBucketCORS"),
    ("s3:DeleteBucketTagging", "s3:PutBucketTagging"),
    ("lambda:Invoke", "lambda:InvokeFunction"),
];

/// Services by the names of their commands, clients and pages.
const SERVICES: &[(&str, &str)] = &[
    ("accessanalyzer", "access-analyzer"),
    ("api-gateway", "apigateway"),
    ("apigatewayv2", "apigateway"),
    ("beanstalk", "elasticbeanstalk"),
    ("bedrock-agent", "bedrock"),
    ("bedrock-agent-runtime", "bedrock"),
    ("bedrock-runtime", "bedrock"),
    ("cloudwatch-events", "events"),
    ("cloudwatch-logs", "logs"),
    ("cloudwatchlogs", "logs"),
    ("cognito", "cognito-idp"),
    ("configservice", "config"),
    ("ddb", "dynamodb"),
    ("docdb", "rds"),
    ("efs", "elasticfilesystem"),
    ("elasticsearch", "es"),
    ("elb", "elasticloadbalancing"),
    ("elbv2", "elasticloadbalancing"),
    ("emr", "elasticmapreduce"),
    ("eventbridge", "events"),
    ("iot-data", "iot"),
    ("msk", "kafka"),
    ("opensearchserverless", "aoss"),
    ("resourcegroupstaggingapi", "tag"),
    ("s3api", "s3"),
    ("sagemaker-runtime", "sagemaker"),
    ("secrets-manager", "secretsmanager"),
    ("service-quotas", "servicequotas"),
    ("sesv2", "ses"),
    ("sfn", "states"),
    ("sso-admin", "sso"),
    ("stepfunctions", "states"),
    ("timestream-query", "timestream"),
    ("timestream-write", "timestream"),
    ("vpc", "ec2"),
];

/// The action that the operation of a name like an action's needs.
pub(in crate::lint) fn action_of_operation(name: &str) -> Option<&'static str> {
    OPERATIONS.iter().find(|(operation, _)| operation.eq_ignore_ascii_case(name)).map(|(_, action)| *action)
}

/// The prefix of the service that is known by another name.
pub(in crate::lint) fn prefix_of_service(name: &str) -> Option<&'static str> {
    SERVICES.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, prefix)| *prefix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_catalog::authorization;

    /// What is proposed exists, and what it stands for does not.
    #[test]
    fn names_lead_to_the_catalog_and_are_not_in_it() {
        let exists = |name: &str| {
            name.split_once(':').is_some_and(|(service, action)| authorization().action(service, action).is_some())
        };
        let is_service = |name: &str| authorization().service(name).is_some();
        let mut wrong: Vec<_> = OPERATIONS.iter().filter(|(other, name)| exists(other) || !exists(name)).collect();
        wrong.extend(SERVICES.iter().filter(|(other, prefix)| is_service(other) || !is_service(prefix)));
        assert_eq!(wrong, [&("", ""); 0]);
    }
}
