//! AWS Organizations (R7): one organization for each management account, its root, units and member accounts.
//!
//! An operation says who may call it ([`Callers`]), which permissions it requires ([`OrganizationsOperation::requires`]) and
//! what it does on one snapshot of the world ([`OrganizationsOperation::run`]). [`Organizations`] makes a service's operation
//! of it: policies are decided first, then whether the caller's account may call it at all.
//!
//! To add an operation: a file in `ops/`, a line in the table [`OPERATIONS`], a story in
//! `tests/tables/stories/organizations.txt` and a row in `tests/tables/authorization/organizations.txt`.

mod call;
mod delegation;
mod errors;
mod handshakes;
mod ops;
mod pages;
mod policy;
mod prelude;
mod shown;
mod tags;
mod targets;
mod transfers;

use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::operation::{
    CallContext, Effect, EventClass, Operation, OperationFacts, RequiredPermission, Requires,
};
use crate::services::rpc::RpcOperation;
use crate::services::service::{DenialStyle, Protocol, RegionRule, Service};
use call::OrganizationsCall;
use rolecall_catalog::api::organizations as api;
use rolecall_catalog::operation::{ApiOperation, InputError};
use std::marker::PhantomData;
use std::sync::Arc;

/// Organizations' descriptor (R7.1).
pub static SERVICE: Service = Service {
    name: "organizations",
    region: RegionRule::Global,
    protocol: Protocol::Json {
        version: "1.1",
        target_prefix: api::TARGET_PREFIX,
        operations: OPERATIONS,
        declines: |_| None,
    },
    denials: DenialStyle::PLAIN,
    // AWS counts each operation on its own, from one in ten seconds to 20 a second (R7.26). Here all operations of a service
    // share one rate, so it is that of IAM.
    requests_per_second: Some(600),
};

/// Which accounts may call an operation, whatever their policies say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Callers {
    /// Every account, in an organization or not.
    Everybody,
    /// Every account of an organization.
    Members,
    /// The management account, and delegated administrators (R7.23).
    Administrators,
    /// The management account.
    Management,
    /// The management account, and accounts that the resource policy of the organization allows the operation (R7.24).
    Delegates,
}

/// An operation of Organizations, implemented by the catalog's marker of the same name.
trait OrganizationsOperation:
    ApiOperation<Input: Send + Sync + 'static, Output: Send + 'static> + Sized + Send + Sync + 'static
{
    /// Whose call is heard.
    const CALLERS: Callers;

    /// Every permission that the caller must have.
    fn requires(_: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on("*")]
    }

    /// Does it: reads `call.snapshot`, and writes what changes to `edit`. A change may run again on a newer world.
    ///
    /// # Errors
    /// AWS's error; nothing changes then.
    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError>;

    /// What follows once the change is durable.
    fn done(_: &Node) {}
}

/// An operation of Organizations as an operation of the server.
struct Organizations<Op>(PhantomData<fn() -> Op>);

/// The call of an operation, by an account that may call it.
fn admit<'a, Op: OrganizationsOperation>(context: &CallContext<'a>) -> Result<OrganizationsCall<'a>, ApiError> {
    let call = OrganizationsCall::new(Op::NAME, Op::CALLERS, context)?;
    call.check(Op::CALLERS)?;
    Ok(call)
}

impl<Op: OrganizationsOperation> Operation for Organizations<Op> {
    type Input = Op::Input;
    type Output = Op::Output;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        let effect = if Op::READ_ONLY { Effect::Reads } else { Effect::Changes };
        OperationFacts { service: SERVICE.name, name: Op::NAME, effect, class: EventClass::Management }
    }

    fn requires(&self, input: &Op::Input, context: &CallContext<'_>) -> Result<Requires, ApiError> {
        Ok(Op::requires(input, &OrganizationsCall::new(Op::NAME, Op::CALLERS, context)?).into())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Op::Output, ApiError> {
        if Op::READ_ONLY {
            let call = admit::<Op>(&request.context(node))?;
            return Op::run(request.input(), &call, &mut Edit::new(Arc::clone(request.snapshot())));
        }
        let run = |context: &CallContext<'_>, (): &(), edit: &mut Edit| {
            Op::run(request.input(), &admit::<Op>(context)?, edit)
        };
        let answer = request.change(node, run).await?;
        Op::done(node);
        Ok(answer)
    }

    fn misshapen(&self, error: InputError) -> ApiError {
        errors::misshapen(error)
    }
}

macro_rules! operations {
    ($($operation:ident)*) => { &[$(&Organizations::<api::$operation>(PhantomData),)*] };
}

/// Every operation that is served, by name.
const OPERATIONS: &[&dyn RpcOperation] = operations! {
    AcceptHandshake
    AttachPolicy
    CancelHandshake
    CloseAccount
    CreateAccount
    CreateGovCloudAccount
    CreateOrganization
    CreateOrganizationalUnit
    CreatePolicy
    DeclineHandshake
    DeleteOrganization
    DeleteOrganizationalUnit
    DeletePolicy
    DeleteResourcePolicy
    DeregisterDelegatedAdministrator
    DescribeAccount
    DescribeCreateAccountStatus
    DescribeEffectivePolicy
    DescribeHandshake
    DescribeOrganization
    DescribeOrganizationalUnit
    DescribePolicy
    DescribeResourcePolicy
    DescribeResponsibilityTransfer
    DetachPolicy
    DisableAWSServiceAccess
    DisablePolicyType
    EnableAWSServiceAccess
    EnableAllFeatures
    EnablePolicyType
    InviteAccountToOrganization
    InviteOrganizationToTransferResponsibility
    LeaveOrganization
    ListAWSServiceAccessForOrganization
    ListAccounts
    ListAccountsForParent
    ListAccountsWithInvalidEffectivePolicy
    ListChildren
    ListCreateAccountStatus
    ListDelegatedAdministrators
    ListDelegatedServicesForAccount
    ListEffectivePolicyValidationErrors
    ListHandshakesForAccount
    ListHandshakesForOrganization
    ListInboundResponsibilityTransfers
    ListOrganizationalUnitsForParent
    ListOutboundResponsibilityTransfers
    ListParents
    ListPolicies
    ListPoliciesForTarget
    ListRoots
    ListTagsForResource
    ListTargetsForPolicy
    MoveAccount
    PutResourcePolicy
    RegisterDelegatedAdministrator
    RemoveAccountFromOrganization
    TagResource
    TerminateResponsibilityTransfer
    UntagResource
    UpdateOrganizationalUnit
    UpdatePolicy
    UpdateResponsibilityTransfer
};
