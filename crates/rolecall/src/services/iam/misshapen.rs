//! What IAM says of input that does not have the operation's shape.

use crate::api::error::ApiError;
use rolecall_catalog::operation::{InputError, Mismatch};

/// What IAM says of a pattern that is not matched, in place of the pattern (R4.6). Other patterns are told as everywhere
/// (R3.6).
const WORDS: &[(&str, &str)] = &[
    // Names of users, roles, groups, policies, instance profiles and server certificates.
    (r"[\w+=,.@-]+", "It must contain only alphanumeric characters and/or the following: +=,.@_-"),
    // Documents and keys.
    (r"[\u0009\u000A\u000D\u0020-\u00FF]+", "It must contain only printable ASCII characters."),
    (
        r"\u002F[\u0021-\u007F]*",
        "It must begin with the / character and contain only alphanumeric characters and/or / characters.",
    ),
    // Ids of access keys, certificates and SSH keys.
    (r"[\w]+", "It must contain only alphanumeric characters."),
];

/// Passwords have the pattern of documents, but not its words.
const PASSWORDS: &[&str] = &["password", "oldPassword", "newPassword"];

/// The error for input that does not have the operation's shape. IAM looks at the patterns first that it has words for, and
/// tells the first that is not matched alone.
pub(super) fn misshapen(error: InputError) -> ApiError {
    let message = error.mismatches.iter().find_map(told).unwrap_or(error.message);
    ApiError::new(error.code, 400, message)
}

fn told(mismatch: &Mismatch) -> Option<String> {
    let Mismatch { member, pattern } = mismatch;
    // What is inside lists and structures is told by its pattern.
    if member.contains('.') || PASSWORDS.contains(&&**member) {
        return None;
    }
    let (_, words) = WORDS.iter().find(|(told, _)| told == pattern)?;
    Some(format!("The specified value for {member} is invalid. {words}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_catalog::api::iam::shapes::PATTERNS;

    /// A pattern that the model words otherwise one day would be told by itself.
    #[test]
    fn the_model_has_these_patterns() {
        for (pattern, _) in WORDS {
            assert!(PATTERNS.iter().any(|known| known.source() == *pattern), "{pattern}");
        }
    }
}
