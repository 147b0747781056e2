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
    /// What `CreateAnalyzer` answers.
    CreateAnalyzerOutput {
        arn: Option<String> = "arn",
    }
}

output! {
    /// What `GetAnalyzer` answers.
    GetAnalyzerOutput {
        analyzer: AnalyzerSummary = "analyzer",
    }
}

output! {
    /// What `ListAnalyzers` answers.
    ListAnalyzersOutput {
        analyzers: Vec<AnalyzerSummary> = "analyzers",
        next_token: Option<String> = "nextToken",
    }
}

output! {
    /// What `ListFindings` answers.
    ListFindingsOutput {
        findings: Vec<FindingSummary> = "findings",
        next_token: Option<String> = "nextToken",
    }
}

output! {
    /// What `UntagResource` answers.
    UntagResourceOutput {}
}

output! {
    /// What `ValidatePolicy` answers.
    ValidatePolicyOutput {
        findings: Vec<ValidatePolicyFinding> = "findings",
        next_token: Option<String> = "nextToken",
    }
}
