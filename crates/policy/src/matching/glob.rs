//! Texts with wildcards and variables.
//!
//! A glob is a list of pieces. Two matchers read it. The greedy one keeps the last `*` only: whatever an earlier `*`
//! swallowed, the leftmost match of the piece after it is as good as any other, so nothing older need be tried again, and
//! the work is bounded by text × pattern. That reasoning fails for a `*` that must not pass a colon (R1.26), so a glob with
//! such a piece is matched by moving the set of reachable places along the text, piece by piece.
//!
//! A character is a Unicode scalar value (R1.65).

use crate::condition::variables::{Expression, Token, Variable, tokens};
use crate::document::Version;
use crate::matching::fold;
use crate::request::Context;

/// One piece of a glob.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(Box<str>),
    /// `?`; `colon` says whether it matches `:`.
    One {
        colon: bool,
    },
    /// `*`; `colon` says whether it passes `:`.
    Many {
        colon: bool,
    },
    Variable(Variable),
}

/// A piece with its variable resolved.
#[derive(Debug, Clone, Copy)]
enum Atom<'a> {
    Text(&'a str),
    One { colon: bool },
    Many { colon: bool },
}

/// What a part of a pattern may contain.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Syntax {
    pub(crate) wildcards: bool,
    pub(crate) braces: Braces,
    /// Whether `?`, and `*` before another character of the same part, match `:` (R1.26).
    pub(crate) colons: bool,
}

/// What `${…}` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Braces {
    /// Variables and escapes.
    Expressions,
    /// Text, in which wildcards still are wildcards: version 2008-10-17 (R1.46).
    Text,
    /// Text through and through: where variables are not allowed (R1.48).
    Verbatim,
}

impl Braces {
    /// The meaning in a place where variables are allowed.
    pub(crate) fn of(version: Version) -> Self {
        match version {
            Version::V2008 => Self::Text,
            Version::V2012 => Self::Expressions,
        }
    }
}

/// How many pieces a short glob has at most.
const SHORT: usize = 12;

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Glob {
    pieces: Box<[Piece]>,
    ignore_case: bool,
    /// Some `*` must not pass a colon.
    restricted: bool,
    variables: bool,
}

/// Collects the pieces of a glob part by part.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    pieces: Vec<Piece>,
}

impl Builder {
    pub(crate) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(Piece::Text(last)) = self.pieces.last_mut() {
            *last = [&**last, text].concat().into();
        } else {
            self.pieces.push(Piece::Text(text.into()));
        }
    }

    pub(crate) fn many(&mut self, colon: bool) {
        // Two stars in a row are as good as the freer of the two.
        if let Some(Piece::Many { colon: last }) = self.pieces.last_mut() {
            *last |= colon;
        } else {
            self.pieces.push(Piece::Many { colon });
        }
    }

    /// Adds one part (a field, or a whole pattern).
    pub(crate) fn part(&mut self, part: &[Token<'_>], syntax: Syntax) {
        for (at, token) in part.iter().enumerate() {
            let last = at + 1 == part.len();
            match *token {
                Token::Plain(text) => self.plain(text, syntax, last),
                Token::Braced(inner) => match syntax.braces {
                    Braces::Expressions => match Expression::parse(inner) {
                        Expression::Literal(text) => self.text(text),
                        Expression::Variable(variable) => self.pieces.push(Piece::Variable(variable)),
                    },
                    Braces::Text => {
                        self.text("${");
                        self.plain(inner, syntax, false);
                        self.text("}");
                    }
                    Braces::Verbatim => {
                        self.text("${");
                        self.text(inner);
                        self.text("}");
                    }
                },
            }
        }
    }

    /// `ends`: the text ends the part, so that a `*` at its end is the last character.
    fn plain(&mut self, text: &str, syntax: Syntax, ends: bool) {
        if !syntax.wildcards {
            return self.text(text);
        }
        let mut rest = text;
        while let Some(at) = rest.find(['*', '?']) {
            let (Some(before), Some(from)) = (rest.get(..at), rest.get(at..)) else { break };
            self.text(before);
            if let Some(behind) = from.strip_prefix('*') {
                self.many(syntax.colons || (ends && behind.is_empty()));
                rest = behind;
            } else {
                self.pieces.push(Piece::One { colon: syntax.colons });
                rest = from.strip_prefix('?').unwrap_or_default();
            }
        }
        self.text(rest);
    }

    pub(crate) fn finish(self, ignore_case: bool) -> Glob {
        Glob {
            ignore_case,
            restricted: self.pieces.iter().any(|piece| matches!(piece, Piece::Many { colon: false })),
            variables: self.pieces.iter().any(|piece| matches!(piece, Piece::Variable(_))),
            pieces: self.pieces.into(),
        }
    }
}

