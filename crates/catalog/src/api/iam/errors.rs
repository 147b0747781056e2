//! Error shapes of the model: code and HTTP status of each.
//!
//! Generated from botocore 1.44.5 (service model IAM 2010-05-08) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use crate::query::{ErrorShape, Fault};

/// Every error shape, ordered by name.
pub const ERRORS: &[ErrorShape] = &[
    ErrorShape {
        shape: "AccountNotManagementOrDelegatedAdministratorException",
        code: "AccountNotManagementOrDelegatedAdministratorException",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "CallerIsNotManagementAccountException",
        code: "CallerIsNotManagementAccountException",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "ConcurrentModificationException",
        code: "ConcurrentModification",
        status: 409,
        fault: Fault::Sender,
    },
    ErrorShape { shape: "CredentialReportExpiredException", code: "ReportExpired", status: 410, fault: Fault::Sender },
    ErrorShape {
        shape: "CredentialReportNotPresentException",
        code: "ReportNotPresent",
        status: 410,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "CredentialReportNotReadyException",
        code: "ReportInProgress",
        status: 404,
        fault: Fault::Sender,
    },
    ErrorShape { shape: "DeleteConflictException", code: "DeleteConflict", status: 409, fault: Fault::Sender },
    ErrorShape {
        shape: "DuplicateCertificateException",
        code: "DuplicateCertificate",
        status: 409,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "DuplicateSSHPublicKeyException",
        code: "DuplicateSSHPublicKey",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "EntityAlreadyExistsException",
        code: "EntityAlreadyExists",
        status: 409,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "EntityTemporarilyUnmodifiableException",
        code: "EntityTemporarilyUnmodifiable",
        status: 409,
        fault: Fault::Sender,
    },
    ErrorShape { shape: "FeatureDisabledException", code: "FeatureDisabled", status: 404, fault: Fault::Sender },
    ErrorShape { shape: "FeatureEnabledException", code: "FeatureEnabled", status: 409, fault: Fault::Sender },
    ErrorShape {
        shape: "InvalidAuthenticationCodeException",
        code: "InvalidAuthenticationCode",
        status: 403,
        fault: Fault::Sender,
    },
    ErrorShape { shape: "InvalidCertificateException", code: "InvalidCertificate", status: 400, fault: Fault::Sender },
    ErrorShape { shape: "InvalidInputException", code: "InvalidInput", status: 400, fault: Fault::Sender },
    ErrorShape { shape: "InvalidPublicKeyException", code: "InvalidPublicKey", status: 400, fault: Fault::Sender },
    ErrorShape { shape: "InvalidUserTypeException", code: "InvalidUserType", status: 400, fault: Fault::Sender },
    ErrorShape { shape: "KeyPairMismatchException", code: "KeyPairMismatch", status: 400, fault: Fault::Sender },
    ErrorShape { shape: "LimitExceededException", code: "LimitExceeded", status: 409, fault: Fault::Sender },
    ErrorShape {
        shape: "MalformedCertificateException",
        code: "MalformedCertificate",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "MalformedPolicyDocumentException",
        code: "MalformedPolicyDocument",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape { shape: "NameConflictException", code: "NameConflict", status: 409, fault: Fault::Sender },
    ErrorShape { shape: "NoSuchEntityException", code: "NoSuchEntity", status: 404, fault: Fault::Sender },
    ErrorShape {
        shape: "OpenIdIdpCommunicationErrorException",
        code: "OpenIdIdpCommunicationError",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "OrganizationNotFoundException",
        code: "OrganizationNotFoundException",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "OrganizationNotInAllFeaturesModeException",
        code: "OrganizationNotInAllFeaturesModeException",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "PasswordPolicyViolationException",
        code: "PasswordPolicyViolation",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape { shape: "PolicyEvaluationException", code: "PolicyEvaluation", status: 500, fault: Fault::Receiver },
    ErrorShape {
        shape: "PolicyNotAttachableException",
        code: "PolicyNotAttachable",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "ReportGenerationLimitExceededException",
        code: "ReportGenerationLimitExceeded",
        status: 409,
        fault: Fault::Sender,
    },
    ErrorShape { shape: "RoleModifiedException", code: "RoleModified", status: 409, fault: Fault::Sender },
    ErrorShape {
        shape: "RoleTemplateDisabledException",
        code: "RoleTemplateDisabled",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "ServiceAccessNotEnabledException",
        code: "ServiceAccessNotEnabledException",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape { shape: "ServiceFailureException", code: "ServiceFailure", status: 500, fault: Fault::Receiver },
    ErrorShape {
        shape: "ServiceNotSupportedException",
        code: "NotSupportedService",
        status: 404,
        fault: Fault::Sender,
    },
    ErrorShape { shape: "UnmodifiableEntityException", code: "UnmodifiableEntity", status: 400, fault: Fault::Sender },
    ErrorShape {
        shape: "UnrecognizedPublicKeyEncodingException",
        code: "UnrecognizedPublicKeyEncoding",
        status: 400,
        fault: Fault::Sender,
    },
];
