//! The data directory: private to the server's user, and used by one server at a time.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Mode of every file the server writes: its user alone reads and writes.
pub const PRIVATE_FILE: u32 = 0o600;

/// The store's file in a data directory, by which one is known.
pub const STORE_FILE: &str = "store.db";

/// Refuses a directory that no server has used, so that nothing is made in it or deleted from it by mistake.
///
/// # Errors
/// [`DataDirError::Foreign`].
pub fn check_used(dir: &Path) -> Result<(), DataDirError> {
    if dir.join(STORE_FILE).is_file() { Ok(()) } else { Err(DataDirError::Foreign(dir.to_owned())) }
}

/// Why a directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataDirError {
    /// Another process holds the lock.
    #[error("`{}` is in use by another rolecall server; stop that server, or use another directory", .0.display())]
    InUse(PathBuf),
    /// There is no store in it.
    #[error("`{}` is not a data directory of rolecall: it has no {STORE_FILE}; name the server's data directory with --data",
            .0.display())]
    Foreign(PathBuf),
    /// Others can write to it, and so replace the files in it.
    #[error("others can write to the directory `{}` (mode {mode:04o}); run `chmod go-w` on it, and check that nobody \
             changed its files", .path.display())]
    Exposed {
        /// The directory.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The file system refused.
    #[error("cannot use the directory `{}`: {source}", .path.display())]
    Io {
        /// The directory.
        path: PathBuf,
        /// What the file system said.
        source: io::Error,
    },
}

/// Mode bits that let a directory's group or anybody replace the files in it.
const WRITABLE_BY_OTHERS: u32 = 0o022;

/// Holds a directory for one process; the kernel lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct DirLock {
    _file: File,
}

impl DirLock {
    /// Makes the directory if it is not there (mode 0700) and locks it through the file `lock` in it.
    ///
    /// # Errors
    /// Another process, or another part of this one, holds it; or the file system refused.
    pub fn acquire(dir: &Path) -> Result<Self, DataDirError> {
        let at = |source| DataDirError::Io { path: dir.to_owned(), source };
        DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(at)?;
        let mode = fs::metadata(dir).map_err(at)?.permissions().mode() & 0o7777;
        if mode & WRITABLE_BY_OTHERS != 0 {
            return Err(DataDirError::Exposed { path: dir.to_owned(), mode });
        }
        let file = private_file().truncate(false).open(dir.join("lock")).map_err(at)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(DataDirError::InUse(dir.to_owned())),
            Err(TryLockError::Error(source)) => Err(at(source)),
        }
    }
}

/// Options that open a file for reading and writing, making it with mode 0600 if it is not there.
#[must_use]
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).mode(PRIVATE_FILE);
    options
}

/// Makes the names in a directory durable: what a new or renamed file needs besides its own sync.
///
/// # Errors
/// The file system refused.
pub fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory whose files others can replace is refused, with what to do; one that they can only read is not.
    #[test]
    fn nobody_else_writes() {
        let dir = tempfile::tempdir().unwrap();
        for (mode, taken) in [(0o700, true), (0o755, true), (0o775, false), (0o702, false), (0o777, false)] {
            fs::set_permissions(dir.path(), fs::Permissions::from_mode(mode)).unwrap();
            let acquired = DirLock::acquire(dir.path());
            assert_eq!(acquired.is_ok(), taken, "{mode:o}");
            if let Err(error) = acquired {
                assert!(error.to_string().contains("chmod go-w"), "{error}");
            }
        }
    }

    /// Two servers cannot share a directory, and the second is told what to do; when the first ends, it is free.
    #[test]
    fn one_holder_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("data");
        let held = DirLock::acquire(&path).unwrap();
        let message = DirLock::acquire(&path).unwrap_err().to_string();
        assert!(message.contains("in use by another rolecall server"), "{message}");
        drop(held);
        DirLock::acquire(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(fs::metadata(path.join("lock")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
