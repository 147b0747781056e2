//! Operations: what the model says of each, and how structures are read and written whatever the protocol.
//!
//! A handler takes an operation's input and gives its output. The input is read by the functions of [`crate::query`],
//! [`crate::json`] or [`crate::rest`], with the same checks and the same messages; the output is written by those of the
//! same module; and [`event`] writes both for the audit trail.

use std::fmt;

use crate::member::Member;
use crate::rest::Http;
use crate::sink::{Sink, Style};
use crate::source::Source;
use crate::validation::{Path, Reader};

/// One operation of a service. Implemented by a marker type named as the operation, such as
/// [`crate::api::iam::CreateRole`].
pub trait ApiOperation {
    /// The operation's name: the value of `Action`, or what follows the prefix in `X-Amz-Target`.
    const NAME: &'static str;
    /// How requests and responses are written.
    const PROTOCOL: Protocol;
    /// Whether requests must be signed; false only for operations that the model marks as unauthenticated.
    const SIGNED: bool;
    /// Whether the operation changes nothing that is stored (the trail's `readOnly`). True for operations that hand out
    /// credentials or tokens which the service does not keep.
    const READ_ONLY: bool;
    /// The errors the model declares for the operation, without the errors common to all operations.
    const ERRORS: &'static [ErrorShape];
    /// Method, path and status, where the protocol is one of REST.
    const HTTP: Option<Http> = None;
    /// How the operation's results are paged, if they are.
    const PAGINATOR: Option<Paginator> = None;
    /// What the caller sends.
    type Input: ReadStructure + WriteStructure;
    /// What the handler answers; [`NoOutput`] where the model declares none.
    type Output: Output;
}

/// How a service's requests and responses are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Forms in, XML out.
    Query,
    /// JSON 1.0 or 1.1 in and out, the operation in `X-Amz-Target`.
    Json,
    /// Methods and paths, JSON bodies.
    RestJson,
    /// Methods and paths, XML bodies.
    RestXml,
}

impl Protocol {
    /// The code of an error that names violated constraints.
    #[must_use]
    pub const fn violation(self) -> &'static str {
        match self {
            Self::Query | Self::RestXml => "ValidationError",
            Self::Json | Self::RestJson => "ValidationException",
        }
    }

    /// The code of an error about a request that cannot be read as the operation's input.
    #[must_use]
    pub const fn malformed(self) -> &'static str {
        match self {
            Self::Query => "MalformedInput",
            Self::Json | Self::RestJson => "SerializationException",
            Self::RestXml => "MalformedXML",
        }
    }

    /// The error about a request that cannot be read as the operation's input.
    pub(crate) const fn malformed_input(self, message: String) -> InputError {
        InputError { code: self.malformed(), message, violations: Vec::new(), violated: None, mismatches: Vec::new() }
    }
}

/// A structure whose members are known as data.
pub trait Members {
    /// The members, in model order.
    const MEMBERS: &'static [Member];
}

/// A structure that can be read from a request.
pub trait ReadStructure: Members + Sized {
    /// Reads every member from `source`, which stands at `at`; violations go to the reader.
    fn read_members(reader: &mut Reader, source: &Source<'_>, at: &Path<'_>) -> Self;

    /// The same for the audit trail ([`event`]); `None`: nothing is told of it.
    fn told(&self) -> Option<String> {
        None
    }
}

/// A structure that can be written.
pub trait WriteStructure: Members {
    /// Writes every present member, in model order.
    fn write_members(&self, sink: &mut Sink);
}

/// The output of an operation.
pub trait Output: WriteStructure {
    /// Whether the response has a result (R5.1: query operations without output omit `<XResult>`).
    const HAS_RESULT: bool;
}

/// The output of an operation that answers nothing but its request id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NoOutput;

impl Members for NoOutput {
    const MEMBERS: &'static [Member] = &[];
}

impl WriteStructure for NoOutput {
    fn write_members(&self, _: &mut Sink) {}
}

impl Output for NoOutput {
    const HAS_RESULT: bool = false;
}

/// Reads and checks a whole input.
pub(crate) fn read<I: ReadStructure>(protocol: Protocol, source: &Source<'_>) -> Result<I, InputError> {
    if !source.is_structure() {
        return Err(protocol.malformed_input("The input is not a structure".to_owned()));
    }
    let mut reader = Reader::new(protocol);
    let input = I::read_members(&mut reader, source, &Path::root());
    reader.finish()?;
    Ok(input)
}

