//! Error shapes of the model: code and HTTP status of each.
//!
//! Generated from botocore 1.44.5 (service model IAM 2010-05-08) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use crate::structure::errors;

errors! {
    ACCOUNT_NOT_MANAGEMENT_OR_DELEGATED_ADMINISTRATOR_EXCEPTION = "AccountNotManagementOrDelegatedAdministratorException", "AccountNotManagementOrDelegatedAdministratorException", 400;
    CALLER_IS_NOT_MANAGEMENT_ACCOUNT_EXCEPTION = "CallerIsNotManagementAccountException", "CallerIsNotManagementAccountException", 400;
    CONCURRENT_MODIFICATION = "ConcurrentModificationException", "ConcurrentModification", 409;
    REPORT_EXPIRED = "CredentialReportExpiredException", "ReportExpired", 410;
    REPORT_NOT_PRESENT = "CredentialReportNotPresentException", "ReportNotPresent", 410;
    REPORT_IN_PROGRESS = "CredentialReportNotReadyException", "ReportInProgress", 404;
    DELETE_CONFLICT = "DeleteConflictException", "DeleteConflict", 409;
    DUPLICATE_CERTIFICATE = "DuplicateCertificateException", "DuplicateCertificate", 409;
    DUPLICATE_SSH_PUBLIC_KEY = "DuplicateSSHPublicKeyException", "DuplicateSSHPublicKey", 400;
    ENTITY_ALREADY_EXISTS = "EntityAlreadyExistsException", "EntityAlreadyExists", 409;
    ENTITY_TEMPORARILY_UNMODIFIABLE = "EntityTemporarilyUnmodifiableException", "EntityTemporarilyUnmodifiable", 409;
    FEATURE_DISABLED = "FeatureDisabledException", "FeatureDisabled", 404;
    FEATURE_ENABLED = "FeatureEnabledException", "FeatureEnabled", 409;
    INVALID_AUTHENTICATION_CODE = "InvalidAuthenticationCodeException", "InvalidAuthenticationCode", 403;
    INVALID_CERTIFICATE = "InvalidCertificateException", "InvalidCertificate", 400;
    INVALID_INPUT = "InvalidInputException", "InvalidInput", 400;
    INVALID_PUBLIC_KEY = "InvalidPublicKeyException", "InvalidPublicKey", 400;
    INVALID_USER_TYPE = "InvalidUserTypeException", "InvalidUserType", 400;
    KEY_PAIR_MISMATCH = "KeyPairMismatchException", "KeyPairMismatch", 400;
    LIMIT_EXCEEDED = "LimitExceededException", "LimitExceeded", 409;
    MALFORMED_CERTIFICATE = "MalformedCertificateException", "MalformedCertificate", 400;
    MALFORMED_POLICY_DOCUMENT = "MalformedPolicyDocumentException", "MalformedPolicyDocument", 400;
    NAME_CONFLICT = "NameConflictException", "NameConflict", 409;
    NO_SUCH_ENTITY = "NoSuchEntityException", "NoSuchEntity", 404;
    OPEN_ID_IDP_COMMUNICATION_ERROR = "OpenIdIdpCommunicationErrorException", "OpenIdIdpCommunicationError", 400;
    ORGANIZATION_NOT_FOUND_EXCEPTION = "OrganizationNotFoundException", "OrganizationNotFoundException", 400;
    ORGANIZATION_NOT_IN_ALL_FEATURES_MODE_EXCEPTION = "OrganizationNotInAllFeaturesModeException", "OrganizationNotInAllFeaturesModeException", 400;
    PASSWORD_POLICY_VIOLATION = "PasswordPolicyViolationException", "PasswordPolicyViolation", 400;
    POLICY_EVALUATION = "PolicyEvaluationException", "PolicyEvaluation", 500;
    POLICY_NOT_ATTACHABLE = "PolicyNotAttachableException", "PolicyNotAttachable", 400;
    REPORT_GENERATION_LIMIT_EXCEEDED = "ReportGenerationLimitExceededException", "ReportGenerationLimitExceeded", 409;
    ROLE_MODIFIED = "RoleModifiedException", "RoleModified", 409;
    ROLE_TEMPLATE_DISABLED = "RoleTemplateDisabledException", "RoleTemplateDisabled", 400;
    SERVICE_ACCESS_NOT_ENABLED_EXCEPTION = "ServiceAccessNotEnabledException", "ServiceAccessNotEnabledException", 400;
    SERVICE_FAILURE = "ServiceFailureException", "ServiceFailure", 500;
    NOT_SUPPORTED_SERVICE = "ServiceNotSupportedException", "NotSupportedService", 404;
    UNMODIFIABLE_ENTITY = "UnmodifiableEntityException", "UnmodifiableEntity", 400;
    UNRECOGNIZED_PUBLIC_KEY_ENCODING = "UnrecognizedPublicKeyEncodingException", "UnrecognizedPublicKeyEncoding", 400;
}
