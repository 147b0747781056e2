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

impl Place {
    pub(super) fn of(text: &str, span: Span) -> Self {
        let (line, column) = position(text, span.start as usize);
        let (end_line, end_column) = position(text, span.end as usize);
        Self { line, column, end_line, end_column }
    }
}

fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (before.bytes().filter(|byte| *byte == b'\n').count() + 1, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let place = |start, end| Place::of("{\n  \"é\": 1,\n}", Span { start, end });
        assert_eq!(place(0, 1), Place { line: 1, column: 1, end_line: 1, end_column: 2 });
        assert_eq!(place(4, 8), Place { line: 2, column: 3, end_line: 2, end_column: 6 });
        assert_eq!(place(10, 14), Place { line: 2, column: 8, end_line: 3, end_column: 2 });
        assert_eq!(place(99, 99), Place { line: 3, column: 2, end_line: 3, end_column: 2 });
    }
}
