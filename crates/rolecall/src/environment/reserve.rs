//! Room on the disk that is given up when the disk is full, so that deletions and starts work there too.
//!
//! SQLite writes before it deletes, and a deletion leaves a record like any other change: on a disk that is full to the
//! last byte nothing could be deleted. So the data directory holds a file of [`RESERVE_BYTES`] that serves nothing else.
//! Bob has filled the disk, and Ana deletes an object: her deletion finds the disk full, the file is removed, and the
//! deletion is tried once more ([`Reserve::spend`]). From then on changes that need room are refused
//! ([`Reserve::is_given_up`]), so that the room goes to deletions. When enough is free, the file is made again
//! ([`Reserve::refill`]) and all changes are taken.
//!
//! A new reserve is written under another name, synced and renamed. So a process that is killed at any step leaves a whole
//! reserve or none, and the next start makes it again or, where the disk is full, does without.

use super::data_dir::{private_file, sync_dir};
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

/// Size of the reserve. A `DeleteObjects` of 1,000 keys writes some 2 MiB to the log of the object index, its record takes a
/// step of 1 MiB in the trail, and a deletion through IAM some pages of the store; twice that, for what runs beside it.
pub const RESERVE_BYTES: u64 = 8 << 20;
/// How many times its size must be free before the reserve is made again. With the room of one reserve left beside it, the
/// next few changes do not use it up at once.
const FREE_TIMES: u64 = 2;
/// What must be free at a start, or the reserve is given up: the first pages of SQLite's logs, a segment of each class of
/// records, and session keys that are due.
const START_BYTES: u64 = 1 << 20;
/// How often a server looks whether a reserve that is given up can be made again. Deletions of objects look at once; this
/// is for room that others make.
pub const LOOK_INTERVAL: Duration = Duration::from_secs(5);

const FILE: &str = "reserve";
/// A reserve that is being made.
const NEW_FILE: &str = "reserve.new";
/// Bytes that are written at a time, between two looks at whether a deletion waits for the room.
const PIECE: usize = 64 << 10;

/// An error that may say that the disk is full.
pub trait DiskFull {
    /// Whether room on the disk would remedy it.
    fn is_disk_full(&self) -> bool;
}

impl DiskFull for io::Error {
    fn is_disk_full(&self) -> bool {
        matches!(self.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }
}

impl DiskFull for rusqlite::Error {
    /// SQLite says `SQLITE_FULL` for ENOSPC. A quota that is used up is an error of writing to it, and so is shared memory
    /// that cannot grow.
    fn is_disk_full(&self) -> bool {
        use rusqlite::ffi::{SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_WRITE};
        let extended = self.sqlite_error().map(|error| error.extended_code);
        self.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
            || matches!(extended, Some(SQLITE_IOERR_WRITE | SQLITE_IOERR_SHMSIZE))
    }
}

/// The reserve of a data directory.
pub struct Reserve {
    dir: PathBuf,
    /// 0: there is none, and none is made.
    bytes: u64,
    /// How many bytes can be written to the directory.
    free: fn(&Path) -> io::Result<u64>,
    is_given_up: AtomicBool,
    /// Somebody waits for the room that is being taken for a new reserve.
    is_wanted: AtomicBool,
    /// Held by whoever makes or removes the file.
    work: Mutex<()>,
    #[cfg(test)]
    room_comes: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl std::fmt::Debug for Reserve {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reserve")
            .field("bytes", &self.bytes)
            .field("is_given_up", &self.is_given_up)
            .finish_non_exhaustive()
    }
}

impl Reserve {
    /// No reserve: nothing is given up, and nothing is refused for want of it. For stores that stand alone.
    #[must_use]
    pub fn none() -> Self {
        Self::at(Path::new(""), 0, free)
    }

    /// The reserve in `dir`, which the caller holds the lock of. It is made if it is not there whole and the disk has
    /// room for it, and given up if the disk is too full for a start. Neither stops the start.
    #[must_use]
    pub fn open(dir: &Path, bytes: u64) -> Self {
        Self::open_where(dir, bytes, free)
    }

    /// The same on a disk that has as much room as `free` says.
    fn open_where(dir: &Path, bytes: u64, free: fn(&Path) -> io::Result<u64>) -> Self {
        let reserve = Self::at(dir, bytes, free);
        reserve.remove(NEW_FILE);
        if reserve.is_whole() {
            if !reserve.has_room_to_start() {
                reserve.give_up();
            }
        } else {
            reserve.remove(FILE);
            reserve.is_given_up.store(true, Ordering::Release);
            if !reserve.refilled() {
                reserve.warn("the disk is too full for the reserve that deletions need");
            }
        }
        reserve
    }

