//! Error shapes of the model: code and HTTP status of each.
//!
//! Generated from botocore 1.44.5 (service model Access Analyzer 2019-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use crate::structure::errors;

errors! {
    ACCESS_DENIED_EXCEPTION = "AccessDeniedException", "AccessDeniedException", 403;
    CONFLICT_EXCEPTION = "ConflictException", "ConflictException", 409;
    INTERNAL_SERVER_EXCEPTION = "InternalServerException", "InternalServerException", 500;
    INVALID_PARAMETER_EXCEPTION = "InvalidParameterException", "InvalidParameterException", 400;
    RESOURCE_NOT_FOUND_EXCEPTION = "ResourceNotFoundException", "ResourceNotFoundException", 404;
    SERVICE_QUOTA_EXCEEDED_EXCEPTION = "ServiceQuotaExceededException", "ServiceQuotaExceededException", 402;
    THROTTLING_EXCEPTION = "ThrottlingException", "ThrottlingException", 429;
    UNPROCESSABLE_ENTITY_EXCEPTION = "UnprocessableEntityException", "UnprocessableEntityException", 422;
    VALIDATION_EXCEPTION = "ValidationException", "ValidationException", 400;
}
