//! AWS Identity and Access Management (R4): users, groups, roles, policies, access keys, MFA devices.
//!
//! An operation says which permissions it requires ([`IamOperation::requires`]) and what it does, on one snapshot of the
//! world ([`IamOperation::run`]): a read answers from it, a change writes to the edit, which is committed only if the
//! world is still the same. [`Iam`] makes a service's operation of it. What must wait for something is an
//! [`AsyncIamOperation`].
//!
//! To add an operation: a file in `ops/`, a line in the table [`SERVICE`] lists, a story in
//! `tests/tables/stories/iam.txt` and a row in `tests/tables/authorization/iam.txt`.

mod call;
mod credential_report;
mod delegated_policy;
mod documents;
mod errors;
mod granted;
mod holders;
mod managed;
mod misshapen;
mod named;
mod ops;
mod pages;
mod paths;
mod prelude;
mod qr_code;
pub mod quotas;
mod shown;
mod simulation;
mod status;
mod subject;
mod tags;

use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::operation::{CallContext, Effect, EventClass, Operation, OperationFacts, Requires};
use crate::services::rpc::RpcOperation;
use crate::services::service::{DenialStyle, Protocol, RegionRule, Service};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::{ApiOperation, InputError};
use std::marker::PhantomData;
use std::sync::Arc;

pub use call::{IamCall, Permissions};

/// IAM's descriptor (R4.1).
pub static SERVICE: Service = Service {
    name: "iam",
    region: RegionRule::Global,
    protocol: Protocol::Query {
        version: "2010-05-08",
        namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
        operations: OPERATIONS,
    },
    denials: DenialStyle::PLAIN,
    // AWS does not publish its own (R4.69).
    requests_per_second: Some(600),
};

/// An operation of IAM, implemented by the catalog's marker of the same name.
pub trait IamOperation:
    ApiOperation<Input: Send + Sync + 'static, Output: Send + 'static> + Sized + Send + Sync + 'static
{
    /// Every permission that the caller must have.
    ///
    /// # Errors
    /// What is refused before policies are evaluated: paths and ARNs that cannot be, no user name where one is needed.
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions;

    /// Does it: reads `call.snapshot`, and writes what changes to `edit`. A change may run again on a newer world.
    ///
    /// # Errors
    /// AWS's error; nothing changes then.
    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError>;
}

/// An IAM operation as an operation of the server.
pub struct Iam<Op>(PhantomData<fn() -> Op>);

/// The facts of an IAM operation.
const fn facts<Op: ApiOperation>() -> OperationFacts<'static> {
    let effect = if Op::READ_ONLY { Effect::Reads } else { Effect::Changes };
    OperationFacts { service: "iam", name: Op::NAME, effect, class: EventClass::Management }
}

