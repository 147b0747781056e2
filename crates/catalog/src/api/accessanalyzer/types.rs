//! Structures nested in inputs and outputs.
//!
//! Generated from botocore 1.44.5 (service model Access Analyzer 2019-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::shapes::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// `AnalysisRule`.
    AnalysisRule {
        exclusions: Option<Vec<AnalysisRuleCriteria>> = "exclusions" optional(ANALYSIS_RULE_CRITERIA_LIST),
    }
}

readable! {
    /// `AnalysisRuleCriteria`.
    AnalysisRuleCriteria {
        account_ids: Option<Vec<String>> = "accountIds" optional(ACCOUNT_IDS_LIST),
        resource_tags: Option<Vec<BTreeMap<String, String>>> = "resourceTags" optional(TAGS_LIST),
    }
}

readable! {
    /// `AnalyzerConfiguration`.
    AnalyzerConfiguration {
        unused_access: Option<UnusedAccessConfiguration> = "unusedAccess" optional(Structure::<UnusedAccessConfiguration>::new()),
        internal_access: Option<InternalAccessConfiguration> = "internalAccess" optional(Structure::<InternalAccessConfiguration>::new()),
    }
}

writable! {
    /// `AnalyzerSummary`.
    AnalyzerSummary {
        arn: String = "arn",
        name: String = "name",
        r#type: String = "type",
        created_at: Timestamp = "createdAt" [time(TimeFormat::Iso)],
        last_resource_analyzed: Option<String> = "lastResourceAnalyzed",
        last_resource_analyzed_at: Option<Timestamp> = "lastResourceAnalyzedAt" [time(TimeFormat::Iso)],
        tags: Option<BTreeMap<String, String>> = "tags",
        status: String = "status",
        status_reason: Option<StatusReason> = "statusReason",
        configuration: Option<AnalyzerConfiguration> = "configuration",
        managed_by: Option<String> = "managedBy",
    }
}

readable! {
    /// `Criterion`.
    Criterion {
        eq: Option<Vec<String>> = "eq" optional(VALUE_LIST),
        neq: Option<Vec<String>> = "neq" optional(VALUE_LIST),
        contains: Option<Vec<String>> = "contains" optional(VALUE_LIST),
        exists: Option<bool> = "exists" optional(Boolean),
    }
}

writable! {
    /// `FindingSource`.
    FindingSource {
        r#type: String = "type",
        detail: Option<FindingSourceDetail> = "detail",
    }
}

writable! {
    /// `FindingSourceDetail`.
    FindingSourceDetail {
        access_point_arn: Option<String> = "accessPointArn",
        access_point_account: Option<String> = "accessPointAccount",
    }
}

writable! {
    /// `FindingSummary`.
    FindingSummary {
        id: String = "id",
        principal: Option<BTreeMap<String, String>> = "principal",
        action: Option<Vec<String>> = "action",
        resource: Option<String> = "resource",
        is_public: Option<bool> = "isPublic",
        resource_type: String = "resourceType",
        condition: BTreeMap<String, String> = "condition",
        created_at: Timestamp = "createdAt" [time(TimeFormat::Iso)],
        analyzed_at: Timestamp = "analyzedAt" [time(TimeFormat::Iso)],
        updated_at: Timestamp = "updatedAt" [time(TimeFormat::Iso)],
        status: String = "status",
        resource_owner_account: String = "resourceOwnerAccount",
        error: Option<String> = "error",
        sources: Option<Vec<FindingSource>> = "sources",
        resource_control_policy_restriction: Option<String> = "resourceControlPolicyRestriction",
    }
}

readable! {
    /// `InlineArchiveRule`.
    InlineArchiveRule {
        rule_name: String = "ruleName" required(NAME),
        filter: BTreeMap<String, Criterion> = "filter" required(FILTER_CRITERIA_MAP),
    }
}

readable! {
    /// `InternalAccessAnalysisRule`.
    InternalAccessAnalysisRule {
        inclusions: Option<Vec<InternalAccessAnalysisRuleCriteria>> = "inclusions" optional(INTERNAL_ACCESS_ANALYSIS_RULE_CRITERIA_LIST),
    }
}

readable! {
    /// `InternalAccessAnalysisRuleCriteria`.
    InternalAccessAnalysisRuleCriteria {
        account_ids: Option<Vec<String>> = "accountIds" optional(ACCOUNT_IDS_LIST),
        resource_types: Option<Vec<String>> = "resourceTypes" optional(RESOURCE_TYPE_LIST),
        resource_arns: Option<Vec<String>> = "resourceArns" optional(RESOURCE_ARNS_LIST),
    }
}

readable! {
    /// `InternalAccessConfiguration`.
    InternalAccessConfiguration {
        analysis_rule: Option<InternalAccessAnalysisRule> = "analysisRule" optional(Structure::<InternalAccessAnalysisRule>::new()),
    }
}

writable! {
    /// `Location`.
    Location {
        path: Vec<PathElement> = "path",
        span: Span = "span",
    }
}

writable! {
    /// `PathElement`.
    PathElement {
        index: Option<i32> = "index",
        key: Option<String> = "key",
        substring: Option<Substring> = "substring",
        value: Option<String> = "value",
    }
}

writable! {
    /// `Position`.
    Position {
        line: i32 = "line",
        column: i32 = "column",
        offset: i32 = "offset",
    }
}

readable! {
    /// `SortCriteria`.
    SortCriteria {
        attribute_name: Option<String> = "attributeName" optional(STRING),
        order_by: Option<String> = "orderBy" optional(ORDER_BY),
    }
}

writable! {
    /// `Span`.
    Span {
        start: Position = "start",
        end: Position = "end",
    }
}

writable! {
    /// `StatusReason`.
    StatusReason {
        code: String = "code",
    }
}

writable! {
    /// `Substring`.
    Substring {
        start: i32 = "start",
        length: i32 = "length",
    }
}

readable! {
    /// `UnusedAccessConfiguration`.
    UnusedAccessConfiguration {
        unused_access_age: Option<i32> = "unusedAccessAge" optional(INTEGER),
        analysis_rule: Option<AnalysisRule> = "analysisRule" optional(Structure::<AnalysisRule>::new()),
    }
}

writable! {
    /// `ValidatePolicyFinding`.
    ValidatePolicyFinding {
        finding_details: String = "findingDetails",
        finding_type: String = "findingType",
        issue_code: String = "issueCode",
        learn_more_link: String = "learnMoreLink",
        locations: Vec<Location> = "locations",
    }
}
