//! `AssumeRoot` (R3, section 3.6). It is for management accounts of organizations and whom they delegate it to (R3.35), and there
//! are no organizations here: nobody gets a session.

use crate::services::sts::prelude::*;
use rolecall_catalog::api::sts::{AssumeRoot, AssumeRootInput, AssumeRootOutput};
use rolecall_policy::{AccountId, Arn};

/// The policies that a session may be limited to (R3.36).
const TASKS: [&str; 5] = [
    "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials",
    "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword",
    "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials",
    "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy",
    "arn:aws:iam::aws:policy/root-task/SQSUnlockQueuePolicy",
];

impl Operation for AssumeRoot {
    type Input = AssumeRootInput;
    type Output = AssumeRootOutput;
    /// The ARN of the root user.
    type Prepared = String;

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::IssuesCredentials)
    }

    fn requires(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Requires<String>, ApiError> {
        passed::not_with_token_of_user(call.caller, self.facts().name)?;
        passed::not_on_global_endpoint(call, self.facts().name)?;
        let account = target(&input.target_principal)
            .ok_or_else(|| ApiError::validation(format!("{} is invalid", input.target_principal)))?;
        let task = input.task_policy_arn.arn.as_deref().ok_or_else(|| {
            ApiError::validation(
                "1 validation error detected: Value null at 'taskPolicyArn.arn' failed to satisfy constraint: \
                 Member must not be null",
            )
        })?;
        if !TASKS.contains(&task) {
            return Err(ApiError::validation(format!("Policy {task} does not exist or is not a root task policy.")));
        }
        let root = format!("arn:aws:iam::{account}:root");
        let permission = RequiredPermission::on("sts:AssumeRoot", &*root).key("sts:TaskPolicyArn", task);
        Ok(Requires::one(permission, root))
    }

    async fn handle(request: Authorized<Self>, _: &Node) -> Result<Self::Output, ApiError> {
        let (caller, root) = (&request.caller().arn, request.prepared());
        let message = format!("User: {caller} is not authorized to perform: sts:AssumeRoot on resource: {root}");
        Err(ApiError::access_denied(message).because("AssumeRoot needs an organization, and there is none"))
    }
}

/// The account that is meant: by its id, or by the ARN of one of its principals.
fn target(principal: &str) -> Option<AccountId> {
    principal.parse().ok().or_else(|| Arn::parse(principal).filter(|arn| arn.service == "iam")?.account.parse().ok())
}
