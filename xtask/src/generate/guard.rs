//! The prose guard: only facts are carried over, and a fact is short.
//!
//! Names, keys and templates have at most two words. A kept string with three or more means that a description slipped
//! in, and generation fails. Two kinds of facts may be longer: a service's display name, and a resource type's name,
//! which AWS writes with up to four words ("code security scan configuration"). Regular expressions and policy documents
//! are not words and are not passed through here.

use super::Outcome;

/// Refuses a string that reads like a sentence. `kind` says what it was meant to be.
pub(crate) fn fact(kind: &str, text: &str) -> Outcome<()> {
    at_most(kind, text, 2)
}

/// As [`fact`], for kinds of names that AWS gives more words.
pub(crate) fn at_most(kind: &str, text: &str, words: usize) -> Outcome<()> {
    let found = text.split_whitespace().count();
    let plain = !text.contains(['\t', '\n', '\r']);
    if found <= words && plain { Ok(()) } else { Err(format!("{kind} reads like prose: {text:?}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_refused_and_names_are_not() {
        assert!(fact("action", "CreateRole").is_ok());
        assert!(fact("resource type", "bot alias").is_ok());
        assert!(fact("action", "Grants permission to create a role").is_err());
        assert!(fact("action", "two\tfields").is_err());
        assert!(at_most("service", "AWS App Runner", 3).is_ok());
    }
}
