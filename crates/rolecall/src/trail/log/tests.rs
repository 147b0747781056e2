//! What the log promises: nothing acknowledged is lost, nothing torn is read, and failures are told.

use super::ring::ROOM_STEP;
use super::syncer::{SegmentFile, Unsynced};
use super::*;
use crate::environment::clock::ManualClock;
use crate::environment::reserve::Reserve;
use crate::trail::index::{self, Index};
use crate::trail::record::HEAD_BYTES;
use crate::trail::segment::HEADER;
use crate::trail::testing::record;
use crate::trail::{Candidate, Found, TrailReader};
use crate::trail::{Source, UNSIGNED_BURST, Unrecorded};
use jiff::SignedDuration;
use proptest::prelude::*;
use std::os::unix::fs::PermissionsExt;
use std::time::Instant;
use tempfile::TempDir;

fn open_with(dir: &Path, limits: Limits) -> Result<(TrailLog, [Recovery; 3]), TrailError> {
    TrailLog::open(dir, limits, clock())
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(record("").time))
}

fn open(dir: &TempDir) -> TrailLog {
    open_with(dir.path(), Limits::default()).unwrap().0
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
    for (id, class) in [("4f1c-1", Class::Signed), ("5a00-2", Class::Changes)] {
        log.append(record(id), class).await.unwrap();
        assert_eq!(find(&dir, id), Found::One(Box::new(record(id))));
    }
    assert_eq!(found(&dir, "4f").as_deref(), Some("4f1c-1"));
    assert_eq!(find(&dir, "7"), Found::Nothing);
    drop(log);
    let (log, recovered) = open_with(dir.path(), Limits::default()).unwrap();
    assert!(recovered.iter().all(|recovery| recovery.cut == 0), "{recovered:?}");
    log.append(record("6b00-3"), Class::Signed).await.unwrap();
    // All of one time: the changes come first.
    assert_eq!(all(&dir), ["5a00-2", "4f1c-1", "6b00-3"]);
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
        log.append(record(id), Class::Signed).await.unwrap();
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
        log.append(record(&format!("ac-{n:02}")), Class::Signed).await.unwrap();
    }
    let Found::Several { candidates, more } = find(&dir, "ac") else { panic!("several") };
    assert_eq!((candidates.len(), more), (crate::trail::reader::MAX_CANDIDATES, true));
}

/// 200 appenders at once, of both kinds: each record is there once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_appenders_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let log = open(&dir);
    let appends: Vec<_> = (0..200)
        .map(|n| {
            let class = if n % 3 == 0 { Class::Changes } else { Class::Signed };
            tokio::spawn(log.append(record(&format!("{n:03}")), class))
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
    let signed = dir.path().join("signed");
    let bytes = segment::framed(record("000"), MAX_RECORD_BYTES).unwrap().len() as u64;
    let limits =
        Limits { segment_bytes: HEADER.len() as u64 + 3 * bytes, signed_bytes: 7 * bytes, ..Limits::default() };
    let (log, _) = open_with(dir.path(), limits).unwrap();
    for n in 0..8 {
        log.append(record(&format!("{n:03}")), Class::Signed).await.unwrap();
    }
    assert_eq!(segment::list(&signed).unwrap(), [1, 2, 3]);
    for n in 0..8 {
        assert_eq!(found(&dir, &format!("{n:03}")), Some(format!("{n:03}")));
    }
    // Closing waits for the index files; from here on they are used.
    drop(log);
    assert!(Index::read(&signed, 1).is_some() && Index::read(&signed, 2).is_some());
    let (log, _) = open_with(dir.path(), limits).unwrap();
    for n in 0..8 {
        assert_eq!(found(&dir, &format!("{n:03}")), Some(format!("{n:03}")));
    }
    // An index that belongs to another segment does not hide records: it is not believed.
    std::fs::copy(index::path(&signed, 2), index::path(&signed, 1)).unwrap();
    assert_eq!(found(&dir, "004").as_deref(), Some("004"));
    for n in 8..14 {
        log.append(record(&format!("{n:03}")), Class::Signed).await.unwrap();
    }
    assert_eq!(segment::list(&signed).unwrap(), [3, 4, 5]);
    assert!(!index::path(&signed, 1).exists());
    assert_eq!(all(&dir).first().map(String::as_str), Some("006"));
    assert_eq!(find(&dir, "000"), Found::Nothing);
}

/// Directory and files are for the server's user only, and for one server.
#[tokio::test]
async fn private_and_exclusive() {
    let base = tempfile::tempdir().unwrap();
    let dir = base.path().join("trail");
    let (log, _) = open_with(&dir, Limits::default()).unwrap();
    assert!(matches!(open_with(&dir, Limits::default()), Err(TrailError::Directory(_))));
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&dir), mode(&segment::path(&dir, 1))), (0o700, 0o600));
    drop(log);
    open_with(&dir, Limits::default()).unwrap();
}

