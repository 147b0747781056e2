//! Which records are kept together, so that one kind cannot drive out another.

use super::{CHANGES_BYTES, SIGNED_BYTES, UNSIGNED_BYTES};
use std::path::{Path, PathBuf};

/// A class of records: each has its own segments and its own room, so that it loses its oldest records to itself alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Requests that changed something. Only who has a right to change something can make one, and it is on the disk
    /// before the request is answered.
    Changes,
    /// Other requests whose signature was verified: reads, denials, refusals, credentials that were handed out.
    Signed,
    /// The rest, which anybody can make in any number: their rate is limited as well.
    Unsigned,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Changes, Self::Signed, Self::Unsigned];

    /// The folder of its segments. Changes stand in the trail's own, where all records of earlier versions are: these
    /// count, and grow old, with the changes.
    pub(super) fn dir(self, trail: &Path) -> PathBuf {
        match self {
            Self::Changes => trail.to_owned(),
            Self::Signed => trail.join("signed"),
            Self::Unsigned => trail.join("unsigned"),
        }
    }
}

/// How large the trail may become.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Size at which a segment is finished; see [`super::SEGMENT_BYTES`].
    pub segment_bytes: u64,
    /// Size of all segments of changes above which the oldest are removed when a new one is begun.
    pub changes_bytes: u64,
    /// The same of other signed requests.
    pub signed_bytes: u64,
    /// The same of unsigned requests.
    pub unsigned_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            segment_bytes: super::SEGMENT_BYTES,
            changes_bytes: CHANGES_BYTES,
            signed_bytes: SIGNED_BYTES,
            unsigned_bytes: UNSIGNED_BYTES,
        }
    }
}

impl Limits {
    pub(super) fn of(&self, class: Class) -> u64 {
        match class {
            Class::Changes => self.changes_bytes,
            Class::Signed => self.signed_bytes,
            Class::Unsigned => self.unsigned_bytes,
        }
    }
}
