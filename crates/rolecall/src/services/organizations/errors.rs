//! What Organizations says when something is wrong (section 7.7): one function for each message.

use crate::api::error::ApiError;
use rolecall_catalog::api::organizations::errors as model;
use rolecall_catalog::operation::{InputError, Protocol, Violated};

/// Functions that make errors of the model: the error, then a line for each message, with the `Reason` where the error has
/// one.
macro_rules! errors {
    ($($error:ident { $($(#[$meta:meta])* $name:ident $message:literal $($reason:literal)?)* })*) => {
        $($(
            $(#[$meta])*
            pub(super) fn $name() -> ApiError {
                ApiError::of(model::$error, $message)$(.with("Reason", $reason))?
            }
        )*)*
    };
}

errors! {
    AWS_ORGANIZATIONS_NOT_IN_USE_EXCEPTION {
        not_in_use "Your account is not a member of an organization."
    }
    ACCESS_DENIED_EXCEPTION {
        /// For accounts that may not call the operation.
        no_permission "You don't have permissions to access this resource."
    }
    ALREADY_IN_ORGANIZATION_EXCEPTION {
        already_in_organization "The AWS account is already a member of an organization."
    }
    ORGANIZATION_NOT_EMPTY_EXCEPTION {
        organization_not_empty "To delete an organization you must first remove all member accounts (except the master)."
    }
    MASTER_CANNOT_LEAVE_ORGANIZATION_EXCEPTION {
        management_cannot_leave "You can't remove a management account from an organization."
    }
    ACCOUNT_NOT_FOUND_EXCEPTION {
        account_missing "You specified an account that doesn't exist."
    }
    ACCOUNT_ALREADY_CLOSED_EXCEPTION {
        already_closed "You attempted to close an account that is already closed."
    }
    PARENT_NOT_FOUND_EXCEPTION {
        parent_missing "You specified parent that doesn't exist."
    }
    SOURCE_PARENT_NOT_FOUND_EXCEPTION {
        source_missing "You specified source parent that doesn't exist."
    }
    DESTINATION_PARENT_NOT_FOUND_EXCEPTION {
        destination_missing "You specified destination parent that doesn't exist."
    }
    DUPLICATE_ACCOUNT_EXCEPTION {
        already_there "An account already exists in the destination parent."
    }
    CHILD_NOT_FOUND_EXCEPTION {
        child_missing "You specified a child that doesn't exist."
    }
    ORGANIZATIONAL_UNIT_NOT_FOUND_EXCEPTION {
        unit_missing "You specified an organizational unit that doesn't exist."
    }
    ORGANIZATIONAL_UNIT_NOT_EMPTY_EXCEPTION {
        unit_not_empty "The specified OU is not empty."
    }
    DUPLICATE_ORGANIZATIONAL_UNIT_EXCEPTION {
        unit_exists "An OU with the same name already exists."
    }
    CREATE_ACCOUNT_STATUS_NOT_FOUND_EXCEPTION {
        creation_missing "You specified a create account request that doesn't exist."
    }
    TOO_MANY_REQUESTS_EXCEPTION {
        in_progress "AWS Organizations can't complete your request because another request is already in progress. Try again later."
    }
    CONSTRAINT_VIOLATION_EXCEPTION {
        content_too_long "You have exceeded the allowed policy content size." "POLICY_CONTENT_LIMIT_EXCEEDED"
        too_many_policies "You have exceeded the allowed number of policies." "POLICY_NUMBER_LIMIT_EXCEEDED"
        too_many_attachments "You have attached the maximum number of policies to the specified target." "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
        last_policy "You cannot remove the last policy attached to the specified target. You must have at least one attached at all times." "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
        management_cannot_be_delegated "You cannot register master account/yourself as delegated administrator for your organization." "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"
        suspended_cannot_be_delegated "You cannot register a suspended account as a delegated administrator." "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR"
        service_access_not_enabled "You must enable service access before you register a delegated administrator." "SERVICE_ACCESS_NOT_ENABLED"
        too_many_delegated_administrators "You have exceeded the allowed number of delegated administrators for the service principal." "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED"
        too_many_accounts "You have exceeded the allowed number of AWS accounts." "ACCOUNT_NUMBER_LIMIT_EXCEEDED"
        too_deep "You have exceeded the allowed depth of OUs." "OU_DEPTH_LIMIT_EXCEEDED"
        too_many_tags "You have exceeded the number of tags allowed on this resource." "MAX_TAG_LIMIT_EXCEEDED"
        wait_period "This operation requires a wait period. Try again later." "WAIT_PERIOD_ACTIVE"
        cannot_close_management "You can't close the management account." "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"
        too_many_closed "You have exceeded close account quota for the past 30 days." "CLOSE_ACCOUNT_QUOTA_EXCEEDED"
        needs_all_features "The organization must have all features enabled for this operation." "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"
        no_govcloud "The management account isn't enabled for the AWS GovCloud (US) Region." "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED"
        active_transfer "You cannot delete organization due to an ongoing responsibility transfer process." "ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS"
        delegated_administrator "You can't remove a delegated administrator account from the organization." "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"
    }
    HANDSHAKE_NOT_FOUND_EXCEPTION {
        handshake_missing "You specified a handshake that doesn't exist."
    }
    DUPLICATE_HANDSHAKE_EXCEPTION {
        handshake_exists "The specified handshake already exists."
    }
    HANDSHAKE_ALREADY_IN_STATE_EXCEPTION {
        handshake_in_state "The specified handshake is already in the requested state."
    }
    INVALID_HANDSHAKE_TRANSITION_EXCEPTION {
        handshake_transition "You can't perform the operation on the handshake in its current state."
    }
    HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION {
        handshake_too_many_accounts "You have exceeded the allowed number of AWS accounts" "ACCOUNT_NUMBER_LIMIT_EXCEEDED"
        handshake_too_many "You have exceeded the number of handshakes you can send in one day." "HANDSHAKE_RATE_LIMIT_EXCEEDED"
        handshake_already_member "The account is already a member of an organization." "ALREADY_IN_AN_ORGANIZATION"
        handshake_all_features "The organization has already enabled all features." "ORGANIZATION_ALREADY_HAS_ALL_FEATURES"
        handshake_migrating "The organization is already in the process of enabling all features." "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION"
        handshake_invites_disabled "You can't issue new invitations while the organization is in the process of enabling all features." "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES"
        handshake_transfer_exists "You cannot perform this operation with the current transfer." "RESPONSIBILITY_TRANSFER_ALREADY_EXISTS"
        handshake_to_oneself "An account can't accept a transfer invitation if it is both the sender and recipient of the invitation." "SOURCE_AND_TARGET_CANNOT_MATCH"
    }
    RESPONSIBILITY_TRANSFER_NOT_FOUND_EXCEPTION {
        transfer_missing "You specified a responsibility transfer that doesn't exist."
    }
    RESPONSIBILITY_TRANSFER_ALREADY_IN_STATUS_EXCEPTION {
        transfer_in_status "The responsibility transfer is already in the status that you specified."
    }
    INVALID_RESPONSIBILITY_TRANSFER_TRANSITION_EXCEPTION {
        transfer_transition "The responsibility transfer can't transition to the requested state because it's not in a valid state for this operation."
    }
    INVALID_INPUT_EXCEPTION {
        no_such_policy_type "You specified an invalid policy type." "INVALID_ENUM_POLICY_TYPE"
        immutable_policy "You specified a policy that is managed by AWS and cannot be modified." "IMMUTABLE_POLICY"
        policy_not_detachable "You cannot detach this AWS managed policy." "NON_DETACHABLE_POLICY"
        target_not_supported "You cannot perform the specified operation on that target entity." "TARGET_NOT_SUPPORTED"
        unknown_service "You specified an unrecognized service principal." "UNRECOGNIZED_SERVICE_PRINCIPAL"
        invalid_resource_policy "The provided resource policy does not meet the requirements of resource policies." "INVALID_RESOURCE_POLICY_JSON"
        invalid_principal "You specified an invalid principal element in the policy." "INVALID_PRINCIPAL"
        unsupported_action "The resource policy has an action that cannot be delegated." "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY"
        unsupported_resource "The resource policy has a resource that is not of AWS Organizations." "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY"
        bad_token "You provided an invalid pagination token." "INVALID_NEXT_TOKEN"
        bad_role_name "You provided a role name that isn't valid." "INVALID_ROLE_NAME"
        duplicate_tags "You provided duplicate tag keys." "DUPLICATE_TAG_KEY"
        reserved_tag "You can't add, edit, or delete system tags." "INVALID_SYSTEM_TAGS_PARAMETER"
        bad_party_type "You specified the wrong type of entity as a party." "INVALID_PARTY_TYPE_TARGET"
        /// AWS invites whoever an address belongs to; here nobody gets mail, so an address must be an account's.
        bad_party_email "You specified an email address that no account has." "INVALID_EMAIL_ADDRESS_TARGET"
        bad_party_account "You specified an account that doesn't exist." "TARGET_NOT_SUPPORTED"
        too_many_filters "You can specify only one filter parameter for the operation." "MAX_LIMIT_EXCEEDED_FILTER"
        start_not_month "The start date must be the beginning of a month." "START_DATE_NOT_BEGINNING_OF_MONTH"
        start_too_early "The start date is too early." "START_DATE_TOO_EARLY"
        end_not_month "The end date must be the end of a month." "END_DATE_NOT_END_OF_MONTH"
        end_too_early "The end date is too early." "END_DATE_TOO_EARLY"
    }
    POLICY_NOT_FOUND_EXCEPTION {
        policy_not_found "You specified a policy that doesn't exist."
    }
    TARGET_NOT_FOUND_EXCEPTION {
        target_not_found "You specified a target that doesn't exist."
    }
    ROOT_NOT_FOUND_EXCEPTION {
        root_not_found "You specified a root that doesn't exist."
    }
    DUPLICATE_POLICY_EXCEPTION {
        duplicate_policy "A policy with the same name already exists."
    }
    DUPLICATE_POLICY_ATTACHMENT_EXCEPTION {
        duplicate_policy_attachment "The selected policy is already attached to the specified target."
    }
    POLICY_NOT_ATTACHED_EXCEPTION {
        policy_not_attached "The specified policy isn't attached to the specified target."
    }
    POLICY_IN_USE_EXCEPTION {
        policy_in_use "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation."
    }
    POLICY_TYPE_ALREADY_ENABLED_EXCEPTION {
        policy_type_already_enabled "The specified policy type is already enabled."
    }
    POLICY_TYPE_NOT_ENABLED_EXCEPTION {
        policy_type_not_enabled "This operation can be performed only for enabled policy types."
    }
    POLICY_TYPE_NOT_AVAILABLE_FOR_ORGANIZATION_EXCEPTION {
        policy_type_not_available "You can't use the specified policy type with the feature set currently enabled for this organization."
    }
    MALFORMED_POLICY_DOCUMENT_EXCEPTION {
        malformed_policy "The provided policy document does not meet the requirements of the specified policy type."
    }
    EFFECTIVE_POLICY_NOT_FOUND_EXCEPTION {
        effective_policy_not_found "No effective policy of the specified type exists for the specified target."
    }
    RESOURCE_POLICY_NOT_FOUND_EXCEPTION {
        resource_policy_not_found "We can't find a resource policy for the organization."
    }
    ACCOUNT_ALREADY_REGISTERED_EXCEPTION {
        account_already_registered "The provided account is already a delegated administrator for your organization."
    }
    ACCOUNT_NOT_REGISTERED_EXCEPTION {
        account_not_registered "The provided account is not a registered delegated administrator for your organization."
    }
}

/// Input that does not have the operation's shape. Organizations has an error of its own for it; what cannot be read at all
/// is refused as everywhere (R5.4).
pub(super) fn misshapen(error: InputError) -> ApiError {
    let (reason, message) = match error.violated {
        _ if error.code != Protocol::Json.violation() => return ApiError::new(error.code, 400, error.message),
        Some(Violated::Presence) => ("INPUT_REQUIRED", "You must include a value for all required parameters."),
        Some(Violated::MinimumLength) => {
            ("MIN_LENGTH_EXCEEDED", "You provided a string parameter that is shorter than allowed.")
        }
        Some(Violated::MaximumLength) => {
            ("MAX_LENGTH_EXCEEDED", "You provided a string parameter that is longer than allowed.")
        }
        Some(Violated::Minimum) => {
            ("MIN_VALUE_EXCEEDED", "You provided a numeric parameter that has a smaller value than allowed.")
        }
        Some(Violated::Maximum) => {
            ("MAX_VALUE_EXCEEDED", "You provided a numeric parameter that has a larger value than allowed.")
        }
        Some(Violated::Enum) => ("INVALID_ENUM", "You specified an invalid value."),
        Some(Violated::Pattern | Violated::Other) | None => {
            ("INVALID_PATTERN", "You provided a value that does not match the required pattern.")
        }
    };
    // AWS does not say which parameter it is; the trail does.
    ApiError::of(model::INVALID_INPUT_EXCEPTION, message).with("Reason", reason).because(error.message)
}
