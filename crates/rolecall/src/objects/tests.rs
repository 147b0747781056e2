use super::MIN_PART_BYTES;
use super::checksums::{ChecksumAlgorithm, Digests};
use super::listing::common_prefix;
use super::*;
use crate::environment::clock::ManualClock;
use crate::environment::entropy::SeededEntropy;
use futures_util::TryStreamExt;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tempfile::TempDir;

fn open(folder: &TempDir, seed: u64) -> ObjectFiles {
    let clock = ManualClock::new("2026-11-22T10:15:30.250Z".parse().unwrap());
    ObjectFiles::open(folder.path(), Arc::new(clock), Arc::new(SeededEntropy::new(seed))).unwrap()
}

async fn receive(store: &ObjectFiles, bytes: &[u8]) -> Received {
    let mut incoming = store.receive(Digests::new(ChecksumAlgorithm::Crc64Nvme));
    for chunk in bytes.chunks(100_000) {
        incoming.write(chunk).await.unwrap();
    }
    incoming.finish().await.unwrap()
}

async fn put_if(
    store: &ObjectFiles,
    key: &str,
    bytes: &[u8],
    condition: WriteCondition,
) -> Result<ObjectInfo, StorageError> {
    let received = receive(store, bytes).await;
    store.put("b", NewObject { key: key.to_owned(), metadata: Metadata::default(), condition }, received).await
}

async fn put(store: &ObjectFiles, key: &str, bytes: &[u8]) -> ObjectInfo {
    put_if(store, key, bytes, WriteCondition::Always).await.unwrap()
}

async fn drain(reader: ObjectReader, range: std::ops::Range<u64>) -> Vec<u8> {
    let chunks: Vec<bytes::Bytes> = reader.stream(range).try_collect().await.unwrap();
    chunks.concat()
}

async fn get(store: &ObjectFiles, key: &str) -> Option<Vec<u8>> {
    let (_, reader) = store.open_object("b", key).await.unwrap()?;
    Some(drain(reader, 0..u64::MAX).await)
}

/// What happens to a file.
type Change = Box<dyn Fn(&mut Vec<u8>)>;

/// Overwrites bytes of every data file.
fn damage(folder: &TempDir, change: impl Fn(&mut Vec<u8>)) {
    for fan in std::fs::read_dir(folder.path().join("data")).unwrap() {
        for file in std::fs::read_dir(fan.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let mut bytes = std::fs::read(&path).unwrap();
            change(&mut bytes);
            std::fs::write(&path, bytes).unwrap();
        }
    }
}

/// A flipped bit, a lost end, and bytes too many: whoever reads the whole object gets an error before its last bytes.
#[tokio::test]
async fn damaged_bytes_are_not_given_out_as_whole() {
    let size = large().len();
    let changes: [(&str, Change); 4] = [
        ("first bit", Box::new(|bytes| bytes[0] ^= 1)),
        ("last bit", Box::new(move |bytes| bytes[size - 1] ^= 0x80)),
        ("lost end", Box::new(move |bytes| bytes.truncate(size - 1))),
        ("nothing left", Box::new(Vec::clear)),
    ];
    for (what, change) in &changes {
        let folder = TempDir::new().unwrap();
        let store = open(&folder, 1);
        put(&store, "k", &large()).await;
        damage(&folder, change);
        let (_, reader) = store.open_object("b", "k").await.unwrap().unwrap();
        let mut stream = Box::pin(reader.stream(0..u64::MAX));
        let (mut given, mut error) = (0, None);
        while let Some(next) = futures_util::StreamExt::next(&mut stream).await {
            match next {
                Ok(bytes) => given += bytes.len(),
                Err(damaged) => error = Some(damaged),
            }
        }
        assert!(matches!(error, Some(StorageError::Damaged(_))) && given < size, "{what}: {given} {error:?}");
    }
    // What lies behind the end is not the object's.
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1);
    put(&store, "k", &large()).await;
    damage(&folder, |bytes| bytes.push(7));
    assert_eq!(get(&store, "k").await.unwrap(), large());
}

