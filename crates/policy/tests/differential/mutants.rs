//! Faults planted in one of the evaluators must be found within 10,000 cases.
//!
//! A fault is planted by asking the evaluator about a case that is changed as the fault would see it: an evaluator that
//! ignores boundaries is one that is given none. That holds for either of the two, as both must give the answer that the
//! other gives to the case as it is.

use rolecall_policy::reference::ReferenceDecision;
use rolecall_policy::{Layer, Verdict};
use serde_json::{Value, json};

use crate::{case, numbered};

const WITHIN: u64 = 10_000;
const SEED: u64 = 7;

type Change = fn(&mut Value);
type Misread = fn(&ReferenceDecision) -> ReferenceDecision;

/// Calls a function on every statement of every policy.
fn statements(case: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    fn visit(value: &mut Value, change: &mut dyn FnMut(&mut Value)) {
        match value {
            Value::Object(members) if members.contains_key("Effect") => change(value),
            Value::Object(members) => members.values_mut().for_each(|value| visit(value, change)),
            Value::Array(list) => list.iter_mut().for_each(|value| visit(value, change)),
            _ => {}
        }
    }
    visit(&mut case["policies"], change);
}

/// Changes every string under the member of every statement.
fn texts(case: &mut Value, members: &[&str], change: &dyn Fn(&str) -> String) {
    fn visit(value: &mut Value, change: &dyn Fn(&str) -> String) {
        match value {
            Value::String(text) => *text = change(text),
            Value::Array(list) => list.iter_mut().for_each(|value| visit(value, change)),
            Value::Object(members) => members.values_mut().for_each(|value| visit(value, change)),
            _ => {}
        }
    }
    statements(case, &mut |statement| {
        for member in members {
            if let Some(value) = statement.get_mut(*member) {
                visit(value, change);
            }
        }
    });
}

/// Gives the member of every statement another name.
fn rename(case: &mut Value, from: &str, to: &str) {
    statements(case, &mut |statement| {
        if let Some(value) = statement.as_object_mut().and_then(|members| members.remove(from)) {
            statement[to] = value;
        }
    });
}

/// Gives every condition operator another name.
fn operators(case: &mut Value, name: &dyn Fn(&str) -> String) {
    statements(case, &mut |statement| {
        let Some(condition) = statement.get("Condition").and_then(Value::as_object).cloned() else { return };
        let renamed = condition.into_iter().map(|(operator, keys)| (name(&operator), keys)).collect();
        statement["Condition"] = Value::Object(renamed);
    });
}

fn without(case: &mut Value, place: &str, member: &str) {
    if let Some(members) = case.get_mut(place).and_then(Value::as_object_mut) {
        members.remove(member);
    }
}

fn values(case: &mut Value, change: &dyn Fn(Vec<Value>) -> Option<Vec<Value>>) {
    let Some(context) = case.get("context").and_then(Value::as_object).cloned() else { return };
    let changed = context.into_iter().filter_map(|(key, values)| {
        let values = values.as_array().cloned().unwrap_or_default();
        change(values).map(|values| (key, Value::from(values)))
    });
    case["context"] = Value::Object(changed.collect());
}

