//! Texts with wildcards and variables.
//!
//! A glob is a list of pieces. Most are decided by the quick ways of `quick`; what is not goes to `by_places` of the
//! [`Matcher`], which takes about as long for every pattern.
//!
//! A character is a Unicode scalar value (R1.65).

use super::matcher::Matcher;
use super::places::Atom;
use super::quick;
use super::sets::{self, Row};
use crate::condition::knowledge::{Expansion, Knowledge};
use crate::condition::variables::{Expression, Resolved, Token, Variable, tokens};
use crate::document::Version;
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

    /// The glob as a set of texts; `None` if it matches nothing.
    pub(crate) fn row<'a>(&'a self, known: &Knowledge<'a>) -> Option<Row<'a>> {
        let mut row = Row::default();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => row.push(sets::Piece::Text(text)),
                Piece::One { colon } => row.push(sets::Piece::One { colon: *colon }),
                Piece::Many { colon } => row.push(sets::Piece::Many { colon: *colon }),
                Piece::Variable(variable) => match known.expand(variable) {
                    Expansion::Text(text) => row.push(sets::Piece::Text(text)),
                    Expansion::Unresolved => return None,
                    Expansion::Unknown(pieces) => row.push_unsure(pieces),
                },
            }
        }
        Some(row)
    }

    /// Whether the whole text matches. A variable without value makes the pattern match nothing (R1.52).
    pub(crate) fn matches<'a>(&self, text: &'a str, matcher: &Matcher<'a>) -> bool {
        if let Some(Piece::Text(first)) = self.pieces.first()
            && !self.ignore_case
            && !text.starts_with(&**first)
        {
            return false;
        }
        if !self.variables {
            let atom = |at: usize| self.pieces.get(at).and_then(|piece| piece.atom(matcher.context));
            return self.run(atom, text, matcher);
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
            let Some(atom) = piece.atom(matcher.context) else { return false };
            *slot = atom;
        }
        self.run(|at| atoms.get(at).copied(), text, matcher)
    }

    fn run<'p, 'a>(&self, atom: impl Fn(usize) -> Option<Atom<'p, 'a>>, text: &'a str, matcher: &Matcher<'a>) -> bool {
        // Letters that are the same but for case differ in length at most as 1 to 4.
        let longest = if self.ignore_case { text.len().saturating_mul(4) } else { text.len() };
        let mut shortest: usize = 0;
        let mut stars = 0;
        let mut count = 0;
        while let Some(next) = atom(count) {
            count += 1;
            match next {
                Atom::Text(wanted) | Atom::Value(wanted) => shortest = shortest.saturating_add(wanted.len()),
                Atom::One { .. } => shortest = shortest.saturating_add(1),
                Atom::Many { .. } => stars += 1,
            }
        }
        if shortest > longest {
            return false;
        }
        let literal = |at: usize| match atom(at) {
            Some(Atom::Text(text) | Atom::Value(text)) if !self.ignore_case => Some(text),
            _ => None,
        };
        let (first, last) = (literal(0), count.checked_sub(1).filter(|last| *last > 0).and_then(literal));
        if last.is_some_and(|last| !text.ends_with(last)) {
            return false;
        }
        let tried = match (self.restricted, stars <= quick::MOST_STARS) {
            (false, _) => quick::greedy(&atom, text, self.ignore_case, matcher),
            (true, true) => quick::every_end(&atom, 0, text, matcher),
            (true, false) => None,
        };
        tried.unwrap_or_else(|| {
            // What the text begins and ends with needs no places.
            if first.is_some_and(|first| !text.starts_with(first)) {
                return false;
            }
            let atoms = (usize::from(first.is_some())..count - usize::from(last.is_some())).map_while(&atom);
            let length = |text: Option<&str>| text.map_or(0, |text| text.chars().count());
            matcher.by_places(text, self.ignore_case, (length(first), length(last)), atoms)
        })
    }
}

