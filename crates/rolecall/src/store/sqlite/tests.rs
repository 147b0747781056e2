//! What only the store on disk does: it stays, it is private, it is ours alone, and it survives a full disk.

use super::*;
use crate::store::conformance;
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
    let revision = store.load(&mut |entry| entries.push(entry)).unwrap();
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
    assert!(newer.contains("schema version 99, this rolecall reads version 1"), "{newer}");
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

    // What does not fit fails alone, also when it shares a batch with what does.
    let small = (0..20)
        .map(|n| tokio::spawn(store.commit(Transaction { delete: vec![format!("none{n}")], ..Default::default() })));
    let small: Vec<_> = small.collect();
    assert!(store.commit(put("large".into(), 100_000)).await.is_err());
    for commit in small {
        commit.await.unwrap().unwrap();
    }

    let delete = (0..5).map(|n| format!("k{n:03}")).collect();
    store.commit(Transaction { delete, ..Transaction::default() }).await.unwrap();
    store.commit(put("again".into(), 8_000)).await.unwrap();
    assert!(store.get("again").unwrap().is_some());
    drop(store);
    let store = SqliteStore::open(dir.path()).unwrap();
    assert_eq!(everything(&store).0.len() as u64, stored - 5 + 1);
}

/// Conflicts inside one batch: the writer sees what the transactions before it in the batch have done.
#[test]
fn a_batch_sees_itself() {
    let dir = tempfile::tempdir().unwrap();
    let lock = DirLock::acquire(dir.path()).unwrap();
    let path = dir.path().join("store.db");
    let mut connection = Connection::open(&path).unwrap();
    prepare(&mut connection, &path).unwrap();
    let mut writer = Writer { connection, feed: Arc::new(Feed::new(0)), _lock: lock };
    let expecting = |expectation, value| Transaction { expect: vec![expectation], ..put("k".into(), value) };
    use crate::store::Expectation;
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
