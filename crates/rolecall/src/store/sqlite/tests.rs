//! What only the store on disk does: it stays, it is private, it is ours alone, and it survives a full disk.

use super::*;
use crate::store::{Expectation, conformance};
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

mod laws {
    use super::*;

    fn fresh() -> (SqliteStore, TempDir) {
        let dir = tempfile::tempdir().unwrap();
        (SqliteStore::open(dir.path()).unwrap(), dir)
    }

    conformance::conformance!(fresh);
}

fn put(key: String, bytes: usize) -> Transaction {
    Transaction { put: vec![(key, vec![7; bytes])], ..Transaction::default() }
}

fn everything(store: &SqliteStore) -> (Vec<Entry>, Revision) {
    let mut entries = Vec::new();
    let revision = store.load(&mut |entry| entries.push(entry.into())).unwrap();
    (entries, revision)
}

/// What was committed is there after reopening, revisions go on, and old watchers are told to load again.
#[tokio::test]
async fn reopening_keeps_everything() {
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(dir.path()).unwrap();
    for n in 0..5 {
        store.commit(put(n.to_string(), 10)).await.unwrap();
    }
    let before = everything(&store);
    drop(store);
    let store = SqliteStore::open(dir.path()).unwrap();
    assert_eq!(everything(&store), before);
    assert_eq!(store.watch(4).next().await, Err(crate::store::WatchEnd::Compacted { oldest: 5 }));
    let mut watch = store.watch(5);
    assert_eq!(store.commit(put("next".into(), 1)).await, Ok(6));
    assert_eq!(watch.next().await.unwrap().revision, 6);
}

/// Every file in the data directory is readable by the server's user only.
#[tokio::test]
async fn files_are_private() {
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(dir.path()).unwrap();
    store.commit(put("a".into(), 1)).await.unwrap();
    let mut names = Vec::new();
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
        names.push(file.file_name().into_string().unwrap());
    }
    assert!(names.contains(&"store.db".into()) && names.contains(&"store.db-wal".into()), "{names:?}");
}

/// A second server on the same directory is refused, and can take over when the first has ended.
#[test]
fn one_server_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let first = SqliteStore::open(dir.path()).unwrap();
    assert!(matches!(SqliteStore::open(dir.path()), Err(OpenError::Directory(DataDirError::InUse(_)))));
    drop(first);
    SqliteStore::open(dir.path()).unwrap();
}

/// Files that are not ours, or of another version, are refused and left as they are.
#[test]
fn strange_files_are_refused() {
    let open = |prepare: &dyn Fn(&Path)| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store.db");
        prepare(&path);
        let before = std::fs::read(&path).unwrap();
        let message = SqliteStore::open(dir.path()).err().unwrap().to_string();
        assert_eq!(std::fs::read(&path).unwrap(), before);
        message
    };
    let text =
        open(&|path| std::fs::write(path, "this is no database, it is a text of some length. ".repeat(40)).unwrap());
    assert!(text.ends_with("is not a rolecall store"), "{text}");
    let other = open(&|path| Connection::open(path).unwrap().execute_batch("CREATE TABLE cat (name TEXT)").unwrap());
    assert!(other.ends_with("is not a rolecall store"), "{other}");
    let newer = open(&|path| {
        drop(SqliteStore::open(path.parent().unwrap()).unwrap());
        let connection = Connection::open(path).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
    });
    assert!(newer.contains("schema version 99, but this rolecall reads version 1"), "{newer}");
}

/// Disk full: writes fail and say so, reads and watches go on, and once space is made writes succeed again.
#[tokio::test]
async fn a_full_disk_stops_writes_only() {
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteStore::open_limited(dir.path(), Some(64)).unwrap();
    let mut stored = 0;
    let error = loop {
        match store.commit(put(format!("k{stored:03}"), 8_000)).await {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 100, "the limit was never met");
    };
    assert!(matches!(&error, StoreError::Unavailable(text) if text.contains("full")), "{error}");
    assert!(stored > 10);
    let (entries, revision) = everything(&store);
    assert_eq!((entries.len() as u64, revision), (stored, stored));
    assert!(store.get("k000").unwrap().is_some());
    assert_eq!(store.watch(revision).try_next(), Ok(None), "the failed write is not seen");

    let delete = (0..5).map(|n| format!("k{n:03}")).collect();
    store.commit(Transaction { delete, ..Transaction::default() }).await.unwrap();
    store.commit(put("again".into(), 8_000)).await.unwrap();
    assert!(store.get("again").unwrap().is_some());
    drop(store);
    let store = SqliteStore::open(dir.path()).unwrap();
    assert_eq!(everything(&store).0.len() as u64, stored - 5 + 1);
}

/// A writer without its thread, so that the test says what is in a batch.
fn writer(dir: &Path, max_pages: u32) -> Writer {
    let lock = DirLock::acquire(dir).unwrap();
    let path = dir.join("store.db");
    let mut connection = Connection::open(&path).unwrap();
    prepare(&mut connection, &path).unwrap();
    connection.pragma_update(None, "max_page_count", max_pages).unwrap();
    Writer {
        connection,
        feed: Arc::new(Feed::new(0)),
        reserve: Arc::new(Reserve::none()),
        measures: Arc::default(),
        _lock: lock,
    }
}

