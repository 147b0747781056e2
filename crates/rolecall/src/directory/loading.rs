//! Reading the whole store, at the start.
//!
//! To read the JSON of an entity and to put it in its table takes longer than to read it from the store, so several threads
//! do it. A table belongs to one of them: each thread reads some types of entities, and the tables are joined at the end. How
//! the types are divided follows from the first entities of the store. A small store is read on one thread.

use super::entities::{Read, Tables, kind};
use super::{Snapshot, last_used, leave_out};
use crate::store::{Entry, Store, StoreError};
use std::collections::HashMap;
use std::num::NonZero;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle, available_parallelism};

/// The most threads that read: there are few types of entities of which a large world has many.
const MAX_THREADS: usize = 4;
/// Entities that show how the types are to be divided. A store that has no more is read in some tenths of a second.
const SAMPLE: usize = 50_000;
/// Entities that a thread is given at a time.
const BATCH: usize = 256;
/// Batches that wait for a thread. What is read from the store faster waits there.
const WAITING: usize = 8;

/// Everything the store holds. Notes of last uses are given to `note`.
pub(super) fn load(store: &dyn Store, note: &mut dyn FnMut(Entry)) -> Result<Snapshot, StoreError> {
    let threads = available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS);
    load_on(threads, SAMPLE, store, note)
}

fn load_on(
    threads: usize,
    sample: usize,
    store: &dyn Store,
    note: &mut dyn FnMut(Entry),
) -> Result<Snapshot, StoreError> {
    let mut first = Vec::new();
    let (revision, parts) = std::thread::scope(|scope| {
        let mut crew: Option<Crew<'_>> = None;
        let revision = store.load(&mut |entry| {
            if last_used::is_note(&entry.key) {
                return note(entry);
            }
            match &mut crew {
                Some(crew) => crew.give(entry),
                None => first.push(entry),
            }
            if threads > 1 && crew.is_none() && first.len() > sample {
                let started = crew.insert(Crew::start(scope, threads, &first));
                first.drain(..).for_each(|entry| started.give(entry));
            }
        })?;
        Ok((revision, crew.map(Crew::finish).unwrap_or_default()))
    })?;
    let mut snapshot = Snapshot::default();
    (snapshot.revision, snapshot.organizations) = (revision, revision);
    for Part { tables, unreadable } in parts.into_iter().chain([Part::of(first)]) {
        snapshot.tables.join(tables);
        snapshot.unreadable.extend(unreadable);
    }
    Ok(snapshot)
}

/// What one thread read.
struct Part {
    tables: Tables,
    /// As [`Snapshot::unreadable`].
    unreadable: Vec<Arc<str>>,
}

impl Part {
    fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        let (mut entities, mut unreadable) = (Read::default(), Vec::new());
        for Entry { key, value, modified } in entries {
            if let Err(error) = entities.read(&key, &value, modified) {
                unreadable.extend(leave_out(&key, &error));
            }
        }
        Self { tables: Tables::of(entities), unreadable }
    }
}

/// The threads that read, each with the types that are its own.
struct Crew<'scope> {
    /// Which thread reads a type.
    of_kind: HashMap<String, usize>,
    readers: Vec<Reader<'scope>>,
}

struct Reader<'scope> {
    /// Not given to the thread yet.
    batch: Vec<Entry>,
    batches: SyncSender<Vec<Entry>>,
    thread: ScopedJoinHandle<'scope, Part>,
}

impl<'scope> Crew<'scope> {
    /// Divides the types so that the threads have about the same number of bytes of what `first` shows.
    fn start(scope: &'scope Scope<'scope, '_>, threads: usize, first: &[Entry]) -> Self {
        let mut bytes: HashMap<&str, usize> = HashMap::new();
        for entry in first {
            *bytes.entry(kind(&entry.key).unwrap_or_default()).or_default() += entry.value.len();
        }
        let mut kinds: Vec<_> = bytes.into_iter().collect();
        kinds.sort_unstable_by_key(|&(kind, bytes)| (std::cmp::Reverse(bytes), kind));
        let mut loads = vec![0_usize; threads];
        let mut of_kind = HashMap::new();
        for (kind, bytes) in kinds {
            if let Some((place, load)) = loads.iter_mut().enumerate().min_by_key(|(_, load)| **load) {
                *load += bytes;
                of_kind.insert(kind.to_owned(), place);
            }
        }
        Self { of_kind, readers: (0..threads).map(|_| Reader::start(scope)).collect() }
    }

    fn give(&mut self, entry: Entry) {
        // A type of which the first entities had none is rare.
        let place = kind(&entry.key).and_then(|kind| self.of_kind.get(kind)).copied().unwrap_or_default();
        if let Some(reader) = self.readers.get_mut(place) {
            reader.give(entry);
        }
    }

    /// What each thread read.
    fn finish(self) -> Vec<Part> {
        self.readers.into_iter().map(Reader::finish).collect()
    }
}

impl<'scope> Reader<'scope> {
    fn start(scope: &'scope Scope<'scope, '_>) -> Self {
        let (batches, waiting) = sync_channel::<Vec<Entry>>(WAITING);
        let thread = scope.spawn(move || Part::of(waiting.into_iter().flatten()));
        Self { batch: Vec::with_capacity(BATCH), batches, thread }
    }

    fn give(&mut self, entry: Entry) {
        self.batch.push(entry);
        if self.batch.len() >= BATCH {
            // A thread that takes no more has panicked, and `finish` passes that on.
            let _ = self.batches.send(std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH)));
        }
    }

    fn finish(self) -> Part {
        let Self { batch, batches, thread } = self;
        let _ = batches.send(batch);
        drop(batches);
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::entities::{Account, Entity, Membership, Role, User};
    use crate::store::{MemoryStore, Transaction};

    /// However many threads read, the world is the same: with entities that cannot be read, those of types that the sample
    /// does not show, and notes of last uses.
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
        let read = |threads, sample| {
            let mut notes = Vec::new();
            let snapshot = load_on(threads, sample, &store, &mut |entry| notes.push(entry.key)).unwrap();
            let mut keys: Vec<String> = snapshot.all::<Account>().map(|it| it.key()).collect();
            keys.extend(snapshot.all::<User>().map(|it| it.key()));
            keys.extend(snapshot.all::<Role>().map(|it| it.key()));
            keys.extend(snapshot.all::<Membership>().map(|it| it.key()));
            (keys, snapshot.unreadable.iter().map(ToString::to_string).collect::<Vec<_>>(), snapshot.revision(), notes)
        };
        let one = read(1, 0);
        assert_eq!((one.0.len(), one.3.len()), (7, 2), "{one:?}");
        for (threads, sample) in [(2, 0), (2, 5), (3, 40), (4, 0), (4, 1_000)] {
            assert_eq!(read(threads, sample), one, "{threads} threads, sample of {sample}");
        }
    }
}
