//! Sets of places in a text, a bit for each, all looked at together.
//!
//! The bits are not in the order of the places: were they, whatever lies a few places ahead would have to be shifted into
//! place. They are dealt out to lanes like cards: each lane gets one, then each gets its second. So what is one place
//! ahead is in the next lane, at the same bit, and to look ahead is to begin with a later lane.

/// After so many letters it is worth looking whether a set has a place left.
pub(super) const OFTEN: usize = 8;

/// How many lanes the places of a text take, of which there is one more than characters.
pub(super) fn count(characters: usize) -> usize {
    characters / u64::BITS as usize + 1
}

/// A set of places. Bit `b` of lane `l` is the place `b × lanes + l`.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    now: Vec<u64>,
    /// Room for the next set.
    next: Vec<u64>,
}

impl Lanes {
    pub(super) const NONE: Self = Self { now: Vec::new(), next: Vec::new() };

    /// Makes it all places from the first to the last, if they are in this order, in a text of so many lanes.
    pub(super) fn fill(&mut self, lanes: usize, first: usize, last: usize) {
        self.now.resize(lanes, 0);
        let from = u64::MAX.checked_shl(bits(first / lanes)).unwrap_or(0);
        let until = 2_u64.checked_shl(bits(last / lanes)).unwrap_or(0).wrapping_sub(1);
        // In lanes before that of the first place its bit is of an earlier place; so at the other end.
        let (first, behind_last) = (first % lanes, last % lanes + 1);
        let mut fill = |range: std::ops::Range<usize>, bits| {
            if let Some(lanes) = self.now.get_mut(range) {
                lanes.fill(bits);
            }
        };
        fill(0..first.min(behind_last), from << 1 & until);
        fill(first..behind_last, from & until);
        fill(behind_last..first, from << 1 & until >> 1);
        fill(first.max(behind_last)..lanes, from & until >> 1);
    }

    /// Keeps the places that have one of `row` so far ahead.
    pub(super) fn keep(&mut self, row: &[u64], ahead: usize) {
        let lanes = self.now.len().max(1);
        let (bits, ahead) = (bits(ahead / lanes), ahead % lanes);
        let (Some((first, ahead)), Some((same, next))) =
            (row.split_at_checked(ahead), self.now.split_at_mut_checked(lanes - ahead))
        else {
            return;
        };
        let and = |lanes: &mut [u64], row: &[u64], bits: u32| {
            if bits < u64::BITS {
                lanes.iter_mut().zip(row).for_each(|(lane, row)| *lane &= row >> bits);
            } else {
                lanes.fill(0);
            }
        };
        if bits == 0 {
            same.iter_mut().zip(ahead).for_each(|(lane, row)| *lane &= row);
        } else {
            and(same, ahead, bits);
        }
        // Behind the last lane comes the first, with the next bit.
        and(next, first, bits + 1);
    }

    /// Moves every place on.
    pub(super) fn advance(&mut self, by: usize) {
        let lanes = self.now.len().max(1);
        let (bits, by) = (bits(by / lanes), by % lanes);
        self.next.resize(self.now.len(), 0);
        let (Some((same, last)), Some((first, moved))) =
            (self.now.split_at_checked(lanes - by), self.next.split_at_mut_checked(by))
        else {
            return;
        };
        let shift = |moved: &mut [u64], lanes: &[u64], bits: u32| {
            if bits < u64::BITS {
                moved.iter_mut().zip(lanes).for_each(|(moved, lane)| *moved = lane << bits);
            } else {
                moved.fill(0);
            }
        };
        shift(moved, same, bits);
        shift(first, last, bits + 1);
        std::mem::swap(&mut self.now, &mut self.next);
    }

    /// Adds to every place those that can be reached from it by passing characters before which `through` has a place.
    pub(super) fn spread(&mut self, through: &[u64]) {
        let pass = |lanes: &mut [u64], entering: u64| {
            lanes.iter_mut().zip(through).fold(entering, |last, (lane, through)| {
                *lane |= last;
                *lane & through
            })
        };
        let entering = pass(&mut self.now, 0) << 1;
        if entering == 0 {
            return;
        }
        // What leaves the last lane enters the first with the next bit. Where all lanes let that bit through, it goes on
        // to the one after. Adding a bit to the run of ones it stands in turns these to zeros, up to the end of the run.
        let whole = through.iter().fold(u64::MAX, |whole, through| whole & through);
        pass(&mut self.now, entering | ((entering & whole).wrapping_add(whole) ^ whole));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all() == 0
    }

    /// The bits that some lane has.
    fn all(&self) -> u64 {
        self.now.iter().fold(0, |all, lane| all | lane)
    }

    pub(super) fn first(&self) -> Option<usize> {
        let all = self.all();
        let bit = all & all.wrapping_neg();
        let lane = self.now.iter().position(|lane| lane & bit != 0)?;
        Some(bit.trailing_zeros() as usize * self.now.len() + lane)
    }

    pub(super) fn has(&self, place: usize) -> bool {
        has(&self.now, place)
    }

    pub(super) fn as_row(&self) -> &[u64] {
        &self.now
    }
}

/// Whether a row has the place.
pub(super) fn has(row: &[u64], place: usize) -> bool {
    let lanes = row.len().max(1);
    row.get(place % lanes).is_some_and(|lane| lane.checked_shr(bits(place / lanes)).unwrap_or(0) & 1 == 1)
}

/// By how many bits; too many are too many.
fn bits(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX - 1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn places(set: &Lanes, length: usize) -> BTreeSet<usize> {
        (0..=length).filter(|place| set.has(*place)).collect()
    }

    fn of(lanes: usize, places: &BTreeSet<usize>) -> Vec<u64> {
        let mut row = vec![0; lanes];
        for place in places {
            row[place % lanes] |= 1 << (place / lanes);
        }
        row
    }

    proptest! {
        /// What is done to the lanes is what it says of the places.
        #[test]
        fn lanes_are_sets_of_places(
            length in 0..400_usize,
            wanted in proptest::collection::btree_set(0..400_usize, 0..400),
            (first, last, ahead) in (0..400_usize, 0..400_usize, 0..400_usize),
        ) {
            let lanes = count(length);
            let wanted: BTreeSet<usize> = wanted.into_iter().filter(|place| *place < length).collect();
            let (first, last, ahead) = (first.min(length), last.min(length), ahead.min(length));
            let row = of(lanes, &wanted);
            let mut set = Lanes::default();
            set.fill(lanes, first, last);
            let filled: BTreeSet<usize> = (0..=length).filter(|place| (first..=last).contains(place)).collect();
            prop_assert_eq!(places(&set, length), filled.clone());

            set.keep(&row, ahead);
            let kept: BTreeSet<usize> = filled.iter().copied().filter(|at| wanted.contains(&(at + ahead))).collect();
            prop_assert_eq!(places(&set, length), kept.clone());
            prop_assert_eq!(set.first(), kept.first().copied());
            prop_assert_eq!(set.is_empty(), kept.is_empty());

            set.advance(ahead);
            let moved: BTreeSet<usize> = kept.iter().map(|place| place + ahead).collect();
            prop_assert_eq!(places(&set, length), moved.clone());

            set.spread(&row);
            let mut spread = moved;
            for place in 0..length {
                if spread.contains(&place) && wanted.contains(&place) {
                    spread.insert(place + 1);
                }
            }
            prop_assert_eq!(places(&set, length), spread);
        }
    }
}
