//! Inputs of operations that delete.
//!
//! Generated from botocore 1.44.5 (service model CloudTrail 2013-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::api::cloudtrail::shapes::*;
use crate::api::cloudtrail::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// The input of `DeleteTrail`.
    DeleteTrailInput {
        name: String = "Name" required(STRING),
    }
}

readable! {
    /// The input of `RemoveTags`.
    RemoveTagsInput {
        resource_id: String = "ResourceId" required(STRING),
        tags_list: Vec<Tag> = "TagsList" required(TAGS_LIST),
    }
}
