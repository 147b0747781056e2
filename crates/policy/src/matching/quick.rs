//! The quick ways to match a glob.
//!
//! Most globs are decided by going along the text once. Where every `*` passes anything, only the last one need be
//! remembered: whatever an earlier `*` swallowed, the leftmost match of the piece after it is as good as any other. That
//! reasoning fails for a `*` that must not pass a colon (R1.26); such globs try every end of every `*`. Both ways are quick
//! for what people write and slow for what an attacker writes, so both stop when the decision's fuel is spent.

use super::fold;
use super::form::{cost_of_search, find};
use super::matcher::Matcher;
use super::places::Atom;

/// With more stars than this, every end of every star is not even tried: each is a call within a call.
pub(super) const MOST_STARS: usize = 16;

/// What the comparison with a piece costs.
fn cost(atom: Option<Atom<'_, '_>>, ignore_case: bool) -> usize {
    match atom {
        // Texts are compared many bytes at a time, letters without case one by one.
        Some(Atom::Text(wanted) | Atom::Value(wanted)) if ignore_case => 1 + wanted.len(),
        Some(Atom::Text(wanted) | Atom::Value(wanted)) => 1 + wanted.len() / 32,
        _ => 1,
    }
}

/// Matches a glob all of whose stars pass colons; `None` if the fuel did not last.
pub(super) fn greedy<'p, 'a>(
    atom: &impl Fn(usize) -> Option<Atom<'p, 'a>>,
    text: &str,
    ignore_case: bool,
    matcher: &Matcher<'_>,
) -> Option<bool> {
    let mut at = 0;
    let mut rest = text;
    // The piece after the last star, and the text from which that piece was last tried.
    let mut star: Option<(usize, &str)> = None;
    loop {
        let next = atom(at);
        let burnt = matcher.burn(cost(next, ignore_case));
        // What comes before the first star is tried once, so that it needs no fuel.
        if star.is_some() {
            burnt?;
        }
        let moved = match next {
            Some(Atom::Many { .. }) => {
                if atom(at + 1).is_none() {
                    return Some(true);
                }
                rest = seek(atom(at + 1), rest, ignore_case, matcher)?;
                star = Some((at + 1, rest));
                Some(rest)
            }
            // To compare nothing takes longer than to compare something: it is nowhere in memory.
            Some(Atom::Text("") | Atom::Value("")) => Some(rest),
            Some(Atom::Text(wanted) | Atom::Value(wanted)) if ignore_case => fold::strip_prefix(rest, wanted),
            Some(Atom::Text(wanted) | Atom::Value(wanted)) => rest.strip_prefix(wanted),
            Some(Atom::One { colon }) => one(rest, colon),
            None if rest.is_empty() => return Some(true),
            None => None,
        };
        if let Some(behind) = moved {
            at += 1;
            rest = behind;
            continue;
        }
        // Let the last star take one more character.
        let Some((next, from)) = star else { return Some(false) };
        let Some(behind) = one(from, true) else { return Some(false) };
        at = next;
        rest = seek(atom(next), behind, ignore_case, matcher)?;
        star = Some((next, rest));
    }
}

/// The text from where the piece first fits, if it is one that can be looked for; its end if it fits nowhere. `None` if
/// the fuel did not last.
fn seek<'t>(piece: Option<Atom<'_, '_>>, text: &'t str, ignore_case: bool, matcher: &Matcher<'_>) -> Option<&'t str> {
    let Some(Atom::Text(wanted) | Atom::Value(wanted)) = piece.filter(|_| !ignore_case) else { return Some(text) };
    if wanted.is_empty() {
        return Some(text);
    }
    // To get ready for a long search takes time too.
    matcher.burn(wanted.len())?;
    let at = find(text, wanted).unwrap_or(text.len());
    matcher.burn(cost_of_search(at))?;
    text.get(at..)
}

/// Matches any glob from the piece `at`, by trying every end of each star; `None` if the fuel did not last. Such globs are
/// never without case: they are resources and ARNs.
pub(super) fn every_end<'p, 'a>(
    atom: &impl Fn(usize) -> Option<Atom<'p, 'a>>,
    mut at: usize,
    text: &str,
    matcher: &Matcher<'_>,
) -> Option<bool> {
    let mut rest = text;
    loop {
        let next = atom(at);
        matcher.burn(cost(next, false))?;
        at += 1;
        let moved = match next {
            Some(Atom::Text(wanted) | Atom::Value(wanted)) => rest.strip_prefix(wanted),
            Some(Atom::One { colon }) => one(rest, colon),
            None => return Some(rest.is_empty()),
            Some(Atom::Many { colon }) => loop {
                if every_end(atom, at, rest, matcher)? {
                    return Some(true);
                }
                match one(rest, colon) {
                    Some(behind) => rest = behind,
                    None => return Some(false),
                }
            },
        };
        match moved {
            Some(behind) => rest = behind,
            None => return Some(false),
        }
    }
}

/// The text behind its first character, which may be a colon only if `colon`.
fn one(text: &str, colon: bool) -> Option<&str> {
    let mut chars = text.chars();
    chars.next().filter(|c| colon || *c != ':').map(|_| chars.as_str())
}
