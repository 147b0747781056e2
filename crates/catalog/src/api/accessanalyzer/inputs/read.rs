//! Inputs of operations that read.
//!
//! Generated from botocore 1.44.5 (service model Access Analyzer 2019-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::api::accessanalyzer::shapes::*;
use crate::api::accessanalyzer::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// The input of `GetAnalyzer`.
    GetAnalyzerInput {
        analyzer_name: String = "analyzerName" required(ANALYZER_NAME) [label("analyzerName")],
    }
}

readable! {
    /// The input of `ListAnalyzers`.
    ListAnalyzersInput {
        next_token: Option<String> = "nextToken" optional(TOKEN) [query("nextToken")],
        max_results: Option<i32> = "maxResults" optional(INTEGER) [query("maxResults")],
        r#type: Option<String> = "type" optional(TYPE) [query("type")],
    }
}

readable! {
    /// The input of `ListFindings`.
    ListFindingsInput {
        analyzer_arn: String = "analyzerArn" required(ANALYZER_ARN),
        filter: Option<BTreeMap<String, Criterion>> = "filter" optional(FILTER_CRITERIA_MAP),
        sort: Option<SortCriteria> = "sort" optional(Structure::<SortCriteria>::new()),
        next_token: Option<String> = "nextToken" optional(TOKEN),
        max_results: Option<i32> = "maxResults" optional(INTEGER),
    }
}

readable! {
    /// The input of `ValidatePolicy`.
    ValidatePolicyInput {
        locale: Option<String> = "locale" optional(LOCALE),
        max_results: Option<i32> = "maxResults" optional(INTEGER) [query("maxResults")],
        next_token: Option<String> = "nextToken" optional(TOKEN) [query("nextToken")],
        policy_document: String = "policyDocument" required(POLICY_DOCUMENT),
        policy_type: String = "policyType" required(POLICY_TYPE),
        validate_policy_resource_type: Option<String> = "validatePolicyResourceType" optional(VALIDATE_POLICY_RESOURCE_TYPE),
    }
}
