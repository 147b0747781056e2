//! Which services some principals last asked for what, by the trail.

use super::TrailError;
use super::reader::TrailReader;
use super::record::Caller;
use super::stream::Start;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The last attempts of principals or of the principals of accounts, allowed or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    /// By service (`s3`) and the id of who tried.
    pub services: BTreeMap<(String, String), Attempt>,
    /// By action (`s3:CreateBucket`) and the id of who tried.
    pub actions: BTreeMap<(String, String), Attempt>,
}

/// An attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub time: Timestamp,
    /// In which Region, if the request told.
    pub region: Option<String>,
}

impl Usage {
    /// Takes a newer attempt in place of an older one.
    fn note(of: &mut BTreeMap<(String, String), Attempt>, what: &str, who: &str, attempt: &Attempt) {
        let last = of.entry((what.to_owned(), who.to_owned())).or_insert_with(|| attempt.clone());
        if last.time < attempt.time {
            last.clone_from(attempt);
        }
    }
}

impl TrailReader {
    /// The last attempts since this time of the callers to whom `who` gives an id. Blocks on the disk, for as long as it
    /// takes to read the whole trail, or until nobody wants them any more.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn usage(
        &self,
        who: impl for<'c> Fn(&'c Caller) -> Option<&'c str>,
        since: Timestamp,
        is_wanted: impl Fn() -> bool,
    ) -> Result<Option<Usage>, TrailError> {
        let mut usage = Usage::default();
        let mut stream = self.stream(Start::Since(since))?;
        while let Some(record) = stream.read()? {
            if !is_wanted() {
                return Ok(None);
            }
            let Some(caller) = record.caller.filter(|_| record.time >= since && !record.service.is_empty()) else {
                continue;
            };
            let Some(id) = who(&caller) else { continue };
            let attempt = Attempt { time: record.time, region: record.region };
            Usage::note(&mut usage.services, &record.service, id, &attempt);
            let prefix = format!("{}:", record.service);
            for decision in record.decisions.iter().filter(|decision| decision.action.starts_with(&prefix)) {
                Usage::note(&mut usage.actions, &decision.action, id, &attempt);
            }
        }
        Ok(Some(usage))
    }
}
