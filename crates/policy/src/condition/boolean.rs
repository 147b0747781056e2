//! `Bool`: the texts compared ignoring case, and nothing more (R1.68). Variables work (U5).

use super::string::{Kind, StringTest};
use crate::document::Version;

/// The policy's values, compared as strings are.
pub(super) fn test(values: &mut dyn Iterator<Item = &str>, version: Version) -> StringTest {
    StringTest::new(values, Kind::EqualsIgnoreCase, version)
}
