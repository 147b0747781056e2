//! The events of one account in a time range, newest first.

use super::{Category, Event, EventLog, NoPosition, Position};
use crate::trail::TrailError;
use jiff::Timestamp;
use std::cmp::Reverse;

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

/// Where a page ended: the next one begins with what is older. As text it can be part of a token.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// `eventTime` of the last event, in seconds.
    pub(super) second: i64,
    /// Its id: events of one second are ordered by it.
    pub(super) id: String,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.second, self.id)
    }
}

impl std::str::FromStr for Cursor {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let (second, id) = text.split_once('.').ok_or(NoPosition)?;
        Ok(Self { second: second.parse().map_err(|_| NoPosition)?, id: id.to_owned() })
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

impl Cursor {
    fn of(event: &Event) -> Self {
        Self { second: event.time.as_second(), id: event.id.clone() }
    }
}

impl Lookup {
    /// Whether it is looked for.
    fn has(&self, event: &Event) -> bool {
        event.category == Category::Management
            && event.recipient == self.recipient
            && event.region == self.region
            && (self.from..=self.to).contains(&event.time)
            && self.after.as_ref().is_none_or(|after| Cursor::of(event) < *after)
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

impl EventLog {
    /// A page of what is looked for, newest first. Blocks on the disk.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn lookup(&self, lookup: &Lookup) -> Result<Page, TrailError> {
        let mut found = Vec::new();
        let mut position = Position::default();
        loop {
            let batch = self.after(&position, 1_000)?;
            found.extend(batch.events.into_iter().filter(|event| lookup.has(event)));
            position = batch.next;
            if batch.is_end {
                break;
            }
        }
        found.sort_by_cached_key(|event| Reverse(Cursor::of(event)));
        let more = found.len() > lookup.most;
        found.truncate(lookup.most);
        let next = found.last().filter(|_| more).map(Cursor::of);
        Ok(Page { events: found, next })
    }
}
