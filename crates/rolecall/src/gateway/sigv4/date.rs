//! The date of a signature: `YYYYMMDDThhmmssZ` (R6.3).

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::Offset;

/// A moment in the ISO 8601 basic form that signatures use, to the second.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AmzDate {
    text: [u8; 16],
    at: Timestamp,
}

impl AmzDate {
    /// Reads `YYYYMMDDThhmmssZ`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: [u8; 16] = text.as_bytes().try_into().ok()?;
        let [a, b, c, d, e, f, g, h, b'T', i, j, k, l, m, n, b'Z'] = text else { return None };
        let year = two(a, b)? * 100 + two(c, d)?;
        let small = |tens, ones| two(tens, ones).and_then(|number| i8::try_from(number).ok());
        let civil =
            DateTime::new(year, small(e, f)?, small(g, h)?, small(i, j)?, small(k, l)?, small(m, n)?, 0).ok()?;
        Some(Self { text, at: Offset::UTC.to_timestamp(civil).ok()? })
    }

    /// Reads a `Date` header, in the form of HTTP or of mail (R6.3): botocore and Python's `email.utils` write
    /// `Sun, 22 Nov 2026 12:00:00 -0000`. Other offsets are counted as RFC 5322 says.
    #[must_use]
    pub fn parse_http(text: &str) -> Option<Self> {
        let http = || Timestamp::try_from(httpdate::parse_http_date(text).ok()?).ok();
        let mail = || DateTimeParser::new().parse_timestamp(text).ok();
        Self::of(http().or_else(mail)?)
    }

    /// The date of `at`; `None` outside the years 0–9999.
    #[must_use]
    pub fn of(at: Timestamp) -> Option<Self> {
        let at = Timestamp::from_second(at.as_second()).ok()?;
        let civil = Offset::UTC.to_datetime(at);
        let text = format!(
            "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
            civil.year(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute(),
            civil.second()
        );
        Some(Self { text: text.as_bytes().try_into().ok()?, at })
    }

    /// `YYYYMMDDThhmmssZ`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// `YYYYMMDD`.
    #[must_use]
    pub fn day(&self) -> &str {
        self.as_str().get(..8).unwrap_or_default()
    }

    /// The moment.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        self.at
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.at.as_second()
    }
}

impl std::fmt::Debug for AmzDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `YYYYMMDDThhmmssZ` of a number of seconds since 1970, for messages.
pub(super) fn basic(seconds: i64) -> String {
    let date = Timestamp::from_second(seconds).ok().and_then(AmzDate::of);
    date.map_or_else(|| seconds.to_string(), |date| date.as_str().to_owned())
}

/// `YYYY-MM-DDThh:mm:ssZ` of a number of seconds since 1970, for messages of S3.
pub(super) fn extended(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |at| at.to_string())
}

fn two(tens: u8, ones: u8) -> Option<i16> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| i16::from(tens - b'0') * 10 + i16::from(ones - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R6.3: a `Date` header says its offset as RFC 5322 does, and what has no such form is no date.
    #[test]
    fn dates_of_http_and_mail() {
        for (text, expected) in [
            ("Sun, 22 Nov 2026 12:00:00 GMT", Some("20261122T120000Z")),
            ("Sunday, 22-Nov-26 12:00:00 GMT", Some("20261122T120000Z")),
            ("Sun, 22 Nov 2026 12:00:00 -0000", Some("20261122T120000Z")),
            ("Sun, 22 Nov 2026 12:00:00 +0000", Some("20261122T120000Z")),
            ("22 Nov 2026 12:00:00 +0000", Some("20261122T120000Z")),
            ("Sun, 22 Nov 2026 12:00:00 UT", Some("20261122T120000Z")),
            ("Sun, 22 Nov 2026 12:00:00 EST", Some("20261122T170000Z")),
            ("Sun, 22 Nov 2026 12:00:00 +0530", Some("20261122T063000Z")),
            ("Sun, 22 Nov 2026 23:30:00 -0100", Some("20261123T003000Z")),
            ("Mon, 22 Nov 2026 12:00:00 -0000", None),
            ("Sun, 22 Nov 2026 12:00:00", None),
            ("Sun, 22 Nov 2026 12:00:00 +00", None),
            ("Sun, 22 Nov 2026 12:00:00 +9999", None),
            ("Sun, 32 Nov 2026 12:00:00 -0000", None),
            ("Fri, 31 Dec 9999 23:59:59 -0100", None),
            ("-0000", None),
            ("", None),
        ] {
            let read = AmzDate::parse_http(text);
            assert_eq!(read.as_ref().map(AmzDate::as_str), expected, "{text}");
        }
    }
}
