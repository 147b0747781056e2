//! The REST protocols: inputs that are spread over path, query string, headers and body, and outputs likewise.

#[cfg(test)]
mod tests;

use crate::json::{self, Json};
use crate::member::Location;
use crate::operation::{self, ApiOperation, InputError, Members, Protocol, ReadStructure, WriteStructure};
use crate::sink::{Sink, Style};
use crate::source::Source;
use crate::xml::Element;

/// How an operation is called over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Http {
    /// Such as `PUT`.
    pub method: &'static str,
    /// The path with its labels and the query string that marks the operation, such as `/{Bucket}/{Key+}?tagging`.
    pub uri: &'static str,
    /// The status of a response that succeeds, unless the output has one.
    pub status: u16,
    /// Name and namespace of the response's root element, in XML.
    pub root: (&'static str, &'static str),
}

/// A request whose operation is known, in parts that are decoded already.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'r> {
    /// Values of the path's labels.
    pub labels: &'r [(&'r str, &'r str)],
    /// Parameters of the query string.
    pub query: &'r [(&'r str, &'r str)],
    /// Headers; names in any case.
    pub headers: &'r [(&'r str, &'r str)],
    /// The body.
    pub body: &'r [u8],
}

/// A response.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Headers that the output has, without those of the protocol.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Reads and checks the input of an operation.
///
/// # Errors
/// The protocol's violation code with every violated constraint in model order, or its code for a body that cannot be
/// read: see [`Protocol`].
pub fn read<Op: ApiOperation>(request: &Request<'_>) -> Result<Op::Input, InputError> {
    let protocol = Op::PROTOCOL;
    let payload = Op::Input::MEMBERS.iter().find(|member| member.location == Location::Payload);
    let has_document = payload.is_some() || has_body_members::<Op::Input>();
    if !has_document || request.body.is_empty() {
        return operation::read(protocol, &Source::Request(request, None));
    }
    if protocol == Protocol::RestXml {
        let root = Element::parse(request.body).map_err(|error| protocol.malformed_input(error.to_string()))?;
        if let Some(member) = payload.filter(|member| member.wire != root.name) {
            return Err(protocol.malformed_input(format!("The root of the document is not {}", member.wire)));
        }
        read_with(protocol, request, &Source::Element(&root))
    } else {
        let document = json::parse(protocol, request.body)?;
        match document {
            Json::Null => operation::read(protocol, &Source::Request(request, None)),
            _ => read_with(protocol, request, &Source::Json(&document)),
        }
    }
}

/// Writes an operation's output.
#[must_use]
pub fn write<Op: ApiOperation>(output: &Op::Output) -> Response {
    let (status, root) = Op::HTTP.map_or((200, ("", "")), |http| (http.status, http.root));
    let style = if Op::PROTOCOL == Protocol::RestXml { Style::Xml } else { Style::Json };
    let mut sink = Sink::for_response(style, status, root.1);
    if has_body_members::<Op::Output>() && style == Style::Xml {
        sink.root(root, &|sink| output.write_members(sink));
    } else if has_body_members::<Op::Output>() {
        sink.structure(output);
    } else {
        output.write_members(&mut sink);
    }
    sink.into_response()
}

fn read_with<I: ReadStructure>(
    protocol: Protocol,
    request: &Request<'_>,
    document: &Source<'_>,
) -> Result<I, InputError> {
    if !document.is_structure() {
        return Err(protocol.malformed_input("The body is not a structure".to_owned()));
    }
    operation::read(protocol, &Source::Request(request, Some(document)))
}

/// Whether members of the structure share a document.
fn has_body_members<S: Members>() -> bool {
    S::MEMBERS.iter().any(|member| member.location == Location::Body)
}

impl<'r> Request<'r> {
    /// The values of what has this name.
    pub(crate) fn named(pairs: &'r [(&'r str, &'r str)], name: &'static str) -> impl Iterator<Item = &'r str> {
        pairs.iter().filter(move |(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// The values of a header.
    pub(crate) fn header(&self, name: &'static str) -> impl Iterator<Item = &'r str> {
        let headers = self.headers;
        headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// The headers that start with a prefix: what follows it, and the value.
    pub(crate) fn headers_below(&self, prefix: &'static str) -> impl Iterator<Item = (&'r str, &'r str)> {
        let headers = self.headers;
        headers.iter().filter_map(move |(name, value)| {
            let (start, rest) = name.split_at_checked(prefix.len())?;
            start.eq_ignore_ascii_case(prefix).then_some((rest, *value))
        })
    }
}
