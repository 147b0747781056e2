//! Cases in a text: JSON values one after another, one a line or over several lines, or the items of a list.
//!
//! A value ends where its brackets are closed; nothing else of it is understood here, and each byte is looked at once. So
//! that a value which is never closed does not take all others with it, it also ends before a line that begins with `{`
//! where JSON has no place for one.

use super::case::Begin;
use std::io::{self, BufRead, BufReader, Read};

/// How much is read at once, bytes.
const BUFFER: usize = 256 << 10;

/// The cases of a text.
#[derive(Debug)]
pub(super) struct Stream<R> {
    /// What the text is called in errors of reading.
    name: String,
    input: BufReader<R>,
    at: Begin,
    list: Option<List>,
    value: Vec<u8>,
    /// The longest case, bytes.
    limit: u64,
}

/// A list that is open.
#[derive(Debug)]
struct List {
    begin: Begin,
    /// What comes next.
    next: Next,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// The first item, or the end.
    First,
    Comma,
    Item,
}

/// Something in the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'s> {
    /// What stands in a case's place.
    Case(Begin, &'s [u8]),
    /// An error of the text around cases, or a case that is too long.
    Error(Begin, String),
}

impl<R: Read> Stream<R> {
    pub(super) fn new(name: String, input: R, limit: u64) -> Self {
        let input = BufReader::with_capacity(BUFFER, input);
        Self { name, input, at: Begin::FIRST, list: None, value: Vec::new(), limit }
    }

    /// The next piece; `None` at the end of the text. `before_wait` is called before more of the text is waited for.
    ///
    /// # Errors
    /// The text cannot be read on, or what `before_wait` says.
    pub(super) fn next(&mut self, before_wait: &mut dyn FnMut() -> io::Result<()>) -> io::Result<Option<Piece<'_>>> {
        loop {
            let at = self.at;
            let Some(byte) = self.filled(before_wait)?.first().copied() else {
                let open = self.list.take();
                return Ok(open.map(|list| {
                    Piece::Error(list.begin, "the list is not closed: the text ends before its `]`".to_owned())
                }));
            };
            let error = match (byte, &mut self.list) {
                (b' ' | b'\t' | b'\r' | b'\n', _) => None,
                (b'[', list @ None) => {
                    *list = Some(List { begin: at, next: Next::First });
                    None
                }
                (b']', Some(List { next, .. })) => {
                    let after_comma = *next == Next::Item;
                    self.list = None;
                    after_comma.then_some("there is a comma before the end of the list")
                }
                (b',', Some(List { next, .. })) => {
                    let is_due = *next == Next::Comma;
                    *next = Next::Item;
                    (!is_due).then_some("there is a comma instead of a case")
                }
                (_, Some(List { next, .. })) if *next == Next::Comma => {
                    *next = Next::Item;
                    return Ok(Some(Piece::Error(at, "there is no comma before this case".to_owned())));
                }
                (_, list) => {
                    list.iter_mut().for_each(|list| list.next = Next::Comma);
                    return self.value(before_wait).map(Some);
                }
            };
            self.take(1);
            if let Some(error) = error {
                return Ok(Some(Piece::Error(at, error.to_owned())));
            }
        }
    }

    /// What is read and not taken yet; empty at the end.
    fn filled(&mut self, before_wait: &mut dyn FnMut() -> io::Result<()>) -> io::Result<&[u8]> {
        if self.input.buffer().is_empty() {
            before_wait()?;
        }
        let name = &self.name;
        self.input.fill_buf().map_err(|error| io::Error::other(format!("cannot read {name}: {error}")))
    }

    /// Takes bytes of what is read.
    fn take(&mut self, count: usize) {
        let bytes = self.input.buffer();
        self.at.pass(bytes.get(..count).unwrap_or(bytes));
        self.input.consume(count);
    }

    fn value(&mut self, before_wait: &mut dyn FnMut() -> io::Result<()>) -> io::Result<Piece<'_>> {
        let begin = self.at;
        let mut scan = Scan { in_list: self.list.is_some(), ..Scan::default() };
        let mut is_too_long = false;
        self.value.clear();
        loop {
            let bytes = self.filled(before_wait)?;
            if bytes.is_empty() {
                break;
            }
            let end = scan.end(bytes);
            let count = end.unwrap_or(bytes.len());
            is_too_long |= self.value.len() as u64 + count as u64 > self.limit;
            if !is_too_long {
                let part = self.input.buffer();
                self.value.extend_from_slice(part.get(..count).unwrap_or(part));
            }
            self.take(count);
            if end.is_some() {
                break;
            }
        }
        Ok(if is_too_long {
            Piece::Error(begin, format!("the case is longer than {} bytes", self.limit))
        } else {
            Piece::Case(begin, self.value.trim_ascii_end())
        })
    }
}

