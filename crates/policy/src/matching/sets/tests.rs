//! The algebra against the definition: a pattern is what `naive` says, and the questions are about all texts.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::arn::Arn;
use crate::document::{Span, Spanned, Version};
use crate::matching::arn_like::ArnForm;
use crate::matching::fold::fold;
use crate::matching::matcher::Matcher;
use crate::matching::resource::{AskedResource, ResourcePattern};
use crate::matching::words::Collector;
use crate::request::Context;
use Containment::{No, Unsure, Yes};

/// A pattern in a notation for tests: `*` and `?` pass colons, `+` and `.` do not, everything else is itself.
#[derive(Debug, Clone)]
struct Written {
    letters: Vec<char>,
    ignore_case: bool,
}

impl Written {
    fn new(text: &str, ignore_case: bool) -> Self {
        Self { letters: text.chars().collect(), ignore_case }
    }

    fn pattern(&self) -> Pattern {
        let letters: Vec<String> = self.letters.iter().map(char::to_string).collect();
        let pieces = letters.iter().map(|letter| match letter.as_str() {
            "*" => Piece::Many { colon: true },
            "+" => Piece::Many { colon: false },
            "?" => Piece::One { colon: true },
            "." => Piece::One { colon: false },
            text => Piece::Text(text),
        });
        Pattern::new(pieces, self.ignore_case)
    }

    /// Whether a wildcard or letter of the notation is a letter, or holds it.
    fn takes(&self, wanted: char, c: char) -> bool {
        match wanted {
            '*' | '?' => true,
            '+' | '.' => c != ':',
            _ if self.ignore_case => fold(wanted) == fold(c),
            _ => wanted == c,
        }
    }
}

fn sensitive(text: &str) -> Pattern {
    Written::new(text, false).pattern()
}

fn folded(text: &str) -> Pattern {
    Written::new(text, true).pattern()
}

/// The definition: try every way to spread the stars.
fn naive(written: &Written, from: usize, text: &[char]) -> bool {
    let Some(wanted) = written.letters.get(from) else { return text.is_empty() };
    let takes = text.first().is_some_and(|c| written.takes(*wanted, *c));
    match wanted {
        '*' | '+' => naive(written, from + 1, text) || (takes && naive(written, from, &text[1..])),
        _ => takes && naive(written, from + 1, &text[1..]),
    }
}

fn matches(written: &Written, text: &str) -> bool {
    naive(written, 0, &text.chars().collect::<Vec<_>>())
}

