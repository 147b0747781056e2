//! Explanations beside decisions. They name the statements that decided. What they say must change is enough when all of
//! it is changed, none of it can be left out, and where they say that nothing helps, nothing does.

use rolecall_policy::document::Effect;
use rolecall_policy::explain::{Change, LayerReport, Outcome, Remedy, StatementReport};
use rolecall_policy::{Decision, Explanation, Layer, decide, explain};
use serde_json::{Value, json};

use crate::{case, numbered};

const SEED: u64 = 20_261_126;
const CASES: u64 = 16_000;

/// In place of a statement that is taken out: the others keep their places, and it allows and denies nobody.
fn nothing() -> Value {
    json!({ "Effect": "Deny", "Action": "none:Nothing", "Resource": "arn:aws:none:::nothing" })
}

fn statements(document: &mut Value) -> &mut Vec<Value> {
    let statement = &mut document["Statement"];
    if !statement.is_array() {
        *statement = Value::from(vec![statement.take()]);
    }
    statement.as_array_mut().expect("a list")
}

/// Whose name in a statement delegates to the caller, or names it where there is no account to delegate to.
fn principal(caller: &Value) -> Value {
    match caller["kind"].as_str() {
        Some("service") => json!({ "Service": caller["names"][0] }),
        Some("provider") => json!({ "Federated": caller["provider"] }),
        Some("anonymous") => json!("*"),
        Some("delegated") => principal(&caller["approver"]),
        _ => json!({ "AWS": caller["account"] }),
    }
}

/// The name of the resource's own policy in a case. A key that is given a trust policy has none yet; all others that are
/// given one are roles.
fn own_policy(case: &Value) -> &'static str {
    let about_assuming = case["action"].as_str().expect("an action").to_lowercase().starts_with("sts:");
    let given = |name| case["policies"].get(name).is_some();
    match case["class"].as_str() {
        Some("KmsKey") if !about_assuming => "resource",
        _ if given("trust") => "trust",
        Some("Role") if about_assuming && !given("resource") => "trust",
        _ => "resource",
    }
}

/// The policies of a layer, of one level if it has levels; absent ones are made.
fn documents<'c>(case: &'c mut Value, layer: Layer, level: Option<&str>) -> Vec<&'c mut Value> {
    let own = own_policy(case);
    let policies = &mut case["policies"];
    let list = |list: &'c mut Value| list.as_array_mut().map(|list| list.iter_mut().collect()).unwrap_or_default();
    let levels = |guardrails: &'c mut Value| {
        let level: usize = level.expect("a level").parse().expect("its number");
        list(&mut guardrails["levels"][level])
    };
    match layer {
        Layer::Identity => list(&mut policies["identity"]),
        Layer::Session => list(&mut policies["session"]),
        Layer::Endpoint => list(&mut policies["endpoint"]),
        Layer::Boundary => vec![&mut policies["boundary"]],
        Layer::Resource => vec![&mut policies[own]],
        Layer::Scp => levels(&mut policies["scp"]),
        Layer::Rcp => levels(&mut policies["rcp"]),
        Layer::Reserved | Layer::Caller | Layer::Partition => panic!("{layer:?} has no policies"),
    }
}

fn allow(case: &mut Value, layer: Layer, level: Option<&str>, to: &Value) {
    let mut statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*" });
    if matches!(layer, Layer::Resource | Layer::Endpoint | Layer::Rcp) {
        statement["Principal"] = if layer == Layer::Resource { to.clone() } else { json!("*") };
    }
    let own = own_policy(case);
    let policies = &mut case["policies"];
    let document = json!({ "Version": "2012-10-17", "Statement": [statement.clone()] });
    let push = |list: &mut Value| match list.as_array_mut() {
        Some(list) => list.push(document.clone()),
        None => *list = json!([document]),
    };
    match layer {
        Layer::Identity => push(&mut policies["identity"]),
        Layer::Session => push(&mut policies["session"]),
        Layer::Endpoint => push(&mut policies["endpoint"]),
        Layer::Boundary => statements(&mut policies["boundary"]).push(statement),
        Layer::Resource => {
            let map = policies.as_object_mut().expect("policies");
            if own == "resource" {
                map.remove("trust");
            }
            match map.get_mut(own) {
                Some(document) => statements(document).push(statement),
                None => {
                    map.insert(own.to_owned(), document);
                }
            }
        }
        Layer::Scp | Layer::Rcp => {
            let guardrails = &mut policies[if layer == Layer::Scp { "scp" } else { "rcp" }];
            match level {
                Some(level) => push(&mut guardrails["levels"][level.parse::<usize>().expect("a number")]),
                None => guardrails["levels"] = json!([[document]]),
            }
        }
        Layer::Reserved | Layer::Caller | Layer::Partition => panic!("{layer:?} has no policies"),
    }
}

