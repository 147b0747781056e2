//! A text, by where its characters stand.
//!
//! For each character there is a row of bits, one for each place of the text, dealt out to lanes (see `lanes`). A text is
//! read once for all the patterns that a decision holds against it.

use super::fold;
use super::lanes::{self, Lanes};

/// That there is no row.
const NONE: usize = usize::MAX;

/// So many characters that are not ASCII are looked for before they are put in order.
const FEW: usize = 4;

/// The rows of a text.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    /// How many characters the text has.
    length: usize,
    lanes: usize,
    /// All rows, one behind the other.
    rows: Vec<u64>,
    /// Where the row of each ASCII letter begins. Ignoring case, both have the same.
    ascii: [usize; 128],
    ignore_case: bool,
    /// The other characters, folded if case is ignored, and the places before them.
    others: Vec<(char, usize)>,
    /// How many of the other characters were looked for.
    looked_for: usize,
    /// Where the rows of other characters begin that were asked for, in order.
    made: Vec<(char, usize)>,
    /// Values that were asked for, with their lengths and where their rows begin.
    values: Vec<(&'a str, usize, usize)>,
    /// Empty until it is asked for.
    no_colon: Vec<u64>,
}

impl<'a> Rows<'a> {
    /// The rows of no text.
    pub(super) const fn empty() -> Self {
        Self {
            length: 0,
            lanes: 1,
            rows: Vec::new(),
            ascii: [NONE; 128],
            ignore_case: false,
            others: Vec::new(),
            looked_for: 0,
            made: Vec::new(),
            values: Vec::new(),
            no_colon: Vec::new(),
        }
    }

    /// Makes them the rows of this text.
    pub(super) fn read(&mut self, text: &str, ignore_case: bool) {
        let is_ascii = text.is_ascii();
        self.length = if is_ascii { text.len() } else { text.chars().count() };
        self.lanes = lanes::count(self.length);
        self.ignore_case = ignore_case;
        self.ascii = [NONE; 128];
        self.rows.clear();
        self.others.clear();
        self.looked_for = 0;
        self.made.clear();
        self.values.clear();
        self.no_colon.clear();
        if is_ascii {
            self.read_ascii(text.as_bytes());
        } else {
            self.read_any(text);
        }
    }

    fn read_ascii(&mut self, text: &[u8]) {
        let fold = |letter: u8| if self.ignore_case { letter.to_ascii_lowercase() } else { letter };
        // A row for all letters between the first and the last: to find those that are there would take longer.
        let first = text.iter().copied().fold(u8::MAX, u8::min);
        let mut last = text.iter().copied().fold(0, u8::max);
        if self.ignore_case {
            last = last.max(b'z');
        }
        // A table for every byte there is, so that no look-up has to be checked.
        let mut starts = [NONE; 256];
        for (letter, start) in (0..=u8::MAX).zip(&mut starts) {
            if (first..=last).contains(&fold(letter)) {
                *start = usize::from(fold(letter) - first) * self.lanes;
            }
        }
        self.ascii.iter_mut().zip(starts).for_each(|(row, start)| *row = start);
        self.rows.resize((usize::from(last) + 1).saturating_sub(usize::from(first)) * self.lanes, 0);
        let rows = self.rows.as_mut_slice();
        for (bit, letters) in text.chunks(self.lanes).enumerate() {
            let bit = 1 << bit;
            for (lane, letter) in letters.iter().enumerate() {
                let start = starts.get(usize::from(*letter)).copied().unwrap_or(NONE);
                if let Some(lane) = rows.get_mut(start.wrapping_add(lane)) {
                    *lane |= bit;
                }
            }
        }
    }

    fn read_any(&mut self, text: &str) {
        for (place, c) in text.chars().enumerate() {
            // The few other characters that are ASCII but for case are folded.
            let c = if self.ignore_case { fold::fold(c) } else { c };
            if c.is_ascii() {
                let row = self.row_of_ascii(c);
                self.mark(row, place);
            } else {
                self.others.push((c, place));
            }
        }
    }

    fn row_of_ascii(&mut self, c: char) -> usize {
        let known = self.ascii.get(c as usize).copied().unwrap_or(NONE);
        if known != NONE {
            return known;
        }
        let row = self.add();
        let cases = if self.ignore_case { [c.to_ascii_lowercase(), c.to_ascii_uppercase()] } else { [c; 2] };
        for case in cases {
            if let Some(slot) = self.ascii.get_mut(case as usize) {
                *slot = row;
            }
        }
        row
    }

    /// An empty row.
    fn add(&mut self) -> usize {
        let row = self.rows.len();
        self.rows.resize(row + self.lanes, 0);
        row
    }

    fn mark(&mut self, row: usize, place: usize) {
        if let Some(lane) = self.rows.get_mut(row.saturating_add(place % self.lanes)) {
            *lane |= 1 << (place / self.lanes);
        }
    }

    pub(super) fn length(&self) -> usize {
        self.length
    }

    pub(super) fn lanes(&self) -> usize {
        self.lanes
    }

    /// The places before the character; `None` if the text has none.
    pub(super) fn before(&mut self, c: char) -> Option<&[u64]> {
        let row = match self.ascii.get(c as usize) {
            Some(row) => *row,
            None => self.row_of_other(c)?,
        };
        self.row(row)
    }

