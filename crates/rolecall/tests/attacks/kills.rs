//! `kill -9` and hang-ups at any moment, on the program itself: every change that took effect has its record, and every
//! acknowledged one is there.

use crate::kit::callers::Keys;
use rolecall::environment::entropy::{Entropy, SeededEntropy};
use rolecall::gateway::sigv4::sign::{Signer, Signing};
use rolecall::store::{SqliteStore, Store};
use rolecall::trail::TrailReader;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// In an ordinary run.
const ROUNDS: usize = 6;
const WRITERS: usize = 6;
const SEED: u64 = 20_261_130;

const WORLD: &str = r#"
    [[account]]
    id = "111111111111"
    name = "dev"
    root_access_key = { id = "AKIARTLVVVVVVVVVVVVV", secret = "the-secret-of-the-root-user" }
"#;

struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(dir: &Path) -> Self {
        let world = dir.join("world.toml");
        std::fs::write(&world, WORLD).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_rolecall"))
            .args(["serve", "--listen", "127.0.0.1:0", "--request-rate", "iam=1000000", "--data"])
            .arg(dir.join("data"))
            .arg("--world")
            .arg(&world)
            .env("ROLECALL_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.map(|line| line.unwrap()).find_map(|line| {
            line.strip_prefix("rolecall is listening on http://")
                .map(|address| address.trim_end_matches('/').to_owned())
        });
        Self { child, address: address.expect("the program says where it listens") }
    }
}

/// A signed CreateUser as bytes.
fn request(address: &str, name: &str) -> Vec<u8> {
    let keys = Keys { id: "AKIARTLVVVVVVVVVVVVV".into(), secret: "the-secret-of-the-root-user".into(), token: None };
    let body = format!("Action=CreateUser&Version=2010-05-08&UserName={name}");
    let request = http::Request::post("/").header("host", address);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let mut parts = request.body(()).unwrap().into_parts().0;
    let signer = Signer {
        access_key_id: &keys.id,
        secret: &keys.secret,
        session_token: None,
        region: "us-east-1",
        service: "iam",
    };
    signer.sign(&mut parts, &Signing::Body(body.as_bytes()), jiff::Timestamp::now()).unwrap();
    let mut bytes = b"POST / HTTP/1.1\r\nconnection: close\r\n".to_vec();
    for (name, value) in &parts.headers {
        bytes.extend_from_slice(format!("{name}: {}\r\n", value.to_str().unwrap()).as_bytes());
    }
    bytes.extend_from_slice(format!("content-length: {}\r\n\r\n{body}", body.len()).as_bytes());
    bytes
}

/// Sends a request, and hangs up on it or reads the answer. Whether it was acknowledged.
fn send(address: &str, name: &str, hang_up: bool) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    if stream.write_all(&request(address, name)).is_err() || hang_up {
        return false;
    }
    let mut answer = String::new();
    // A killed server resets the connection.
    let _ = stream.read_to_string(&mut answer);
    answer.starts_with("HTTP/1.1 200")
}

/// Writes with several writers until the program is killed after so many answers; what was acknowledged.
fn write_and_kill(dir: &Path, round: usize, after: usize, random: &SeededEntropy) -> BTreeSet<String> {
    let mut program = Program::start(dir);
    let (acknowledged, answers, over) = (Mutex::new(BTreeSet::new()), AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (address, acknowledged, answers, over) = (&program.address, &acknowledged, &answers, &over);
            scope.spawn(move || {
                for n in 0.. {
                    if over.load(Ordering::Relaxed) {
                        return;
                    }
                    let mut byte = [0];
                    random.fill(&mut byte).unwrap();
                    let name = format!("u{round}-{writer}-{n}");
                    if send(address, &name, byte[0] % 4 == 0) {
                        acknowledged.lock().unwrap().insert(name);
                        answers.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        while answers.load(Ordering::Relaxed) < after {
            std::thread::yield_now();
        }
        program.child.kill().unwrap();
        over.store(true, Ordering::Relaxed);
    });
    program.child.wait().unwrap();
    acknowledged.into_inner().unwrap()
}

fn kills(rounds: usize) {
    let dir = tempfile::tempdir().unwrap();
    let random = SeededEntropy::new(SEED);
    let mut acknowledged = BTreeSet::new();
    for round in 0..rounds {
        let mut byte = [0];
        random.fill(&mut byte).unwrap();
        acknowledged.extend(write_and_kill(dir.path(), round, 1 + usize::from(byte[0] % 32), &random));
    }
    // The last start writes the records of what was under way.
    let mut program = Program::start(dir.path());
    program.child.kill().unwrap();
    program.child.wait().unwrap();
    let mut there = BTreeSet::new();
    let store = SqliteStore::open(&dir.path().join("data")).unwrap();
    let visited = store.load(&mut |entry| {
        there.extend(entry.key.strip_prefix("111111111111/user/").map(str::to_owned));
    });
    visited.unwrap();
    let mut recorded = BTreeSet::new();
    let visited = TrailReader::new(&dir.path().join("data/trail")).visit(|record| {
        if record.operation == "CreateUser" && record.error.is_none() {
            recorded.extend(record.resources.iter().filter_map(|arn| Some(arn.rsplit_once('/')?.1.to_owned())));
        }
        true
    });
    visited.unwrap();
    let lost: Vec<_> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "acknowledged and not there: {lost:?}");
    let unrecorded: Vec<_> = there.difference(&recorded).collect();
    assert!(unrecorded.is_empty(), "there and not on record: {unrecorded:?}");
    assert!(acknowledged.len() >= rounds, "a round without an answer proves nothing");
}

#[test]
fn every_change_has_its_record_after_kills() {
    kills(ROUNDS);
}

#[test]
#[ignore = "takes minutes; the test above does the same with fewer rounds"]
fn every_change_has_its_record_after_200_kills() {
    kills(200);
}
