//! Places in a policy's text, shown with the line they are on.

use super::Mark;
use crate::document::Span;

/// A longer line is shown in part: policies are often sent as one line.
const LONGEST_LINE: usize = 110;
/// How much of a long line is shown before the place.
const BEFORE: usize = 40;

impl Mark {
    /// The place and its line. Of a place over several lines the first is shown.
    #[must_use]
    pub fn new(text: &str, span: Span) -> Self {
        let start = floor(text, span.start as usize);
        let end = floor(text, span.end as usize).max(start);
        let (before, marked) = (text.get(..start).unwrap_or_default(), text.get(start..end).unwrap_or_default());
        let behind = text.get(end..).unwrap_or_default();

        let line = newlines(before) + 1;
        let lead = before.rsplit('\n').next().unwrap_or_default();
        let (marked, behind) = match marked.split_once('\n') {
            Some((first, _)) => (first, ""),
            None => (marked, behind.split('\n').next().unwrap_or_default()),
        };
        let (marked, behind) = (marked.trim_end_matches('\r'), behind.trim_end_matches('\r'));

        // A line may be a whole policy of many kilobytes, so no more of it is read than can be shown.
        let width = |text: &str| text.chars().take(LONGEST_LINE + 1).count();
        let (mut lead, mut lead_width) = (lead.to_owned(), width(lead));
        let marked_width = width(marked);
        let behind_width = width(behind);
        if lead_width + marked_width + behind_width > LONGEST_LINE && lead_width > BEFORE {
            let from = lead.char_indices().nth_back(BEFORE - 1).map_or(0, |(at, _)| at);
            lead = format!("…{}", lead.get(from..).unwrap_or_default());
            lead_width = BEFORE + 1;
        }
        let marked_shown = marked_width.min(LONGEST_LINE.saturating_sub(lead_width));
        let room = LONGEST_LINE.saturating_sub(lead_width + marked_shown);
        let mut shown = lead;
        shown.extend(marked.chars().take(marked_shown));
        if marked_shown == marked_width {
            shown.extend(behind.chars().take(room));
        }
        if marked_shown < marked_width || behind_width > room {
            shown.push('…');
        }
        Self {
            span,
            line: number(line),
            text: shown.into(),
            column: number(lead_width),
            width: number(marked_shown.max(1)),
        }
    }

    /// The line alone.
    pub(super) fn line(text: &str, span: Span) -> u32 {
        let before = text.get(..floor(text, span.start as usize)).unwrap_or_default();
        number(newlines(before) + 1)
    }
}

/// Counts them in bytes as far as that goes, which is many times as fast: policies have up to a hundred kilobytes.
fn newlines(text: &str) -> usize {
    let count = |part: &[u8]| part.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>();
    text.as_bytes().chunks(usize::from(u8::MAX)).map(|part| usize::from(count(part))).sum()
}

/// The nearest boundary of characters at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A text of a policy is far below the limit.
fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, wanted: &str) -> Mark {
        let start = text.find(wanted).unwrap();
        Mark::new(text, Span { start: start.try_into().unwrap(), end: (start + wanted.len()).try_into().unwrap() })
    }

    fn marked(mark: &Mark) -> String {
        mark.text.chars().skip(mark.column as usize).take(mark.width as usize).collect()
    }

    #[test]
    fn the_line_and_the_column_are_those_of_the_place() {
        let found = mark("{\r\n  \"é\": \"here\",\r\n  \"b\": 1\r\n}", "\"here\"");
        assert_eq!((found.line, &*found.text, found.column, found.width), (2, "  \"é\": \"here\",", 7, 6));
    }

    #[test]
    fn of_several_lines_the_first_is_shown() {
        let found = mark("[\n  {\n  }\n]", "{\n  }");
        assert_eq!((found.line, &*found.text, marked(&found).as_str()), (2, "  {", "{"));
    }

    /// A policy of one long line shows the neighbourhood of the place, wherever it is.
    #[test]
    fn of_a_long_line_the_part_around_the_place_is_shown() {
        for at in [0, 30, 50, 300, 590] {
            let text = format!("{}HERE{}", "x".repeat(at), "y".repeat(600 - at));
            let found = mark(&text, "HERE");
            assert_eq!(marked(&found), "HERE", "at {at}: {}", found.text);
            assert!(found.text.chars().count() <= LONGEST_LINE + 2);
        }
        let long = mark(&"z".repeat(500), &"z".repeat(500));
        assert_eq!(marked(&long).chars().count(), LONGEST_LINE);
    }

    /// A span that does not fit the text must not bring anything down.
    #[test]
    fn a_span_beyond_the_text_shows_what_there_is() {
        let found = Mark::new("é", Span { start: 1, end: 99 });
        assert_eq!((found.line, found.column), (1, 0));
    }
}
