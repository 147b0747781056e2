//! The master key: seals what the store keeps secret. It is not in the store, so that a copy of the store alone (a
//! backup, a stolen disk image) tells no secret.

use super::sealing::{NotSealedHere, SealError, SealingKey};
use crate::environment::data_dir::{PRIVATE_FILE, sync_dir};
use crate::environment::entropy::{Entropy, NoEntropy};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The environment variable that may hold the master key, as base64 of 32 bytes; it goes before the file.
pub const MASTER_KEY_VARIABLE: &str = "ROLECALL_MASTER_KEY";
/// Its file in the data directory.
const FILE: &str = "master.key";
/// First byte of what it seals: this format.
const FORMAT: u8 = 1;

/// Seals what the store keeps secret.
pub struct MasterKey {
    key: SealingKey,
    entropy: Arc<dyn Entropy>,
}

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// Others than the server's user may read the file.
    #[error(
        "others can read the master key `{}` (mode {mode:04o}); its mode must be 0600: run `chmod 600` on it, and \
         consider who may have read it",
        .path.display()
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The text is not base64 of 32 bytes.
    #[error("the master key in {0} is not base64 of 32 bytes")]
    Malformed(String),
    /// The file system refused.
    #[error("cannot use the master key `{}`: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// There is none, but there are secrets that one sealed.
    #[error(
        "the master key `{}` is missing, but the store has secrets that were encrypted with it. Restore the file from \
         its backup, or set {MASTER_KEY_VARIABLE} to its content; no other key can decrypt them",
        .0.display()
    )]
    Missing(PathBuf),
    /// None could be made.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// The cipher does not take it.
    #[error(transparent)]
    Cipher(#[from] SealError),
}

impl MasterKey {
    /// The key of the environment variable `ROLECALL_MASTER_KEY`, else of the file `master.key` in `dir`. The file is made
    /// with mode 0600 if it is not there, unless the store is `in_use`: then it holds secrets of a key that is lost. Hold
    /// the lock of `dir`.
    ///
    /// # Errors
    /// See [`MasterKeyError`].
    pub fn load_or_create(dir: &Path, in_use: bool, entropy: Arc<dyn Entropy>) -> Result<Self, MasterKeyError> {
        match std::env::var(MASTER_KEY_VARIABLE) {
            Ok(text) => Self::from_text(&Zeroizing::new(text), MASTER_KEY_VARIABLE, entropy),
            Err(std::env::VarError::NotPresent) => Self::from_file(dir, in_use, entropy),
            Err(std::env::VarError::NotUnicode(_)) => Err(MasterKeyError::Malformed(MASTER_KEY_VARIABLE.into())),
        }
    }

    /// The key with these bytes.
    ///
    /// # Errors
    /// The cipher does not take it.
    pub fn from_bytes(bytes: &[u8; 32], entropy: Arc<dyn Entropy>) -> Result<Self, MasterKeyError> {
        Ok(Self { key: SealingKey::new(bytes)?, entropy })
    }

