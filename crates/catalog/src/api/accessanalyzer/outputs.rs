//! What operations answer. Operations missing here answer nothing.
//!
//! Generated from botocore 1.44.5 (service model Access Analyzer 2019-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

output! {
    /// The output of `CreateAnalyzer`.
    CreateAnalyzerOutput {
        arn: Option<String> = "arn",
    }
}

output! {
    /// The output of `GetAnalyzer`.
    GetAnalyzerOutput {
        analyzer: AnalyzerSummary = "analyzer",
    }
}

output! {
    /// The output of `ListAnalyzers`.
    ListAnalyzersOutput {
        analyzers: Vec<AnalyzerSummary> = "analyzers",
        next_token: Option<String> = "nextToken",
    }
}

output! {
    /// The output of `ListFindings`.
    ListFindingsOutput {
        findings: Vec<FindingSummary> = "findings",
        next_token: Option<String> = "nextToken",
    }
}

output! {
    /// The output of `UntagResource`.
    UntagResourceOutput {}
}

output! {
    /// The output of `ValidatePolicy`.
    ValidatePolicyOutput {
        findings: Vec<ValidatePolicyFinding> = "findings",
        next_token: Option<String> = "nextToken",
    }
}