    fn at(dir: &Path, bytes: u64, free: fn(&Path) -> io::Result<u64>) -> Self {
        Self {
            dir: dir.to_owned(),
            bytes,
            free,
            is_given_up: AtomicBool::new(false),
            is_wanted: AtomicBool::new(false),
            work: Mutex::new(()),
            #[cfg(test)]
            room_comes: Mutex::new(None),
        }
    }

    /// Whether the disk was full and has not had enough room since: changes that need room are to be refused.
    pub fn is_given_up(&self) -> bool {
        self.is_given_up.load(Ordering::Acquire)
    }

    /// Does something that frees room. If the disk is full, the reserve is given up and it is tried once more.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn spend<T, E: DiskFull>(&self, mut work: impl FnMut() -> Result<T, E>) -> Result<T, E> {
        match work() {
            Err(error) if self.bytes > 0 && error.is_disk_full() => {
                self.give_up();
                work()
            }
            done => done,
        }
    }

    /// Gives the room back to the disk, and that of a new reserve that is being made.
    pub fn give_up(&self) {
        if self.bytes == 0 {
            return;
        }
        self.is_wanted.store(true, Ordering::Release);
        let _work = self.work();
        self.is_wanted.store(false, Ordering::Release);
        if !self.is_given_up.swap(true, Ordering::AcqRel) {
            self.release();
            self.warn("the disk is full, and the reserve was given up so that deletions work");
        }
        #[cfg(test)]
        if let Some(comes) = self.room_comes.lock().unwrap_or_else(PoisonError::into_inner).take() {
            comes();
        }
    }

    /// Makes the reserve again if it is given up and twice its size is free; otherwise does nothing. Blocks on the disk when
    /// it writes, and only then.
    pub fn refill(&self) {
        if self.is_given_up() && self.refilled() {
            let dir = self.dir.display();
            tracing::warn!("the disk of `{dir}` has room again, and the reserve is back: all changes are taken");
        }
    }

    /// Whether this call has made the reserve.
    fn refilled(&self) -> bool {
        let _work = match self.work.try_lock() {
            Ok(work) => work,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // It is being made.
            Err(TryLockError::WouldBlock) => return false,
        };
        if !self.is_given_up() || !self.has_free(FREE_TIMES * self.bytes) {
            return false;
        }
        let made = self.make();
        match &made {
            Ok(()) => self.is_given_up.store(false, Ordering::Release),
            Err(error) => {
                self.remove(NEW_FILE);
                if !error.is_disk_full() {
                    tracing::warn!(%error, "the reserve for deletions on a full disk cannot be made");
                }
            }
        }
        made.is_ok()
    }

    /// Writes twice the size, to see that it can be written, and keeps the half of it.
    fn make(&self) -> io::Result<()> {
        let new = self.dir.join(NEW_FILE);
        let mut file = private_file().truncate(true).open(&new)?;
        self.fill(&mut file, FREE_TIMES * self.bytes)?;
        file.set_len(self.bytes)?;
        file.sync_all()?;
        fs::rename(&new, self.dir.join(FILE))?;
        sync_dir(&self.dir)
    }

    /// Writes bytes that no file system stores in less room than they take, and syncs them.
    fn fill(&self, file: &mut File, bytes: u64) -> io::Result<()> {
        let mut left = bytes;
        let mut noise = Noise(bytes);
        let mut piece = [0; PIECE];
        while left > 0 {
            if self.is_wanted.load(Ordering::Acquire) {
                return Err(io::ErrorKind::StorageFull.into());
            }
            noise.fill(&mut piece);
            let length = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
            file.write_all(piece.get(..length).unwrap_or(&piece))?;
            left -= length as u64;
        }
        file.sync_all()
    }

    /// Whether the file is there with all its bytes on the disk. A copy may have made holes of them.
    fn is_whole(&self) -> bool {
        /// `st_blocks` counts in these, whatever the file system's own blocks are.
        const BLOCK: u64 = 512;
        let found = fs::symlink_metadata(self.dir.join(FILE));
        found.is_ok_and(|found| found.is_file() && found.len() == self.bytes && found.blocks() * BLOCK >= self.bytes)
    }

    /// Whether a start finds room: written, as quotas are not told otherwise.
    fn has_room_to_start(&self) -> bool {
        let write = || self.fill(&mut private_file().truncate(true).open(self.dir.join(NEW_FILE))?, START_BYTES);
        let has_room = self.has_free(START_BYTES) && write().is_ok();
        self.remove(NEW_FILE);
        has_room
    }

