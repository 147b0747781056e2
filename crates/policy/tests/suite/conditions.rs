//! The tables of condition operators: every operator, missing keys and set operators, and what dates, numbers and
//! addresses are (R1, section 1.5).

use std::collections::BTreeSet;

use rolecall_policy::condition::date;
use rolecall_policy::document::OperatorCore;
use rolecall_policy::{Context, reference};
use serde_json::json;

use crate::places::{KEY, cell, matches, values};
use crate::table::{Row, read};

fn holds(operator: &str, policy: &serde_json::Value, request: Option<Vec<Box<str>>>) -> bool {
    let mut context = Context::new();
    if let Some(values) = request {
        context.set_all(KEY, values);
    }
    matches(operator, Some("2012-10-17"), policy, None, &context)
}

fn truth(text: &str) -> bool {
    match text {
        "T" => true,
        "F" => false,
        _ => panic!("T or F, not {text:?}"),
    }
}

fn operators() -> Vec<Row> {
    read(include_str!("../tables/operators.txt"))
}

/// Every operator of the table with the key absent, empty, matching and not matching.
#[test]
fn every_operator() {
    let mut seen = BTreeSet::new();
    for row in operators() {
        let operator = row.get("operator");
        seen.insert(operator.to_owned());
        let policy = cell(row.get("policy"));
        for (column, request) in [
            ("absent", None),
            ("none", Some(Vec::new())),
            ("empty", Some(vec!["".into()])),
            ("match", Some(values(row.get("matching")))),
            ("other", Some(values(row.get("not matching")))),
        ] {
            let found = holds(operator, &policy, request);
            assert_eq!(found, truth(row.get(column)), "line {}: {operator}, {column}", row.line);
        }
    }
    let all: BTreeSet<String> = OperatorCore::ALL.iter().map(|core| core.name().to_owned()).collect();
    assert_eq!(seen, all, "every operator has a row");
}

fn is_negated(core: &str) -> bool {
    core.contains("Not")
}

/// The table of missing keys and set operators, for every operator that takes part.
#[test]
fn missing_keys_and_set_operators() {
    let operators = operators();
    let rows = read(include_str!("../tables/sets.txt"));
    assert_eq!(rows.len(), 12, "six forms, positive and negated");
    let mut wrong = Vec::new();
    for row in &rows {
        let (prefix, suffix, negated) = (row.get("prefix"), row.get("suffix"), row.get("core") == "negated");
        let mut applied = 0;
        for operator in operators.iter().filter(|operator| operator.get("operator") != "Null") {
            let core = operator.get("operator");
            if is_negated(core) != negated {
                continue;
            }
            applied += 1;
            let name = format!("{prefix}{core}{suffix}");
            let policy = cell(operator.get("policy"));
            // `m` is a value that one of the policy's values matches, `o` one that none does. The matching value of a
            // negated operator's row is the one for which the operator is true.
            let (mut m, mut o) = (values(operator.get("matching")), values(operator.get("not matching")));
            if negated {
                std::mem::swap(&mut m, &mut o);
            }
            let both = |a: &[Box<str>], b: &[Box<str>]| Some([a, b].concat());
            for (column, request) in [
                ("absent", None),
                ("none", Some(Vec::new())),
                ("empty", Some(vec!["".into()])),
                ("m", Some(m.clone())),
                ("o", Some(o.clone())),
                ("m,m", both(&m, &m)),
                ("m,o", both(&m, &o)),
                ("o,o", both(&o, &o)),
            ] {
                if holds(&name, &policy, request) != truth(row.get(column)) {
                    wrong.push(format!("line {}: {name}, {column}", row.line));
                }
            }
            // No values in the policy comes before everything (R1.35, R1.71).
            for request in [None, Some(Vec::new()), Some(m.clone()), Some(o.clone())] {
                assert_eq!(holds(&name, &json!([]), request), negated, "{name} with no values");
            }
        }
        assert_eq!(applied, if negated { 8 } else { 18 }, "the operators of each kind");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// R1.33: operators and keys are all needed, of the values one.
#[test]
fn operators_and_keys_are_all_needed() {
    let rows = [("a", "b", true), ("a", "x", false), ("x", "b", false), ("x", "x", false)];
    for (first, second, expected) in rows {
        let mut context = Context::new();
        context.set("test:A", first);
        context.set("test:B", second);
        let one_operator = json!({ "StringEquals": { "test:A": "a", "test:B": ["z", "b"] } });
        let two_operators = json!({ "StringEquals": { "test:A": "a" }, "StringLike": { "test:B": "b*" } });
        // Two keys that differ in case only are two conditions.
        let two_spellings = json!({ "StringEquals": { "test:A": "a", "TEST:a": ["a", "c"], "test:b": "b" } });
        for condition in [one_operator, two_operators, two_spellings] {
            assert_eq!(crate::laws::allows_if(&condition, &context), expected, "{condition}");
        }
    }
    for empty in [json!({}), json!({ "StringEquals": {} }), json!({ "NoSuchOperator": {} })] {
        assert!(crate::laws::allows_if(&empty, &Context::new()), "{empty} is true (R1.35)");
    }
}

/// R1.40: what a date is, and which instant.
#[test]
fn dates() {
    let rows = read(include_str!("../tables/dates.txt"));
    assert!(rows.len() >= 50);
    for row in &rows {
        let text = values(row.get("date")).remove(0);
        let found = date::parse(&text).map(date::Instant::as_nanoseconds);
        let expected = match row.get("nanoseconds") {
            "refused" => None,
            seconds => {
                let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "000000000"));
                assert_eq!(fraction.len(), 9, "line {}", row.line);
                let whole: i128 = seconds.replace('_', "").parse().unwrap();
                Some(whole * 1_000_000_000 + fraction.parse::<i128>().unwrap())
            }
        };
        assert_eq!(found, expected, "line {}: {text}", row.line);
        assert_eq!(reference::nanoseconds(&text), expected, "line {}: {text}", row.line);
        // The operators read the same, on both sides; what cannot be read matches nothing (R1.41).
        let same = holds("DateEquals", &json!([text]), Some(vec![text.clone()]));
        assert_eq!(same, expected.is_some(), "line {}: {text}", row.line);
        assert_eq!(holds("DateNotEquals", &json!([text]), Some(vec![text.clone()])), !same);
    }
}

