//! Trust policies of roles that are there already (R4.21, R4.22).

use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::Role;
use crate::services::iam::call::{IamCall, Permissions};
use crate::services::iam::holders::Holder;
use crate::services::iam::{IamOperation, documents};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::NoOutput;

impl IamOperation for api::UpdateAssumeRolePolicy {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Role::bounded_permission(call, &input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let before = Role::find(snapshot, account, &input.role_name)?;
        before.check_modifiable()?;
        let mut role = before.entity().clone();
        role.trust_policy = documents::bind_trust(&input.policy_document, snapshot)?;
        edit.update(before, &role)?;
        Ok(NoOutput)
    }
}