impl Piece {
    fn atom<'p, 'a>(&'p self, context: &'a Context) -> Option<Atom<'p, 'a>> {
        Some(match self {
            Self::Text(text) => Atom::Text(text),
            Self::One { colon } => Atom::One { colon: *colon },
            Self::Many { colon } => Atom::Many { colon: *colon },
            Self::Variable(variable) => match variable.resolve(context)? {
                Resolved::Default(text) => Atom::Text(text),
                Resolved::Value(value) => Atom::Value(value),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fold;
    use super::super::matcher::FUEL;
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

    /// The definition for long texts: which places of the text are reached, sign by sign of the pattern.
    fn place_by_place(pattern: &[char], text: &[char], in_field: bool, fold: impl Fn(char) -> char) -> bool {
        let mut reached = vec![false; text.len() + 1];
        reached[0] = true;
        for (at, wanted) in pattern.iter().enumerate() {
            let colon = !in_field || *wanted == '*' && pattern[at..].iter().all(|c| *c == '*');
            for place in (0..=text.len()).rev() {
                let moved = place > 0
                    && reached[place - 1]
                    && match wanted {
                        '?' => colon || text[place - 1] != ':',
                        wanted => fold(text[place - 1]) == fold(*wanted),
                    };
                reached[place] = if *wanted == '*' { reached[place] } else { moved };
            }
            for place in 1..if *wanted == '*' { reached.len() } else { 0 } {
                reached[place] |= reached[place - 1] && (colon || text[place - 1] != ':');
            }
        }
        reached[text.len()]
    }

    fn whole(pattern: &str, ignore_case: bool) -> Glob {
        Glob::new(pattern, true, Braces::Text, ignore_case)
    }

    fn field(pattern: &str) -> Glob {
        let mut builder = Builder::default();
        builder.part(&tokens(pattern), Syntax { wildcards: true, braces: Braces::Text, colons: false });
        builder.finish(false)
    }

    /// Quick ways first.
    fn matches(glob: &Glob, text: &str) -> bool {
        glob.matches(text, &Matcher::new(Context::EMPTY))
    }

    /// Without fuel, as the first pattern for the text.
    fn once(glob: &Glob, text: &str) -> bool {
        let matcher = Matcher::new(Context::EMPTY);
        matcher.spend_all_fuel();
        glob.matches(text, &matcher)
    }

    /// By sets of places alone, and how many steps that takes.
    fn by_places(glob: &Glob, text: &str) -> (bool, usize) {
        let matcher = Matcher::new(Context::EMPTY);
        matcher.spend_all_fuel();
        matcher.has_searched(text);
        (glob.matches(text, &matcher), matcher.steps())
    }

    proptest! {
        #[test]
        fn the_glob_is_what_the_definition_says(pattern in "[ab:é*?]{0,8}", text in "[ab:é]{0,8}") {
            prop_assert_eq!(matches(&whole(&pattern, false), &text), naive(&chars(&pattern), &chars(&text)));
        }

        #[test]
        fn ignoring_case_is_matching_what_is_folded(pattern in "[aAbBéÉ*?]{0,8}", text in "[aAbBéÉ]{0,8}") {
            let folded = |text: &str| text.to_lowercase();
            let expected = naive(&chars(&folded(&pattern)), &chars(&folded(&text)));
            prop_assert_eq!(matches(&whole(&pattern, true), &text), expected);
        }

        /// R1.26: a field's stars, of which only the last character of the field passes colons.
        #[test]
        fn a_field_is_what_the_definition_says(pattern in "[ab:é*?]{0,8}", text in "[ab:é]{0,8}") {
            // Two stars in a row are one, and that is the last character if the second is.
            let mut single = chars(&pattern);
            single.dedup_by(|a, b| *a == '*' && *b == '*');
            prop_assert_eq!(matches(&field(&pattern), &text), naive_field(&single, &chars(&text)));
        }

        /// Both ways to match know the same language.
        #[test]
        fn places_answer_alike(pattern in "[ab:é*?]{0,8}", text in "[ab:é]{0,8}", ignore_case: bool) {
            for glob in [whole(&pattern, ignore_case), field(&pattern)] {
                prop_assert_eq!(by_places(&glob, &text).0, matches(&glob, &text));
            }
        }

        /// They do so beyond one word of places, and with more letters than are looked for one by one.
        #[test]
        fn places_answer_alike_in_long_texts(
            text in "[a-m:éÉK\u{212a}]{0,200}",
            changes in proptest::collection::vec((0..250_usize, "[*?]|[a-mA-M:é*?\u{212a}]?"), 0..30),
            ignore_case: bool,
        ) {
            // The text itself with some of its letters, or none, in place of others: most such patterns nearly match.
            let mut pattern: Vec<String> = text.chars().map(String::from).collect();
            for (at, change) in changes {
                if let Some(letter) = pattern.get_mut(at) {
                    *letter = change;
                }
            }
            let pattern = pattern.concat();
            for (glob, in_field) in [(whole(&pattern, ignore_case), false), (field(&pattern), true)] {
                let fold = |c| if glob.ignore_case { fold::fold(c) } else { c };
                let expected = place_by_place(&chars(&pattern), &chars(&text), in_field, fold);
                prop_assert_eq!(by_places(&glob, &text).0, expected);
                prop_assert_eq!(once(&glob, &text), expected);
                prop_assert_eq!(matches(&glob, &text), expected);
            }
        }

        /// The first pattern for a text is matched without reading it: few letters, in texts of few letters.
        #[test]
        fn the_first_pattern_answers_alike(
            text in "[ab]{129,300}|(abc){43,90}|a{129,150}b",
            pattern in "[ab?]{0,3}(\\*[abc?]{0,6}){1,4}",
            end in 0..4_usize,
        ) {
            // The end of the text itself, so that the pattern is not refused for that.
            let pattern = [&*pattern, "*", text.get(text.len() - end..).unwrap_or_default()].concat();
            let glob = whole(&pattern, false);
            prop_assert_eq!(once(&glob, &text), by_places(&glob, &text).0, "{}", pattern);
        }

        /// The work is bounded whatever pattern and text are: a word of 64 places for each letter, three for a star.
        #[test]
        fn the_work_is_bounded(pattern in "[ab*?]{0,200}", text in "[ab]{0,300}") {
            for glob in [whole(&pattern, false), whole(&pattern, true), field(&pattern)] {
                let steps = by_places(&glob, &text).1;
                prop_assert!(steps <= bound(&pattern, &text), "{} steps", steps);
            }
        }

        /// However many patterns one text is held against: it is read once, and quick ways have a number of steps for all
        /// together.
        #[test]
        fn the_work_of_many_patterns_is_bounded(
            patterns in proptest::collection::vec("[ab*?]{0,40}", 100),
            text in "[ab]{200,300}",
        ) {
            let matcher = Matcher::new(Context::EMPTY);
            let mut most = FUEL + text.len();
            for pattern in &patterns {
                for glob in [whole(pattern, false), field(pattern)] {
                    prop_assert_eq!(glob.matches(&text, &matcher), by_places(&glob, &text).0);
                    most += bound(pattern, "") + pattern.len() * (text.len() / 64 + 1) * 3;
                }
            }
            prop_assert!(matcher.steps() <= most, "{} steps", matcher.steps());
        }

        /// A text is not taken for another, nor one that is to be folded for itself.
        #[test]
        fn one_matcher_for_many_texts(
            texts in proptest::collection::vec("[abAé:]{0,80}", 1..8),
            patterns in proptest::collection::vec("[abAé:*?]{0,12}", 1..8),
        ) {
            let matcher = Matcher::new(Context::EMPTY);
            matcher.spend_all_fuel();
            for pattern in &patterns {
                for text in &texts {
                    for glob in [whole(pattern, false), whole(pattern, true), field(pattern)] {
                        prop_assert_eq!(glob.matches(text, &matcher), matches(&glob, text));
                        // A part of a text begins where the text does.
                        if let Some(part) = text.get(..text.len() / 2) {
                            prop_assert_eq!(glob.matches(part, &matcher), matches(&glob, part));
                        }
                    }
                }
            }
        }
    }

    /// More texts than are remembered, again and again.
    #[test]
    fn texts_that_were_forgotten_are_read_again() {
        let texts: Vec<String> = (0..300).map(|at| format!("a{at}b")).collect();
        let matcher = Matcher::new(Context::EMPTY);
        matcher.spend_all_fuel();
        for pattern in ["*7?b", "a?9*", "*"] {
            for text in texts.iter().chain(texts.iter().rev()) {
                assert_eq!(
                    whole(pattern, false).matches(text, &matcher),
                    naive(&chars(pattern), &chars(text)),
                    "{text}"
                );
            }
        }
    }

    /// Reading the text, and the work of the letters and stars.
    fn bound(pattern: &str, text: &str) -> usize {
        text.len() + pattern.len() * (1 + 3 * (text.len() / 64 + 1))
    }

    /// Patterns made to blow up matchers that try every way, in the greatest size there is.
    #[test]
    fn adversarial_patterns_do_not_blow_up() {
        let text = "a".repeat(2048);
        for (pattern, expected) in [
            ("*a".repeat(1000) + "*b", false),
            ("a*".repeat(1000) + "b", false),
            ("*a".repeat(1000) + "*", true),
            ("*?".repeat(1000) + "b", false),
            ("a*".repeat(1000), true),
            ("*".repeat(2048) + "b", false),
            ("*".to_owned() + &"a".repeat(1000) + "b", false),
            ("*".to_owned() + &"a?".repeat(1000) + "b", false),
            ("*".to_owned() + &"?a".repeat(500) + "b*" + &"a?".repeat(300) + "b", false),
            ("*".to_owned() + &"a?".repeat(700) + "*" + &"?".repeat(600), true),
        ] {
            for glob in [whole(&pattern, false), whole(&pattern, true), field(&pattern)] {
                let (matched, steps) = by_places(&glob, &text);
                assert_eq!(matched, expected, "{pattern}");
                assert!(steps <= bound(&pattern, &text), "{steps} steps for {pattern}");
                assert_eq!(matches(&glob, &text), expected, "{pattern}");
            }
        }
    }

    /// A variable may stand for much and come often; what cannot fit is not tried.
    #[test]
    fn long_values_of_variables_do_not_blow_up() {
        let mut context = Context::new();
        context.set("aws:username", "a".repeat(2048));
        let glob = Glob::new(&"${aws:username}*".repeat(400), true, Braces::Expressions, false);
        let text = "a".repeat(2048);
        let matcher = Matcher::new(&context);
        assert!(!glob.matches(&text, &matcher));
        assert_eq!(matcher.steps(), 0);
    }
}
