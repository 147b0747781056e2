//! Laws of tokens, and the life of a key.

use super::testing::{Bench, session};
use super::*;
use crate::secrets::Secret;
use crate::session::SessionIdentity;
use crate::session::token::Issuer;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rolecall_policy::AccountId;

fn ids(ring: &KeyRing) -> Vec<u32> {
    ring.keys.load().0.iter().map(|key| key.id).collect()
}

/// A token opens with its own access key id only (Mismatch), on a ring that has its key only (UnknownKey).
#[tokio::test]
async fn tokens_belong_to_their_key() {
    let bench = Bench::new().await;
    let token = bench.token();
    assert_eq!(bench.ring.open(&token, &session().access_key_id).unwrap(), session());
    for other in ["ASIAQEEEEEEEEEEEEEE2", "", "asiaqeeeeeeeeeeeeeee"] {
        assert_eq!(bench.ring.open(&token, other), Err(TokenError::Mismatch));
    }
    let stranger = Bench::seeded(99).await;
    assert_eq!(stranger.ring.open(&token, &session().access_key_id), Err(TokenError::UnknownKey));
}

/// Any altered character and any cut refuses; so does what is no token at all.
#[tokio::test]
async fn altered_tokens_are_refused() {
    let bench = Bench::new().await;
    let token = bench.token();
    let id = session().access_key_id;
    for at in 0..token.len() {
        for replacement in [b'A', b'B', b'/', b'=', b' ', b'\n'] {
            let mut altered = token.clone().into_bytes();
            if altered[at] == replacement {
                continue;
            }
            altered[at] = replacement;
            let altered = String::from_utf8(altered).unwrap();
            assert!(bench.ring.open(&altered, &id).is_err(), "at {at}");
        }
        assert!(bench.ring.open(token.get(..at).unwrap(), &id).is_err(), "cut at {at}");
    }
    let longer = format!("{token}AAAA");
    let huge = "A".repeat(MAX_TOKEN_CHARS + 4);
    for text in ["", "AQ==", "token", "é", &longer, &huge] {
        assert!(bench.ring.open(text, &id).is_err(), "{text}");
    }
}

/// Invariant 7: neither the session nor an error shows the secret.
#[tokio::test]
async fn debug_does_not_show_the_secret() {
    assert!(!format!("{:?}", session()).contains(session().secret.expose()));
}

/// A key seals from an hour after it was made, and opens until six newer ones are there: longer than
/// the 36 hours that sessions live.
#[tokio::test]
async fn keys_come_and_go() {
    let bench = Bench::new().await;
    let hours = SignedDuration::from_hours;
    let first = bench.token();
    assert_eq!(ids(&bench.ring).len(), 1, "the first key seals at once");
    let sealed_with = |token: &str| STANDARD.decode(token).unwrap()[1..5].to_vec();

    bench.advance(hours(24)).await;
    assert_eq!(ids(&bench.ring).len(), 2);
    assert_eq!(sealed_with(&bench.token()), sealed_with(&first), "the second waits until every node has it");
    bench.advance(hours(1)).await;
    let second = bench.token();
    assert_ne!(sealed_with(&second), sealed_with(&first));

    // The last token of the first key was sealed at 25 h and lives to 61 h; the key is kept until the seventh is made.
    for hour in 26..=144 {
        bench.advance(hours(1)).await;
        let opened = bench.ring.open(&first, &session().access_key_id);
        assert_eq!(opened.map(drop), if hour < 144 { Ok(()) } else { Err(TokenError::UnknownKey) }, "{hour}");
    }
    assert_eq!(ids(&bench.ring).len(), MIN_KEPT);
    assert!(bench.ring.open(&second, &session().access_key_id).is_ok());
}

