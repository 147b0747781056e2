//! Every record that can be made is encoded, within its room, and comes back.

use super::*;
use crate::trail::record::{DecidingStatement, Failure, Json, SessionOf, Source, Unrecorded};
use crate::trail::testing::record;
use jiff::Timestamp;
use proptest::prelude::*;
use rolecall_policy::Layer;
use rolecall_policy::document::Effect;
use rolecall_policy::evaluate::PolicySource;

fn decoded(json: &[u8]) -> Record {
    serde_json::from_slice(json).unwrap()
}

fn denied(resource: String) -> DecisionRecord {
    DecisionRecord { resource, explanation: None, ..record("4f1c").decisions[0].clone() }
}

/// Every field comes back from the JSON, and nothing of a record of usual size is left out.
#[test]
fn json_keeps_everything() {
    let record = record("4f1c");
    assert_eq!(decoded(&record.clone().encode(MAX_RECORD_BYTES).unwrap()), record);
}

/// The limits at their edges.
#[test]
fn texts_are_cut_at_their_limit() {
    let mut whole = record("4f1c");
    whole.user_agent = Some("a".repeat(TEXT_BYTES));
    whole.decisions[0].resource = "r".repeat(RESOURCE_BYTES);
    whole.resources = vec!["r".repeat(RESOURCE_BYTES); MAX_RESOURCES];
    whole.operation = "o".repeat(NAME_BYTES);
    whole.accounts = vec!["111111111111".into(); MAX_ACCOUNTS];
    assert_eq!(decoded(&whole.clone().encode(MAX_RECORD_BYTES).unwrap()), whole);

    let mut long = whole.clone();
    // Two bytes each, and the limit is in the middle of one.
    long.user_agent = Some(format!("a{}", "é".repeat(TEXT_BYTES)));
    long.decisions[0].resource.push('r');
    long.resources.push("one more".into());
    long.operation.push_str("oo");
    long.accounts.push("one more".into());
    let kept = decoded(&long.encode(MAX_RECORD_BYTES).unwrap());
    assert_eq!(kept.user_agent.as_ref().map(String::len), Some(TEXT_BYTES - 1));
    let bytes = u64::try_from(1 + 2 * TEXT_BYTES - (TEXT_BYTES - 1) + 1 + 2).unwrap();
    assert_eq!(kept.omitted, Omitted { resources: 1, accounts: 1, bytes, ..Omitted::default() });
    assert_eq!(Record { user_agent: whole.user_agent.clone(), omitted: Omitted::default(), ..kept }, whole);
}

/// The keys of a DeleteObjects of the largest form: each decision is there, and can be found by its key.
#[test]
fn each_of_a_thousand_keys_is_found() {
    let mut long = record("4f1c");
    let key = |n: usize| format!("arn:aws:s3:::{}/{n:04}{}", "b".repeat(63), "\u{1}".repeat(1_020));
    long.decisions = (0..3_000).map(|n| denied(key(n / 3))).collect();
    long.resources = (0..1_000).map(key).collect();
    let json = long.clone().encode(MAX_RECORD_BYTES).unwrap();
    assert!(json.len() <= MAX_RECORD_BYTES, "{}", json.len());
    let kept = decoded(&json);
    assert_eq!(kept.decisions, long.decisions);
    assert_eq!(kept.resources.len() as u64 + kept.omitted.resources, 1_000);
    assert_eq!((kept.omitted.decisions, kept.omitted.explanations, kept.omitted.bytes), (0, 3_000, 0));
}

/// Decisions beyond the limit are counted.
#[test]
fn decisions_beyond_the_limit_are_counted() {
    let mut long = record("4f1c");
    long.decisions = vec![denied("r".into()); MAX_DECISIONS + 1];
    let kept = decoded(&long.encode(MAX_RECORD_BYTES).unwrap());
    assert_eq!((kept.decisions.len(), kept.omitted.decisions), (MAX_DECISIONS, 1));
}

/// An explanation that is too large goes, and the decision stays.
#[test]
fn large_explanations_go_first() {
    let mut large = record("4f1c");
    // Two quotes stand around it.
    large.decisions[0].explanation = Some("x".repeat(MAX_EXPLANATION_BYTES - 2).into());
    assert_eq!(decoded(&large.clone().encode(MAX_RECORD_BYTES).unwrap()), large);
    large.decisions[0].explanation = Some("x".repeat(MAX_EXPLANATION_BYTES - 1).into());
    let kept = decoded(&large.clone().encode(MAX_RECORD_BYTES).unwrap());
    assert_eq!((&kept.decisions[0].explanation, kept.omitted.explanations), (&None, 1));
    assert_eq!(kept.decisions[0].resource, large.decisions[0].resource);
}

