//! `multipart/form-data` as S3 takes it (RFC 7578): small fields, then one file, which is streamed.
//!
//! The fields come first and are bounded; each byte of them is looked at once, however small the pieces are that they come
//! in. What follows the file is ignored, as S3 ignores it.

use super::errors;
use super::policy::Sizes;
use crate::api::error::ApiError;
use crate::services::body::{IncomingBody, RequestBody};
use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;

/// Bytes of a form before its file, and after it: 20 KB before it (*Amazon S3 API Reference*, POST Object).
pub const FIELDS_BYTES: usize = 20 * 1024;

/// Characters of a boundary (RFC 2046, section 5.1.1).
pub const BOUNDARY_BYTES: usize = 70;

/// The boundary in a `Content-Type` of `multipart/form-data`; `None` for another type.
///
/// # Errors
/// `MalformedPOSTRequest` 400: the boundary is missing, too long, or not of printable ASCII.
pub fn boundary(content_type: &str) -> Result<Option<String>, ApiError> {
    let (media_type, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    if !media_type.trim().eq_ignore_ascii_case("multipart/form-data") {
        return Ok(None);
    }
    let found = parameter(parameters, "boundary").filter(|boundary| {
        (1..=BOUNDARY_BYTES).contains(&boundary.len()) && boundary.bytes().all(|byte| (b' '..0x7f).contains(&byte))
    });
    found.map(Some).ok_or_else(errors::malformed)
}

/// A parameter of a header's value, unquoted: `; name="a;b"; filename=c`.
fn parameter(text: &str, wanted: &str) -> Option<String> {
    let mut rest = text.chars().peekable();
    loop {
        while rest.next_if(|&c| c == ';' || c == ' ' || c == '\t').is_some() {}
        rest.peek()?;
        let mut name = String::new();
        while let Some(c) = rest.next_if(|&c| c != '=' && c != ';') {
            name.push(c);
        }
        let mut value = String::new();
        if rest.next_if_eq(&'=').is_some() {
            if rest.next_if_eq(&'"').is_some() {
                while let Some(c) = rest.next_if(|&c| c != '"') {
                    // Browsers send the path of a file with its backslashes, so one escapes a quote alone.
                    let escaped = (c == '\\').then(|| rest.next_if_eq(&'"')).flatten();
                    value.push(escaped.unwrap_or(c));
                }
                rest.next();
            } else {
                while let Some(c) = rest.next_if(|&c| c != ';') {
                    value.push(c);
                }
            }
        }
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value.trim().to_owned());
        }
    }
}

/// What the fields of a form came to.
#[derive(Debug)]
pub struct Fields {
    /// Lower-case names and values, in the order sent.
    pub fields: Vec<(String, String)>,
    /// The name of the file, without the folders before it.
    pub filename: String,
}

/// Reads the part of a form before the data of its file.
#[derive(Debug)]
pub struct Reader {
    delimiter: Vec<u8>,
    buffer: BytesMut,
    /// Where what is not read yet begins: at a delimiter, or within a part.
    at: usize,
    /// Up to here nothing was found.
    looked: usize,
    place: Place,
    fields: Vec<(String, String)>,
}

#[derive(Debug)]
enum Place {
    Delimiter,
    Head,
    Value(String),
}

impl Reader {
    /// A reader of a form with this boundary.
    #[must_use]
    pub fn new(boundary: &str) -> Self {
        // The first delimiter has no line before it: so all of them look the same.
        let (delimiter, buffer) = ([b"\r\n--", boundary.as_bytes()].concat(), BytesMut::from(&b"\r\n"[..]));
        Self { delimiter, buffer, at: 0, looked: 0, place: Place::Delimiter, fields: Vec::new() }
    }

    /// Takes a piece of the body. `Some`: the data of the file begins.
    ///
    /// # Errors
    /// `MalformedPOSTRequest`, `MaxPostPreDataLengthExceededError`, `InvalidArgument` 400.
    pub fn push(&mut self, piece: &[u8]) -> Result<Option<Fields>, ApiError> {
        // Of a longer piece, the rest is data or an error.
        let room = (FIELDS_BYTES + 2).saturating_sub(self.buffer.len());
        let (taken, rest) = piece.split_at(piece.len().min(room));
        self.buffer.extend_from_slice(taken);
        let found = self.read()?;
        if found.is_none() && !rest.is_empty() {
            return Err(errors::fields_too_large());
        }
        self.buffer.extend_from_slice(rest);
        Ok(found)
    }

    /// The first bytes of the file, and what ends them.
    fn into_data(mut self) -> (Bytes, Vec<u8>) {
        let data = self.buffer.split_off(self.at.min(self.buffer.len()));
        (data.freeze(), self.delimiter)
    }

