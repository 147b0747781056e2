//! Operations that a request names: in a form (query services) or in `X-Amz-Target` (JSON services).

use super::authorize::Call;
use super::operation::{Effect, Operation, OperationFacts};
use crate::api::error::ApiError;
use futures_util::future::BoxFuture;
use rolecall_catalog::json;
use rolecall_catalog::operation::{Output, ReadStructure, event};
use rolecall_catalog::query::{self, Form};

/// Where an operation's input is read from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// The form of a query request.
    Form(&'a Form),
    /// The JSON body of a request with `X-Amz-Target`.
    Json(&'a [u8]),
}

/// An operation in the table of a query or JSON service. Every [`Operation`] whose input and output the catalog
/// describes is one.
pub trait RpcOperation: Send + Sync {
    /// Name, effect and event class.
    fn facts(&'static self) -> OperationFacts<'static>;

    /// Whether somebody must have signed the request.
    fn is_signed(&'static self) -> bool;

    /// Reads the input, authorises, does it, and writes the output: the content of `<XResult>`, or a JSON object;
    /// `None` if the operation has no output (R5.1).
    fn call<'a>(&'static self, call: Call<'a>, source: Source<'_>) -> BoxFuture<'a, Result<Option<String>, ApiError>>;
}

impl<Op> RpcOperation for Op
where
    Op: Operation,
    Op::Input: ReadStructure,
    Op::Output: Output,
{
    fn facts(&'static self) -> OperationFacts<'static> {
        Operation::facts(self)
    }

    fn is_signed(&'static self) -> bool {
        Operation::is_signed(self)
    }

    fn call<'a>(&'static self, call: Call<'a>, source: Source<'_>) -> BoxFuture<'a, Result<Option<String>, ApiError>> {
        call.log.operation(Operation::facts(self));
        let input = match source {
            Source::Form(form) => query::read::<Op::Input>(form),
            Source::Json(body) => json::read(body),
        };
        let input = input.map_err(|error| self.misshapen(error));
        if let Ok(input) = &input
            && let Some(parameters) = input.told()
        {
            call.log.parameters(parameters);
        }
        let write = match source {
            Source::Form(_) => query::write,
            Source::Json(_) => json::write,
        };
        Box::pin(async move {
            let (log, effect) = (call.log.clone(), Operation::facts(self).effect);
            let output = call.run(self, input?).await?;
            // CloudTrail tells no answers of operations that only read.
            if effect != Effect::Reads {
                log.response(event(&output));
            }
            Ok(Op::Output::HAS_RESULT.then(|| write(&output)))
        })
    }
}

impl std::fmt::Debug for dyn RpcOperation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RpcOperation")
    }
}