/// What [`scrub`] finds, and how often.
fn scrubbed(folder: &TempDir) -> (Scrubbed, Vec<(Problem, Option<String>)>) {
    let mut found = Vec::new();
    let scrubbed = scrub(folder.path(), &mut |finding| {
        found.push((finding.problem, finding.key.clone()));
        Ok(())
    });
    (scrubbed.unwrap(), found)
}

/// Every file is read; each kind of damage is found and named, and nothing is changed.
#[tokio::test]
async fn a_scrub_finds_what_is_damaged() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1);
    put(&store, "good", &large()).await;
    put(&store, "empty", b"").await;
    let bytes = u64::try_from(large().len()).unwrap();
    assert_eq!(scrubbed(&folder), (Scrubbed { objects: 2, bytes, findings: 0 }, Vec::new()));
    damage(&folder, |bytes| {
        if let Some(byte) = bytes.get_mut(7) {
            *byte ^= 1;
        }
    });
    let damaged = (Problem::Damaged, Some("good".to_owned()));
    assert_eq!(scrubbed(&folder).1, std::slice::from_ref(&damaged));
    std::fs::write(folder.path().join("data/00/00000000000000000000000000000000"), "x").unwrap();
    assert_eq!(scrubbed(&folder).1, [damaged, (Problem::Orphaned, None)]);
    for fan in std::fs::read_dir(folder.path().join("data")).unwrap() {
        for file in std::fs::read_dir(fan.unwrap().path()).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap();
        }
    }
    let missing = |key: &str| (Problem::Missing, Some(key.to_owned()));
    for _ in 0..2 {
        assert_eq!(scrubbed(&folder).1, [missing("empty"), missing("good")]);
    }
}

/// A megabyte and a bit, so that several chunks and a rest are written and read.
fn large() -> Vec<u8> {
    (0..1_100_003u32).map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1]).collect()
}

#[tokio::test]
async fn an_object_is_read_back_as_it_was_put_also_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1);
    let received = receive(&store, &large()).await;
    let metadata = Metadata {
        content_type: Some("text/plain".into()),
        user: BTreeMap::from([("a".into(), "ü".into())]),
        ..Metadata::default()
    };
    let object = NewObject { key: "k".into(), metadata, condition: WriteCondition::Always };
    let info = store.put("b", object, received).await.unwrap();
    put(&store, "empty", b"").await;
    drop(store);
    let store = open(&folder, 2);
    assert_eq!(store.head("b", "k").await.unwrap().as_ref(), Some(&info));
    assert_eq!(info.size, 1_100_003);
    assert_eq!(get(&store, "k").await.unwrap(), large());
    assert_eq!(get(&store, "empty").await.unwrap(), b"");
    assert_eq!(store.head("b", "empty").await.unwrap().unwrap().etag, "d41d8cd98f00b204e9800998ecf8427e");
    let (_, reader) = store.open_object("b", "k").await.unwrap().unwrap();
    assert_eq!(drain(reader, 262_140..262_150).await, large()[262_140..262_150]);
    assert_eq!(store.head("other", "k").await.unwrap(), None);
}

/// A download that began before an overwrite or a deletion gets the old bytes to the end; afterwards they are gone.
#[tokio::test]
async fn a_reader_keeps_what_it_opened() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1);
    put(&store, "k", &large()).await;
    let (_, first) = store.open_object("b", "k").await.unwrap().unwrap();
    put(&store, "k", b"new").await;
    let (_, second) = store.open_object("b", "k").await.unwrap().unwrap();
    assert!(store.delete("b", "k", WriteCondition::Always).await.unwrap());
    assert_eq!(get(&store, "k").await, None);
    assert_eq!(store.file_count(), 2, "both files are being read");
    assert_eq!(drain(first, 0..u64::MAX).await, large());
    assert_eq!(drain(second, 0..u64::MAX).await, b"new");
    assert!(!store.delete("b", "k", WriteCondition::Always).await.unwrap());
    assert_eq!(store.file_count(), 0);
}

