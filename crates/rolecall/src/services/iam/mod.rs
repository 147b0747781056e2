//! AWS Identity and Access Management (R4): users, groups, roles, policies, access keys, MFA devices.
//!
//! Every operation goes through one door, [`Iam`]: it refuses the credentials that IAM does not take, asks the operation
//! what must be allowed ([`IamOperation::targets`]) and leaves deciding to `services::authorize`. Changes are planned in
//! [`change`], which makes sure that what is changed is what was allowed: if somebody moved the role between the decision
//! and the change, the new facts are decided too.
//!
//! To add an operation: a file in `ops/`, a line in [`OPERATIONS`], a row in `tests/tables/iam.txt` and two in
//! `tests/tables/authorization.txt`.

mod documents;
mod faults;
mod holders;
mod managed;
mod ops;
mod pages;
mod paths;
mod qr_code;
pub mod quotas;
mod shown;
mod simulation;
mod subject;
mod tags;
mod target;

use crate::api::error::ApiError;
use crate::directory::{Edit, Snapshot};
use crate::domain::caller::Caller;
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::operation::{Access, Asked, Operation};
use crate::services::query::QueryOperation;
use crate::session::SessionIdentity;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::query::ApiOperation;
use std::future::Future;
use std::marker::PhantomData;

pub use target::Target;

/// An operation of IAM, implemented by the catalog's marker of the same name.
pub trait IamOperation:
    ApiOperation<Input: Send + Sync + 'static, Output: Send + 'static> + Sized + Send + Sync + 'static
{
    /// Everything that must be allowed.
    ///
    /// # Errors
    /// What is refused before policies are asked: paths and ARNs that cannot be, no user name where one is needed.
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError>;

    /// Does it.
    ///
    /// # Errors
    /// AWS's error; nothing has changed then.
    fn handle(
        request: Authorized<Iam<Self>>,
        node: &Node,
    ) -> impl Future<Output = Result<Self::Output, ApiError>> + Send;
}

/// The door to an IAM operation.
pub struct Iam<Op>(PhantomData<fn() -> Op>);

impl<Op: IamOperation> Operation for Iam<Op> {
    const SERVICE: &'static str = "iam";
    const NAME: &'static str = Op::NAME;
    type Input = Op::Input;
    type Output = Op::Output;

    fn access(input: &Op::Input, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        admit(asked.caller)?;
        let targets = Op::targets(input, asked)?;
        targets.iter().try_for_each(|target| target.check_not_reserved(Op::NAME))?;
        Ok(targets.into_iter().map(|target| target.into_access(Op::NAME)).collect())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Op::Output, ApiError> {
        Op::handle(request, node).await
    }
}

/// Refuses the credentials that IAM does not take: those of `GetFederationToken`, and those of `GetSessionToken` without
/// MFA (R3, table of restrictions).
fn admit(caller: &Caller) -> Result<(), ApiError> {
    let Some(session) = &caller.session else { return Ok(()) };
    let taken = match session.identity {
        SessionIdentity::Federated { .. } => false,
        SessionIdentity::User { .. } | SessionIdentity::RootSession => session.mfa.is_some(),
        SessionIdentity::Role { .. } | SessionIdentity::AssumedRoot { .. } => true,
    };
    if taken { Ok(()) } else { Err(faults::credentials_not_taken()) }
}

/// Plans and commits a change. A change may be planned on a later world than the one on which it was allowed; where the
/// facts differ there (another path, other tags), they are decided as well.
async fn change<Op: IamOperation, T: Send>(
    request: &Authorized<Iam<Op>>,
    node: &Node,
    mut plan: impl FnMut(&Snapshot, &mut Edit) -> Result<T, ApiError> + Send,
) -> Result<T, ApiError> {
    let facts = |snapshot: &Snapshot| {
        let asked = Asked { caller: request.caller(), info: request.info(), snapshot, node };
        Op::targets(request.input(), &asked)
    };
    let allowed = facts(request.snapshot())?;
    node.directory
        .change(|snapshot, edit| {
            let now = facts(snapshot)?;
            if now != allowed {
                for target in now {
                    target.check_not_reserved(Op::NAME)?;
                    request.also(node, &target.into_access(Op::NAME))?;
                }
            }
            plan(snapshot, edit)
        })
        .await
}

macro_rules! operations {
    ($($name:ident)*) => { &[$(QueryOperation::of::<Iam<api::$name>>(),)*] };
}

/// Every operation that is served, by name.
pub const OPERATIONS: &[QueryOperation] = operations! {
    AddRoleToInstanceProfile
    AddUserToGroup
    AttachGroupPolicy
    AttachRolePolicy
    AttachUserPolicy
    CreateAccessKey
    CreateAccountAlias
    CreateGroup
    CreateInstanceProfile
    CreatePolicy
    CreatePolicyVersion
    CreateRole
    CreateUser
    CreateVirtualMFADevice
    DeactivateMFADevice
    DeleteAccessKey
    DeleteAccountAlias
    DeleteGroup
    DeleteGroupPolicy
    DeleteInstanceProfile
    DeletePolicy
    DeletePolicyVersion
    DeleteRole
    DeleteRolePermissionsBoundary
    DeleteRolePolicy
    DeleteUser
    DeleteUserPermissionsBoundary
    DeleteUserPolicy
    DeleteVirtualMFADevice
    DetachGroupPolicy
    DetachRolePolicy
    DetachUserPolicy
    EnableMFADevice
    GetAccessKeyLastUsed
    GetAccountAuthorizationDetails
    GetAccountSummary
    GetContextKeysForCustomPolicy
    GetContextKeysForPrincipalPolicy
    GetGroup
    GetGroupPolicy
    GetInstanceProfile
    GetMFADevice
    GetPolicy
    GetPolicyVersion
    GetRole
    GetRolePolicy
    GetUser
    GetUserPolicy
    ListAccessKeys
    ListAccountAliases
    ListAttachedGroupPolicies
    ListAttachedRolePolicies
    ListAttachedUserPolicies
    ListEntitiesForPolicy
    ListGroupPolicies
    ListGroups
    ListGroupsForUser
    ListInstanceProfileTags
    ListInstanceProfiles
    ListInstanceProfilesForRole
    ListMFADeviceTags
    ListMFADevices
    ListPolicies
    ListPolicyTags
    ListPolicyVersions
    ListRolePolicies
    ListRoleTags
    ListRoles
    ListUserPolicies
    ListUserTags
    ListUsers
    ListVirtualMFADevices
    PutGroupPolicy
    PutRolePermissionsBoundary
    PutRolePolicy
    PutUserPermissionsBoundary
    PutUserPolicy
    RemoveRoleFromInstanceProfile
    RemoveUserFromGroup
    ResyncMFADevice
    SetDefaultPolicyVersion
    SimulateCustomPolicy
    SimulatePrincipalPolicy
    TagInstanceProfile
    TagMFADevice
    TagPolicy
    TagRole
    TagUser
    UntagInstanceProfile
    UntagMFADevice
    UntagPolicy
    UntagRole
    UntagUser
    UpdateAccessKey
    UpdateAssumeRolePolicy
    UpdateGroup
    UpdateRole
    UpdateRoleDescription
    UpdateUser
};
