//! A glob matched in a text that nobody has read.
//!
//! To read a long text for a single pattern (see `rows`) takes longer than to go through it: what stands between two stars
//! is held against many places at once, a byte of the text for each. That is worth it once, and for few letters.

use super::places::Atom;

/// How many places are looked at together.
const TOGETHER: usize = 64;

/// Between two stars may stand so many letters, beside any number of `?`.
const MOST_LETTERS: usize = 32;

/// What stands between two stars.
#[derive(Debug, Clone, Copy, Default)]
struct Segment {
    /// How far ahead each letter stands, and the letter.
    letters: [(u32, u8); MOST_LETTERS],
    count: usize,
    length: usize,
    /// Whether a star comes behind.
    star: bool,
}

/// Whether the pieces match the whole text, which must be ASCII; `None` if they are of a kind that is not for here.
/// `steps` is raised by the work done.
pub(super) fn matches<'p, 'v>(
    mut atoms: impl Iterator<Item = Atom<'p, 'v>>,
    text: &[u8],
    steps: &mut usize,
) -> Option<bool> {
    let first = Segment::next(&mut atoms)?;
    if !first.star {
        return Some(first.length == text.len() && first.fits(text, 0));
    }
    if !first.fits(text, 0) {
        return Some(false);
    }
    let mut place = first.length;
    loop {
        let segment = Segment::next(&mut atoms)?;
        if !segment.star {
            let last = text.len().checked_sub(segment.length).filter(|last| *last >= place);
            return Some(last.is_some_and(|last| segment.fits(text, last)));
        }
        match segment.first_fit(text, place, steps) {
            Some(found) => place = found + segment.length,
            None => return Some(false),
        }
    }
}

impl Segment {
    /// What comes up to the next star; `None` if it is not for here.
    fn next<'p, 'v>(atoms: &mut impl Iterator<Item = Atom<'p, 'v>>) -> Option<Self> {
        let mut segment = Self::default();
        for atom in atoms {
            match atom {
                Atom::Text(text) | Atom::Value(text) => {
                    // In the bytes of a letter that is not ASCII the text has no equal.
                    for letter in text.bytes() {
                        *segment.letters.get_mut(segment.count)? = (u32::try_from(segment.length).ok()?, letter);
                        segment.count += 1;
                        segment.length += 1;
                    }
                }
                Atom::One { colon: true } => segment.length += 1,
                Atom::Many { colon: true } => {
                    segment.star = true;
                    break;
                }
                Atom::One { colon: false } | Atom::Many { colon: false } => return None,
            }
        }
        Some(segment)
    }

    fn letters(&self) -> impl Iterator<Item = (usize, u8)> {
        self.letters.iter().take(self.count).map(|(ahead, letter)| (*ahead as usize, *letter))
    }

    /// Whether it stands at this place.
    fn fits(&self, text: &[u8], place: usize) -> bool {
        place + self.length <= text.len()
            && self.letters().all(|(ahead, letter)| text.get(place + ahead) == Some(&letter))
    }

    /// The first place from this one on at which it stands.
    fn first_fit(&self, text: &[u8], from: usize, steps: &mut usize) -> Option<usize> {
        let behind_last = (text.len() + 1).checked_sub(self.length)?;
        let Some(last_start) = behind_last.checked_sub(TOGETHER).filter(|last| *last >= from) else {
            return (from..behind_last).find(|place| self.fits(text, *place));
        };
        let mut start = from;
        loop {
            let mut fit = [u8::MAX; TOGETHER];
            for (ahead, letter) in self.letters() {
                let letters: &[u8; TOGETHER] = text.get(start + ahead..)?.first_chunk()?;
                fit.iter_mut().zip(letters).for_each(|(fit, other)| *fit &= if *other == letter { u8::MAX } else { 0 });
            }
            *steps += 1 + self.count;
            // Whether there is any is found out for all together, which one there is one by one.
            if fit != [0; TOGETHER] {
                return fit.iter().position(|fit| *fit != 0).map(|found| start + found);
            }
            if start == last_start {
                return None;
            }
            // Some of the last places may be looked at again.
            start = (start + TOGETHER).min(last_start);
        }
    }
}