impl Glob {
    /// Compiles a whole pattern, in which wildcards pass colons.
    pub(crate) fn new(text: &str, wildcards: bool, braces: Braces, ignore_case: bool) -> Self {
        let mut builder = Builder::default();
        builder.part(&tokens(text), Syntax { wildcards, braces, colons: true });
        builder.finish(ignore_case)
    }

    /// Whether the whole text matches. A variable without value makes the pattern match nothing (R1.52).
    pub(crate) fn matches(&self, text: &str, context: &Context) -> bool {
        self.matches_counting(text, context, &mut || ())
    }

    fn matches_counting(&self, text: &str, context: &Context, step: &mut impl FnMut()) -> bool {
        if !self.variables {
            let atom = |at: usize| self.pieces.get(at).and_then(|piece| piece.atom(context));
            return self.run(atom, text, step);
        }
        // Most patterns are short, and need no memory of their own for the values of their variables.
        let mut short = [Atom::Text(""); SHORT];
        let mut long = Vec::new();
        let atoms = match short.get_mut(..self.pieces.len()) {
            Some(atoms) => atoms,
            None => {
                long.resize(self.pieces.len(), Atom::Text(""));
                long.as_mut_slice()
            }
        };
        for (slot, piece) in atoms.iter_mut().zip(&self.pieces) {
            let Some(atom) = piece.atom(context) else { return false };
            *slot = atom;
        }
        self.run(|at| atoms.get(at).copied(), text, step)
    }

    fn run<'a>(&self, atom: impl Fn(usize) -> Option<Atom<'a>>, text: &str, step: &mut impl FnMut()) -> bool {
        if self.restricted { by_places(atom, text, step) } else { greedy(atom, text, self.ignore_case, step) }
    }
}

impl Piece {
    fn atom<'a>(&'a self, context: &'a Context) -> Option<Atom<'a>> {
        Some(match self {
            Self::Text(text) => Atom::Text(text),
            Self::One { colon } => Atom::One { colon: *colon },
            Self::Many { colon } => Atom::Many { colon: *colon },
            Self::Variable(variable) => Atom::Text(variable.resolve(context)?),
        })
    }
}

/// Matches a glob all of whose stars pass colons.
fn greedy<'a>(
    atom: impl Fn(usize) -> Option<Atom<'a>>,
    text: &str,
    ignore_case: bool,
    step: &mut impl FnMut(),
) -> bool {
    let mut at = 0;
    let mut rest = text;
    // The piece after the last star, and the text from which that piece was last tried.
    let mut star: Option<(usize, &str)> = None;
    loop {
        step();
        let moved = match atom(at) {
            Some(Atom::Many { .. }) => {
                if atom(at + 1).is_none() {
                    return true;
                }
                star = Some((at + 1, rest));
                Some(rest)
            }
            Some(Atom::Text(wanted)) if ignore_case => fold::strip_prefix(rest, wanted),
            Some(Atom::Text(wanted)) => rest.strip_prefix(wanted),
            Some(Atom::One { colon }) => {
                let mut chars = rest.chars();
                chars.next().filter(|c| colon || *c != ':').map(|_| chars.as_str())
            }
            None if rest.is_empty() => return true,
            None => None,
        };
        if let Some(behind) = moved {
            at += 1;
            rest = behind;
            continue;
        }
        // Let the last star take one more character.
        let Some((next, from)) = star else { return false };
        let mut chars = from.chars();
        if chars.next().is_none() {
            return false;
        }
        at = next;
        rest = chars.as_str();
        star = Some((next, rest));
    }
}

