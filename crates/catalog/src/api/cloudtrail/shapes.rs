//! Constraints of the members that are read from requests.
//!
//! Generated from botocore 1.44.5 (service model CloudTrail 2013-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::types::*;
use crate::validation::{Blob, Boolean, Instant, Integer, List, Long, Map, Pattern, Structure, Text};

/// `.*`
pub static SELECTOR_NAME_PATTERN: Pattern = Pattern::new(".*", ".*");

/// `.+`
pub static OPERATOR_VALUE_PATTERN: Pattern = Pattern::new(".+", ".+");

/// `[\w|\d|\.|_]+`
pub static SELECTOR_FIELD_PATTERN: Pattern = Pattern::new(r"[\w|\d|\.|_]+", r"[A-Za-z0-9_|0-9|\.|_]+");

/// `^[a-zA-Z0-9._/\-:]+$`
pub static EVENT_DATA_STORE_ARN_PATTERN: Pattern = Pattern::new(r"^[a-zA-Z0-9._/\-:]+$", r"^[a-zA-Z0-9._/\-:]+$");

/// Every pattern, for tests.
pub static PATTERNS: &[&Pattern] =
    &[&SELECTOR_NAME_PATTERN, &OPERATOR_VALUE_PATTERN, &SELECTOR_FIELD_PATTERN, &EVENT_DATA_STORE_ARN_PATTERN];

/// `AdvancedEventSelectors`
pub static ADVANCED_EVENT_SELECTORS: List<Structure<AdvancedEventSelector>> =
    List { member: &Structure::<AdvancedEventSelector>::new(), min: 0, max: usize::MAX };

/// `AdvancedFieldSelectors`
pub static ADVANCED_FIELD_SELECTORS: List<Structure<AdvancedFieldSelector>> =
    List { member: &Structure::<AdvancedFieldSelector>::new(), min: 1, max: usize::MAX };

/// `DataResourceValues`
pub static DATA_RESOURCE_VALUES: List<Text> = List { member: &STRING, min: 0, max: usize::MAX };

/// `DataResources`
pub static DATA_RESOURCES: List<Structure<DataResource>> =
    List { member: &Structure::<DataResource>::new(), min: 0, max: usize::MAX };

/// `EventCategory`
pub static EVENT_CATEGORY: Text = Text::ANY.one_of(&["insight"]);

/// `EventDataStoreArn`
pub static EVENT_DATA_STORE_ARN: Text = Text::ANY.min(3).max(256).pattern(&EVENT_DATA_STORE_ARN_PATTERN);

/// `EventSelectors`
pub static EVENT_SELECTORS: List<Structure<EventSelector>> =
    List { member: &Structure::<EventSelector>::new(), min: 0, max: usize::MAX };

/// `ExcludeManagementEventSources`
pub static EXCLUDE_MANAGEMENT_EVENT_SOURCES: List<Text> = List { member: &STRING, min: 0, max: usize::MAX };

/// `LookupAttributeKey`
pub static LOOKUP_ATTRIBUTE_KEY: Text = Text::ANY.one_of(&[
    "EventId",
    "EventName",
    "ReadOnly",
    "Username",
    "ResourceType",
    "ResourceName",
    "EventSource",
    "AccessKeyId",
]);

/// `LookupAttributeValue`
pub static LOOKUP_ATTRIBUTE_VALUE: Text = Text::ANY.min(1).max(2000);

/// `LookupAttributesList`
pub static LOOKUP_ATTRIBUTES_LIST: List<Structure<LookupAttribute>> =
    List { member: &Structure::<LookupAttribute>::new(), min: 0, max: usize::MAX };

/// `MaxResults`
pub static MAX_RESULTS: Integer = Integer { min: 1, max: 50 };

/// `NextToken`
pub static NEXT_TOKEN: Text = Text::ANY;

/// `Operator`
pub static OPERATOR: List<Text> = List { member: &OPERATOR_VALUE, min: 1, max: usize::MAX };

/// `OperatorValue`
pub static OPERATOR_VALUE: Text = Text::ANY.min(1).max(2048).pattern(&OPERATOR_VALUE_PATTERN);

/// `ReadWriteType`
pub static READ_WRITE_TYPE: Text = Text::ANY.one_of(&["ReadOnly", "WriteOnly", "All"]);

/// `ResourceIdList`
pub static RESOURCE_ID_LIST: List<Text> = List { member: &STRING, min: 0, max: usize::MAX };

/// `SelectorField`
pub static SELECTOR_FIELD: Text = Text::ANY.min(1).max(1000).pattern(&SELECTOR_FIELD_PATTERN);

/// `SelectorName`
pub static SELECTOR_NAME: Text = Text::ANY.min(0).max(1000).pattern(&SELECTOR_NAME_PATTERN);

/// `String`
pub static STRING: Text = Text::ANY;

/// `TagKey`
pub static TAG_KEY: Text = Text::ANY.min(1).max(128);

/// `TagValue`
pub static TAG_VALUE: Text = Text::ANY.min(1).max(256);

/// `TagsList`
pub static TAGS_LIST: List<Structure<Tag>> = List { member: &Structure::<Tag>::new(), min: 0, max: 200 };

/// `TrailNameList`
pub static TRAIL_NAME_LIST: List<Text> = List { member: &STRING, min: 0, max: usize::MAX };
