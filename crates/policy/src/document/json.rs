//! A small JSON reader that remembers where everything stands.
//!
//! A policy is answered for byte by byte: explanations point into the text, numbers are compared as they were written
//! (R1.7), a repeated member is an error and not the last one's victory (R1.5). General readers drop all three. This
//! one keeps them, follows RFC 8259 strictly, and never recurses deeper than [`MAX_DEPTH`].

use std::collections::BTreeSet;

use super::{Span, Spanned};

/// How deep objects and lists may nest. A policy needs seven levels; the rest is room for a useful error.
pub const MAX_DEPTH: usize = 32;

/// The longest text, bytes: what is compiled from it points into it with 30 bits.
const LONGEST: usize = (1 << 30) - 1;

/// A value and its place. A string's place includes its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What it is.
    pub data: Data,
    /// Where it stands.
    pub span: Span,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// As written: `1.0` is not `1` (R1.7).
    Number(Box<str>),
    /// Decoded.
    String(Box<str>),
    /// In order.
    Array(Vec<Value>),
    /// In order; repeated names are still there.
    Object(Vec<Member>),
}

/// One `"name": value` of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The name, decoded.
    pub name: Spanned<Box<str>>,
    /// The value.
    pub value: Value,
    /// An earlier member of the same object has the same name (R1.5).
    pub repeated: bool,
}

impl Member {
    /// From the first quote of the name to the end of the value.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { start: self.name.span.start, end: self.value.span.end }
    }
}

impl Data {
    /// The value's type, for findings.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// A whole text that is JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The value.
    pub root: Value,
    /// Member names that repeat an earlier one of the same object (R1.5), in the order of the text.
    pub repeated: Vec<Spanned<Box<str>>>,
}

/// Why and where a text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotJson {
    /// Where reading stopped.
    pub span: Span,
    /// What should have been there.
    pub expected: &'static str,
}

/// Reads one JSON value with nothing but white space around it.
///
/// # Errors
/// Where the text stops being JSON.
pub fn read(text: &str) -> Result<Document, NotJson> {
    let mut reader = Reader { text, at: 0, repeated: Vec::new() };
    if text.len() > LONGEST {
        return Err(reader.error("a text of at most 1 GiB"));
    }
    reader.skip_space();
    let root = reader.value(0)?;
    reader.skip_space();
    if reader.at < text.len() {
        return Err(reader.error("the end of the document"));
    }
    Ok(Document { root, repeated: reader.repeated })
}

/// The JSON string literal of a text, quotes included.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

struct Reader<'a> {
    text: &'a str,
    /// Byte offset of the next character; always on a character boundary between two tokens.
    at: usize,
    repeated: Vec<Spanned<Box<str>>>,
}

