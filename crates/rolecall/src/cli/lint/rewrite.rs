//! Putting a fixed text into its file without ever leaving half of it there.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Replaces the file's text. The new text is written beside the file and takes its name when it is whole; links are
/// followed and permissions kept. A file that is no longer what was read is left alone.
pub(super) fn rewrite(path: &Path, read: &str, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let folder = path.parent().ok_or_else(|| io::Error::other("it is in no folder"))?;
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
    beside.as_file().sync_all()?;
    if fs::read(&path)? != read.as_bytes() {
        return Err(io::Error::other("it changed while it was looked at"));
    }
    beside.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(&path, "old").unwrap();
        rewrite(&path, "old", "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert!(rewrite(&path, "old", "newer").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
