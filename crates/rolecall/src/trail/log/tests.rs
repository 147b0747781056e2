//! What the log promises: nothing acknowledged is lost, nothing torn is read, and failures are told.

use super::*;
use crate::trail::testing::record;
use crate::trail::{Candidate, Found, TrailReader};
use proptest::prelude::*;
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

fn open(dir: &TempDir) -> TrailLog {
    TrailLog::open(dir.path(), Limits::default()).unwrap().0
}

fn all(dir: &TempDir) -> Vec<String> {
    let mut ids = Vec::new();
    TrailReader::new(dir.path())
        .visit(|record| {
            ids.push(record.request_id);
            true
        })
        .unwrap();
    ids
}

fn find(dir: &TempDir, prefix: &str) -> Found {
    TrailReader::new(dir.path()).find(prefix).unwrap()
}

fn found(dir: &TempDir, prefix: &str) -> Option<String> {
    match find(dir, prefix) {
        Found::One(record) => Some(record.request_id),
        _ => None,
    }
}

/// A record can be read as soon as its append has resolved, by another reader while the log is open, and after it.
#[tokio::test]
async fn appended_means_readable() {
    let dir = tempfile::tempdir().unwrap();
    let log = open(&dir);
    for (id, durability) in [("4f1c-1", Durability::Soon), ("5a00-2", Durability::Synced)] {
        log.append(record(id), durability).await.unwrap();
        assert_eq!(find(&dir, id), Found::One(Box::new(record(id))));
    }
    assert_eq!(found(&dir, "4f").as_deref(), Some("4f1c-1"));
    assert_eq!(find(&dir, "7"), Found::Nothing);
    drop(log);
    let (log, recovery) = TrailLog::open(dir.path(), Limits::default()).unwrap();
    assert_eq!(recovery.cut, 0);
    log.append(record("6b00-3"), Durability::Soon).await.unwrap();
    assert_eq!(all(&dir), ["4f1c-1", "5a00-2", "6b00-3"]);
}

/// Without a trail there is nothing to find, and that is no error.
#[test]
fn no_trail_is_an_empty_trail() {
    let dir = tempfile::tempdir().unwrap();
    let reader = TrailReader::new(&dir.path().join("trail"));
    assert_eq!(reader.find("4f").unwrap(), Found::Nothing);
}

/// A prefix of several request ids lists them; a whole id is never ambiguous, even if another begins with it.
#[tokio::test]
async fn ambiguous_prefixes_list_candidates() {
    let dir = tempfile::tempdir().unwrap();
    let log = open(&dir);
    for id in ["aa", "aa-1", "ab-2"] {
        log.append(record(id), Durability::Soon).await.unwrap();
    }
    assert_eq!(found(&dir, "aa").as_deref(), Some("aa"));
    let candidate = |id: &str| Candidate {
        request_id: id.into(),
        time: record(id).time,
        event: "s3:PutObject".into(),
        status: 403,
    };
    let candidates = vec![candidate("aa"), candidate("aa-1"), candidate("ab-2")];
    assert_eq!(find(&dir, "a"), Found::Several { candidates, more: false });
    for n in 0..20 {
        log.append(record(&format!("ac-{n:02}")), Durability::Soon).await.unwrap();
    }
    let Found::Several { candidates, more } = find(&dir, "ac") else { panic!("several") };
    assert_eq!((candidates.len(), more), (super::super::reader::MAX_CANDIDATES, true));
}

/// 200 appenders at once, of both kinds: each record is there once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_appenders_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let log = open(&dir);
    let appends: Vec<_> = (0..200)
        .map(|n| {
            let durability = if n % 3 == 0 { Durability::Synced } else { Durability::Soon };
            tokio::spawn(log.append(record(&format!("{n:03}")), durability))
        })
        .collect();
    for append in appends {
        append.await.unwrap().unwrap();
    }
    let mut ids = all(&dir);
    ids.sort();
    assert_eq!(ids, (0..200).map(|n| format!("{n:03}")).collect::<Vec<_>>());
}

/// Segments turn by size, every record stays findable across them with and without index files, and the oldest
/// segments go when all are too large.
#[tokio::test]
async fn segments_turn_and_the_oldest_go() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = segment::frames(&record("000").encode(MAX_RECORD_BYTES).unwrap()).len() as u64;
    let limits = Limits { segment_bytes: HEADER.len() as u64 + 3 * bytes, total_bytes: 7 * bytes };
    let (log, _) = TrailLog::open(dir.path(), limits).unwrap();
    for n in 0..8 {
        log.append(record(&format!("{n:03}")), Durability::Soon).await.unwrap();
    }
    assert_eq!(segment::list(dir.path()).unwrap(), [1, 2, 3]);
    for n in 0..8 {
        assert_eq!(found(&dir, &format!("{n:03}")), Some(format!("{n:03}")));
    }
    // Closing waits for the index files; from here on they are used.
    drop(log);
    assert!(Index::read(dir.path(), 1).is_some() && Index::read(dir.path(), 2).is_some());
    let (log, _) = TrailLog::open(dir.path(), limits).unwrap();
    for n in 0..8 {
        assert_eq!(found(&dir, &format!("{n:03}")), Some(format!("{n:03}")));
    }
    // An index that belongs to another segment does not hide records: it is not believed.
    std::fs::copy(index::path(dir.path(), 2), index::path(dir.path(), 1)).unwrap();
    assert_eq!(found(&dir, "004").as_deref(), Some("004"));
    for n in 8..14 {
        log.append(record(&format!("{n:03}")), Durability::Soon).await.unwrap();
    }
    assert_eq!(segment::list(dir.path()).unwrap(), [3, 4, 5]);
    assert!(!index::path(dir.path(), 1).exists());
    assert_eq!(all(&dir).first().map(String::as_str), Some("006"));
    assert_eq!(find(&dir, "000"), Found::Nothing);
}