/// A rule that the evaluator would miss, and how.
const FAULTS: &[(&str, Change)] = &[
    ("boundaries are ignored", |case| without(case, "policies", "boundary")),
    ("session policies are ignored", |case| without(case, "policies", "session")),
    ("an empty list of session policies counts as none", |case| {
        if case["policies"].get("session") == Some(&json!([])) {
            without(case, "policies", "session");
        }
    }),
    ("endpoint policies are ignored", |case| without(case, "policies", "endpoint")),
    ("service control policies are ignored", |case| without(case, "policies", "scp")),
    ("resource control policies are ignored", |case| without(case, "policies", "rcp")),
    ("every service has resource control policies", |case| case["without_rcps"] = json!([])),
    ("the services without resource control policies are read with their case", |case| {
        if let Some(names) = case.get_mut("without_rcps").and_then(Value::as_array_mut) {
            names.retain(|name| name.as_str().is_some_and(|name| name.to_lowercase() == name));
        }
    }),
    ("the management account is not spared", |case| {
        for name in ["scp", "rcp"] {
            if case["policies"].get(name).is_some() {
                case["policies"][name]["management"] = "000000000000".into();
            }
        }
    }),
    ("trust policies are ignored", |case| without(case, "policies", "trust")),
    ("denies are ignored", |case| {
        statements(case, &mut |statement| {
            if statement["Effect"] == "Deny" {
                statement["Action"] = "no:Action".into();
                statement.as_object_mut().unwrap().remove("NotAction");
            }
        });
    }),
    ("a role's entry is a direct grant", |case| {
        let session = case["caller"].get("session_arn").cloned();
        let role = case["caller"].get("role_arn").and_then(Value::as_str).map(str::to_owned);
        if let (Some(Value::String(session)), Some(role)) = (session, role) {
            texts(case, &["Principal"], &|text| if text == role { session.clone() } else { text.to_owned() });
        }
    }),
    ("an account's entry is a direct grant", |case| {
        let arn = case["caller"].get("arn").and_then(Value::as_str).unwrap_or_default().to_owned();
        if !arn.is_empty() {
            texts(case, &["Principal"], &|text| if text == "111111111111" { arn.clone() } else { text.to_owned() });
        }
    }),
    ("resources are compared without case", |case| {
        case["resource"] = case["resource"].as_str().unwrap().to_lowercase().into();
        texts(case, &["Resource", "NotResource"], &str::to_lowercase);
    }),
    ("`?` is an ordinary character", |case| {
        texts(case, &["Resource", "NotResource", "Action", "NotAction"], &|text| text.replace('?', "\u{1}"));
    }),
    ("wildcards never cross colons", |case| {
        texts(case, &["Resource"], &|text| {
            if text.matches(':').count() < 5 { text.replace("*:", "\u{1}:") } else { text.into() }
        });
    }),
    ("short patterns are not completed", |case| {
        texts(case, &["Resource", "NotResource"], &|text| {
            let short = text.matches(':').count() < 5 && !text.chars().all(|c| c == '*');
            if short && !text.ends_with('*') { String::new() } else { text.to_owned() }
        });
    }),
    ("NotAction is Action", |case| rename(case, "NotAction", "Action")),
    ("NotResource is Resource", |case| rename(case, "NotResource", "Resource")),
    ("NotPrincipal is Principal", |case| rename(case, "NotPrincipal", "Principal")),
    ("a missing principal is everybody", |case| {
        statements(case, &mut |statement| {
            if statement.get("NotPrincipal").is_none() && statement.get("Principal").is_none() {
                statement["Principal"] = "*".into();
            }
        });
    }),
    ("an empty list of resources matches all", |case| {
        statements(case, &mut |statement| {
            if statement.get("Resource") == Some(&json!([])) {
                statement["Resource"] = "*".into();
            }
        });
    }),
    ("variables work under 2008 too", |case| {
        fn visit(value: &mut Value) {
            match value {
                Value::Object(members) if members.contains_key("Statement") => {
                    members.insert("Version".into(), "2012-10-17".into());
                }
                Value::Object(members) => members.values_mut().for_each(visit),
                Value::Array(list) => list.iter_mut().for_each(visit),
                _ => {}
            }
        }
        visit(&mut case["policies"]);
    }),
    ("a variable without value is empty", |case| {
        let known = case["context"].get("aws:username").is_some();
        if !known {
            texts(case, &["Resource", "Condition"], &|text| text.replace("${aws:username}", ""));
        }
    }),
    ("IfExists is ignored", |case| operators(case, &|name| name.replace("IfExists", ""))),
    ("ForAllValues is ForAnyValue", |case| operators(case, &|name| name.replace("ForAllValues", "ForAnyValue"))),
    ("set prefixes are ignored", |case| operators(case, &|name| name.rsplit(':').next().unwrap().to_owned())),
    ("StringLike has no wildcards", |case| operators(case, &|name| name.replace("StringLike", "StringEquals"))),
    ("ArnLike is StringLike", |case| operators(case, &|name| name.replace("ArnLike", "StringLike"))),
    ("case is ignored in StringEquals", |case| {
        operators(case, &|name| {
            if name.ends_with("StringEquals") { format!("{name}IgnoreCase") } else { name.to_owned() }
        });
    }),
    ("less or equal is less", |case| operators(case, &|name| name.replace("ThanEquals", "Than"))),
    ("numbers are compared as texts", |case| operators(case, &|name| name.replace("NumericEquals", "StringEquals"))),
    ("dates are compared as texts", |case| operators(case, &|name| name.replace("DateEquals", "StringEquals"))),
    ("an empty text is no value", |case| values(case, &|values| (values != [json!("")]).then_some(values))),
    ("only the first value counts", |case| values(case, &|values| Some(values.into_iter().take(1).collect()))),
    ("an empty set is an empty text", |case| {
        values(case, &|values| Some(if values.is_empty() { vec!["".into()] } else { values }));
    }),
    ("an object belongs to the bucket's owner", |case| without(case, "s3", "object_owner")),
    ("public buckets are not restricted", |case| without(case, "s3", "restrict")),
    ("canonical ids are unknown", |case| without(case, "s3", "canonical")),
    ("unique ids are unknown", |case| {
        ["id", "role_id", "issuer_id"].iter().for_each(|name| without(case, "caller", name));
    }),
    ("a session stands for its role without path", |case| without(case, "caller", "role_arn")),
    ("a federated user has no issuer", |case| without(case, "caller", "issuer")),
];

