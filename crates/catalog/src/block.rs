//! Committed blocks: one solid piece of text each, compressed, unpacked once when first asked for.

use std::io::Read as _;
use std::sync::OnceLock;

use ruzstd::decoding::StreamingDecoder;

/// A compressed text that is part of the program.
pub(crate) struct Block {
    compressed: &'static [u8],
    text: OnceLock<String>,
}

impl Block {
    /// A block that nobody has read yet.
    pub(crate) const fn new(compressed: &'static [u8]) -> Self {
        Self { compressed, text: OnceLock::new() }
    }

    /// The text. A damaged block reads as no text at all, never as part of it; tests hold the committed ones to their
    /// counts, so this cannot happen in a program that passed them.
    pub(crate) fn text(&'static self) -> &'static str {
        self.text.get_or_init(|| unpack(self.compressed).unwrap_or_default())
    }
}

fn unpack(compressed: &[u8]) -> Option<String> {
    let mut decoder = StreamingDecoder::new(compressed).ok()?;
    // A text that grows while it is read takes twice its length, and for a moment three times. One byte more, so that its end is
    // found without more room.
    let length = usize::try_from(decoder.decoder.content_size()).ok()?;
    let mut text = String::with_capacity(length.checked_add(1)?);
    decoder.read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A policy that is half there would be worse than one that is missing.
    #[test]
    fn a_damaged_block_is_no_text() {
        let whole = include_bytes!("../data/managed-policies.bin");
        assert!(
            unpack(whole).is_some_and(|text| text.capacity() == text.len() + 1),
            "it takes no more than its length"
        );
        assert_eq!(unpack(&whole[..whole.len() / 2]), None);
        assert_eq!(unpack(b"not a block"), None);
        assert_eq!(unpack(b""), None);
    }
}
