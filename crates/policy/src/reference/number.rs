//! Numbers as lists of digits (R1.66).

use std::cmp::Ordering;

/// An exact decimal: `0.d₁d₂d₃… × 10^point`, with d₁ and the last digit not zero; no digits are zero.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Number {
    negative: bool,
    point: i128,
    digits: Vec<u8>,
}

/// R1.66: optional sign, digits, optional fraction, optional exponent. `None` for anything else, and for an exponent of
/// more than thirty digits.
pub(super) fn parse(text: &str) -> Option<Number> {
    let (negative, text) = sign(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        None => (text, 0),
        Some((mantissa, exponent)) => (mantissa, self::exponent(exponent)?),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        None => (mantissa, ""),
        Some((_, "")) => return None,
        Some(both) => both,
    };
    if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let all = format!("{whole}{fraction}");
    let without_leading = all.trim_start_matches('0');
    let leading = all.len() - without_leading.len();
    let digits: Vec<u8> = without_leading.trim_end_matches('0').bytes().collect();
    if digits.is_empty() {
        return Some(Number { negative: false, point: 0, digits });
    }
    let point = i128::try_from(whole.len()).ok()? - i128::try_from(leading).ok()? + exponent;
    Some(Number { negative, point, digits })
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn exponent(text: &str) -> Option<i128> {
    let (negative, digits) = sign(text);
    if digits.is_empty() || !are_digits(digits) {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    if digits.len() > 30 {
        return None;
    }
    let size: i128 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    Some(if negative { -size } else { size })
}

impl Number {
    /// The order of the sizes, whatever the signs.
    fn size_cmp(&self, other: &Self) -> Ordering {
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.point.cmp(&other.point).then_with(|| self.digits.cmp(&other.digits)),
        }
    }

    /// The order of two numbers.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.size_cmp(other),
            (true, true) => other.size_cmp(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}
