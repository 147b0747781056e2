//! The tables about single texts of a policy: where each may stand, and what it matches there.
//!
//! A place is a member of a statement (`Action`, `NotResource`, …), the name of a condition operator, `Key` (the name of
//! a condition key), or a kind of principal (`AWS`, `Service`). A policy is written with the text in that place, and the
//! other text is put into the request.

use crate::services::services;
use rolecall_policy::document::Operator;
use rolecall_policy::evaluate::ResourcePolicy;
use rolecall_policy::kind::{Identity, Resource};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{Context, Policies, Principal, Request};
use serde_json::{Value, json};

use crate::both::decide;
use crate::decisions::attach;
use crate::table::read;

/// The key that conditions of the tables look at.
pub(crate) const KEY: &str = "test:Key";

/// A cell that begins with `[` or `"` is JSON.
pub(crate) fn cell(text: &str) -> Value {
    if text.starts_with(['[', '"']) { serde_json::from_str(text).expect("JSON") } else { text.into() }
}

/// A cell as the values of a context key.
pub(crate) fn values(text: &str) -> Vec<Box<str>> {
    match cell(text) {
        Value::Array(list) => list.iter().map(|value| value.as_str().expect("a string").into()).collect(),
        value => vec![value.as_str().expect("a string").into()],
    }
}

/// Whether a policy with `written` in this place allows the request that has `asked` there.
pub(crate) fn matches(
    place: &str,
    version: Option<&str>,
    written: &Value,
    asked: Option<&str>,
    context: &Context,
) -> bool {
    let mut statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*" });
    let mut context = context.clone();
    let account = "111111111111".parse().unwrap();
    // A caller of no known partition, so that ARNs of every partition can be asked for (R2.22).
    let mut principal =
        Principal::RoleSession { account, role_arn: None, role_id: None, session_arn: None, service_linked: false };
    let (mut action, mut resource) = ("test:Action", "arn:aws:test:eu-west-1:111111111111:thing");
    let mut by_resource = false;
    match place {
        "Action" | "NotAction" => {
            statement.as_object_mut().unwrap().remove("Action");
            statement[place] = written.clone();
            action = asked.unwrap();
        }
        "Resource" | "NotResource" => {
            statement.as_object_mut().unwrap().remove("Resource");
            statement[place] = written.clone();
            resource = asked.unwrap();
        }
        "AWS" => {
            by_resource = true;
            statement["Principal"] = json!({ "AWS": written });
            principal = Principal::User { account, arn: asked.unwrap().into(), id: None };
        }
        "Service" => {
            by_resource = true;
            statement["Principal"] = json!({ "Service": written });
            principal = Principal::Service { names: vec![asked.unwrap().into()] };
        }
        "Key" => {
            statement["Condition"] = json!({ "StringEquals": { written.as_str().unwrap(): "v" } });
            context.set(asked.unwrap(), "v");
        }
        operator => {
            assert!(Operator::from_name(operator).is_some(), "no place {operator}");
            statement["Condition"] = json!({ operator: { KEY: written } });
            if let Some(asked) = asked {
                context.set_all(KEY, values(asked));
            }
        }
    }
    let mut document = json!({ "Statement": [statement] });
    if let Some(version) = version {
        document["Version"] = version.into();
    }
    let text = document.to_string();
    let request = Request {
        principal: &principal,
        action,
        resource,
        resource_account: Some(account),
        class: ResourceClass::Ordinary,
        s3: None,
        context: &context,
        services: services(),
    };
    if by_resource {
        let policy = attach::<Resource>(&text);
        let resource = Some(ResourcePolicy::Resource(&policy));
        decide(&request, &Policies { resource, ..Policies::default() }).is_allowed()
    } else {
        let identity = [attach::<Identity>(&text)].into();
        decide(&request, &Policies { identity: &identity, ..Policies::default() }).is_allowed()
    }
}

fn yes(text: &str) -> bool {
    match text {
        "yes" => true,
        "no" => false,
        _ => panic!("yes or no, not {text:?}"),
    }
}

