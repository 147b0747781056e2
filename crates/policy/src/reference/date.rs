//! Dates, counted day by day (R1.40).

/// R1.40: nanoseconds since 1970-01-01T00:00:00Z. A text with `-` or `T` is ISO 8601, any other is epoch seconds. `None`
/// if it is neither.
#[must_use]
pub fn nanoseconds(text: &str) -> Option<i128> {
    if text.contains(['-', 'T', 't']) { iso(text) } else { epoch(text) }
}

/// An integer 0 … 2^63−1.
fn epoch(text: &str) -> Option<i128> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds: i64 = text.parse().ok()?;
    Some(i128::from(seconds) * 1_000_000_000)
}

/// `date`, `dateT` or `dateTtime`, where a time may end in a zone; what is left out is the start of the period.
fn iso(text: &str) -> Option<i128> {
    let (date, time) = match text.split_once(['T', 't']) {
        None => (text, None),
        Some((date, time)) => (date, Some(time)),
    };
    let days = days(date)?;
    let nanoseconds = match time {
        None | Some("") => 0,
        Some(time) => time_of_day(time)?,
    };
    Some(i128::from(days) * 86_400 * 1_000_000_000 + nanoseconds)
}

/// `[+-]y…y`, `…-mm`, `…-mm-dd`: days since 1970-01-01.
fn days(date: &str) -> Option<i64> {
    let (negative, unsigned) = match date.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, date.strip_prefix('+').unwrap_or(date)),
    };
    let mut parts = unsigned.split('-');
    let year = parts.next().filter(|year| !year.is_empty() && year.bytes().all(|b| b.is_ascii_digit()))?;
    let year: i64 = year.parse().ok()?;
    let year = if negative { -year } else { year };
    let month = parts.next().map_or(Some(1), two_digits)?;
    let day = parts.next().map_or(Some(1), two_digits)?;
    if parts.next().is_some() || !(-292_275_054..=292_278_993).contains(&year) {
        return None;
    }
    if !(1..=12).contains(&month) || day < 1 || day > length_of_month(year, month) {
        return None;
    }
    let months: i64 = (1..month).map(|month| length_of_month(year, month)).sum();
    Some(days_before_year(year) + months + day - 1)
}

fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

fn length_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the first of January of a year: whole cycles of 400 years, which have 146,097 days each, and
/// then year by year.
fn days_before_year(year: i64) -> i64 {
    let cycles = (year - 1970).div_euclid(400);
    let start = 1970 + 400 * cycles;
    let rest: i64 = (start..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    cycles * 146_097 + rest
}

fn two_digits(text: &str) -> Option<i64> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// `h`, `hh`, `hh:mm`, `hh:mm:ss`, `hh:mm:ss.f…`, each with a zone or without; without, it is UTC.
fn time_of_day(time: &str) -> Option<i128> {
    let (clock, zone_seconds) = split_zone(time)?;
    let (clock, fraction) = match clock.split_once('.') {
        None => (clock, None),
        Some((clock, fraction)) => (clock, Some(fraction)),
    };
    let mut parts = clock.split(':');
    let hour = one_or_two_digits(parts.next()?)?;
    let minute = parts.next().map(two_digits);
    let second = parts.next().map(two_digits);
    if parts.next().is_some() || (fraction.is_some() && second.is_none()) {
        return None;
    }
    let (minute, second) = (minute.unwrap_or(Some(0))?, second.unwrap_or(Some(0))?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let nanoseconds = fraction.map_or(Some(0), nanoseconds_of)?;
    let seconds = hour * 3600 + minute * 60 + second - zone_seconds;
    Some(i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds))
}

fn one_or_two_digits(text: &str) -> Option<i64> {
    if text.len() == 1 && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { two_digits(text) }
}

/// Fractions have nine digits at most.
fn nanoseconds_of(fraction: &str) -> Option<i64> {
    if fraction.is_empty() || fraction.len() > 9 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let nine: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    nine.parse().ok()
}

/// `Z`, `±hh`, `±hhmm`, `±hh:mm` or nothing: the clock and the zone's seconds east of UTC.
fn split_zone(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let (clock, zone, east) = match (time.split_once('+'), time.split_once('-')) {
        (None, None) => return Some((time, 0)),
        (Some((clock, zone)), None) => (clock, zone, 1),
        (None, Some((clock, zone))) => (clock, zone, -1),
        (Some(_), Some(_)) => return None,
    };
    let (hours, minutes) = match zone.split_once(':') {
        Some((hours, minutes)) => (hours, Some(minutes)),
        None if zone.len() == 4 => (zone.get(..2)?, zone.get(2..)),
        None => (zone, None),
    };
    let (hours, minutes) = (two_digits(hours)?, minutes.map_or(Some(0), two_digits)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    Some((clock, east * (hours * 3600 + minutes * 60)))
}