/// An input or an output as a JSON object of the audit trail (`requestParameters`, `responseElements`): names start with
/// a small letter, times are text (R8.5), values of sensitive members are hidden, and raw bodies are left out.
#[must_use]
pub fn event(structure: &impl WriteStructure) -> String {
    let mut sink = Sink::new(Style::Event);
    sink.structure(structure);
    sink.into_text()
}

/// An operation as a value, for those that know operations by name.
#[derive(Debug, Clone, Copy)]
pub struct OperationShape {
    /// [`ApiOperation::NAME`].
    pub name: &'static str,
    /// [`ApiOperation::PROTOCOL`].
    pub protocol: Protocol,
    /// [`ApiOperation::SIGNED`].
    pub signed: bool,
    /// [`ApiOperation::READ_ONLY`].
    pub read_only: bool,
    /// [`Output::HAS_RESULT`].
    pub has_result: bool,
    /// [`ApiOperation::ERRORS`].
    pub errors: &'static [ErrorShape],
    /// [`ApiOperation::HTTP`].
    pub http: Option<Http>,
    /// [`ApiOperation::PAGINATOR`].
    pub paginator: Option<Paginator>,
    /// The members of the input.
    pub input: &'static [Member],
    /// The members of the output.
    pub output: &'static [Member],
    /// Reads the operation's input only to see whether it is valid.
    pub check: fn(&Source<'_>) -> Result<(), InputError>,
}

impl OperationShape {
    /// The operation `Op` as a value.
    #[must_use]
    pub const fn of<Op: ApiOperation>() -> Self {
        Self {
            name: Op::NAME,
            protocol: Op::PROTOCOL,
            signed: Op::SIGNED,
            read_only: Op::READ_ONLY,
            has_result: Op::Output::HAS_RESULT,
            errors: Op::ERRORS,
            http: Op::HTTP,
            paginator: Op::PAGINATOR,
            input: Op::Input::MEMBERS,
            output: Op::Output::MEMBERS,
            check: |source| read::<Op::Input>(Op::PROTOCOL, source).map(drop),
        }
    }
}

/// How an operation's results are paged: names of members of its input and output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paginator {
    /// The input's member that says where a page begins.
    pub input_token: &'static str,
    /// The output's member that says where the next page begins.
    pub output_token: &'static str,
    /// The input's member that limits a page.
    pub limit: Option<&'static str>,
    /// The output's member that says whether there are more pages; without one, the next token says it.
    pub more: Option<&'static str>,
    /// The output's lists that are paged.
    pub results: &'static [&'static str],
}

/// An error that the model declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorShape {
    /// The shape's name in the model, such as `NoSuchEntityException`.
    pub shape: &'static str,
    /// The code on the wire, such as `NoSuchEntity`.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
}

/// Input that does not have the shape of the operation. Always HTTP 400, always the sender's fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// [`Protocol::violation`] or [`Protocol::malformed`].
    pub code: &'static str,
    /// AWS's words.
    pub message: String,
    /// What is violated, in model order; empty if the input cannot be read at all.
    pub violations: Vec<Violation>,
    /// The kind of constraint that is violated first, if one is. Services that have words of their own need it.
    pub violated: Option<Violated>,
    /// The patterns that are not matched, in model order. Services that have words of their own need them, too.
    pub mismatches: Vec<Mismatch>,
}

/// A constraint that a member violates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The member as messages name it, such as `userName` or `tags.1.member.key`.
    pub member: String,
    /// What AWS says of it.
    pub message: String,
}

/// A member whose text does not match its pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The member as messages name it, such as `userName` or `tags.1.member.key`.
    pub member: String,
    /// The pattern as the model has it.
    pub pattern: &'static str,
}

/// A kind of constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Violated {
    /// The member must be there.
    Presence,
    /// A text or list is too short.
    MinimumLength,
    /// A text or list is too long.
    MaximumLength,
    /// A number is too small.
    Minimum,
    /// A number is too large.
    Maximum,
    /// The value is none of those there may be.
    Enum,
    /// The text does not have the form that it must have.
    Pattern,
    /// Any other.
    Other,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for InputError {}
