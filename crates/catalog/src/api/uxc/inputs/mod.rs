//! What callers send, one structure for each operation.
//!
//! Generated from botocore 1.44.5 (service model User Experience Customization 2024-07-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

mod change;
mod read;

pub use change::*;
pub use read::*;
