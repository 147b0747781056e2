//! Inputs of operations that change.
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
    /// The input of `UpdateAccountCustomizations`.
    UpdateAccountCustomizationsInput {
        account_color: Option<String> = "accountColor" optional(ACCOUNT_COLOR),
        visible_services: Option<Vec<String>> = "visibleServices" optional(SERVICE_LIST),
        visible_regions: Option<Vec<String>> = "visibleRegions" optional(REGIONS_LIST),
    }
}
