//! Reading the whole store, at the start.
//!
//! To read the JSON of an entity and to put it in its table takes longer than to read it from the store, so several threads
//! do it. One reads the store and passes on what it holds in batches; whichever thread is free takes the next. What the
//! threads read becomes tables at the end, and again each thread that is free makes the next table. A small store is read on
//! one thread.

use super::entities::{Read, Tables};
use super::{Snapshot, last_used, leave_out};
use crate::store::{EntryRef, Revision, Store, StoreError};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Scope, ScopedJoinHandle, available_parallelism};

/// The most threads that read: beyond that they wait for the store.
const MAX_THREADS: usize = 4;
/// Bytes of keys and values that are passed to a thread together. A store that has no more is read in some milliseconds.
const BATCH_BYTES: usize = 256 << 10;
/// Batches that wait for a thread. What is read from the store faster waits there.
const WAITING: usize = 8;

/// Everything the store holds. Notes of last uses are given to `note`.
pub(super) fn load(store: &dyn Store, note: &mut dyn FnMut(EntryRef<'_>)) -> Result<Snapshot, StoreError> {
    let threads = available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS);
    load_on(threads, BATCH_BYTES, store, note)
}

fn load_on(
    threads: usize,
    batch_bytes: usize,
    store: &dyn Store,
    note: &mut dyn FnMut(EntryRef<'_>),
) -> Result<Snapshot, StoreError> {
    let mut batch = Batch::default();
    let (revision, mut parts, makers) = std::thread::scope(|scope| {
        let mut crew: Option<Crew<'_>> = None;
        let revision = store.load(&mut |entry| {
            if last_used::is_note(entry.key) {
                return note(entry);
            }
            batch.push(entry);
            if threads > 1 && batch.bytes.len() >= batch_bytes {
                crew.get_or_insert_with(|| Crew::start(scope, threads)).give(&mut batch);
            }
        })?;
        let makers = if crew.is_some() { threads } else { 1 };
        Ok((revision, crew.map(Crew::finish).unwrap_or_default(), makers))
    })?;
    let mut last = Part::default();
    last.read(&batch);
    parts.push(last);
    let mut snapshot = Snapshot::default();
    (snapshot.revision, snapshot.organizations) = (revision, revision);
    let mut read = Vec::new();
    for part in parts {
        read.push(part.entities);
        snapshot.unreadable.extend(part.unreadable);
    }
    snapshot.tables = Tables::of(read, makers);
    Ok(snapshot)
}

/// Entries of the store, their bytes one after another: a thread that frees what another one allocated holds it up.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    /// Where each key ends, and where its value does.
    ends: Vec<(usize, usize, Revision)>,
}

impl Batch {
    fn push(&mut self, EntryRef { key, value, modified }: EntryRef<'_>) {
        self.bytes.extend_from_slice(key.as_bytes());
        let end_of_key = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.ends.push((end_of_key, self.bytes.len(), modified));
    }

    fn entries(&self) -> impl Iterator<Item = EntryRef<'_>> {
        let mut start = 0;
        self.ends.iter().filter_map(move |&(middle, end, modified)| {
            let key = self.bytes.get(std::mem::replace(&mut start, end)..middle)?;
            let key = std::str::from_utf8(key).ok()?;
            Some(EntryRef { key, value: self.bytes.get(middle..end)?, modified })
        })
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }
}

/// What one thread read.
#[derive(Default)]
struct Part {
    entities: Read,
    /// As [`Snapshot::unreadable`].
    unreadable: Vec<Arc<str>>,
}

impl Part {
    fn read(&mut self, batch: &Batch) {
        for EntryRef { key, value, modified } in batch.entries() {
            if let Err(error) = self.entities.read(key, value, modified) {
                self.unreadable.extend(leave_out(key, &error));
            }
        }
    }
}

/// The threads that read.
struct Crew<'scope> {
    batches: SyncSender<Batch>,
    /// Batches that were read, to be filled again.
    used: Receiver<Batch>,
    threads: Vec<ScopedJoinHandle<'scope, Part>>,
}

impl<'scope> Crew<'scope> {
    fn start(scope: &'scope Scope<'scope, '_>, threads: usize) -> Self {
        let (batches, waiting) = sync_channel(WAITING);
        let (give_back, used) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        let reader = |_| {
            let (waiting, give_back) = (Arc::clone(&waiting), give_back.clone());
            scope.spawn(move || read_all(&waiting, &give_back))
        };
        Self { batches, used, threads: (0..threads).map(reader).collect() }
    }

    /// Passes the batch on, and leaves an empty one.
    fn give(&self, batch: &mut Batch) {
        let mut next = self.used.try_recv().unwrap_or_default();
        next.clear();
        // If all threads have panicked, nobody takes it; `finish` passes that on.
        let _ = self.batches.send(std::mem::replace(batch, next));
    }

    /// What each thread read.
    fn finish(self) -> Vec<Part> {
        // Who waits for a batch ends.
        drop(self.batches);
        let joined = self.threads.into_iter().map(ScopedJoinHandle::join);
        joined.map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    }
}

/// Reads batches until there are no more.
fn read_all(waiting: &Mutex<Receiver<Batch>>, give_back: &Sender<Batch>) -> Part {
    let mut part = Part::default();
    loop {
        let batch = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(batch) = batch else { return part };
        part.read(&batch);
        // At the end nobody fills it again.
        let _ = give_back.send(batch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::entities::{Account, Entity, Membership, Role, User};
    use crate::store::{MemoryStore, Transaction};

    /// However many threads read, the world is the same: with entities that cannot be read, types of few entities, and notes
    /// of last uses.
    #[tokio::test]
    async fn threads_read_what_one_thread_reads() {
        let store = MemoryStore::new();
        let mut put = Vec::new();
        for account in ["111122223333", "444455556666"] {
            for (row, count) in [(Account::STORED, 1), (User::STORED, 30), (Role::STORED, 20), (Membership::STORED, 1)]
            {
                for number in 0..count {
                    let of = |text: &str| text.replace("111122223333", account);
                    let (key, value) = (of(row.0), of(row.1));
                    if number == 0 {
                        put.push((key, value.into_bytes()));
                    } else {
                        put.push((format!("{key}{number}"), b"not an entity".to_vec()));
                    }
                }
            }
            put.push((format!("{account}/last-used/AKIA1"), b"{}".to_vec()));
        }
        store.commit(Transaction { put, ..Transaction::default() }).await.unwrap();
        let read = |threads, batch_bytes| {
            let mut notes = Vec::new();
            let mut note = |entry: EntryRef<'_>| notes.push(entry.key.to_owned());
            let snapshot = load_on(threads, batch_bytes, &store, &mut note).unwrap();
            let mut keys: Vec<String> = snapshot.all::<Account>().map(|it| it.key()).collect();
            keys.extend(snapshot.all::<User>().map(|it| it.key()));
            keys.extend(snapshot.all::<Role>().map(|it| it.key()));
            keys.extend(snapshot.all::<Membership>().map(|it| it.key()));
            (keys, snapshot.unreadable.iter().map(ToString::to_string).collect::<Vec<_>>(), snapshot.revision(), notes)
        };
        let one = read(1, 1);
        assert_eq!((one.0.len(), one.3.len()), (7, 2), "{one:?}");
        for (threads, bytes) in [(2, 1), (2, 100), (3, 500), (4, 1), (4, 2_000), (4, 1 << 20)] {
            assert_eq!(read(threads, bytes), one, "{threads} threads, batches of {bytes} bytes");
        }
    }
}
