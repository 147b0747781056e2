//! What benches seal and open: a key ring in memory, and a session of a role.

use jiff::{SignedDuration, Timestamp};
use rolecall::environment::clock::SystemClock;
use rolecall::environment::entropy::SystemEntropy;
use rolecall::secrets::{MasterKey, Secret};
use rolecall::session::{Issuer, KeyRing, Session, SessionIdentity};
use rolecall::store::MemoryStore;
use std::error::Error;
use std::sync::Arc;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

pub(crate) async fn ring() -> Result<KeyRing> {
    let entropy = Arc::new(SystemEntropy);
    let master = Arc::new(MasterKey::from_bytes(&[1; 32], entropy.clone())?);
    Ok(KeyRing::load(Arc::new(MemoryStore::new()), master, Arc::new(SystemClock), entropy).await?)
}

/// A session with so many tags, from now on.
pub(crate) fn session(tags: usize) -> Result<Session> {
    let now = Timestamp::now();
    Ok(Session {
        access_key_id: "ASIARTLVVVVVVVVVVVVV".into(),
        secret: Secret::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned()),
        account: "111111111111".parse()?,
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
