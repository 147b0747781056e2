//! The worked decisions T1–T140 and S1–S8 (R2, sections 2.5 and 2.6), which `rolecall eval` reads from a table: written as
//! access tests, each with everything about it, they pass; with the opposite expected, they fail.

use super::{folder, run};
use serde_json::{Map, Value, json};

/// The account that the case's resource belongs to; of one that nobody owns, the one of the worked decisions.
fn owner(request: &Value) -> Option<String> {
    let of_arn = |arn: &Value| {
        let account = arn.as_str()?.split(':').nth(4)?;
        (account.len() == 12).then(|| account.to_owned())
    };
    let stated = request.get("resource_account").and_then(|account| account.as_str().map(str::to_owned));
    stated
        .or_else(|| of_arn(&request["resource"]))
        .or_else(|| of_arn(&request["principal"]))
        .or_else(|| Some("111111111111".to_owned()))
}

/// The organization's tree: both kinds of policies along one path, or along two that part below the root.
fn levels(scp: Option<&Vec<Value>>, rcp: Option<&Vec<Value>>, caller: Option<&str>, owner: Option<&str>) -> Value {
    fn accounts(account: Option<&str>) -> Vec<&str> {
        account.into_iter().collect()
    }
    let mut levels = Map::new();
    let mut add = |name: &str, within: Option<&str>, scp: Option<&Value>, rcp: Option<&Value>, accounts: Vec<&str>| {
        let mut level = Map::new();
        let mut put = |name: &str, value: Value| level.insert(name.to_owned(), value);
        within.map(|within| put("within", within.into()));
        scp.map(|scp| put("scp", scp.clone()));
        rcp.map(|rcp| put("rcp", rcp.clone()));
        put("accounts", accounts.into());
        levels.insert(name.to_owned(), level.into());
    };
    match (scp, rcp) {
        (Some(scp), Some(rcp)) => {
            assert_eq!((scp.len(), rcp.len()), (2, 2), "the tree is made for two levels");
            add("root", None, scp.first(), rcp.first(), vec![]);
            if caller == owner {
                add("below", Some("root"), scp.last(), rcp.last(), accounts(caller));
            } else {
                add("caller", Some("root"), scp.last(), Some(&json!("RCPFullAWSAccess")), accounts(caller));
                add("owner", Some("root"), Some(&json!("FullAWSAccess")), rcp.last(), accounts(owner));
            }
        }
        (one, other) => {
            let all = one.or(other).map(Vec::as_slice).unwrap_or_default();
            let account = if one.is_some() { caller } else { owner };
            for (at, policies) in all.iter().enumerate() {
                let above = at.checked_sub(1).map(|above| format!("level {above}"));
                let (scp, rcp) = if one.is_some() { (Some(policies), None) } else { (None, Some(policies)) };
                let here = if at + 1 == all.len() { accounts(account) } else { vec![] };
                add(&format!("level {at}"), above.as_deref(), scp, rcp, here);
            }
        }
    }
    levels.into()
}