/// A ring that writes into `device` instead of its first segment, and the thread that syncs it.
fn ring_on(dir: &Path, device: &str) -> (Ring, Arc<Syncer>, JoinHandle<()>) {
    let syncer = Arc::new(Syncer::default());
    let (mut ring, _) = Ring::open(dir.to_owned(), u64::MAX, u64::MAX, Arc::clone(&syncer)).unwrap();
    ring.segment = SegmentFile::new(std::fs::OpenOptions::new().write(true).open(device).unwrap());
    let background = std::thread::spawn({
        let syncer = Arc::clone(&syncer);
        move || syncer.run()
    });
    (ring, syncer, background)
}

fn frames(id: &str) -> Vec<u8> {
    segment::framed(record(id), MAX_RECORD_BYTES).unwrap()
}

/// Disk full: the append fails, reads go on, and later appends go to a segment that can take them.
#[test]
fn a_full_disk_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (mut ring, syncer, background) = ring_on(dir.path(), "/dev/full");
    let error = ring.append(&frames("lost"), &Reserve::none()).unwrap_err();
    assert!(matches!(&error, TrailError::Unavailable(text) if text.contains("No space")), "{error}");
    assert!(all(&dir).is_empty());
    ring.append(&frames("kept"), &Reserve::none()).unwrap();
    assert_eq!(all(&dir), ["kept"]);
    syncer.close();
    background.join().unwrap();
}

/// Disk full: no room is kept, so that nothing is changed in reliance on it.
#[test]
fn a_full_disk_keeps_no_room() {
    let dir = tempfile::tempdir().unwrap();
    let (mut ring, syncer, background) = ring_on(dir.path(), "/dev/full");
    let error = ring.reserve(10, None).unwrap_err();
    assert!(matches!(&error, TrailError::Unavailable(text) if text.contains("No space")), "{error}");
    syncer.close();
    background.join().unwrap();
}

/// Disk full: what frees room takes the reserve for its record, and what needs room does not.
#[test]
fn a_deletion_has_the_reserve() {
    let dir = tempfile::tempdir().unwrap();
    let (mut ring, syncer, background) = ring_on(dir.path(), "/dev/full");
    let disk = tempfile::tempdir().unwrap();
    let reserve = Reserve::open(disk.path(), 1 << 16);
    ring.reserve(10, None).unwrap_err();
    assert!(!reserve.is_given_up());
    // Where there is room, after it: in another segment, as this one is a device.
    let full = Arc::clone(&ring.segment);
    reserve.when_given_up(move || full.damaged.store(true, std::sync::atomic::Ordering::Release));
    ring.reserve(frames("deleted").len() as u64, Some(&reserve)).unwrap();
    assert!(reserve.is_given_up());
    let (answer, synced) = oneshot::channel();
    ring.append_in_room(&frames("deleted"), frames("deleted").len() as u64, answer).unwrap();
    synced.blocking_recv().unwrap().unwrap();
    assert_eq!(all(&dir), ["deleted"]);
    syncer.close();
    background.join().unwrap();
}

/// While the reserve is given up, strangers take nothing of what is free: their requests are counted.
#[tokio::test]
async fn strangers_leave_the_reserve_alone() {
    let [dir, disk] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let reserve = Arc::new(Reserve::open(disk.path(), 1 << 16));
    let log = open(&dir).with_reserve(Arc::clone(&reserve));
    reserve.give_up();
    for (id, class) in [("stranger", Class::Unsigned), ("signed", Class::Signed)] {
        log.append(record(id), class).await.unwrap();
    }
    reserve.refill();
    log.append(record("next"), Class::Unsigned).await.unwrap();
    assert_eq!(all(&dir), ["signed", "next"]);
    let Found::One(next) = find(&dir, "next") else { panic!("no record") };
    assert_eq!(next.unrecorded.map(|unrecorded| unrecorded.requests), Some(1));
}

