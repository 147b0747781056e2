//! `kill -9` at any moment: every acknowledged write is there after a restart, and no half of one.
//!
//! The parent starts this same test program as a child that writes in a loop, several writes at once, and prints each
//! write once it has been acknowledged. After a number of them, different each time, the parent kills the child, opens
//! what it left behind, and compares. The next child goes on in the same directory.

use rolecall::environment::clock::SystemClock;
use rolecall::environment::data_dir::DirLock;
use rolecall::environment::entropy::{Entropy, SeededEntropy};
use rolecall::store::{EntryRef, SqliteStore, Store, Transaction};
use rolecall::trail::{Class, Limits, Record, TrailLog, TrailReader};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const KILLS: u64 = 50;
/// Numbers that each child has for its writes: far more than it lives to use.
const NUMBERS: u64 = 1_000_000;
const WRITERS: usize = 8;
const SEED: u64 = 0x7265_636f_7264;
/// Tells the child where to write, and the number of its first write.
const DIRECTORY: &str = "ROLECALL_CRASH_TEST_DIRECTORY";
const FIRST: &str = "ROLECALL_CRASH_TEST_FIRST";

/// At least 50 kills lose no acknowledged transaction and no acknowledged record, and leave no half transaction.
#[test]
fn kills_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let random = SeededEntropy::new(SEED);
    let mut acknowledged = BTreeSet::new();
    let mut torn = 0;
    for kill in 0..KILLS {
        let mut bytes = [0; 2];
        random.fill(&mut bytes).unwrap();
        // Every eighth is killed while it starts; the others after up to 64 writes.
        let after = if kill % 8 == 7 { 0 } else { 1 + usize::from(bytes[0] % 64) };
        acknowledged.extend(run_and_kill(dir.path(), kill * NUMBERS, after));
        torn += check(dir.path(), &acknowledged);
    }
    assert!(acknowledged.len() > 500, "only {} writes were acknowledged", acknowledged.len());
    println!("{} acknowledged writes, {torn} bytes of torn records cut", acknowledged.len());
}

/// Starts a child, kills it after so many acknowledged writes, and returns all that it acknowledged.
fn run_and_kill(dir: &Path, first: u64, after: usize) -> Vec<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "crash::child_that_writes_until_killed", "--nocapture"])
        .env(DIRECTORY, dir)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    while acknowledged.len() < after {
        let line = lines.next().expect("the child ended by itself").unwrap();
        acknowledged.extend(parse(&line));
    }
    child.kill().unwrap();
    // What it had said before it died counts as well.
    acknowledged.extend(lines.map_while(Result::ok).filter_map(|line| parse(&line)));
    assert!(!child.wait().unwrap().success());
    acknowledged
}

fn parse(line: &str) -> Option<u64> {
    line.strip_prefix("acknowledged ")?.strip_suffix('.')?.parse().ok()
}

/// Opens what the child left; returns how many bytes of a torn record were cut off the trail.
fn check(dir: &Path, acknowledged: &BTreeSet<u64>) -> u64 {
    let store = SqliteStore::open(dir).unwrap();
    let mut entries = BTreeMap::new();
    let mut keep =
        |entry: EntryRef<'_>| drop(entries.insert(entry.key.to_owned(), (entry.value.to_owned(), entry.modified)));
    let revision = store.load(&mut keep).unwrap();
    let halves = |side: &str| {
        let of = |(key, entry): (&String, _)| Some((key.strip_prefix(side)?.parse::<u64>().unwrap(), entry));
        entries.iter().filter_map(|(key, entry)| of((key, entry.clone()))).collect::<BTreeMap<_, _>>()
    };
    let (left, right) = (halves("left/"), halves("right/"));
    let whole = |number: &&u64| left.get(*number) == right.get(*number);
    let torn: Vec<_> = left.keys().chain(right.keys()).filter(|number| !whole(number)).collect();
    assert!(torn.is_empty(), "transactions were stored by half: {torn:?}");
    assert_eq!(left.len() as u64, revision, "a revision is missing or was used twice");
    for (number, (value, _)) in &left {
        assert!(*value == value_of(*number), "the value of {number} was altered");
    }
    let lost: Vec<_> = acknowledged.iter().filter(|number| !left.contains_key(number)).collect();
    assert!(lost.is_empty(), "acknowledged transactions are lost: {lost:?}");

    let trail = dir.join("trail");
    // A child killed while it started may not have come to its trail.
    let (log, recovered) = TrailLog::open(&trail, limits(), Arc::new(SystemClock)).unwrap();
    drop(log);
    let mut recorded = BTreeSet::new();
    let once = |record: Record| {
        assert!(recorded.insert(record.request_id.clone()), "{} was recorded twice", record.request_id);
        true
    };
    TrailReader::new(&trail).visit(once).unwrap();
    let lost: Vec<_> = acknowledged.iter().filter(|number| !recorded.contains(&number.to_string())).collect();
    assert!(lost.is_empty(), "acknowledged records are lost: {lost:?}");
    recovered.iter().map(|recovery| recovery.cut).sum()
}

/// Small segments, so that kills also meet the moment when one is finished.
fn limits() -> Limits {
    Limits { segment_bytes: 20_000, ..Limits::default() }
}

fn value_of(number: u64) -> Vec<u8> {
    format!("value of {number} ").repeat(1 + usize::try_from(number % 100).unwrap()).into_bytes()
}

fn record_of(number: u64) -> Record {
    Record {
        request_id: number.to_string(),
        time: jiff::Timestamp::UNIX_EPOCH,
        service: "iam".into(),
        operation: "CreateUser".into(),
        user_agent: Some("x".repeat(usize::try_from(number % 500).unwrap())),
        status: 200,
        duration_us: 1,
        ..Record::default()
    }
}

/// The child: no test of its own.
#[test]
#[ignore = "the test above runs it, in a process that it kills"]
fn child_that_writes_until_killed() {
    let dir = std::env::var(DIRECTORY).expect("only the test above runs this");
    let first: u64 = std::env::var(FIRST).unwrap().parse().unwrap();
    let next = Arc::new(AtomicU64::new(first));
    let dir = Path::new(&dir);
    let store = Arc::new(SqliteStore::open(dir).unwrap());
    assert!(DirLock::acquire(dir).is_err(), "the store holds the directory");
    let trail = Arc::new(TrailLog::open(&dir.join("trail"), limits(), Arc::new(SystemClock)).unwrap().0);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let writers = (0..WRITERS).map(|_| {
        let (next, store, trail) = (Arc::clone(&next), Arc::clone(&store), Arc::clone(&trail));
        runtime.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= first + NUMBERS {
                    break;
                }
                let put = |side: &str| (format!("{side}/{number}"), value_of(number));
                let transaction = Transaction { put: vec![put("left"), put("right")], ..Transaction::default() };
                let class = if number % 2 == 0 { Class::Changes } else { Class::Signed };
                store.commit(transaction).await.unwrap();
                trail.append(record_of(number), class).await.unwrap();
                // One write: a line is there whole or not at all.
                std::io::stdout().write_all(format!("\nacknowledged {number}.\n").as_bytes()).unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        runtime.block_on(writer).unwrap();
    }
}
