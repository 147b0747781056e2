//! What operations answer. Operations missing here answer nothing.
//!
//! Generated from botocore 1.44.5 (service model User Experience Customization 2024-07-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

output! {
    /// The output of `GetAccountCustomizations`.
    GetAccountCustomizationsOutput {
        account_color: Option<String> = "accountColor",
        visible_services: Option<Vec<String>> = "visibleServices",
        visible_regions: Option<Vec<String>> = "visibleRegions",
    }
}

output! {
    /// The output of `ListServices`.
    ListServicesOutput {
        next_token: Option<String> = "nextToken",
        services: Option<Vec<String>> = "services",
    }
}

output! {
    /// The output of `UpdateAccountCustomizations`.
    UpdateAccountCustomizationsOutput {
        account_color: Option<String> = "accountColor",
        visible_services: Option<Vec<String>> = "visibleServices",
        visible_regions: Option<Vec<String>> = "visibleRegions",
    }
}