fn is_deny(statement: &Value) -> bool {
    statement["Effect"] == "Deny"
}

/// Makes one change.
fn make(case: &mut Value, change: &Change) {
    let level = change.level.as_deref();
    match (change.remedy, change.statement, &change.source) {
        (Remedy::Allow, _, _) => {
            let to = principal(&case["caller"]);
            allow(case, change.layer, level, &to);
        }
        // Whoever makes a session again can give it what it lacks.
        (Remedy::Call, None, _) => allow(case, change.layer, level, &json!("*")),
        // The caller brings what the conditions want.
        (Remedy::Call, Some(statement), Some(source)) => {
            let policy: usize = source.name.parse().expect("the number of a policy");
            let document = documents(case, change.layer, level).remove(policy);
            let statement = &mut statements(document)[statement as usize];
            if is_deny(statement) {
                *statement = nothing();
            } else if change.layer == Layer::Session {
                allow(case, change.layer, level, &json!("*"));
            } else {
                statement.as_object_mut().expect("a statement").remove("Condition");
            }
        }
        (Remedy::TakeOut, Some(statement), Some(source)) => {
            let policy: usize = source.name.parse().expect("the number of a policy");
            let document = documents(case, change.layer, level).remove(policy);
            let statement = &mut statements(document)[statement as usize];
            assert!(is_deny(statement), "{change:?} is no deny: {statement}");
            *statement = nothing();
        }
        (Remedy::TakeOut, _, _) => take_out_all(case, change.layer, level),
        (Remedy::Unrestrict, _, _) => case["s3"]["restrict"] = false.into(),
        (Remedy::Call, Some(_), None) | (Remedy::Nothing, _, _) => panic!("{change:?} cannot be made"),
    }
}

fn take_out_all(case: &mut Value, layer: Layer, level: Option<&str>) {
    for document in documents(case, layer, level).into_iter().filter(|document| document.is_object()) {
        statements(document).iter_mut().filter(|statement| is_deny(statement)).for_each(|deny| *deny = nothing());
    }
}

/// Makes every change that policies can make: nothing denies, and everything is allowed to everybody.
fn open(case: &mut Value) {
    for layer in [Layer::Identity, Layer::Session, Layer::Endpoint, Layer::Boundary, Layer::Resource] {
        let name = match layer {
            Layer::Identity => "identity",
            Layer::Session => "session",
            Layer::Endpoint => "endpoint",
            Layer::Boundary => "boundary",
            _ => own_policy(case),
        };
        // An absent boundary or endpoint policy limits nobody.
        if case["policies"].get(name).is_some() {
            take_out_all(case, layer, None);
        } else if matches!(layer, Layer::Endpoint | Layer::Boundary) {
            continue;
        }
        allow(case, layer, None, &json!("*"));
    }
    if let Some(policies) = case["policies"].as_object_mut() {
        policies.remove("scp");
        policies.remove("rcp");
    }
    if case.get("s3").is_some() {
        case["s3"]["restrict"] = false.into();
    }
}

fn is_allowed(case: &Value) -> bool {
    case::decision(case).is_some_and(|decision| decision.is_allowed())
}

