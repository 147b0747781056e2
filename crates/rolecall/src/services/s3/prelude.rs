//! What the files of the operations have in common.

pub(super) use super::access::*;
pub(super) use super::conditional::write_condition;
pub(super) use super::identify::S3Operation;
pub(super) use super::receive::{read_checked, receive};
pub(super) use super::wire::{Answer, Arrived, Head, WireInput, iso, page_size, quoted};
pub(super) use super::{MAX_PAGE, encryption, error, headers, xml};
pub(super) use crate::api::error::ApiError;
pub(super) use crate::directory::entities::{Bucket, PublicAccessBlock};
pub(super) use crate::node::Node;
pub(super) use crate::services::authorize::Permit;
pub(super) use crate::services::{
    Authorized, CallContext, Operation, OperationFacts, RequiredPermission, Requires, ResponseBody,
};
pub(super) use http::StatusCode;
