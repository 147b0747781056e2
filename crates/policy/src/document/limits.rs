//! Sizes and characters (R1, section 1.7; R1.8). The quotas are AWS's; who exceeds them is refused by the service that
//! stores the policy, because the messages name its owner.

/// The raw `PolicyDocument` parameter, white space included.
pub const DOCUMENT: usize = 131_072;
/// One version of a managed policy (quota `PolicySize`).
pub const MANAGED_POLICY: usize = 6_144;
/// All inline policies of a user together.
pub const INLINE_USER: usize = 2_048;
/// All inline policies of a group together.
pub const INLINE_GROUP: usize = 5_120;
/// All inline policies of a role together.
pub const INLINE_ROLE: usize = 10_240;
/// A trust policy (quota `ACLSizePerRole`).
pub const TRUST_POLICY: usize = 2_048;
/// To how much the quota of a trust policy can be raised.
pub const TRUST_POLICY_RAISED: usize = 4_096;
/// A session policy and the policy ARNs passed with it.
pub const SESSION_POLICY: usize = 2_048;
/// A service control policy, white space included.
pub const SERVICE_CONTROL_POLICY: usize = 10_240;
/// A resource control policy, white space included.
pub const RESOURCE_CONTROL_POLICY: usize = 5_120;
/// A bucket policy.
pub const BUCKET_POLICY: usize = 20 * 1024;
/// A key policy.
pub const KEY_POLICY: usize = 32 * 1024;
/// A VPC endpoint policy, white space included (R1.63).
pub const ENDPOINT_POLICY: usize = 20_480;

/// The size that IAM's quotas count: characters other than space, tab, CR and LF.
#[must_use]
pub fn counted_size(text: &str) -> usize {
    text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\r' | '\n')).count()
}

/// The first character that a document stored by IAM may not hold (R1.8), and its byte offset. Such a document fails
/// the validation of the parameter, before it is read.
#[must_use]
pub fn first_forbidden_character(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, c)| !matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_four_white_space_characters_are_free() {
        assert_eq!(counted_size(" {\t\"é\" :\r\n1}\u{a0}\u{b}"), 9);
        assert_eq!(counted_size(""), 0);
    }

    /// R1.8: tab, LF, CR, and U+0020 to U+00FF.
    #[test]
    fn the_allowed_characters_end_at_latin_1() {
        assert_eq!(first_forbidden_character("\t\n\r ~\u{7f}\u{80}\u{ff}"), None);
        assert_eq!(first_forbidden_character("é\u{100}"), Some((2, '\u{100}')));
        for c in ['\0', '\u{8}', '\u{b}', '\u{c}', '\u{1f}', '€', '😀'] {
            assert_eq!(first_forbidden_character(&format!("a{c}b")), Some((1, c)));
        }
    }
}
