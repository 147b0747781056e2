//! Service-linked roles (R4.36–R4.39).
//!
//! Deleting one is a task, because AWS asks the service first. Here no service has resources that need the role, so the
//! role is gone and its task has succeeded when the call is answered.

use crate::directory::entities::DeletionTask;
use crate::domain::service_linked_role::{self, Plan};
use crate::services::iam::prelude::*;

/// Tasks of an account that are remembered; a new one pushes out the oldest. AWS tells no figure. Nobody asks for one
/// for long, and without a bound they would grow for ever.
const TASKS_KEPT: usize = 100;

impl IamOperation for api::CreateServiceLinkedRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let plan = Plan::new(&input.aws_service_name, input.custom_suffix.as_deref())?;
        let permission = call.on_new::<Role>(Some(&plan.path), &plan.name)?;
        Ok(vec![permission.key("iam:AWSServiceName", &*input.aws_service_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let plan = Plan::new(&input.aws_service_name, input.custom_suffix.as_deref())?;
        let description = input.description.as_deref();
        let role = service_linked_role::create(&plan, call.node, call.snapshot, call.account, description, edit)?;
        let shown = api::Role {
            assume_role_policy_document: Some(documents::encoded(&plan.shown_trust_policy())),
            ..shown::new_role(&role, call.snapshot)
        };
        Ok(api::CreateServiceLinkedRoleOutput { role: Some(shown) })
    }
}

impl IamOperation for api::DeleteServiceLinkedRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_bounded::<Role>(&input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let role = call.find::<Role>(&input.role_name)?;
        if !role.is_service_linked() {
            return Err(errors::role_missing(&input.role_name));
        }
        let task = DeletionTask {
            account: call.account,
            uuid: ids::new_request_id(&*call.node.entropy)?,
            role: format!("{}{}", role.path, role.name),
            created: call.now(),
        };
        let mut before: Vec<_> = call.all::<DeletionTask>().collect();
        before.sort_by_key(|task| task.created);
        let beyond = (before.len() + 1).saturating_sub(TASKS_KEPT);
        before.into_iter().take(beyond).for_each(|oldest| edit.delete(oldest));
        edit.delete(role);
        edit.create(&task)?;
        Ok(api::DeleteServiceLinkedRoleOutput { deletion_task_id: task.task_id() })
    }
}

/// Path and name of the role, and the UUID, of which the id of a task is made.
fn parts(id: &str) -> Option<(&str, &str)> {
    let (role, uuid) = id.strip_prefix("task")?.rsplit_once('/')?;
    let (principal, name) = role.strip_prefix("/aws-service-role/")?.split_once('/')?;
    let filled = [principal, name, uuid].into_iter().all(|part| !part.is_empty() && !part.contains('/'));
    filled.then_some((role, uuid))
}

impl IamOperation for api::GetServiceLinkedRoleDeletionStatus {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let id = &input.deletion_task_id;
        let (role, _) = parts(id).ok_or_else(|| errors::not_a_deletion_task(id))?;
        Ok(vec![call.on(format!("arn:aws:iam::{}:role{role}", call.account))])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let id = &input.deletion_task_id;
        let (_, uuid) = parts(id).ok_or_else(|| errors::not_a_deletion_task(id))?;
        let task = call.snapshot.find::<DeletionTask>(call.account, uuid).filter(|task| task.task_id() == *id);
        task.ok_or_else(|| errors::deletion_task_missing(id))?;
        Ok(api::GetServiceLinkedRoleDeletionStatusOutput { status: "SUCCEEDED".to_owned(), reason: None })
    }
}