/// Each state that a killed process can leave behind, made by hand: the object is the old one or the new one, and
/// nothing else stays on disk.
#[tokio::test]
async fn what_a_killed_process_leaves_is_put_right() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1);
    put(&store, "k", b"old").await;
    // Killed while the bytes came in, or before the commit: a file that the index does not know.
    let received = receive(&store, b"never committed").await;
    std::mem::forget(received);
    // Killed between the commit and the move: the file of a committed object still lies in `incoming/`.
    put(&store, "moved", b"moved").await;
    let data = folder.path().join("data");
    let settled: Vec<_> = std::fs::read_dir(&data)
        .unwrap()
        .flat_map(|fan| std::fs::read_dir(fan.unwrap().path()).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(settled.len(), 2);
    for path in settled {
        std::fs::rename(&path, folder.path().join("incoming").join(path.file_name().unwrap())).unwrap();
    }
    // Killed between a commit and the removal of the replaced file: a row of garbage and its file.
    let (_, reader) = store.open_object("b", "k").await.unwrap().unwrap();
    put(&store, "k", b"new").await;
    std::mem::forget(reader);
    // What is not one of our names is nobody's business.
    std::fs::write(folder.path().join("incoming/notes.txt"), "kept").unwrap();
    assert_eq!(store.file_count(), 5);
    drop(store);

    let store = open(&folder, 2);
    assert_eq!(get(&store, "k").await.unwrap(), b"new");
    assert_eq!(get(&store, "moved").await.unwrap(), b"moved");
    assert_eq!(store.file_count(), 3, "two objects and the notes");
}

/// An upload that is dropped half way, or refused on commit, leaves the old object and no file.
#[tokio::test]
async fn broken_and_refused_uploads_leave_nothing() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1);
    let info = put(&store, "k", b"old").await;
    let received = receive(&store, &large()).await;
    drop(received);
    for (key, condition, expected) in [
        ("k", WriteCondition::IfAbsent, "condition"),
        ("k", WriteCondition::IfMatch("0".repeat(32)), "condition"),
        ("absent", WriteCondition::IfMatch(info.etag.clone()), "no such key"),
    ] {
        let error = put_if(&store, key, b"refused", condition).await.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    assert_eq!(get(&store, "k").await.unwrap(), b"old");
    assert_eq!(store.file_count(), 1);
    put_if(&store, "k", b"matched", WriteCondition::IfMatch(info.etag)).await.unwrap();
    put_if(&store, "k2", b"absent before", WriteCondition::IfAbsent).await.unwrap();
    assert_eq!(get(&store, "k").await.unwrap(), b"matched");
}

/// When a data file cannot be written the client hears of it, and the old object stays.
#[tokio::test]
async fn a_failing_disk_is_an_error() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1);
    put(&store, "k", b"old").await;
    std::fs::remove_dir(folder.path().join("incoming")).unwrap();
    let mut incoming = store.receive(Digests::new(ChecksumAlgorithm::Crc64Nvme));
    let written = incoming.write(&large()).await;
    assert!(matches!(written, Err(StorageError::Io(_))), "{written:?}");
    assert_eq!(get(&store, "k").await.unwrap(), b"old");
}

/// No key reaches a path: files carry random names, whatever the key says.
#[tokio::test]
async fn keys_never_become_paths() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1);
    let keys = ["../../etc/passwd", "/abs", "..", ".", "a/../../b", "a\\..\\b", "nul\0byte", "%2e%2e/x", "日本/語"];
    for key in keys {
        put(&store, key, key.as_bytes()).await;
    }
    for key in keys {
        assert_eq!(get(&store, key).await.unwrap(), key.as_bytes());
    }
    let data: Vec<_> = std::fs::read_dir(folder.path().join("data"))
        .unwrap()
        .flat_map(|fan| std::fs::read_dir(fan.unwrap().path()).unwrap())
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(data.len(), keys.len());
    assert!(data.iter().all(|name| files::FileId::parse(name).is_some()), "{data:?}");
    for name in ["", "..", "../aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "A0000000000000000000000000000000"] {
        assert_eq!(files::FileId::parse(name), None, "{name}");
    }
}

