//! What Organizations says when something is wrong (section 7.7): one function for each message.

use crate::api::error::ApiError;
use rolecall_catalog::api::organizations::errors as model;

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
    CONSTRAINT_VIOLATION_EXCEPTION {
        content_too_long "You have exceeded the allowed policy content size." "POLICY_CONTENT_LIMIT_EXCEEDED"
        too_many_policies "You have exceeded the allowed number of policies." "POLICY_NUMBER_LIMIT_EXCEEDED"
        too_many_attachments "You have attached the maximum number of policies to the specified target." "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
        last_policy "You cannot remove the last policy attached to the specified target. You must have at least one attached at all times." "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
        too_many_tags "You have exceeded the allowed number of tags." "MAX_TAG_LIMIT_EXCEEDED"
        not_in_all_features_mode "This operation requires the organization to be in all features mode." "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"
        management_cannot_be_delegated "You cannot register master account/yourself as delegated administrator for your organization." "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"
        suspended_cannot_be_delegated "You cannot register a suspended account as a delegated administrator." "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR"
        service_access_not_enabled "You must enable service access before you register a delegated administrator." "SERVICE_ACCESS_NOT_ENABLED"
        too_many_delegated_administrators "You have exceeded the allowed number of delegated administrators for the service principal." "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED"
    }
    INVALID_INPUT_EXCEPTION {
        no_such_policy_type "You specified an invalid policy type." "INVALID_ENUM_POLICY_TYPE"
        immutable_policy "You specified a policy that is managed by AWS and cannot be modified." "IMMUTABLE_POLICY"
        policy_not_detachable "You cannot detach this AWS managed policy." "NON_DETACHABLE_POLICY"
        system_tag "You specified a tag key that is a system tag. System tags are reserved for AWS use." "INVALID_SYSTEM_TAGS_PARAMETER"
        duplicate_tag_key "Tag keys must be unique among the tags attached to the same entity." "DUPLICATE_TAG_KEY"
        target_not_supported "You cannot perform the specified operation on that target entity." "TARGET_NOT_SUPPORTED"
        unknown_service "You specified an unrecognized service principal." "UNRECOGNIZED_SERVICE_PRINCIPAL"
        invalid_resource_policy "The provided resource policy does not meet the requirements of resource policies." "INVALID_RESOURCE_POLICY_JSON"
        invalid_principal "You specified an invalid principal element in the policy." "INVALID_PRINCIPAL"
        unsupported_action "The resource policy has an action that cannot be delegated." "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY"
        unsupported_resource "The resource policy has a resource that is not of AWS Organizations." "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY"
        invalid_token "You provided an invalid pagination token." "INVALID_NEXT_TOKEN"
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
    ACCOUNT_NOT_FOUND_EXCEPTION {
        account_not_found "You specified an account that doesn't exist."
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
