//! User Experience Customization: inputs, outputs, operations, errors.
//!
//! Generated from botocore 1.44.5 (service model User Experience Customization 2024-07-01) by `cargo xtask generate`; do not edit.

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

/// The API version: in query requests, the value of `Version`.
pub const VERSION: &str = "2024-07-01";
