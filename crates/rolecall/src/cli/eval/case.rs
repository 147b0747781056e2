//! One case as it is written: a request, the policies that apply to it, and perhaps what is expected.

use crate::environment::input::not_utf8;
use rolecall_analysis::scenario::json::{in_words_from, object, some_object};
use rolecall_analysis::scenario::{DecisionName, Facts, ManagementAccount, StatedS3};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A case.
#[derive(Debug)]
pub(super) struct Case<'a> {
    /// Given back as it is.
    pub(super) id: Option<&'a RawValue>,
    pub(super) facts: Facts<'a>,
    /// As they are written: equal ones are read once (see `remembered`).
    pub(super) policies: Option<&'a RawValue>,
    pub(super) expect: Option<DecisionName>,
}

/// A line. Some facts about the request may also stand beside it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow, deserialize_with = "object")]
    request: Facts<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    policies: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "present")]
    expect: Option<DecisionName>,
    #[serde(borrow)]
    role_arn: Option<Cow<'a, str>>,
    #[serde(borrow)]
    resource_type: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "some_object")]
    s3: Option<StatedS3<'a>>,
    service_linked: Option<bool>,
    #[serde(borrow)]
    management_account: Option<ManagementAccount<'a>>,
}

/// A member that is there: `null` is a value too.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Where in its file a case begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Begin {
    /// From 1.
    pub(super) line: u64,
    /// Bytes of the line before it.
    pub(super) column: u64,
    /// Bytes of the text before it.
    pub(super) offset: u64,
}

impl Begin {
    /// The beginning of the text.
    pub(super) const FIRST: Self = Self { line: 1, column: 0, offset: 0 };

    /// Goes on behind bytes of the text.
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        self.offset += bytes.len() as u64;
        match bytes.iter().rposition(|byte| *byte == b'\n') {
            Some(last) => {
                self.line += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
                self.column = (bytes.len() - last - 1) as u64;
            }
            None => self.column += bytes.len() as u64,
        }
    }
}

impl<'a> Case<'a> {
    /// Reads the text of a case.
    pub(super) fn read(text: &'a [u8], begin: Begin) -> Result<Self, String> {
        let line = std::str::from_utf8(text).map_err(|error| {
            let mut at = begin;
            at.pass(text.get(..error.valid_up_to()).unwrap_or_default());
            not_utf8(at.offset, text.get(error.valid_up_to()).copied(), at.line)
        })?;
        if line.starts_with('\u{feff}') {
            return Err("there is a byte order mark within the text".to_owned());
        }
        // A list would be read by the order of the members.
        if !line.trim_start().starts_with('{') {
            return Err("a case must be an object".to_owned());
        }
        let line: Line<'a> =
            serde_json::from_str(line).map_err(|error| in_words_from(&error, begin.line, begin.column))?;
        let Line { id, request: mut facts, policies, expect, .. } = line;
        move_into("role_arn", line.role_arn, &mut facts.role_arn)?;
        move_into("resource_type", line.resource_type, &mut facts.resource_type)?;
        move_into("s3", line.s3, &mut facts.s3)?;
        move_into("service_linked", line.service_linked, &mut facts.service_linked)?;
        move_into("management_account", line.management_account, &mut facts.management_account)?;
        Ok(Self { id, facts, policies, expect })
    }
}

/// A fact that stands beside the request becomes the request's.
fn move_into<T>(name: &str, beside: Option<T>, within: &mut Option<T>) -> Result<(), String> {
    if beside.is_some() && within.is_some() {
        return Err(format!("`{name}` is given twice"));
    }
    *within = beside.or(within.take());
    Ok(())
}

/// The id of a line that is no case, if it has one.
pub(super) fn id_of(line: &[u8]) -> Option<&RawValue> {
    #[derive(Deserialize)]
    struct Identified<'a> {
        #[serde(borrow)]
        id: Option<&'a RawValue>,
    }
    // Of a list it would be the first item.
    let is_object = line.trim_ascii_start().starts_with(b"{");
    serde_json::from_slice::<Identified<'_>>(line).ok().filter(|_| is_object)?.id
}
