//! The JSON schema of files with tests agrees with what the program reads.

use super::run;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn schema() -> Value {
    let run = run(Path::new("."), &["--schema"], "");
    assert_eq!((run.status, &*run.err), (0, ""));
    serde_json::from_str(&run.out).unwrap()
}

/// Whether a value is as a schema says. Knows the words that ours uses, and no others.
fn fits(root: &Value, schema: &Value, value: &Value) -> bool {
    let nothing = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&nothing);
    let all = |schemas: &Value| -> Vec<bool> {
        schemas.as_array().unwrap().iter().map(|schema| fits(root, schema, value)).collect()
    };
    schema.as_object().unwrap().iter().all(|(word, rule)| match word.as_str() {
        "$schema" | "title" | "description" | "$defs" => true,
        "$ref" => fits(root, root.pointer(rule.as_str().unwrap().trim_start_matches('#')).unwrap(), value),
        "type" => {
            let is = |kind: &Value| match kind.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "number" => value.is_number(),
                "boolean" => value.is_boolean(),
                other => panic!("{other}"),
            };
            rule.as_array().map_or_else(|| is(rule), |kinds| kinds.iter().any(is))
        }
        "enum" => rule.as_array().unwrap().contains(value),
        // The one pattern of ours: twelve digits.
        "pattern" => {
            value.as_str().is_none_or(|text| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()))
        }
        "required" => rule.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some()),
        "anyOf" => all(rule).contains(&true),
        "oneOf" => all(rule).iter().filter(|fits| **fits).count() == 1,
        "minItems" => value.as_array().is_none_or(|list| list.len() as u64 >= rule.as_u64().unwrap()),
        "items" => value.as_array().is_none_or(|list| list.iter().all(|value| fits(root, rule, value))),
        "properties" => {
            properties.iter().all(|(name, rule)| value.get(name).is_none_or(|value| fits(root, rule, value)))
        }
        "additionalProperties" => value.as_object().is_none_or(|members| {
            let others = members.iter().filter(|(name, _)| !properties.contains_key(*name));
            others.into_iter().all(|(_, value)| if rule.is_boolean() { *rule == true } else { fits(root, rule, value) })
        }),
        other => panic!("{other}"),
    })
}

fn example() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/access-tests/access-tests.toml");
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_example_fits_and_what_the_program_refuses_does_not() {
    let schema = schema();
    let example = example();
    assert!(fits(&schema, &schema, &example));
    for (place, value) in [
        ("/test", json!(1)),
        ("/test/0/may", json!(1)),
        ("/test/0/on", json!({})),
        ("/test/1/because", json!("nobody")),
        ("/test/2/explicit", json!("yes")),
        ("/test/2/when", json!({ "aws:SecureTransport": null })),
        ("/test/3/who/2", json!({ "service": "a.amazonaws.com", "x": 1 })),
        ("/policies/dev", json!({})),
        ("/policies/dev", json!({ "file": "a", "managed": "b" })),
        ("/principals/dev", json!({ "identity": "dev" })),
        ("/organization/management_account", json!("12345")),
        ("/organization/levels/root", json!({ "scps": [] })),
        ("/resources/reports", json!({ "account": "222222222222" })),
    ] {
        let mut wrong = example.clone();
        *wrong.pointer_mut(place).unwrap() = value;
        assert!(!fits(&schema, &schema, &wrong), "{place}");
    }
    let groups = json!({ "group": [{ "who": "dev", "context": { "aws:SecureTransport": true }, "test": [
        { "only": "s3:GetObject", "among": "s3:*", "on": "data/a", "elsewhere": ["data/b/*"] } ] }] });
    assert!(fits(&schema, &schema, &groups));
    let role = json!({ "role": "reader", "session_name": "ci", "external_id": "x7", "mfa": true, "tags": { "team": "red" },
        "transitive": "team", "source_identity": "ana", "session": [], "when": {}, "without": [] });
    let via = json!({ "test": [{ "who": "dev", "via": ["reader", role], "may_not": "s3:GetObject", "on": "data/a",
        "stops_at": "reader" }] });
    assert!(fits(&schema, &schema, &via));
    for (place, value) in [
        ("/test/0/via/1/role", json!(1)),
        ("/test/0/via/1/mfa", json!("yes")),
        ("/test/0/via/1/tags/team", json!(["a", "b"])),
        ("/test/0/via", json!([{ "session_name": "ci" }])),
        ("/test/0/stops_at", json!(1)),
    ] {
        let mut wrong = via.clone();
        *wrong.pointer_mut(place).unwrap() = value;
        assert!(!fits(&schema, &schema, &wrong), "{place}");
    }
    assert!(!fits(&schema, &schema, &json!({ "policies": {} })));
    assert!(!fits(&schema, &schema, &json!({ "group": [{ "test": [] }] })));
}

/// Every table has the members in the schema that the program knows.
#[test]
fn the_schema_has_every_member() {
    let schema = schema();
    let unknown = "x = 1\n[policies.a]\nx = 1\n[principals.a]\nx = 1\n[organization]\nx = 1\n[organization.levels.a]\nx = 1\n[resources.a]\nx = 1\n[[test]]\nx = 1\nvia = [{ x = 1 }]\n[[group]]\nx = 1\n";
    let told = run(Path::new("."), &["-"], unknown).err;
    let tables = [
        ("the file", "/properties"),
        ("[policies.a]", "/$defs/policy/properties"),
        ("[principals.a]", "/$defs/principal/properties"),
        ("[organization]", "/$defs/organization/properties"),
        ("[organization.levels.a]", "/$defs/level/properties"),
        ("[resources.a]", "/$defs/resource/properties"),
        ("[[test]]", "/$defs/test/properties"),
        ("a role of `via`", "/$defs/assumed/properties"),
        ("[[group]]", "/$defs/group/properties"),
    ];
    for (what, place) in tables {
        let start = format!(": {what} has no member `x`; the members are ");
        let known = told.lines().find_map(|line| Some(line.split_once(&*start)?.1)).unwrap_or_else(|| panic!("{what}"));
        let known: BTreeSet<&str> = known.split(", ").collect();
        let members = schema.pointer(place).and_then(Value::as_object).unwrap();
        assert_eq!(members.keys().map(String::as_str).collect::<BTreeSet<_>>(), known, "{what}");
    }
}
