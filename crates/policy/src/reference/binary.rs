//! Base64 (R1.67).

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes that a base64 text stands for, as bits. `None` without padding or with other characters. Bits of the last
/// digit that are of no byte count for nothing.
pub(super) fn bits(text: &str) -> Option<Vec<bool>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let digits = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    let mut bits = Vec::new();
    for digit in digits.chars() {
        let value = ALPHABET.chars().position(|c| c == digit)?;
        bits.extend((0..6).rev().map(|bit| value >> bit & 1 == 1));
    }
    bits.truncate(bits.len() / 8 * 8);
    Some(bits)
}