    /// The places before any character but a colon.
    pub(super) fn before_no_colon(&mut self) -> &[u64] {
        if self.no_colon.is_empty() {
            // Before every character, but not behind the last.
            let mut any = Lanes::default();
            match self.length.checked_sub(1) {
                Some(last) => any.fill(self.lanes, 0, last),
                None => any.fill(self.lanes, 1, 0),
            }
            let colon = self.before(':').unwrap_or_default().iter().chain(std::iter::repeat(&0));
            self.no_colon = any.as_row().iter().zip(colon).map(|(any, colon)| any & !colon).collect();
        }
        &self.no_colon
    }

    /// The places at which a value of the request stands, and how many letters it has; `None` if it stands nowhere. Such
    /// a value may be long, and stand for variables in many patterns.
    pub(super) fn before_value(&mut self, value: &'a str, steps: &mut usize) -> Option<(&[u64], usize)> {
        let known = self.values.iter().find(|(known, ..)| std::ptr::eq(*known, value));
        let (length, row) = match known {
            Some((_, length, row)) => (*length, *row),
            None => self.add_value(value, steps),
        };
        Some((self.row(row)?, length))
    }

    fn add_value(&mut self, value: &'a str, steps: &mut usize) -> (usize, usize) {
        let mut set = Lanes::default();
        set.fill(self.lanes, 0, self.length);
        let mut length = 0;
        for letter in value.chars() {
            *steps += self.lanes;
            match self.before(letter) {
                Some(row) => set.keep(row, length),
                None => set.fill(self.lanes, 1, 0),
            }
            length += 1;
            if length % lanes::OFTEN == 0 && set.is_empty() {
                length = value.chars().count();
                break;
            }
        }
        let row = if set.is_empty() { NONE } else { self.rows.len() };
        if row != NONE {
            self.rows.extend(set.as_row());
        }
        self.values.push((value, length, row));
        (length, row)
    }

    fn row(&self, row: usize) -> Option<&[u64]> {
        self.rows.get(row..row.saturating_add(self.lanes))
    }

    fn row_of_other(&mut self, c: char) -> Option<usize> {
        let c = if self.ignore_case { fold::fold(c) } else { c };
        if let Some(row) = self.ascii.get(c as usize) {
            return Some(*row);
        }
        let slot = match self.made.binary_search_by_key(&c, |(made, _)| *made) {
            Ok(at) => return self.made.get(at).map(|(_, row)| *row),
            Err(slot) => slot,
        };
        // For a few characters it takes less time to go through all than to put them in order.
        self.looked_for += 1;
        if self.looked_for == FEW {
            self.others.sort_unstable();
        }
        let range = if self.looked_for < FEW {
            0..self.others.len()
        } else {
            let first = self.others.partition_point(|(other, _)| *other < c);
            first..first + self.others.iter().skip(first).take_while(|(other, _)| *other == c).count()
        };
        if !self.others.get(range.clone()).unwrap_or_default().iter().any(|(other, _)| *other == c) {
            return None;
        }
        let row = self.add();
        for at in range {
            if let Some((_, place)) = self.others.get(at).filter(|(other, _)| *other == c) {
                self.mark(row, *place);
            }
        }
        self.made.insert(slot, (c, row));
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A row has the places before its character and no other, whatever was read into the same memory before.
        #[test]
        fn a_row_is_where_a_character_stands(
            texts in proptest::collection::vec("[ -~]{0,100}|[A-Z_\\[a-c]{0,200}|[aAéÉKk\u{212a}\u{17f}:]{0,150}", 1..4),
            ignore_case: bool,
        ) {
            let fold = |c| if ignore_case { fold::fold(c) } else { c };
            let mut rows = Rows::empty();
            for text in &texts {
                rows.read(text, ignore_case);
                let letters: Vec<char> = text.chars().collect();
                prop_assert_eq!(rows.length(), letters.len());
                for wanted in (' '..='~').chain("éÉ\u{212a}\u{17f}ß".chars()) {
                    let row = rows.before(wanted).map(<[u64]>::to_vec).unwrap_or_default();
                    for place in 0..=letters.len() {
                        let stands = letters.get(place).is_some_and(|c| fold(*c) == fold(wanted));
                        prop_assert_eq!(lanes::has(&row, place), stands, "{} at {}", wanted, place);
                    }
                }
                for place in 0..=letters.len() {
                    let no_colon = letters.get(place).is_some_and(|c| *c != ':');
                    prop_assert_eq!(lanes::has(rows.before_no_colon(), place), no_colon);
                }
            }
        }

        /// The row of a value has the places at which it stands.
        #[test]
        fn the_row_of_a_value_is_where_it_stands(text in "[ab]{0,150}|[abé]{0,150}", cut in (0..150_usize, 0..90_usize)) {
            let letters: Vec<char> = text.chars().collect();
            let cut: String = letters.iter().skip(cut.0).take(cut.1).collect();
            let odd = [&*cut, "b"].concat();
            let mut rows = Rows::empty();
            rows.read(&text, false);
            for value in [&*cut, &*odd, &*cut, ""] {
                let wanted: Vec<char> = value.chars().collect();
                let (row, length) = match rows.before_value(value, &mut 0) {
                    Some((row, length)) => (row.to_vec(), length),
                    None => (Vec::new(), wanted.len()),
                };
                prop_assert_eq!(length, wanted.len());
                for place in 0..=letters.len() {
                    prop_assert_eq!(lanes::has(&row, place), letters[place..].starts_with(&wanted));
                }
            }
        }
    }
}
