//! Inputs of operations that read.
//!
//! Generated from botocore 1.44.5 (service model User Experience Customization 2024-07-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::api::uxc::shapes::*;
use crate::api::uxc::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// The input of `GetAccountCustomizations`.
    GetAccountCustomizationsInput {}
}

readable! {
    /// The input of `ListServices`.
    ListServicesInput {
        next_token: Option<String> = "nextToken" optional(NEXT_TOKEN) [query("nextToken")],
        max_results: Option<i32> = "maxResults" optional(MAX_RESULTS) [query("maxResults")],
    }
}
