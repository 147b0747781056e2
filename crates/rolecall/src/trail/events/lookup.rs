//! The events of one account in a time range, newest first.

use super::index::{self, Growing, Row};
use super::index_file::{self, IndexFile, Places};
use super::{Category, Event, EventLog, NoPosition, made_of};
use crate::trail::reader::{segments, unless_removed};
use crate::trail::{Class, TrailError, segment};
use jiff::Timestamp;
use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::fmt;
use std::io;
use std::path::Path;
use std::str::FromStr;
use std::sync::PoisonError;

/// What is looked for: management events of one account and Region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    /// The account: twelve digits.
    pub recipient: String,
    /// The Region.
    pub region: String,
    /// From this time on, to the second.
    pub from: Timestamp,
    /// Until this time, which belongs to the range.
    pub to: Timestamp,
    /// What they must have, if anything.
    pub attribute: Option<(Attribute, String)>,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// The most events of the page.
    pub most: usize,
}

/// What events can be looked up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    /// `EventId`.
    EventId,
    /// `EventName`.
    EventName,
    /// `ReadOnly`: `true` or `false`.
    ReadOnly,
    /// `Username`.
    Username,
    /// `ResourceType`.
    ResourceType,
    /// `ResourceName`.
    ResourceName,
    /// `EventSource`.
    EventSource,
    /// `AccessKeyId`.
    AccessKeyId,
}

impl Attribute {
    /// AWS's word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EventId => "EventId",
            Self::EventName => "EventName",
            Self::ReadOnly => "ReadOnly",
            Self::Username => "Username",
            Self::ResourceType => "ResourceType",
            Self::ResourceName => "ResourceName",
            Self::EventSource => "EventSource",
            Self::AccessKeyId => "AccessKeyId",
        }
    }
}

/// Where a page ended: the next one begins with what is older. As text it can be part of a token. Events are ordered by their
/// second, and those of one second by their place in the trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    second: i64,
    /// Which class, by its place in [`Class::ALL`].
    class: usize,
    segment: u64,
    offset: u64,
    which: u8,
}

impl Cursor {
    fn of(class: usize, segment: u64, row: Row) -> Self {
        Self { second: row.second, class, segment, offset: row.offset, which: row.which }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { second, class, segment, offset, which } = self;
        write!(f, "{second}.{class}.{segment}.{offset}.{which}")
    }
}

impl FromStr for Cursor {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or(NoPosition);
        let cursor = Self {
            second: next()?.parse().map_err(|_| NoPosition)?,
            class: next()?.parse().map_err(|_| NoPosition)?,
            segment: next()?.parse().map_err(|_| NoPosition)?,
            offset: next()?.parse().map_err(|_| NoPosition)?,
            which: next()?.parse().map_err(|_| NoPosition)?,
        };
        if next().is_ok() { Err(NoPosition) } else { Ok(cursor) }
    }
}

/// A page of events.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Newest first.
    pub events: Vec<Event>,
    /// Where the next page begins; `None`: there is none.
    pub next: Option<Cursor>,
}

impl Lookup {
    /// Whether it is looked for.
    fn has(&self, event: &Event) -> bool {
        event.category == Category::Management
            && event.recipient == self.recipient
            && event.region == self.region
            && (self.from..=self.to).contains(&event.time)
            && self.attribute.as_ref().is_none_or(|(attribute, value)| attribute.is_of(event, value))
    }
}

impl Attribute {
    /// Whether an event has this value of it.
    #[must_use]
    pub fn is_of(self, event: &Event, value: &str) -> bool {
        match self {
            Self::EventId => event.id == value,
            Self::EventName => event.name == value,
            Self::ReadOnly => (if event.read_only { "true" } else { "false" }) == value,
            Self::Username => event.user_name.as_deref() == Some(value),
            Self::ResourceType => event.resources.iter().any(|resource| resource.kind == value),
            Self::ResourceName => event.resources.iter().any(|resource| resource.name == value),
            Self::EventSource => event.source == value,
            Self::AccessKeyId => event.access_key_id.as_deref() == Some(value),
        }
    }
}

/// What a lookup keeps of the segments between two lookups.
#[derive(Debug, Default)]
pub(super) struct Indexes(HashMap<(usize, u64), Index>);

/// The index of a segment.
#[derive(Debug)]
enum Index {
    File(IndexFile),
    /// Of the newest segment of a class, and of one whose index file cannot be written.
    Growing(Growing),
}

/// The rows of one segment that are looked for, from the newest back.
enum Rows {
    /// Nothing of the index has been read: the last second of the segment is all that is known.
    Unread,
    OfFile(Places),
    /// The last one that was taken.
    OfGrowing(Row),
}

