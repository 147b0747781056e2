//! `rolecall scrub`: what it prints and how it ends.

use crate::program::{Run, rolecall};
use rolecall::environment::clock::SystemClock;
use rolecall::environment::data_dir::DirLock;
use rolecall::environment::entropy::SystemEntropy;
use rolecall::objects::checksums::{ChecksumAlgorithm, Digests};
use rolecall::objects::{NewObject, ObjectFiles};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn scrub(data: &Path, format: &str) -> Run {
    Run::of(rolecall().args(["scrub", "--format", format, "--data"]).arg(data), "")
}

/// Puts an object as a server does, and stops.
fn put(data: &Path, key: &str, bytes: &[u8]) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let objects = data.join("objects");
        let store = ObjectFiles::open(&objects, Arc::new(SystemClock), Arc::new(SystemEntropy)).unwrap();
        let mut incoming = store.receive(Digests::new(ChecksumAlgorithm::Crc64Nvme));
        incoming.write(bytes).await.unwrap();
        let received = incoming.finish().await.unwrap();
        let object = NewObject { key: key.to_owned(), ..NewObject::default() };
        store.put("111111111111/1/photos", object, received).await.unwrap();
    });
}

/// The data files.
fn files(data: &Path) -> Vec<std::path::PathBuf> {
    let fans = fs::read_dir(data.join("objects/data")).unwrap();
    fans.flat_map(|fan| fs::read_dir(fan.unwrap().path()).unwrap()).map(|file| file.unwrap().path()).collect()
}

/// Clean objects end with 0; a damaged one is named by bucket and key, and ends with 1. Nothing is changed.
#[test]
fn damage_is_named() {
    let data = tempfile::tempdir().unwrap();
    put(data.path(), "a\u{202e}b", b"picture");
    let clean = scrub(data.path(), "table");
    assert_eq!((clean.status, &*clean.out, &*clean.err), (0, "objects read: 1, bytes read: 7, findings: 0\n", ""));
    let [file] = &files(data.path())[..] else { panic!("one object has one file") };
    fs::write(file, b"pictur\xff").unwrap();
    for _ in 0..2 {
        let table = scrub(data.path(), "table");
        let name = file.file_name().unwrap().to_str().unwrap();
        let row = format!("damaged   {name} s3://photos/a\\u{{202e}}b  a data file differs from what was written\n");
        assert_eq!((table.status, table.out), (1, row + "objects read: 1, bytes read: 7, findings: 1\n"));
        let lines = scrub(data.path(), "json");
        let lines: Vec<Value> = lines.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let reason = "a data file differs from what was written";
        let finding =
            json!({"problem": "damaged", "bucket": "photos", "key": "a\u{202e}b", "file": name, "reason": reason});
        assert_eq!(lines, [finding, json!({"objects": 1, "bytes": 7, "findings": 1})]);
    }
}

/// A server that runs, and a directory that is none, are told.
#[test]
fn what_cannot_be_scrubbed() {
    let data = tempfile::tempdir().unwrap();
    let nothing = scrub(data.path(), "table");
    assert_eq!((nothing.status, &*nothing.out), (1, ""));
    assert!(nothing.err.contains("--data"), "{}", nothing.err);
    assert_eq!(fs::read_dir(data.path()).unwrap().count(), 0);
    put(data.path(), "k", b"picture");
    let _server = DirLock::acquire(data.path()).unwrap();
    let running = scrub(data.path(), "table");
    assert_eq!((running.status, &*running.out), (1, ""));
    assert!(running.err.contains("is in use by another rolecall server"), "{}", running.err);
    assert_eq!(scrub(data.path(), "xml").status, 2);
}
