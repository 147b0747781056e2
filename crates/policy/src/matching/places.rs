//! A glob matched by the set of places that it can have reached in the text, a bit for each place.
//!
//! The set begins with the place before the first character. A letter moves every place that stands before that letter
//! on by one, `*` adds all places behind the first, or up to the next colon, and a place behind the last character at the
//! end is a match. All places move at once, 64 in a word. So the work is a word operation for each letter of the pattern
//! and 64 characters of the text, whatever they are. Setting it up costs more than most globs take to match: `glob` uses
//! it for the rest.

use super::fold;
use super::glob::Atom;

const BITS: usize = 64;

/// So few letters are looked for one by one, in many characters at once.
const FEW_LETTERS: usize = 8;

/// A set of places in a text.
type Places = Box<[u64]>;

/// A text, by where its characters stand.
#[derive(Debug)]
struct Text {
    /// The characters that matter, in order.
    letters: Vec<char>,
    /// The places before each of them, one behind the other.
    before: Places,
    /// The places before any character, and before any but a colon.
    any: Places,
    any_but_colon: Places,
    length: usize,
}

impl Text {
    /// `wanted` are the characters that matter, in order; `bound`: some piece must not pass a colon.
    fn new(text: &str, length: usize, wanted: Vec<char>, bound: bool, ignore_case: bool) -> Self {
        let words = words(length);
        let all = |word| if word + 1 < words { u64::MAX } else { (1 << (length % BITS)) - 1 };
        let any: Places = (0..words).map(all).collect();
        let mut made = Self {
            before: vec![0; wanted.len() * words].into(),
            letters: wanted,
            any_but_colon: any.clone(),
            any,
            length,
        };
        if text.is_ascii() && made.letters.len() <= FEW_LETTERS {
            for (letter, places) in made.letters.iter().zip(made.before.chunks_exact_mut(words)) {
                // A letter that is no ASCII is not in this text.
                let Ok(letter) = u8::try_from(*letter) else { continue };
                note(text.as_bytes(), letter, |at, bits| add(places, at, bits));
                if ignore_case && letter.is_ascii_lowercase() {
                    note(text.as_bytes(), letter.to_ascii_uppercase(), |at, bits| add(places, at, bits));
                }
            }
            if bound {
                note(text.as_bytes(), b':', |at, bits| {
                    if let Some(word) = made.any_but_colon.get_mut(at) {
                        *word &= !bits;
                    }
                });
            }
            return made;
        }
        // Most letters are ASCII and find their row in a table.
        let mut rows = [usize::MAX; 128];
        for (row, letter) in made.letters.iter().enumerate() {
            let upper = if ignore_case { letter.to_ascii_uppercase() } else { *letter };
            for case in [*letter, upper] {
                if let Some(slot) = rows.get_mut(case as usize) {
                    *slot = row;
                }
            }
        }
        for (place, c) in text.chars().enumerate() {
            let row = match rows.get(c as usize) {
                Some(row) => *row,
                None => {
                    let folded = if ignore_case { fold::fold(c) } else { c };
                    made.letters.binary_search(&folded).unwrap_or(usize::MAX)
                }
            };
            if row != usize::MAX {
                add(&mut made.before, row * words + place / BITS, 1 << (place % BITS));
            }
            if let Some(word) = made.any_but_colon.get_mut(place / BITS).filter(|_| c == ':') {
                *word &= !(1 << (place % BITS));
            }
        }
        made
    }

    fn before(&self, letter: char) -> Option<&[u64]> {
        let words = words(self.length);
        let at = self.letters.binary_search(&letter).ok()? * words;
        self.before.get(at..at + words)
    }
}

/// How many words hold the places of a text, of which there is one more than characters.
fn words(length: usize) -> usize {
    length / BITS + 1
}

/// Whether the whole text matches. `steps` is raised by the work done.
pub(super) fn matches<'a>(
    atom: &impl Fn(usize) -> Option<Atom<'a>>,
    text: &str,
    ignore_case: bool,
    steps: &mut usize,
) -> bool {
    let folded = |c: char| if ignore_case { fold::fold(c) } else { c };
    // What both begin with needs no places.
    let (first, text) = match atom(0) {
        Some(Atom::Text(beginning)) if !ignore_case => match text.strip_prefix(beginning) {
            Some(rest) => (1, rest),
            None => return false,
        },
        _ => (0, text),
    };
    let atoms = || (first..).map_while(atom);
    let length = if text.is_ascii() { text.len() } else { text.chars().count() };
    let mut wanted: Vec<char> = Vec::new();
    let mut bound = false;
    let mut letters = 0;
    for atom in atoms() {
        match atom {
            Atom::Text(text) => {
                for c in text.chars().map(folded) {
                    letters += 1;
                    // Many are in no order yet.
                    if wanted.len() >= FEW_LETTERS {
                        wanted.push(c);
                    } else if let Err(at) = wanted.binary_search(&c) {
                        wanted.insert(at, c);
                    }
                }
            }
            Atom::One { colon } => {
                letters += 1;
                bound |= !colon;
            }
            Atom::Many { colon } => bound |= !colon,
        }
    }
    *steps += letters + length;
    let Some(mut reached) = Reached::new(length, letters) else { return false };
    if wanted.len() >= FEW_LETTERS {
        wanted.sort_unstable();
        wanted.dedup();
    }
    let text = Text::new(text, length, wanted, bound, ignore_case);
    for atom in atoms() {
        let alive = match atom {
            Atom::Text(wanted) => wanted.chars().map(folded).all(|c| match text.before(c) {
                Some(before) => reached.step(before, steps),
                None => false,
            }),
            Atom::One { colon: true } => reached.step(&text.any, steps),
            Atom::One { colon: false } => reached.step(&text.any_but_colon, steps),
            Atom::Many { colon: true } => reached.spread_to_the_end(steps),
            Atom::Many { colon: false } => reached.spread(&text.any_but_colon, steps),
        };
        if !alive {
            return false;
        }
    }
    reached.has(text.length)
}

