//! Deletions of service-linked roles (R4.39).

use super::Entity;
use crate::directory::entity::fields;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// A deletion of a service-linked role that succeeded. Nothing keeps a role from being deleted here, so there are no
/// others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionTask {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// A UUID.
    pub uuid: String,
    /// Path and name of the role: `/aws-service-role/<principal>/<role>`.
    pub role: String,
    /// When the role was deleted.
    pub created: Timestamp,
}

impl DeletionTask {
    /// `DeletionTaskId`: `task/aws-service-role/<principal>/<role>/<uuid>`.
    #[must_use]
    pub fn task_id(&self) -> String {
        format!("task{}/{}", self.role, self.uuid)
    }
}

impl Entity for DeletionTask {
    const KIND: &'static str = "deletion-task";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, uuid);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/deletion-task/11111111-2222-4333-8444-555555555555",
        r#"{"account":"111122223333","uuid":"11111111-2222-4333-8444-555555555555",
            "role":"/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS","created":"2026-11-22T10:15:30Z"}"#,
    );
}
