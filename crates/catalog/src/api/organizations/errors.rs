//! Error shapes of the model: code and HTTP status of each.
//!
//! Generated from botocore 1.44.5 (service model Organizations 2016-11-28) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use crate::structure::errors;

errors! {
    AWS_ORGANIZATIONS_NOT_IN_USE_EXCEPTION = "AWSOrganizationsNotInUseException", "AWSOrganizationsNotInUseException", 400;
    ACCESS_DENIED_EXCEPTION = "AccessDeniedException", "AccessDeniedException", 400;
    ACCESS_DENIED_FOR_DEPENDENCY_EXCEPTION = "AccessDeniedForDependencyException", "AccessDeniedForDependencyException", 400;
    ACCOUNT_ALREADY_CLOSED_EXCEPTION = "AccountAlreadyClosedException", "AccountAlreadyClosedException", 400;
    ACCOUNT_ALREADY_REGISTERED_EXCEPTION = "AccountAlreadyRegisteredException", "AccountAlreadyRegisteredException", 400;
    ACCOUNT_NOT_FOUND_EXCEPTION = "AccountNotFoundException", "AccountNotFoundException", 400;
    ACCOUNT_NOT_REGISTERED_EXCEPTION = "AccountNotRegisteredException", "AccountNotRegisteredException", 400;
    ACCOUNT_OWNER_NOT_VERIFIED_EXCEPTION = "AccountOwnerNotVerifiedException", "AccountOwnerNotVerifiedException", 400;
    ALREADY_IN_ORGANIZATION_EXCEPTION = "AlreadyInOrganizationException", "AlreadyInOrganizationException", 400;
    CHILD_NOT_FOUND_EXCEPTION = "ChildNotFoundException", "ChildNotFoundException", 400;
    CONCURRENT_MODIFICATION_EXCEPTION = "ConcurrentModificationException", "ConcurrentModificationException", 400;
    CONFLICT_EXCEPTION = "ConflictException", "ConflictException", 400;
    CONSTRAINT_VIOLATION_EXCEPTION = "ConstraintViolationException", "ConstraintViolationException", 400;
    CREATE_ACCOUNT_STATUS_NOT_FOUND_EXCEPTION = "CreateAccountStatusNotFoundException", "CreateAccountStatusNotFoundException", 400;
    DESTINATION_PARENT_NOT_FOUND_EXCEPTION = "DestinationParentNotFoundException", "DestinationParentNotFoundException", 400;
    DUPLICATE_ACCOUNT_EXCEPTION = "DuplicateAccountException", "DuplicateAccountException", 400;
    DUPLICATE_HANDSHAKE_EXCEPTION = "DuplicateHandshakeException", "DuplicateHandshakeException", 400;
    DUPLICATE_ORGANIZATIONAL_UNIT_EXCEPTION = "DuplicateOrganizationalUnitException", "DuplicateOrganizationalUnitException", 400;
    DUPLICATE_POLICY_ATTACHMENT_EXCEPTION = "DuplicatePolicyAttachmentException", "DuplicatePolicyAttachmentException", 400;
    DUPLICATE_POLICY_EXCEPTION = "DuplicatePolicyException", "DuplicatePolicyException", 400;
    EFFECTIVE_POLICY_NOT_FOUND_EXCEPTION = "EffectivePolicyNotFoundException", "EffectivePolicyNotFoundException", 400;
    FINALIZING_ORGANIZATION_EXCEPTION = "FinalizingOrganizationException", "FinalizingOrganizationException", 400;
    HANDSHAKE_ALREADY_IN_STATE_EXCEPTION = "HandshakeAlreadyInStateException", "HandshakeAlreadyInStateException", 400;
    HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION = "HandshakeConstraintViolationException", "HandshakeConstraintViolationException", 400;
    HANDSHAKE_NOT_FOUND_EXCEPTION = "HandshakeNotFoundException", "HandshakeNotFoundException", 400;
    INVALID_HANDSHAKE_TRANSITION_EXCEPTION = "InvalidHandshakeTransitionException", "InvalidHandshakeTransitionException", 400;
    INVALID_INPUT_EXCEPTION = "InvalidInputException", "InvalidInputException", 400;
    INVALID_RESPONSIBILITY_TRANSFER_TRANSITION_EXCEPTION = "InvalidResponsibilityTransferTransitionException", "InvalidResponsibilityTransferTransitionException", 400;
    MALFORMED_POLICY_DOCUMENT_EXCEPTION = "MalformedPolicyDocumentException", "MalformedPolicyDocumentException", 400;
    MASTER_CANNOT_LEAVE_ORGANIZATION_EXCEPTION = "MasterCannotLeaveOrganizationException", "MasterCannotLeaveOrganizationException", 400;
    ORGANIZATION_NOT_EMPTY_EXCEPTION = "OrganizationNotEmptyException", "OrganizationNotEmptyException", 400;
    ORGANIZATIONAL_UNIT_NOT_EMPTY_EXCEPTION = "OrganizationalUnitNotEmptyException", "OrganizationalUnitNotEmptyException", 400;
    ORGANIZATIONAL_UNIT_NOT_FOUND_EXCEPTION = "OrganizationalUnitNotFoundException", "OrganizationalUnitNotFoundException", 400;
    PARENT_NOT_FOUND_EXCEPTION = "ParentNotFoundException", "ParentNotFoundException", 400;
    POLICY_CHANGES_IN_PROGRESS_EXCEPTION = "PolicyChangesInProgressException", "PolicyChangesInProgressException", 400;
    POLICY_IN_USE_EXCEPTION = "PolicyInUseException", "PolicyInUseException", 400;
    POLICY_NOT_ATTACHED_EXCEPTION = "PolicyNotAttachedException", "PolicyNotAttachedException", 400;
    POLICY_NOT_FOUND_EXCEPTION = "PolicyNotFoundException", "PolicyNotFoundException", 400;
    POLICY_TYPE_ALREADY_ENABLED_EXCEPTION = "PolicyTypeAlreadyEnabledException", "PolicyTypeAlreadyEnabledException", 400;
    POLICY_TYPE_NOT_AVAILABLE_FOR_ORGANIZATION_EXCEPTION = "PolicyTypeNotAvailableForOrganizationException", "PolicyTypeNotAvailableForOrganizationException", 400;
    POLICY_TYPE_NOT_ENABLED_EXCEPTION = "PolicyTypeNotEnabledException", "PolicyTypeNotEnabledException", 400;
    RESOURCE_POLICY_NOT_FOUND_EXCEPTION = "ResourcePolicyNotFoundException", "ResourcePolicyNotFoundException", 400;
    RESPONSIBILITY_TRANSFER_ALREADY_IN_STATUS_EXCEPTION = "ResponsibilityTransferAlreadyInStatusException", "ResponsibilityTransferAlreadyInStatusException", 400;
    RESPONSIBILITY_TRANSFER_NOT_FOUND_EXCEPTION = "ResponsibilityTransferNotFoundException", "ResponsibilityTransferNotFoundException", 400;
    ROOT_NOT_FOUND_EXCEPTION = "RootNotFoundException", "RootNotFoundException", 400;
    SERVICE_EXCEPTION = "ServiceException", "ServiceException", 500;
    SOURCE_PARENT_NOT_FOUND_EXCEPTION = "SourceParentNotFoundException", "SourceParentNotFoundException", 400;
    TARGET_NOT_FOUND_EXCEPTION = "TargetNotFoundException", "TargetNotFoundException", 400;
    TOO_MANY_REQUESTS_EXCEPTION = "TooManyRequestsException", "TooManyRequestsException", 400;
    UNSUPPORTED_API_ENDPOINT_EXCEPTION = "UnsupportedAPIEndpointException", "UnsupportedAPIEndpointException", 400;
}