/// The clock is wrong for a while, by years or by days, ahead or behind, once or twice: what was sealed before opens
/// until it expires, and keys are made every day again.
#[tokio::test]
async fn a_wrong_clock_harms_no_session() {
    let hours = SignedDuration::from_hours;
    for (ahead, lasts, times) in
        [(hours(9_600), 2, 1), (hours(9_600), 2, 2), (hours(-9_600), 2, 2), (hours(60), 30, 1), (hours(-60), 30, 2)]
    {
        let bench = Bench::new().await;
        for _ in 0..100 {
            bench.advance(hours(1)).await;
        }
        let token = bench.token();
        for _ in 0..times {
            bench.advance(ahead).await;
            for _ in 0..lasts {
                bench.advance(hours(1)).await;
            }
            bench.advance(-ahead).await;
        }
        for hour in lasts * times..36 {
            assert!(bench.ring.open(&token, &session().access_key_id).is_ok(), "{ahead} {times}: hour {hour}");
            bench.advance(hours(1)).await;
        }
        let sealed_with = |token: &str| STANDARD.decode(token).unwrap()[1..5].to_vec();
        let mut sealing = std::collections::BTreeSet::new();
        for _ in 0..240 {
            sealing.insert(sealed_with(&bench.token()));
            bench.advance(hours(1)).await;
            assert!(ids(&bench.ring).len() <= MIN_KEPT + MAX_FUTURE);
        }
        assert!((9..=12).contains(&sealing.len()), "{ahead} {times}: {} keys sealed in ten days", sealing.len());
    }
}

/// A server that was first started with a clock that was ahead, and then set right, seals and turns.
#[tokio::test]
async fn a_first_start_in_the_future() {
    let bench = Bench::new().await;
    bench.advance(-SignedDuration::from_hours(9_600)).await;
    let sealed_with = |token: &str| STANDARD.decode(token).unwrap()[1..5].to_vec();
    let first = sealed_with(&bench.token());
    bench.advance(SignedDuration::from_hours(26)).await;
    bench.advance(SignedDuration::from_hours(1)).await;
    assert_ne!(sealed_with(&bench.token()), first);
    // However often the clock is wrong, the ring stays small.
    for _ in 0..50 {
        bench.advance(-SignedDuration::from_hours(24)).await;
        assert!(ids(&bench.ring).len() <= MIN_KEPT + MAX_FUTURE);
    }
}

/// The longest sessions always open until they expire, whenever in the life of the ring they were sealed.
#[tokio::test]
async fn no_session_loses_its_key_early() {
    let bench = Bench::new().await;
    let mut tokens = Vec::new();
    for _ in 0..200 {
        tokens.push((bench.clock_now() + MAX_SESSION, bench.token()));
        bench.advance(SignedDuration::from_hours(1)).await;
        tokens.retain(|(expires, _)| bench.clock_now() < *expires);
        for (_, token) in &tokens {
            assert!(bench.ring.open(token, &session().access_key_id).is_ok());
        }
        assert!(ids(&bench.ring).len() <= MIN_KEPT);
    }
}

/// The ring is kept in the store: after a restart, and on another node, tokens open.
#[tokio::test]
async fn the_ring_is_shared_through_the_store() {
    let bench = Bench::new().await;
    let token = bench.token();
    let other = bench.another_node(&[1; 32]).await.unwrap();
    assert_eq!(other.open(&token, &session().access_key_id).unwrap(), session());
    // Both turn the ring at the same moment: one key comes of it, on both.
    bench.advance_clock(SignedDuration::from_hours(24));
    let (a, b) = tokio::join!(bench.ring.refresh(), other.refresh());
    a.unwrap();
    b.unwrap();
    bench.ring.refresh().await.unwrap();
    other.refresh().await.unwrap();
    assert_eq!(ids(&bench.ring), ids(&other));
    assert_eq!(ids(&other).len(), 2);
}

/// With another master key the server does not start, and says why; the ring in the store stays as it is.
#[tokio::test]
async fn another_master_key_is_noticed() {
    let bench = Bench::new().await;
    let before = bench.store.get(RING_KEY).unwrap();
    let error = bench.another_node(&[2; 32]).await.err().unwrap();
    assert!(matches!(error, RingError::WrongMasterKey), "{error}");
    assert_eq!(bench.store.get(RING_KEY).unwrap(), before);
}

/// The keys are in the store in sealed form only.
#[tokio::test]
async fn the_store_does_not_hold_the_keys_in_the_clear() {
    let bench = Bench::new().await;
    let stored = bench.store.get(RING_KEY).unwrap().unwrap().value;
    for key in &bench.ring.keys.load().0 {
        assert!(!stored.windows(32).any(|window| window == *key.bytes));
    }
}