    fn from_text(text: &str, source: &str, entropy: Arc<dyn Entropy>) -> Result<Self, MasterKeyError> {
        let malformed = || MasterKeyError::Malformed(source.to_owned());
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).map_err(|_| malformed())?);
        let bytes = Zeroizing::new(<[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| malformed())?);
        Self::from_bytes(&bytes, entropy)
    }

    fn from_file(dir: &Path, in_use: bool, entropy: Arc<dyn Entropy>) -> Result<Self, MasterKeyError> {
        let path = dir.join(FILE);
        let at = |source| MasterKeyError::Io { path: path.clone(), source };
        let mode = match fs::metadata(&path) {
            Ok(metadata) => metadata.permissions().mode() & 0o7777,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if in_use {
                    return Err(MasterKeyError::Missing(path));
                }
                create(dir, &path, &*entropy)?;
                PRIVATE_FILE
            }
            Err(error) => return Err(at(error)),
        };
        if mode & !PRIVATE_FILE != 0 {
            return Err(MasterKeyError::Exposed { path, mode });
        }
        let text = Zeroizing::new(fs::read_to_string(&path).map_err(at)?);
        Self::from_text(&text, &format!("`{}`", path.display()), entropy)
    }

    /// Seals bytes for `place`: they open only when the same place is named again.
    ///
    /// # Errors
    /// No random bytes.
    pub fn seal(&self, place: &str, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut out = vec![FORMAT];
        self.key.seal_into(&*self.entropy, place.as_bytes(), Zeroizing::new(plaintext.to_vec()), &mut out)?;
        Ok(out)
    }

    /// Opens what [`Self::seal`] made for the same place.
    ///
    /// # Errors
    /// It was altered, sealed for another place, or by another key.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotSealedHere> {
        let Some((&FORMAT, sealed)) = sealed.split_first() else { return Err(NotSealedHere) };
        let mut buffer = Zeroizing::new(sealed.to_vec());
        self.key.open_in_place(place.as_bytes(), &mut buffer).map(|plain| Zeroizing::new(plain.to_vec()))
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// Writes a new key: whole and durable under its name, or not there at all.
fn create(dir: &Path, path: &Path, entropy: &dyn Entropy) -> Result<(), MasterKeyError> {
    let mut bytes = Zeroizing::new([0; 32]);
    entropy.fill(&mut *bytes)?;
    let mut text = Zeroizing::new(STANDARD.encode(*bytes));
    text.push('\n');
    let write = || {
        let unfinished = path.with_extension("key.new");
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(PRIVATE_FILE).open(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, path)?;
        sync_dir(dir)
    };
    write().map_err(|source| MasterKeyError::Io { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::entropy::SystemEntropy;
    use proptest::prelude::*;

    fn file_key(dir: &Path) -> Result<MasterKey, MasterKeyError> {
        MasterKey::from_file(dir, false, Arc::new(SystemEntropy))
    }

    /// Made once with mode 0600, and the same key from then on.
    #[test]
    fn made_at_first_start() {
        let dir = tempfile::tempdir().unwrap();
        let sealed = file_key(dir.path()).unwrap().seal("here", b"text").unwrap();
        assert_eq!(fs::metadata(dir.path().join(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(**file_key(dir.path()).unwrap().open("here", &sealed).unwrap(), *b"text");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing else is left behind");
        let other = tempfile::tempdir().unwrap();
        assert!(file_key(other.path()).unwrap().open("here", &sealed).is_err(), "each directory has its own");
    }

    /// A file that others can read is refused with what to do; narrower modes are fine.
    #[test]
    fn wider_modes_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        file_key(dir.path()).unwrap();
        let path = dir.path().join(FILE);
        for mode in [0o640, 0o604, 0o660, 0o644, 0o700] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let message = file_key(dir.path()).unwrap_err().to_string();
            assert!(message.contains("must be 0600") && message.contains(&format!("{mode:04o}")), "{message}");
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        file_key(dir.path()).unwrap();
    }

    /// A key that is not base64 of 32 bytes is refused, and the message does not repeat it.
    #[test]
    fn malformed_keys_are_refused() {
        let short = STANDARD.encode([1; 31]);
        let long = STANDARD.encode([1; 33]);
        for text in ["", "secret!", &short, &long] {
            let error = MasterKey::from_text(text, "X", Arc::new(SystemEntropy)).unwrap_err();
            assert_eq!(error.to_string(), "the master key in X is not base64 of 32 bytes");
        }
        MasterKey::from_text(&format!("{}\n", STANDARD.encode([1; 32])), "X", Arc::new(SystemEntropy)).unwrap();
    }

    /// No new key is made beside secrets that another one sealed; the one that comes back is taken.
    #[test]
    fn no_second_key_is_made() {
        let dir = tempfile::tempdir().unwrap();
        let in_use = || MasterKey::from_file(dir.path(), true, Arc::new(SystemEntropy));
        assert!(matches!(in_use(), Err(MasterKeyError::Missing(_))));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is written");
        file_key(dir.path()).unwrap();
        in_use().unwrap();
    }

    /// A file half written by a start that was killed does not count, nor stand in the way.
    #[test]
    fn an_unfinished_file_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("master.key.new"), "half").unwrap();
        file_key(dir.path()).unwrap();
        assert!(!dir.path().join("master.key.new").exists());
    }

    proptest! {
        /// What is sealed opens to the same; with any byte altered, any cut, or another place it does not open.
        #[test]
        fn seal_and_open(plain in proptest::collection::vec(any::<u8>(), 0..100), at in any::<prop::sample::Index>(),
                         bit in 0u8..8, place in "[a-z/]{0,8}", other in "[a-z/]{0,8}") {
            let master = MasterKey::from_bytes(&[9; 32], Arc::new(SystemEntropy)).unwrap();
            let sealed = master.seal(&place, &plain).unwrap();
            prop_assert_eq!(&*master.open(&place, &sealed).unwrap(), &plain);
            let mut altered = sealed.clone();
            let at = at.index(sealed.len());
            altered[at] ^= 1 << bit;
            prop_assert!(master.open(&place, &altered).is_err());
            prop_assert!(master.open(&place, &sealed[..at]).is_err());
            if other != place {
                prop_assert!(master.open(&other, &sealed).is_err());
            }
        }
    }
}
