//! What the files of the operations have in common.

pub(super) use super::call::{IamCall, IamKeys, Permissions};
pub(super) use super::holders::Holder;
pub(super) use super::managed::Managed;
pub(super) use super::named::Named;
pub(super) use super::subject::Subject;
pub(super) use super::{IamOperation, documents, errors, paths, quotas, shown, tags};
pub(super) use crate::api::error::ApiError;
pub(super) use crate::api::ids::{self, IdKind};
pub(super) use crate::directory::entities::{
    AccessKey, Entity, Group, InstanceProfile, Link, ManagedPolicy, MfaDevice, OidcProvider, Role, SamlProvider, User,
};
pub(super) use crate::directory::table::Stored;
pub(super) use crate::directory::{Edit, Snapshot};
pub(super) use crate::node::Node;
pub(super) use rolecall_catalog::api::iam as api;
pub(super) use rolecall_catalog::operation::NoOutput;
pub(super) use std::sync::Arc;