/// A bucket under deletion takes no object; if it holds one it stays open.
#[tokio::test]
async fn closing_a_bucket() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1);
    put(&store, "k", b"x").await;
    assert!(!store.close_bucket("b").await.unwrap());
    put(&store, "k2", b"x").await;
    for key in ["k", "k2"] {
        store.delete("b", key, WriteCondition::Always).await.unwrap();
    }
    let upload = store.begin_upload("b", "k", upload()).await.unwrap();
    assert!(store.close_bucket("b").await.unwrap());
    let refused = put_if(&store, "k", b"x", WriteCondition::Always).await;
    assert!(matches!(refused, Err(StorageError::BucketClosed)), "{refused:?}");
    store.reopen_bucket("b");
    let received = receive(&store, b"part").await;
    store.put_part("b", "k", &upload, 1, received).await.unwrap();
    store.forget_bucket("b").await.unwrap();
    assert_eq!(store.upload("b", "k", &upload).await.unwrap(), None);
    assert_eq!(store.file_count(), 0);
}

fn upload() -> NewUpload {
    NewUpload {
        metadata: Metadata::default(),
        algorithm: ChecksumAlgorithm::Crc64Nvme,
        algorithm_given: false,
        kind: ChecksumType::FullObject,
        initiator: "arn:aws:iam::111111111111:user/u".to_owned(),
    }
}

fn listed(parts: &[&PartInfo]) -> Vec<CompletedPart> {
    parts.iter().map(|p| CompletedPart { number: p.number, etag: p.etag.clone(), checksum: None }).collect()
}

/// The parts become the object without being copied; ranges cross them; unlisted parts go.
#[tokio::test]
async fn multipart_uploads() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1);
    put(&store, "k", b"old").await;
    let id = store.begin_upload("b", "k", upload()).await.unwrap();
    let big = vec![7u8; usize::try_from(MIN_PART_BYTES).unwrap()];
    let part = async |number, bytes: &[u8]| {
        let received = receive(&store, bytes).await;
        store.put_part("b", "k", &id, number, received).await.unwrap()
    };
    part(2, b"replaced").await;
    let first = part(2, &big).await;
    let small = part(3, b"small").await;
    let last = part(9, b"last").await;
    assert_eq!(store.file_count(), 4);
    let info = store.upload("b", "k", &id).await.unwrap().unwrap();
    let page = store.parts(&info, 2, 1).await.unwrap();
    assert_eq!((page.parts.as_slice(), page.truncated), ([small.clone()].as_slice(), true));

    let complete = async |parts: Vec<CompletedPart>, claimed| {
        store.complete_upload("b", "k", &id, parts, claimed, WriteCondition::Always).await
    };
    let too_small = complete(listed(&[&small, &last]), None).await;
    assert!(matches!(too_small, Err(StorageError::PartTooSmall(3, _, 5))), "{too_small:?}");
    let mut wrong = listed(&[&first, &last]);
    wrong[1].etag = "0".repeat(32);
    assert!(matches!(complete(wrong, None).await, Err(StorageError::InvalidPart(9))));
    let mut missing = listed(&[&first, &last]);
    missing[1].number = 10;
    assert!(matches!(complete(missing, None).await, Err(StorageError::InvalidPart(10))));
    let claim = Some((ChecksumAlgorithm::Crc64Nvme, "AAAAAAAAAAA=".to_owned()));
    assert!(matches!(complete(listed(&[&first, &last]), claim).await, Err(StorageError::ChecksumMismatch)));
    assert_eq!(get(&store, "k").await.unwrap(), b"old", "nothing happened yet");

    let object = complete(listed(&[&first, &last]), None).await.unwrap();
    let whole = [big.as_slice(), b"last"].concat();
    assert_eq!(object.size, MIN_PART_BYTES + 4);
    assert!(object.etag.ends_with("-2"), "{}", object.etag);
    let single = put(&store, "single", &whole).await;
    assert_eq!(object.checksum, single.checksum, "the joined checksum is that of the bytes");
    let (_, reader) = store.open_object("b", "k").await.unwrap().unwrap();
    assert_eq!(reader.parts(), 2);
    assert_eq!(reader.part(2), Some(MIN_PART_BYTES..MIN_PART_BYTES + 4));
    assert_eq!(drain(reader, MIN_PART_BYTES - 2..MIN_PART_BYTES + 3).await, b"\x07\x07las");
    assert_eq!(get(&store, "k").await.unwrap(), whole);
    assert_eq!(store.file_count(), 3, "two parts and the single object");
    assert!(matches!(complete(listed(&[&first]), None).await, Err(StorageError::NoSuchUpload)));

    let id = store.begin_upload("b", "gone", upload()).await.unwrap();
    let received = receive(&store, b"x").await;
    store.put_part("b", "gone", &id, 1, received).await.unwrap();
    assert!(matches!(store.abort_upload("b", "k", &id).await, Err(StorageError::NoSuchUpload)), "another key's");
    store.abort_upload("b", "gone", &id).await.unwrap();
    assert_eq!(store.file_count(), 3);
}