fn any_time() -> impl Strategy<Value = Timestamp> {
    (-62_000_000_000_000i64..253_000_000_000_000).prop_map(|ms| Timestamp::from_millisecond(ms).unwrap())
}

fn any_identity() -> impl Strategy<Value = SessionIdentity> {
    (any_own_identity(), option::of(0..1_000_000_000_000u64)).prop_map(|(identity, provider)| match provider {
        Some(provider) => SessionIdentity::Delegated {
            approver: Box::new(identity),
            provider: AccountId::from_u64(provider).unwrap(),
        },
        None => identity,
    })
}

fn any_own_identity() -> impl Strategy<Value = SessionIdentity> {
    prop_oneof![
        (".*", ".*", ".*", ".*").prop_map(|(role_id, role_arn, role_name, session_name)| SessionIdentity::Role {
            role_id,
            role_arn,
            role_name,
            session_name
        }),
        (".*", ".*").prop_map(|(user_id, user_name)| SessionIdentity::User { user_id, user_name }),
        Just(SessionIdentity::RootSession),
        (".*", option::of(".*")).prop_map(|(name, user_id)| SessionIdentity::Federated { name, user_id }),
        ".*".prop_map(|task_policy_arn| SessionIdentity::AssumedRoot { task_policy_arn }),
    ]
}

prop_compose! {
    fn any_session()(
        (access_key_id, secret, account, identity) in (".*", ".*", 0..1_000_000_000_000u64, any_identity()),
        (issued_at, expires_at, mfa) in (any_time(), any_time(), option::of(any_time())),
        (policy, policy_arns, tags) in (option::of(".*"), vec(".*", 0..4), vec((".*", ".*"), 0..4)),
        (transitive_keys, source_identity, chain_depth) in (vec(".*", 0..4), option::of(".*"), 0..128u8),
        (issuer_key, issuer_arn, federated_provider) in (".*", ".*", option::of(".*")),
        lineage in vec(".*", 0..4),
        federated_claims in vec((".*", vec(".*", 0..3)), 0..3),
        from_delegated_until in option::of(any_time()),
    ) -> Session {
        Session {
            access_key_id, secret: Secret::new(secret), account: AccountId::from_u64(account).unwrap(), identity,
            issued_at, expires_at, policy, policy_arns, tags, transitive_keys, source_identity, mfa, chain_depth, lineage,
            issuer: Issuer { access_key_id: issuer_key, arn: issuer_arn }, federated_provider, federated_claims,
            from_delegated_until,
        }
    }
}

/// Every session comes back from its token as it went in.
#[tokio::test]
async fn seal_and_open() {
    let bench = Bench::new().await;
    proptest!(|(session in any_session())| {
        let token = bench.ring.seal(&session).unwrap();
        prop_assert_eq!(bench.ring.open(&token, &session.access_key_id).unwrap(), session);
    });
}

proptest! {
    /// The encoding never outgrows the room that was set aside for it, and neither cut nor random bytes decode by
    /// panic: cut ones do not decode at all.
    #[test]
    fn bytes_are_bounded(session in any_session(), noise in vec(any::<u8>(), 0..200)) {
        let encoded = session.encode();
        prop_assert_eq!(encoded.capacity(), session.capacity());
        for cut in 0..encoded.len() {
            prop_assert_eq!(Session::decode(&encoded[..cut]), None);
        }
        let _ = Session::decode(&noise);
    }
}

/// A token with everything at AWS's limits (R3.2 table) still fits.
#[tokio::test]
async fn the_largest_session_fits() {
    let bench = Bench::new().await;
    let mut large = session();
    large.policy = Some("x".repeat(2048));
    large.policy_arns = vec!["arn:aws:iam::111111111111:policy/p".to_owned() + &"x".repeat(128); 10];
    large.tags = vec![("k".repeat(128), "v".repeat(256)); 50];
    let token = bench.ring.seal(&large).unwrap();
    assert!(token.len() <= MAX_TOKEN_CHARS, "{}", token.len());
    assert_eq!(bench.ring.open(&token, &large.access_key_id).unwrap(), large);
}
