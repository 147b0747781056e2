//! Randomness as a parameter: keys, ids and nonces come from here.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};
use zeroize::Zeroize;

/// Gives random bytes.
pub trait Entropy: Send + Sync + 'static {
    /// Fills `bytes` with unpredictable bytes.
    ///
    /// # Errors
    /// The source failed; nothing may be derived from `bytes` then.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoEntropy>;
}

/// The source of randomness failed.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the operating system returned no random bytes")]
pub struct NoEntropy;

/// The operating system's generator. A call of it costs more than the few bytes that an id or a nonce needs, so each thread
/// draws [`POOL_BYTES`] at a time.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

/// Bytes that a thread draws at a time. More are drawn directly.
const POOL_BYTES: usize = 512;

thread_local! {
    static POOL: RefCell<Pool> = const { RefCell::new(Pool { bytes: [0; POOL_BYTES], left: 0 }) };
}

/// Random bytes that nobody has had yet.
struct Pool {
    bytes: [u8; POOL_BYTES],
    /// How many at the beginning are left.
    left: usize,
}

impl Pool {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoEntropy> {
        if bytes.len() > self.left {
            self.left = 0;
            drawn(&mut self.bytes)?;
            self.left = POOL_BYTES;
        }
        let rest = self.left.saturating_sub(bytes.len());
        let taken = self.bytes.get_mut(rest..self.left).filter(|taken| taken.len() == bytes.len()).ok_or(NoEntropy)?;
        bytes.copy_from_slice(taken);
        // Nobody gets them again, and no core dump shows what they became.
        taken.zeroize();
        self.left = rest;
        Ok(())
    }
}

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoEntropy> {
        if bytes.len() > POOL_BYTES {
            return drawn(bytes);
        }
        POOL.with_borrow_mut(|pool| pool.fill(bytes))
    }
}

fn drawn(bytes: &mut [u8]) -> Result<(), NoEntropy> {
    aws_lc_rs::rand::fill(bytes).map_err(|_| NoEntropy)
}

/// A predictable sequence, for tests that compare ids. Never used by the server.
#[derive(Debug)]
pub struct SeededEntropy(AtomicU64);

impl SeededEntropy {
    /// The sequence that starts at `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoEntropy> {
        for chunk in bytes.chunks_mut(8) {
            // SplitMix64: a fixed, well-spread sequence.
            let mut z = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed).wrapping_add(0x9E37_79B9_7F4A_7C15);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            let word = (z ^ (z >> 31)).to_le_bytes();
            for (to, from) in chunk.iter_mut().zip(word) {
                *to = from;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Whatever the sizes, at the edges of a pool too, each byte is given once: no text of 16 bytes comes twice.
    #[test]
    fn nothing_is_given_twice() {
        let mut given = HashSet::new();
        for size in [16, POOL_BYTES - 16, 16, 1, POOL_BYTES, 16, POOL_BYTES + 1, 17, POOL_BYTES - 1, 31, 0] {
            let mut bytes = vec![0; size];
            SystemEntropy.fill(&mut bytes).unwrap();
            for piece in bytes.chunks_exact(16) {
                assert!(given.insert(piece.to_vec()), "{piece:?} of {size} bytes");
            }
        }
    }

    /// What was given is wiped.
    #[test]
    fn what_was_given_is_gone() {
        let mut pool = Pool { bytes: [7; POOL_BYTES], left: 40 };
        let mut bytes = [0; 32];
        pool.fill(&mut bytes).unwrap();
        assert_eq!((bytes, pool.left), ([7; 32], 8));
        assert_eq!(pool.bytes.get(..40).unwrap(), [[7_u8; 8].as_slice(), &[0; 32]].concat());
    }
}