/// What the listing must say, by the definition: roll up, sort, cut.
fn model(keys: &[String], query: &ListQuery) -> (Vec<String>, Option<String>) {
    let mut items: Vec<String> = keys
        .iter()
        .filter(|key| key.starts_with(&query.prefix))
        .map(|key| common_prefix(key, &query.prefix, &query.delimiter).unwrap_or(key).to_owned())
        .filter(|item| query.after.is_empty() || *item > query.after)
        .collect();
    items.sort();
    items.dedup();
    let more = query.limit > 0 && items.len() > query.limit;
    items.truncate(query.limit);
    let next = if more { items.last().cloned() } else { None };
    (items, next)
}

/// A page's items in order.
fn items(page: &ListPage) -> Vec<String> {
    let mut items: Vec<_> = page.objects.iter().map(|object| object.key.clone()).collect();
    items.extend(page.common_prefixes.iter().cloned());
    items.sort();
    items
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Every page equals the definition's, whatever the prefix, delimiter, marker and size; and following the
    /// continuation gives every item once.
    #[test]
    fn listings_equal_the_definition(
        keys in prop::collection::btree_set("[ab/.\u{fc}\u{10ffff}]{1,5}", 0..25),
        prefix in "[ab/\u{10ffff}]{0,2}",
        delimiter in prop::sample::select(vec!["", "/", "a", "b/", "\u{10ffff}"]),
        after in "[ab/\u{fc}]{0,4}",
        limit in 0usize..6,
    ) {
        let keys: Vec<String> = keys.into_iter().collect();
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(index::SCHEMA).unwrap();
        for key in &keys {
            let sql = "INSERT INTO object VALUES ('b', ?1, 0, 1, 'e', 0, '{}')";
            connection.execute(sql, params![key.as_bytes()]).unwrap();
        }
        connection.execute("INSERT INTO object VALUES ('c', x'61', 0, 1, 'e', 0, '{}')", []).unwrap();
        let mut query = ListQuery { prefix, delimiter: delimiter.to_owned(), after, limit };
        let page = list(&connection, "b", &query).unwrap();
        prop_assert_eq!((items(&page), page.next), model(&keys, &query));

        query.after = String::new();
        query.limit = limit.max(1);
        let mut all = Vec::new();
        loop {
            let page = list(&connection, "b", &query).unwrap();
            all.extend(items(&page));
            match page.next {
                Some(next) => query.after = next,
                None => break,
            }
        }
        query.after = String::new();
        query.limit = usize::MAX;
        prop_assert_eq!(all, model(&keys, &query).0);
    }
}

