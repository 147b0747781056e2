//! The policies of the last cases.
//!
//! Cases come in runs that ask much of the same policies. Taking a member `policies` apart and looking its texts up takes
//! longer than deciding, so the last ones are remembered as they are written, with what was made of them.

use rolecall_analysis::scenario::{Documents, Layers, PolicyCache};
use serde_json::value::RawValue;
use std::sync::Arc;

/// How many are remembered.
const MOST: usize = 64;
/// Longer ones are not, bytes.
const LONGEST: usize = 64 << 10;

/// What was made of the last members, and of the policies in them.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    cache: PolicyCache,
    last: Vec<Entry>,
    /// The one to be replaced next.
    oldest: usize,
}

#[derive(Debug)]
struct Entry {
    text: Box<str>,
    is_role: bool,
    layers: Arc<Layers>,
}

impl Remembered {
    /// The policies of a member; `is_role`: the resource is a role, whose policy is a trust policy.
    pub(super) fn layers(&mut self, raw: Option<&RawValue>, is_role: bool) -> Result<Arc<Layers>, String> {
        let text = raw.map_or("", RawValue::get);
        if let Some(entry) = self.last.iter().find(|entry| entry.is_role == is_role && *entry.text == *text) {
            return Ok(Arc::clone(&entry.layers));
        }
        let documents = raw.map(Documents::from_json).transpose()?.unwrap_or_default();
        let layers = self.cache.layers(documents, is_role)?;
        if text.len() <= LONGEST {
            let entry = Entry { text: text.into(), is_role, layers: Arc::clone(&layers) };
            match self.last.get_mut(self.oldest) {
                Some(slot) => *slot = entry,
                None => self.last.push(entry),
            }
            self.oldest = (self.oldest + 1) % MOST;
        }
        Ok(layers)
    }
}
