//! Sealing and opening session tokens without tags and with ten. The budget: open in at most 0.5 µs.

#![expect(clippy::expect_used, reason = "a bench that cannot be set up has to stop")]

use jiff::{SignedDuration, Timestamp};
use rolecall::environment::clock::SystemClock;
use rolecall::environment::entropy::SystemEntropy;
use rolecall::secrets::{MasterKey, Secret};
use rolecall::session::{Issuer, KeyRing, Session, SessionIdentity};
use rolecall::store::MemoryStore;
use rolecall_policy::AccountId;
use std::sync::Arc;

fn main() {
    divan::main();
}

type Failure = Box<dyn std::error::Error>;

fn ring() -> Result<KeyRing, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let master = MasterKey::from_bytes(&[1; 32], Arc::new(SystemEntropy))?;
    let store = Arc::new(MemoryStore::new());
    let ring = KeyRing::load(store, Arc::new(master), Arc::new(SystemClock), Arc::new(SystemEntropy));
    Ok(runtime.block_on(ring)?)
}

fn session(tags: usize) -> Result<Session, Failure> {
    let now = Timestamp::now();
    Ok(Session {
        access_key_id: "ASIARTLVVVVVVVVVVVVV".into(),
        secret: Secret::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned()),
        account: "111111111111".parse::<AccountId>()?,
        identity: SessionIdentity::Role {
            role_id: "AROARTLVVVVVVVVVVVVVV".into(),
            role_arn: "arn:aws:iam::111111111111:role/Dev".into(),
            role_name: "Dev".into(),
            session_name: "ana".into(),
        },
        issued_at: now,
        expires_at: now + SignedDuration::from_hours(1),
        policy: None,
        policy_arns: Vec::new(),
        tags: (0..tags).map(|n| (format!("key{n}"), format!("value{n}"))).collect(),
        transitive_keys: Vec::new(),
        source_identity: None,
        mfa: None,
        chain_depth: 0,
        lineage: Vec::new(),
        issuer: Issuer {
            access_key_id: "AKIARTLVVVVVVVVVVVVV".into(),
            arn: "arn:aws:iam::111111111111:user/ana".into(),
        },
        federated_provider: None,
        federated_claims: Vec::new(),
        from_delegated_until: None,
    })
}

#[divan::bench(args = [0, 10], sample_size = 100)]
fn seal(bencher: divan::Bencher<'_, '_>, tags: usize) {
    let (ring, session) = (ring().expect("a ring"), session(tags).expect("a session"));
    bencher.bench(|| ring.seal(&session).is_ok());
}

#[divan::bench(args = [0, 10], sample_size = 100)]
fn open(bencher: divan::Bencher<'_, '_>, tags: usize) {
    let (ring, session) = (ring().expect("a ring"), session(tags).expect("a session"));
    let token = ring.seal(&session).expect("a token");
    // A bench of refusals would be fast and worthless.
    ring.open(&token, &session.access_key_id).expect("the token opens");
    // Also drops the session, as each request does.
    bencher.bench(|| ring.open(&token, &session.access_key_id).is_ok());
}
