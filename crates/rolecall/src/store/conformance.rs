//! What every store must do. A store passes by `conformance!(make)`, where `make()` gives an empty one and whatever it
//! needs kept alive.

use super::{Change, Entry, Expectation, Revision, Store, StoreError, Transaction, Watch, WatchEnd};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Makes one test of each law below.
macro_rules! conformance {
    ($make:expr) => {
        $crate::store::conformance::conformance!($make;
            starts_empty, commits_are_read_back, a_failed_expectation_changes_nothing, expectations_hold_or_conflict,
            deletes_precede_puts, deleting_nothing_is_a_change, an_empty_transaction_only_checks, keys_are_in_byte_order,
            large_values_are_kept, too_large_is_refused, watch_starts_anywhere, watch_waits,
            many_committers_lose_nothing, one_of_many_rivals_wins, revisions_never_fall, watch_outlives_nothing);
    };
    ($make:expr; $($law:ident),*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $law() {
                let (store, _keep) = ($make)();
                $crate::store::conformance::$law(std::sync::Arc::new(store)).await;
            }
        )*
    };
}
pub(crate) use conformance;

fn put(key: &str, value: &str) -> Transaction {
    Transaction { put: vec![(key.into(), value.into())], ..Transaction::default() }
}

fn delete(key: &str) -> Transaction {
    Transaction { delete: vec![key.into()], ..Transaction::default() }
}

fn expecting(mut transaction: Transaction, expectation: Expectation) -> Transaction {
    transaction.expect.push(expectation);
    transaction
}

fn everything(store: &impl Store) -> (Vec<Entry>, Revision) {
    let mut entries = Vec::new();
    let revision = store.load(&mut |entry| entries.push(entry.into())).unwrap();
    (entries, revision)
}

fn keys(store: &impl Store) -> Vec<String> {
    everything(store).0.into_iter().map(|entry| entry.key).collect()
}

/// The map one gets by applying changes as [`Change`] says.
fn replay(changes: &[Arc<Change>]) -> Vec<Entry> {
    let mut map = BTreeMap::new();
    for change in changes {
        for key in &change.delete {
            map.remove(key);
        }
        for (key, value) in &change.put {
            map.insert(key.clone(), (value.clone(), change.revision));
        }
    }
    map.into_iter().map(|(key, (value, modified))| Entry { key, value, modified }).collect()
}

async fn take(watch: &mut Watch, count: usize) -> Vec<Arc<Change>> {
    let mut changes = Vec::new();
    for _ in 0..count {
        changes.push(watch.next().await.unwrap());
    }
    changes
}

pub(crate) async fn starts_empty(store: Arc<impl Store>) {
    assert_eq!(everything(&*store), (vec![], 0));
    assert_eq!(store.get("a").unwrap(), None);
    assert_eq!(store.watch(0).try_next(), Ok(None));
}

pub(crate) async fn commits_are_read_back(store: Arc<impl Store>) {
    assert_eq!(store.commit(put("a", "1")).await, Ok(1));
    assert_eq!(store.commit(put("b", "2")).await, Ok(2));
    assert_eq!(store.commit(put("a", "3")).await, Ok(3));
    let a = Entry { key: "a".into(), value: b"3".to_vec(), modified: 3 };
    let b = Entry { key: "b".into(), value: b"2".to_vec(), modified: 2 };
    assert_eq!(store.get("a").unwrap().as_ref(), Some(&a));
    assert_eq!(everything(&*store), (vec![a, b], 3));
    assert_eq!(store.commit(delete("a")).await, Ok(4));
    assert_eq!(store.get("a").unwrap(), None);
    assert_eq!(keys(&*store), ["b"]);
}

pub(crate) async fn a_failed_expectation_changes_nothing(store: Arc<impl Store>) {
    store.commit(put("a", "1")).await.unwrap();
    let before = everything(&*store);
    let mut doomed = put("b", "2");
    doomed.put.push(("c".into(), b"3".to_vec()));
    doomed.delete.push("a".into());
    doomed.expect = vec![Expectation::unchanged("a", 1), Expectation::absent("b"), Expectation::unchanged("z", 1)];
    assert_eq!(store.commit(doomed).await, Err(StoreError::Conflict { key: "z".into() }));
    assert_eq!(everything(&*store), before);
    let mut watch = store.watch(1);
    assert_eq!(watch.try_next(), Ok(None));
}

