//! The words of a policy, as places in its text.
//!
//! A compiled policy keeps its text, and most of what it compares with requests stands in that text already: `s3:Get*` is
//! eight bytes between two quotes. A [`Word`] is where it stands, in eight bytes of its own. Only what the text does not
//! hold letter for letter, because JSON writes it with escapes or because it is wanted folded (R1.65), is kept beside it.

use std::collections::HashMap;
use std::sync::Arc;

use super::fold;
use crate::document::{Span, Spanned};

/// A word of some [`Words`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    start: u32,
    /// The length in bytes, and in the two highest bits where it stands.
    length: u32,
}

/// Where a word stands.
const IN_QUOTES: u32 = 0;
/// A number or a boolean.
const WITHOUT_QUOTES: u32 = 1 << 30;
const BESIDE: u32 = 1 << 31;
const PLACES: u32 = WITHOUT_QUOTES | BESIDE;

impl Word {
    /// The word that says nothing.
    pub(crate) const EMPTY: Self = Self { start: 0, length: IN_QUOTES };

    /// How many bytes it has.
    pub(crate) fn len(self) -> usize {
        (self.length & !PLACES) as usize
    }

    /// Its first bytes; all of it, if it has no more.
    pub(crate) fn first(self, bytes: usize) -> Self {
        let length = self.length & !PLACES;
        let first = u32::try_from(bytes).map_or(length, |bytes| bytes.min(length));
        Self { start: self.start, length: first | self.length & PLACES }
    }

    fn new(start: usize, length: usize, place: u32) -> Option<Self> {
        let length = u32::try_from(length).ok().filter(|length| length & PLACES == 0)?;
        Some(Self { start: u32::try_from(start).ok()?, length: length | place })
    }

    fn range(self) -> std::ops::Range<usize> {
        let start = self.start as usize;
        start..start + self.len()
    }
}

/// A policy's text and what stands beside it.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    text: Arc<str>,
    beside: Box<str>,
    /// For each written word that stands beside the text, in order: where it begins there, and its place in the text.
    written: Box<[(u32, Span)]>,
}

impl Words {
    /// The word. A word of another policy's is some text or none; it never panics.
    pub(crate) fn get(&self, word: Word) -> &str {
        let text = if word.length & BESIDE == 0 { &*self.text } else { &*self.beside };
        text.get(word.range()).unwrap_or_default()
    }

    /// Whether it is no string but the `null` of a list (R1.6).
    pub(crate) fn is_null(&self, word: Word) -> bool {
        word.length == WITHOUT_QUOTES
    }

    /// The policy's text.
    pub(crate) fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Where the word is written, with its quotes.
    pub(crate) fn span(&self, word: Word) -> Span {
        let end = word.start + (word.length & !PLACES);
        match word.length & PLACES {
            IN_QUOTES => Span { start: word.start.saturating_sub(1), end: end + 1 },
            WITHOUT_QUOTES if self.is_null(word) => Span { start: word.start, end: word.start + 4 },
            WITHOUT_QUOTES => Span { start: word.start, end },
            _ => {
                let at = self.written.binary_search_by_key(&word.start, |(start, _)| *start);
                at.ok().and_then(|at| self.written.get(at)).map(|(_, span)| *span).unwrap_or_default()
            }
        }
    }
}

/// Collects the words of a policy.
#[derive(Debug)]
pub(crate) struct Collector {
    text: Arc<str>,
    beside: String,
    written: Vec<(u32, Span)>,
    /// Texts that are wanted folded (R1.65); the same ones come again and again.
    folded: HashMap<Box<str>, Word>,
}

impl Collector {
    pub(crate) fn new(text: Arc<str>) -> Self {
        Self { text, beside: String::new(), written: Vec::new(), folded: HashMap::new() }
    }

    /// A string, number or boolean of the policy.
    pub(crate) fn written<T: AsRef<str>>(&mut self, spanned: &Spanned<T>) -> Word {
        let value = spanned.value.as_ref();
        let (start, end) = (spanned.span.start as usize, spanned.span.end as usize);
        let stands = |start: usize, place| {
            let word = Word::new(start, value.len(), place)?;
            (self.text.get(word.range()) == Some(value)).then_some(word)
        };
        let written = end.checked_sub(start);
        // A text full of quotes may begin as it is written, escapes and all; it stands nowhere all the same.
        let found = if written == Some(value.len() + 2) {
            stands(start + 1, IN_QUOTES)
        } else if written == Some(value.len()) || value.is_empty() {
            stands(start, WITHOUT_QUOTES)
        } else {
            None
        };
        found.unwrap_or_else(|| {
            let word = self.beside(value);
            self.written.push((word.start, spanned.span));
            word
        })
    }

    /// The text folded, whatever its place.
    pub(crate) fn folded(&mut self, text: &str) -> Word {
        let folded = fold::folded(text);
        if let Some(word) = self.folded.get(&*folded) {
            return *word;
        }
        let word = self.beside(&folded);
        self.folded.insert(folded.into(), word);
        word
    }

    fn beside(&mut self, text: &str) -> Word {
        // Words that begin at one place must not be taken for one another, so the empty one has a byte of its own.
        let start = self.beside.len();
        self.beside.push_str(if text.is_empty() { "\0" } else { text });
        // A policy of a gigabyte cannot be pointed into; what does not fit says nothing.
        Word::new(start, text.len(), BESIDE).unwrap_or(Word { start: 0, length: BESIDE })
    }

    pub(crate) fn finish(self) -> Words {
        Words { text: self.text, beside: self.beside.into(), written: self.written.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spanned(value: &str, start: u32, end: u32) -> Spanned<Box<str>> {
        Spanned { value: value.into(), span: Span { start, end } }
    }

    /// A word says what it was made of and knows its place, wherever it is kept.
    #[test]
    fn words_keep_their_value_and_their_place() {
        let text = r#"["plain", "es\u0063aped", 1.0, "", "\u0061", true, "\"", "\"\\\"\\"]"#;
        let mut collector = Collector::new(text.into());
        let written = [
            spanned("plain", 1, 8),
            spanned("escaped", 10, 24),
            spanned("1.0", 26, 29),
            spanned("", 31, 33),
            spanned("a", 35, 43),
            spanned("true", 45, 49),
            spanned("\"", 51, 55),
            spanned("\"\\\"\\", 57, 67),
        ];
        let words: Vec<Word> = written.iter().map(|spanned| collector.written(spanned)).collect();
        let lower = collector.folded("AWS:SourceIp");
        assert_eq!(collector.folded("aws:sourceip"), lower, "kept once");
        let all = collector.finish();
        for (word, spanned) in words.iter().zip(&written) {
            assert_eq!(all.get(*word), &*spanned.value);
            assert_eq!(all.span(*word), spanned.span, "{}", spanned.value);
        }
        assert_eq!(all.get(lower), "aws:sourceip");
        assert_eq!(all.beside.len(), "escapeda\"\"\\\"\\aws:sourceip".len());
    }
}