/// How far a value has been looked through.
#[derive(Debug, Default)]
struct Scan {
    /// It is an item of a list.
    in_list: bool,
    /// It has begun.
    has_begun: bool,
    /// Brackets that are open.
    depth: u64,
    in_string: bool,
    is_escaped: bool,
    begins_line: bool,
    /// The last byte that is neither blank nor within a string.
    last: u8,
}

impl Scan {
    /// Where the value ends, if it does within these bytes.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, byte) in bytes.iter().copied().enumerate() {
            if self.begins_line && byte == b'{' && self.depth > 0 && !matches!(self.last, b'[' | b',' | b':') {
                return Some(at);
            }
            self.begins_line = byte == b'\n';
            if self.begins_line {
                // No string of JSON goes on over the end of a line.
                (self.in_string, self.is_escaped) = (false, false);
                if self.depth == 0 && self.has_begun {
                    return Some(at);
                }
                continue;
            }
            if self.in_string {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            let is_first = !self.has_begun;
            self.has_begun = true;
            match byte {
                b' ' | b'\t' | b'\r' => continue,
                b'"' => self.in_string = true,
                b'{' | b'[' if is_first || self.depth > 0 => self.depth += 1,
                b'}' | b']' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                // What is no object ends with its line, or before the next item.
                b',' | b']' if self.in_list && self.depth == 0 => return Some(at),
                _ => {}
            }
            self.last = byte;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives a few bytes at a time.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            let (now, later) = self.0.split_at(count);
            into[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    /// Lines and texts of cases, and errors, whatever the pieces in which the text comes.
    fn pieces(text: &str) -> Vec<String> {
        let read = |size: usize| {
            let mut stream = Stream::new("f".to_owned(), Drops(text.as_bytes(), size), 40);
            let mut pieces = Vec::new();
            while let Some(piece) = stream.next(&mut || Ok(())).unwrap() {
                pieces.push(match piece {
                    Piece::Case(begin, bytes) => format!("{} {}", begin.line, std::str::from_utf8(bytes).unwrap()),
                    Piece::Error(begin, error) => format!("{} error: {error}", begin.line),
                });
            }
            pieces
        };
        let whole = read(1 << 20);
        for size in [1, 2, 3] {
            assert_eq!(read(size), whole, "{text}");
        }
        whole
    }

    #[test]
    fn cases_end_where_they_are_closed() {
        for (text, expected) in [
            ("", &[][..]),
            (" \n\n", &[]),
            ("{}\n{}", &["1 {}", "2 {}"]),
            ("{}{} {}\r\n\r\n{}", &["1 {}", "1 {}", "1 {}", "3 {}"]),
            ("{\n  \"a\": [{\n\"b\": \"}\"}]\n}\n{}", &["1 {\n  \"a\": [{\n\"b\": \"}\"}]\n}", "5 {}"]),
            ("{\"a\": \"\\\"}\"}\n{}", &["1 {\"a\": \"\\\"}\"}", "2 {}"]),
            ("{\"a\":\n{}}\n{}", &["1 {\"a\":\n{}}", "3 {}"]),
            ("[{},\n {}\n]", &["1 {}", "2 {}"]),
            ("[]\n{}\n[{}]", &["2 {}", "3 {}"]),
            // What is no case, and what is never closed.
            ("nonsense {\n{}", &["1 nonsense {", "2 {}"]),
            ("7\n{}", &["1 7", "2 {}"]),
            ("}\n{}", &["1 }", "2 {}"]),
            ("{\"a\"\n{}\n", &["1 {\"a\"", "2 {}"]),
            ("{\"a\n{}\n", &["1 {\"a", "2 {}"]),
            ("{\"a\\\n{}\n", &["1 {\"a\\", "2 {}"]),
            ("{\"a\": {\"b\": 1}\n{}\n", &["1 {\"a\": {\"b\": 1}", "2 {}"]),
            ("{\"a\": 1", &["1 {\"a\": 1"]),
            ("[[{}],1,\"a\"]", &["1 [{}]", "1 1", "1 \"a\""]),
            ("[{},]", &["1 {}", "1 error: there is a comma before the end of the list"]),
            ("[,{}]", &["1 error: there is a comma instead of a case", "1 {}"]),
            ("[{}\n{}]", &["1 {}", "2 error: there is no comma before this case", "2 {}"]),
            ("\n[{},\n", &["2 {}", "2 error: the list is not closed: the text ends before its `]`"]),
            ("{},\n{}", &["1 {}", "1 ,", "2 {}"]),
        ] {
            assert_eq!(pieces(text), expected, "{text:?}");
        }
    }

    /// A case of the longest length is one; a longer one is passed over to its end.
    #[test]
    fn long_cases() {
        let case = |length: usize| format!("{{{}}}", " ".repeat(length - 2));
        assert_eq!(pieces(&format!("{}\n{{}}", case(40))), [format!("1 {}", case(40)), "2 {}".to_owned()]);
        assert_eq!(pieces(&format!("{}\n{{}}", case(41))), ["1 error: the case is longer than 40 bytes", "2 {}"]);
    }
}
