//! `Date…`: instants, written in a profile of ISO 8601 or as epoch seconds (R1.40).

use super::Order;
use super::digits::{digits, number, split_at, split_at_either};

/// The policy's values; one that is no date matches nothing (R1.41).
#[derive(Debug, Clone)]
pub(super) struct DateTest {
    order: Order,
    values: Box<[Option<Instant>]>,
}

impl DateTest {
    pub(super) fn new(values: &mut dyn Iterator<Item = &str>, order: Order) -> Self {
        Self { order, values: values.map(parse).collect() }
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        let Some(value) = parse(value) else { return false };
        self.values.iter().flatten().any(|own| self.order.holds(value.cmp(own)))
    }
}

/// A point in time: nanoseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i128);

/// The years that can be written.
const YEARS: std::ops::RangeInclusive<i64> = -292_275_054..=292_278_993;
const NANOSECONDS: i128 = 1_000_000_000;

impl Instant {
    /// Nanoseconds since the epoch.
    #[must_use]
    pub fn as_nanoseconds(self) -> i128 {
        self.0
    }
}

/// Reads a date. A text that contains `-`, `T` or `t` is ISO 8601, any other is epoch seconds (R1.40).
///
/// `None` if it is neither; creation then answers `The policy failed legacy parsing` (R1.57 row 3), and an operator given
/// one matches nothing (R1.41).
#[must_use]
pub fn parse(text: &str) -> Option<Instant> {
    if memchr::memchr3(b'-', b'T', b't', text.as_bytes()).is_some() { iso(text) } else { epoch(text) }
}

/// An integer from 0 to 2^63 - 1.
fn epoch(text: &str) -> Option<Instant> {
    Some(Instant(i128::from(number(text)?) * NANOSECONDS))
}

/// `[±]year[-MM[-DD]][T[H[H][:MM[:SS[.fraction]]][zone]]]`: parts that are missing stand for the start of the period.
fn iso(text: &str) -> Option<Instant> {
    let (date, time) = match split_at_either(text, b'T', b't') {
        Some((date, time)) => (date, time),
        None => (text, ""),
    };
    let days = days(date)?;
    let nanoseconds = if time.is_empty() { 0 } else { self::time(time)? };
    Some(Instant(i128::from(days) * 86_400 * NANOSECONDS + nanoseconds))
}

/// Days since 1970-01-01 of `[±]year[-MM[-DD]]`.
fn days(date: &str) -> Option<i64> {
    let (negative, date) = match date.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, date.strip_prefix('+').unwrap_or(date)),
    };
    let mut parts = date.splitn(3, '-');
    let year = number(parts.next()?)?;
    let year = if negative { -year } else { year };
    let month = parts.next().map_or(Some(1), two_digits)?;
    let day = parts.next().map_or(Some(1), two_digits)?;
    let valid = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    valid.then(|| days_to_year(year) + days_to_month(year, month) + day - 1)
}

fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the first day of a year of the Gregorian calendar, continued backwards.
fn days_to_year(year: i64) -> i64 {
    let before = year - 1;
    let leap_days = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    // 719 162 days lie between 0001-01-01 and 1970-01-01.
    before * 365 + leap_days - 719_162
}

fn days_to_month(year: i64, month: i64) -> i64 {
    (1..month).map(|earlier| days_in(year, earlier)).sum()
}

/// Nanoseconds since midnight UTC of `H[H][:MM[:SS[.fraction]]][zone]`; may be negative or beyond a day by its zone.
fn time(time: &str) -> Option<i128> {
    let (clock, offset) = if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        (clock, 0)
    } else if let Some((clock, zone)) = split_at(time, b'+') {
        (clock, offset(zone)?)
    } else if let Some((clock, zone)) = split_at(time, b'-') {
        (clock, -offset(zone)?)
    } else {
        (time, 0)
    };
    let mut parts = clock.splitn(3, ':');
    let hour = parts.next().filter(|text| text.len() <= 2).and_then(number)?;
    let minute = parts.next().map_or(Some(0), two_digits)?;
    let (second, fraction) = match parts.next() {
        None => (0, 0),
        Some(text) => match text.split_once('.') {
            Some((second, fraction)) => (two_digits(second)?, nanoseconds(fraction)?),
            None => (two_digits(text)?, 0),
        },
    };
    let valid = hour < 24 && minute < 60 && second < 60;
    valid.then(|| i128::from((hour * 60 + minute - offset) * 60 + second) * NANOSECONDS + i128::from(fraction))
}

/// Minutes of `HH`, `HH:MM` or `HHMM`.
fn offset(zone: &str) -> Option<i64> {
    let (hours, minutes) = match (zone.split_once(':'), zone.len()) {
        (Some((hours, minutes)), _) => (two_digits(hours)?, two_digits(minutes)?),
        (None, 4) => (two_digits(zone.get(..2)?)?, two_digits(zone.get(2..)?)?),
        (None, _) => (two_digits(zone)?, 0),
    };
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// A fraction of nine digits at most (R1.40).
fn nanoseconds(fraction: &str) -> Option<i64> {
    let digits = digits(fraction).filter(|digits| digits.len() <= 9)?.bytes().chain(std::iter::repeat(b'0')).take(9);
    Some(digits.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

fn two_digits(text: &str) -> Option<i64> {
    if text.len() == 2 { number(text) } else { None }
}