/// Rows of `written | asked | matches`; the negated place must say the opposite.
fn check_pair(text: &str, place: &str, at_least: usize) {
    let rows = read(text);
    assert!(rows.len() >= at_least);
    let mut wrong = Vec::new();
    for row in &rows {
        let (written, asked) = (cell(row.get("written")), values(row.get("asked")).remove(0));
        let expected = yes(row.get("matches"));
        for (place, expected) in [(place.to_owned(), expected), (format!("Not{place}"), !expected)] {
            let found = matches(&place, Some("2012-10-17"), &written, Some(&asked), &Context::new());
            if found != expected {
                wrong.push(format!("line {}: {place} {written} on {asked}: {found}", row.line));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// R1.22–R1.25.
#[test]
fn actions() {
    check_pair(include_str!("../tables/actions.txt"), "Action", 30);
}

/// R1.26–R1.31, R1.72, R1.75.
#[test]
fn resources() {
    check_pair(include_str!("../tables/resources.txt"), "Resource", 50);
}

/// R1.26 against R1.38: the same pattern as `Resource`, under `ArnLike` and under `StringLike`.
#[test]
fn arns() {
    let rows = read(include_str!("../tables/arns.txt"));
    assert!(rows.len() >= 20);
    let mut wrong = Vec::new();
    for row in &rows {
        let (written, asked) = (cell(row.get("written")), row.get("asked"));
        for (column, operator, negated) in [
            ("resource", "Resource", "NotResource"),
            ("arn", "ArnLike", "ArnNotLike"),
            ("arn", "ArnEquals", "ArnNotEquals"),
            ("string", "StringLike", "StringNotLike"),
        ] {
            let expected = yes(row.get(column));
            for (place, expected) in [(operator, expected), (negated, !expected)] {
                let found = matches(place, Some("2012-10-17"), &written, Some(asked), &Context::new());
                if found != expected {
                    wrong.push(format!("line {}: {place} {written} on {asked}: {found}", row.line));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// R1.71: an empty list never matches, negated or not; elsewhere in the same statement nothing changes that.
#[test]
fn empty_lists_never_match() {
    for place in ["Action", "NotAction", "Resource", "NotResource", "AWS"] {
        let asked = if place == "AWS" { "arn:aws:iam::111111111111:user/ana" } else { "s3:GetObject" };
        let asks = |written| matches(place, Some("2012-10-17"), &written, Some(asked), &Context::new());
        assert!(!asks(json!([])), "{place}");
        assert_eq!(asks(json!(["*"])), !place.starts_with("Not"), "{place}");
    }
}

/// Rows with a place of their own.
fn check_places(text: &str, at_least: usize) {
    let rows = read(text);
    assert!(rows.len() >= at_least);
    let mut wrong = Vec::new();
    for row in &rows {
        let mut context = Context::new();
        for entry in row.get("context").split(';').map(str::trim).filter(|entry| !entry.is_empty()) {
            let (key, value) = entry.split_once('=').expect("key=value");
            context.set_all(key, values(value));
        }
        let version = match row.get("version") {
            "–" => None,
            year => Some(match year {
                "2008" => "2008-10-17",
                "2012" => "2012-10-17",
                _ => panic!("no version {year}"),
            }),
        };
        let (place, written, asked) = (row.get("place"), cell(row.get("written")), row.get("asked"));
        let found = matches(place, version, &written, Some(asked), &context);
        if found != yes(row.get("matches")) {
            wrong.push(format!("line {}: {place} {written} on {asked}: {found}", row.line));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// R1.46–R1.54.
#[test]
fn variables() {
    check_places(include_str!("../tables/variables.txt"), 50);
}

/// R1.67: what is base64.
#[test]
fn binaries() {
    check_places(include_str!("../tables/binaries.txt"), 12);
}

/// R1.70: what is compared with, and what without case.
#[test]
fn case() {
    check_places(include_str!("../tables/case.txt"), 24);
}
