//! `rolecall root-password`: what it sets, what it refuses, and what is left of it.

use crate::program::{Run, rolecall};
use rolecall::directory::entities::LoginProfile;
use rolecall::domain::guesses::By;
use rolecall::domain::password;
use rolecall::environment::clock::SystemClock;
use rolecall::environment::data_dir::DirLock;
use rolecall::environment::entropy::SystemEntropy;
use rolecall::node::{Node, NodeConfig};
use rolecall::secrets::Secret;
use rolecall::world::World;
use std::path::Path;
use std::sync::Arc;

const WORLD: &str = "[[account]]\nid = \"111111111111\"\nname = \"dev\"\n";
const PASSWORD: &str = "Correct horse 1";

/// Opens a data directory as a server does, does something, and stops.
fn on_node<T>(data: &Path, act: impl AsyncFnOnce(&Node) -> T) -> T {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let result = runtime.block_on(async {
        let config = NodeConfig { data: data.to_owned(), home_region: "us-east-1".to_owned() };
        let node = Node::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await.unwrap();
        act(&node).await
    });
    drop(runtime);
    // A program that another test starts has the lock too, from its fork to its exec.
    while DirLock::acquire(data).is_err() {
        std::thread::yield_now();
    }
    result
}

/// Whether this is the password of the root user; `None` if there is none.
fn is_password(data: &Path, text: &str) -> Option<bool> {
    on_node(data, async |node| {
        let snapshot = node.directory.snapshot();
        let profile = snapshot.find::<LoginProfile>("111111111111".parse().unwrap(), LoginProfile::ROOT)?;
        let by = By::Address("127.0.0.1".parse().unwrap());
        Some(password::check(node, by, profile, &Secret::new(text.to_owned())).await.unwrap())
    })
}

fn set(data: &Path, account: &str, typed: &str) -> Run {
    Run::of(rolecall().args(["root-password", account, "--data"]).arg(data), typed)
}

/// The line is the password, without its end; another one takes its place. The trail has the change and not the password.
#[test]
fn a_password_is_set() {
    let data = tempfile::tempdir().unwrap();
    on_node(data.path(), async |node| World::parse(WORLD).unwrap().apply(node).await.unwrap());
    assert_eq!(is_password(data.path(), PASSWORD), None);
    for (typed, password) in
        [(format!("{PASSWORD}\n"), PASSWORD), ("Another horse 2\r\n".to_owned(), "Another horse 2")]
    {
        let run = set(data.path(), "111111111111", &typed);
        assert_eq!((run.status, &*run.out, &*run.err), (0, "", ""));
        assert_eq!(is_password(data.path(), password), Some(true));
    }
    assert_eq!(is_password(data.path(), PASSWORD), Some(false));
    let log = Run::of(rolecall().args(["log", "--format", "json", "--data"]).arg(data.path()), "");
    assert!(log.out.contains("PasswordRecoveryCompleted") && !log.out.contains("horse"), "{}", log.out);
}

/// What is no good leaves the password as it was.
#[test]
fn refusals() {
    let data = tempfile::tempdir().unwrap();
    on_node(data.path(), async |node| World::parse(WORLD).unwrap().apply(node).await.unwrap());
    assert_eq!(set(data.path(), "111111111111", PASSWORD).status, 0);
    for (account, typed, told) in [
        ("111111111111", "short", "minimum length of 8"),
        ("111111111111", "", "minimum length of 8"),
        ("111111111111", &*"A1!".repeat(400), "longer than 1024 bytes"),
        ("999999999999", PASSWORD, "the accounts are 111111111111 (dev)"),
    ] {
        let run = set(data.path(), account, typed);
        assert_eq!(run.status, 1);
        assert!(run.err.contains(told), "{}", run.err);
    }
    let lock = DirLock::acquire(data.path()).unwrap();
    let run = set(data.path(), "111111111111", PASSWORD);
    assert_eq!(run.status, 1);
    assert!(run.err.contains("a server is using"), "{}", run.err);
    drop(lock);
    assert_eq!(is_password(data.path(), PASSWORD), Some(true));
}
