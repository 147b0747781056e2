//! Laws that hold for the evaluator by itself, on the cases that are also put to both.
//!
//! A law changes a case in a way that must not change the answer, or may change it in one direction only.

use rolecall_policy::reference::ReferenceDecision;
use serde_json::{Value, json};

use crate::random::Random;
use crate::shrink::shrink;
use crate::{case, generate};

const CASES: u64 = 12_000;

/// All statements of a document, as a list.
pub(crate) fn statements_of(document: &Value) -> Vec<Value> {
    match &document["Statement"] {
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    }
}

/// The places of all documents, as pointers into the case.
pub(crate) fn documents(case: &Value) -> Vec<String> {
    fn visit(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(members) if members.contains_key("Statement") => found.push(path.to_owned()),
            Value::Object(members) => {
                members.iter().for_each(|(name, value)| visit(value, &format!("{path}/{name}"), found));
            }
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(at, value)| visit(value, &format!("{path}/{at}"), found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    visit(&case["policies"], "/policies", &mut found);
    found
}

/// A law: how the case is changed, and what must be true of the answers before and after.
fn check(
    seed: u64,
    change: impl Fn(&Value, &mut Random) -> Option<Value>,
    holds: impl Fn(&ReferenceDecision, &ReferenceDecision) -> bool,
) {
    let mut applied = 0;
    for number in 0..CASES {
        let mut random = Random::new(seed.wrapping_mul(1_000_003).wrapping_add(number));
        let case = generate::case(&mut random);
        let breaks = |case: &Value| {
            let changed = change(case, &mut Random::new(number))?;
            let (before, after) = (case::fast(case)?, case::fast(&changed)?);
            (!holds(&before, &after)).then_some((changed, before, after))
        };
        applied += u64::from(change(&case, &mut Random::new(number)).is_some());
        if breaks(&case).is_some() {
            let case = shrink(case, |case| breaks(case).is_some());
            let (changed, before, after) = breaks(&case).expect("still broken");
            panic!("case {number} of seed {seed}: {before:?} became {after:?}\n{case:#}\nbecame\n{changed:#}");
        }
    }
    assert!(applied > CASES / 10, "the law was only tried on {applied} of {CASES} cases");
}

/// Whether the statements of the document at this place have principals.
pub(crate) fn has_principals(place: &str) -> bool {
    ["/resource", "/trust", "/endpoint", "/rcp"].iter().any(|layer| place.contains(layer))
}

/// Changes one document, chosen at random.
fn one_document(case: &Value, random: &mut Random, change: impl Fn(&mut Value, bool, &mut Random)) -> Option<Value> {
    let places = documents(case);
    if places.is_empty() {
        return None;
    }
    let place = random.of(&places);
    let mut changed = case.clone();
    change(changed.pointer_mut(&place)?, has_principals(&place), random);
    Some(changed)
}

/// Changes every document.
fn every_document(case: &Value, change: impl Fn(&mut Value)) -> Option<Value> {
    let mut changed = case.clone();
    for place in documents(case) {
        change(changed.pointer_mut(&place)?);
    }
    Some(changed)
}

/// Some statement that matches, often.
fn statement(effect: &str, principals: bool, random: &mut Random) -> Value {
    let mut statement = json!({ "Effect": effect });
    statement["Action"] =
        random.of(&[json!("*"), json!("*"), json!("s3:*"), json!("sts:Assume*"), json!(["kms:*", "sqs:*"])]);
    statement["Resource"] = random.of(&[json!("*"), json!("*"), json!("arn:aws:s3:::data/*"), json!("arn:*")]);
    if principals {
        statement["Principal"] = random.of(&[
            json!("*"),
            json!({ "AWS": "111111111111" }),
            json!({ "AWS": "arn:aws:iam::111111111111:role/team/Dev" }),
            json!({ "AWS": ["arn:aws:iam::111111111111:user/ana", "arn:aws:sts::111111111111:assumed-role/Dev/ana"] }),
            json!({ "Service": "lambda.amazonaws.com" }),
            json!({ "Federated": "accounts.google.com" }),
        ]);
    }
    statement
}

fn add(document: &mut Value, statement: Value, random: &mut Random) {
    let mut statements = statements_of(document);
    let at = random.below(statements.len() + 1);
    statements.insert(at, statement);
    document["Statement"] = statements.into();
}

/// R2.2: what is denied stays denied when a `Deny` is added anywhere.
#[test]
fn adding_a_deny_never_allows() {
    check(
        1,
        |case, random| {
            one_document(case, random, |document, principals, random| {
                add(document, statement("Deny", principals, random), random);
            })
        },
        |before, after| before.is_allowed() || !after.is_allowed(),
    );
}

/// What is allowed stays allowed when an `Allow` is added anywhere. Block Public Access is left out: it looks at what a
/// policy allows (R2.31).
#[test]
fn adding_an_allow_never_denies() {
    check(
        2,
        |case, random| {
            let mut case = case.clone();
            if let Some(s3) = case.get_mut("s3").and_then(Value::as_object_mut) {
                s3.remove("restrict");
            }
            one_document(&case, random, |document, principals, random| {
                add(document, statement("Allow", principals, random), random);
            })
        },
        |before, after| !before.is_allowed() || after.is_allowed(),
    );
}

/// The order of statements means nothing, nor that one is there twice.
#[test]
fn reordering_and_duplicating_change_nothing() {
    check(
        3,
        |case, _| {
            every_document(case, |document| {
                let mut statements = statements_of(document);
                statements.reverse();
                let again = statements.first().cloned();
                statements.extend(again);
                document["Statement"] = statements.into();
            })
        },
        |before, after| before == after,
    );
}

/// The policies of a layer are a union (R2.4, R2.5): one with several statements is as good as several with one.
#[test]
fn splitting_policies_changes_nothing() {
    check(
        4,
        |case, _| {
            let mut changed = case.clone();
            let lists = |policies: &mut Value, path: &str| -> Option<()> {
                let list = policies.pointer_mut(path)?.as_array_mut()?;
                let split = list.iter().flat_map(|document| {
                    let document = document.clone();
                    statements_of(&document).into_iter().map(move |statement| {
                        let mut one = document.clone();
                        one["Statement"] = statement;
                        one
                    })
                });
                *list = split.rev().collect();
                Some(())
            };
            for path in [
                "/identity",
                "/session",
                "/endpoint",
                "/scp/levels/0",
                "/scp/levels/1",
                "/rcp/levels/0",
                "/rcp/levels/1",
            ] {
                lists(&mut changed["policies"], path);
            }
            Some(changed)
        },
        |before, after| before == after,
    );
}

/// A statement with several actions, resources or principals is as good as several with one each, unless it is negated.
#[test]
fn splitting_statements_changes_nothing() {
    check(
        5,
        |case, _| {
            every_document(case, |document| {
                let mut statements = statements_of(document);
                for member in ["Action", "Resource"] {
                    statements = statements
                        .into_iter()
                        .flat_map(|statement| match statement.get(member).and_then(Value::as_array).cloned() {
                            Some(list) if !list.is_empty() => list
                                .into_iter()
                                .map(|value| {
                                    let mut one = statement.clone();
                                    one[member] = json!([value]);
                                    one
                                })
                                .collect(),
                            _ => vec![statement],
                        })
                        .collect();
                }
                document["Statement"] = statements.into();
            })
        },
        |before, after| before == after,
    );
}

/// R1.70: actions and the names of keys are the same in any case.
#[test]
fn the_case_of_actions_and_keys_means_nothing() {
    fn upper(value: &mut Value) {
        match value {
            Value::String(text) => *text = text.to_ascii_uppercase(),
            Value::Array(list) => list.iter_mut().for_each(upper),
            _ => {}
        }
    }
    check(
        6,
        |case, _| {
            let mut case = every_document(case, |document| {
                let mut statements = statements_of(document);
                for statement in &mut statements {
                    for member in ["Action", "NotAction"] {
                        if let Some(value) = statement.get_mut(member) {
                            upper(value);
                        }
                    }
                    let Some(condition) = statement.get_mut("Condition").and_then(Value::as_object_mut) else {
                        continue;
                    };
                    for keys in condition.values_mut().filter_map(Value::as_object_mut) {
                        // Keys that differ in case only would become one.
                        let mut names: Vec<String> = keys.keys().map(|key| key.to_ascii_uppercase()).collect();
                        names.sort();
                        names.dedup();
                        if names.len() == keys.len() {
                            *keys = std::mem::take(keys)
                                .into_iter()
                                .map(|(key, values)| (key.to_ascii_uppercase(), values))
                                .collect();
                        }
                    }
                }
                document["Statement"] = statements.into();
            })?;
            case["action"] = case["action"].as_str()?.to_ascii_lowercase().into();
            Some(case)
        },
        |before, after| before == after,
    );
}

/// A statement about something else changes nothing.
#[test]
fn an_unrelated_statement_changes_nothing() {
    check(
        7,
        |case, random| {
            one_document(case, random, |document, principals, random| {
                let mut other = statement(random.of(&["Allow", "Deny"]), principals, random);
                // Block Public Access looks at every `Allow` of a bucket policy (R2.31).
                if principals && other["Effect"] == "Allow" {
                    other["Principal"] = json!({ "AWS": "111111111111" });
                }
                if random.chance(50) {
                    other["Action"] = json!("unrelated:*");
                } else {
                    other["Condition"] = json!({ "StringEquals": { "test:NeverGiven": "x" } });
                }
                add(document, other, random);
            })
        },
        |before, after| before == after,
    );
}

/// R2.16, R2.19, R2.7: what stands over the caller only takes away.
#[test]
fn guardrails_never_grant() {
    check(
        8,
        |case, random| {
            let mut changed = case.clone();
            let policies = changed["policies"].as_object_mut()?;
            let mut layers = vec!["scp", "rcp", "endpoint", "boundary"];
            layers.retain(|layer| policies.contains_key(*layer));
            policies.remove(if layers.is_empty() { return None } else { random.of(&layers) });
            Some(changed)
        },
        |before, after| !before.is_allowed() || after.is_allowed(),
    );
}

/// R1.25, R1.31: `NotAction` of what no action can be is everything; `NotResource` likewise.
#[test]
fn a_negation_is_its_complement() {
    check(
        9,
        |case, _| {
            every_document(case, |document| {
                let mut statements = statements_of(document);
                for statement in &mut statements {
                    for (member, everything, nothing) in
                        [("Action", json!("*"), json!(["", "**"])), ("Resource", json!("*"), json!([null, ""]))]
                    {
                        if statement.get(member) == Some(&everything) {
                            statement.as_object_mut().expect("an object").remove(member);
                            statement[format!("Not{member}")] = nothing;
                        }
                    }
                }
                document["Statement"] = statements.into();
            })
        },
        |before, after| before == after,
    );
}