/// A sync that fails is told to those who wait for it, and the segment is not trusted with more.
#[test]
fn a_failed_sync_is_told() {
    let dir = tempfile::tempdir().unwrap();
    // The null device takes writes and refuses to sync.
    let (mut ring, syncer, background) = ring_on(dir.path(), "/dev/null");
    let append = |ring: &mut Ring, id| {
        let (answer, synced) = oneshot::channel();
        ring.append_in_room(&frames(id), 0, answer).unwrap();
        synced.blocking_recv().unwrap()
    };
    assert!(matches!(append(&mut ring, "lost"), Err(TrailError::Unavailable(_))));
    append(&mut ring, "kept").unwrap();
    assert_eq!(all(&dir), ["kept"]);
    syncer.close();
    background.join().unwrap();
}

/// Room that is kept stands on the disk, moves on with the segment, and is given back at the end.
#[test]
fn room_is_kept_in_each_segment() {
    let dir = tempfile::tempdir().unwrap();
    let syncer = Arc::new(Syncer::default());
    let (mut ring, _) = Ring::open(dir.path().to_owned(), 3 * ROOM_STEP, u64::MAX, syncer).unwrap();
    let length = |number| std::fs::metadata(segment::path(dir.path(), number)).unwrap().len();
    ring.reserve(10, None).unwrap();
    assert_eq!(length(1), ROOM_STEP);
    ring.reserve(2 * ROOM_STEP, None).unwrap();
    assert_eq!(length(1), 3 * ROOM_STEP);
    ring.append(&frames("first"), &Reserve::none()).unwrap();
    assert_eq!(all(&dir), ["first"], "zeros are no record");
    // The segment is full for this one; what was kept before is kept in the next segment too.
    ring.reserve(3 * ROOM_STEP, None).unwrap();
    assert_eq!(length(1), HEADER.len() as u64 + frames("first").len() as u64);
    assert_eq!(length(2), 6 * ROOM_STEP);
    let (answer, _) = oneshot::channel();
    ring.append_in_room(&frames("second"), 3 * ROOM_STEP, answer).unwrap();
    ring.release(2 * ROOM_STEP);
    ring.release(10);
    ring.close();
    assert_eq!(length(2), HEADER.len() as u64 + frames("second").len() as u64);
    assert_eq!(all(&dir), ["first", "second"]);
}

/// Room that a change had no use for is free for the next, and so is what its record left of it: the segment does not grow.
#[tokio::test]
async fn room_is_given_back() {
    let dir = tempfile::tempdir().unwrap();
    let log = open(&dir);
    let length = || std::fs::metadata(segment::path(dir.path(), 1)).unwrap().len();
    let more_than_a_step = usize::try_from(ROOM_STEP).unwrap() / HEAD_BYTES + 1;
    for _ in 0..more_than_a_step {
        drop(log.reserve(&[], record("refused"), false).unwrap());
    }
    assert_eq!(length(), ROOM_STEP);
    for n in 0..more_than_a_step {
        let room = log.reserve(&[], record("made"), false).unwrap();
        log.append_in(room, record(&format!("{n:03}"))).await.unwrap();
    }
    assert_eq!(length(), ROOM_STEP);
    assert_eq!(all(&dir).len(), more_than_a_step);
}

/// With room for each of its decisions a record is kept whole; without, it is cut to what there is, and says so.
#[tokio::test]
async fn room_is_for_each_decision() {
    let dir = tempfile::tempdir().unwrap();
    let log = open(&dir);
    let decision = DecisionRecord { resource: "x".repeat(1_000), ..record("").decisions[0].clone() };
    let decisions = vec![decision.clone(); 2 * HEAD_BYTES / 1_000];
    for (id, has_room) in [("whole", true), ("cut", false)] {
        let mut room = log.reserve(&[], Record { decisions: Vec::new(), ..record(id) }, false).unwrap();
        if has_room {
            decisions.iter().for_each(|decision| room.extend(decision).unwrap());
        }
        log.append_in(room, Record { decisions: decisions.clone(), ..record(id) }).await.unwrap();
        let Found::One(kept) = find(&dir, id) else { panic!("no record of {id}") };
        assert_eq!(kept.omitted.decisions == 0, has_room, "{id}");
        assert_eq!(kept.decisions.len() == decisions.len(), has_room, "{id}");
    }
}

