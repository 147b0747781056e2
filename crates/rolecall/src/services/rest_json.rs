//! Operations that a method and a path name, with bodies in JSON: REST-JSON services.

use super::authorize::Call;
use super::operation::{Effect, Operation, OperationFacts};
use crate::api::error::ApiError;
use futures_util::future::BoxFuture;
use rolecall_catalog::operation::{ApiOperation, ReadStructure, event};
use rolecall_catalog::rest::{self, Http, Request, Response};

/// An operation of a service model, as its service implements it.
pub trait RestJson: ApiOperation + Operation<Output = <Self as ApiOperation>::Output> {
    /// What the operation works on: the members of the model, and what the request says beside them, such as that a member
    /// is `null`.
    fn input(members: <Self as ApiOperation>::Input, request: &Request<'_>) -> <Self as Operation>::Input;
}

/// An operation in the table of a REST-JSON service.
pub trait RestJsonOperation: Send + Sync {
    /// Name, effect and event class.
    fn facts(&'static self) -> OperationFacts<'static>;

    /// The method and the path that name it.
    fn http(&'static self) -> Option<Http>;

    /// Reads the input, authorises, does it, and writes the output.
    fn call<'a>(&'static self, call: Call<'a>, request: &Request<'_>) -> BoxFuture<'a, Result<Response, ApiError>>;
}

impl<Op: RestJson> RestJsonOperation for Op {
    fn facts(&'static self) -> OperationFacts<'static> {
        Operation::facts(self)
    }

    fn http(&'static self) -> Option<Http> {
        Op::HTTP
    }

    fn call<'a>(&'static self, call: Call<'a>, request: &Request<'_>) -> BoxFuture<'a, Result<Response, ApiError>> {
        call.log.operation(Operation::facts(self));
        let input = rest::read::<Op>(request).map(|members| {
            if let Some(parameters) = members.told() {
                call.log.parameters(parameters);
            }
            Op::input(members, request)
        });
        let input = input.map_err(|error| self.misshapen(error));
        Box::pin(async move {
            let (log, effect) = (call.log.clone(), Operation::facts(self).effect);
            let output = call.run(self, input?).await?;
            // CloudTrail tells no answers of operations that only read.
            if effect != Effect::Reads {
                log.response(event(&output));
            }
            Ok(rest::write::<Op>(&output))
        })
    }
}

impl std::fmt::Debug for dyn RestJsonOperation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RestJsonOperation")
    }
}
