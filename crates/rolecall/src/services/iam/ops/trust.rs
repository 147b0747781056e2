//! Trust policies of roles that are there already (R4.21, R4.22).

use crate::api::error::ApiError;
use crate::directory::entities::Role;
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::iam::holders::Holder;
use crate::services::iam::target::Target;
use crate::services::iam::{Iam, IamOperation, change, documents};
use crate::services::operation::Asked;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::query::NoOutput;

impl IamOperation for api::UpdateAssumeRolePolicy {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Role::bounded_target(asked.snapshot, asked.caller.account()?, &input.role_name)])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let before = Role::find(snapshot, account, &input.role_name)?;
            before.check_modifiable()?;
            let mut role = before.entity().clone();
            role.trust_policy = documents::bind_trust(&input.policy_document, snapshot)?;
            edit.update(before, &role)
        })
        .await?;
        Ok(NoOutput)
    }
}
