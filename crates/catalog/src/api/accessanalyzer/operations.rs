//! The operations.
//!
//! Generated from botocore 1.44.5 (service model Access Analyzer 2019-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::errors::*;
use super::inputs::*;
use super::outputs::*;
use crate::operation::{NoOutput, Paginator};
use crate::rest::Http;
use crate::structure::operations;

operations! {
    RestJson;
    CreateAnalyzer(CreateAnalyzerInput) -> CreateAnalyzerOutput {
        signed: true, read_only: false, errors: [CONFLICT_EXCEPTION, VALIDATION_EXCEPTION, INTERNAL_SERVER_EXCEPTION, SERVICE_QUOTA_EXCEEDED_EXCEPTION, THROTTLING_EXCEPTION, ACCESS_DENIED_EXCEPTION],
        http: Http { method: "PUT", uri: "/analyzer", status: 200, root: ("", "") }
    }
    CreateArchiveRule(CreateArchiveRuleInput) -> NoOutput {
        signed: true, read_only: false, errors: [CONFLICT_EXCEPTION, RESOURCE_NOT_FOUND_EXCEPTION, VALIDATION_EXCEPTION, INTERNAL_SERVER_EXCEPTION, SERVICE_QUOTA_EXCEEDED_EXCEPTION, THROTTLING_EXCEPTION, ACCESS_DENIED_EXCEPTION],
        http: Http { method: "PUT", uri: "/analyzer/{analyzerName}/archive-rule", status: 200, root: ("", "") }
    }
    GetAnalyzer(GetAnalyzerInput) -> GetAnalyzerOutput {
        signed: true, read_only: true, errors: [RESOURCE_NOT_FOUND_EXCEPTION, VALIDATION_EXCEPTION, INTERNAL_SERVER_EXCEPTION, THROTTLING_EXCEPTION, ACCESS_DENIED_EXCEPTION],
        http: Http { method: "GET", uri: "/analyzer/{analyzerName}", status: 200, root: ("", "") }
    }
    ListAnalyzers(ListAnalyzersInput) -> ListAnalyzersOutput {
        signed: true, read_only: true, errors: [VALIDATION_EXCEPTION, INTERNAL_SERVER_EXCEPTION, THROTTLING_EXCEPTION, ACCESS_DENIED_EXCEPTION],
        http: Http { method: "GET", uri: "/analyzer", status: 200, root: ("", "") },
        pages: Paginator { input_token: "nextToken", output_token: "nextToken", limit: Some("maxResults"), more: None, results: &["analyzers"] }
    }
    ListFindings(ListFindingsInput) -> ListFindingsOutput {
        signed: true, read_only: true, errors: [RESOURCE_NOT_FOUND_EXCEPTION, VALIDATION_EXCEPTION, INTERNAL_SERVER_EXCEPTION, THROTTLING_EXCEPTION, ACCESS_DENIED_EXCEPTION],
        http: Http { method: "POST", uri: "/finding", status: 200, root: ("", "") },
        pages: Paginator { input_token: "nextToken", output_token: "nextToken", limit: Some("maxResults"), more: None, results: &["findings"] }
    }
    UntagResource(UntagResourceInput) -> UntagResourceOutput {
        signed: true, read_only: false, errors: [RESOURCE_NOT_FOUND_EXCEPTION, INTERNAL_SERVER_EXCEPTION, VALIDATION_EXCEPTION, THROTTLING_EXCEPTION, ACCESS_DENIED_EXCEPTION],
        http: Http { method: "DELETE", uri: "/tags/{resourceArn}", status: 200, root: ("", "") }
    }
    ValidatePolicy(ValidatePolicyInput) -> ValidatePolicyOutput {
        signed: true, read_only: true, errors: [INTERNAL_SERVER_EXCEPTION, VALIDATION_EXCEPTION, THROTTLING_EXCEPTION, ACCESS_DENIED_EXCEPTION],
        http: Http { method: "POST", uri: "/policy/validation", status: 200, root: ("", "") },
        pages: Paginator { input_token: "nextToken", output_token: "nextToken", limit: Some("maxResults"), more: None, results: &["findings"] }
    }
}
