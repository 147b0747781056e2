//! Constraints of the members that are read from requests.
//!
//! Generated from botocore 1.44.5 (service model Access Analyzer 2019-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::types::*;
use crate::validation::{Blob, Boolean, Instant, Integer, List, Long, Map, Pattern, Structure, Text};

/// `[A-Za-z][A-Za-z0-9_.-]*`
pub static NAME_PATTERN: Pattern = Pattern::new("[A-Za-z][A-Za-z0-9_.-]*", "[A-Za-z][A-Za-z0-9_.-]*");

/// `[A-Za-z_][A-Za-z0-9_.-]*`
pub static ANALYZER_NAME_PATTERN: Pattern = Pattern::new("[A-Za-z_][A-Za-z0-9_.-]*", "[A-Za-z_][A-Za-z0-9_.-]*");

/// `[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:analyzer/.{1,255}`
pub static ANALYZER_ARN_PATTERN: Pattern =
    Pattern::new("[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:analyzer/.{1,255}", "[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:analyzer/.{1,255}");

/// Every pattern, for tests.
pub static PATTERNS: &[&Pattern] = &[&NAME_PATTERN, &ANALYZER_NAME_PATTERN, &ANALYZER_ARN_PATTERN];

/// `AccountIdsList`
pub static ACCOUNT_IDS_LIST: List<Text> = List { member: &STRING, min: 0, max: usize::MAX };

/// `AnalysisRuleCriteriaList`
pub static ANALYSIS_RULE_CRITERIA_LIST: List<Structure<AnalysisRuleCriteria>> =
    List { member: &Structure::<AnalysisRuleCriteria>::new(), min: 0, max: usize::MAX };

/// `AnalyzerArn`
pub static ANALYZER_ARN: Text = Text::ANY.pattern(&ANALYZER_ARN_PATTERN);

/// `AnalyzerName`
pub static ANALYZER_NAME: Text = Text::ANY.min(1).max(255).pattern(&ANALYZER_NAME_PATTERN);

/// `FilterCriteriaMap`
pub static FILTER_CRITERIA_MAP: Map<Structure<Criterion>> =
    Map { key: &STRING, value: &Structure::<Criterion>::new(), min: 0, max: usize::MAX };

/// `InlineArchiveRulesList`
pub static INLINE_ARCHIVE_RULES_LIST: List<Structure<InlineArchiveRule>> =
    List { member: &Structure::<InlineArchiveRule>::new(), min: 0, max: usize::MAX };

/// `Integer`
pub static INTEGER: Integer = Integer { min: i32::MIN, max: i32::MAX };

/// `InternalAccessAnalysisRuleCriteriaList`
pub static INTERNAL_ACCESS_ANALYSIS_RULE_CRITERIA_LIST: List<Structure<InternalAccessAnalysisRuleCriteria>> =
    List { member: &Structure::<InternalAccessAnalysisRuleCriteria>::new(), min: 0, max: usize::MAX };

/// `Locale`
pub static LOCALE: Text = Text::ANY.one_of(&["DE", "EN", "ES", "FR", "IT", "JA", "KO", "PT_BR", "ZH_CN", "ZH_TW"]);

/// `Name`
pub static NAME: Text = Text::ANY.min(1).max(255).pattern(&NAME_PATTERN);

/// `OrderBy`
pub static ORDER_BY: Text = Text::ANY.one_of(&["ASC", "DESC"]);

/// `PolicyDocument`
pub static POLICY_DOCUMENT: Text = Text::ANY;

/// `PolicyType`
pub static POLICY_TYPE: Text =
    Text::ANY.one_of(&["IDENTITY_POLICY", "RESOURCE_POLICY", "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]);

/// `ResourceArnsList`
pub static RESOURCE_ARNS_LIST: List<Text> = List { member: &STRING, min: 0, max: usize::MAX };

/// `ResourceType`
pub static RESOURCE_TYPE: Text = Text::ANY.one_of(&[
    "AWS::S3::Bucket",
    "AWS::IAM::Role",
    "AWS::SQS::Queue",
    "AWS::Lambda::Function",
    "AWS::Lambda::LayerVersion",
    "AWS::KMS::Key",
    "AWS::SecretsManager::Secret",
    "AWS::EFS::FileSystem",
    "AWS::EC2::Snapshot",
    "AWS::ECR::Repository",
    "AWS::RDS::DBSnapshot",
    "AWS::RDS::DBClusterSnapshot",
    "AWS::SNS::Topic",
    "AWS::S3Express::DirectoryBucket",
    "AWS::DynamoDB::Table",
    "AWS::DynamoDB::Stream",
    "AWS::IAM::User",
]);

/// `ResourceTypeList`
pub static RESOURCE_TYPE_LIST: List<Text> = List { member: &RESOURCE_TYPE, min: 0, max: usize::MAX };

/// `String`
pub static STRING: Text = Text::ANY;

/// `TagKeys`
pub static TAG_KEYS: List<Text> = List { member: &STRING, min: 0, max: usize::MAX };

/// `TagsList`
pub static TAGS_LIST: List<Map<Text>> = List { member: &TAGS_MAP, min: 0, max: usize::MAX };

/// `TagsMap`
pub static TAGS_MAP: Map<Text> = Map { key: &STRING, value: &STRING, min: 0, max: usize::MAX };

/// `Token`
pub static TOKEN: Text = Text::ANY;

/// `Type`
pub static TYPE: Text = Text::ANY.one_of(&[
    "ACCOUNT",
    "ORGANIZATION",
    "ACCOUNT_UNUSED_ACCESS",
    "ORGANIZATION_UNUSED_ACCESS",
    "ACCOUNT_INTERNAL_ACCESS",
    "ORGANIZATION_INTERNAL_ACCESS",
]);

/// `ValidatePolicyResourceType`
pub static VALIDATE_POLICY_RESOURCE_TYPE: Text = Text::ANY.one_of(&[
    "AWS::S3::Bucket",
    "AWS::S3::AccessPoint",
    "AWS::S3::MultiRegionAccessPoint",
    "AWS::S3ObjectLambda::AccessPoint",
    "AWS::IAM::AssumeRolePolicyDocument",
    "AWS::DynamoDB::Table",
]);

/// `ValueList`
pub static VALUE_LIST: List<Text> = List { member: &STRING, min: 1, max: 20 };