pub(crate) async fn expectations_hold_or_conflict(store: Arc<impl Store>) {
    let conflict = Err(StoreError::Conflict { key: "a".into() });
    // Absent: holds while there is no such key.
    assert_eq!(store.commit(expecting(put("a", "1"), Expectation::unchanged("a", 0))).await, conflict);
    assert_eq!(store.commit(expecting(put("a", "1"), Expectation::absent("a"))).await, Ok(1));
    assert_eq!(store.commit(expecting(put("a", "2"), Expectation::absent("a"))).await, conflict);
    // Present: holds at the revision that put it, not at an earlier or later one.
    assert_eq!(store.commit(expecting(put("a", "2"), Expectation::unchanged("a", 1))).await, Ok(2));
    assert_eq!(store.commit(expecting(put("a", "3"), Expectation::unchanged("a", 1))).await, conflict);
    assert_eq!(store.commit(expecting(put("a", "3"), Expectation::unchanged("a", 3))).await, conflict);
    // The same value put again is a change too.
    assert_eq!(store.commit(put("a", "2")).await, Ok(3));
    assert_eq!(store.commit(expecting(put("b", ""), Expectation::unchanged("a", 2))).await, conflict);
    // Gone, and come back: a new revision.
    store.commit(delete("a")).await.unwrap();
    assert_eq!(store.commit(expecting(put("b", ""), Expectation::unchanged("a", 3))).await, conflict);
    assert_eq!(store.commit(expecting(put("a", "2"), Expectation::absent("a"))).await, Ok(5));
    assert_eq!(store.commit(expecting(delete("a"), Expectation::unchanged("a", 3))).await, conflict);
    // What is expected need not be what is written; the first failure is named.
    let mut other = expecting(put("c", ""), Expectation::unchanged("a", 5));
    other.expect.push(Expectation::absent("c"));
    assert_eq!(store.commit(other.clone()).await, Ok(6));
    assert_eq!(store.commit(other).await, Err(StoreError::Conflict { key: "c".into() }));
}

pub(crate) async fn deletes_precede_puts(store: Arc<impl Store>) {
    store.commit(put("a", "old")).await.unwrap();
    let mut both = put("a", "new");
    both.put.push(("b".into(), b"first".to_vec()));
    both.put.push(("b".into(), b"last".to_vec()));
    both.delete.push("a".into());
    store.commit(both).await.unwrap();
    let (entries, _) = everything(&*store);
    assert_eq!(entries, replay(&take(&mut store.watch(0), 2).await));
    let values: Vec<_> = entries.into_iter().map(|entry| (entry.key, entry.value)).collect();
    assert_eq!(values, [("a".into(), b"new".to_vec()), ("b".into(), b"last".to_vec())]);
}

pub(crate) async fn deleting_nothing_is_a_change(store: Arc<impl Store>) {
    assert_eq!(store.commit(delete("nothing")).await, Ok(1));
    assert_eq!(everything(&*store), (vec![], 1));
    assert_eq!(store.watch(0).next().await.unwrap().delete, ["nothing"]);
}

pub(crate) async fn an_empty_transaction_only_checks(store: Arc<impl Store>) {
    assert_eq!(store.commit(Transaction::default()).await, Ok(0));
    store.commit(put("a", "1")).await.unwrap();
    assert_eq!(store.commit(Transaction::default()).await, Ok(1));
    assert_eq!(store.commit(expecting(Transaction::default(), Expectation::unchanged("a", 1))).await, Ok(1));
    let conflict = Err(StoreError::Conflict { key: "a".into() });
    assert_eq!(store.commit(expecting(Transaction::default(), Expectation::absent("a"))).await, conflict);
    assert_eq!(store.watch(1).try_next(), Ok(None));
    assert_eq!(store.commit(put("a", "2")).await, Ok(2));
}

pub(crate) async fn keys_are_in_byte_order(store: Arc<impl Store>) {
    // Upper before lower case, `-` before `/`, digits as text, non-ASCII last, the empty key first, NUL within a key.
    let in_order =
        ["", "\0", "A", "B", "a", "a\0b", "a-b", "a/b", "a/b/c", "a0", "a10", "a9", "b", "é", "中", "\u{10ffff}"];
    for key in in_order.iter().rev() {
        store.commit(put(key, key)).await.unwrap();
    }
    assert_eq!(keys(&*store), in_order);
    assert_eq!(store.get("a\0b").unwrap().unwrap().value, b"a\0b");
}

pub(crate) async fn large_values_are_kept(store: Arc<impl Store>) {
    let large: Vec<u8> =
        (0..super::MAX_TRANSACTION_BYTES - 1).map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1]).collect();
    let transaction = Transaction { put: vec![("k".into(), large.clone())], ..Transaction::default() };
    store.commit(transaction).await.unwrap();
    store.commit(put("empty", "")).await.unwrap();
    assert_eq!(store.get("k").unwrap().unwrap().value, large);
    assert_eq!(store.get("empty").unwrap().unwrap().value, b"");
}

