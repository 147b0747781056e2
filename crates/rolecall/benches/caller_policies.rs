//! Collecting a caller's policies from a snapshot, as every request does before it is decided.

#![expect(clippy::expect_used, reason = "a bench that cannot be set up has to stop")]

use jiff::Timestamp;
use rolecall::directory::entities::{ManagedPolicy, PolicyVersion, Role};
use rolecall::directory::{Directory, Snapshot};
use rolecall::domain::policies::{of_nobody, of_role, session_policies};
use rolecall::store::MemoryStore;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// As many as a role may have (R4, quotas).
const ATTACHED: u32 = 10;

fn main() {
    divan::main();
}

/// A policy of about `length` characters, in statements of different buckets.
fn text(length: usize) -> String {
    let mut statements = Vec::new();
    while statements.iter().map(String::len).sum::<usize>() < length {
        let bucket = format!("arn:aws:s3:::bucket-{}", statements.len());
        statements.push(format!(
            r#"{{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["{bucket}","{bucket}/*"]}}"#
        ));
    }
    format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","))
}

/// A world with one role that has managed policies and an inline one.
fn world() -> Arc<Snapshot> {
    let account: AccountId = "111111111111".parse().expect("an account");
    let now = Timestamp::now();
    let policy = |number: u32| ManagedPolicy {
        account,
        id: format!("ANPA{number}"),
        name: format!("policy{number}"),
        path: "/".into(),
        description: None,
        created: now,
        updated: now,
        versions: vec![PolicyVersion { number: 1, document: text(2_000), created: now }],
        default_version: 1,
        next_version: 2,
        tags: Vec::new(),
    };
    let policies: Vec<ManagedPolicy> = (0..ATTACHED).map(policy).collect();
    let role = Role {
        account,
        id: "AROADEV".into(),
        name: "Dev".into(),
        path: "/".into(),
        created: now,
        description: None,
        max_session_duration: 3_600,
        trust_policy: String::new(),
        tags: Vec::new(),
        boundary: None,
        inline: [("own".into(), text(2_000))].into_iter().collect(),
        attached: policies.iter().map(ManagedPolicy::arn).collect(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let directory = Directory::open(Arc::new(MemoryStore::new())).expect("a directory");
        let plan = directory.change(|_, edit| {
            policies.iter().try_for_each(|policy| edit.create(policy))?;
            edit.create(&role)
        });
        plan.await.expect("a world");
        directory.snapshot()
    })
}

#[divan::bench]
fn role(bencher: divan::Bencher<'_, '_>) {
    let world = world();
    bencher.bench(|| of_role(&world, "AROADEV"));
}

#[divan::bench(args = [200, 2_000])]
fn inline_session_policy(bencher: divan::Bencher<'_, '_>, length: usize) {
    let (world, text) = (world(), text(length));
    bencher.bench(|| session_policies(&world, Some(&text), &[]));
}

#[divan::bench]
fn nobody(bencher: divan::Bencher<'_, '_>) {
    bencher.bench(|| of_nobody("AROADEV"));
}
