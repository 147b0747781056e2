//! Digits in the texts of numbers and dates. They may be as many as a value may have letters, so they are looked at many
//! together.

/// How many are looked at together.
const TOGETHER: usize = 64;

/// The text if it is one digit or more.
pub(super) fn digits(text: &str) -> Option<&str> {
    let mut all = text.as_bytes().chunks_exact(TOGETHER);
    let are_digits = |some: &[u8]| some.iter().fold(true, |yes, b| yes & b.is_ascii_digit());
    (!text.is_empty() && all.by_ref().all(are_digits) && all.remainder().iter().all(u8::is_ascii_digit)).then_some(text)
}

/// Digits without the zeros that they begin with.
pub(super) fn without_zeros(digits: &str) -> &str {
    let are_zeros = |all: &&[u8]| all.iter().fold(true, |yes, b| yes & (*b == b'0'));
    let whole = digits.as_bytes().chunks_exact(TOGETHER).take_while(are_zeros).count() * TOGETHER;
    digits.get(whole..).unwrap_or_default().trim_start_matches('0')
}

/// Digits as a number; `None` if it is too large, or if they are none.
pub(super) fn number(text: &str) -> Option<i64> {
    match without_zeros(digits(text)?) {
        "" => Some(0),
        significant => significant.parse().ok(),
    }
}

/// Splits a text at the first byte of a kind, which must be ASCII.
pub(super) fn split_at(text: &str, byte: u8) -> Option<(&str, &str)> {
    split_at_either(text, byte, byte)
}

/// The same with the first of two kinds.
pub(super) fn split_at_either(text: &str, one: u8, other: u8) -> Option<(&str, &str)> {
    // To get ready to look at many takes longer than a short text does.
    let at = match text.len() {
        TOGETHER.. => memchr::memchr2(one, other, text.as_bytes()),
        _ => text.bytes().position(|b| b == one || b == other),
    };
    around(text, at)
}

fn around(text: &str, at: Option<usize>) -> Option<(&str, &str)> {
    Some((text.get(..at?)?, text.get(at? + 1..)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Looking at many together finds the same as looking at one by one.
        #[test]
        fn digits_are_digits(text in "[0-9]{0,200}|0{0,200}[0-9]{0,3}|[0-9]{0,90}[a.é][0-9]{0,90}") {
            let all = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
            prop_assert_eq!(digits(&text), all.then_some(&*text));
            prop_assert_eq!(without_zeros(&text), text.trim_start_matches('0'));
            prop_assert_eq!(number(&text), text.parse().ok().filter(|_| all));
            prop_assert_eq!(split_at(&text, b'.'), text.split_once('.'));
            prop_assert_eq!(split_at_either(&text, b'a', b'.'), text.split_once(['a', '.']));
        }
    }
}
