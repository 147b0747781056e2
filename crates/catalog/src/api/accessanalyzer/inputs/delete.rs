//! Inputs of operations that delete.
//!
//! Generated from botocore 1.44.5 (service model Access Analyzer 2019-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::api::accessanalyzer::shapes::*;
use crate::api::accessanalyzer::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// The input of `UntagResource`.
    UntagResourceInput {
        resource_arn: String = "resourceArn" required(STRING) [label("resourceArn")],
        tag_keys: Vec<String> = "tagKeys" required(TAG_KEYS) [query("tagKeys")],
    }
}
