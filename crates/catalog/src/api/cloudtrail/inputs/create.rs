//! Inputs of operations that create.
//!
//! Generated from botocore 1.44.5 (service model CloudTrail 2013-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::api::cloudtrail::shapes::*;
use crate::api::cloudtrail::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// The input of `AddTags`.
    AddTagsInput {
        resource_id: String = "ResourceId" required(STRING),
        tags_list: Vec<Tag> = "TagsList" required(TAGS_LIST),
    }
}

readable! {
    /// The input of `CreateTrail`.
    CreateTrailInput {
        name: String = "Name" required(STRING),
        s3_bucket_name: String = "S3BucketName" required(STRING),
        s3_key_prefix: Option<String> = "S3KeyPrefix" optional(STRING),
        sns_topic_name: Option<String> = "SnsTopicName" optional(STRING),
        include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents" optional(Boolean),
        is_multi_region_trail: Option<bool> = "IsMultiRegionTrail" optional(Boolean),
        enable_log_file_validation: Option<bool> = "EnableLogFileValidation" optional(Boolean),
        cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn" optional(STRING),
        cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn" optional(STRING),
        kms_key_id: Option<String> = "KmsKeyId" optional(STRING),
        is_organization_trail: Option<bool> = "IsOrganizationTrail" optional(Boolean),
        tags_list: Option<Vec<Tag>> = "TagsList" optional(TAGS_LIST),
        recursive_logging: Option<bool> = "RecursiveLogging" optional(Boolean),
    }
}
