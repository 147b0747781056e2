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
    /// The characters that matter and are there, in order, and the places before them.
    letters: Vec<(char, Places)>,
    /// The places before any character, and before any but a colon.
    any: Places,
    any_but_colon: Places,
    length: usize,
}

impl Text {
    /// `wanted` are the characters that matter, in order; `bound`: some piece must not pass a colon.
    fn new(text: &str, wanted: Vec<char>, bound: bool, ignore_case: bool) -> Self {
        let length = if text.is_ascii() { text.len() } else { text.chars().count() };
        let words = length / BITS + 1;
        let all = |word| if word + 1 < words { u64::MAX } else { (1 << (length % BITS)) - 1 };
        let any: Places = (0..words).map(all).collect();
        let mut made = Self {
            letters: wanted.into_iter().map(|c| (c, vec![0; words].into())).collect(),
            any_but_colon: any.clone(),
            any,
            length,
        };
        if text.is_ascii() && made.letters.len() <= FEW_LETTERS {
            for (letter, places) in &mut made.letters {
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
        for (place, c) in text.chars().enumerate() {
            let folded = if ignore_case { fold::fold(c) } else { c };
            let letter = made.letters.binary_search_by_key(&folded, |(letter, _)| *letter);
            if let Some((_, places)) = letter.ok().and_then(|at| made.letters.get_mut(at)) {
                add(places, place / BITS, 1 << (place % BITS));
            }
            if let Some(word) = made.any_but_colon.get_mut(place / BITS).filter(|_| c == ':') {
                *word &= !(1 << (place % BITS));
            }
        }
        made
    }

    fn before(&self, letter: char) -> Option<&[u64]> {
        let at = self.letters.binary_search_by_key(&letter, |(own, _)| *own).ok()?;
        self.letters.get(at).map(|(_, places)| &**places)
    }
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
    let mut wanted: Vec<char> = Vec::new();
    let mut bound = false;
    for atom in atoms() {
        match atom {
            Atom::Text(text) => {
                for c in text.chars().map(folded) {
                    *steps += 1;
                    if let Err(at) = wanted.binary_search(&c) {
                        wanted.insert(at, c);
                    }
                }
            }
            Atom::One { colon } | Atom::Many { colon } => bound |= !colon,
        }
    }
    let text = Text::new(text, wanted, bound, ignore_case);
    *steps += text.length;

    let words = text.any.len();
    let (mut reached, mut next) = (vec![0; words], vec![0; words]);
    add(&mut reached, 0, 1);
    for atom in atoms() {
        match atom {
            Atom::Text(wanted) => {
                for c in wanted.chars().map(folded) {
                    *steps += words;
                    let Some(before) = text.before(c) else { return false };
                    if !step(&mut reached, before, &mut next) {
                        return false;
                    }
                    std::mem::swap(&mut reached, &mut next);
                }
            }
            Atom::One { colon } => {
                *steps += words;
                if !step(&mut reached, if colon { &text.any } else { &text.any_but_colon }, &mut next) {
                    return false;
                }
                std::mem::swap(&mut reached, &mut next);
            }
            Atom::Many { colon } => {
                *steps += words;
                spread(&mut reached, if colon { &text.any } else { &text.any_but_colon });
            }
        }
    }
    reached.get(text.length / BITS).is_some_and(|word| word >> (text.length % BITS) & 1 == 1)
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

/// Moves every place that is also one of `before` on by one; whether there is any. `reached` is used up.
fn step(reached: &mut [u64], before: &[u64], next: &mut [u64]) -> bool {
    // Two plain loops, in which no word waits for another: several are done at once.
    reached.iter_mut().zip(before).for_each(|(word, before)| *word &= before);
    if let (Some(word), Some(next)) = (reached.first(), next.first_mut()) {
        *next = word << 1;
    }
    if let (Some(words), Some(next)) = (reached.get(1..), next.get_mut(1..)) {
        let pairs = words.iter().zip(&*reached);
        next.iter_mut().zip(pairs).for_each(|(next, (word, last))| *next = word << 1 | last >> (BITS - 1));
    }
    next.iter().any(|word| *word != 0)
}

/// Adds to every place those that can be reached from it by passing characters of `through` only.
fn spread(reached: &mut [u64], through: &[u64]) {
    // Adding a place to the run of ones it stands in turns these to zeros, up to the end of the run.
    let mut carried = false;
    for (word, through) in reached.iter_mut().zip(through) {
        let (sum, over) = (*word & through).overflowing_add(*through);
        let (sum, over_again) = sum.overflowing_add(u64::from(carried));
        carried = over || over_again;
        *word |= sum ^ through;
    }
}

fn add(places: &mut [u64], at: usize, bits: u64) {
    if let Some(word) = places.get_mut(at) {
        *word |= bits;
    }
}