/// What is wrong with the changes of a case, if anything.
fn fault(case: &Value, explanation: &Explanation) -> Option<String> {
    let changes = &explanation.changes;
    if is_allowed(case) || changes.is_empty() {
        return (is_allowed(case) != changes.is_empty())
            .then(|| "changes are for denials, and every denial has some".into());
    }
    if changes.iter().any(|change| change.remedy == Remedy::Nothing) {
        let mut opened = case.clone();
        open(&mut opened);
        let alone = changes.iter().all(|change| change.remedy == Remedy::Nothing);
        return (!alone || is_allowed(&opened)).then(|| "something can allow it".into());
    }
    let made = |without: Option<usize>| {
        let mut changed = case.clone();
        let kept = changes.iter().enumerate().filter(|(at, _)| Some(*at) != without);
        kept.for_each(|(_, change)| make(&mut changed, change));
        is_allowed(&changed)
    };
    if !made(None) {
        return Some("all changes together are not enough".into());
    }
    let needless = (0..changes.len()).find(|at| made(Some(*at)))?;
    Some(format!("it is allowed without this change too: {:?}", changes[needless]))
}

/// What is told of a layer that contradicts the decision, if anything.
fn contradiction(decision: &Decision, report: &LayerReport) -> Option<&'static str> {
    let blocks = decision.blocked_by().any(|block| block.layer == report.layer);
    let levels = matches!(report.layer, Layer::Scp | Layer::Rcp);
    if report.blocks != blocks && !(levels && blocks) {
        return Some("whether it denies");
    }
    let told = report.deciding.as_ref().map(|told| (&*told.source.name, told.index));
    let decided = decision.deciding_in(report.layer).filter(|_| !levels);
    let decided = decided.map(|at| (at.policy.to_string(), at.statement));
    let same = match report.layer {
        // How strongly an endpoint's policy names the caller means nothing, so any `Allow` may be told.
        Layer::Endpoint => told.is_some() == decided.is_some(),
        _ => levels || told == decided.as_ref().map(|(policy, statement)| (&**policy, *statement)),
    };
    if !same {
        return Some("which statement decides");
    }
    let near = report.closest.as_ref();
    let wrong = |near: &StatementReport| {
        near.effect != Effect::Allow
            || near.failures.len() != (near.parts - near.matched) as usize
            || near.failures.is_empty()
    };
    near.is_some_and(wrong).then_some("the closest statement is one that allows and does not match")
}

/// An explanation holds patterns against the request in its own way where that is faster; it must come to the same.
#[test]
fn explanations_tell_what_was_decided() {
    for number in 0..CASES {
        let case = numbered(SEED + 1, number);
        let Some((decision, explanation)) =
            case::with(&case, |request, policies| (decide(request, policies), explain(request, policies)))
        else {
            continue;
        };
        assert_eq!((explanation.outcome, explanation.layer), (Outcome::of(decision.verdict()), decision.layer()));
        for report in &explanation.layers {
            if let Some(what) = contradiction(&decision, report) {
                let text = serde_json::to_string_pretty(&case).expect("JSON");
                panic!("case {number}, {what}:\n{text}\n{decision:?}\n{report:?}");
            }
        }
    }
}

#[test]
fn the_changes_are_enough_and_none_is_needless() {
    let (mut denied, mut several, mut hopeless) = (0, 0, 0);
    for number in 0..CASES {
        let case = numbered(SEED, number);
        let Some(explanation) = case::with(&case, explain) else { continue };
        if let Some(fault) = fault(&case, &explanation) {
            let text = serde_json::to_string_pretty(&case).expect("JSON");
            panic!("case {number} of seed {SEED}: {fault}\n{text}\n{:?}", explanation.changes);
        }
        let impossible = explanation.changes.iter().any(|change| change.remedy == Remedy::Nothing);
        denied += u64::from(!explanation.changes.is_empty());
        several += u64::from(explanation.changes.len() > 1 && !impossible);
        hopeless += u64::from(impossible);
    }
    println!("{denied} of {CASES} cases denied, {several} need several changes, {hopeless} cannot be allowed");
    assert!(several > CASES / 10 && hopeless > CASES / 200, "too few to prove anything");
}
