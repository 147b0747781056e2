//! Whether two patterns have a text in common.

use std::collections::BTreeMap;

use super::Steps;
use super::pattern::{Cell, Cells};
use crate::matching::fold::fold;

/// A star that takes every letter.
const FREE: Cell = Cell::Many { colon: true };

/// Whether some text matches both.
pub(super) fn meet(a: Cells<'_>, b: Cells<'_>, steps: &mut Steps) -> bool {
    let Some((a, b)) = a.trim(b, |x, y| a.share(x, b, y)) else { return false };
    // A text for the one behind a text for the other: the free stars swallow what is not theirs.
    let joins =
        |first: Cells<'_>, second: Cells<'_>| first.row.last() == Some(&FREE) && second.row.first() == Some(&FREE);
    joins(a, b) || joins(b, a) || walk(a, b, steps)
}

/// Moves along both patterns. A pair of places is reached if some text leads to both. No move leads back, so one row of
/// pairs at a time is enough: the places of `b`, for one place of `a`. The row is a number with a bit for each place, and
/// moving it on is arithmetic.
fn walk(a: Cells<'_>, b: Cells<'_>, steps: &mut Steps) -> bool {
    let columns = Columns::new(a, b);
    let mut row = columns.only(0);
    for cell in a.row {
        steps.take(row.len());
        columns.end_stars(&mut row);
        row = match cell {
            Cell::Many { .. } => columns.fill(&row, columns.sharing(*cell)),
            Cell::Letter(_) | Cell::One { .. } => columns.advance(&row, columns.sharing(*cell)),
        };
        if row.iter().all(|word| *word == 0) {
            return false;
        }
    }
    columns.end_stars(&mut row);
    row.iter().zip(columns.only(b.row.len())).any(|(word, end)| word & end != 0)
}

/// A bit for each place of `b`, the lowest first.
type Bits = Vec<u64>;

/// Which cells of `b` are what.
struct Columns {
    words: usize,
    /// Letters are compared folded: one of the patterns ignores case and the other does not.
    fold: bool,
    letters: BTreeMap<char, Bits>,
    stars: Bits,
    wildcards: Bits,
    /// Wildcards that admit a colon.
    colons: Bits,
    all: Bits,
    /// All but the colons that are letters.
    noncolons: Bits,
    none: Bits,
}

/// The cells in one list or the other.
type Either<'a> = (&'a Bits, &'a Bits);

impl Columns {
    fn new(a: Cells<'_>, b: Cells<'_>) -> Self {
        let words = b.row.len() / BITS + 1;
        let none = vec![0; words];
        let mut columns = Self {
            words,
            fold: a.ignore_case != b.ignore_case,
            letters: BTreeMap::new(),
            stars: none.clone(),
            wildcards: none.clone(),
            colons: none.clone(),
            all: none.clone(),
            noncolons: none.clone(),
            none,
        };
        for (at, cell) in b.row.iter().enumerate() {
            set(&mut columns.all, at);
            if let Cell::Letter(c) = *cell {
                let letter = columns.key(c);
                set(columns.letters.entry(letter).or_insert_with(|| vec![0; words]), at);
            } else {
                set(&mut columns.wildcards, at);
                if cell.admits_colon() {
                    set(&mut columns.colons, at);
                }
            }
            if cell.is_many() {
                set(&mut columns.stars, at);
            }
            if *cell != Cell::Letter(':') {
                set(&mut columns.noncolons, at);
            }
        }
        columns
    }

    fn key(&self, c: char) -> char {
        if self.fold { fold(c) } else { c }
    }

    /// The row with one place reached.
    fn only(&self, place: usize) -> Bits {
        let mut row = self.none.clone();
        set(&mut row, place);
        row
    }

    /// The cells of `b` that share a letter with a cell of `a`.
    fn sharing(&self, cell: Cell) -> Either<'_> {
        match cell {
            Cell::Letter(c) => {
                let letters = self.letters.get(&self.key(c)).unwrap_or(&self.none);
                (letters, if c == ':' { &self.colons } else { &self.wildcards })
            }
            Cell::One { colon: true } | Cell::Many { colon: true } => (&self.all, &self.none),
            Cell::One { colon: false } | Cell::Many { colon: false } => (&self.noncolons, &self.none),
        }
    }

    /// Whoever is at a star may be behind it. There are no two side by side.
    fn end_stars(&self, row: &mut Bits) {
        let mut carry = 0;
        for (word, stars) in row.iter_mut().zip(&self.stars) {
            let ended = *word & stars;
            *word |= ended << 1 | carry;
            carry = ended >> (BITS - 1);
        }
    }

    /// Both patterns move by one letter. At a star one stays, elsewhere one goes to the next place.
    fn advance(&self, row: &Bits, sharing: Either<'_>) -> Bits {
        let mut next = Vec::with_capacity(self.words);
        let mut carry = 0;
        for (((word, stars), one), other) in row.iter().zip(&self.stars).zip(sharing.0).zip(sharing.1) {
            let moved = word & (one | other);
            let gone = moved & !stars;
            next.push(moved & stars | gone << 1 | carry);
            carry = gone >> (BITS - 1);
        }
        next
    }

    /// While a star of `a` lasts, `b` moves by as many letters as it can share. Adding a bit to a run of ones carries it
    /// to the first place behind the run, and flips all on the way.
    fn fill(&self, row: &Bits, sharing: Either<'_>) -> Bits {
        let mut next = Vec::with_capacity(self.words);
        let mut carry = false;
        for ((word, one), other) in row.iter().zip(sharing.0).zip(sharing.1) {
            let run = one | other;
            let (sum, over) = run.overflowing_add(word & run);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry));
            carry = over || over_again;
            next.push((sum ^ run) | word);
        }
        next
    }
}

/// The bits of a word.
const BITS: usize = u64::BITS as usize;

fn set(bits: &mut Bits, at: usize) {
    if let Some(word) = bits.get_mut(at / BITS) {
        *word |= 1 << (at % BITS);
    }
}