    /// A file system that does not tell is asked by writing.
    fn has_free(&self, bytes: u64) -> bool {
        (self.free)(&self.dir).map_or(true, |free| free >= bytes)
    }

    /// The blocks first: a full file system that cannot change its folder can still cut a file.
    fn release(&self) {
        let path = self.dir.join(FILE);
        let cut = private_file().truncate(true).open(&path).and_then(|file| file.sync_all());
        if let Err(error) = cut {
            tracing::warn!(%error, "the reserve cannot be cut");
        }
        self.remove(FILE);
    }

    fn remove(&self, name: &str) {
        match fs::remove_file(self.dir.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, "the file `{name}` in the data directory cannot be removed");
            }
            _ => {}
        }
    }

    fn warn(&self, what: &str) {
        let (dir, mebibytes) = (self.dir.display(), (FREE_TIMES * self.bytes) >> 20);
        tracing::warn!(
            "{what}: changes other than deletions are refused until {mebibytes} MiB are free in `{dir}`; delete objects, or make \
             room on the disk"
        );
    }

    fn work(&self) -> MutexGuard<'_, ()> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What happens when the reserve is given up: a test's way to give room to what had none.
    #[cfg(test)]
    pub(crate) fn when_given_up(&self, room_comes: impl FnOnce() + Send + 'static) {
        *self.room_comes.lock().unwrap() = Some(Box::new(room_comes));
    }
}

