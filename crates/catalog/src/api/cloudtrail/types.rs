//! Structures nested in inputs and outputs.
//!
//! Generated from botocore 1.44.5 (service model CloudTrail 2013-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::shapes::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// `AdvancedEventSelector`.
    AdvancedEventSelector {
        name: Option<String> = "Name" optional(SELECTOR_NAME),
        field_selectors: Vec<AdvancedFieldSelector> = "FieldSelectors" required(ADVANCED_FIELD_SELECTORS),
    }
}

readable! {
    /// `AdvancedFieldSelector`.
    AdvancedFieldSelector {
        field: String = "Field" required(SELECTOR_FIELD),
        equals: Option<Vec<String>> = "Equals" optional(OPERATOR),
        starts_with: Option<Vec<String>> = "StartsWith" optional(OPERATOR),
        ends_with: Option<Vec<String>> = "EndsWith" optional(OPERATOR),
        not_equals: Option<Vec<String>> = "NotEquals" optional(OPERATOR),
        not_starts_with: Option<Vec<String>> = "NotStartsWith" optional(OPERATOR),
        not_ends_with: Option<Vec<String>> = "NotEndsWith" optional(OPERATOR),
    }
}

readable! {
    /// `DataResource`.
    DataResource {
        r#type: Option<String> = "Type" optional(STRING),
        values: Option<Vec<String>> = "Values" optional(DATA_RESOURCE_VALUES),
    }
}

writable! {
    /// `Event`.
    Event {
        event_id: Option<String> = "EventId",
        event_name: Option<String> = "EventName",
        read_only: Option<String> = "ReadOnly",
        access_key_id: Option<String> = "AccessKeyId",
        event_time: Option<Timestamp> = "EventTime",
        event_source: Option<String> = "EventSource",
        username: Option<String> = "Username",
        resources: Option<Vec<Resource>> = "Resources",
        cloud_trail_event: Option<String> = "CloudTrailEvent",
    }
}

readable! {
    /// `EventSelector`.
    EventSelector {
        read_write_type: Option<String> = "ReadWriteType" optional(READ_WRITE_TYPE),
        include_management_events: Option<bool> = "IncludeManagementEvents" optional(Boolean),
        data_resources: Option<Vec<DataResource>> = "DataResources" optional(DATA_RESOURCES),
        exclude_management_event_sources: Option<Vec<String>> = "ExcludeManagementEventSources" optional(EXCLUDE_MANAGEMENT_EVENT_SOURCES),
    }
}

writable! {
    /// `InsightSelector`.
    InsightSelector {
        insight_type: Option<String> = "InsightType",
        event_categories: Option<Vec<String>> = "EventCategories",
    }
}

readable! {
    /// `LookupAttribute`.
    LookupAttribute {
        attribute_key: String = "AttributeKey" required(LOOKUP_ATTRIBUTE_KEY),
        attribute_value: String = "AttributeValue" required(LOOKUP_ATTRIBUTE_VALUE),
    }
}

writable! {
    /// `PublicKey`.
    PublicKey {
        value: Option<Vec<u8>> = "Value",
        validity_start_time: Option<Timestamp> = "ValidityStartTime",
        validity_end_time: Option<Timestamp> = "ValidityEndTime",
        fingerprint: Option<String> = "Fingerprint",
    }
}

writable! {
    /// `Resource`.
    Resource {
        resource_type: Option<String> = "ResourceType",
        resource_name: Option<String> = "ResourceName",
    }
}

writable! {
    /// `ResourceTag`.
    ResourceTag {
        resource_id: Option<String> = "ResourceId",
        tags_list: Option<Vec<Tag>> = "TagsList",
    }
}

readable! {
    /// `Tag`.
    Tag {
        key: String = "Key" required(TAG_KEY),
        value: Option<String> = "Value" optional(TAG_VALUE),
    }
}

writable! {
    /// `Trail`.
    Trail {
        name: Option<String> = "Name",
        s3_bucket_name: Option<String> = "S3BucketName",
        s3_key_prefix: Option<String> = "S3KeyPrefix",
        sns_topic_name: Option<String> = "SnsTopicName",
        sns_topic_arn: Option<String> = "SnsTopicARN",
        include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents",
        is_multi_region_trail: Option<bool> = "IsMultiRegionTrail",
        home_region: Option<String> = "HomeRegion",
        trail_arn: Option<String> = "TrailARN",
        log_file_validation_enabled: Option<bool> = "LogFileValidationEnabled",
        cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
        cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
        kms_key_id: Option<String> = "KmsKeyId",
        has_custom_event_selectors: Option<bool> = "HasCustomEventSelectors",
        has_insight_selectors: Option<bool> = "HasInsightSelectors",
        is_organization_trail: Option<bool> = "IsOrganizationTrail",
        recursive_logging: Option<bool> = "RecursiveLogging",
    }
}

writable! {
    /// `TrailInfo`.
    TrailInfo {
        trail_arn: Option<String> = "TrailARN",
        name: Option<String> = "Name",
        home_region: Option<String> = "HomeRegion",
    }
}