/// Disk full: what frees room has the reserve and is tried once more, alone or in a batch; what needs room has not.
#[test]
fn the_reserve_is_for_what_frees_room() {
    for in_a_batch in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = writer(dir.path(), 32);
        writer.reserve = Arc::new(Reserve::open(dir.path(), 1 << 16));
        let fill = |n: u32| put(format!("k{n:03}"), 3_000);
        let stored = (0..100).take_while(|n| writer.commit_all(vec![fill(*n)]) == [Ok(u64::from(*n) + 1)]).count();
        assert!((10..100).contains(&stored), "{stored}");
        assert!(!writer.reserve.is_given_up());
        // It is a deletion that writes too much; that the reserve is gone makes no room in a database with a limit of pages.
        let path = dir.path().join("store.db");
        writer.reserve.when_given_up(move || {
            Connection::open(path).unwrap().execute("DELETE FROM entry WHERE key < 'k005'", []).unwrap();
        });
        let freeing = Transaction { delete: vec!["k009".into()], frees_room: true, ..put("left".into(), 9_000) };
        let batch = if in_a_batch { vec![fill(200), freeing, fill(201)] } else { vec![freeing] };
        let results = writer.commit_all(batch);
        assert!(writer.reserve.is_given_up());
        let freed = &results[usize::from(in_a_batch)];
        assert_eq!(*freed, Ok(stored as u64 + 1), "{results:?}");
        if in_a_batch {
            assert!(matches!(&results[0], Err(StoreError::Unavailable(_))), "{results:?}");
        }
    }
}

/// Conflicts inside one batch: the writer sees what the transactions before it in the batch have done.
#[test]
fn a_batch_sees_itself() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = writer(dir.path(), 1_000);
    let expecting = |expectation, value| Transaction { expect: vec![expectation], ..put("k".into(), value) };
    let results = writer.commit_all(vec![
        expecting(Expectation::absent("k"), 1),
        expecting(Expectation::absent("k"), 2),
        expecting(Expectation::unchanged("k", 1), 3),
        Transaction::default(),
    ]);
    assert_eq!(results, [Ok(1), Err(StoreError::Conflict { key: "k".into() }), Ok(2), Ok(2)]);
    let mut watch = writer.feed.watch(0);
    assert_eq!(watch.try_next().unwrap().unwrap().revision, 1);
    assert_eq!(watch.try_next().unwrap().unwrap().revision, 2);
    assert_eq!(watch.try_next(), Ok(None));
}

/// A transaction that does not fit on the disk fails alone; those that share its batch go on, and those that relied
/// on it conflict.
#[test]
fn what_does_not_fit_fails_alone() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = writer(dir.path(), 16);
    let relying = Transaction { expect: vec![Expectation::unchanged("large", 2)], ..put("c".into(), 1) };
    let batch = vec![put("a".into(), 100), put("large".into(), 500_000), relying, put("b".into(), 100)];
    let results = writer.commit_all(batch);
    assert!(matches!(&results[1], Err(StoreError::Unavailable(_))), "{results:?}");
    assert_eq!((&results[0], &results[3]), (&Ok(1), &Ok(2)));
    assert_eq!(results[2], Err(StoreError::Conflict { key: "large".into() }));
    let mut watch = writer.feed.watch(0);
    let keys = std::iter::from_fn(|| watch.try_next().unwrap()).map(|change| change.put[0].0.clone());
    assert_eq!(keys.collect::<Vec<_>>(), ["a", "b"]);
}

/// The writing thread dies: the transaction it had and those that wait are answered, later ones are refused, watchers hear of
/// the end, and so does the process.
#[tokio::test]
async fn a_dead_writer_leaves_nobody_waiting() {
    let dir = tempfile::tempdir().unwrap();
    let (die, dying) = std::sync::mpsc::channel::<()>();
    let write = move |jobs: &Inbox<Job>| {
        let mut batch = Vec::new();
        jobs.receive(&mut batch, 1);
        dying.recv().unwrap();
        panic!("out of luck");
    };
    let store = SqliteStore::start(dir.path().join("store.db"), Arc::new(Feed::new(0)), write).unwrap();
    let failed = store.failed();
    let mut watch = store.watch(0);
    let waiting: Vec<_> = (0..3).map(|n| tokio::spawn(store.commit(put(n.to_string(), 1)))).collect();
    while store.inbox.waiting() < 2 {
        tokio::task::yield_now().await;
    }
    die.send(()).unwrap();
    for commit in waiting {
        assert!(matches!(commit.await.unwrap(), Err(StoreError::Unavailable(_))));
    }
    assert_eq!(failed.await, "the thread `store` has died: out of luck");
    assert!(matches!(store.commit(put("later".into(), 1)).await, Err(StoreError::Unavailable(_))));
    assert_eq!(watch.next().await, Err(crate::store::WatchEnd::Closed));
}
