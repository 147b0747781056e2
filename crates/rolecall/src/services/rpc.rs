//! Operations that a request names: in a form (query services) or in `X-Amz-Target` (JSON services).

use super::authorize::Call;
use super::operation::{Operation, OperationFacts};
use crate::api::error::ApiError;
use futures_util::future::BoxFuture;
use rolecall_catalog::query::{Form, QueryInput, QueryOutput};
use rolecall_catalog::xml::Writer;

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

    /// Reads the input, authorises, does it, and writes the content of `<XResult>`; `None` if the operation has no
    /// output (R5.1).
    fn call<'a>(&'static self, call: Call<'a>, source: Source<'_>) -> BoxFuture<'a, Result<Option<String>, ApiError>>;
}

impl<Op> RpcOperation for Op
where
    Op: Operation,
    Op::Input: QueryInput,
    Op::Output: QueryOutput,
{
    fn facts(&'static self) -> OperationFacts<'static> {
        Operation::facts(self)
    }

    fn call<'a>(&'static self, call: Call<'a>, source: Source<'_>) -> BoxFuture<'a, Result<Option<String>, ApiError>> {
        call.log.operation(Operation::facts(self));
        let input = match source {
            Source::Form(form) => Op::Input::read(form).map_err(|error| ApiError::new(error.code, 400, error.message)),
            Source::Json(_) => Err(ApiError::internal("the catalog's shapes cannot be read from JSON yet")),
        };
        Box::pin(async move {
            let output = call.run(self, input?).await?;
            Ok(Op::Output::HAS_RESULT.then(|| {
                let mut xml = Writer::new();
                output.write(&mut xml);
                xml.into_string()
            }))
        })
    }
}

impl std::fmt::Debug for dyn RpcOperation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RpcOperation")
    }
}
