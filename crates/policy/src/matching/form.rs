//! How a pattern is matched, decided once when its policy is compiled.
//!
//! Most patterns are plain text, or text between a few stars, and can be matched as they stand in the policy. Only what
//! holds variables, escapes, `?`, or a star that must not pass a colon becomes a [`Glob`].

use super::glob::{Braces, Glob};
use super::matcher::Matcher;
use super::places::Atom;
use super::sets::{Piece, Row};
use crate::condition::knowledge::Knowledge;

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
    pub(crate) fn matches<'a>(&self, pattern: &str, text: &'a str, matcher: &Matcher<'a>) -> bool {
        match self {
            Self::Literal => pattern == text,
            Self::Stars => stars(pattern, text, matcher),
            Self::Glob(glob) => glob.matches(text, matcher),
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

/// Longer texts cost fuel. A search in them may take as long as some hundred comparisons.
pub(super) const SHORT_TEXT: usize = 128;

/// Whether the text is that of the pattern with something, or nothing, in place of each `*`. Each piece between stars is
/// found where it comes first, which takes time in proportion to the text.
pub(crate) fn stars<'a>(pattern: &str, whole: &'a str, matcher: &Matcher<'a>) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == whole };
    let Some(text) = whole.strip_prefix(first) else { return false };
    let Some((middle, last)) = rest.rsplit_once('*') else { return text.ends_with(rest) };
    let Some(mut text) = text.strip_suffix(last) else { return false };
    let is_long = whole.len() > SHORT_TEXT;
    if is_long && !matcher.may_search(whole) {
        let ends = (first.chars().count(), last.chars().count());
        return matcher.by_places(whole, false, ends, Pieces::between(pattern, first.len(), last.len()));
    }
    for piece in middle.split('*') {
        let found = find(text, piece);
        if is_long {
            matcher.burn(cost_of_search(found.unwrap_or(text.len()) + piece.len()));
        }
        match found.and_then(|at| text.get(at + piece.len()..)) {
            Some(behind) => text = behind,
            None => return false,
        }
    }
    true
}

/// The pieces of a pattern in which stars are all that does not stand for itself.
#[derive(Debug, Clone)]
struct Pieces<'p>(&'p str);

impl<'p> Pieces<'p> {
    /// Those without so many bytes at the beginning and at the end.
    fn between(pattern: &'p str, first: usize, last: usize) -> Self {
        Self(pattern.get(first..pattern.len() - last).unwrap_or_default())
    }
}

impl<'p> Iterator for Pieces<'p> {
    type Item = Atom<'p, 'static>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(behind) = self.0.strip_prefix('*') {
            self.0 = behind;
            return Some(Atom::Many { colon: true });
        }
        let (text, behind) = self.0.split_at_checked(self.0.bytes().position(|b| b == b'*').unwrap_or(self.0.len()))?;
        self.0 = behind;
        (!text.is_empty()).then_some(Atom::Text(text))
    }
}

/// What it costs to find something, behind so many bytes. Where what is looked for nearly stands again and again, it is
/// as many comparisons.
pub(super) fn cost_of_search(bytes: usize) -> usize {
    1 + bytes / 8
}

/// Where the piece first stands in the text.
pub(super) fn find(text: &str, piece: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), piece.as_bytes())
}

/// The same ignoring case, for texts of ASCII letters. Meant for short ones: names of actions.
pub(crate) fn stars_ignoring_case<'a>(pattern: &str, whole: &'a str, matcher: &Matcher<'a>) -> bool {
    let mut pieces = pattern.as_bytes().split(|b| *b == b'*');
    let first = pieces.next().unwrap_or_default();
    let Some(last) = pieces.next_back() else { return pattern.eq_ignore_ascii_case(whole) };
    let Some((start, text)) = whole.as_bytes().split_at_checked(first.len()) else { return false };
    let Some((text, end)) = text.len().checked_sub(last.len()).and_then(|at| text.split_at_checked(at)) else {
        return false;
    };
    if !start.eq_ignore_ascii_case(first) || !end.eq_ignore_ascii_case(last) {
        return false;
    }
    let mut text = text;
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        if !matcher.has_fuel() {
            let ends = (first.len(), last.len());
            return matcher.by_places(whole, true, ends, Pieces::between(pattern, first.len(), last.len()));
        }
        let found = text.windows(piece.len()).position(|window| window.eq_ignore_ascii_case(piece));
        matcher.burn(1 + found.unwrap_or(text.len()));
        match found.and_then(|at| text.get(at + piece.len()..)) {
            Some(behind) => text = behind,
            None => return false,
        }
    }
    true
}

/// The same for any letters.
pub(crate) fn stars_by_places<'a>(pattern: &str, whole: &'a str, matcher: &Matcher<'a>) -> bool {
    matcher.by_places(whole, true, (0, 0), Pieces(pattern))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::request::Context;

    proptest! {
        /// All ways of matching a pattern agree, with fuel and without.
        #[test]
        fn forms_agree_with_globs(pattern in "[ab:A*]{0,8}", text in "[ab:A]{0,8}|[abA]{130,150}", spent: bool) {
            let glob = |ignore_case| {
                Glob::new(&pattern, true, Braces::Text, ignore_case).matches(&text, &Matcher::new(Context::EMPTY))
            };
            let matcher = Matcher::new(Context::EMPTY);
            if spent {
                matcher.spend_all_fuel();
            }
            prop_assert_eq!(stars(&pattern, &text, &matcher), glob(false));
            prop_assert_eq!(stars_ignoring_case(&pattern, &text, &matcher), glob(true));
            prop_assert_eq!(stars_by_places(&pattern, &text, &matcher), glob(true));
            let form = Form::of(&pattern, true, Braces::Text);
            prop_assert_eq!(form.matches(&pattern, &text, &matcher), glob(false));
        }

        /// R1.22, R1.65: actions that are not ASCII are matched as a glob would match them.
        #[test]
        fn places_agree_with_globs(pattern in "[aks*]{0,8}", text in "[aAkK\u{212a}s\u{17f}é]{0,10}") {
            let glob = Glob::new(&pattern, true, Braces::Text, true);
            let matcher = Matcher::new(Context::EMPTY);
            prop_assert_eq!(stars_by_places(&pattern, &text, &matcher), glob.matches(&text, &matcher));
        }

        /// R1.26, R1.65: what stands before the first star and behind the last is looked at by itself.
        #[test]
        fn stars_may_stand_between_any_letters(
            text in "[abé]{130,140}",
            cuts in proptest::collection::vec((0..140_usize, 0..40_usize), 1..4),
            spent: bool,
        ) {
            let mut pattern = text.clone();
            for (at, length) in cuts {
                let letters: Vec<char> = pattern.chars().collect();
                let (start, end) = (at.min(letters.len()), (at + length).min(letters.len()));
                pattern = [&letters[..start], &['*'], &letters[end..]].concat().into_iter().collect();
            }
            let matcher = Matcher::new(Context::EMPTY);
            if spent {
                matcher.spend_all_fuel();
            }
            prop_assert!(stars(&pattern, &text, &matcher), "{}", pattern);
            prop_assert!(!stars(&[&*pattern, "c"].concat(), &text, &matcher));
        }
    }
}
