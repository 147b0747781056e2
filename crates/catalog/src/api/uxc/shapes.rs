//! Constraints of the members that are read from requests.
//!
//! Generated from botocore 1.44.5 (service model User Experience Customization 2024-07-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::types::*;
use crate::validation::{Blob, Boolean, Instant, Integer, List, Long, Map, Pattern, Structure, Text};

/// `[-A-Za-z0-9+/_]+=*`
pub static NEXT_TOKEN_PATTERN: Pattern = Pattern::new("[-A-Za-z0-9+/_]+=*", "[-A-Za-z0-9+/_]+=*");

/// `[a-z0-9]+(-[a-z0-9]+)*`
pub static SERVICE_PATTERN: Pattern = Pattern::new("[a-z0-9]+(-[a-z0-9]+)*", "[a-z0-9]+(-[a-z0-9]+)*");

/// `[a-z]{2}(-[a-z]{1,10}){1,2}-[1-9]`
pub static REGION_PATTERN: Pattern =
    Pattern::new("[a-z]{2}(-[a-z]{1,10}){1,2}-[1-9]", "[a-z]{2}(-[a-z]{1,10}){1,2}-[1-9]");

/// Every pattern, for tests.
pub static PATTERNS: &[&Pattern] = &[&NEXT_TOKEN_PATTERN, &SERVICE_PATTERN, &REGION_PATTERN];

/// `AccountColor`
pub static ACCOUNT_COLOR: Text =
    Text::ANY.one_of(&["none", "pink", "purple", "darkBlue", "lightBlue", "teal", "green", "yellow", "orange", "red"]);

/// `MaxResults`
pub static MAX_RESULTS: Integer = Integer { min: 1, max: 1000 };

/// `NextToken`
pub static NEXT_TOKEN: Text = Text::ANY.min(32).max(512).pattern(&NEXT_TOKEN_PATTERN);

/// `Region`
pub static REGION: Text = Text::ANY.pattern(&REGION_PATTERN);

/// `RegionsList`
pub static REGIONS_LIST: List<Text> = List { member: &REGION, min: 0, max: 100 };

/// `Service`
pub static SERVICE: Text = Text::ANY.min(1).max(64).pattern(&SERVICE_PATTERN);

/// `ServiceList`
pub static SERVICE_LIST: List<Text> = List { member: &SERVICE, min: 0, max: 500 };