impl EventLog {
    /// A page of what is looked for, newest first. Blocks on the disk.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn lookup(&self, lookup: &Lookup) -> Result<Page, TrailError> {
        let mut indexes = self.indexes.lock().unwrap_or_else(PoisonError::into_inner);
        indexes.catch_up(&self.trail)?;
        let value = lookup.attribute.as_ref().map(|(attribute, value)| (*attribute, value.as_str()));
        let key = index::key(&lookup.recipient, &lookup.region, value);
        let (from, to) = (ceiling(lookup.from), lookup.to.as_second());
        let mut rows = HashMap::new();
        // The segment with the newest row comes first. Of those that are not read, the newest row that they may have counts.
        let mut heap = BinaryHeap::new();
        for (&(class, segment), index) in &indexes.0 {
            if index.last() >= from && index.first() <= to {
                let row = Row { second: index.last().min(to), offset: u64::MAX, which: u8::MAX };
                heap.push((Cursor::of(class, segment, row), false));
                rows.insert((class, segment), Rows::Unread);
            }
        }
        let mut events = Vec::new();
        let mut last = None;
        while let Some((cursor, is_row)) = heap.pop() {
            let place = (cursor.class, cursor.segment);
            if is_row && let Some(event) = self.event_at(&cursor)?.filter(|event| lookup.has(event)) {
                if events.len() >= lookup.most {
                    return Ok(Page { events, next: last });
                }
                events.push(event);
                last = Some(cursor);
            }
            let (Some(index), Some(rows)) = (indexes.0.get(&place), rows.get_mut(&place)) else { continue };
            let limit = limit(cursor.class, cursor.segment, lookup);
            let next = index.next(rows, key, limit).map_err(TrailError::at(&self.trail))?;
            if let Some(row) = next.filter(|row| row.second >= from) {
                heap.push((Cursor::of(cursor.class, cursor.segment, row), true));
            }
        }
        Ok(Page { events, next: None })
    }

    /// Reads what has been written since the last look-up, so that the next one need not. Blocks on the disk.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn catch_up(&self) -> Result<(), TrailError> {
        self.indexes.lock().unwrap_or_else(PoisonError::into_inner).catch_up(&self.trail)
    }

    /// The event that stands there.
    fn event_at(&self, cursor: &Cursor) -> Result<Option<Event>, TrailError> {
        let Some(class) = Class::ALL.get(cursor.class) else { return Ok(None) };
        let path = segment::path(&class.dir(&self.trail), cursor.segment);
        let json = unless_removed(segment::read_at(&path, cursor.offset))?.flatten();
        let record = json.and_then(|json| serde_json::from_slice(&json).ok());
        Ok(record.and_then(|record| made_of(&record).into_iter().nth(usize::from(cursor.which))))
    }
}

/// The first whole second that is not before a time.
fn ceiling(time: Timestamp) -> i64 {
    time.as_second() + i64::from(time.subsec_nanosecond() > 0)
}

impl Index {
    /// The second of the oldest event, or an earlier one.
    fn first(&self) -> i64 {
        match self {
            Self::File(file) => file.first,
            Self::Growing(_) => i64::MIN,
        }
    }

    /// The second of the newest event, or a later one.
    fn last(&self) -> i64 {
        match self {
            Self::File(file) => file.last,
            Self::Growing(growing) => growing.last(),
        }
    }

    /// The newest row of the key that was not taken yet and is before `limit`.
    fn next(&self, rows: &mut Rows, key: u64, limit: Row) -> io::Result<Option<Row>> {
        match (self, &mut *rows) {
            (Self::File(file), Rows::Unread) => {
                let Some(mut places) = file.find(key)? else { return Ok(None) };
                file.leave_out(&mut places, |row| *row >= limit)?;
                let row = file.take(&mut places)?;
                *rows = Rows::OfFile(places);
                Ok(row)
            }
            (Self::File(file), Rows::OfFile(places)) => file.take(places),
            (Self::Growing(growing), taken) => {
                let before = if let Rows::OfGrowing(last) = taken { *last } else { limit };
                let row = growing.newest(key, before);
                *taken = Rows::OfGrowing(row.unwrap_or(before));
                Ok(row)
            }
            (Self::File(_), Rows::OfGrowing(_)) => Ok(None),
        }
    }
}

/// The first row of a segment that does not belong to a page, because it is too late, or was in a page before.
fn limit(class: usize, segment: u64, lookup: &Lookup) -> Row {
    let of_second = |second| Row { second, offset: 0, which: 0 };
    let late = of_second(lookup.to.as_second().saturating_add(1));
    let Some(after) = &lookup.after else { return late };
    let taken = match (class, segment).cmp(&(after.class, after.segment)) {
        // What has the same second and stands here comes after what was taken.
        Ordering::Less => of_second(after.second.saturating_add(1)),
        Ordering::Equal => Row { second: after.second, offset: after.offset, which: after.which },
        Ordering::Greater => of_second(after.second),
    };
    late.min(taken)
}

impl Indexes {
    /// Opens the index of each segment that is kept, makes those that are missing, and reads on in the newest.
    fn catch_up(&mut self, trail: &Path) -> Result<(), TrailError> {
        let mut kept = HashSet::new();
        for (at, class) in Class::ALL.into_iter().enumerate() {
            let dir = class.dir(trail);
            let numbers = segments(&dir)?;
            let newest = numbers.last().copied();
            for number in numbers {
                kept.insert((at, number));
                let index = self.0.remove(&(at, number));
                let index = if Some(number) == newest {
                    let mut growing =
                        if let Some(Index::Growing(growing)) = index { growing } else { Growing::default() };
                    growing.catch_up(&segment::path(&dir, number))?;
                    Index::Growing(growing)
                } else {
                    finished(index, &dir, number)?
                };
                self.0.insert((at, number), index);
            }
        }
        self.0.retain(|place, _| kept.contains(place));
        Ok(())
    }
}

/// The index of a segment that is not written on any more.
fn finished(known: Option<Index>, dir: &Path, number: u64) -> Result<Index, TrailError> {
    if let Some(Index::File(file)) = known {
        return Ok(Index::File(file));
    }
    if let Some(file) = IndexFile::open(dir, number) {
        return Ok(Index::File(file));
    }
    let mut growing = if let Some(Index::Growing(growing)) = known { growing } else { Growing::default() };
    growing.catch_up(&segment::path(dir, number))?;
    if let Err(error) = index_file::write((&growing).into(), dir, number, "events.found") {
        tracing::warn!(%error, "cannot write the index of a segment's events");
        return Ok(Index::Growing(growing));
    }
    Ok(IndexFile::open(dir, number).map_or(Index::Growing(growing), Index::File))
}

#[cfg(test)]
mod tests;
