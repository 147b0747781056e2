//! A glob as an automaton whose states are the bits of a few words.
//!
//! State *i* means: the first *i* letters of the pattern have matched. For each character of the text every state moves
//! at once, by a shift; a `*` keeps its state. So the work for a character is a word operation for each 64 letters of the
//! pattern, whatever the pattern is. Setting it up costs more than most globs take to match: `glob` uses it for the rest.

use super::fold;
use super::glob::Atom;

const BITS: usize = 64;

/// A compiled pattern with its variables resolved.
#[derive(Debug)]
pub(super) struct Automaton {
    ignore_case: bool,
    letters: usize,
    /// For each character of the pattern, in order: the states that it leads out of.
    moves: Vec<(char, Vec<u64>)>,
    /// States that any character leads out of, and those that any character but a colon does.
    any: Vec<u64>,
    any_but_colon: Vec<u64>,
    /// States that any character keeps, and those that any character but a colon does.
    kept: Vec<u64>,
    kept_but_colon: Vec<u64>,
}

impl Automaton {
    pub(super) fn new<'a>(atom: &impl Fn(usize) -> Option<Atom<'a>>, ignore_case: bool) -> Self {
        let atoms = || (0..).map_while(atom);
        let letters = atoms().map(|atom| match atom {
            Atom::Text(text) => text.chars().count(),
            Atom::One { .. } => 1,
            Atom::Many { .. } => 0,
        });
        let letters = letters.sum();
        let words = letters / BITS + 1;
        let mut made = Self {
            ignore_case,
            letters,
            moves: Vec::new(),
            any: vec![0; words],
            any_but_colon: vec![0; words],
            kept: vec![0; words],
            kept_but_colon: vec![0; words],
        };
        let mut state = 0;
        for atom in atoms() {
            match atom {
                Atom::Text(text) => {
                    for c in text.chars() {
                        let c = made.folded(c);
                        let at = made.moves.binary_search_by_key(&c, |(own, _)| *own).unwrap_or_else(|at| {
                            made.moves.insert(at, (c, vec![0; words]));
                            at
                        });
                        if let Some((_, states)) = made.moves.get_mut(at) {
                            set(states, state);
                        }
                        state += 1;
                    }
                }
                Atom::One { colon } => {
                    set(if colon { &mut made.any } else { &mut made.any_but_colon }, state);
                    state += 1;
                }
                Atom::Many { colon } => set(if colon { &mut made.kept } else { &mut made.kept_but_colon }, state),
            }
        }
        made
    }

    /// Whether the whole text matches. `steps` is raised by the work done, the setting up included.
    pub(super) fn accepts(&self, text: &str, steps: &mut usize) -> bool {
        *steps += self.letters;
        let mut states = vec![0; self.any.len()];
        set(&mut states, 0);
        for c in text.chars() {
            *steps += states.len();
            let colon = c == ':';
            let c = self.folded(c);
            let moves = self.moves.binary_search_by_key(&c, |(own, _)| *own).ok().and_then(|at| self.moves.get(at));
            let mut carried = 0;
            let mut alive = 0;
            for (at, word) in states.iter_mut().enumerate() {
                let of = |states: &[u64]| states.get(at).copied().unwrap_or(0);
                let mut leaving = of(&self.any) | moves.map_or(0, |(_, states)| of(states));
                let mut staying = of(&self.kept);
                if !colon {
                    leaving |= of(&self.any_but_colon);
                    staying |= of(&self.kept_but_colon);
                }
                let moved = *word & leaving;
                *word = moved << 1 | carried | *word & staying;
                carried = moved >> (BITS - 1);
                alive |= *word;
            }
            if alive == 0 {
                return false;
            }
        }
        states.get(self.letters / BITS).is_some_and(|word| word >> (self.letters % BITS) & 1 == 1)
    }

    fn folded(&self, c: char) -> char {
        if self.ignore_case { fold::fold(c) } else { c }
    }
}

fn set(states: &mut [u64], state: usize) {
    if let Some(word) = states.get_mut(state / BITS) {
        *word |= 1 << (state % BITS);
    }
}