fn text() -> impl Strategy<Value = String> {
    let unit = prop_oneof![Just("\u{1}"), Just("\""), Just("a"), Just("é"), Just("🦀"), Just("\u{2028}")];
    let length = prop_oneof![0usize..4, 120usize..300, 1_000usize..1_200, Just(5_000usize)];
    (unit, length).prop_map(|(unit, length)| unit.repeat(length))
}

fn json(text: impl Into<serde_json::Value>) -> Option<Json> {
    let text: serde_json::Value = text.into();
    Json::new(serde_json::json!({ "text": text }).to_string())
}

prop_compose! {
    fn decision()(
        action in text(), resource in text(), sid in text(), statements in 0usize..30, explanation in proptest::option::of(text()),
    ) -> DecisionRecord {
        let source = PolicySource { arn: Some(resource.as_str().into()), name: sid.as_str().into(), owner: Some(sid.as_str().into()) };
        let by = DecidingStatement { layer: Layer::Identity, source, statement: u32::MAX, sid: Some(sid), effect: Effect::Deny };
        DecisionRecord {
            action, resource, outcome: Outcome::ImplicitDeny, by: vec![by; statements], explanation: explanation.map(Into::into),
        }
    }
}

prop_compose! {
    fn any_record()(
        texts in proptest::collection::vec(text(), 12),
        decisions in proptest::collection::vec(decision(), 0..3),
        repeated in prop_oneof![Just(1usize), Just(40), Just(400)],
        resources in proptest::collection::vec(text(), 0..3),
        accounts in proptest::collection::vec(text(), 0..40),
    ) -> Record {
        let text = |at: usize| texts[at].clone();
        let caller = Caller {
            kind: text(0), arn: text(1), account: text(2), principal_id: text(3), access_key_id: Some(text(4)),
            session_name: Some(text(5)), source_identity: Some(text(6)), issued_by: Some(text(7)), mfa: true,
            session: Some(CallerSession {
                of: SessionOf::AssumedRoot, issued_at: Timestamp::MAX, issuer: Some(text(1)), issuer_id: Some(text(2)),
                federated_provider: Some(text(3)), lineage: texts.clone(), requested_with: Some(text(4)),
                delegate: Some(text(5)),
            }),
            subject: Some(text(5)), identity_provider: Some(text(6)),
        };
        Record {
            request_id: text(8), service: text(9), operation: text(10), user_agent: Some(text(11)), region: Some(text(0)),
            caller: Some(caller), error: Some(Failure { code: text(1), message: text(2), reason: Some(text(3)) }),
            sent: Some(Sent { operation: Some(text(4)), access_key_id: Some(text(5)), owner: Some(text(6)) }),
            decisions: std::iter::repeat_n(decisions, repeated).flatten().collect(),
            resources: std::iter::repeat_n(resources, repeated).flatten().collect(),
            details: Some(Details {
                version: u32::MAX, read_only: true, data: true, host: Some(text(1)), tls: Some(text(2)), cipher: Some(text(3)),
                from_console: true, authentication: Some(text(4)), signature: Some(text(5)), parameters: json(text(6)), response: json(text(7)),
                beside: json(text(8)), additional: json(text(9)), owners: vec![(text(10), text(11)); 20],
            }),
            accounts, status: u16::MAX, duration_us: u64::MAX, source_ip: Some([u16::MAX; 8].into()),
            unrecorded: Some(Unrecorded {
                requests: u64::MAX,
                since: Timestamp::MAX,
                from: vec![Source { address: [u16::MAX; 8].into(), requests: u64::MAX }; MAX_SOURCES],
            }),
            ..record("")
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]
    /// Any record is encoded, within any room that holds the head, and nothing disappears uncounted.
    #[test]
    fn every_record_fits(record in any_record(), more in prop_oneof![Just(0usize), 0usize..200_000, Just(MAX_RECORD_BYTES - HEAD_BYTES)]) {
        let room = HEAD_BYTES + more;
        let json = record.clone().encode(room).unwrap();
        prop_assert!(json.len() <= room, "{} bytes in {room}", json.len());
        let kept = decoded(&json);
        let number = |kept: usize, omitted: u64| kept + usize::try_from(omitted).unwrap();
        prop_assert_eq!(number(kept.decisions.len(), kept.omitted.decisions), record.decisions.len());
        prop_assert_eq!(number(kept.resources.len(), kept.omitted.resources), record.resources.len());
        prop_assert_eq!(number(kept.accounts.len(), kept.omitted.accounts), record.accounts.len());
        // Every decision is there if the room of each was asked for.
        let needed: usize = record.decisions.iter().map(DecisionRecord::room).sum();
        prop_assert!(more < needed || kept.omitted.decisions == 0);
    }
}
