//! The forms in which times are written.

use jiff::Timestamp;
use jiff::fmt::{rfc2822, temporal::DateTimePrinter};

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
    let directives = match format {
        TimeFormat::Iso => return whole_seconds(time),
        TimeFormat::HttpDate => "%a, %d %b %Y %H:%M:%S GMT",
        TimeFormat::Event => "%b %-d, %Y, %-I:%M:%S %p",
        TimeFormat::Seconds => return seconds(time),
    };
    time.strftime(directives).to_string()
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
