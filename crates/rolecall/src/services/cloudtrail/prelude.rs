//! What the files of the operations have in common.

pub(super) use super::call::CloudTrailCall;
pub(super) use super::{CloudTrailOperation, errors, facts, selectors, shown, tags};
pub(super) use crate::api::error::ApiError;
pub(super) use crate::directory::Edit;
pub(super) use crate::directory::entities::{LogFile, Trail, TrailDelivery};
pub(super) use crate::node::Node;
pub(super) use crate::services::authorize::Authorized;
pub(super) use crate::services::operation::{CallContext, Operation, OperationFacts, RequiredPermission, Requires};
pub(super) use rolecall_catalog::api::cloudtrail as api;
