//! The findings that are known already: a file that one run writes and later runs read.
//!
//! What is in it is not reported again. A finding is known by its file, its code, its statement and the text at its place
//! (see `identity`). The statement is known by its `Sid`; one without is known only as long as it is not changed.

use super::identity::Identity;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// The form of the file. Another one is refused: what is in it would be misread.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    within: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    statement: Option<String>,
    text: String,
    /// How many findings are the same.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

const fn one() -> usize {
    1
}

const fn is_one(count: &usize) -> bool {
    *count == 1
}

/// Known findings, and how many there are of each.
#[derive(Debug, Default)]
pub(super) struct Baseline {
    known: BTreeMap<Identity, usize>,
}

impl Baseline {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let Written { version, findings } = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if version != VERSION {
            return Err(format!("it has version {version}, but this program reads version {VERSION}"));
        }
        let mut known = BTreeMap::new();
        for Entry { file, code, within, sid, statement, text, count } in findings {
            let same: &mut usize = known.entry(Identity { file, code, within, sid, statement, text }).or_default();
            *same = same.saturating_add(count);
        }
        Ok(Self { known })
    }

    /// As a file, in an order that does not depend on the run.
    pub(super) fn write(&self) -> serde_json::Result<String> {
        let entry = |(identity, count): (&Identity, &usize)| {
            let Identity { file, code, within, sid, statement, text } = identity.clone();
            Entry { file, code, within, sid, statement, text, count: *count }
        };
        let written = Written { version: VERSION, findings: self.known.iter().map(entry).collect() };
        Ok(serde_json::to_string_pretty(&written)? + "\n")
    }

    pub(super) fn add(&mut self, identity: Identity) {
        *self.known.entry(identity).or_default() += 1;
    }

    /// Whether the finding is known; each that is in the file stands for one.
    pub(super) fn take(&mut self, identity: &Identity) -> bool {
        let Some(left) = self.known.get_mut(identity).filter(|left| **left > 0) else { return false };
        *left -= 1;
        true
    }

    /// How many known findings of these files were not taken: they are mended.
    pub(super) fn left(&self, files: &HashSet<String>) -> usize {
        self.known.iter().filter(|(identity, _)| files.contains(&identity.file)).map(|(_, left)| *left).sum()
    }

    pub(super) fn len(&self) -> usize {
        self.known.values().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(text: &str) -> Identity {
        Identity {
            file: "a.json".into(),
            code: "X".into(),
            within: None,
            sid: Some("S".into()),
            statement: None,
            text: text.into(),
        }
    }

    /// Of two equal findings that are known a third is not.
    #[test]
    fn each_entry_stands_for_one_finding() {
        let mut baseline = Baseline::default();
        for text in ["1", "1", "2"] {
            baseline.add(identity(text));
        }
        let text = baseline.write().unwrap();
        let mut read = Baseline::read(&text).unwrap();
        assert_eq!((read.len(), read.write().unwrap()), (3, text));
        let taken = ["1", "1", "1", "3"].map(|text| read.take(&identity(text)));
        assert_eq!(taken, [true, true, false, false]);
        assert_eq!(read.left(&HashSet::from(["a.json".to_owned()])), 1);
        assert_eq!(read.left(&HashSet::from(["b.json".to_owned()])), 0);
    }

    #[test]
    fn other_files_are_refused() {
        for text in [
            "",
            "{}",
            r#"{"version": 2, "findings": []}"#,
            r#"{"version": 1, "findings": [{"file": "a", "code": "X", "txt": ""}]}"#,
            r#"{"version": 1, "findings": [{"file": "a", "code": "X", "text": "", "sids": "a"}]}"#,
        ] {
            assert!(Baseline::read(text).is_err(), "{text}");
        }
    }
}
