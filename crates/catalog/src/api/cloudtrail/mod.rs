//! CloudTrail: inputs, outputs, operations, errors.
//!
//! Generated from botocore 1.44.5 (service model CloudTrail 2013-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

pub mod errors;
mod inputs;
mod operations;
mod outputs;
pub mod shapes;
mod types;

pub use inputs::*;
pub use operations::*;
pub use outputs::*;
pub use types::*;

/// The API version: in query requests, the value of `Version`.
pub const VERSION: &str = "2013-11-01";

/// What stands before the operation in `X-Amz-Target`.
pub const TARGET_PREFIX: &str = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";

/// The content type.
pub const CONTENT_TYPE: &str = "application/x-amz-json-1.1";
