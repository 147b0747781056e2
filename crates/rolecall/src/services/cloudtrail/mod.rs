//! AWS CloudTrail (section 8): trails and their settings, and the look-up of events.
//!
//! Trails are entities of the directory; what they log is delivered by [`crate::delivery`]. An operation says which
//! permissions it requires ([`CloudTrailOperation::requires`]) and what it does on one snapshot of the world
//! ([`CloudTrailOperation::run`]); [`CloudTrail`] makes a service's operation of it. Those that must wait for the disk
//! implement [`Operation`] themselves (`ops/lookup.rs`).
//!
//! What AWS has beside trails (event data stores, channels, dashboards, Insights) is not served: [`declines`].
//!
//! To add an operation: a file in `ops/`, a line in the table [`OPERATIONS`], a story in `tests/tables/stories/cloudtrail.txt`
//! and a row in `tests/tables/authorization/cloudtrail.txt`.

mod bucket;
mod call;
mod errors;
mod names;
mod ops;
mod organization;
mod periods;
mod prelude;
mod selectors;
mod settings;
mod shown;
mod tags;

use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::operation::{
    CallContext, Effect, EventClass, Operation, OperationFacts, RequiredPermission, Requires,
};
use crate::services::rpc::RpcOperation;
use crate::services::service::{DenialStyle, Protocol, RegionRule, Service};
use call::CloudTrailCall;
use rolecall_catalog::api::cloudtrail as api;
use rolecall_catalog::authorization;
use rolecall_catalog::operation::ApiOperation;
use std::marker::PhantomData;
use std::sync::Arc;

/// CloudTrail's descriptor.
pub static SERVICE: Service = Service {
    name: "cloudtrail",
    region: RegionRule::Regional,
    protocol: Protocol::Json { version: "1.1", target_prefix: api::TARGET_PREFIX, operations: OPERATIONS, declines },
    denials: DenialStyle::PLAIN,
    // As IAM's. `LookupEvents` has a rate of its own.
    requests_per_second: Some(600),
};

/// `UnsupportedOperationException` for what AWS's CloudTrail does and this one does not.
fn declines(operation: &str) -> Option<ApiError> {
    authorization().action(SERVICE.name, operation).map(|_| errors::unsupported(operation))
}

/// An operation of CloudTrail, implemented by the catalog's marker of the same name.
trait CloudTrailOperation:
    ApiOperation<Input: Send + Sync + 'static, Output: Send + 'static> + Sized + Send + Sync + 'static
{
    /// Every permission that the caller must have.
    fn requires(_: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on("*")]
    }

    /// Whether it relies on [`CloudTrailCall::end`], which is read from the disk.
    const NEEDS_END: bool = false;

    /// Does it: reads `call.snapshot`, and writes what changes to `edit`. A change may run again on a newer world.
    ///
    /// # Errors
    /// AWS's error; nothing changes then.
    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError>;
}

/// An operation of CloudTrail as an operation of the server.
struct CloudTrail<Op>(PhantomData<fn() -> Op>);

/// Name, effect and class of an operation of the model.
fn facts<Op: ApiOperation>() -> OperationFacts<'static> {
    let effect = if Op::READ_ONLY { Effect::Reads } else { Effect::Changes };
    OperationFacts { service: SERVICE.name, name: Op::NAME, effect, class: EventClass::Management }
}

impl<Op: CloudTrailOperation> Operation for CloudTrail<Op> {
    type Input = Op::Input;
    type Output = Op::Output;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Op>()
    }

    fn requires(&self, input: &Op::Input, context: &CallContext<'_>) -> Result<Requires, ApiError> {
        Ok(Op::requires(input, &CloudTrailCall::new(Op::NAME, context)?).into())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Op::Output, ApiError> {
        if Op::READ_ONLY {
            let context = request.context(node);
            let call = CloudTrailCall::new(Op::NAME, &context)?;
            return Op::run(request.input(), &call, &mut Edit::new(Arc::clone(request.snapshot())));
        }
        let end = if Op::NEEDS_END { Some(end_of_events(node).await?) } else { None };
        let run = |context: &CallContext<'_>, (): &(), edit: &mut Edit| {
            let call = CloudTrailCall::new(Op::NAME, context)?.with_end(end.as_deref());
            Op::run(request.input(), &call, edit)
        };
        request.change(node, run).await
    }
}

/// The position behind all events that are recorded. What is answered from now on is recorded behind it.
async fn end_of_events(node: &Node) -> Result<String, ApiError> {
    let events = Arc::clone(&node.events);
    let end = tokio::task::spawn_blocking(move || events.end()).await.map_err(ApiError::internal)?;
    Ok(end.map_err(ApiError::internal)?.to_string())
}

/// Operations of one snapshot by name; in brackets those that wait for the disk.
macro_rules! operations {
    (@ [$operation:ident]) => { &api::$operation };
    (@ $operation:ident) => { &CloudTrail::<api::$operation>(PhantomData) };
    ($($operation:tt)*) => { &[$(operations!(@ $operation),)*] };
}

/// Every operation that is served, by name.
const OPERATIONS: &[&dyn RpcOperation] = operations! {
    AddTags
    CreateTrail
    DeleteTrail
    DescribeTrails
    GetEventSelectors
    GetInsightSelectors
    GetTrail
    GetTrailStatus
    [ListPublicKeys]
    ListTags
    ListTrails
    [LookupEvents]
    PutEventSelectors
    RemoveTags
    StartLogging
    StopLogging
    UpdateTrail
};
