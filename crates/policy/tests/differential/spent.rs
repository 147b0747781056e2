//! A decision has quick ways to match patterns, and slower ones for when it has spent its steps on them (see the crate's
//! `matching::matcher`). Both give one answer: whatever is asked, it may be asked after something that takes all steps.

use serde_json::{Value, json};

use crate::generate;
use crate::indexes::answer;
use crate::laws::{documents, has_principals, statements_of};
use crate::random::Random;

const CASES: u64 = 6_000;
const SEED: u64 = 29;

/// A key that no generated policy asks for, and a value that is long enough.
const KEY: &str = "aws:RequestTag/spent";
const LENGTH: usize = 3_000;
/// From every place of the value a few letters are compared, and no place is right.
const PATTERN: &str = "*?b?*";

/// The case with a statement before those of every policy that never matches, and takes long to find out.
pub(crate) fn burdened(case: &Value) -> Value {
    let mut changed = case.clone();
    for place in documents(case) {
        if let Some(document) = changed.pointer_mut(&place) {
            let mut burden =
                json!({ "Effect": "Deny", "Action": "*", "Condition": { "StringLike": { KEY: PATTERN } } });
            if has_principals(&place) {
                burden["Principal"] = "*".into();
            }
            if !place.contains("/trust") {
                burden["Resource"] = "*".into();
            }
            let mut statements = vec![burden];
            statements.extend(statements_of(document));
            document["Statement"] = statements.into();
        }
    }
    if let Some(context) = changed["context"].as_object_mut() {
        context.insert(KEY.into(), json!(["a".repeat(LENGTH)]));
    }
    changed
}

#[test]
fn spent_steps_change_no_answer() {
    let (mut asked, mut allowed) = (0, 0);
    for number in 0..CASES {
        let case = generate::case(&mut Random::new(SEED.wrapping_mul(1_000_003).wrapping_add(number)));
        let large = burdened(&case);
        let (Some(before), Some(after)) = (answer(&case), answer(&large)) else { continue };
        assert!(before.0 == after.0, "case {number}: {before:?} became {after:?}\n{case:#}\nbecame\n{large:#}");
        asked += 1;
        allowed += u64::from(before.0.is_allowed());
    }
    assert!(asked > CASES * 9 / 10, "only {asked} of {CASES} could be asked");
    assert!(allowed > CASES / 10, "only {allowed} of {CASES} were allowed");
}