/// Directory and files are for the server's user only, and for one server.
#[tokio::test]
async fn private_and_exclusive() {
    let base = tempfile::tempdir().unwrap();
    let dir = base.path().join("trail");
    let (log, _) = TrailLog::open(&dir, Limits::default()).unwrap();
    assert!(matches!(TrailLog::open(&dir, Limits::default()), Err(TrailError::Directory(_))));
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&dir), mode(&segment::path(&dir, 1))), (0o700, 0o600));
    drop(log);
    TrailLog::open(&dir, Limits::default()).unwrap();
}

/// Writes into `device` instead of the first segment.
fn writer_on(dir: &Path, device: &str) -> (Writer, Arc<Syncer>) {
    let lock = DirLock::acquire(dir).unwrap();
    drop(segment::create(dir, 1).unwrap());
    let file = Arc::new(std::fs::OpenOptions::new().write(true).open(device).unwrap());
    let syncer = Arc::new(Syncer::default());
    let writer = Writer {
        dir: dir.to_owned(),
        limits: Limits::default(),
        number: 1,
        file,
        offset: HEADER.len() as u64,
        syncer: Arc::clone(&syncer),
        indexer: None,
        _lock: lock,
    };
    (writer, syncer)
}

async fn append_to(writer: &mut Writer, id: &str, durability: Durability) -> Result<(), TrailError> {
    let frame = segment::frames(&record(id).encode(MAX_RECORD_BYTES).unwrap());
    match writer.append(&frame, durability)? {
        Some(synced) => synced.await.unwrap(),
        None => Ok(()),
    }
}

/// Disk full: the append fails, reads go on, and later appends go to a segment that can take them.
#[tokio::test]
async fn a_full_disk_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (mut writer, _) = writer_on(dir.path(), "/dev/full");
    let error = append_to(&mut writer, "lost", Durability::Soon).await.unwrap_err();
    assert!(matches!(&error, TrailError::Unavailable(text) if text.contains("No space")), "{error}");
    assert!(all(&dir).is_empty());
    append_to(&mut writer, "kept", Durability::Soon).await.unwrap();
    assert_eq!(all(&dir), ["kept"]);
}

/// A sync that fails is told to those who wait for it, and the segment is not trusted with more.
#[tokio::test]
async fn a_failed_sync_is_told() {
    let dir = tempfile::tempdir().unwrap();
    // The null device takes writes and refuses to sync.
    let (mut writer, syncer) = writer_on(dir.path(), "/dev/null");
    let background = std::thread::spawn({
        let syncer = Arc::clone(&syncer);
        move || syncer.run()
    });
    append_to(&mut writer, "lost", Durability::Soon).await.unwrap();
    let error = append_to(&mut writer, "lost too", Durability::Synced).await.unwrap_err();
    assert!(matches!(error, TrailError::Unavailable(_)), "{error}");
    append_to(&mut writer, "kept", Durability::Synced).await.unwrap();
    assert_eq!(all(&dir), ["kept"]);
    syncer.close();
    background.join().unwrap();
}

/// What nobody waits for is synced all the same, and within a second.
#[test]
fn unwaited_writes_are_synced() {
    const { assert!(SYNC_WITHIN.as_millis() < 1_000) };
    let syncer = Syncer::default();
    let file = Arc::new(tempfile::tempfile().unwrap());
    let written = Instant::now();
    syncer.hand_over(&file, None);
    syncer.hand_over(&file, None);
    // Returns by itself, although nobody waits, and not before it is due.
    let (files, waiting, closed) = syncer.next();
    assert!(written.elapsed() >= SYNC_WITHIN);
    assert_eq!((files.len(), waiting.len(), closed), (1, 0, false));
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    /// The file torn anywhere: the records before are all there, the rest is cut and reported, the log goes on.
    #[test]
    fn a_torn_log_goes_on(count in 1usize..6, at in any::<prop::sample::Index>()) {
        let dir = tempfile::tempdir().unwrap();
        let path = segment::path(dir.path(), 1);
        let log = open(&dir);
        let mut ends = vec![HEADER.len() as u64];
        for n in 0..count {
            run(log.append(record(&n.to_string()), Durability::Soon)).unwrap();
            ends.push(std::fs::metadata(&path).unwrap().len());
        }
        drop(log);
        let length = ends[count];
        let cut = HEADER.len() as u64 + at.index(usize::try_from(length).unwrap() - HEADER.len()) as u64;
        std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(cut).unwrap();
        let whole = ends.iter().filter(|end| **end <= cut).count() - 1;
        let torn = std::fs::read(&path).unwrap().split_off(usize::try_from(ends[whole]).unwrap());
        let torn = torn.iter().rposition(|byte| *byte != 0).map_or(0, |last| last as u64 + 1);
        let (log, recovery) = TrailLog::open(dir.path(), Limits::default()).unwrap();
        prop_assert_eq!(recovery, Recovery { segment: path, cut: torn });
        run(log.append(record("next"), Durability::Synced)).unwrap();
        let mut expected: Vec<_> = (0..whole).map(|n| n.to_string()).collect();
        expected.push("next".into());
        prop_assert_eq!(all(&dir), expected);
    }
}
