//! Trails of CloudTrail: what is to be logged, and where it is delivered.

use super::{Entity, Tag};
use crate::directory::entity::fields;
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A trail. An organization's trail belongs to the management account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail {
    /// The account that it belongs to.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// [`Trail::place_of`] its home Region and its name.
    pub place: String,
    /// The bucket that log files are delivered to.
    pub bucket: String,
    /// What stands before `/AWSLogs/` in the keys of log files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Whether events of services without Regions are logged.
    pub global_events: bool,
    /// Whether events of all Regions are logged, or those of the home Region.
    pub multi_region: bool,
    /// Whether digests are delivered.
    pub validation: bool,
    /// Whether the trail logs the deliveries of log files into its own bucket.
    pub recursive: bool,
    /// The id of the organization whose accounts are logged; `None`: its own account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Which events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selectors: Option<Selectors>,
    /// When it logged, and with which settings, oldest first; without an end it logs now. What is delivered of a period that
    /// has ended is dropped.
    #[serde(default)]
    pub periods: Vec<Period>,
    /// When logging was last started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<Timestamp>,
    /// When logging was last stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Timestamp>,
    /// When it was made: another trail of the same name is not this one.
    pub created: Timestamp,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// A time in which a trail logged with the same settings. Its ends are positions in the events, as [`crate::trail::events`]
/// writes them: clocks are set, and the order in which requests were recorded stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first moment. It decides about events that do not follow the position: after a crash of the machine, records may
    /// stand where others stood before.
    pub from: Timestamp,
    /// The position behind which it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The moment after the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The position of its last event, but for that of the request that ended it. An earlier version noted none: the moment
    /// decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<String>,
    /// The id of the request that ended it. Its event belongs to the period: whoever stops a trail, or makes it log less, is
    /// logged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<String>,
    /// What the trail logged then, if its settings are others now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logging: Option<Logging>,
}

/// The settings that decide which events a trail logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logging {
    /// As the trail has it.
    pub global_events: bool,
    /// As the trail has it.
    pub multi_region: bool,
    /// As the trail has it.
    pub recursive: bool,
    /// As the trail has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// As the trail has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selectors: Option<Selectors>,
}

/// Which events a trail logs, in one of two languages; without any, all management events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Selectors {
    /// What one of these selects.
    Basic(Vec<EventSelector>),
    /// What one of these selects.
    Advanced(Vec<AdvancedSelector>),
}

/// A basic event selector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSelector {
    /// Whether it selects what only reads, what only writes, or both.
    pub access: Access,
    /// Whether it selects management events.
    pub management: bool,
    /// Event sources whose management events it does not select.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded_sources: Vec<String>,
    /// The data events that it selects: types of resources, each with the beginnings of ARNs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<(String, Vec<String>)>,
}

/// `ReadWriteType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// What changes nothing.
    ReadOnly,
    /// What changes something.
    WriteOnly,
    /// Both.
    All,
}

/// An advanced event selector: each of its fields must fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvancedSelector {
    /// What its owner calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The fields.
    pub fields: Vec<FieldSelector>,
}

/// What a field of an event must be: each list that is given must have a value that fits, each negated one must have none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldSelector {
    /// The field.
    pub field: String,
    /// `Equals`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equals: Vec<String>,
    /// `StartsWith`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts_with: Vec<String>,
    /// `EndsWith`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends_with: Vec<String>,
    /// `NotEquals`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_equals: Vec<String>,
    /// `NotStartsWith`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_starts_with: Vec<String>,
    /// `NotEndsWith`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_ends_with: Vec<String>,
}

impl Trail {
    /// What the entity of a trail with this home Region and name is called.
    #[must_use]
    pub fn place_of(region: &str, name: &str) -> String {
        format!("{region}/{name}")
    }

    /// The home Region.
    #[must_use]
    pub fn region(&self) -> &str {
        self.place.split_once('/').map_or("", |(region, _)| region)
    }

    /// The name.
    #[must_use]
    pub fn trail_name(&self) -> &str {
        self.place.split_once('/').map_or("", |(_, name)| name)
    }

    /// `arn:aws:cloudtrail:<home Region>:<account>:trail/<name>`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(self.account, self.region(), self.trail_name())
    }

    /// Whether it logs now.
    #[must_use]
    pub fn is_logging(&self) -> bool {
        self.periods.last().is_some_and(|period| period.until.is_none())
    }

    /// What it logs now.
    #[must_use]
    pub fn logging(&self) -> Logging {
        Logging {
            global_events: self.global_events,
            multi_region: self.multi_region,
            recursive: self.recursive,
            organization: self.organization.clone(),
            selectors: self.selectors.clone(),
        }
    }
}

/// The ARN of a trail.
#[must_use]
pub fn arn(account: AccountId, region: &str, name: &str) -> String {
    format!("arn:aws:cloudtrail:{region}:{account}:trail/{name}")
}

impl Entity for Trail {
    const KIND: &'static str = "trail";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, place);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/trail/us-east-1/audit",
        r#"{"account":"111122223333","place":"us-east-1/audit","bucket":"logs","prefix":"all","global_events":true,
            "multi_region":true,"validation":true,"recursive":false,"organization":"o-abcdefghij",
            "selectors":{"basic":[{"access":"WriteOnly","management":true,"excluded_sources":["kms.amazonaws.com"],
            "data":[["AWS::S3::Object",["arn:aws:s3"]]]}]},
            "periods":[{"from":"2026-11-22T10:15:30Z","after":"1 - - -","until":"2026-11-22T10:16:30Z","through":"1 - - -",
            "ended_by":"4f1c","logging":{"global_events":true,"multi_region":false,"recursive":true,
            "organization":"o-abcdefghij","selectors":{"advanced":[]}}}],
            "started":"2026-11-22T10:15:30Z","stopped":"2026-11-22T10:16:30Z","created":"2026-11-22T10:15:00Z",
            "tags":[{"key":"team","value":"core"}]}"#,
    );
}

impl Snapshot {
    /// The trail with this home Region and name.
    #[must_use]
    pub fn trail(&self, account: AccountId, region: &str, name: &str) -> Option<&Arc<Stored<Trail>>> {
        self.find::<Trail>(account, &Trail::place_of(region, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Advanced selectors are kept as they are.
    #[test]
    fn advanced_selectors_are_stored() {
        let text = r#"{"advanced":[{"name":"mine","fields":[{"field":"eventCategory","equals":["Data"],"starts_with":["a"],
            "ends_with":["b"],"not_equals":["c"],"not_starts_with":["d"],"not_ends_with":["e"]}]}]}"#;
        let selectors: Selectors = serde_json::from_str(text).unwrap();
        let written = serde_json::to_value(&selectors).unwrap();
        assert_eq!(written, serde_json::from_str::<serde_json::Value>(text).unwrap());
    }

    /// Periods of an earlier version have moments alone.
    #[test]
    fn periods_of_an_earlier_version() {
        let period: Period = serde_json::from_str(r#"{"from":"2026-11-22T10:15:30Z"}"#).unwrap();
        assert!(period.after.is_none() && period.until.is_none() && period.through.is_none());
        let written = serde_json::to_string(&period).unwrap();
        assert_eq!(written, r#"{"from":"2026-11-22T10:15:30Z"}"#);
    }
}
