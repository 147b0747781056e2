//! The findings: one file for a finding or a tight family of findings, and one line here.
//!
//! A file holds each check's severity, code and meaning, what it looks for, and its tests, in which the place of a finding
//! is marked below the policy (see `testing`). `docs/guide/lint.md` lists all codes; a test compares it.

use super::finding::{Fix, Found};
use super::subject::{Part, Subject};
use super::{Check, Kind};

macro_rules! checks {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// Every check.
        pub(super) fn all() -> impl Iterator<Item = &'static Check> {
            [$($name::CHECKS),*].into_iter().flatten()
        }
    };
}

checks! {
    action_names
    redundant_patterns
    version
    condition_key_names
    type_mismatch
    everything
    dangerous_actions
    privilege_escalation
    pass_role
    lock_out
    public_access
    condition_key_case
    duplicate_keys_with_different_case
    operator_compares_text
    condition_values
    addresses
    set_operators
    empty_elements
    wildcard_without_like_operator
    invalid_condition_multiple_boolean
    redundant_condition_values
    condition_never_true
    absent_condition_keys
    mfa
    resource_arn_forms
    resource_arn_fields
    incomplete_arn
    partition_mismatch
    redundant_statement
    shadowed_statement
    action_without_resource
    resource_level_available
    negated_elements
    endpoint_policy_syntax_error_principal
    missing_action_for_roles_anywhere_trust_policy
    policy_variables
    variable_unsupported_in_element
    invalid_variable_for_operator
    unsupported_action_for_condition_key
    tag_conditions
    redundant_principal
    service_principals
    missing_external_id
    missing_condition_key_for_oidc_principal
    mismatched_action_for_principal
    rcp
    deny_by_address_without_via_service
    policy_size
    invalid_characters
    repeated_wildcard
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A code is in capitals and has one meaning.
    #[test]
    fn codes_are_names_and_meanings_are_sentences() {
        let mut codes: Vec<&str> = super::super::all_codes().iter().map(|(code, ..)| *code).collect();
        assert!(codes.windows(2).all(|two| two[0] < two[1]), "a code is there twice");
        codes.retain(|code| !code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'));
        assert_eq!(codes, [""; 0]);
        for check in all() {
            assert!(!check.about.is_empty() && !check.about.ends_with('.'), "{}", check.code);
        }
    }
}
