//! The time that `--since` names.

use crate::environment::clock::{Clock, SystemClock};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Reads the argument.
pub(in crate::cli) fn read(text: &str) -> Result<Timestamp, String> {
    before(text, SystemClock.now())
        .ok_or_else(|| "write 10m, 2h, 3d, 2026-11-22, 12:30 or 2026-11-22T12:30:00Z (UTC)".to_owned())
}

/// The time that a text names at `now`. Times without an offset are of UTC; one without a date is the last one.
fn before(text: &str, now: Timestamp) -> Option<Timestamp> {
    let utc = |time: DateTime| TimeZone::UTC.to_timestamp(time).ok();
    if let Some(ago) = ago(text) {
        return now.checked_sub(ago).ok();
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time);
    }
    if !text.contains('-') {
        // `10` alone might be an hour, or minutes without their unit.
        let time: Time = text.contains(':').then(|| text.parse().ok())??;
        let today = utc(TimeZone::UTC.to_datetime(now).date().to_datetime(time))?;
        return if today <= now { Some(today) } else { today.checked_sub(SignedDuration::from_hours(24)).ok() };
    }
    match text.parse::<DateTime>() {
        Ok(time) => utc(time),
        Err(_) => utc(text.parse::<Date>().ok()?.to_datetime(Time::midnight())),
    }
}

/// `10m`: how long ago.
fn ago(text: &str) -> Option<SignedDuration> {
    let unit = text.chars().last()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    };
    let number = text.strip_suffix(unit).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
    number.parse::<i64>().ok()?.checked_mul(seconds).map(SignedDuration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each form, and what is none.
    #[test]
    fn times_are_read() {
        let now: Timestamp = "2026-11-22T12:00:30Z".parse().unwrap();
        for (text, expected) in [
            ("30s", "2026-11-22T12:00:00Z"),
            ("10m", "2026-11-22T11:50:30Z"),
            ("2h", "2026-11-22T10:00:30Z"),
            ("3d", "2026-11-19T12:00:30Z"),
            ("1w", "2026-11-15T12:00:30Z"),
            ("0s", "2026-11-22T12:00:30Z"),
            ("2026-11-22", "2026-11-22T00:00:00Z"),
            ("2026-11-22T11:30", "2026-11-22T11:30:00Z"),
            ("2026-11-22 11:30:05", "2026-11-22T11:30:05Z"),
            ("2026-11-22T11:30:00+02:00", "2026-11-22T09:30:00Z"),
            ("12:00", "2026-11-22T12:00:00Z"),
            ("12:00:31", "2026-11-21T12:00:31Z"),
            ("23:15", "2026-11-21T23:15:00Z"),
        ] {
            assert_eq!(before(text, now), Some(expected.parse().unwrap()), "{text}");
        }
        for text in [
            "",
            "m",
            "10",
            "10x",
            "-5m",
            "1.5h",
            "yesterday",
            "2026-13-01",
            "25:00",
            "99999999999999999999d",
            "9999999999999d",
        ] {
            assert_eq!(before(text, now), None, "{text}");
        }
    }
}