/// Uploads are paged by key and id, and rolled up like keys.
#[tokio::test]
async fn listing_uploads() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1);
    for key in ["a", "a", "b/1", "b/2", "c"] {
        store.begin_upload("b", key, upload()).await.unwrap();
    }
    for delimiter in ["", "/"] {
        let mut query = UploadsQuery { delimiter: delimiter.to_owned(), limit: 1, ..UploadsQuery::default() };
        let mut seen = Vec::new();
        loop {
            let page = store.uploads("b", query.clone()).await.unwrap();
            seen.extend(page.uploads.iter().map(|upload| upload.key.clone()));
            seen.extend(page.common_prefixes);
            let Some((key, id)) = page.next else { break };
            (query.after, query.after_id) = (key, id);
        }
        let expected: &[&str] =
            if delimiter.is_empty() { &["a", "a", "b/1", "b/2", "c"] } else { &["a", "a", "b/", "c"] };
        assert_eq!(seen, expected);
    }
}

/// Limits the index to as many pages as it has.
fn fill_up(store: &ObjectFiles) {
    let limit = |transaction: &Transaction<'_>| {
        Ok(transaction.query_row("PRAGMA max_page_count = 1", [], |row| row.get::<_, i64>(0))?)
    };
    store.0.index.write(|transaction, _| limit(transaction)).unwrap();
}

/// Disk full: deletions take the reserve and are tried once more, and when it is gone no bytes are taken. It is back after
/// the deletion that made enough room.
#[tokio::test]
async fn deletions_have_the_reserve() {
    let [folder, disk] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let reserve = Arc::new(Reserve::open(disk.path(), 1 << 16));
    let clock = ManualClock::new("2026-11-22T10:15:30.250Z".parse().unwrap());
    let entropy = Arc::new(SeededEntropy::new(1));
    let store = ObjectFiles::open_with_reserve(folder.path(), Arc::new(clock), entropy, Arc::clone(&reserve)).unwrap();
    // So many, and in such an order, that their names as garbage need another page before one is free.
    let keys: Vec<String> = (0..400).map(|n| format!("k{:03}", n * 123 % 400)).collect();
    for key in &keys {
        put(&store, key, b"1").await;
    }
    let id = store.begin_upload("b", "upload", upload()).await.unwrap();
    fill_up(&store);
    let needs_room =
        store.begin_upload("b", &"long".repeat(250), NewUpload { initiator: "i".repeat(4_000), ..upload() }).await;
    assert!(needs_room.as_ref().is_err_and(DiskFull::is_disk_full), "{needs_room:?}");
    assert!(!reserve.is_given_up(), "an upload gives nothing up");

    let path = folder.path().join(INDEX_FILE);
    let room_comes = move || {
        let connection = Connection::open(path).unwrap();
        connection.execute("DELETE FROM object WHERE key >= CAST('k300' AS BLOB)", []).unwrap();
    };
    reserve.when_given_up(room_comes);
    let all = keys.iter().map(|key| (key.clone(), WriteCondition::Always)).collect();
    let outcomes = store.delete_many("b", all).await.unwrap();
    assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Ok(true))).count(), 300);
    assert!(!reserve.is_given_up(), "it is back after the deletion");

    reserve.give_up();
    let mut incoming = store.receive(Digests::new(ChecksumAlgorithm::Crc64Nvme));
    let refused = async { incoming.write(&[0; 300_000]).await.and(incoming.finish().await.map(drop)) };
    assert!(refused.await.unwrap_err().is_disk_full());
    store.abort_upload("b", "upload", &id).await.unwrap();
    assert!(!reserve.is_given_up());
}