pub(crate) async fn too_large_is_refused(store: Arc<impl Store>) {
    let put = vec![("k".into(), vec![0; super::MAX_TRANSACTION_BYTES])];
    let refused = store.commit(Transaction { put, ..Transaction::default() }).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert_eq!(everything(&*store), (vec![], 0));
}

pub(crate) async fn watch_starts_anywhere(store: Arc<impl Store>) {
    for n in 0..10 {
        store.commit(put(&format!("k{}", n % 3), &n.to_string())).await.unwrap();
    }
    for from in 0..=10u64 {
        let mut watch = store.watch(from);
        let changes = take(&mut watch, usize::try_from(10 - from).unwrap()).await;
        let revisions: Vec<_> = changes.iter().map(|change| change.revision).collect();
        assert_eq!(revisions, (from + 1..=10).collect::<Vec<_>>());
        assert_eq!(watch.try_next(), Ok(None));
        assert_eq!(watch.position(), 10);
    }
    assert_eq!(replay(&take(&mut store.watch(0), 10).await), everything(&*store).0);
}

pub(crate) async fn watch_waits(store: Arc<impl Store>) {
    let mut watch = store.watch(0);
    let waiting = tokio::spawn(async move { watch.next().await });
    store.commit(put("a", "1")).await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap().put, [("a".into(), b"1".to_vec())]);
}

/// 200 committers at once, two keys each, while a watcher that began in the middle looks on.
pub(crate) async fn many_committers_lose_nothing(store: Arc<impl Store>) {
    const COMMITTERS: usize = 200;
    let mut watch = store.watch(0);
    let watcher = tokio::spawn(async move { take(&mut watch, COMMITTERS).await });
    let committers: Vec<_> = (0..COMMITTERS)
        .map(|n| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let mut transaction = put(&format!("a/{n:03}"), "1");
                transaction.put.push((format!("b/{n:03}"), b"1".to_vec()));
                let revision = store.commit(transaction).await.unwrap();
                // Acknowledged means given to the watchers.
                let seen = store.watch(revision - 1).try_next().unwrap().unwrap();
                assert_eq!((seen.revision, seen.put[0].0.as_str()), (revision, format!("a/{n:03}").as_str()));
                let (entries, middle) = everything(&*store);
                assert!(middle >= revision && entries.len() as u64 == 2 * middle, "load is of one revision");
                revision
            })
        })
        .collect();
    let mut revisions = Vec::new();
    for committer in committers {
        revisions.push(committer.await.unwrap());
    }
    revisions.sort_unstable();
    assert_eq!(revisions, (1..=COMMITTERS as u64).collect::<Vec<_>>());
    let changes = watcher.await.unwrap();
    assert!(changes.windows(2).all(|pair| pair[0].revision < pair[1].revision));
    assert_eq!(replay(&changes), everything(&*store).0);
}

/// Of many transactions that each expect to be the first, one is.
pub(crate) async fn one_of_many_rivals_wins(store: Arc<impl Store>) {
    let rivals: Vec<_> = (0..100)
        .map(|n| {
            let transaction = expecting(put("crown", &n.to_string()), Expectation::absent("crown"));
            tokio::spawn(store.commit(transaction))
        })
        .collect();
    let mut winners = 0;
    for rival in rivals {
        match rival.await.unwrap() {
            Ok(_) => winners += 1,
            Err(error) => assert_eq!(error, StoreError::Conflict { key: "crown".into() }),
        }
    }
    assert_eq!((winners, everything(&*store).1), (1, 1));
}

pub(crate) async fn revisions_never_fall(store: Arc<impl Store>) {
    let mut last = 0;
    for n in 0..20 {
        let transaction = match n % 4 {
            0 | 1 => put("a", &n.to_string()),
            2 => delete("a"),
            _ => expecting(put("a", ""), Expectation::unchanged("a", 1_000)),
        };
        if let Ok(revision) = store.commit(transaction).await {
            assert_eq!(revision, last + 1, "no revision is skipped or used twice");
            last = revision;
        }
    }
    assert_eq!(everything(&*store).1, last);
}

pub(crate) async fn watch_outlives_nothing(store: Arc<impl Store>) {
    let mut watch = store.watch(0);
    store.commit(put("a", "1")).await.unwrap();
    drop(store);
    assert_eq!(watch.next().await.unwrap().revision, 1);
    assert_eq!(watch.next().await, Err(WatchEnd::Closed));
}
