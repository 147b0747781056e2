//! What the events of one segment can be looked up by.
//!
//! A [`Row`] is the place of an event and its time; a key stands for a recipient, a Region and one value that the event has, and
//! leads to the rows of all events that have it. A lookup takes the rows of one key from the newest back. Keys are checksums:
//! whoever finds a row reads the record and looks whether the event is one that was asked for.
//!
//! Of the segment that is written on, the index is kept in memory and grows with it ([`Growing`]). Of a finished one it is a
//! file beside the segment ([`super::index_file`]), which can always be made again.

use super::lookup::Attribute;
use super::record_of::found_of;
use super::{Category, Event};
use crate::trail::TrailError;
use crate::trail::reader::unless_removed;
use crate::trail::record::Record;
use crate::trail::segment::Records;
use crc_fast::{CrcAlgorithm, Digest};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// The place of an event in a segment, in the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    /// `eventTime`.
    pub(super) second: i64,
    /// Where its record begins.
    pub(super) offset: u64,
    /// Which of the record's events it is.
    pub(super) which: u8,
}

/// The key of all events of a recipient in a Region, or of those with one value.
pub(super) fn key(recipient: &str, region: &str, value: Option<(Attribute, &str)>) -> u64 {
    let mut digest = Digest::new(CrcAlgorithm::Crc64Nvme);
    let mut add = |text: &str| {
        digest.update(text.as_bytes());
        digest.update(&[0]);
    };
    add(recipient);
    add(region);
    if let Some((attribute, value)) = value {
        add(attribute.name());
        add(value);
    }
    digest.finalize()
}

/// All keys of an event.
fn keys(event: &Event) -> Vec<u64> {
    let mut keys = vec![key(&event.recipient, &event.region, None)];
    let mut add = |attribute: Attribute, value: &str| {
        let key = key(&event.recipient, &event.region, Some((attribute, value)));
        if !keys.contains(&key) {
            keys.push(key);
        }
    };
    add(Attribute::EventId, &event.id);
    add(Attribute::EventName, &event.name);
    add(Attribute::ReadOnly, if event.read_only { "true" } else { "false" });
    add(Attribute::EventSource, &event.source);
    event.user_name.iter().for_each(|name| add(Attribute::Username, name));
    event.access_key_id.iter().for_each(|id| add(Attribute::AccessKeyId, id));
    for resource in &event.resources {
        add(Attribute::ResourceType, resource.kind);
        add(Attribute::ResourceName, &resource.name);
    }
    keys
}

/// The index of a segment in memory.
#[derive(Debug, Default)]
pub(super) struct Growing {
    pub(super) rows: HashMap<u64, BTreeSet<Row>>,
    /// How far the segment has been read.
    read: Option<u64>,
    /// The second of the newest event.
    last: Option<i64>,
}

impl Growing {
    /// Takes in what has been written to the segment since. Nothing happens if it is no longer kept.
    pub(super) fn catch_up(&mut self, path: &Path) -> Result<(), TrailError> {
        let Some(mut records) = unless_removed(Records::open(path))?.flatten() else { return Ok(()) };
        if let Some(read) = self.read {
            records.go_to(read).map_err(TrailError::at(path))?;
        }
        while let Some(stored) = records.next().map_err(TrailError::at(path))? {
            if let Ok(record) = serde_json::from_slice::<Record>(&stored.json) {
                self.take_in(&record, stored.offset);
            }
            self.read = Some(records.offset());
        }
        Ok(())
    }

    fn take_in(&mut self, record: &Record, offset: u64) {
        for (row, event) in rows_of(record, offset) {
            self.last = self.last.max(Some(row.second));
            for key in keys(&event) {
                self.rows.entry(key).or_default().insert(row);
            }
        }
    }

    /// The newest row of a key before `before`.
    pub(super) fn newest(&self, key: u64, before: Row) -> Option<Row> {
        self.rows.get(&key)?.range(..before).next_back().copied()
    }

    /// The second of the newest event.
    pub(super) fn last(&self) -> i64 {
        self.last.unwrap_or(i64::MIN)
    }
}

/// What can be looked up in a record at this offset.
fn rows_of(record: &Record, offset: u64) -> impl Iterator<Item = (Row, Event)> {
    let events = (0..=u8::MAX).zip(found_of(record));
    let managed = events.filter(|(_, event)| event.category == Category::Management);
    managed.map(move |(which, event)| (Row { second: event.time.as_second(), offset, which }, event))
}

/// The index of a finished segment, which is written and not looked at. It takes a third of the memory of a [`Growing`]
/// one, and of the time.
#[derive(Debug, Default)]
pub(in crate::trail) struct Finished {
    /// In the order in which they came.
    pub(super) rows: Vec<Row>,
    /// Each key with each of its rows.
    pub(super) keys: Vec<(u64, Row)>,
}

impl Finished {
    /// Takes in a record at this offset.
    pub(in crate::trail) fn take_in(&mut self, record: &Record, offset: u64) {
        for (row, event) in rows_of(record, offset) {
            self.rows.push(row);
            self.keys.extend(keys(&event).into_iter().map(|key| (key, row)));
        }
    }
}

impl From<&Growing> for Finished {
    fn from(growing: &Growing) -> Self {
        let of_keys = growing.rows.iter();
        let keys: Vec<_> = of_keys.flat_map(|(key, rows)| rows.iter().map(|row| (*key, *row))).collect();
        Self { rows: keys.iter().map(|(_, row)| *row).collect(), keys }
    }
}
