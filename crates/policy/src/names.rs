//! Vocabulary newtypes.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

/// A 12-digit AWS account id (R0.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(u64);

/// The text is not exactly twelve ASCII digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAccountId;

impl AccountId {
    /// The id as a number below 10^12.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        self.0
    }

    /// `000000000000`, which AWS gives to no account.
    pub const NOBODY: Self = Self(0);

    /// From a number; `None` at 10^12 and above.
    #[must_use]
    pub fn from_u64(number: u64) -> Option<Self> {
        (number < 1_000_000_000_000).then_some(Self(number))
    }
}

/// The twelve digits of an account id, as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountDigits([u8; 12]);

impl AccountId {
    /// The id as text, in no memory of its own: nearly every request writes the ids of its accounts.
    #[must_use]
    pub fn digits(self) -> AccountDigits {
        let (mut digits, mut rest) = ([b'0'; 12], self.0);
        // By pairs: half as many divisions.
        for pair in digits.rchunks_exact_mut(2) {
            let number = u8::try_from(rest % 100).unwrap_or_default();
            rest /= 100;
            if let [tens, ones] = pair {
                (*tens, *ones) = (b'0' + number / 10, b'0' + number % 10);
            }
        }
        AccountDigits(digits)
    }
}

impl Deref for AccountDigits {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for AccountId {
    type Err = NotAnAccountId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) {
            text.parse().map(Self).map_err(|_| NotAnAccountId)
        } else {
            Err(NotAnAccountId)
        }
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits())
    }
}

impl fmt::Display for NotAnAccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an account id is twelve digits")
    }
}

impl std::error::Error for NotAnAccountId {}

#[cfg(feature = "serde")]
impl serde::Serialize for AccountId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.digits())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for AccountId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Digits;

        impl serde::de::Visitor<'_> for Digits {
            type Value = AccountId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{NotAnAccountId}")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<AccountId, E> {
                text.parse().map_err(E::custom)
            }
        }

        // Without a copy of the text: every entity of a large world has an account.
        deserializer.deserialize_str(Digits)
    }
}
