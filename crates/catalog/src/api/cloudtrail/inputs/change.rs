//! Inputs of operations that change.
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
    /// The input of `LookupEvents`.
    LookupEventsInput {
        lookup_attributes: Option<Vec<LookupAttribute>> = "LookupAttributes" optional(LOOKUP_ATTRIBUTES_LIST),
        start_time: Option<Timestamp> = "StartTime" optional(Instant),
        end_time: Option<Timestamp> = "EndTime" optional(Instant),
        event_category: Option<String> = "EventCategory" optional(EVENT_CATEGORY),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
    }
}

readable! {
    /// The input of `PutEventSelectors`.
    PutEventSelectorsInput {
        trail_name: String = "TrailName" required(STRING),
        event_selectors: Option<Vec<EventSelector>> = "EventSelectors" optional(EVENT_SELECTORS),
        advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors" optional(ADVANCED_EVENT_SELECTORS),
    }
}

readable! {
    /// The input of `StartLogging`.
    StartLoggingInput {
        name: String = "Name" required(STRING),
    }
}

readable! {
    /// The input of `StopLogging`.
    StopLoggingInput {
        name: String = "Name" required(STRING),
    }
}

readable! {
    /// The input of `UpdateTrail`.
    UpdateTrailInput {
        name: String = "Name" required(STRING),
        s3_bucket_name: Option<String> = "S3BucketName" optional(STRING),
        s3_key_prefix: Option<String> = "S3KeyPrefix" optional(STRING),
        sns_topic_name: Option<String> = "SnsTopicName" optional(STRING),
        include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents" optional(Boolean),
        is_multi_region_trail: Option<bool> = "IsMultiRegionTrail" optional(Boolean),
        enable_log_file_validation: Option<bool> = "EnableLogFileValidation" optional(Boolean),
        cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn" optional(STRING),
        cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn" optional(STRING),
        kms_key_id: Option<String> = "KmsKeyId" optional(STRING),
        is_organization_trail: Option<bool> = "IsOrganizationTrail" optional(Boolean),
        recursive_logging: Option<bool> = "RecursiveLogging" optional(Boolean),
    }
}