/// A case as an access test; `met`: with the expectation of the case, else with the opposite.
fn access_test(case: &Value, met: bool) -> Value {
    let request = &case["request"];
    let of_case = |name: &str| request.get(name).or_else(|| case.get(name));
    let mut policies = Map::new();
    // Replaces documents by names, however deep they stand in lists.
    fn name(value: &Value, policies: &mut Map<String, Value>) -> Value {
        match value {
            Value::Array(list) => list.iter().map(|value| name(value, policies)).collect(),
            document => {
                let name = format!("policy {}", policies.len());
                policies.insert(name.clone(), json!({ "document": document }));
                name.into()
            }
        }
    }
    let mut layer = |layer: &str| case["policies"].get(layer).map(|value| name(value, &mut policies));
    let (identity, boundary, session) = (layer("identity"), layer("boundary"), layer("session"));
    let (own, endpoint, scp, rcp) = (layer("resource"), layer("endpoint"), layer("scp"), layer("rcp"));

    let mut principal = Map::new();
    let who = &request["principal"];
    match who {
        Value::Object(named) => principal.extend(named.clone()),
        arn => drop(principal.insert("arn".to_owned(), arn.clone())),
    }
    for (name, value) in [("identity", identity), ("boundary", boundary), ("session", session)] {
        value.map(|value| principal.insert(name.to_owned(), value));
    }
    for name in ["role_arn", "issuer", "service_linked"] {
        of_case(name).map(|value| principal.insert(name.to_owned(), value.clone()));
    }
    let caller = who.as_str().and_then(|arn| arn.split(':').nth(4)).map(str::to_owned);
    let owner = owner(request);

    let mut resource = Map::from_iter([("arn".to_owned(), request["resource"].clone())]);
    // An ARN that names the account needs no other word.
    let bucket = request["resource"].as_str().unwrap().starts_with("arn:aws:s3:::");
    let stated = of_case("resource_account").cloned().or_else(|| owner.clone().filter(|_| bucket).map(Value::from));
    stated.map(|account| resource.insert("account".to_owned(), account));
    own.map(|own| resource.insert("policy".to_owned(), own));
    if let Some(s3) = of_case("s3") {
        s3.get("object_owner").map(|owner| resource.insert("object_owner".to_owned(), owner.clone()));
        let restricts = s3.pointer("/block_public_access/RestrictPublicBuckets");
        restricts.map(|restricts| resource.insert("restrict_public_buckets".to_owned(), restricts.clone()));
    }

    let empty = Map::new();
    let context = request.get("context").and_then(Value::as_object).unwrap_or(&empty);
    let (without, when): (Map<_, _>, Map<_, _>) = context.clone().into_iter().partition(|(_, value)| value.is_null());
    let without: Vec<String> = without.into_iter().map(|(key, _)| key).collect();
    let mut unlisted: Vec<Value> = context.keys().map(|key| key.as_str().into()).collect();
    unlisted.push(request["action"].clone());

    let mut test = Map::new();
    let anonymous = *who == json!("anonymous");
    test.insert("who".to_owned(), if anonymous { "anonymous" } else { "caller" }.into());
    test.insert("on".to_owned(), if request["resource"] == "*" { "*" } else { "resource" }.into());
    test.insert("when".to_owned(), when.into());
    test.insert("without".to_owned(), without.into());
    endpoint.map(|endpoint| test.insert("endpoint".to_owned(), endpoint));
    let allowed = (case["expect"] == "Allowed") == met;
    test.insert(if allowed { "may" } else { "may_not" }.to_owned(), request["action"].clone());
    if met && !allowed {
        test.insert("explicit".to_owned(), (case["expect"] == "ExplicitlyDenied").into());
    }

    let mut organization = Map::new();
    let list = |value: &Option<Value>| value.as_ref().and_then(Value::as_array).cloned();
    let (scp, rcp) = (list(&scp), list(&rcp));
    organization.insert("levels".to_owned(), levels(scp.as_ref(), rcp.as_ref(), caller.as_deref(), owner.as_deref()));
    match of_case("management_account") {
        Some(Value::Bool(true)) => drop(organization.insert("management_account".to_owned(), caller.into())),
        Some(account) => drop(organization.insert("management_account".to_owned(), account.clone())),
        None => {}
    }
    json!({
        "unlisted": unlisted,
        "policies": policies,
        "principals": if anonymous { json!({}) } else { json!({ "caller": principal }) },
        "organization": organization,
        "resources": if request["resource"] == "*" { json!({}) } else { json!({ "resource": resource }) },
        "test": [test],
    })
}

/// Also that every case comes out otherwise with the opposite expectation: none of them passes whatever is decided.
#[test]
fn the_worked_decisions_pass_as_access_tests() {
    let cases = include_str!("../../tables/eval.jsonl").lines().filter(|line| line.starts_with('{'));
    let cases: Vec<Value> = cases.map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(cases.len() > 160, "{} cases", cases.len());
    for met in [true, false] {
        let names: Vec<String> = (0..cases.len()).map(|at| format!("{at:03}.json")).collect();
        let texts: Vec<String> = cases.iter().map(|case| format!("{:#}", access_test(case, met))).collect();
        let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
        let mut arguments = vec!["--format", "json"];
        arguments.extend(names.iter().map(String::as_str));
        let run = run(folder(&files).path(), &arguments, "");
        assert_eq!((run.status, &*run.err), (if met { 0 } else { 1 }, ""));
        let report: Value = serde_json::from_str(&run.out).unwrap();
        let reports = report["files"].as_array().unwrap();
        assert_eq!(reports.len(), cases.len());
        for ((case, text), report) in cases.iter().zip(&texts).zip(reports) {
            let check = &report["tests"][0]["checks"][0];
            assert_eq!(check["passed"], met, "{}: {text}\n{check:#}", case["id"]);
            assert_eq!(check["decision"], case["expect"], "{}: {text}\n{check:#}", case["id"]);
        }
    }
}
