//! Error shapes of the model: code and HTTP status of each.
//!
//! Generated from botocore 1.44.5 (service model User Experience Customization 2024-07-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use crate::structure::errors;

errors! {
    ACCESS_DENIED_EXCEPTION = "AccessDeniedException", "AccessDeniedException", 403;
    INTERNAL_SERVER_EXCEPTION = "InternalServerException", "InternalServerException", 500;
    THROTTLING_EXCEPTION = "ThrottlingException", "ThrottlingException", 429;
    VALIDATION_EXCEPTION = "ValidationException", "ValidationException", 400;
}