/// Matches any glob: `reached` holds the places of the text that the pieces so far can end at.
fn by_places<'a>(atom: impl Fn(usize) -> Option<Atom<'a>>, text: &str, step: &mut impl FnMut()) -> bool {
    let mut reached = vec![false; text.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    let mut at = 0;
    while let Some(piece) = atom(at) {
        at += 1;
        let mut next = vec![false; text.len() + 1];
        let mut reach = |place: usize| {
            if let Some(slot) = next.get_mut(place) {
                *slot = true;
            }
        };
        // Whether a star that began earlier has come as far as this place.
        let mut carried = false;
        for (place, from_here) in reached.iter().enumerate() {
            step();
            let Some(rest) = text.get(place..) else { continue };
            match piece {
                Atom::Text(wanted) if *from_here && rest.starts_with(wanted) => reach(place + wanted.len()),
                Atom::One { colon } if *from_here => {
                    if let Some(c) = rest.chars().next().filter(|c| colon || *c != ':') {
                        reach(place + c.len_utf8());
                    }
                }
                Atom::Many { colon } => {
                    carried |= *from_here;
                    if carried {
                        reach(place);
                    }
                    carried &= colon || !rest.starts_with(':');
                }
                Atom::Text(_) | Atom::One { .. } => {}
            }
        }
        if !next.contains(&true) {
            return false;
        }
        reached = next;
    }
    reached.last().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition: try every way to spread the stars.
    fn naive(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', behind)), None) => naive(behind, text),
            (Some(('*', behind)), Some((_, rest))) => naive(behind, text) || naive(pattern, rest),
            (Some(('?', behind)), Some((_, rest))) => naive(behind, rest),
            (Some((wanted, behind)), Some((c, rest))) => wanted == c && naive(behind, rest),
            _ => false,
        }
    }

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// As `naive`, in the first five fields: `?` and a `*` before another character of its field do not match `:`.
    fn naive_field(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', behind)), _) => {
                let crosses = behind.is_empty();
                naive_field(behind, text)
                    || text.split_first().is_some_and(|(c, rest)| (crosses || *c != ':') && naive_field(pattern, rest))
            }
            (Some(('?', behind)), Some((c, rest))) => *c != ':' && naive_field(behind, rest),
            (Some((wanted, behind)), Some((c, rest))) => wanted == c && naive_field(behind, rest),
            _ => false,
        }
    }

    fn whole(pattern: &str, ignore_case: bool) -> Glob {
        Glob::new(pattern, true, Braces::Text, ignore_case)
    }

    fn field(pattern: &str) -> Glob {
        let mut builder = Builder::default();
        builder.part(&tokens(pattern), Syntax { wildcards: true, braces: Braces::Text, colons: false });
        builder.finish(false)
    }

    fn steps(glob: &Glob, text: &str) -> (bool, usize) {
        let mut steps = 0;
        let matched = glob.matches_counting(text, Context::EMPTY, &mut || steps += 1);
        (matched, steps)
    }

    proptest! {
        #[test]
        fn the_glob_is_what_the_definition_says(pattern in "[ab:é*?]{0,8}", text in "[ab:é]{0,8}") {
            prop_assert_eq!(whole(&pattern, false).matches(&text, Context::EMPTY), naive(&chars(&pattern), &chars(&text)));
        }

        #[test]
        fn ignoring_case_is_matching_what_is_folded(pattern in "[aAbBéÉ*?]{0,8}", text in "[aAbBéÉ]{0,8}") {
            let folded = |text: &str| text.to_lowercase();
            let expected = naive(&chars(&folded(&pattern)), &chars(&folded(&text)));
            prop_assert_eq!(whole(&pattern, true).matches(&text, Context::EMPTY), expected);
        }

        /// R1.26: a field's stars, of which only the last character of the field passes colons.
        #[test]
        fn a_field_is_what_the_definition_says(pattern in "[ab:é*?]{0,8}", text in "[ab:é]{0,8}") {
            // Two stars in a row are one, and that is the last character if the second is.
            let mut single = chars(&pattern);
            single.dedup_by(|a, b| *a == '*' && *b == '*');
            prop_assert_eq!(field(&pattern).matches(&text, Context::EMPTY), naive_field(&single, &chars(&text)));
        }

        /// The work is bounded by text × pattern, whatever they are.
        #[test]
        fn the_work_is_bounded(pattern in "[ab*?]{0,40}", text in "[ab]{0,60}") {
            let bound = (pattern.len() + 2) * (text.len() + 2);
            prop_assert!(steps(&whole(&pattern, false), &text).1 <= bound);
            prop_assert!(steps(&field(&pattern), &text).1 <= bound);
        }
    }

    /// Patterns made to blow up matchers that try every way.
    #[test]
    fn adversarial_patterns_do_not_blow_up() {
        let text = "a".repeat(2000);
        for (pattern, expected) in [
            ("*a".repeat(100) + "*b", false),
            ("a*".repeat(100) + "b", false),
            ("*a".repeat(100) + "*", true),
            ("*?".repeat(100) + "b", false),
            ("a*".repeat(100), true),
            ("*".repeat(1000) + "b", false),
        ] {
            for glob in [whole(&pattern, false), whole(&pattern, true)] {
                let (matched, steps) = steps(&glob, &text);
                assert_eq!(matched, expected, "{pattern}");
                // The text is gone through about once, not once for every star.
                assert!(steps <= 3 * (text.len() + pattern.len()), "{steps} steps for {pattern}");
            }
            assert!(steps(&field(&pattern), &text).1 <= (text.len() + 1) * (pattern.len() + 1));
        }
    }
}
