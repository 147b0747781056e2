//! AES-256-GCM with random nonces: the one way in which anything is encrypted here.

use crate::environment::entropy::{Entropy, NoEntropy};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

/// A key that seals and opens bytes.
///
/// A nonce is 96 random bits, so one key must not seal much more than 2^32 times; keys that seal often are rotated.
pub struct SealingKey(LessSafeKey);

/// Why bytes could not be sealed.
#[derive(Debug, Clone, Copy, thiserror::Error)]
pub enum SealError {
    /// No nonce.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// The cipher refused: more bytes than AES-GCM may seal at once, or no key.
    #[error("encryption failed")]
    Refused,
}

/// The bytes were not sealed with this key for this place, or were altered since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it was not encrypted with this key for this place, or somebody changed it")]
pub struct NotSealedHere;

impl SealingKey {
    /// The key with these bytes.
    ///
    /// # Errors
    /// The cipher refused them.
    pub fn new(bytes: &[u8; 32]) -> Result<Self, SealError> {
        UnboundKey::new(&AES_256_GCM, bytes).map(|key| Self(LessSafeKey::new(key))).map_err(|_| SealError::Refused)
    }

    /// Appends to `out`: nonce, ciphertext, tag. `associated` is authenticated, not stored.
    ///
    /// # Errors
    /// No random bytes, or too many bytes to seal.
    pub fn seal_into(
        &self,
        entropy: &dyn Entropy,
        associated: &[u8],
        mut plaintext: Zeroizing<Vec<u8>>,
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce)?;
        let tag = self
            .0
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(associated), &mut plaintext)
            .map_err(|_| SealError::Refused)?;
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&plaintext);
        out.extend_from_slice(tag.as_ref());
        Ok(())
    }

    /// Opens in place what [`Self::seal_into`] appended, and gives the plaintext within it.
    ///
    /// # Errors
    /// Altered, cut, other key, or other associated data.
    pub fn open_in_place<'a>(&self, associated: &[u8], sealed: &'a mut [u8]) -> Result<&'a [u8], NotSealedHere> {
        let (nonce, sealed) = sealed.split_first_chunk_mut::<NONCE_LEN>().ok_or(NotSealedHere)?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.0.open_in_place(nonce, Aad::from(associated), sealed).map(|plain| &*plain).map_err(|_| NotSealedHere)
    }
}
