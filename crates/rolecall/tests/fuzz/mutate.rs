//! Inputs near a corpus: the bounded, repeatable stand-in for libFuzzer in every run of the tests.

use rolecall::environment::entropy::{Entropy, SeededEntropy};

/// What parsers look for.
const TOKENS: &[&str] = &[
    "\r\n",
    "\n",
    ",",
    ";",
    "=",
    "&",
    "%",
    "%00",
    "%FF",
    "%2F",
    "/",
    "//",
    "..",
    "?",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "</",
    "&amp;",
    "<![CDATA[",
    "0",
    "-",
    "-1",
    "18446744073709551616",
    "\u{0}",
    "\u{7f}",
    "\u{e9}",
    "\u{202e}",
    "AWS4-HMAC-SHA256 ",
    "AWS4-ECDSA-P256-SHA256 ",
    "Credential=",
    "SignedHeaders=",
    "Signature=",
    "X-Amz-Credential=",
    "X-Amz-Signature=",
    "x-amz-date",
    "aws4_request",
    "us-east-1",
    ";chunk-signature=",
    "x-amz-trailer-signature:",
    "Action=",
    "Version=",
    ".member.1",
    ".member.18446744073709551615",
    "bytes=",
    "?versionId=",
    "arn:",
    ".s3.",
    ".amazonaws.com",
];

/// The longest input.
const LONGEST: usize = 4096;

/// Makes inputs out of a corpus.
pub(crate) struct Mutator {
    random: SeededEntropy,
    corpus: Vec<Vec<u8>>,
}

impl Mutator {
    pub(crate) fn new(seed: u64, corpus: Vec<Vec<u8>>) -> Self {
        Self { random: SeededEntropy::new(seed), corpus }
    }

    /// A number below `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        let mut bytes = [0; 4];
        self.random.fill(&mut bytes).unwrap();
        usize::try_from(u32::from_le_bytes(bytes)).unwrap() % end
    }

    /// An input of the corpus with one to six changes.
    pub(crate) fn next_input(&mut self) -> Vec<u8> {
        let at = self.below(self.corpus.len());
        let mut input = self.corpus.get(at).cloned().unwrap_or_default();
        for _ in 0..=self.below(6) {
            self.change(&mut input);
        }
        input.truncate(LONGEST);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let (from, to) = (self.below(input.len() + 1), self.below(input.len() + 1));
        let (from, to) = (from.min(to), from.max(to));
        match self.below(6) {
            0 => drop(input.drain(from..to)),
            1 => {
                let piece: Vec<u8> = input.iter().skip(from).take(to - from).copied().collect();
                input.splice(to..to, piece);
            }
            2 => {
                let token = TOKENS[self.below(TOKENS.len())];
                input.splice(from..from, token.bytes());
            }
            3 => {
                let byte = u8::try_from(self.below(256)).unwrap();
                input.iter_mut().skip(from).take(1).for_each(|it| *it = byte);
            }
            4 => {
                let bit = self.below(8);
                input.iter_mut().skip(from).take(1).for_each(|it| *it ^= 1 << bit);
            }
            _ => {
                let other = self.below(self.corpus.len());
                let rest: Vec<u8> = self.corpus[other].iter().skip(to).copied().collect();
                input.truncate(from);
                input.extend(rest);
            }
        }
    }
}
