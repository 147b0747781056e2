//! Whether patterns match every text that another matches.
//!
//! The search is for a text of the inner pattern that every outer pattern refuses. Its states are pairs: a place in the
//! inner pattern, and the set of places that the outer patterns can be at after the same letters. A state is bad if the
//! inner pattern may end there and no outer one may. Three things keep the states few:
//!
//! - Of the letters that fit a wildcard of the inner pattern only two are tried (see the module above).
//! - A place is dropped from the set if another one of it accepts whatever it accepts. After a `*` was reached, nothing
//!   before it is of use, which leaves for most patterns about one place.
//! - A state is dropped if a state at the same inner place with fewer outer places was seen: from that one everything
//!   bad is found that would be found from this one.

use std::collections::BTreeMap;

use super::pattern::{Cell, Cells, Letter, Pattern};
use super::{Steps, case};

/// Whether every text of one set is in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Containment {
    /// It is proven that they are.
    Yes,
    /// There is a text that is not.
    No,
    /// The proof would take more than [`super::MAX_STEPS`].
    Unsure,
}

/// Places of the outer patterns, in order.
type Places = Vec<usize>;

/// The outer patterns, one behind the other.
struct Outer {
    nodes: Vec<Node>,
    /// Where each begins.
    starts: Places,
    /// All of them ignore case.
    ignore_case: bool,
}

/// A place of a pattern.
struct Node {
    /// `None` is the end of a pattern.
    cell: Option<Cell>,
    ignore_case: bool,
    /// Of a star: the first place of its pattern from which nothing is accepted but what the star accepts.
    covers: usize,
}

/// Whether a text matches.
pub(super) fn holds(pattern: Cells<'_>, text: &str) -> bool {
    accepts_letters(&Outer::new([pattern]), text.chars().map(Letter::new), &mut Steps::unlimited())
}

/// Whether one pattern contains another.
pub(super) fn one(outer: Cells<'_>, inner: Cells<'_>, steps: &mut Steps) -> Containment {
    let Some((outer, inner)) = outer.trim(inner, |x, y| outer.includes(x, inner, y)) else { return Containment::No };
    if outer.row == [Cell::Many { colon: true }] {
        return Containment::Yes;
    }
    if outer.row == inner.row && (outer.ignore_case || !inner.ignore_case) {
        return Containment::Yes;
    }
    search(&Outer::new([outer]), inner, steps)
}

/// Whether patterns contain another together.
pub(super) fn union(outers: &[&Pattern], inner: &Pattern, steps: &mut Steps) -> Containment {
    let inner = inner.cells();
    // Most entries differ from the pattern in their first letters.
    let touches = |outer: &Cells<'_>| outer.trim(inner, |x, y| outer.share(x, inner, y)).is_some();
    let outers: Vec<_> = outers.iter().map(|outer| outer.cells()).filter(touches).collect();
    if let [outer] = *outers {
        return one(outer, inner, steps);
    }
    // One that contains it by itself is found with less work than by looking at all at once. It gets half of the steps.
    let mut half = Steps { taken: 0, limit: steps.limit / 2 };
    for outer in &outers {
        if one(*outer, inner, &mut half) == Containment::Yes {
            return Containment::Yes;
        }
    }
    steps.take(half.taken.min(steps.limit / 2));
    search(&Outer::new(outers), inner, steps)
}

fn search(outer: &Outer, inner: Cells<'_>, steps: &mut Steps) -> Containment {
    let start = outer.reduced(outer.starts.clone());
    if inner.is_text() && (outer.ignore_case || !inner.ignore_case) {
        // One text, letter by letter: there is nothing to search, and the work is text × patterns.
        let letters = inner.row.iter().filter_map(|cell| match *cell {
            Cell::Letter(c) => Some(Letter::new(c)),
            Cell::One { .. } | Cell::Many { .. } => None,
        });
        let accepted = accepts_letters(outer, letters, steps);
        return if accepted { Containment::Yes } else { Containment::No };
    }
    let mut states = States::default();
    states.add(0, start, outer, steps);
    while let Some((place, places)) = states.open.pop() {
        if steps.are_used_up() {
            return Containment::Unsure;
        }
        // Whatever text the rest of the inner pattern matches, nobody accepts it.
        if places.is_empty() {
            return Containment::No;
        }
        match inner.row.get(place).copied() {
            None if outer.may_end(&places) => {}
            None => return Containment::No,
            Some(Cell::Letter(c)) => {
                let others = if inner.ignore_case && !outer.ignore_case { case::others(c) } else { &[] };
                for c in others.iter().copied().chain([c]) {
                    let moved = outer.advance(&places, Letter::new(c), steps);
                    states.add(place + 1, moved, outer, steps);
                }
            }
            Some(Cell::One { colon }) => {
                for letter in hardest(colon) {
                    let moved = outer.advance(&places, *letter, steps);
                    states.add(place + 1, moved, outer, steps);
                }
            }
            Some(Cell::Many { colon }) => {
                // The state added last is looked at first: after long runs of unnamed letters the places are fewest.
                let moved = hardest(colon).iter().map(|letter| outer.advance(&places, *letter, steps));
                let moved: Vec<_> = moved.collect();
                states.add(place + 1, places, outer, steps);
                for places in moved {
                    states.add(place, places, outer, steps);
                }
            }
        }
    }
    Containment::Yes
}