/// What an IAM operation requires of a caller whose credentials IAM takes.
fn requires<Op: ApiOperation>(
    context: &CallContext<'_>,
    permissions: impl FnOnce(&IamCall<'_>) -> Permissions,
) -> Result<Requires, ApiError> {
    let call = IamCall::admit(Op::NAME, context)?;
    let permissions = permissions(&call)?;
    if !Op::READ_ONLY {
        permissions.iter().try_for_each(|permission| call.check_not_reserved(permission))?;
    }
    Ok(permissions.into())
}

impl<Op: IamOperation> Operation for Iam<Op> {
    type Input = Op::Input;
    type Output = Op::Output;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Op>()
    }

    fn misshapen(&self, error: InputError) -> ApiError {
        misshapen::misshapen(error)
    }

    fn requires(&self, input: &Op::Input, context: &CallContext<'_>) -> Result<Requires, ApiError> {
        requires::<Op>(context, |call| Op::requires(input, call))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Op::Output, ApiError> {
        if Op::READ_ONLY {
            let call = IamCall::admit(Op::NAME, &request.context(node))?;
            return Op::run(request.input(), &call, &mut Edit::new(Arc::clone(request.snapshot())));
        }
        request
            .change(node, |context, (), edit| Op::run(request.input(), &IamCall::admit(Op::NAME, context)?, edit))
            .await
    }
}

/// An operation of IAM that waits for something, such as the hash of a password.
pub trait AsyncIamOperation:
    ApiOperation<Input: Send + Sync + 'static, Output: Send + 'static> + Sized + Send + Sync + 'static
{
    /// As [`IamOperation::requires`].
    ///
    /// # Errors
    /// What is refused before policies are evaluated.
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions;

    /// Does it. A change is planned in [`Authorized::change`] once everything it waits for is there.
    ///
    /// # Errors
    /// AWS's error; nothing has changed then.
    fn handle(
        request: Authorized<AsyncIam<Self>>,
        node: &Node,
    ) -> impl Future<Output = Result<Self::Output, ApiError>> + Send;
}

/// An IAM operation that waits as an operation of the server.
pub struct AsyncIam<Op>(PhantomData<fn() -> Op>);

impl<Op: AsyncIamOperation> Operation for AsyncIam<Op> {
    type Input = Op::Input;
    type Output = Op::Output;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Op>()
    }

    fn misshapen(&self, error: InputError) -> ApiError {
        misshapen::misshapen(error)
    }

    fn requires(&self, input: &Op::Input, context: &CallContext<'_>) -> Result<Requires, ApiError> {
        requires::<Op>(context, |call| Op::requires(input, call))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Op::Output, ApiError> {
        Op::handle(request, node).await
    }
}

macro_rules! operations {
    (@one [$name:ident]) => { &AsyncIam::<api::$name>(PhantomData) };
    (@one $name:ident) => { &Iam::<api::$name>(PhantomData) };
    ($($operation:tt)*) => { &[$(operations!(@one $operation),)*] };
}

/// Every operation that is served, by name. Those in brackets are asynchronous.
const OPERATIONS: &[&dyn RpcOperation] = operations! {
    AcceptDelegationRequest
    AcquireRole
    AddClientIDToOpenIDConnectProvider
    AddRoleToInstanceProfile
    AddUserToGroup
    AssociateDelegationRequest
    AttachGroupPolicy
    AttachRolePolicy
    AttachUserPolicy
    [ChangePassword]
    CreateAccessKey
    CreateAccountAlias
    CreateDelegationRequest
    CreateGroup
    CreateInstanceProfile
    [CreateLoginProfile]
    CreateOpenIDConnectProvider
    CreatePolicy
    CreatePolicyVersion
    CreateRole
    CreateSAMLProvider
    CreateServiceLinkedRole
    CreateServiceSpecificCredential
    CreateUser
    CreateVirtualMFADevice
    DeactivateMFADevice
    DeleteAccessKey
    DeleteAccountAlias
    DeleteAccountPasswordPolicy
    DeleteGroup
    DeleteGroupPolicy
    DeleteInstanceProfile
    DeleteLoginProfile
    DeleteOpenIDConnectProvider
    DeletePolicy
    DeletePolicyVersion
    DeleteRole
    DeleteRolePermissionsBoundary
    DeleteRolePolicy
    DeleteSAMLProvider
    DeleteSSHPublicKey
    DeleteServerCertificate
    DeleteServiceLinkedRole
    DeleteServiceSpecificCredential
    DeleteSigningCertificate
    DeleteUser
    DeleteUserPermissionsBoundary
    DeleteUserPolicy
    DeleteVirtualMFADevice
    DetachGroupPolicy
    DetachRolePolicy
    DetachUserPolicy
    DisableOrganizationsRootCredentialsManagement
    DisableOrganizationsRootSessions
    DisableOutboundWebIdentityFederation
    [EnableMFADevice]
    EnableOrganizationsRootCredentialsManagement
    EnableOrganizationsRootSessions
    EnableOutboundWebIdentityFederation
    GenerateCredentialReport
    [GenerateOrganizationsAccessReport]
    [GenerateServiceLastAccessedDetails]
    GetAccessKeyLastUsed
    GetAccountAuthorizationDetails
    GetAccountPasswordPolicy
    GetAccountProperties
    GetAccountSummary
    GetContextKeysForCustomPolicy
    GetContextKeysForPrincipalPolicy
    GetCredentialReport
    GetDelegationRequest
    GetGroup
    GetGroupPolicy
    GetHumanReadableSummary
    GetInstanceProfile
    GetLoginProfile
    GetMFADevice
    GetOpenIDConnectProvider
    GetOrganizationsAccessReport
    GetOutboundWebIdentityFederationInfo
    GetPolicy
    GetPolicyVersion
    GetRole
    GetRolePolicy
    GetRoleTemplateVersion
    GetSAMLProvider
    GetSSHPublicKey
    GetServerCertificate
    GetServiceLastAccessedDetails
    GetServiceLastAccessedDetailsWithEntities
    GetServiceLinkedRoleDeletionStatus
    GetUser
    GetUserPolicy
    ListAccessKeys
    ListAccountAliases
    ListAttachedGroupPolicies
    ListAttachedRolePolicies
    ListAttachedUserPolicies
    ListDelegationRequests
    ListEntitiesForPolicy
    ListGroupPolicies
    ListGroups
    ListGroupsForUser
    ListInstanceProfileTags
    ListInstanceProfiles
    ListInstanceProfilesForRole
    ListMFADeviceTags
    ListMFADevices
    ListOpenIDConnectProviderTags
    ListOpenIDConnectProviders
    ListOrganizationsFeatures
    ListPolicies
    ListPoliciesGrantingServiceAccess
    ListPolicyTags
    ListPolicyVersions
    ListRolePolicies
    ListRoleTags
    ListRoles
    ListSAMLProviderTags
    ListSAMLProviders
    ListSSHPublicKeys
    ListServerCertificateTags
    ListServerCertificates
    ListServiceSpecificCredentials
    ListSigningCertificates
    ListUserPolicies
    ListUserTags
    ListUsers
    ListVirtualMFADevices
    PutAccountProperties
    PutGroupPolicy
    PutRolePermissionsBoundary
    PutRolePolicy
    PutUserPermissionsBoundary
    PutUserPolicy
    RejectDelegationRequest
    RemoveClientIDFromOpenIDConnectProvider
    RemoveRoleFromInstanceProfile
    RemoveUserFromGroup
    ResetServiceSpecificCredential
    [ResyncMFADevice]
    SendDelegationToken
    SetDefaultPolicyVersion
    SetSecurityTokenServicePreferences
    [SimulateCustomPolicy]
    [SimulatePrincipalPolicy]
    TagInstanceProfile
    TagMFADevice
    TagOpenIDConnectProvider
    TagPolicy
    TagRole
    TagSAMLProvider
    TagServerCertificate
    TagUser
    UntagInstanceProfile
    UntagMFADevice
    UntagOpenIDConnectProvider
    UntagPolicy
    UntagRole
    UntagSAMLProvider
    UntagServerCertificate
    UntagUser
    UpdateAccessKey
    UpdateAccountPasswordPolicy
    UpdateAssumeRolePolicy
    UpdateDelegationRequest
    UpdateGroup
    [UpdateLoginProfile]
    UpdateOpenIDConnectProviderThumbprint
    UpdateRole
    UpdateRoleDescription
    UpdateSAMLProvider
    UpdateSSHPublicKey
    UpdateServerCertificate
    UpdateServiceSpecificCredential
    UpdateSigningCertificate
    UpdateUser
    UploadSSHPublicKey
    UploadServerCertificate
    UploadSigningCertificate
};