/// Each class has its own room: a flood of one removes nothing of the others, and readers see one log in time's order.
#[tokio::test]
async fn no_class_drives_out_another() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = frames("000").len() as u64;
    let segment_bytes = HEADER.len() as u64 + 3 * bytes;
    let limits = Limits { segment_bytes, changes_bytes: 7 * bytes, signed_bytes: 7 * bytes, unsigned_bytes: 7 * bytes };
    let (log, _) = open_with(dir.path(), limits).unwrap();
    let at = |n: i64| Record { time: record("").time + SignedDuration::from_secs(n), ..record(&format!("{n:03}")) };
    log.append(at(0), Class::Changes).await.unwrap();
    log.append(at(1), Class::Signed).await.unwrap();
    for n in 2..40 {
        log.append(at(n), Class::Unsigned).await.unwrap();
    }
    assert_eq!(all(&dir)[..2], ["000", "001"]);
    for n in 40..80 {
        log.append(at(n), Class::Signed).await.unwrap();
    }
    log.append(at(80), Class::Changes).await.unwrap();
    let ids = all(&dir);
    assert!(ids.is_sorted(), "{ids:?}");
    assert_eq!((&*ids[0], &*ids[1], &*ids[ids.len() - 1]), ("000", "032", "080"), "{ids:?}");
    assert_eq!(found(&dir, "079").as_deref(), Some("079"));
}

/// Unsigned requests leave a burst of records, then what the rate gives; the next record says how many left none.
#[tokio::test]
async fn unsigned_requests_are_limited() {
    let dir = tempfile::tempdir().unwrap();
    let clock = clock();
    let (log, _) = TrailLog::open(dir.path(), Limits::default(), Arc::<ManualClock>::clone(&clock)).unwrap();
    let all_that_fit = usize::try_from(UNSIGNED_BURST).unwrap() / frames("00000").len();
    for n in 0..all_that_fit + 5 {
        log.append(record(&format!("{n:05}")), Class::Unsigned).await.unwrap();
    }
    log.append(record("signed"), Class::Signed).await.unwrap();
    clock.set(clock.now() + SignedDuration::from_secs(1));
    log.append(record("next"), Class::Unsigned).await.unwrap();
    log.append(record("after"), Class::Unsigned).await.unwrap();
    let ids = all(&dir);
    assert_eq!(ids.len(), all_that_fit + 3, "{} of {all_that_fit}", ids.len());
    let Found::One(next) = find(&dir, "next") else { panic!("no record") };
    let source = Source { address: record("").source_ip.unwrap(), requests: 5 };
    assert_eq!(next.unrecorded, Some(Unrecorded { requests: 5, since: record("").time, from: vec![source] }));
    let Found::One(after) = find(&dir, "after") else { panic!("no record") };
    assert_eq!(after.unrecorded, None);
}

/// Of an unsigned request few decisions are kept.
#[tokio::test]
async fn unsigned_records_are_short() {
    let dir = tempfile::tempdir().unwrap();
    let log = open(&dir);
    let decision = record("").decisions[0].clone();
    for (id, decisions, left_out) in [("a", MAX_UNSIGNED_DECISIONS, 0), ("b", MAX_UNSIGNED_DECISIONS + 1, 1)] {
        let long = Record { decisions: vec![decision.clone(); decisions], ..record(id) };
        log.append(long, Class::Unsigned).await.unwrap();
        let Found::One(kept) = find(&dir, id) else { panic!("no record") };
        assert_eq!((kept.decisions.len(), kept.omitted.decisions), (MAX_UNSIGNED_DECISIONS, left_out));
    }
}

