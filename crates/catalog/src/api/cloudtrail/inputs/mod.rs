//! What callers send, one structure for each operation.
//!
//! Generated from botocore 1.44.5 (service model CloudTrail 2013-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

mod change;
mod create;
mod delete;
mod read;

pub use change::*;
pub use create::*;
pub use delete::*;
pub use read::*;