const ORDERINGS: [(&str, [bool; 3]); 6] = [
    // The request's value is less than, equal to, greater than the policy's.
    ("Equals", [false, true, false]),
    ("NotEquals", [true, false, true]),
    ("LessThan", [true, false, false]),
    ("LessThanEquals", [true, true, false]),
    ("GreaterThan", [false, false, true]),
    ("GreaterThanEquals", [false, true, true]),
];

/// Rows of two texts and how the first compares to the second, asked both ways round.
fn check_order(text: &str, family: &str, at_least: usize) {
    let rows = read(text);
    assert!(rows.len() >= at_least);
    for row in &rows {
        let (a, b) = (values(row.get("a")).remove(0), values(row.get("b")).remove(0));
        let order = match row.get("order") {
            "<" => Some(0),
            "=" => Some(1),
            ">" => Some(2),
            "none" => None,
            other => panic!("no order {other}"),
        };
        for (request, policy, order) in [(&a, &b, order), (&b, &a, order.map(|order| 2 - order))] {
            for (name, truth) in ORDERINGS {
                let expected = order.map_or(name == "NotEquals", |order: usize| truth[order]);
                let found = holds(&format!("{family}{name}"), &json!([policy]), Some(vec![request.clone()]));
                assert_eq!(found, expected, "line {}: {request} {name} {policy}", row.line);
            }
        }
    }
}

/// R1.66: exact decimals, and texts that are no numbers.
#[test]
fn numbers() {
    check_order(include_str!("../tables/numbers.txt"), "Numeric", 40);
}

/// R1.40: instants in order.
#[test]
fn instants() {
    check_order(include_str!("../tables/instants.txt"), "Date", 12);
}

/// R1.39.
#[test]
fn addresses() {
    let rows = read(include_str!("../tables/addresses.txt"));
    assert!(rows.len() >= 40);
    for row in &rows {
        let (block, address) = (cell(row.get("block")), values(row.get("address")));
        let inside = match row.get("inside") {
            "yes" => true,
            "no" => false,
            other => panic!("yes or no, not {other}"),
        };
        assert_eq!(holds("IpAddress", &block, Some(address.clone())), inside, "line {}: {block}", row.line);
        assert_eq!(holds("NotIpAddress", &block, Some(address)), !inside, "line {}: {block}", row.line);
    }
}