    fn read(&mut self) -> Result<Option<Fields>, ApiError> {
        loop {
            match &mut self.place {
                Place::Delimiter => {
                    let end = self.at.saturating_add(self.delimiter.len());
                    let (Some(found), Some(after)) =
                        (self.buffer.get(self.at..end), self.buffer.get(end..end.saturating_add(2)))
                    else {
                        return Ok(None);
                    };
                    if found == self.delimiter && after == b"--" {
                        return Err(errors::no_file());
                    }
                    if found != self.delimiter || after != b"\r\n" {
                        return Err(errors::malformed());
                    }
                    // A part without headers ends in this line's end.
                    (self.at, self.looked) = (end, end);
                    self.place = Place::Head;
                }
                Place::Head => {
                    let Some(end) = self.find(b"\r\n\r\n") else { return Ok(None) };
                    let head = self.buffer.get(self.at..end).unwrap_or_default();
                    let head = std::str::from_utf8(head).map_err(|_| errors::malformed())?;
                    let (name, filename) = disposition(head).ok_or_else(errors::malformed)?;
                    (self.at, self.looked) = (end + 4, end + 4);
                    if name == "file" {
                        let filename = filename.unwrap_or_default();
                        let filename = filename.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                        return Ok(Some(Fields { fields: std::mem::take(&mut self.fields), filename }));
                    }
                    if self.fields.iter().any(|(before, _)| *before == name) {
                        return Err(errors::repeated(&name));
                    }
                    self.place = Place::Value(name);
                }
                Place::Value(name) => {
                    let name = std::mem::take(name);
                    let delimiter = std::mem::take(&mut self.delimiter);
                    let end = self.find(&delimiter);
                    self.delimiter = delimiter;
                    let Some(end) = end else {
                        self.place = Place::Value(name);
                        return Ok(None);
                    };
                    let value = self.buffer.get(self.at..end).unwrap_or_default();
                    let value = String::from_utf8(value.to_vec()).map_err(|_| errors::malformed())?;
                    self.fields.push((name, value));
                    self.at = end;
                    self.place = Place::Delimiter;
                }
            }
        }
    }

    /// Where `needle` begins, not before `at`.
    fn find(&mut self, needle: &[u8]) -> Option<usize> {
        let found = find(self.buffer.get(self.looked..).unwrap_or_default(), needle);
        let from = self.looked;
        // The end of the buffer may be the start of a needle.
        self.looked = self.buffer.len().saturating_sub(needle.len()).max(from);
        found.map(|at| from + at)
    }
}

fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).position(|window| window == needle)
}

/// The name of a part, lower case, and the name of its file.
fn disposition(head: &str) -> Option<(String, Option<String>)> {
    let mut values = head.split("\r\n").filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    });
    let (kind, parameters) = values.next()?.split_once(';')?;
    let name = parameter(parameters, "name").filter(|name| !name.is_empty())?;
    kind.trim()
        .eq_ignore_ascii_case("form-data")
        .then(|| (name.to_ascii_lowercase(), parameter(parameters, "filename")))
}

/// The data of the file: the body of the form up to the next delimiter.
pub struct FileBody {
    body: IncomingBody,
    delimiter: Vec<u8>,
    /// What was not handed out yet.
    pending: BytesMut,
    /// How many bytes of data the form may have, and how many there were.
    range: Sizes,
    taken: u64,
    ended: bool,
}

impl std::fmt::Debug for FileBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileBody").field("range", &self.range).field("taken", &self.taken).finish_non_exhaustive()
    }
}

impl FileBody {
    /// The file behind the fields that `reader` has read, of `range` bytes.
    pub fn new(body: IncomingBody, reader: Reader, range: Sizes) -> Self {
        let (data, delimiter) = reader.into_data();
        Self { body, delimiter, pending: BytesMut::from(&*data), range, taken: 0, ended: false }
    }

    async fn read(&mut self) -> Result<Option<Bytes>, ApiError> {
        loop {
            if self.ended {
                return Ok(None);
            }
            if let Some(at) = find(&self.pending, &self.delimiter) {
                let data = self.pending.split_to(at).freeze();
                self.finish().await?;
                self.count(data.len())?;
                self.check_least()?;
                self.ended = true;
                return Ok((!data.is_empty()).then_some(data));
            }
            // The last bytes may be the start of a delimiter.
            let sure = self.pending.len().saturating_sub(self.delimiter.len().saturating_sub(1));
            if sure > 0 {
                let data = self.pending.split_to(sure).freeze();
                self.count(data.len())?;
                return Ok(Some(data));
            }
            match self.body.next().await? {
                Some(piece) => self.pending.extend_from_slice(&piece),
                None => return Err(errors::malformed()),
            }
        }
    }

    /// Reads what follows the data. The body may not be longer than its fields.
    async fn finish(&mut self) -> Result<(), ApiError> {
        while let Some(piece) = self.body.next().await? {
            self.pending.extend_from_slice(&piece);
            if self.pending.len() > FIELDS_BYTES {
                return Err(errors::malformed());
            }
        }
        let after = self.pending.get(self.delimiter.len()..).unwrap_or_default();
        if after.starts_with(b"--") || after.starts_with(b"\r\n") { Ok(()) } else { Err(errors::malformed()) }
    }

