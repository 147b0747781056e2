//! The forms in which times are written.

use jiff::Timestamp;
use jiff::fmt::{rfc2822, temporal::DateTimePrinter};
use jiff::tz::TimeZone;

use crate::member::TimeFormat;

/// Whole seconds.
const ISO: DateTimePrinter = DateTimePrinter::new().precision(Some(0));

/// A time in ISO 8601, to the second: `2026-11-22T12:00:00Z`. What is less than a second is left out, not rounded.
#[must_use]
pub fn whole_seconds(time: Timestamp) -> String {
    ISO.timestamp_to_string(&time)
}

/// A time as text. Formatting cannot fail: the directives exist for every timestamp.
pub(crate) fn text(time: Timestamp, format: TimeFormat) -> String {
    match format {
        TimeFormat::Iso => whole_seconds(time),
        TimeFormat::HttpDate => time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        TimeFormat::Event => of_event(time),
        TimeFormat::Seconds => seconds(time),
    }
}

/// `Nov 22, 2026, 3:05:09 PM`. Directives that are read at each call would take several times as long, and every record of
/// credentials has such a time.
fn of_event(time: Timestamp) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let time = TimeZone::UTC.to_datetime(time);
    let month = usize::try_from(time.month() - 1).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
    let half = if time.hour() < 12 { "AM" } else { "PM" };
    let hour = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let (day, year, minute, second) = (time.day(), time.year(), time.minute(), time.second());
    format!("{month} {day}, {year:04}, {hour}:{minute:02}:{second:02} {half}")
}

/// Seconds since 1970; decimals only where there are any.
fn seconds(time: Timestamp) -> String {
    let milliseconds = time.as_millisecond();
    let (seconds, rest) = (milliseconds.div_euclid(1000), milliseconds.rem_euclid(1000));
    match (rest, seconds < 0) {
        (0, _) => seconds.to_string(),
        (_, false) => format!("{seconds}.{rest:03}"),
        (_, true) => format!("-{}.{:03}", -(seconds + 1), 1000 - rest),
    }
}

/// The time that `text` states.
pub(crate) fn parse(text: &str, format: TimeFormat) -> Option<Timestamp> {
    match format {
        TimeFormat::Iso => text.parse().ok(),
        TimeFormat::HttpDate => rfc2822::DateTimeParser::new().parse_timestamp(text).ok(),
        TimeFormat::Seconds => from_seconds(text.parse().ok()?),
        // Events are written, never read.
        TimeFormat::Event => None,
    }
}

/// The time so many seconds after 1970, to the millisecond.
pub(crate) fn from_seconds(seconds: f64) -> Option<Timestamp> {
    let milliseconds = (seconds * 1000.0).round();
    if !milliseconds.is_finite() {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number; beyond i64 it saturates, and is no time")]
    Timestamp::from_millisecond(milliseconds as i64).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds are cut, not rounded: a time is never told before it has come.
    #[test]
    fn seconds_are_whole() {
        let time: Timestamp = "2026-11-22T23:59:59.999999999Z".parse().unwrap();
        assert_eq!(text(time, TimeFormat::Iso), "2026-11-22T23:59:59Z");
    }

    #[test]
    fn each_format_is_written_and_read() {
        let time: Timestamp = "2026-11-22T15:05:09.250Z".parse().unwrap();
        let whole: Timestamp = "2026-11-22T15:05:09Z".parse().unwrap();
        for (format, expected, read) in [
            (TimeFormat::Iso, "2026-11-22T15:05:09Z", Some(whole)),
            (TimeFormat::HttpDate, "Sun, 22 Nov 2026 15:05:09 GMT", Some(whole)),
            (TimeFormat::Seconds, "1795359909.250", Some(time)),
            (TimeFormat::Event, "Nov 22, 2026, 3:05:09 PM", None),
        ] {
            assert_eq!(text(time, format), expected);
            assert_eq!(parse(expected, format), read, "{expected}");
        }
        assert_eq!(text(whole, TimeFormat::Seconds), "1795359909");
        for milliseconds in [-1, -999, -1000, -1001, -1500, 0, 1, 999] {
            let time = Timestamp::from_millisecond(milliseconds).unwrap();
            assert_eq!(parse(&text(time, TimeFormat::Seconds), TimeFormat::Seconds), Some(time), "{milliseconds}");
        }
    }

    /// An event tells the time as the directives of *strftime(3)* would.
    #[test]
    fn times_of_events() {
        let first: Timestamp = "0001-01-01T00:00:00Z".parse().unwrap();
        // Every month and hour, and years of any length.
        for number in 0..20_000 {
            let time = first + jiff::SignedDuration::from_secs(number * 15_768_721);
            assert_eq!(text(time, TimeFormat::Event), time.strftime("%b %-d, %Y, %-I:%M:%S %p").to_string());
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "x", "NaN", "inf", "1e300", "-1e300", "99999999999999"] {
            assert_eq!(parse(text, TimeFormat::Seconds), None, "{text}");
        }
        for text in ["", "2026-11-22", "22 Nov 2026", "1795359909"] {
            assert_eq!(parse(text, TimeFormat::Iso), None, "{text}");
        }
        assert_eq!(parse("2026-11-22T15:05:09Z", TimeFormat::HttpDate), None);
    }
}
