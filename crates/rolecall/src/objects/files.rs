//! The data files: where they lie, and how they get there.
//!
//! A file's name is random and says nothing of the bucket or the key, so no key, however it is spelled, can reach
//! outside the folder. A file is born in `incoming/` and moves to `data/<first byte>/` after the index knows it: what
//! lies in `incoming/` at start is either committed (and moves on) or the rest of a broken upload (and goes).

use super::StorageError;
use crate::environment::entropy::Entropy;
use data_encoding::HEXLOWER;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// The name of a data file: 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct FileId(String);

impl FileId {
    /// A new random name.
    pub(super) fn new(entropy: &dyn Entropy) -> Result<Self, StorageError> {
        let mut bytes = [0u8; 16];
        entropy.fill(&mut bytes)?;
        Ok(Self(HEXLOWER.encode(&bytes)))
    }

    /// The name, if the text is one: nothing else is ever joined to a path.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        (text.len() == 32 && text.bytes().all(hex)).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder under `data/`.
    fn fan(&self) -> &str {
        self.0.get(..2).unwrap_or("00")
    }
}

/// The folders of data files.
#[derive(Debug)]
pub(super) struct Files {
    incoming: PathBuf,
    data: PathBuf,
}

impl Files {
    /// Makes the folders that are missing.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        let files = Self::at(root);
        fs::create_dir_all(&files.incoming)?;
        fs::create_dir_all(&files.data)?;
        for byte in 0..=u8::MAX {
            let fan = files.data.join(HEXLOWER.encode(&[byte]));
            if !fan.is_dir() {
                fs::create_dir(&fan)?;
            }
        }
        for folder in [&files.data, &files.incoming, root] {
            sync_folder(folder)?;
        }
        Ok(files)
    }

    /// The folders as they are; none is made.
    pub(super) fn at(root: &Path) -> Self {
        Self { incoming: root.join("incoming"), data: root.join("data") }
    }

    /// The names of all files that have their place. What is still in `incoming/` is swept at the next start.
    pub(super) fn settled(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for fan in fs::read_dir(&self.data)? {
            let fan = fan?.path();
            if fan.is_dir() {
                for entry in fs::read_dir(fan)? {
                    names.push(entry?.file_name().to_string_lossy().into_owned());
                }
            }
        }
        names.sort();
        Ok(names)
    }

    fn incoming_path(&self, id: &FileId) -> PathBuf {
        self.incoming.join(id.as_str())
    }

    fn settled_path(&self, id: &FileId) -> PathBuf {
        self.data.join(id.fan()).join(id.as_str())
    }

    /// A new file for writing, readable by this user only.
    pub(super) fn create(&self, id: &FileId) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.incoming_path(id))
    }

    /// Makes a written file and its name durable.
    pub(super) fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()?;
        sync_folder(&self.incoming)
    }

    /// Moves a committed file to its place. It may already be there.
    pub(super) fn settle(&self, id: &FileId) -> io::Result<()> {
        match fs::rename(self.incoming_path(id), self.settled_path(id)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Opens a file wherever it lies.
    pub(super) fn open_for_read(&self, id: &FileId) -> io::Result<File> {
        // It may move from `incoming/` to `data/` between two looks, never back: the third look finds it.
        File::open(self.settled_path(id))
            .or_else(|_| File::open(self.incoming_path(id)))
            .or_else(|_| File::open(self.settled_path(id)))
    }

    /// Removes a file wherever it lies; one that is gone is no error.
    pub(super) fn remove(&self, id: &FileId) -> io::Result<()> {
        for path in [self.incoming_path(id), self.settled_path(id)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// The files that lie in `incoming/`.
    pub(super) fn incoming(&self) -> io::Result<Vec<FileId>> {
        let mut ids = Vec::new();
        for entry in fs::read_dir(&self.incoming)? {
            if let Some(id) = entry?.file_name().to_str().and_then(FileId::parse) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// How many files lie in `incoming/` and `data/` together.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        let of = |folder: &Path| fs::read_dir(folder).unwrap().count();
        let fans = fs::read_dir(&self.data).unwrap().map(|fan| of(&fan.unwrap().path())).sum::<usize>();
        of(&self.incoming) + fans
    }
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