/// The trail of an earlier version, one ring in the first form, is read together with what is written now.
#[tokio::test]
async fn a_trail_of_an_earlier_version_is_read_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut bytes = b"RCTRAIL1".to_vec();
    let json = record("old").encode(MAX_RECORD_BYTES).unwrap();
    let length = u32::try_from(json.len()).unwrap().to_le_bytes();
    let crc = crc_fast::crc32_iscsi(&[&length[..], &json].concat()).to_le_bytes();
    bytes.extend([&length[..], &crc, &json].concat());
    std::fs::write(segment::path(dir.path(), 7), bytes).unwrap();
    let log = open(&dir);
    for (id, class) in [("changed", Class::Changes), ("read", Class::Signed), ("refused", Class::Unsigned)] {
        log.append(record(id), class).await.unwrap();
    }
    assert_eq!(all(&dir), ["old", "changed", "read", "refused"]);
    for id in ["old", "changed", "read", "refused"] {
        assert_eq!(found(&dir, id).as_deref(), Some(id));
    }
    drop(log);
    assert_eq!(segment::list(dir.path()).unwrap(), [7, 8]);
    assert!(Index::read(dir.path(), 7).is_some());
}

/// Blocks of the disk are there before the records that will stand in them, where the file system can do that. A finished
/// segment, one that is closed, and one that a killed server left have none to spare.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn blocks_are_taken_ahead_and_given_back() {
    use rustix::fs::{FallocateFlags, fallocate};
    use std::os::unix::fs::MetadataExt;
    let dir = tempfile::tempdir().unwrap();
    let probe = tempfile::tempfile_in(dir.path()).unwrap();
    let can_take = fallocate(&probe, FallocateFlags::KEEP_SIZE, 0, ROOM_STEP).is_ok();
    let limits = Limits { segment_bytes: ROOM_STEP, ..Limits::default() };
    let disk = tempfile::tempdir().unwrap();
    let reserve = Arc::new(Reserve::open(disk.path(), 1 << 16));
    let log = open_with(dir.path(), limits).unwrap().0.with_reserve(Arc::clone(&reserve));
    let signed = Class::Signed.dir(dir.path());
    let spare = |number| {
        let segment = std::fs::metadata(segment::path(&signed, number)).unwrap();
        (segment.blocks() * 512).saturating_sub(segment.len())
    };
    // Less than this is the rest of the last block, or the file system's own.
    let some = ROOM_STEP / 4;
    reserve.give_up();
    log.append(record("a"), Class::Signed).await.unwrap();
    assert!(spare(1) < some, "what is free is for deletions");
    reserve.refill();
    log.append(record("b"), Class::Signed).await.unwrap();
    assert_eq!(spare(1) > some, can_take);
    let long = |id: &str| Record { resources: vec!["r".repeat(1_000); 100], ..record(id) };
    for number in 0..12 {
        log.append(long(&format!("c{number}")), Class::Signed).await.unwrap();
    }
    assert!(spare(1) < some);
    assert_eq!(spare(2) > some, can_take);
    drop(log);
    assert!(spare(2) < some);
    if can_take {
        let left = std::fs::File::options().write(true).open(segment::path(&signed, 2)).unwrap();
        fallocate(&left, FallocateFlags::KEEP_SIZE, 0, ROOM_STEP).unwrap();
        assert!(spare(2) > some);
        drop(open(&dir));
        assert!(spare(2) < some);
    }
}

/// The syncing thread dies: whoever waits for it is answered, and so is who comes later.
#[test]
fn a_dead_syncer_leaves_nobody_waiting() {
    let syncer = Syncer::default();
    let file = SegmentFile::new(tempfile::tempfile().unwrap());
    let (answer, before) = oneshot::channel();
    syncer.hand_over(&file, Some(answer));
    syncer.bury();
    assert!(before.blocking_recv().is_err());
    let (answer, after) = oneshot::channel();
    syncer.hand_over(&file, Some(answer));
    assert!(after.blocking_recv().is_err());
}