/// The places that can have been reached.
///
/// They lie behind as many characters as letters have been passed, and before as many as letters are to come: only the
/// words between are looked at.
#[derive(Debug)]
struct Reached {
    now: Places,
    /// Room for the next step.
    next: Places,
    passed: usize,
    to_come: usize,
    length: usize,
}

impl Reached {
    /// The place before the first character; `None` if the text is shorter than the pattern has letters.
    fn new(length: usize, letters: usize) -> Option<Self> {
        if letters > length {
            return None;
        }
        let (mut now, next): (Places, Places) = (vec![0; words(length)].into(), vec![0; words(length)].into());
        add(&mut now, 0, 1);
        Some(Self { now, next, passed: 0, to_come: letters, length })
    }

    /// The words of the places that count, and how many these are.
    fn words(&self) -> (std::ops::RangeInclusive<usize>, usize) {
        let (first, last) = (self.passed / BITS, self.length.saturating_sub(self.to_come) / BITS);
        (first..=last, (last + 1).saturating_sub(first))
    }

    /// Moves every place that is also one of `before` on by one; whether there is any.
    fn step(&mut self, before: &[u64], steps: &mut usize) -> bool {
        let (words, count) = self.words();
        *steps += count;
        // A place moves into the next word at most.
        let into = *words.start()..=(words.end() + 1).min(self.length / BITS);
        self.passed += 1;
        self.to_come = self.to_come.saturating_sub(1);
        let (Some(now), Some(before), Some(next)) =
            (self.now.get_mut(words.clone()), before.get(words), self.next.get_mut(into))
        else {
            return false;
        };
        // Two plain loops, in which no word waits for another: several are done at once.
        now.iter_mut().zip(before).for_each(|(word, before)| *word &= before);
        if let (Some(word), Some(next)) = (now.first(), next.first_mut()) {
            *next = word << 1;
        }
        if let (Some(next), Some(tail)) = (next.get_mut(1..), now.get(1..)) {
            let pairs = tail.iter().zip(&*now);
            next.iter_mut().zip(pairs).for_each(|(next, (word, last))| *next = word << 1 | last >> (BITS - 1));
        }
        if let (Some(next), Some(last)) = (next.get_mut(count), now.last()) {
            *next = last >> (BITS - 1);
        }
        let alive = next.iter().any(|word| *word != 0);
        std::mem::swap(&mut self.now, &mut self.next);
        alive
    }

    /// Adds to every place those that can be reached from it by passing characters of `through` only.
    fn spread(&mut self, through: &[u64], steps: &mut usize) -> bool {
        let (words, count) = self.words();
        *steps += count;
        let (Some(now), Some(through)) = (self.now.get_mut(words.clone()), through.get(words)) else { return false };
        // Adding a place to the run of ones it stands in turns these to zeros, up to the end of the run.
        let mut carried = false;
        for (word, through) in now.iter_mut().zip(through) {
            let (sum, over) = (*word & through).overflowing_add(*through);
            let (sum, over_again) = sum.overflowing_add(u64::from(carried));
            carried = over || over_again;
            *word |= sum ^ through;
        }
        true
    }

    /// Adds all places behind the first.
    fn spread_to_the_end(&mut self, steps: &mut usize) -> bool {
        let (words, count) = self.words();
        *steps += count;
        let Some(now) = self.now.get_mut(words) else { return false };
        let mut behind = now.iter_mut().skip_while(|word| **word == 0);
        if let Some(first) = behind.next() {
            *first = u64::MAX << first.trailing_zeros();
        }
        behind.for_each(|word| *word = u64::MAX);
        true
    }

    fn has(&self, place: usize) -> bool {
        self.now.get(place / BITS).is_some_and(|word| word >> (place % BITS) & 1 == 1)
    }
}

/// Tells, a word at a time, before which bytes of the text the letter stands; eight bytes are compared at once.
fn note(text: &[u8], letter: u8, mut tell: impl FnMut(usize, u64)) {
    const LOW_BITS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    /// Brings the lowest bit of each byte into the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let same = u64::from_le_bytes([letter; 8]);
    // The highest bit of each byte that is not different, then the eight bits side by side.
    let equal = |eight: [u8; 8]| {
        let different = u64::from_le_bytes(eight) ^ same;
        let equal = !(((different & LOW_BITS) + LOW_BITS) | different | LOW_BITS);
        (equal >> 7).wrapping_mul(GATHER) >> 56
    };
    for (at, chunk) in text.chunks(BITS).enumerate() {
        let (eights, rest) = chunk.as_chunks();
        let mut last = [!letter; 8];
        last.iter_mut().zip(rest).for_each(|(slot, b)| *slot = *b);
        let all = eights.iter().copied().chain((!rest.is_empty()).then_some(last));
        tell(at, all.zip((0..).step_by(8)).fold(0, |word, (eight, shift)| word | equal(eight) << shift));
    }
}

fn add(places: &mut [u64], at: usize, bits: u64) {
    if let Some(word) = places.get_mut(at) {
        *word |= bits;
    }
}
