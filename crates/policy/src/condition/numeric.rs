//! `Numeric…`: exact decimals (R1.66).

use std::cmp::Ordering;

use super::Order;
use super::digits::{digits, split_at, split_at_either, without_zeros};
use crate::matching::words::{Word, Words};

/// How the policy's values are compared; one that is no number matches nothing (R1.41).
#[derive(Debug, Clone, Copy)]
pub(super) struct NumericTest(pub(super) Order);

impl NumericTest {
    /// `own` are the policy's values.
    pub(super) fn matches(self, own: &[Word], words: &Words, value: &str) -> bool {
        let Some(value) = Decimal::parse(value) else { return false };
        let mut own = own.iter().filter_map(|own| Decimal::parse(words.get(*own)));
        own.any(|own| self.0.holds(value.compare(&own)))
    }
}

/// The longest exponent that is read, in digits without leading zeros; beyond it a text counts as no number.
const LONGEST_EXPONENT: usize = 30;

/// A decimal number: `± 0.digits × 10^point`, without leading zeros in the digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decimal<'a> {
    /// -1, 0 or 1.
    sign: i8,
    point: i128,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    /// Optional sign, digits, optional fraction, optional decimal exponent.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (negative, text) = signed(text);
        let (mantissa, exponent) = match split_at_either(text, b'e', b'E') {
            Some((mantissa, exponent)) => (mantissa, self::exponent(exponent)?),
            None => (text, 0),
        };
        let (whole, fraction) = match split_at(mantissa, b'.') {
            Some((whole, fraction)) => (whole, digits(fraction)?),
            None => (mantissa, ""),
        };
        digits(whole)?;
        let whole = without_zeros(whole);
        let (point, fraction) = if whole.is_empty() {
            let significant = without_zeros(fraction);
            (-i128::try_from(fraction.len() - significant.len()).ok()?, significant)
        } else {
            (i128::try_from(whole.len()).ok()?, fraction)
        };
        let sign = match (whole.is_empty() && fraction.is_empty(), negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        Some(Self { sign, point: point.checked_add(exponent)?, whole, fraction })
    }

    fn compare(&self, other: &Self) -> Ordering {
        let magnitude = || {
            self.point.cmp(&other.point).then_with(|| {
                // Digit by digit, the shorter one continued with zeros.
                let (mut own, mut others) = (self.digits(), other.digits());
                loop {
                    match (own.next(), others.next()) {
                        (None, None) => return Ordering::Equal,
                        (a, b) => match a.unwrap_or(b'0').cmp(&b.unwrap_or(b'0')) {
                            Ordering::Equal => {}
                            unequal => return unequal,
                        },
                    }
                }
            })
        };
        self.sign.cmp(&other.sign).then_with(|| match self.sign {
            0 => Ordering::Equal,
            1 => magnitude(),
            _ => magnitude().reverse(),
        })
    }

    fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.whole.bytes().chain(self.fraction.bytes())
    }
}

/// Whether a text begins with a minus, and the text without its sign.
fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn exponent(text: &str) -> Option<i128> {
    let (negative, text) = signed(text);
    let text = without_zeros(digits(text)?);
    if text.len() > LONGEST_EXPONENT {
        return None;
    }
    let value: i128 = if text.is_empty() { 0 } else { text.parse().ok()? };
    Some(if negative { -value } else { value })
}
