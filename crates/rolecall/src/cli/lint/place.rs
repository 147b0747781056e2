//! Bytes of a text as lines and columns, both from 1; columns count characters.

use rolecall_policy::Span;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    /// One past the last character.
    pub(super) end_column: usize,
}

/// How many bytes there are between two places whose distance from the beginning is known in characters.
const STRIDE: usize = 512;

/// A text whose lines are known, so that places are found without reading it again: there may be thousands of findings,
/// and all of a policy may be one line.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Where each line begins, bytes.
    starts: Vec<usize>,
    /// How many characters begin before each `STRIDE`th byte.
    characters: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        let mut before = 0;
        let characters = text.as_bytes().chunks(STRIDE).map(|part| {
            let first = before;
            before += begun(part);
            first
        });
        Self { text, starts, characters: characters.collect() }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        let (line, column) = self.position(span.start as usize);
        let (end_line, end_column) = self.position(span.end as usize);
        Place { line, column, end_line, end_column }
    }

    /// What is around the beginning of a place, of its line and of those it goes on over, and where the place is in
    /// that. It is more than is ever shown.
    pub(super) fn around(&self, span: Span) -> (&'a str, Span) {
        let start = (span.start as usize).min(self.text.len());
        let line = self.starts.partition_point(|line| *line <= start).saturating_sub(1);
        let line_start = self.starts.get(line).copied().unwrap_or_default();
        let from = boundary(self.text, line_start.max(start.saturating_sub(2 * STRIDE)));
        let until = boundary(self.text, start.saturating_add(2 * STRIDE).min(self.text.len()));
        let place = |at: u32| u32::try_from((at as usize).clamp(from, until.max(from)) - from).unwrap_or_default();
        let part = self.text.get(from..until).unwrap_or_default();
        (part, Span { start: place(span.start), end: place(span.end) })
    }

    fn position(&self, at: usize) -> (usize, usize) {
        let at = at.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= at);
        let line_start = line.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or_default();
        (line, self.characters_before(at) - self.characters_before(line_start) + 1)
    }

    fn characters_before(&self, at: usize) -> usize {
        let known = at / STRIDE;
        let rest = self.text.as_bytes().get(known * STRIDE..at).unwrap_or_default();
        // A text may end where the next stride would begin.
        match self.characters.get(known) {
            Some(before) => before + begun(rest),
            None => self.text.chars().count(),
        }
    }
}

/// How many characters begin in a part of a text.
fn begun(part: &[u8]) -> usize {
    part.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// The nearest boundary of characters at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a wrong place is a failure")]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::of("{\n  \"é\": 1,\n}");
        let place = |start, end| lines.place(Span { start, end });
        assert_eq!(place(0, 1), Place { line: 1, column: 1, end_line: 1, end_column: 2 });
        assert_eq!(place(4, 8), Place { line: 2, column: 3, end_line: 2, end_column: 6 });
        assert_eq!(place(10, 14), Place { line: 2, column: 8, end_line: 3, end_column: 2 });
        assert_eq!(place(99, 99), Place { line: 3, column: 2, end_line: 3, end_column: 2 });
    }

    /// Long lines, many lines, and texts that end where a stride does.
    #[test]
    fn places_are_those_that_counting_finds() {
        let texts =
            ["é{".repeat(2 * STRIDE), "é\nab".repeat(STRIDE), "a".repeat(STRIDE), "a\n".repeat(STRIDE), String::new()];
        for text in &texts {
            let lines = Lines::of(text);
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let before = &text[..at];
                let line_start = before.rfind('\n').map_or(0, |at| at + 1);
                let expected = (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1);
                assert_eq!(lines.position(at), expected, "{at}");
                let start = u32::try_from(at).unwrap();
                let (part, place) = lines.around(Span { start, end: start });
                let kept = before[line_start..].len().min(2 * STRIDE);
                assert!(place.start as usize >= kept && text[at..].starts_with(&part[place.start as usize..]), "{at}");
            }
        }
    }
}
