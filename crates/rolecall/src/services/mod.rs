//! The AWS services: one folder each, with one file for each operation or tight family of operations.
//!
//! A service is a value ([`Service`]) in the list [`ALL`], which the gateway reads. An operation is a value in its
//! service's table: it says which permissions it requires ([`Operation::requires`]) and what it does
//! ([`Operation::handle`]); it never decides. [`authorize`] is the one place that turns a request into the
//! [`Authorized`] value that `handle` takes.

pub mod authorize;
pub mod body;
pub mod cloudtrail;
pub mod context;
pub mod iam;
pub mod log;
pub mod operation;
pub mod organizations;
pub mod rest_json;
pub mod rolecall;
pub mod rpc;
pub mod s3;
pub mod second_factor;
pub mod service;
mod signed_urls;
pub mod sts;
pub mod uxc;

pub use crate::domain::caller::Caller;
pub use authorize::{Authorized, Call};
pub use body::{ByteStream, IncomingBody, RequestBody, ResponseBody};
pub use operation::{CallContext, Operation, OperationFacts, RequestInfo, RequiredPermission, Requires};
pub use service::{Service, Services};

/// Every service of this server.
pub const ALL: Services = Services(&[
    &sts::SERVICE,
    &iam::SERVICE,
    &s3::SERVICE,
    &organizations::SERVICE,
    &cloudtrail::SERVICE,
    &rolecall::SERVICE,
    &uxc::SERVICE,
]);
