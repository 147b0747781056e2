//! Text as it stands in URIs (RFC 3986).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What is not written as it is in a path.
const PATH: &AsciiSet = &RESERVED.remove(b'/');

/// A text with all but unreserved characters percent-encoded.
pub(crate) fn percent_encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A file's name as a reference in a report. A relative path stays relative, to the folder the program was started in.
#[must_use]
pub fn file_uri(name: &str) -> String {
    let path = utf8_percent_encode(name, PATH).to_string();
    if path.starts_with('/') { format!("file://{path}") } else { path }
}
