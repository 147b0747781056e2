//! What the files of the operations have in common.

pub(super) use super::{facts, mfa, passed};
pub(super) use crate::api::error::ApiError;
pub(super) use crate::domain::session::{self, Issue, Passed, PassedInto};
pub(super) use crate::node::Node;
pub(super) use crate::services::operation::Effect;
pub(super) use crate::services::second_factor::Presented;
pub(super) use crate::services::{Authorized, CallContext, Operation, OperationFacts, RequiredPermission, Requires};
pub(super) use crate::session::SessionIdentity;
pub(super) use rolecall_policy::Principal;
