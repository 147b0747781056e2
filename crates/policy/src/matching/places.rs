//! A glob matched by the set of places that it can have reached in the text.
//!
//! The set begins with one place. Of the letters between two stars, each leaves those places from which it stands as far
//! ahead as there are letters before it. Behind a star come all places from the first that is left, or, where the star
//! must not pass a colon, those up to the next colon. So the work is in proportion to the letters of the pattern,
//! whatever text and pattern are, and small for each (see `lanes`).

use super::lanes::{Lanes, OFTEN, has};
use super::rows::Rows;

/// A piece of a glob with its variable resolved. What stands in the pattern lives as long as that.
#[derive(Debug, Clone, Copy)]
pub(super) enum Atom<'p, 'a> {
    Text(&'p str),
    /// A value of the request.
    Value(&'a str),
    /// `?`; `colon` says whether it matches `:`.
    One {
        colon: bool,
    },
    /// `*`; `colon` says whether it passes `:`.
    Many {
        colon: bool,
    },
}

/// Where the pieces so far can end.
#[derive(Debug, Clone, Copy)]
enum Ends {
    /// Here only.
    At(usize),
    /// Here, and anywhere behind.
    From(usize),
    /// The set tells.
    Set,
}

/// What stands between two stars, and what comes behind.
#[derive(Debug, Clone, Copy)]
struct Segment {
    letters: usize,
    behind: Behind,
}

#[derive(Debug, Clone, Copy)]
enum Behind {
    Nothing,
    /// A star, and whether it passes colons.
    Star {
        colon: bool,
    },
}

/// Whether the pieces match what stands between two places of the text. `steps` is raised by the work done.
pub(super) fn matches<'p, 'a, 'v: 'a>(
    mut atoms: impl Iterator<Item = Atom<'p, 'v>> + Clone,
    rows: &mut Rows<'a>,
    (start, end): (usize, usize),
    reached: &mut Lanes,
    steps: &mut usize,
) -> bool {
    let (mut letters, mut stars) = (0, 0);
    for atom in atoms.clone() {
        match atom {
            Atom::Text(text) | Atom::Value(text) => letters += text.chars().count(),
            Atom::One { .. } => letters += 1,
            Atom::Many { .. } => stars += 1,
        }
    }
    *steps += letters;
    // The last place at which what is to come has room.
    let Some(mut latest) = end.checked_sub(letters) else { return false };
    let lanes = rows.lanes();
    let mut ends = Ends::At(start);
    loop {
        // Behind the last star comes the end of the text. Before it, the first place is as good as any: often what is to
        // come stands there, and nothing more need be asked.
        let (place, only) = match ends {
            Ends::At(place) => (Some(place), true),
            Ends::From(place) if stars == 0 && place <= latest => (Some(latest), true),
            Ends::From(place) => (Some(place), false),
            Ends::Set => (None, false),
        };
        if place.is_some_and(|place| place > latest) {
            return false;
        }
        let mut tried = atoms.clone();
        let found = place.and_then(|place| Some((place, stands(&mut tried, rows, place, steps)?)));
        ends = match found {
            None if only => return false,
            Some((place, Segment { letters, behind: Behind::Nothing })) => return place + letters == end,
            Some((place, Segment { letters, behind: Behind::Star { colon } })) if colon || only => {
                atoms = tried;
                latest += letters;
                if colon {
                    Ends::From(place + letters)
                } else {
                    reached.fill(lanes, place + letters, place + letters);
                    reached.spread(rows.before_no_colon());
                    *steps += 3 * lanes;
                    Ends::Set
                }
            }
            _ => {
                if let Some(place) = place {
                    reached.fill(lanes, place, latest);
                    *steps += lanes;
                }
                let Some(Segment { letters, behind }) = keep(&mut atoms, rows, reached, steps) else { return false };
                latest += letters;
                match behind {
                    Behind::Nothing => return end.checked_sub(letters).is_some_and(|place| reached.has(place)),
                    Behind::Star { colon: true } => match reached.first() {
                        Some(first) => {
                            *steps += lanes;
                            Ends::From(first + letters)
                        }
                        None => return false,
                    },
                    Behind::Star { colon: false } => {
                        if reached.is_empty() {
                            return false;
                        }
                        reached.advance(letters);
                        reached.spread(rows.before_no_colon());
                        *steps += 3 * lanes;
                        Ends::Set
                    }
                }
            }
        };
        stars -= 1;
    }
}

/// What comes up to the next star, if it stands at this place.
fn stands<'p, 'a, 'v: 'a>(
    atoms: &mut impl Iterator<Item = Atom<'p, 'v>>,
    rows: &mut Rows<'a>,
    place: usize,
    steps: &mut usize,
) -> Option<Segment> {
    let mut letters = 0;
    let behind = each(atoms, rows, steps, |row, length, steps| {
        *steps += 1;
        let stands = row.is_none_or(|row| has(row, place + letters));
        letters += length;
        stands
    })?;
    Some(Segment { letters, behind })
}

/// Keeps the places at which stands what comes up to the next star; `None` if there is none.
fn keep<'p, 'a, 'v: 'a>(
    atoms: &mut impl Iterator<Item = Atom<'p, 'v>>,
    rows: &mut Rows<'a>,
    reached: &mut Lanes,
    steps: &mut usize,
) -> Option<Segment> {
    let mut letters = 0;
    let behind = each(atoms, rows, steps, |row, length, steps| {
        if let Some(row) = row {
            *steps += row.len();
            reached.keep(row, letters);
        }
        letters += length;
        letters % OFTEN != 0 || !reached.is_empty()
    })?;
    Some(Segment { letters, behind })
}

/// Calls `go_on` with every row up to the next star, and how many letters it stands for; there is none where any
/// character may stand. `None` if it says no, or if something stands nowhere in the text.
fn each<'p, 'a, 'v: 'a>(
    atoms: &mut impl Iterator<Item = Atom<'p, 'v>>,
    rows: &mut Rows<'a>,
    steps: &mut usize,
    mut go_on: impl FnMut(Option<&[u64]>, usize, &mut usize) -> bool,
) -> Option<Behind> {
    for atom in atoms {
        let yes = match atom {
            Atom::Text(text) => {
                let mut all = text.chars();
                all.all(|letter| rows.before(letter).is_some_and(|row| go_on(Some(row), 1, steps)))
            }
            Atom::Value(value) => {
                let (row, letters) = rows.before_value(value, steps)?;
                go_on(Some(row), letters, steps)
            }
            Atom::One { colon: true } => go_on(None, 1, steps),
            Atom::One { colon: false } => go_on(Some(rows.before_no_colon()), 1, steps),
            Atom::Many { colon } => return Some(Behind::Star { colon }),
        };
        if !yes {
            return None;
        }
    }
    Some(Behind::Nothing)
}