/// Which combinations of the patterns some text matches: a list of answers, one for each pattern, for every kind of text.
/// A text is of the kind of another if it leaves every pattern at the same places; when no letter leads to a new kind,
/// all texts of any length are told.
fn kinds(patterns: &[&Written], alphabet: &[char]) -> BTreeSet<Vec<bool>> {
    type Marks = Vec<BTreeSet<usize>>;
    let closed = |written: &Written, mut places: BTreeSet<usize>| {
        for at in 0..written.letters.len() {
            if places.contains(&at) && matches!(written.letters[at], '*' | '+') {
                places.insert(at + 1);
            }
        }
        places
    };
    let step = |written: &Written, places: &BTreeSet<usize>, c: char| {
        let mut next = BTreeSet::new();
        for at in places.iter().filter(|at| **at < written.letters.len()) {
            let wanted = written.letters[*at];
            if written.takes(wanted, c) {
                next.insert(if matches!(wanted, '*' | '+') { *at } else { at + 1 });
            }
        }
        closed(written, next)
    };
    let start: Marks = patterns.iter().map(|written| closed(written, BTreeSet::from([0]))).collect();
    let mut seen = BTreeSet::from([start.clone()]);
    let mut open = vec![start];
    while let Some(marks) = open.pop() {
        for c in alphabet {
            let next: Marks = patterns.iter().zip(&marks).map(|(written, places)| step(written, places, *c)).collect();
            if seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    let ends = |marks: &Marks| {
        patterns.iter().zip(marks).map(|(written, places)| places.contains(&written.letters.len())).collect()
    };
    seen.iter().map(ends).collect()
}

/// Whether two patterns in `a`, `b` and colons have a text in common: every pair of places that some text leads to.
fn slowly_meet(a: &Written, b: &Written) -> bool {
    // Where a letter leads from a place, and whether nothing leads on.
    let moves = |written: &Written, at: usize, letter: Option<char>| {
        let wanted = written.letters.get(at).copied();
        let star = matches!(wanted, Some('*' | '+'));
        match letter {
            None => star.then_some(at + 1),
            Some(c) => wanted.filter(|wanted| written.takes(*wanted, c)).map(|_| if star { at } else { at + 1 }),
        }
    };
    let mut seen = BTreeSet::from([(0, 0)]);
    let mut open = vec![(0, 0)];
    while let Some((x, y)) = open.pop() {
        let ended = [moves(a, x, None).map(|x| (x, y)), moves(b, y, None).map(|y| (x, y))];
        let moved = ['a', 'b', ':', 'x'].map(|c| moves(a, x, Some(c)).zip(moves(b, y, Some(c))));
        open.extend(ended.into_iter().chain(moved).flatten().filter(|pair| seen.insert(*pair)));
    }
    seen.contains(&(a.letters.len(), b.letters.len()))
}

/// The letters of the generated patterns in every case they have, the colon, and `x`, which none of them names.
const ALPHABET: [char; 9] = ['a', 'A', 'k', 'K', '\u{212a}', 'é', 'É', ':', 'x'];

fn written(pattern: &'static str) -> impl Strategy<Value = Written> {
    (pattern, any::<bool>()).prop_map(|(text, ignore_case)| Written::new(&text, ignore_case))
}

/// All patterns of up to three cells against each other, and all texts of up to six letters: no text of both patterns
/// need be longer, for each of its letters is a cell of one of them that is no star.
#[test]
fn small_patterns_are_what_all_short_texts_say() {
    let longer = |shorter: &[Vec<char>], letters: &[char]| -> Vec<Vec<char>> {
        shorter.iter().flat_map(|text| letters.iter().map(move |c| [text.as_slice(), &[*c]].concat())).collect()
    };
    let all = |letters: &[char], length: usize| {
        let mut all = vec![vec![]];
        let mut last = all.clone();
        for _ in 0..length {
            last = longer(&last, letters);
            all.extend(last.clone());
        }
        all
    };
    let texts = all(&['a', ':', 'é', 'x'], 6);
    let patterns: Vec<(Written, Pattern, Vec<bool>)> = all(&['a', ':', '*', '+', '?', '.'], 3)
        .into_iter()
        .map(|letters| {
            let written = Written { letters, ignore_case: false };
            let matched = texts.iter().map(|text| naive(&written, 0, text)).collect();
            (written.clone(), written.pattern(), matched)
        })
        .collect();
    assert_eq!((texts.len(), patterns.len()), (5461, 259));
    for (a_written, a, a_texts) in &patterns {
        for (b_written, b, b_texts) in &patterns {
            let common = a_texts.iter().zip(b_texts).any(|(a, b)| *a && *b);
            assert_eq!(intersects(a, b), common, "{a_written:?} {b_written:?}");
            let within = a_texts.iter().zip(b_texts).all(|(a, b)| *a || !*b);
            assert_eq!(contains(a, b), if within { Yes } else { No }, "{a_written:?} {b_written:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_pattern_is_what_the_definition_says(pattern in written("[akKé:*?+.]{0,8}"), text in "[aAkK\u{212a}éÉ:x]{0,8}") {
        prop_assert_eq!(pattern.pattern().matches(&text), matches(&pattern, &text));
    }

    /// Exact, whatever the length of the text that tells.
    #[test]
    fn two_patterns_are_what_all_texts_say(a in written("[akKé:*?+.]{0,6}"), b in written("[akKé:*?+.]{0,6}")) {
        let kinds = kinds(&[&a, &b], &ALPHABET);
        let (ours, theirs) = (a.pattern(), b.pattern());
        prop_assert_eq!(intersects(&ours, &theirs), kinds.contains(&vec![true, true]));
        prop_assert_eq!(intersects(&theirs, &ours), kinds.contains(&vec![true, true]));
        prop_assert_eq!(contains(&ours, &theirs), if kinds.contains(&vec![false, true]) { No } else { Yes });
        prop_assert_eq!(contains(&theirs, &ours), if kinds.contains(&vec![true, false]) { No } else { Yes });
    }

    /// Short patterns of few letters, so that several outer patterns often do cover the inner one together.
    #[test]
    fn several_patterns_are_what_all_texts_say(
        outers in prop::collection::vec(written("[ak:*?+.]{0,4}"), 0..4),
        inner in written("[aK:*?+.]{0,4}"),
    ) {
        let all: Vec<_> = outers.iter().chain([&inner]).collect();
        let kinds = kinds(&all, &ALPHABET);
        let of_inner: Vec<_> = kinds.iter().filter_map(|kind| kind.split_last()).filter(|(inner, _)| **inner).collect();
        let covered = of_inner.iter().filter(|(_, outers)| outers.contains(&true)).count();
        let patterns: Vec<_> = outers.iter().map(Written::pattern).collect();
        let patterns: Vec<_> = patterns.iter().collect();
        let expected = if covered == of_inner.len() { Yes } else { No };
        prop_assert_eq!(union_contains(&patterns, &inner.pattern()), expected);
        let expected = match covered {
            0 => Coverage::None,
            some if some == of_inner.len() => Coverage::All,
            _ => Coverage::Some,
        };
        prop_assert_eq!(coverage(&patterns, &inner.pattern()), expected);
    }

    /// A pattern split by what stands behind its wildcard: neither part covers it, both do.
    #[test]
    fn parts_cover_the_whole(head in "[a:é*+]{0,4}", tail in "[a:é*?]{0,4}") {
        let whole = Written::new(&format!("{head}*{tail}"), false).pattern();
        let none = Written::new(&format!("{head}{tail}"), false).pattern();
        let more = Written::new(&format!("{head}?*{tail}"), false).pattern();
        prop_assert_eq!(union_contains(&[&none, &more], &whole), Yes);
    }

    /// The work of meeting is bounded by the one pattern times the words of the other, that of containing by its limit
    /// and one more round.
    #[test]
    fn the_work_is_bounded(a in "[a:*?+.]{0,200}", b in "[a:*?+.]{0,200}") {
        let (a, b) = (sensitive(&a), sensitive(&b));
        let (x, y) = (a.cells().row.len() + 1, b.cells().row.len() + 1);
        prop_assert!(meeting(&a, &b).1 <= x * y.div_ceil(64));
        prop_assert!(containing(&[&a], &b).1 <= MAX_STEPS + 10 * (x + y));
    }

    /// R1.38: one row of cells is what six fields are, for any value, be it an ARN or not.
    #[test]
    fn a_row_can_be_six_fields(
        first in "arn|[arn*?]{0,4}",
        fields in prop::collection::vec("[ab*?é]{0,3}", 4),
        last in "[ab:*?é/]{0,5}",
        value in "(arn|a|arn:a)(:[abé]{0,3}){3,5}(:[ab:é/]{0,4})?",
    ) {
        let text = format!("{first}:{}:{last}", fields.join(":"));
        let pieces: Vec<Vec<Piece<'_>>> = text.splitn(6, ':').map(|field| starred(field, |_| true)).collect();
        let pieces: [&[Piece<'_>]; 6] = std::array::from_fn(|at| pieces[at].as_slice());
        let row = Pattern::arn_like(pieces);
        let form = ArnForm::of(&text, Version::V2008);
        let expected =
            Arn::parse(&value).is_some_and(|arn| form.matches(&text, &arn, &Matcher::new(Context::EMPTY)));
        prop_assert_eq!(row.is_some_and(|row| row.matches(&value)), expected);
        prop_assert_eq!(Pattern::any_arn().matches(&value), Arn::parse(&value).is_some());
    }

    /// R1.26, R1.28: so can an entry of `Resource`, two rows if it is a short ARN.
    #[test]
    fn rows_can_be_a_resource(text in "[ab*?]{1,3}(:[ab*?]{0,3}){0,6}", value in "[abé]{0,2}(:[ab]{0,3}){0,7}") {
        prop_assume!(text.bytes().any(|b| b != b'*'));
        let fields: Vec<&str> = text.splitn(6, ':').collect();
        let mut pieces = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            pieces.extend((at > 0).then_some(Piece::Text(":")));
            pieces.extend(starred(field, |ends| at == 5 || ends));
        }
        let written = Pattern::new(pieces.iter().copied(), false);
        let missing = [Piece::Text(":"), Piece::Many { colon: true }].repeat(6 - fields.len());
        let completed = Pattern::new(pieces.into_iter().chain(missing), false);
        let mut words = Collector::new(Arc::from(""));
        let spanned = Spanned { value: Some(text.into()), span: Span::default() };
        let entry = ResourcePattern::new(&spanned, Version::V2008, &mut words);
        let expected = entry.matches(&AskedResource::Arn(&value), &words.finish(), &Matcher::new(Context::EMPTY));
        let asked = coverage(&[&written, &completed], &Pattern::text(&value));
        prop_assert_eq!(asked, if expected { Coverage::All } else { Coverage::None });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Rows of more than a word, and runs across words: against another of the same pattern's texts, and one spoilt.
    #[test]
    fn long_patterns_meet_as_the_definition_says(
        pattern in "([ab:]{1,6}[*?+.]){18,30}",
        fillings in prop::collection::vec("[ab:*+]{0,3}", 210),
        spoilt in 0..200_usize,
    ) {
        let pattern = Written::new(&pattern, false);
        let mut text = Vec::new();
        for (letter, filling) in pattern.letters.iter().zip(&fillings) {
            match letter {
                '*' => text.extend(filling.chars()),
                '+' => text.extend(filling.chars().filter(|c| !matches!(c, ':' | '*'))),
                '?' => text.push(filling.chars().next().unwrap_or(':')),
                '.' => text.push('b'),
                letter => text.push(*letter),
            }
        }
        let mut other = Written { letters: [&['+'], text.as_slice(), &['+']].concat(), ignore_case: false };
        prop_assert!(intersects(&pattern.pattern(), &other.pattern()));
        prop_assert!(intersects(&other.pattern(), &pattern.pattern()));
        let at = spoilt % other.letters.len();
        other.letters[at] = if other.letters[at] == 'a' { 'b' } else { 'a' };
        let expected = slowly_meet(&pattern, &other);
        prop_assert_eq!(intersects(&pattern.pattern(), &other.pattern()), expected);
        prop_assert_eq!(intersects(&other.pattern(), &pattern.pattern()), expected);
    }
}

/// The pieces of a text with `*` and `?`; `colon` is told whether it is about a star that ends the text.
fn starred(text: &str, colon: impl Fn(bool) -> bool) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for (at, c) in text.char_indices() {
        let behind = at + c.len_utf8();
        pieces.push(match c {
            '*' => Piece::Many { colon: colon(behind == text.len()) },
            '?' => Piece::One { colon: colon(false) },
            _ => Piece::Text(text.get(at..behind).unwrap()),
        });
    }
    pieces
}

/// Outer pattern, inner pattern, whether they meet, whether the outer contains the inner.
#[test]
fn what_people_ask_about() {
    for (outer, inner, meet, contained) in [
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/a/*", true, Yes),
        ("arn:aws:s3:::b/a/*", "arn:aws:s3:::b/*", true, No),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::c/*", false, No),
        ("arn:aws:s3:::*", "arn:aws:s3:::b", true, Yes),
        ("*", "*", true, Yes),
        ("*.jpg", "b/*", true, No),
        ("*/a/*", "b/*/a/c*", true, Yes),
        ("*b*", "*a*", true, No),
        ("?*", "*a", true, Yes),
        ("*a", "?*", true, No),
        ("*a*", "?", true, No),
        ("", "*", true, No),
        ("*", "", true, Yes),
        ("", "a", false, No),
        ("arn:aws:iam::+:role/*", "arn:aws:iam::*:role/x", true, No),
        ("arn:aws:iam::*:role/*", "arn:aws:iam::+:role/x", true, Yes),
        ("+", ":", false, No),
        ("*é*", "?é?", true, Yes),
    ] {
        let (a, b) = (sensitive(outer), sensitive(inner));
        assert_eq!(intersects(&a, &b), meet, "{outer} {inner}");
        assert_eq!(contains(&a, &b), contained, "{outer} {inner}");
    }
}

/// R1.65: a pattern that ignores case holds one that does not, and the other way round only without cased letters.
#[test]
fn case_is_told_apart() {
    for (outer, inner, contained) in [
        (folded("abc*"), sensitive("aBC?"), Yes),
        (sensitive("abc*"), folded("abc"), No),
        (sensitive("1-*"), folded("1-2"), Yes),
        (folded("K"), sensitive("\u{212a}"), Yes),
        (sensitive("?"), folded("k"), Yes),
    ] {
        assert_eq!(contains(&outer, &inner), contained, "{outer:?} {inner:?}");
        assert!(intersects(&outer, &inner), "{outer:?} {inner:?}");
    }
    let (small, large, kelvin) = (sensitive("*k"), sensitive("*K"), sensitive("*\u{212a}"));
    assert_eq!(union_contains(&[&small, &large], &folded("?k")), No);
    assert_eq!(union_contains(&[&small, &large, &kelvin], &folded("?k")), Yes);
}

fn meeting(a: &Pattern, b: &Pattern) -> (bool, usize) {
    let mut steps = Steps::unlimited();
    (overlap::meet(a.cells(), b.cells(), &mut steps), steps.taken)
}

fn containing(outers: &[&Pattern], inner: &Pattern) -> (Containment, usize) {
    let mut steps = Steps::limited();
    (containment::union(outers, inner, &mut steps), steps.taken)
}

/// Patterns as people write them take a few steps for each letter.
#[test]
fn common_patterns_take_few_steps() {
    let prefixes: Vec<_> = (0..100).map(|at| sensitive(&format!("arn:aws:s3:::bucket-{at}/home/*"))).collect();
    let entries: Vec<_> = prefixes.iter().collect();
    let letters: usize = prefixes.iter().map(|entry| entry.cells().row.len()).sum();
    for (inner, expected) in [
        ("arn:aws:s3:::bucket-7/home/ana/*", Yes),
        ("arn:aws:s3:::bucket-7/*", No),
        ("arn:aws:s3:::bucket-*", No),
        ("*", No),
    ] {
        let inner = sensitive(inner);
        let (contained, steps) = containing(&entries, &inner);
        assert_eq!(contained, expected, "{inner:?}");
        // Once for each entry by itself and once for all together.
        assert!(steps <= 2 * letters, "{steps} steps for {inner:?}");
    }
}

/// Patterns made to blow up either question.
#[test]
fn adversarial_patterns_do_not_blow_up() {
    let row = |piece: &str, count| piece.repeat(count);
    let letters = row("a", 2048);
    for (outer, inner, meet, contained) in [
        // Thousands of stars in a row are one.
        (row("*", 5000), letters.clone(), true, Yes),
        (row("*", 5000) + "b", row("*", 5000) + "b", true, Yes),
        (row("*a", 1000), letters.clone(), true, Yes),
        (row("*a", 1000) + "b", letters.clone(), false, No),
        (row("+a", 1000), letters.clone(), true, Yes),
        (row("*?", 1000) + "b", row("a*", 1000), true, No),
        (row("*a", 1000) + "*", row("*aa", 1000) + "*", true, Yes),
        (row("*aa", 1000) + "*", row("*a", 1000) + "*", true, No),
        (row("+:", 1000) + "*", row("a+:", 1000), true, Yes),
        // Each letter of the text may be the `a`.
        ("*a".to_owned() + &row("?", 1000) + "b*", letters.clone(), false, No),
    ] {
        let (a, b) = (sensitive(&outer), sensitive(&inner));
        let head = |text: &str| text.chars().take(8).collect::<String>();
        let label = format!("{} {}", head(&outer), head(&inner));
        let pairs = (a.cells().row.len() + 1) * (b.cells().row.len() + 1);
        let (met, steps) = meeting(&a, &b);
        assert_eq!(met, meet, "{label}");
        assert!(steps <= pairs.div_ceil(64) + a.cells().row.len(), "{steps} steps for {label}");
        let mut steps = Steps::limited();
        assert_eq!(containment::one(a.cells(), b.cells(), &mut steps), contained, "{label}");
        let bound = if b.cells().is_text() { pairs } else { 30_000 };
        assert!(steps.taken <= bound, "{} steps for {label}", steps.taken);
    }
}

/// Beyond the limit nothing is claimed, and the coverage is the one that is safe for either effect.
#[test]
fn what_is_not_proven_is_not_certain() {
    // One letter is a colon or it is not, so the two cover everything; but to see it, one must remember for each of the
    // last letters which it was.
    for (width, proven, covered) in [(1, Yes, Coverage::All), (3, Yes, Coverage::All), (40, Unsure, Coverage::Some)] {
        let window = "?".repeat(width);
        let (colon, other) = (sensitive(&format!("*:{window}b*")), sensitive(&format!("*.{window}b*")));
        let inner = sensitive(&format!("{window}???{window}b*"));
        let (found, steps) = containing(&[&colon, &other], &inner);
        assert_eq!(found, proven, "{width}");
        assert!(steps <= MAX_STEPS + 2000, "{steps} steps");
        assert_eq!(coverage(&[&colon, &other], &inner), covered);
    }
}

/// What one asks of a resource of which nothing is known.
#[test]
fn nothing_known_is_covered_by_everything_only() {
    let unknown = Pattern::anything();
    for (entries, expected) in [
        (&["*"][..], Coverage::All),
        (&["arn:*"], Coverage::Some),
        (&["arn:aws:s3:::b/*", "*"], Coverage::All),
        (&["", "?*"], Coverage::All),
        (&["?", "??*"], Coverage::Some),
        (&[], Coverage::None),
    ] {
        let patterns: Vec<_> = entries.iter().map(|entry| sensitive(entry)).collect();
        assert_eq!(coverage(&patterns.iter().collect::<Vec<_>>(), &unknown), expected, "{entries:?}");
    }
    // Every ARN is of some service; not every text is an ARN (R1.38).
    assert_eq!(contains(&unknown, &Pattern::any_arn()), Yes);
    assert_eq!(contains(&Pattern::any_arn(), &unknown), No);
    assert_eq!(contains(&sensitive("arn:*:s3:*:*:*"), &Pattern::any_arn()), No);
}

#[test]
fn coverage_is_combined_on_the_safe_side() {
    use Coverage::{All, None, Some};
    for (a, b, both) in [(All, All, All), (All, Some, Some), (Some, Some, Some), (Some, None, None), (All, None, None)]
    {
        assert_eq!((a.and(b), b.and(a)), (both, both));
    }
    assert_eq!([All, Some, None].map(Coverage::negated), [None, Some, All]);
}