/// A byte offset as a span's end. `read` has refused longer texts, so nothing is ever cut off.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn span_from(&self, start: usize) -> Span {
        Span { start: offset(start), end: offset(self.at) }
    }

    /// An error at the character that is next, or at the end of the text.
    fn error(&self, expected: &'static str) -> NotJson {
        // `at` may stand inside a character (after a bad escape); the span must not.
        let mut start = self.at.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let width = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        NotJson { span: Span { start: offset(start), end: offset(start + width) }, expected }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, depth: usize) -> Result<Value, NotJson> {
        let start = self.at;
        let data = match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => return Err(self.error("less nesting")),
            Some(b'{') => Data::Object(self.object(depth)?),
            Some(b'[') => Data::Array(self.array(depth)?),
            Some(b'"') => Data::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Data::Number(self.number()?),
            Some(b't') => self.word("true", Data::Bool(true))?,
            Some(b'f') => self.word("false", Data::Bool(false))?,
            Some(b'n') => self.word("null", Data::Null)?,
            _ => return Err(self.error("a JSON value")),
        };
        Ok(Value { data, span: self.span_from(start) })
    }

    fn word(&mut self, word: &'static str, data: Data) -> Result<Data, NotJson> {
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at += word.len();
            Ok(data)
        } else {
            Err(self.error("a JSON value"))
        }
    }

    fn array(&mut self, depth: usize) -> Result<Vec<Value>, NotJson> {
        self.at += 1;
        self.skip_space();
        let mut values = Vec::new();
        if self.eat(b']') {
            return Ok(values);
        }
        loop {
            self.skip_space();
            values.push(self.value(depth + 1)?);
            self.skip_space();
            if self.eat(b']') {
                return Ok(values);
            }
            if !self.eat(b',') {
                return Err(self.error("`,` or `]`"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Vec<Member>, NotJson> {
        self.at += 1;
        self.skip_space();
        let mut members = Vec::new();
        let mut seen = BTreeSet::new();
        if self.eat(b'}') {
            return Ok(members);
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.error("a member name in quotes"));
            }
            let start = self.at;
            let name = Spanned { value: self.string()?, span: self.span_from(start) };
            let repeated = !seen.insert(name.value.clone());
            if repeated {
                self.repeated.push(name.clone());
            }
            self.skip_space();
            if !self.eat(b':') {
                return Err(self.error("`:`"));
            }
            self.skip_space();
            members.push(Member { name, value: self.value(depth + 1)?, repeated });
            self.skip_space();
            if self.eat(b'}') {
                return Ok(members);
            }
            if !self.eat(b',') {
                return Err(self.error("`,` or `}`"));
            }
        }
    }

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    fn number(&mut self) -> Result<Box<str>, NotJson> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'-') {
                self.eat(b'+');
            }
            self.digits()?;
        }
        self.text.get(start..self.at).map(Box::from).ok_or_else(|| self.error("a number"))
    }

    fn digits(&mut self) -> Result<(), NotJson> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.error("a digit"));
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        Ok(())
    }

    fn string(&mut self) -> Result<Box<str>, NotJson> {
        self.at += 1;
        let mut decoded = String::new();
        loop {
            let start = self.at;
            // Bytes of 0x80 and above belong to characters that need no care.
            while matches!(self.peek(), Some(b) if b >= 0x20 && b != b'"' && b != b'\\') {
                self.at += 1;
            }
            decoded.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(decoded.into_boxed_str());
                }
                Some(b'\\') => {
                    self.at += 1;
                    decoded.push(self.escape()?);
                }
                Some(_) => return Err(self.error("an escape sequence instead of a control character")),
                None => return Err(self.error("`\"`")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, NotJson> {
        let c = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err(self.error("a valid escape sequence")),
        };
        self.at += 1;
        Ok(c)
    }

    /// After `\u`: four digits, and for a high surrogate the low one with its own `\u`.
    fn unicode(&mut self) -> Result<char, NotJson> {
        let first = self.four_digits()?;
        let code = if (0xD800..0xDC00).contains(&first) {
            if !(self.eat(b'\\') && self.eat(b'u')) {
                return Err(self.error("the second half of a surrogate pair"));
            }
            let second = self.four_digits()?;
            if !(0xDC00..0xE000).contains(&second) {
                return Err(self.error("the second half of a surrogate pair"));
            }
            0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)
        } else {
            first
        };
        char::from_u32(code).ok_or_else(|| self.error("a character, not half of a surrogate pair"))
    }

    fn four_digits(&mut self) -> Result<u32, NotJson> {
        let mut code = 0;
        for _ in 0..4 {
            let Some(digit) = self.peek().and_then(|b| char::from(b).to_digit(16)) else {
                return Err(self.error("four hexadecimal digits"));
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Data {
        read(text).expect(text).root.data
    }

    fn error_at(text: &str) -> u32 {
        read(text).expect_err(text).span.start
    }

    #[test]
    fn escapes_are_decoded() {
        assert_eq!(
            root(r#""a\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00é""#),
            Data::String("a\"\\/\u{8}\u{c}\n\r\tAé😀é".into())
        );
    }

    #[test]
    fn numbers_keep_their_spelling() {
        for number in ["0", "-0", "1.0", "1e3", "1E+03", "12345678901234567890123", "-1.50e-7"] {
            assert_eq!(root(number), Data::Number(number.into()));
        }
    }

    #[test]
    fn what_is_not_json_is_refused_where_it_goes_wrong() {
        let cases = [
            ("", 0),
            ("   ", 3),
            ("{", 1),
            ("{]", 1),
            ("[1,]", 3),
            ("[1 2]", 3),
            (r#"{"a"}"#, 4),
            (r#"{"a":1,}"#, 7),
            ("{a:1}", 1),
            ("'a'", 0),
            ("01", 1),
            ("1.", 2),
            ("1e", 2),
            ("+1", 0),
            (".5", 0),
            ("NaN", 0),
            ("nul", 0),
            ("truex", 4),
            ("{} {}", 3),
            ("\"a", 2),
            ("\"a\tb\"", 2),
            (r#""\x""#, 2),
            (r#""\u12g4""#, 5),
            (r#""\ud800""#, 7),
            (r#""\ud800\u0041""#, 13),
            ("\u{feff}{}", 0),
            ("// c\n{}", 0),
        ];
        for (text, at) in cases {
            assert_eq!(error_at(text), at, "{text}");
        }
        assert!(read(r#""\udc00""#).is_err());
    }

    #[test]
    fn nesting_has_a_limit_and_not_the_stack() {
        let deep = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(read(&deep(MAX_DEPTH)).is_ok());
        assert_eq!(error_at(&deep(MAX_DEPTH + 1)), 32);
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read(&"{\"a\":".repeat(20_000)).is_err());
    }

    #[test]
    fn repeated_names_are_found_after_decoding_in_each_object_by_itself() {
        let document = read(r#"{"a":{"x":1},"b":{"x":1,"\u0078":2},"a":3}"#).expect("JSON");
        let names: Vec<_> = document.repeated.iter().map(|name| (&*name.value, name.span.start)).collect();
        assert_eq!(names, [("x", 24), ("a", 36)]);
    }

    #[test]
    fn spans_include_quotes_and_brackets() {
        let text = r#" {"é": [ "x" , -1 ]} "#;
        let document = read(text).expect("JSON");
        let at = |span: Span| text.get(span.start as usize..span.end as usize).expect("span");
        assert_eq!(at(document.root.span), r#"{"é": [ "x" , -1 ]}"#);
        let Data::Object(members) = &document.root.data else { panic!("object") };
        assert_eq!(at(members[0].name.span), "\"é\"");
        assert_eq!(at(members[0].span()), r#""é": [ "x" , -1 ]"#);
        let Data::Array(values) = &members[0].value.data else { panic!("list") };
        assert_eq!((at(values[0].span), at(values[1].span)), ("\"x\"", "-1"));
    }

    #[test]
    fn quoting_is_the_inverse_of_reading() {
        for text in ["", "a\"b\\c", "line\nbreak\u{1}", "é😀/"] {
            assert_eq!(root(&quote(text)), Data::String(text.into()));
        }
    }
}
