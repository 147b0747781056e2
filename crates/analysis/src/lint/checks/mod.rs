//! The findings: one file each, and one line here.
//!
//! A file holds the check's code, severity and meaning, what it looks for, and its tests, in which the place of a finding
//! is marked below the policy (see `testing`). `docs/guide/lint.md` lists all codes; a test compares it.

use super::finding::{Edit, Fix, Found, Severity};
use super::subject::{Part, Subject};
use super::{Check, Kind};

macro_rules! checks {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// Every check.
        pub(super) const CHECKS: &[Check] = &[$($name::CHECK),*];
    };
}

checks! {
    invalid_action
    invalid_service_in_action
    action_matches_nothing
    redundant_action
    missing_version
    old_version
    invalid_global_condition_key
    invalid_service_condition_key
    type_mismatch
    administrator_access
    pass_role_with_star_in_resource
    public_access
    invalid_condition_key_format
    missing_tag_key_in_condition
    condition_key_case
    duplicate_keys_with_different_case
    operator_compares_text
    type_mismatch_boolean
    type_mismatch_number
    type_mismatch_ip_range
    type_mismatch_arn
    type_mismatch_binary
    improve_ip_range
    private_ip_address
    private_ip_address_subset
    for_all_values_with_single_valued_key
    for_any_value_with_single_valued_key
    missing_qualifier
    for_all_values_without_null_check
    empty_array_condition
    empty_object_condition
    empty_sid_value
    wildcard_without_like_operator
    invalid_condition_multiple_boolean
    redundant_condition_value
    condition_never_true
    allow_with_mfa_if_exists
    deny_without_mfa_if_exists
    arn_account_not_allowed
    arn_region_not_allowed_for_type
    missing_arn_region
    missing_arn_account
    invalid_arn_resource
    invalid_service_in_arn
    invalid_arn_service_case
    invalid_arn_account
    invalid_arn_region
    incomplete_arn
    partition_mismatch
    null_resource
    redundant_resource
    redundant_statement
    shadowed_statement
    action_without_resource
    resource_level_available
    allow_with_not_action
    allow_with_not_resource
    pass_role_with_star_in_action_and_resource
    pass_role_with_not_resource
    pass_role_with_star_in_action_and_not_resource
    pass_role_with_star_in_resource_and_not_action
    pass_role_with_not_action_and_not_resource
    create_slr_with_star_in_resource
    create_slr_with_star_in_action_and_resource
    create_slr_with_not_resource
    create_slr_with_star_in_action_and_not_resource
    create_slr_with_star_in_resource_and_not_action
    create_slr_with_not_action_and_not_resource
    endpoint_policy_syntax_error_principal
    redundant_condition_value_number
    missing_action_for_roles_anywhere_trust_policy
    empty_variable
    missing_brace_in_variable
    missing_quote_in_variable
    unsupported_space_in_variable
    unknown_policy_variable
    multivalued_key_in_variable
    variable_unsupported_in_version
    variable_unsupported_in_element
    invalid_variable_for_operator
    variable_in_arn_field
    unsupported_action_for_condition_key
    deny_with_unsupported_tag_condition_key
    allow_with_unsupported_tag_condition_key
    deny_with_not_principal
    redundant_principal
    restrict_access_to_service_principal
    recommended_condition_key_for_service_principal
    missing_external_id
    missing_condition_key_for_oidc_principal
    mismatched_action_for_principal
    rcp_unsupported_service
    rcp_without_service_exemption
    deny_by_address_without_via_service
    deny_everything
    policy_size_exceeds_quota
    policy_size_exceeds_usual_quota
    invalid_characters
    repeated_wildcard
    invalid_vpc_format
    invalid_vpce_format
    invalid_account_value
    invalid_org_id_format
    deprecated_global_condition_key
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A code is the name of its file, in capitals, and has one meaning.
    #[test]
    fn codes_are_names_and_meanings_are_sentences() {
        let mut codes: Vec<&str> = super::super::all_codes().iter().map(|(code, ..)| *code).collect();
        assert!(codes.windows(2).all(|two| two[0] < two[1]), "a code is there twice");
        codes.retain(|code| !code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'));
        assert_eq!(codes, [""; 0]);
        for check in CHECKS {
            assert!(!check.about.is_empty() && !check.about.ends_with('.'), "{}", check.code);
        }
    }
}
