//! `rolecall root-key`: what it prints, what it changes and what it refuses.

use crate::program::{Run, rolecall};
use rolecall::directory::entities::{AccessKey, Link};
use rolecall::environment::clock::SystemClock;
use rolecall::environment::data_dir::DirLock;
use rolecall::environment::entropy::SystemEntropy;
use rolecall::node::{Node, NodeConfig};
use rolecall::world::World;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const WORLD: &str = "[[account]]\nid = \"111111111111\"\nname = \"dev\"\n";

/// Opens a data directory as a server does, does something, and stops.
fn on_node<T>(data: &Path, act: impl AsyncFnOnce(&Node) -> T) -> T {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let config = NodeConfig { data: data.to_owned(), home_region: "us-east-1".to_owned() };
        let node = Node::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await.unwrap();
        act(&node).await
    })
}

fn made() -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    on_node(data.path(), async |node| World::parse(WORLD).unwrap().apply(node).await.unwrap());
    data
}

/// Ids and secrets of the root user's keys.
fn root_keys(data: &Path) -> Vec<(String, String)> {
    on_node(data, async |node| {
        let snapshot = node.directory.snapshot();
        let keys = snapshot.linked::<AccessKey>("111111111111".parse().unwrap(), Link::User, "");
        let secret = |key: &AccessKey| node.open_sealed(key, &key.sealed_secret).unwrap().expose().to_owned();
        keys.map(|key| (key.id.clone(), secret(key))).collect()
    })
}

fn root_key(data: &Path, more: &[&str]) -> Run {
    Run::of(rolecall().args(["root-key", "--account", "111111111111", "--data"]).arg(data).args(more), "")
}

/// The lines to export are all that is printed, and the key is the root user's; two are the most there may be.
#[test]
fn a_new_key_within_the_quota() {
    let data = made();
    let [(first, _)] = &root_keys(data.path())[..] else { panic!("one key") };
    let run = root_key(data.path(), &[]);
    assert_eq!(run.status, 0, "{}", run.err);
    let lines: Vec<&str> = run.out.lines().collect();
    let [id, secret] = lines[..] else { panic!("{}", run.out) };
    let id = id.strip_prefix("export AWS_ACCESS_KEY_ID=").unwrap();
    let secret = secret.strip_prefix("export AWS_SECRET_ACCESS_KEY=").unwrap();
    assert!(root_keys(data.path()).contains(&(id.to_owned(), secret.to_owned())));
    assert!(!run.err.contains(secret));

    let third = root_key(data.path(), &[]);
    assert_eq!((third.status, &*third.out), (1, ""));
    assert!(third.err.contains(first) && third.err.contains(id) && third.err.contains("--delete"), "{}", third.err);
    let instead = root_key(data.path(), &["--delete", first]);
    assert_eq!(instead.status, 0, "{}", instead.err);
    let keys = root_keys(data.path());
    assert!(keys.len() == 2 && !keys.iter().any(|(id, _)| id == first));
    assert_eq!(root_key(data.path(), &["--delete", first]).status, 1);
    assert_eq!(root_keys(data.path()), keys);
}

/// The key is on record, as the root user's CreateAccessKey.
#[test]
fn it_is_on_record() {
    let data = made();
    assert_eq!(root_key(data.path(), &[]).status, 0);
    let trail = fs::read_dir(data.path().join("trail")).unwrap();
    let files = trail.flat_map(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() { fs::read_dir(path).unwrap().map(|it| it.unwrap().path()).collect() } else { vec![path] }
    });
    let bytes: Vec<u8> = files.flat_map(|path| fs::read(path).unwrap()).collect();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("CreateAccessKey") && text.contains("rolecall-root-key"));
}

/// An unknown account, a server that runs, a directory that is none: each is told, and nothing is written.
#[test]
fn what_cannot_be() {
    let data = made();
    let run = Run::of(rolecall().args(["root-key", "--account", "999999999999", "--data"]).arg(data.path()), "");
    assert_eq!((run.status, &*run.out), (1, ""));
    assert!(run.err.contains("111111111111 (dev)"), "{}", run.err);

    let server = DirLock::acquire(data.path()).unwrap();
    let run = root_key(data.path(), &[]);
    assert_eq!((run.status, &*run.out), (1, ""));
    assert!(run.err.contains("a server is using") && run.err.contains("stop it"), "{}", run.err);
    drop(server);

    let nothing = tempfile::tempdir().unwrap();
    let run = root_key(nothing.path(), &[]);
    assert_eq!((run.status, &*run.out), (1, ""));
    assert!(run.err.contains("is not a data directory"), "{}", run.err);
    assert_eq!(fs::read_dir(nothing.path()).unwrap().count(), 0);

    fs::remove_file(data.path().join("master.key")).unwrap();
    let run = root_key(data.path(), &[]);
    assert_eq!((run.status, &*run.out), (1, ""));
    assert!(run.err.contains("is missing"), "{}", run.err);
    assert!(!data.path().join("master.key").exists());
}