/// What nobody waits for is synced all the same, and within a second.
#[test]
fn unwaited_writes_are_synced() {
    const { assert!(SYNC_WITHIN.as_millis() < 1_000) };
    let syncer = Syncer::default();
    let file = SegmentFile::new(tempfile::tempfile().unwrap());
    let written = Instant::now();
    syncer.hand_over(&file, None);
    syncer.hand_over(&file, None);
    // Returns by itself, although nobody waits, and not before it is due.
    let Unsynced { files, waiting, closed, .. } = syncer.next();
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
            run(log.append(record(&n.to_string()), Class::Changes)).unwrap();
            ends.push(ends[n] + frames(&n.to_string()).len() as u64);
        }
        drop(log);
        let length = ends[count];
        let cut = HEADER.len() as u64 + at.index(usize::try_from(length).unwrap() - HEADER.len()) as u64;
        std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(cut).unwrap();
        let whole = ends.iter().filter(|end| **end <= cut).count() - 1;
        let torn = std::fs::read(&path).unwrap().split_off(usize::try_from(ends[whole]).unwrap());
        let torn = torn.iter().rposition(|byte| *byte != 0).map_or(0, |last| last as u64 + 1);
        let (log, [recovery, ..]) = open_with(dir.path(), Limits::default()).unwrap();
        prop_assert_eq!(recovery, Recovery { segment: path, cut: torn });
        run(log.append(record("next"), Class::Changes)).unwrap();
        let mut expected: Vec<_> = (0..whole).map(|n| n.to_string()).collect();
        expected.push("next".into());
        prop_assert_eq!(all(&dir), expected);
    }
}

/// A change that was under way when the process ended has a record that says so, once; one that was recorded, or refused, has
/// none of that kind.
#[tokio::test]
async fn what_was_under_way_is_on_record() {
    let dir = tempfile::tempdir().unwrap();
    let log = open(&dir);
    let reserve = |id: &str| log.reserve(&[], Record { decisions: Vec::new(), ..record(id) }, false).unwrap();
    let [killed, recorded, refused] = ["killed", "recorded", "refused"].map(reserve);
    log.append_in(recorded, record("recorded")).await.unwrap();
    drop(refused);
    std::mem::forget(killed);
    drop(log);
    for _ in 0..2 {
        drop(open(&dir));
        assert_eq!(all(&dir), ["recorded", "killed"]);
        let Found::One(killed) = find(&dir, "killed") else { panic!("no record") };
        assert!(killed.is_unfinished);
        let Found::One(recorded) = find(&dir, "recorded") else { panic!("no record") };
        assert!(!recorded.is_unfinished);
    }
}

/// Segments whose records are all too old go, with their indexes; what is written on stays, and is finished when it has aged.
#[tokio::test]
async fn old_segments_go() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = frames("000").len() as u64;
    let limits = Limits { segment_bytes: HEADER.len() as u64 + 3 * bytes, ..Limits::default() };
    let clock = clock();
    let (log, _) = TrailLog::open(dir.path(), limits, Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
    for n in 0..4 {
        log.append(record(&format!("{n:03}")), Class::Signed).await.unwrap();
    }
    let signed = dir.path().join("signed");
    let modified = |number: u64, days_ago: i64| {
        let file = std::fs::OpenOptions::new().write(true).open(segment::path(&signed, number)).unwrap();
        file.set_modified((clock.now() - SignedDuration::from_hours(24 * days_ago)).into()).unwrap();
    };
    modified(1, 91);
    modified(2, 89);
    log.keep("90d".parse().unwrap());
    assert_eq!(segment::list(&signed).unwrap(), [2]);
    clock.pass(SignedDuration::from_hours(25));
    log.append(record("004"), Class::Signed).await.unwrap();
    assert_eq!(segment::list(&signed).unwrap(), [2, 3]);
    assert_eq!(all(&dir), ["003", "004"]);
}

/// A process that was killed between removing a segment and its indexes, or before an index had its name, leaves nothing.
#[tokio::test]
async fn orphans_go() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(&dir));
    let file = |name: &str| dir.path().join(name);
    for name in ["0000000007.idx", "0000000007.events", "0000000001.events.new", "0000000001.events", "notes.idx"] {
        std::fs::write(file(name), "").unwrap();
    }
    drop(open(&dir));
    let left = |name: &str| file(name).exists();
    assert_eq!(["0000000007.idx", "0000000007.events", "0000000001.events.new"].map(left), [false; 3]);
    assert_eq!(["0000000001.log", "0000000001.events", "notes.idx"].map(left), [true; 3]);
}