/// Each fault of the list, in either evaluator.
#[test]
fn a_planted_fault_is_found() {
    let cases: Vec<(Value, ReferenceDecision)> = (0..WITHIN)
        .map(|number| numbered(SEED, number))
        .filter_map(|case| case::slow(&case).map(|answer| (case, answer)))
        .collect();
    let mut unfound = Vec::new();
    for (name, change) in FAULTS {
        for (evaluator, ask) in
            [("evaluator", case::fast as fn(&Value) -> Option<ReferenceDecision>), ("reference", case::slow)]
        {
            // The answers to the case as it is are the same for both, as `both_evaluators_answer_alike` shows.
            let found = cases.iter().any(|(case, right)| {
                let mut seen = case.clone();
                change(&mut seen);
                seen != *case && ask(&seen).is_some_and(|answer| answer != *right)
            });
            if !found {
                unfound.push(format!("{evaluator}: {name}"));
            }
        }
    }
    assert!(unfound.is_empty(), "not found within {WITHIN} cases of seed {SEED}: {unfound:#?}");
}

/// Faults in how the layers are put together, which change the answer and not what is asked.
#[test]
fn a_planted_wrong_answer_is_found() {
    let faults: [(&str, Misread); 5] = [
        ("an explicit deny is reported as implicit", |answer| match answer.verdict {
            Verdict::ExplicitlyDenied(layer) => {
                ReferenceDecision { verdict: Verdict::ImplicitlyDenied(layer), ..answer.clone() }
            }
            _ => answer.clone(),
        }),
        ("the reserved rule is forgotten", |answer| without_layer(answer, Layer::Reserved)),
        ("the rule about callers is forgotten", |answer| without_layer(answer, Layer::Caller)),
        ("partitions are forgotten", |answer| without_layer(answer, Layer::Partition)),
        ("only the reported layer is shown", |answer| ReferenceDecision {
            verdict: answer.verdict,
            blocked_by: answer.blocked_by.iter().take(1).copied().collect(),
        }),
    ];
    for (name, fault) in faults {
        let found = (0..WITHIN)
            .map(|number| numbered(SEED, number))
            .any(|case| case::fast(&case).zip(case::slow(&case)).is_some_and(|(fast, slow)| fault(&fast) != slow));
        assert!(found, "{name}: not found within {WITHIN} cases of seed {SEED}");
    }
}

fn without_layer(answer: &ReferenceDecision, layer: Layer) -> ReferenceDecision {
    let mut answer = answer.clone();
    answer.blocked_by.retain(|(blocking, _)| *blocking != layer);
    answer
}
