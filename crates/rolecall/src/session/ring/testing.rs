//! A ring on a store in memory, with a clock that the test sets.

use super::*;
use crate::environment::clock::ManualClock;
use crate::environment::entropy::SeededEntropy;
use crate::secrets::Secret;
use crate::session::{Issuer, SessionIdentity};
use crate::store::MemoryStore;
use rolecall_policy::AccountId;

pub(crate) struct Bench {
    pub(crate) ring: KeyRing,
    pub(crate) store: Arc<MemoryStore>,
    clock: Arc<ManualClock>,
}

/// When the tests begin.
fn start() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn master(bytes: &[u8; 32]) -> Arc<MasterKey> {
    Arc::new(MasterKey::from_bytes(bytes, Arc::new(SeededEntropy::new(3))).unwrap())
}

impl Bench {
    pub(crate) async fn new() -> Self {
        Self::seeded(1).await
    }

    pub(crate) async fn seeded(seed: u64) -> Self {
        let store = Arc::new(MemoryStore::new());
        let clock = Arc::new(ManualClock::new(start()));
        let entropy = Arc::new(SeededEntropy::new(seed));
        let ring = KeyRing::load(store.clone(), master(&[1; 32]), clock.clone(), entropy).await.unwrap();
        Self { ring, store, clock }
    }

    /// A ring of another node on the same store.
    pub(crate) async fn another_node(&self, master_key: &[u8; 32]) -> Result<KeyRing, RingError> {
        let entropy = Arc::new(SeededEntropy::new(2));
        KeyRing::load(self.store.clone(), master(master_key), self.clock.clone(), entropy).await
    }

    pub(crate) fn clock_now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn advance_clock(&self, by: SignedDuration) {
        self.clock.set(self.clock.now() + by);
    }

    /// Moves the clock and refreshes the ring.
    pub(crate) async fn advance(&self, by: SignedDuration) {
        self.advance_clock(by);
        self.ring.refresh().await.unwrap();
    }

    /// The token of [`session`].
    pub(crate) fn token(&self) -> String {
        self.ring.seal(&session()).unwrap()
    }
}

/// Ana as `Dev`.
pub(crate) fn session() -> Session {
    Session {
        access_key_id: "ASIARTLVVVVVVVVVVVVV".into(),
        secret: Secret::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned()),
        account: AccountId::from_u64(111_111_111_111).unwrap(),
        identity: SessionIdentity::Role {
            role_id: "AROARTLVVVVVVVVVVVVVV".into(),
            role_arn: "arn:aws:iam::111111111111:role/team/Dev".into(),
            role_name: "Dev".into(),
            session_name: "ana".into(),
        },
        issued_at: start(),
        expires_at: start() + SignedDuration::from_hours(1),
        policy: None,
        policy_arns: Vec::new(),
        tags: vec![("team".into(), "blue".into())],
        transitive_keys: vec!["team".into()],
        source_identity: Some("ana@example.com".into()),
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
    }
}