/// The letters for a wildcard that are hardest to accept.
fn hardest(colon: bool) -> &'static [Letter] {
    if colon { &[Letter::COLON, Letter::Unnamed] } else { &[Letter::Unnamed] }
}

fn accepts_letters(outer: &Outer, letters: impl Iterator<Item = Letter>, steps: &mut Steps) -> bool {
    let mut places = outer.reduced(outer.starts.clone());
    for letter in letters {
        places = outer.advance(&places, letter, steps);
        if places.is_empty() {
            return false;
        }
    }
    outer.may_end(&places)
}

/// The states to look at, and those that were found.
#[derive(Default)]
struct States {
    open: Vec<(usize, Places)>,
    /// By the inner place and the first outer one: whoever has fewer places than a state begins with one of its places.
    seen: BTreeMap<(usize, usize), Vec<Places>>,
}

impl States {
    fn add(&mut self, place: usize, places: Places, outer: &Outer, steps: &mut Steps) {
        if outer.accept_everything(&places) {
            return;
        }
        for (at, first) in places.iter().enumerate() {
            steps.take(1);
            let rest = places.get(at..).unwrap_or_default();
            for fewer in self.seen.get(&(place, *first)).into_iter().flatten() {
                // The state stays open then, and the search will see that it must stop.
                if steps.are_used_up() {
                    break;
                }
                if is_subset(fewer, rest, steps) {
                    return;
                }
            }
        }
        if let Some(first) = places.first() {
            self.seen.entry((place, *first)).or_default().push(places.clone());
        }
        self.open.push((place, places));
    }
}

/// Whether all of one list are in the other; both are in order.
fn is_subset(small: &[usize], large: &[usize], steps: &mut Steps) -> bool {
    let mut rest = large.iter();
    small.iter().all(|wanted| {
        rest.by_ref().inspect(|_| steps.take(1)).find(|found| *found >= wanted).is_some_and(|found| found == wanted)
    })
}

impl Outer {
    fn new<'a>(patterns: impl IntoIterator<Item = Cells<'a>>) -> Self {
        let mut outer = Self { nodes: Vec::new(), starts: Vec::new(), ignore_case: true };
        for pattern in patterns {
            let start = outer.nodes.len();
            outer.starts.push(start);
            outer.ignore_case &= pattern.ignore_case;
            // The first place behind the last cell that may hold a colon: from there on, a star that takes no colon may
            // take all that the cells before it take.
            let mut colonless = start;
            for cell in pattern.row {
                let at = outer.nodes.len();
                let covers = if *cell == (Cell::Many { colon: true }) { start } else { colonless };
                if cell.admits_colon() {
                    colonless = at + 1;
                }
                outer.nodes.push(Node { cell: Some(*cell), ignore_case: pattern.ignore_case, covers });
            }
            outer.nodes.push(Node { cell: None, ignore_case: pattern.ignore_case, covers: start });
        }
        outer
    }

    fn cell(&self, place: usize) -> Option<Cell> {
        self.nodes.get(place).and_then(|node| node.cell)
    }

    fn is_many(&self, place: usize) -> bool {
        self.cell(place).is_some_and(Cell::is_many)
    }

    /// Where the patterns can be one letter later.
    fn advance(&self, places: &[usize], letter: Letter, steps: &mut Steps) -> Places {
        let mut reached = Vec::with_capacity(places.len() + 1);
        for place in places {
            let mut place = *place;
            while let Some(Node { cell: Some(cell), ignore_case, .. }) = self.nodes.get(place) {
                steps.take(1);
                let takes = cell.takes(letter, *ignore_case);
                if !cell.is_many() {
                    if takes {
                        reached.push(place + 1);
                    }
                    break;
                }
                if takes {
                    reached.push(place);
                }
                // Or the star ended before the letter.
                place += 1;
            }
        }
        self.reduced(reached)
    }

    /// The places without those of which another accepts as much.
    fn reduced(&self, mut places: Places) -> Places {
        places.sort_unstable();
        places.dedup();
        // From the back: every place from here on is before a star that covers it.
        let mut covered = usize::MAX;
        for place in places.iter_mut().rev() {
            let at = *place;
            if at >= covered {
                *place = usize::MAX;
            }
            if let Some(node) = self.nodes.get(at).filter(|_| self.is_many(at)) {
                covered = covered.min(node.covers);
            }
        }
        places.retain(|place| *place != usize::MAX);
        // A star may be empty, and so accepts what the place behind it does.
        places.dedup_by(|next, before| *next == *before + 1 && self.is_many(*before));
        places
    }

    fn ends(&self, place: usize) -> bool {
        self.cell(place).is_none()
    }

    /// Whether a text may end here.
    fn may_end(&self, places: &[usize]) -> bool {
        places.iter().any(|place| self.ends(*place) || (self.is_many(*place) && self.ends(*place + 1)))
    }

    /// Whether a pattern has nothing left but a star that takes every letter.
    fn accept_everything(&self, places: &[usize]) -> bool {
        let free = Some(Cell::Many { colon: true });
        places.iter().any(|place| self.cell(*place) == free && self.ends(*place + 1))
    }
}
