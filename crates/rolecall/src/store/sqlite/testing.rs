//! A store that dies.

use super::*;

/// The name in a key that the thread dies of.
pub(crate) const DOOM: &str = "doom";

/// A store whose thread dies when it is to put a key with [`DOOM`] in it.
pub(crate) fn mortal_store(dir: &Path) -> SqliteStore {
    let lock = DirLock::acquire(dir).unwrap();
    let path = dir.join("store.db");
    let mut connection = Connection::open(&path).unwrap();
    prepare(&mut connection, &path).unwrap();
    let feed = Arc::new(Feed::new(standing(&connection).unwrap()));
    let mut writer = Writer {
        connection,
        feed: Arc::clone(&feed),
        reserve: Arc::new(Reserve::none()),
        measures: Arc::default(),
        _lock: lock,
    };
    let write = move |jobs: &Inbox<Job>| {
        let mut batch = Vec::new();
        while jobs.receive(&mut batch, 1) {
            for Job { transaction, answer } in batch.drain(..) {
                assert!(transaction.put.iter().all(|(key, _)| !key.contains(DOOM)), "out of luck");
                let result = writer.commit_all(vec![transaction]).pop().unwrap();
                drop(answer.send(result));
            }
        }
    };
    SqliteStore::start(path, feed, write).unwrap()
}