/// How many bytes this process can write to the file system of `dir`.
fn free(dir: &Path) -> io::Result<u64> {
    let found = rustix::fs::statvfs(dir)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// A long sequence without repetition (xorshift64). Nothing secret comes of it.
struct Noise(u64);

impl Noise {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            // 0 would stay 0.
            let mut next = self.0.max(1);
            next ^= next << 13;
            next ^= next >> 7;
            next ^= next << 17;
            self.0 = next;
            for (to, from) in chunk.iter_mut().zip(next.to_le_bytes()) {
                *to = from;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Arc;

    const BYTES: u64 = 256 << 10;

    fn full() -> io::Error {
        io::ErrorKind::StorageFull.into()
    }

    /// The files of the directory with their sizes.
    fn files(dir: &Path) -> Vec<(String, u64)> {
        let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
        let mut files: Vec<_> =
            entries.map(|e| (e.file_name().into_string().unwrap(), e.metadata().unwrap().len())).collect();
        files.sort();
        files
    }

    fn whole() -> Vec<(String, u64)> {
        vec![(FILE.to_owned(), BYTES)]
    }

    /// It takes its room on the disk, and nobody else reads or writes it.
    #[test]
    fn the_room_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let reserve = Reserve::open(dir.path(), BYTES);
        assert!(!reserve.is_given_up());
        assert_eq!(files(dir.path()), whole());
        let file = fs::metadata(dir.path().join(FILE)).unwrap();
        assert!(file.blocks() * 512 >= BYTES);
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
        let bytes = fs::read(dir.path().join(FILE)).unwrap();
        let pieces: std::collections::HashSet<_> = bytes.chunks(512).collect();
        assert_eq!(pieces.len() as u64, BYTES / 512, "nothing in it is there twice");
    }

    /// What finds the disk full is done once more, in the room of the reserve; what fails otherwise is not.
    #[test]
    fn spent_once() {
        let dir = tempfile::tempdir().unwrap();
        let reserve = Reserve::open(dir.path(), BYTES);
        let mut calls = 0;
        let mut outcomes = vec![Ok(7), Err(full())];
        let done = reserve.spend(|| {
            calls += 1;
            assert_eq!(reserve.is_given_up(), calls == 2);
            assert_eq!(files(dir.path()).is_empty(), calls == 2);
            outcomes.pop().unwrap()
        });
        assert_eq!((done.unwrap(), calls), (7, 2));

        reserve.refill();
        for (kind, expected) in [(io::ErrorKind::PermissionDenied, 1), (io::ErrorKind::QuotaExceeded, 2)] {
            let mut calls = 0;
            let done: io::Result<()> = reserve.spend(|| {
                calls += 1;
                Err(kind.into())
            });
            assert_eq!((done.unwrap_err().kind(), calls), (kind, expected));
            assert_eq!(reserve.is_given_up(), expected == 2);
        }
        assert!(files(dir.path()).is_empty());
    }

    /// It comes back when twice its size is free, and not before.
    #[test]
    fn made_again_with_room_to_spare() {
        let dir = tempfile::tempdir().unwrap();
        let reserve = Reserve::open_where(dir.path(), BYTES, |_| Ok(2 * BYTES - 1));
        assert!(reserve.is_given_up());
        reserve.refill();
        assert!(reserve.is_given_up());
        assert!(files(dir.path()).is_empty());

        let reserve = Reserve::open_where(dir.path(), BYTES, |_| Ok(2 * BYTES));
        assert!(!reserve.is_given_up());
        reserve.give_up();
        assert!(files(dir.path()).is_empty());
        reserve.refill();
        assert!(!reserve.is_given_up());
        assert_eq!(files(dir.path()), whole());
    }

    /// A start on a full disk gives it up; one that finds a little room leaves it.
    #[test]
    fn a_start_on_a_full_disk() {
        let dir = tempfile::tempdir().unwrap();
        drop(Reserve::open(dir.path(), BYTES));
        assert!(!Reserve::open_where(dir.path(), BYTES, |_| Ok(START_BYTES)).is_given_up());
        assert_eq!(files(dir.path()), whole());
        assert!(Reserve::open_where(dir.path(), BYTES, |_| Ok(START_BYTES - 1)).is_given_up());
        assert!(files(dir.path()).is_empty());
    }

    /// A process that was killed at any step leaves what the next start makes whole.
    #[test]
    fn a_kill_at_any_step() {
        let bytes = usize::try_from(BYTES).unwrap();
        let write =
            |name: &'static str, bytes: usize| move |dir: &Path| fs::write(dir.join(name), vec![7; bytes]).unwrap();
        let sparse = |dir: &Path| File::create(dir.join(FILE)).unwrap().set_len(BYTES).unwrap();
        let steps: [&dyn Fn(&Path); 9] = [
            &write(NEW_FILE, 0),
            &write(NEW_FILE, bytes + 1),
            &write(NEW_FILE, 2 * bytes),
            &write(NEW_FILE, bytes),
            &write(FILE, bytes),
            &write(FILE, bytes - 1),
            &write(FILE, 2 * bytes),
            &write(FILE, 0),
            &sparse,
        ];
        for (number, step) in steps.into_iter().enumerate() {
            let dir = tempfile::tempdir().unwrap();
            step(dir.path());
            let reserve = Reserve::open(dir.path(), BYTES);
            assert!(!reserve.is_given_up(), "{number}");
            assert_eq!(files(dir.path()), whole(), "{number}");
            assert!(reserve.is_whole(), "{number}");
            // The same where there is no room for it: nothing of it stays.
            step(dir.path());
            let kept = Reserve::open_where(dir.path(), BYTES, |_| Ok(0));
            assert!(kept.is_given_up(), "{number}");
            assert!(files(dir.path()).is_empty(), "{number}: {:?}", files(dir.path()));
        }
    }

    /// A deletion that needs the room while the reserve is made again has it: the making stops.
    #[test]
    fn a_deletion_goes_before_the_next_reserve() {
        let dir = tempfile::tempdir().unwrap();
        let reserve = Arc::new(Reserve::open(dir.path(), BYTES));
        reserve.give_up();
        reserve.is_wanted.store(true, Ordering::Release);
        reserve.refill();
        assert!(reserve.is_given_up());
        assert!(files(dir.path()).is_empty());
        reserve.give_up();
        reserve.refill();
        assert_eq!(files(dir.path()), whole());
    }

    /// The guide tells every limit of this file with its value.
    #[test]
    fn the_guide_tells_every_limit() {
        const GUIDE: &str = include_str!("../../../../docs/guide/operations.md");
        let mebibytes = |bytes: u64| format!("{} MiB", bytes >> 20);
        for (name, value) in [
            ("RESERVE_BYTES", mebibytes(RESERVE_BYTES)),
            ("FREE_TIMES", FREE_TIMES.to_string()),
            ("START_BYTES", mebibytes(START_BYTES)),
            ("LOOK_INTERVAL", format!("{} s", LOOK_INTERVAL.as_secs())),
        ] {
            let row = format!("| `{name}` | {value} |");
            assert!(GUIDE.contains(&row), "docs/guide/operations.md lacks: {row}");
        }
        let free = format!("When {} are free", mebibytes(FREE_TIMES * RESERVE_BYTES));
        assert!(GUIDE.contains(&free), "docs/guide/operations.md lacks: {free}");
    }

    /// Without a reserve nothing is tried twice and nothing is refused.
    #[test]
    fn none() {
        let reserve = Reserve::none();
        let mut calls = 0;
        let done: io::Result<()> = reserve.spend(|| {
            calls += 1;
            Err(full())
        });
        assert_eq!((done.unwrap_err().kind(), calls), (io::ErrorKind::StorageFull, 1));
        reserve.give_up();
        reserve.refill();
        assert!(!reserve.is_given_up());
    }
}
