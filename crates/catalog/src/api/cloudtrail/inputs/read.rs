//! Inputs of operations that read.
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
    /// The input of `DescribeTrails`.
    DescribeTrailsInput {
        trail_name_list: Option<Vec<String>> = "trailNameList" optional(TRAIL_NAME_LIST),
        include_shadow_trails: Option<bool> = "includeShadowTrails" optional(Boolean),
    }
}

readable! {
    /// The input of `GetEventSelectors`.
    GetEventSelectorsInput {
        trail_name: String = "TrailName" required(STRING),
    }
}

readable! {
    /// The input of `GetInsightSelectors`.
    GetInsightSelectorsInput {
        trail_name: Option<String> = "TrailName" optional(STRING),
        event_data_store: Option<String> = "EventDataStore" optional(EVENT_DATA_STORE_ARN),
    }
}

readable! {
    /// The input of `GetTrail`.
    GetTrailInput {
        name: String = "Name" required(STRING),
    }
}

readable! {
    /// The input of `GetTrailStatus`.
    GetTrailStatusInput {
        name: String = "Name" required(STRING),
    }
}

readable! {
    /// The input of `ListPublicKeys`.
    ListPublicKeysInput {
        start_time: Option<Timestamp> = "StartTime" optional(Instant),
        end_time: Option<Timestamp> = "EndTime" optional(Instant),
        next_token: Option<String> = "NextToken" optional(STRING),
    }
}

readable! {
    /// The input of `ListTags`.
    ListTagsInput {
        resource_id_list: Vec<String> = "ResourceIdList" required(RESOURCE_ID_LIST),
        next_token: Option<String> = "NextToken" optional(STRING),
    }
}

readable! {
    /// The input of `ListTrails`.
    ListTrailsInput {
        next_token: Option<String> = "NextToken" optional(STRING),
    }
}
