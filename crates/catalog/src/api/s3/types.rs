//! Structures nested in inputs and outputs.
//!
//! Generated from botocore 1.44.5 (service model S3 2006-03-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::shapes::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// `Delete`.
    Delete {
        objects: Vec<ObjectIdentifier> = "Objects" required(OBJECT_IDENTIFIER_LIST) [wire("Object"), flattened],
        quiet: Option<bool> = "Quiet" optional(Boolean),
    }
}

writable! {
    /// `DeletedObject`.
    DeletedObject {
        key: Option<String> = "Key",
        version_id: Option<String> = "VersionId",
        delete_marker: Option<bool> = "DeleteMarker",
        delete_marker_version_id: Option<String> = "DeleteMarkerVersionId",
    }
}

writable! {
    /// `Error`.
    Error {
        key: Option<String> = "Key",
        version_id: Option<String> = "VersionId",
        code: Option<String> = "Code",
        message: Option<String> = "Message",
    }
}

readable! {
    /// `ObjectIdentifier`.
    ObjectIdentifier {
        key: String = "Key" required(OBJECT_KEY),
        version_id: Option<String> = "VersionId" optional(OBJECT_VERSION_ID),
        e_tag: Option<String> = "ETag" optional(E_TAG),
        last_modified_time: Option<Timestamp> = "LastModifiedTime" optional(Instant) [time(TimeFormat::HttpDate)],
        size: Option<i64> = "Size" optional(SIZE),
    }
}

readable! {
    /// `Tag`.
    Tag {
        key: String = "Key" required(OBJECT_KEY),
        value: String = "Value" required(VALUE),
    }
}

readable! {
    /// `Tagging`.
    Tagging {
        tag_set: Vec<Tag> = "TagSet" required(TAG_SET) [items("Tag")],
    }
}
