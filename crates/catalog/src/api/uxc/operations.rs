//! The operations.
//!
//! Generated from botocore 1.44.5 (service model User Experience Customization 2024-07-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::errors::*;
use super::inputs::*;
use super::outputs::*;
use crate::operation::{NoOutput, Paginator};
use crate::rest::Http;
use crate::structure::operations;

operations! {
    RestJson;
    GetAccountCustomizations(GetAccountCustomizationsInput) -> GetAccountCustomizationsOutput {
        signed: true, read_only: true, errors: [ACCESS_DENIED_EXCEPTION, VALIDATION_EXCEPTION, THROTTLING_EXCEPTION, INTERNAL_SERVER_EXCEPTION],
        http: Http { method: "GET", uri: "/v1/account-customizations", status: 200, root: ("", "") }
    }
    ListServices(ListServicesInput) -> ListServicesOutput {
        signed: true, read_only: true, errors: [ACCESS_DENIED_EXCEPTION, VALIDATION_EXCEPTION, THROTTLING_EXCEPTION, INTERNAL_SERVER_EXCEPTION],
        http: Http { method: "GET", uri: "/v1/services", status: 200, root: ("", "") },
        pages: Paginator { input_token: "nextToken", output_token: "nextToken", limit: Some("maxResults"), more: None, results: &["services"] }
    }
    UpdateAccountCustomizations(UpdateAccountCustomizationsInput) -> UpdateAccountCustomizationsOutput {
        signed: true, read_only: false, errors: [ACCESS_DENIED_EXCEPTION, VALIDATION_EXCEPTION, THROTTLING_EXCEPTION, INTERNAL_SERVER_EXCEPTION],
        http: Http { method: "PATCH", uri: "/v1/account-customizations", status: 200, root: ("", "") }
    }
}
