//! How a pattern is matched, decided once when its policy is compiled.
//!
//! Most patterns are plain text, or text between a few stars, and can be matched as they stand in the policy. Only what
//! holds variables, escapes, `?`, or a star that must not pass a colon becomes a [`Glob`].

use super::glob::{Braces, Glob};
use super::sets::{Piece, Row};
use crate::condition::knowledge::Knowledge;
use crate::request::Context;

/// How a pattern is matched; the pattern's text is kept elsewhere (see `words`).
#[derive(Debug, Clone)]
pub(crate) enum Form {
    /// Letter for letter.
    Literal,
    /// Its stars match any run of characters, everything else itself.
    Stars,
    /// Anything else.
    Glob(Box<Glob>),
}

impl Form {
    /// The form of a text in which wildcards, if they are such, pass colons.
    pub(crate) fn of(text: &str, wildcards: bool, braces: Braces) -> Self {
        if braces == Braces::Expressions && text.contains("${") || wildcards && text.contains('?') {
            return Self::Glob(Box::new(Glob::new(text, wildcards, braces, false)));
        }
        if wildcards && text.contains('*') { Self::Stars } else { Self::Literal }
    }

    /// Whether the whole text matches `pattern`, of which this is the form.
    pub(crate) fn matches(&self, pattern: &str, text: &str, context: &Context) -> bool {
        match self {
            Self::Literal => pattern == text,
            Self::Stars => stars(pattern, text),
            Self::Glob(glob) => glob.matches(text, context),
        }
    }
}

impl Form {
    /// `pattern`, of which this is the form, as a set of texts; `None` if it matches nothing (R1.52).
    pub(crate) fn row<'a>(&'a self, pattern: &'a str, known: &Knowledge<'a>) -> Option<Row<'a>> {
        match self {
            Self::Literal => {
                let mut row = Row::default();
                row.push(Piece::Text(pattern));
                Some(row)
            }
            Self::Stars => Some(stars_row(pattern)),
            Self::Glob(glob) => glob.row(known),
        }
    }
}

/// A pattern that [`stars`] is for, as a set of texts.
pub(crate) fn stars_row(pattern: &str) -> Row<'_> {
    let mut row = Row::default();
    for (at, piece) in pattern.split('*').enumerate() {
        if at > 0 {
            row.push(Piece::Many { colon: true });
        }
        row.push(Piece::Text(piece));
    }
    row
}

/// Whether the text is that of the pattern with something, or nothing, in place of each `*`. Each piece between stars is
/// found where it comes first, which takes time in proportion to the text.
pub(crate) fn stars(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(text) = text.strip_prefix(first) else { return false };
    let Some((middle, last)) = rest.rsplit_once('*') else { return text.ends_with(rest) };
    let Some(mut text) = text.strip_suffix(last) else { return false };
    for piece in middle.split('*') {
        match find(text, piece).and_then(|at| text.get(at + piece.len()..)) {
            Some(behind) => text = behind,
            None => return false,
        }
    }
    true
}

/// Where the piece first stands in the text.
pub(super) fn find(text: &str, piece: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), piece.as_bytes())
}

/// The same ignoring the case of ASCII letters. Meant for short texts: names of actions.
pub(crate) fn stars_ignoring_case(pattern: &[u8], text: &[u8]) -> bool {
    let mut pieces = pattern.split(|b| *b == b'*');
    let first = pieces.next().unwrap_or_default();
    let Some(last) = pieces.next_back() else { return pattern.eq_ignore_ascii_case(text) };
    let Some((start, text)) = text.split_at_checked(first.len()) else { return false };
    let Some((text, end)) = text.len().checked_sub(last.len()).and_then(|at| text.split_at_checked(at)) else {
        return false;
    };
    if !start.eq_ignore_ascii_case(first) || !end.eq_ignore_ascii_case(last) {
        return false;
    }
    let mut text = text;
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        let found = text.windows(piece.len()).position(|window| window.eq_ignore_ascii_case(piece));
        match found.and_then(|at| text.get(at + piece.len()..)) {
            Some(behind) => text = behind,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// All three ways of matching a pattern agree.
        #[test]
        fn forms_agree_with_globs(pattern in "[ab:A*]{0,8}", text in "[ab:A]{0,8}") {
            let glob = |ignore_case| Glob::new(&pattern, true, Braces::Text, ignore_case).matches(&text, Context::EMPTY);
            prop_assert_eq!(stars(&pattern, &text), glob(false));
            prop_assert_eq!(stars_ignoring_case(pattern.as_bytes(), text.as_bytes()), glob(true));
            let form = Form::of(&pattern, true, Braces::Text);
            prop_assert_eq!(form.matches(&pattern, &text, Context::EMPTY), glob(false));
        }
    }
}
