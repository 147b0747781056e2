//! STS: inputs, outputs, operations, errors.
//!
//! Generated from botocore 1.44.5 (service model STS 2011-06-15) by `cargo xtask generate`; do not edit.

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
pub const VERSION: &str = "2011-06-15";

/// Namespace of responses.
pub const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
