//! An index leaves out only what cannot match: with one, every answer and every deciding statement is what it was.
//!
//! The generated policies are so small that they have no index. Here they get one, by what is added behind their own
//! statements: neighbours of the action that is asked, in the order an index sorts by, none of which it is; and the
//! statements themselves again, so often that an index puts them in order of their resources.

use rolecall_policy::StatementRef;
use rolecall_policy::reference::ReferenceDecision;
use serde_json::{Value, json};

use crate::laws::{documents, has_principals, statements_of};
use crate::random::Random;
use crate::{case, generate};

const CASES: u64 = 6_000;
const SEED: u64 = 11;

/// Enough for an index, and for the index of the resources of one action.
const COPIES: usize = 17;
/// Enough policies for a merged set to sort them by service.
const POLICIES: usize = 6;

/// Patterns that stand close to the action and do not match it.
fn neighbours(action: &str) -> Vec<String> {
    let (service, name) = action.split_once(':').unwrap_or(("", action));
    let first = name.chars().next().map_or(String::new(), String::from);
    let shorter: String = name.chars().take(name.chars().count().saturating_sub(1)).collect();
    let mut all = vec![
        format!("{service}:{name}Zz"),
        format!("{service}:{name}*Zz"),
        format!("{service}:{first}*Zz"),
        format!("{service}:*Zz"),
        format!("{service}:{name}?Zz"),
        format!("{service}z:*"),
        "zz:*".to_owned(),
        "a-0:*".to_owned(),
    ];
    // The neighbour with one character less, and with that one beginning.
    all.extend([&shorter, &first].iter().filter(|name| !name.is_empty()).map(|name| format!("{service}:{name}")));
    all.retain(|pattern| !pattern.eq_ignore_ascii_case(action));
    all
}

fn neighbour(effect: &str, action: &Value, principals: bool) -> Value {
    let mut statement = json!({ "Effect": effect, "Action": action, "Resource": "*" });
    if principals {
        // Not `*`: Block Public Access looks at every `Allow` of a bucket policy (R2.31).
        statement["Principal"] = json!({ "AWS": "111111111111" });
    }
    statement
}

/// The case with larger policies that say the same.
pub(crate) fn enlarged(case: &Value, random: &mut Random) -> Option<Value> {
    let action = case["action"].as_str()?.to_owned();
    let (copies, fillers) = (random.chance(50), random.chance(70));
    let mut changed = case.clone();
    for place in documents(case) {
        let document = changed.pointer_mut(&place)?;
        let principals = has_principals(&place);
        let own = statements_of(document);
        let mut statements = own.clone();
        if copies {
            statements.extend(std::iter::repeat_n(own, COPIES).flatten());
        }
        if fillers {
            for (at, pattern) in neighbours(&action).into_iter().enumerate() {
                let effect = if at % 2 == 0 { "Deny" } else { "Allow" };
                statements.push(neighbour(effect, &json!(pattern), principals));
            }
            statements.push(neighbour("Deny", &json!(neighbours(&action)), principals));
        }
        document["Statement"] = statements.into();
    }
    if let Some(identity) = changed["policies"].get_mut("identity").and_then(Value::as_array_mut) {
        for pattern in neighbours(&action).into_iter().take(POLICIES) {
            let statement = neighbour("Deny", &json!(pattern), false);
            identity.push(json!({ "Version": "2012-10-17", "Statement": statement }));
        }
    }
    Some(changed)
}

pub(crate) fn answer(case: &Value) -> Option<(ReferenceDecision, Vec<StatementRef>)> {
    let decision = case::decision(case)?;
    Some((ReferenceDecision::from(&decision), decision.deciding().collect()))
}

#[test]
fn an_index_changes_no_answer() {
    let mut allowed = 0;
    for number in 0..CASES {
        let mut random = Random::new(SEED.wrapping_mul(1_000_003).wrapping_add(number));
        let case = generate::case(&mut random);
        let Some(large) = enlarged(&case, &mut random) else { continue };
        let (Some(before), Some(after)) = (answer(&case), answer(&large)) else { continue };
        assert!(before == after, "case {number}: {before:?} became {after:?}\n{case:#}\nbecame\n{large:#}");
        allowed += u64::from(before.0.is_allowed());
    }
    assert!(allowed > CASES / 10, "only {allowed} of {CASES} were allowed");
}
