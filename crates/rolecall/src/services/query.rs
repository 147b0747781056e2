//! Operations of query services (IAM, STS): read from a form, written as XML.

use super::authorize::Call;
use super::operation::Operation;
use crate::api::error::ApiError;
use futures_util::future::BoxFuture;
use rolecall_catalog::query::{Form, QueryInput, QueryOutput};
use rolecall_catalog::xml::Writer;

/// One operation in a service's table.
#[derive(Clone, Copy)]
pub struct QueryOperation {
    /// The value of `Action`.
    pub name: &'static str,
    run: for<'a> fn(Call<'a>, &Form) -> BoxFuture<'a, Result<Answer, ApiError>>,
}

/// What an operation answered, in XML.
#[derive(Debug)]
pub struct Answer {
    /// The operation's name.
    pub operation: &'static str,
    /// The content of `<XResult>`; `None` if the operation has no output (R5.1).
    pub result: Option<String>,
}

impl QueryOperation {
    /// The table's entry for `Op`.
    #[must_use]
    pub const fn of<Op>() -> Self
    where
        Op: Operation,
        Op::Input: QueryInput,
        Op::Output: QueryOutput,
    {
        Self { name: Op::NAME, run: run::<Op> }
    }

    /// Reads the input, authorises, does it, writes the output.
    ///
    /// # Errors
    /// AWS's error.
    pub async fn call(&self, call: Call<'_>, form: &Form) -> Result<Answer, ApiError> {
        (self.run)(call, form).await
    }
}

impl std::fmt::Debug for QueryOperation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QueryOperation").field("name", &self.name).finish_non_exhaustive()
    }
}

fn run<'a, Op>(call: Call<'a>, form: &Form) -> BoxFuture<'a, Result<Answer, ApiError>>
where
    Op: Operation,
    Op::Input: QueryInput,
    Op::Output: QueryOutput,
{
    call.log.operation(Op::SERVICE, Op::NAME);
    let input = Op::Input::read(form).map_err(|error| ApiError::new(error.code, 400, error.message));
    Box::pin(async move {
        let output = call.run::<Op>(input?).await?;
        let result = Op::Output::HAS_RESULT.then(|| {
            let mut xml = Writer::new();
            output.write(&mut xml);
            xml.into_string()
        });
        Ok(Answer { operation: Op::NAME, result })
    })
}
