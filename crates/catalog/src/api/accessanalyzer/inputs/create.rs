//! Inputs of operations that create.
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
    /// The input of `CreateAnalyzer`.
    CreateAnalyzerInput {
        analyzer_name: String = "analyzerName" required(ANALYZER_NAME),
        r#type: String = "type" required(TYPE),
        archive_rules: Option<Vec<InlineArchiveRule>> = "archiveRules" optional(INLINE_ARCHIVE_RULES_LIST),
        tags: Option<BTreeMap<String, String>> = "tags" optional(TAGS_MAP),
        client_token: Option<String> = "clientToken" optional(STRING),
        configuration: Option<AnalyzerConfiguration> = "configuration" optional(Structure::<AnalyzerConfiguration>::new()),
    }
}

readable! {
    /// The input of `CreateArchiveRule`.
    CreateArchiveRuleInput {
        analyzer_name: String = "analyzerName" required(ANALYZER_NAME) [label("analyzerName")],
        rule_name: String = "ruleName" required(NAME),
        filter: BTreeMap<String, Criterion> = "filter" required(FILTER_CRITERIA_MAP),
        client_token: Option<String> = "clientToken" optional(STRING),
    }
}
