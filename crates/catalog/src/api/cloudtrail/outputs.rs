//! What operations answer. Operations missing here answer nothing.
//!
//! Generated from botocore 1.44.5 (service model CloudTrail 2013-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

output! {
    /// The output of `AddTags`.
    AddTagsOutput {}
}

output! {
    /// The output of `CreateTrail`.
    CreateTrailOutput {
        name: Option<String> = "Name",
        s3_bucket_name: Option<String> = "S3BucketName",
        s3_key_prefix: Option<String> = "S3KeyPrefix",
        sns_topic_name: Option<String> = "SnsTopicName",
        sns_topic_arn: Option<String> = "SnsTopicARN",
        include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents",
        is_multi_region_trail: Option<bool> = "IsMultiRegionTrail",
        trail_arn: Option<String> = "TrailARN",
        log_file_validation_enabled: Option<bool> = "LogFileValidationEnabled",
        cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
        cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
        kms_key_id: Option<String> = "KmsKeyId",
        is_organization_trail: Option<bool> = "IsOrganizationTrail",
        recursive_logging: Option<bool> = "RecursiveLogging",
    }
}

output! {
    /// The output of `DeleteTrail`.
    DeleteTrailOutput {}
}

output! {
    /// The output of `DescribeTrails`.
    DescribeTrailsOutput {
        trail_list: Option<Vec<Trail>> = "trailList",
    }
}

output! {
    /// The output of `GetEventSelectors`.
    GetEventSelectorsOutput {
        trail_arn: Option<String> = "TrailARN",
        event_selectors: Option<Vec<EventSelector>> = "EventSelectors",
        advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
    }
}

output! {
    /// The output of `GetInsightSelectors`.
    GetInsightSelectorsOutput {
        trail_arn: Option<String> = "TrailARN",
        insight_selectors: Option<Vec<InsightSelector>> = "InsightSelectors",
        event_data_store_arn: Option<String> = "EventDataStoreArn",
        insights_destination: Option<String> = "InsightsDestination",
    }
}

output! {
    /// The output of `GetTrail`.
    GetTrailOutput {
        trail: Option<Trail> = "Trail",
    }
}

output! {
    /// The output of `GetTrailStatus`.
    GetTrailStatusOutput {
        is_logging: Option<bool> = "IsLogging",
        latest_delivery_error: Option<String> = "LatestDeliveryError",
        latest_notification_error: Option<String> = "LatestNotificationError",
        latest_delivery_time: Option<Timestamp> = "LatestDeliveryTime",
        latest_notification_time: Option<Timestamp> = "LatestNotificationTime",
        start_logging_time: Option<Timestamp> = "StartLoggingTime",
        stop_logging_time: Option<Timestamp> = "StopLoggingTime",
        latest_cloud_watch_logs_delivery_error: Option<String> = "LatestCloudWatchLogsDeliveryError",
        latest_cloud_watch_logs_delivery_time: Option<Timestamp> = "LatestCloudWatchLogsDeliveryTime",
        latest_digest_delivery_time: Option<Timestamp> = "LatestDigestDeliveryTime",
        latest_digest_delivery_error: Option<String> = "LatestDigestDeliveryError",
        latest_delivery_attempt_time: Option<String> = "LatestDeliveryAttemptTime",
        latest_notification_attempt_time: Option<String> = "LatestNotificationAttemptTime",
        latest_notification_attempt_succeeded: Option<String> = "LatestNotificationAttemptSucceeded",
        latest_delivery_attempt_succeeded: Option<String> = "LatestDeliveryAttemptSucceeded",
        time_logging_started: Option<String> = "TimeLoggingStarted",
        time_logging_stopped: Option<String> = "TimeLoggingStopped",
    }
}

output! {
    /// The output of `ListPublicKeys`.
    ListPublicKeysOutput {
        public_key_list: Option<Vec<PublicKey>> = "PublicKeyList",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListTags`.
    ListTagsOutput {
        resource_tag_list: Option<Vec<ResourceTag>> = "ResourceTagList",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListTrails`.
    ListTrailsOutput {
        trails: Option<Vec<TrailInfo>> = "Trails",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `LookupEvents`.
    LookupEventsOutput {
        events: Option<Vec<Event>> = "Events",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `PutEventSelectors`.
    PutEventSelectorsOutput {
        trail_arn: Option<String> = "TrailARN",
        event_selectors: Option<Vec<EventSelector>> = "EventSelectors",
        advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
    }
}

output! {
    /// The output of `RemoveTags`.
    RemoveTagsOutput {}
}

output! {
    /// The output of `StartLogging`.
    StartLoggingOutput {}
}

output! {
    /// The output of `StopLogging`.
    StopLoggingOutput {}
}

output! {
    /// The output of `UpdateTrail`.
    UpdateTrailOutput {
        name: Option<String> = "Name",
        s3_bucket_name: Option<String> = "S3BucketName",
        s3_key_prefix: Option<String> = "S3KeyPrefix",
        sns_topic_name: Option<String> = "SnsTopicName",
        sns_topic_arn: Option<String> = "SnsTopicARN",
        include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents",
        is_multi_region_trail: Option<bool> = "IsMultiRegionTrail",
        trail_arn: Option<String> = "TrailARN",
        log_file_validation_enabled: Option<bool> = "LogFileValidationEnabled",
        cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
        cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
        kms_key_id: Option<String> = "KmsKeyId",
        is_organization_trail: Option<bool> = "IsOrganizationTrail",
        recursive_logging: Option<bool> = "RecursiveLogging",
    }
}
