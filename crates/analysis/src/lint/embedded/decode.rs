//! Texts inside strings, with the place that each byte comes from.

use rolecall_policy::Span;

/// What a JSON string holds. `span` is the place of its literal in a text that is JSON, quotes included.
pub(super) fn string(text: &str, span: Span) -> (String, Vec<u32>) {
    let (start, end) = (span.start.saturating_add(1), span.end.saturating_sub(1));
    let literal = text.get(start as usize..end as usize).unwrap_or_default();
    let mut out = Decoded::default();
    let mut letters = literal.char_indices().peekable();
    let place = |at: usize| start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
    while let Some((at, letter)) = letters.next() {
        if letter != '\\' {
            out.push(letter, place(at));
            continue;
        }
        let Some((_, escape)) = letters.next() else { break };
        let meant = match escape {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let mut unit = || (0..4).try_fold(0, |sum, _| Some(sum * 16 + letters.next()?.1.to_digit(16)?));
                let first = unit().unwrap_or_default();
                // The first half of a pair; the reader has seen that the second one follows.
                let code = if (0xD800..0xDC00).contains(&first) {
                    letters.next();
                    letters.next();
                    let mut unit = || (0..4).try_fold(0, |sum, _| Some(sum * 16 + letters.next()?.1.to_digit(16)?));
                    let second = unit().unwrap_or_default();
                    0x1_0000 + ((first - 0xD800) << 10) + (second & 0x3FF)
                } else {
                    first
                };
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            other => other,
        };
        out.push(meant, place(at));
    }
    out.end(end)
}

/// A percent-encoded text, decoded; `None` if it is not UTF-8.
pub(super) fn percent(text: &str, origins: &[u32]) -> Option<(String, Vec<u32>)> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    let mut rest = text.bytes().enumerate();
    while let Some((at, byte)) = rest.next() {
        let digit = |at: usize| text.as_bytes().get(at).and_then(|digit| char::from(*digit).to_digit(16));
        let decoded = match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                rest.next();
                rest.next();
                u8::try_from(high * 16 + low).ok()?
            }
            _ => byte,
        };
        bytes.push(decoded);
        places.push(origins.get(at).copied()?);
    }
    places.push(origins.last().copied()?);
    Some((String::from_utf8(bytes).ok()?, places))
}

/// A text and where its bytes come from.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    text: String,
    origins: Vec<u32>,
}

impl Decoded {
    pub(super) fn push(&mut self, letter: char, origin: u32) {
        self.text.push(letter);
        self.origins.extend(std::iter::repeat_n(origin, letter.len_utf8()));
    }

    pub(super) fn end(mut self, origin: u32) -> (String, Vec<u32>) {
        self.origins.push(origin);
        (self.text, self.origins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uri::percent_encoded;

    #[test]
    fn each_byte_has_its_place() {
        let text = r#"["a\n\u00e9\"\ud83d\ude00z"]"#;
        let end = u32::try_from(text.len() - 1).unwrap();
        let (decoded, origins) = string(text, Span { start: 1, end });
        assert_eq!(decoded, "a\né\"😀z");
        assert_eq!(origins, [2, 3, 5, 5, 11, 13, 13, 13, 13, 25, 26]);
    }

    #[test]
    fn percent_encoding_is_taken_off() {
        let origins: Vec<u32> = (10..30).collect();
        let (decoded, places) = percent("%7Ba%2", &origins[..7]).unwrap();
        assert_eq!((decoded.as_str(), places), ("{a%2", vec![10, 13, 14, 15, 16]));
        assert_eq!(percent("%FF", &origins[..4]), None);
        assert_eq!(percent_encoded("{\"é*"), "%7B%22%C3%A9%2A");
    }
}
