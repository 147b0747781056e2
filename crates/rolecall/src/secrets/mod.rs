//! Secrets: in memory they do not print and are wiped; at rest they are sealed with the master key (invariant 7 of the
//! design).
//!
//! Ana's secret access key arrives as a [`Secret`]. Before it reaches the store it becomes a [`Sealed`] by
//! [`MasterKey::seal_secret`], bound to its place (its store key), so that a sealed secret that was moved to another
//! user's entry does not open. `Secret` has no serde form; `Sealed` has.

mod master;
mod sealing;

pub use master::{MASTER_KEY_VARIABLE, MasterKey, MasterKeyError};
pub use sealing::{NotSealedHere, SealError, SealingKey};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A secret text: a secret access key, a seed of an MFA device. Wiped when dropped, compared in constant time.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text as a secret.
    pub fn new(text: impl Into<Zeroizing<String>>) -> Self {
        Self(text.into())
    }

    /// The text itself. Each call is a place to look at in review.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl PartialEq for Secret {
    /// Takes the same time whatever the first difference; tells only the length.
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

/// A secret as it is stored: encrypted, and bound to its place. As text it is base64.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(..)")
    }
}

impl serde::Serialize for Sealed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> serde::Deserialize<'de> for Sealed {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        STANDARD.decode(text.as_bytes()).map(Self).map_err(|_| serde::de::Error::custom("a sealed secret is base64"))
    }
}

impl MasterKey {
    /// Seals a secret for `place`, its store key and field.
    ///
    /// # Errors
    /// No random bytes.
    pub fn seal_secret(&self, place: &str, secret: &Secret) -> Result<Sealed, SealError> {
        self.seal(place, secret.expose().as_bytes()).map(Sealed)
    }

    /// Opens what [`Self::seal_secret`] made for the same place.
    ///
    /// # Errors
    /// It was altered, sealed for another place, or by another master key.
    pub fn open_secret(&self, place: &str, sealed: &Sealed) -> Result<Secret, NotSealedHere> {
        let plain = self.open(place, &sealed.0)?;
        std::str::from_utf8(&plain).map(|text| Secret::new(text.to_owned())).map_err(|_| NotSealedHere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::entropy::SeededEntropy;
    use std::sync::Arc;

    const TEXT: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    /// Invariant 7: a secret, open or sealed, shows nothing of itself in `Debug`.
    #[test]
    fn debug_shows_nothing() {
        let master = MasterKey::from_bytes(&[7; 32], Arc::new(SeededEntropy::new(1))).unwrap();
        let secret = Secret::new(TEXT.to_owned());
        let sealed = master.seal_secret("a", &secret).unwrap();
        assert_eq!(format!("{secret:?} {sealed:?} {master:?}"), "Secret(..) Sealed(..) MasterKey(..)");
    }

    /// Secrets compare by their text, whatever the length.
    #[test]
    fn secrets_compare_by_text() {
        let secret = |text: &str| Secret::new(text.to_owned());
        assert_eq!(secret("abc"), secret("abc"));
        for other in ["abd", "ab", "abcd", ""] {
            assert_ne!(secret("abc"), secret(other));
        }
    }

    /// A sealed secret goes through JSON and opens at its own place only; its JSON does not hold the text.
    #[test]
    fn sealed_secrets_are_bound_to_their_place() {
        let master = MasterKey::from_bytes(&[7; 32], Arc::new(SeededEntropy::new(1))).unwrap();
        let sealed = master.seal_secret("111111111111/key/AKIA", &Secret::new(TEXT.to_owned())).unwrap();
        let json = serde_json::to_string(&sealed).unwrap();
        assert!(!json.contains(TEXT));
        let back: Sealed = serde_json::from_str(&json).unwrap();
        assert_eq!(master.open_secret("111111111111/key/AKIA", &back).unwrap().expose(), TEXT);
        assert!(master.open_secret("222222222222/key/AKIA", &back).is_err());
        assert!(serde_json::from_str::<Sealed>("\"not base64!\"").is_err());
    }
}