    fn count(&mut self, bytes: usize) -> Result<(), ApiError> {
        self.taken = self.taken.saturating_add(bytes as u64);
        match self.range {
            Some((_, most)) if self.taken > most => Err(errors::too_large(self.taken, most)),
            _ => Ok(()),
        }
    }

    fn check_least(&self) -> Result<(), ApiError> {
        match self.range {
            Some((least, _)) if self.taken < least => Err(errors::too_small(self.taken, least)),
            _ => Ok(()),
        }
    }
}

impl RequestBody for FileBody {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, ApiError>> {
        Box::pin(self.read())
    }

    fn whole(&mut self, _limit: usize) -> BoxFuture<'_, Result<Bytes, ApiError>> {
        Box::pin(async { Err(ApiError::internal("a file of a form is streamed")) })
    }

    /// The whole form's: the file is shorter.
    fn length(&self) -> Option<u64> {
        self.body.length()
    }

    fn trailers(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "--b\r\nContent-Disposition: form-data; name=\"Key\"\r\n\r\na/${filename}\r\n--b\r\n\
                        Content-Disposition: form-data; name=\"file\"; filename=\"C:\\x\\y \\\"z.txt\"\r\n\
                        Content-Type: text/plain\r\n\r\n--bdata\r\n--b--\r\n";

    fn read(form: &[u8], step: usize) -> Result<(Fields, Bytes), String> {
        let mut reader = Reader::new("b");
        let mut pieces = form.chunks(step);
        while let Some(piece) = pieces.next() {
            if let Some(fields) = reader.push(piece).map_err(|error| error.code.into_owned())? {
                let rest: Vec<u8> = pieces.flatten().copied().collect();
                let (data, _) = reader.into_data();
                return Ok((fields, [&*data, &rest].concat().into()));
            }
        }
        Err("incomplete".to_owned())
    }

    /// R6.23: a form means the same in whatever pieces it comes.
    #[test]
    fn fields_come_before_the_file() {
        for step in 1..=FORM.len() {
            let (fields, data) = read(FORM.as_bytes(), step).unwrap();
            assert_eq!(fields.fields, [("key".to_owned(), "a/${filename}".to_owned())]);
            assert_eq!((&*fields.filename, &*data), ("y \"z.txt", &b"--bdata\r\n--b--\r\n"[..]), "{step}");
        }
    }

    /// What is no form, or no small one, is refused.
    #[test]
    fn what_is_no_form_is_refused() {
        let field =
            |name: &str, value: &str| format!("--b\r\nContent-Disposition: form-data; name={name}\r\n\r\n{value}\r\n");
        let long = |size| field("x", &"v".repeat(size));
        let file = "--b\r\nContent-Disposition: form-data; name=file\r\n\r\n";
        let most = FIELDS_BYTES - file.len() - field("x", "").len();
        for (form, expected) in [
            (format!("{}{file}", long(most)), Ok(())),
            (format!("{}{file}", long(most + 1)), Err("MaxPostPreDataLengthExceededError")),
            (field("x", "") + "--b--", Err("InvalidArgument")),
            (field("x", "") + &field("X", ""), Err("InvalidArgument")),
            (field("x", "") + &field("y", ""), Err("incomplete")),
            ("--c\r\n".to_owned(), Err("MalformedPOSTRequest")),
            ("--b\r\nContent-Type: x\r\n\r\n".to_owned(), Err("MalformedPOSTRequest")),
            ("--b\r\nContent-Disposition: form-data\r\n\r\n".to_owned(), Err("MalformedPOSTRequest")),
            ("--bb\r\n".to_owned(), Err("MalformedPOSTRequest")),
        ] {
            for step in [1, 7, form.len()] {
                let found = read(form.as_bytes(), step).map(|_| ());
                assert_eq!(
                    found.as_ref().map_err(|code| &**code),
                    expected.as_ref().map_err(|code| *code),
                    "{step} {form:.80}"
                );
            }
        }
    }

    #[test]
    fn boundaries() {
        let longest = "a".repeat(BOUNDARY_BYTES);
        for (text, expected) in [
            ("multipart/form-data; boundary=b", Ok(Some("b"))),
            ("Multipart/Form-Data;charset=utf-8;  BOUNDARY=\"a b\"", Ok(Some("a b"))),
            (&*format!("multipart/form-data; boundary={longest}"), Ok(Some(&*longest))),
            (&*format!("multipart/form-data; boundary={longest}a"), Err(())),
            ("multipart/form-data", Err(())),
            ("multipart/form-data; boundary=", Err(())),
            ("multipart/mixed; boundary=b", Ok(None)),
            ("", Ok(None)),
        ] {
            assert_eq!(boundary(text).map_err(|_| ()), expected.map(|found| found.map(str::to_owned)), "{text}");
        }
    }
}
