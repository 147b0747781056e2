//! The AWS services: one folder each, one file an operation or tight family of operations.
//!
//! An operation says what it needs ([`Operation::access`]) and what it does ([`Operation::handle`]); it never decides.
//! [`authorize`] is the one place that turns a request into the [`Authorized`] value that `handle` takes.

pub mod authorize;
pub mod body;
pub mod context;
pub mod iam;
pub mod log;
pub mod operation;
pub mod query;
pub mod s3;
pub mod sts;

pub use crate::domain::caller::Caller;
pub use authorize::{Authorized, Call};
pub use body::{ByteStream, IncomingBody, RequestBody, ResponseBody};
pub use operation::{Access, Asked, Operation, RequestInfo};
