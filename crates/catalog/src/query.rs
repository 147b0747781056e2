//! The AWS query protocol: a form comes in, typed input goes out.
//!
//! Ana sends `Action=CreateRole&RoleName=ops&Tags.member.1.Key=team&…`. [`Form`] holds the decoded pairs, the generated
//! input type reads its members from it ([`QueryInput::read`]), and every violated constraint is collected into one
//! [`InputError`], worded as AWS words it (R3.6). The handler's answer is written by [`QueryOutput`].

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;

use crate::validation::{Path, Reader};
use crate::xml::Writer;

/// One operation of a query service. Implemented by a marker type named as the operation, such as
/// [`crate::api::iam::CreateRole`].
pub trait ApiOperation {
    /// The operation's name, the value of `Action`.
    const NAME: &'static str;
    /// Whether requests must be signed; false only for operations that the model marks as unauthenticated.
    const SIGNED: bool;
    /// Whether the operation changes nothing that is stored (the trail's `readOnly`). True for operations that hand out
    /// credentials or tokens which the service does not keep.
    const READ_ONLY: bool;
    /// The errors the model declares for the operation, without the errors common to all operations.
    const ERRORS: &'static [ErrorShape];
    /// What the caller sends.
    type Input: QueryInput;
    /// What the handler answers; [`NoOutput`] where the model declares none.
    type Output: QueryOutput;
}

/// A structure whose members can be read from a form.
pub trait ReadStructure: Sized {
    /// Reads every member below `at`; violations go to the reader.
    fn read_members(reader: &mut Reader<'_>, at: &Path) -> Self;
}

/// The input of an operation.
pub trait QueryInput: ReadStructure {
    /// Reads and checks the whole input.
    ///
    /// # Errors
    /// `ValidationError` naming every violated constraint in model order (R3.6), or `MalformedInput` where the form's
    /// list indices make no sense.
    fn read(form: &Form) -> Result<Self, InputError> {
        let mut reader = Reader::new(form);
        let input = Self::read_members(&mut reader, &Path::root());
        reader.finish()?;
        Ok(input)
    }
}

/// A structure whose members can be written as XML elements.
pub trait WriteStructure {
    /// Writes every present member, in model order.
    fn write_members(&self, xml: &mut Writer);
}

/// The output of an operation.
pub trait QueryOutput: WriteStructure {
    /// Whether the response has an `<XResult>` element (R5.1: operations without output omit it).
    const HAS_RESULT: bool;

    /// Writes the members, to be placed inside `<XResult>`.
    fn write(&self, xml: &mut Writer) {
        self.write_members(xml);
    }
}

/// The output of an operation that answers nothing but its request id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NoOutput;

impl WriteStructure for NoOutput {
    fn write_members(&self, _: &mut Writer) {}
}

impl QueryOutput for NoOutput {
    const HAS_RESULT: bool = false;
}

/// An operation as a value, for those that know operations by name.
#[derive(Debug, Clone, Copy)]
pub struct OperationShape {
    /// [`ApiOperation::NAME`].
    pub name: &'static str,
    /// [`ApiOperation::SIGNED`].
    pub signed: bool,
    /// [`ApiOperation::READ_ONLY`].
    pub read_only: bool,
    /// [`QueryOutput::HAS_RESULT`] of the output.
    pub has_result: bool,
    /// [`ApiOperation::ERRORS`].
    pub errors: &'static [ErrorShape],
    /// Reads the operation's input only to see whether it is valid.
    pub check: fn(&Form) -> Result<(), InputError>,
}

impl OperationShape {
    /// The operation `Op` as a value.
    #[must_use]
    pub const fn of<Op: ApiOperation>() -> Self {
        Self {
            name: Op::NAME,
            signed: Op::SIGNED,
            read_only: Op::READ_ONLY,
            has_result: Op::Output::HAS_RESULT,
            errors: Op::ERRORS,
            check: |form| Op::Input::read(form).map(drop),
        }
    }
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
    /// `ValidationError` or `MalformedInput`.
    pub code: &'static str,
    /// AWS's words.
    pub message: String,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for InputError {}

/// A body or query string that is not a form: a broad syntax error, `MalformedQueryString` with HTTP 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MalformedQueryString {
    /// A `%` that is not followed by two hexadecimal digits.
    BadEscape,
    /// Bytes that are not UTF-8 after decoding.
    NotUtf8,
    /// A value without a name.
    EmptyName,
    /// The same name twice. AWS's choice between the two values is not documented, so neither is taken.
    RepeatedName,
}

impl fmt::Display for MalformedQueryString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadEscape => "The query string contains an invalid percent escape",
            Self::NotUtf8 => "The query string is not valid UTF-8",
            Self::EmptyName => "The query string contains a value without a name",
            Self::RepeatedName => "The query string contains a name more than once",
        })
    }
}

impl std::error::Error for MalformedQueryString {}

/// The decoded pairs of a form, ordered by name.
///
/// `Debug` shows names only: values may be passwords and tokens.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Form {
    pairs: BTreeMap<String, String>,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.pairs.keys()).finish()
    }
}

impl Form {
    /// Decodes `application/x-www-form-urlencoded` bytes: a request body, or the query of a URL.
    ///
    /// # Errors
    /// Bytes that are not a form, see [`MalformedQueryString`].
    pub fn parse(bytes: &[u8]) -> Result<Self, MalformedQueryString> {
        let mut form = Self::default();
        for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = decode(halves.next().unwrap_or_default())?;
            let value = decode(halves.next().unwrap_or_default())?;
            form.insert(name, value)?;
        }
        Ok(form)
    }

    /// Builds a form from pairs that are already decoded.
    ///
    /// # Errors
    /// A repeated or empty name.
    pub fn from_pairs<N, V>(pairs: impl IntoIterator<Item = (N, V)>) -> Result<Self, MalformedQueryString>
    where
        N: Into<String>,
        V: Into<String>,
    {
        let mut form = Self::default();
        for (name, value) in pairs {
            form.insert(name.into(), value.into())?;
        }
        Ok(form)
    }

    /// The value of `name`, exactly as written (names are case-sensitive).
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.get(name).map(String::as_str)
    }

    /// All pairs, ordered by name.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What follows `prefix` in every name that starts with it.
    pub(crate) fn suffixes<'f>(&'f self, prefix: &str) -> impl Iterator<Item = &'f str> + use<'f> {
        let prefix = prefix.to_owned();
        self.pairs
            .range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded))
            .map_while(move |(name, _)| name.strip_prefix(prefix.as_str()))
    }

    fn insert(&mut self, name: String, value: String) -> Result<(), MalformedQueryString> {
        if name.is_empty() {
            return Err(MalformedQueryString::EmptyName);
        }
        match self.pairs.insert(name, value) {
            None => Ok(()),
            Some(_) => Err(MalformedQueryString::RepeatedName),
        }
    }
}

/// Undoes form encoding: `+` is a space, `%2F` a slash.
fn decode(encoded: &[u8]) -> Result<String, MalformedQueryString> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.iter();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => match (bytes.next().and_then(hex_digit), bytes.next().and_then(hex_digit)) {
                (Some(high), Some(low)) => high * 16 + low,
                _ => return Err(MalformedQueryString::BadEscape),
            },
            other => *other,
        });
    }
    String::from_utf8(decoded).map_err(|_| MalformedQueryString::NotUtf8)
}

fn hex_digit(byte: &u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}
