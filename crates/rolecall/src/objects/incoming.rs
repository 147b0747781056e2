//! An upload's bytes on their way to disk: hashed and written on the blocking pool, one chunk in flight while the next
//! one fills, so memory is two chunks whatever the size.

use super::checksums::{DigestValues, Digests};
use super::files::FileId;
use super::{Inner, StorageError};
use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use tokio::task::{JoinHandle, spawn_blocking};

/// Bytes handed to the disk at a time.
const CHUNK: usize = 256 * 1024;

/// A data file that no object uses yet. Dropped, it is removed.
#[derive(Debug)]
pub(super) struct TemporaryFile {
    inner: Arc<Inner>,
    id: Option<FileId>,
}

impl TemporaryFile {
    /// After the commit that makes an object use the file: keeps it, or removes it if the index surely does not
    /// know it. Where that is not sure the next start finds out.
    pub(super) fn keep_unless_refused(mut self, committed: Result<(), StorageError>) -> Result<(), StorageError> {
        if matches!(committed, Ok(()) | Err(StorageError::Commit(_))) {
            self.id = None;
        }
        committed
    }

    /// Its name.
    pub(super) fn id(&self) -> Result<&FileId, StorageError> {
        self.id.as_ref().ok_or(StorageError::Interrupted)
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        if let Some(id) = &self.id
            && let Err(error) = self.inner.files.remove(id)
        {
            // The next start sweeps `incoming/`, so this is only noted.
            tracing::warn!(%error, "cannot remove the file of a broken upload");
        }
    }
}

/// Where the bytes go.
struct Sink {
    file: File,
    temporary: TemporaryFile,
    digests: Digests,
    size: u64,
}

/// An upload under way.
#[must_use]
pub struct Incoming {
    /// `None` only while a chunk is being handed over.
    sink: Option<JoinHandle<Result<Sink, StorageError>>>,
    buffer: Vec<u8>,
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").finish_non_exhaustive()
    }
}

/// Bytes that are durable and that no object uses yet. Dropped, they are removed.
#[derive(Debug)]
#[must_use]
pub struct Received {
    pub(super) temporary: TemporaryFile,
    /// Bytes.
    pub size: u64,
    /// What was computed on the way.
    pub digests: DigestValues,
}

impl Incoming {
    /// Begins a new data file.
    pub(super) fn begin(inner: Arc<Inner>, digests: Digests) -> Self {
        let sink = spawn_blocking(move || {
            inner.check_room()?;
            let id = FileId::new(&*inner.entropy)?;
            let file = inner.files.create(&id)?;
            Ok(Sink { file, temporary: TemporaryFile { inner, id: Some(id) }, digests, size: 0 })
        });
        Self { sink: Some(sink), buffer: Vec::new() }
    }

    /// Takes the next bytes; waits while the disk is behind.
    ///
    /// # Errors
    /// The disk is full or failed. Nothing remains of the upload then.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<(), StorageError> {
        while !bytes.is_empty() {
            if self.buffer.capacity() == 0 {
                self.buffer.reserve_exact(CHUNK);
            }
            let room = CHUNK.saturating_sub(self.buffer.len());
            let (now, later) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
            self.buffer.extend_from_slice(now);
            bytes = later;
            if self.buffer.len() >= CHUNK {
                self.flush().await?;
            }
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), StorageError> {
        let mut sink = self.settled().await?;
        let buffer = std::mem::take(&mut self.buffer);
        self.sink = Some(spawn_blocking(move || {
            sink.temporary.inner.check_room()?;
            sink.digests.update(&buffer);
            sink.file.write_all(&buffer)?;
            sink.size = sink.size.saturating_add(u64::try_from(buffer.len()).unwrap_or(u64::MAX));
            Ok(sink)
        }));
        Ok(())
    }

    async fn settled(&mut self) -> Result<Sink, StorageError> {
        let sink = self.sink.take().ok_or(StorageError::Interrupted)?;
        sink.await.map_err(|_| StorageError::Interrupted)?
    }

    /// Makes the bytes durable.
    ///
    /// # Errors
    /// The disk is full or failed. Nothing remains of the upload then.
    pub async fn finish(mut self) -> Result<Received, StorageError> {
        self.flush().await?;
        let sink = self.settled().await?;
        spawn_blocking(move || {
            let Sink { file, temporary, digests, size } = sink;
            temporary.inner.files.sync(&file)?;
            Ok(Received { temporary, size, digests: digests.finish() })
        })
        .await
        .map_err(|_| StorageError::Interrupted)?
    }
}
