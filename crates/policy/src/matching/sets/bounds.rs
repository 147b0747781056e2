//! Patterns that hold variables whose values are not known.
//!
//! Such a pattern is no set of texts but one of many. What can be said is what it matches *certainly*, whatever the
//! values, and what it matches *perhaps*. With a variable that may be any text, or nothing, it matches nothing for
//! certain; and with any letters in the variable's place, whatever it may match.

use super::{Containment, Coverage, Pattern, Piece, intersects, union_contains};

/// The pieces of a pattern in the making.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row<'a> {
    pieces: Vec<Piece<'a>>,
    /// It holds a part that is not known: the pieces tell what it matches perhaps.
    unsure: bool,
}

/// Patterns, of which a text must match one.
#[derive(Debug, Default)]
pub(crate) struct Bounds {
    certain: Vec<Pattern>,
    perhaps: Vec<Pattern>,
}

impl<'a> Row<'a> {
    /// A text in which `*` is any number of letters, and `?` one; `colon` says whether they may be colons.
    pub(crate) fn of_wildcards(text: &'a str, colon: bool) -> Self {
        let mut row = Self::default();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once(['*', '?']) {
            row.push(Piece::Text(before));
            let one = rest.get(before.len()..).is_some_and(|from| from.starts_with('?'));
            row.push(if one { Piece::One { colon } } else { Piece::Many { colon } });
            rest = behind;
        }
        row.push(Piece::Text(rest));
        row
    }

    pub(crate) fn push(&mut self, piece: Piece<'a>) {
        self.pieces.push(piece);
    }

    /// Adds a part of which the pieces tell what it may be.
    pub(crate) fn push_unsure(&mut self, pieces: Vec<Piece<'a>>) {
        self.pieces.extend(pieces);
        self.unsure = true;
    }

    pub(crate) fn is_unsure(&self) -> bool {
        self.unsure
    }

    pub(crate) fn pieces(&self) -> &[Piece<'a>] {
        &self.pieces
    }

    pub(crate) fn into_pieces(self) -> Vec<Piece<'a>> {
        self.pieces
    }

    /// What it matches perhaps.
    pub(crate) fn pattern(self, ignore_case: bool) -> Pattern {
        Pattern::new(self.pieces, ignore_case)
    }
}

impl Bounds {
    /// Adds a pattern; `unsure` if it only tells what is matched perhaps.
    pub(crate) fn add(&mut self, pattern: Pattern, unsure: bool) {
        if unsure { self.perhaps.push(pattern) } else { self.certain.push(pattern) }
    }

    /// Whether all patterns are certain.
    pub(crate) fn are_certain(&self) -> bool {
        self.perhaps.is_empty()
    }

    /// How much of the texts of `set` the patterns match: all or none only if that is so whatever is not known.
    pub(crate) fn coverage(&self, set: &Pattern) -> Coverage {
        let meeting: Vec<_> = self.certain.iter().filter(|pattern| intersects(pattern, set)).collect();
        if !meeting.is_empty() && union_contains(&meeting, set) == Containment::Yes {
            Coverage::All
        } else if meeting.is_empty() && !self.perhaps.iter().any(|pattern| intersects(pattern, set)) {
            Coverage::None
        } else {
            Coverage::Some
        }
    }
}
