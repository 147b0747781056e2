//! Condition keys of cases that AWS does not have: perhaps typing mistakes.
//!
//! They are no errors. AWS adds keys often, and a case may state one that is newer than the program.

use rolecall_analysis::lint::unknown_condition_key;
use rolecall_analysis::scenario::StatedContext;
use std::collections::HashSet;

/// The most names that are looked up: a stream of cases has no end, and people read a few notes only.
const MOST_NAMES: usize = 1_000;

/// The names that were looked up.
#[derive(Debug, Default)]
pub(super) struct StatedKeys {
    seen: HashSet<Box<str>>,
}

impl StatedKeys {
    /// What to say of the keys of a case: nothing of one that was seen before.
    pub(super) fn notes(&mut self, context: &StatedContext) -> Vec<String> {
        let mut notes = Vec::new();
        for name in context.names() {
            if self.seen.len() < MOST_NAMES && !self.seen.contains(name) {
                self.seen.insert(name.into());
                // A name that is like no other is no typing mistake, but somebody's own.
                let unknown = unknown_condition_key(name).filter(|unknown| unknown.contains("did you mean"));
                notes.extend(unknown.map(|unknown| format!("note: {unknown}")));
            }
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each unknown key is named once, whether its value is known or not.
    #[test]
    fn unknown_keys_are_named_once() {
        let mut context = StatedContext::default();
        context.known.set("aws:SuorceIp", "192.0.2.1");
        context.known.set("aws:SourceIp", "192.0.2.1");
        context.known.set("x:team", "red");
        context.unknown.set_unknown("s3:prefixes");
        context.set_absent("aws:PrincipalOrg");
        let mut keys = StatedKeys::default();
        assert_eq!(
            keys.notes(&context),
            [
                "note: there is no condition key `aws:suorceip`; did you mean `aws:SourceIp`?",
                "note: there is no condition key `s3:prefixes`; did you mean `s3:prefix`?",
                "note: there is no condition key `aws:principalorg`; did you mean `aws:PrincipalOrgID`?",
            ]
        );
        assert_eq!(keys.notes(&context), [""; 0]);
    }

    /// An endless stream of new names takes no more memory than this.
    #[test]
    fn the_number_of_names_is_limited() {
        let mut keys = StatedKeys::default();
        for count in 0..=MOST_NAMES {
            let mut context = StatedContext::default();
            context.known.set(&format!("aws:SourceIp{count}"), "x");
            assert_eq!(keys.notes(&context).len(), usize::from(count < MOST_NAMES), "{count}");
        }
        assert_eq!(keys.seen.len(), MOST_NAMES);
    }
}
