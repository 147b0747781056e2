//! A small generator of numbers: the same seed gives the same cases on every machine.
//!
//! A fuzzer does not want to guess a seed: it changes one byte and looks what else the program does. So the first numbers
//! can be read from bytes, one byte for each choice, and only when these are used up does the seed decide.

use std::collections::VecDeque;

/// SplitMix64, after the given choices.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
    choices: VecDeque<u8>,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed, choices: VecDeque::new() }
    }

    /// The first four bytes are the seed, the others the first choices.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let (seed, choices) = bytes.split_at(bytes.len().min(4));
        let state = seed.iter().fold(0, |state, byte| state << 8 | u64::from(*byte));
        Self { state, choices: choices.iter().copied().collect() }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is at least 1.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        // No list of the generator is longer than a byte can tell.
        let number = self.choices.pop_front().map_or_else(|| self.next(), u64::from);
        usize::try_from(number % end as u64).expect("below a usize")
    }

    /// True `percent` times of a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list.
    pub(crate) fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }
}
