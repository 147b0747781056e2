//! `AssumeRoot` (section 3.6): a short session of a member account's root user, for one task.
//!
//! The member account has no say: the policies of the caller's side decide (R2.42), and then what the organization has set up
//! (R3.35). Which precondition is missing the caller does not learn: the answer is a denial, and the trail has the reason.

use crate::directory::entities::RootFeature;
use crate::directory::snapshot::Snapshot;
use crate::domain::caller::Caller;
use crate::domain::organization;
use crate::services::sts::prelude::*;
use rolecall_catalog::api::sts::{AssumeRoot, AssumeRootInput, AssumeRootOutput};
use rolecall_policy::{AccountId, Arn};

/// How long a session is unless `DurationSeconds` is given, and at most (section 3.1).
const SECONDS: i32 = 900;

/// The policies that a session may be limited to (R3.36).
const TASKS: [&str; 5] = [
    "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials",
    "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword",
    "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials",
    "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy",
    "arn:aws:iam::aws:policy/root-task/SQSUnlockQueuePolicy",
];

/// What a session may do before the task policy, which consists of `Deny` alone (R3.36), takes all away but the task.
const EVERYTHING: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// Whose root user a session is to be of, and for what.
pub struct Task {
    account: AccountId,
    policy: String,
}

impl Operation for AssumeRoot {
    type Input = AssumeRootInput;
    type Output = AssumeRootOutput;
    type Prepared = Task;

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::IssuesCredentials)
    }

    fn requires(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Requires<Task>, ApiError> {
        passed::not_with_token_of_user(call.caller, self.facts().name)?;
        passed::not_on_global_endpoint(call, self.facts().name)?;
        let account = target(&input.target_principal)
            .ok_or_else(|| ApiError::validation(format!("{} is invalid", input.target_principal)))?;
        let policy = input.task_policy_arn.arn.as_deref().ok_or_else(|| {
            ApiError::validation(
                "1 validation error detected: Value null at 'taskPolicyArn.arn' failed to satisfy constraint: \
                 Member must not be null",
            )
        })?;
        if !TASKS.contains(&policy) {
            return Err(ApiError::validation(format!("Policy {policy} does not exist or is not a root task policy.")));
        }
        let mut permission =
            RequiredPermission::on("sts:AssumeRoot", root_arn(account)).key("sts:TaskPolicyArn", policy);
        permission.account = Some(account);
        Ok(Requires::one(permission, Task { account, policy: policy.to_owned() }))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, Task { account, policy }, permit) = request.into_parts();
        let caller = &permit.caller;
        check_organization(&permit.snapshot, caller, account).map_err(|reason| {
            let (arn, root) = (&caller.arn, root_arn(account));
            let message = format!("User: {arn} is not authorized to perform: sts:AssumeRoot on resource: {root}");
            ApiError::access_denied(message).because(reason)
        })?;
        let source_identity = caller.session.as_ref().and_then(|session| session.source_identity.clone());
        let identity = SessionIdentity::AssumedRoot { task_policy_arn: policy.clone() };
        let passed = Passed { policy: Some(EVERYTHING.to_owned()), policy_arns: vec![policy], ..Passed::default() };
        let issued = session::issue(
            node,
            Issue {
                passed,
                source_identity: source_identity.clone(),
                ..Issue::new(caller, account, identity, input.duration_seconds.unwrap_or(SECONDS))
            },
        )?;
        Ok(AssumeRootOutput { credentials: Some(issued.credentials()), source_identity, ..AssumeRootOutput::default() })
    }
}

fn root_arn(account: AccountId) -> String {
    format!("arn:aws:iam::{account}:root")
}

/// The account that is meant: by its id, or by the ARN of one of its principals.
fn target(principal: &str) -> Option<AccountId> {
    principal.parse().ok().or_else(|| Arn::parse(principal).filter(|arn| arn.service == "iam")?.account.parse().ok())
}

/// Whether the caller may have a session of the target's root user (R3.35).
///
/// # Errors
/// The reason why not, for the trail.
fn check_organization(snapshot: &Snapshot, caller: &Caller, target: AccountId) -> Result<(), &'static str> {
    // Section 3.1: AWS lets no root user and no federated user call it.
    if !matches!(caller.principal, Principal::User { .. } | Principal::RoleSession { .. }) {
        return Err("only users and roles may call AssumeRoot");
    }
    let account = caller.principal.account().ok_or("the caller belongs to no account")?;
    let place = organization::place(snapshot, account).ok_or("the caller's account is in no organization")?;
    let member = organization::place(snapshot, target).ok_or("the target is in no organization")?;
    if place.organization.id != member.organization.id {
        return Err("the target is not in the caller's organization");
    }
    if member.is_management() {
        return Err("the target is the management account");
    }
    if !organization::administers_iam(snapshot, &place) {
        return Err("the caller's account is neither the management account nor a delegated administrator for IAM");
    }
    if !organization::has_root_feature(snapshot, place.organization, RootFeature::Sessions) {
        return Err(
            "root sessions are not enabled in the organization, or it does not trust iam.amazonaws.com any more",
        );
    }
    Ok(())
}
