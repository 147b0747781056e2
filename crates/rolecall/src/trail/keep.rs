//! For how long, and how much of, the trail is kept.
//!
//! Whole segments are removed, the oldest first, and never the one that is written on. So records are kept for at least the
//! time that is given, and go within about a day after it, with the next request.

use super::class::{Class, Limits};
use jiff::SignedDuration;
use std::str::FromStr;

/// How old a segment that is written on may become where an age is given, before the next one is begun.
pub(super) const SEGMENT_AGE: SignedDuration = SignedDuration::from_hours(24);
/// The least size: some segments of each class.
const LEAST_BYTES: u64 = 1_000_000_000;
/// The longest age in days: a hundred years.
const MOST_DAYS: i64 = 36_500;

/// For how long, and how much of, the trail is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keep {
    /// Records are kept for this long; `None`: as long as there is room.
    pub age: Option<SignedDuration>,
    /// Bytes of all records; `None`: as usual ([`Limits`]).
    pub bytes: Option<u64>,
}

impl Keep {
    /// Bytes of the records of a class: they share as the usual sizes do.
    pub(super) fn bytes_of(self, class: Class, usual: &Limits) -> u64 {
        let all = Class::ALL.into_iter().map(|class| usual.of(class)).fold(0, u64::saturating_add);
        let Some(bytes) = self.bytes else { return usual.of(class) };
        let share = u128::from(bytes) * u128::from(usual.of(class)) / u128::from(all.max(1));
        u64::try_from(share).unwrap_or(u64::MAX)
    }
}

impl FromStr for Keep {
    type Err = String;

    /// Reads `90d`, `20GB`, or both with a comma.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut keep = Self::default();
        for part in text.split(',') {
            if let Some(days) = part.strip_suffix('d') {
                let days = days.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days) && keep.age.is_none());
                keep.age = Some(SignedDuration::from_hours(24 * days.ok_or_else(usage)?));
            } else {
                let size = |unit: &str, bytes: u64| part.strip_suffix(unit)?.parse::<u64>().ok()?.checked_mul(bytes);
                let bytes = size("GB", 1_000_000_000).or_else(|| size("TB", 1_000_000_000_000));
                let bytes = bytes.filter(|bytes| *bytes >= LEAST_BYTES && keep.bytes.is_none());
                keep.bytes = Some(bytes.ok_or_else(usage)?);
            }
        }
        Ok(keep)
    }
}

fn usage() -> String {
    "write an age in days, a size of at least 1GB, or both: 90d, 20GB, 90d,20GB".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read() {
        let keep =
            |text: &str| text.parse::<Keep>().ok().map(|keep| (keep.age.map(|age| age.as_hours() / 24), keep.bytes));
        assert_eq!(keep("90d"), Some((Some(90), None)));
        assert_eq!(keep("20GB,1d"), Some((Some(1), Some(20_000_000_000))));
        assert_eq!(keep("2TB"), Some((None, Some(2_000_000_000_000))));
        assert_eq!([keep("36500d").is_some(), keep("1GB").is_some()], [true, true]);
        for text in ["", "0d", "36501d", "0GB", "90", "90d,", "1d,2d", "1GB,2GB", "-1d", "1.5GB", "99999999999TB"] {
            assert_eq!(keep(text), None, "{text}");
        }
    }

    /// Classes share a size as they share the usual one.
    #[test]
    fn shares() {
        let keep = Keep { bytes: Some(13_000_000_000), ..Keep::default() };
        let shares = Class::ALL.map(|class| keep.bytes_of(class, &Limits::default()));
        assert_eq!(shares, [8_000_000_000, 4_000_000_000, 1_000_000_000]);
        assert_eq!(Keep::default().bytes_of(Class::Changes, &Limits::default()), super::super::CHANGES_BYTES);
    }
}
