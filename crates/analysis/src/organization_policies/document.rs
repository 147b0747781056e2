//! The content of a declarative policy: a tree of settings with the operators that set them (R7.18).

use super::types::PolicyType;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use std::collections::BTreeMap;
use std::fmt;

/// How deeply settings may be nested. The deepest published syntax, a backup plan's, has nine levels; the bound keeps every
/// walk over a tree within the stack [choice].
pub(super) const MAX_DEPTH: usize = 32;

const CHILD_CONTROL: &str = "@@operators_allowed_for_child_policies";

/// A declarative policy, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Declarative {
    /// The outermost object.
    pub(super) root: Node,
}

/// One object of a policy: what it says of one setting, or settings below it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Node {
    /// `@@assign`.
    pub(super) assign: Option<Value>,
    /// `@@append`.
    pub(super) append: Vec<Value>,
    /// `@@remove`.
    pub(super) remove: Vec<Value>,
    /// `@@operators_allowed_for_child_policies`; `None` if it is absent.
    pub(super) allowed: Option<Operators>,
    /// The settings below.
    pub(super) children: BTreeMap<String, Node>,
}

/// Which value-setting operators are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operators {
    pub(super) assign: bool,
    pub(super) append: bool,
    pub(super) remove: bool,
}

impl Operators {
    pub(super) const ALL: Self = Self { assign: true, append: true, remove: true };
    const NONE: Self = Self { assign: false, append: false, remove: false };

    /// What both allow.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            assign: self.assign && other.assign,
            append: self.append && other.append,
            remove: self.remove && other.remove,
        }
    }

    /// Whether a child policy may add settings below the one that has these operators.
    pub(super) fn adds(self) -> bool {
        self.assign || self.append
    }

    fn read(value: &Value) -> Result<Self, String> {
        let names = value.as_array().filter(|names| !names.is_empty());
        let names = names.ok_or_else(|| format!("`{CHILD_CONTROL}` must be a list of operators"))?;
        let mut allowed = Self::NONE;
        for name in names {
            match name.as_str() {
                Some("@@all") => allowed = Self::ALL,
                Some("@@none") if names.len() == 1 => {}
                Some("@@assign") => allowed.assign = true,
                Some("@@append") => allowed.append = true,
                Some("@@remove") => allowed.remove = true,
                _ => return Err(format!("`{CHILD_CONTROL}` cannot hold {name}")),
            }
        }
        Ok(allowed)
    }
}

impl Declarative {
    /// Reads a content.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(policy_type: PolicyType, content: &str) -> Result<Self, String> {
        let top = policy_type.facts().top.ok_or("policies of this type are not declarative")?;
        let Json(value) = serde_json::from_str(content).map_err(|error| format!("it is not JSON: {error}"))?;
        let root = node(&value, MAX_DEPTH)?;
        let sets_itself = root.assign.is_some() || !root.append.is_empty() || !root.remove.is_empty();
        if sets_itself || root.allowed.is_some() || root.children.keys().ne([top]) {
            return Err(format!("the outermost object must have the one member `{top}`"));
        }
        let policy = Self { root };
        if policy_type == PolicyType::AiServicesOptOut {
            policy.check_opt_out()?;
        }
        if let Some(known) = known_members(policy_type) {
            let groups = policy.root.children.values().flat_map(|top| top.children.iter());
            for (group, name) in groups.flat_map(|(group, node)| node.children.keys().map(move |name| (group, name))) {
                if !known.contains(&&**name) {
                    return Err(format!("`{group}` cannot have `{name}`"));
                }
            }
        }
        Ok(policy)
    }

    /// `opt_out_policy` alone stands below a service, with `@@assign` alone, of two values (*AWS Organizations User Guide*,
    /// AI services opt-out policy syntax).
    fn check_opt_out(&self) -> Result<(), String> {
        let services = self.root.children.values().flat_map(|top| top.children.values());
        for setting in services.flat_map(|service| service.children.values()) {
            if !setting.append.is_empty() || !setting.remove.is_empty() || !setting.children.is_empty() {
                return Err("`opt_out_policy` supports only `@@assign`".to_owned());
            }
            if !matches!(setting.assign.as_ref().map(Value::as_str), None | Some(Some("optOut" | "optIn"))) {
                return Err("`opt_out_policy` is `optOut` or `optIn`".to_owned());
            }
        }
        Ok(())
    }
}

/// What may stand in the objects two levels below the outermost, for the types whose syntax is fixed that far (*AWS
/// Organizations User Guide*, syntax of each type).
fn known_members(policy_type: PolicyType) -> Option<&'static [&'static str]> {
    match policy_type {
        PolicyType::Tag => Some(&["tag_key", "tag_value", "enforced_for", "report_required_tag_for"]),
        PolicyType::AiServicesOptOut => Some(&["opt_out_policy"]),
        _ => None,
    }
}

/// Reads one object. `depth` is how many more levels there may be.
fn node(value: &Value, depth: usize) -> Result<Node, String> {
    let depth = depth.checked_sub(1).ok_or_else(|| format!("settings are nested more than {MAX_DEPTH} levels"))?;
    let members = value.as_object().ok_or("a value needs an operator such as `@@assign`")?;
    let mut read = Node::default();
    for (name, value) in members {
        match &**name {
            "@@assign" => read.assign = Some(assigned(value)?),
            "@@append" => read.append = values(name, value)?,
            "@@remove" => read.remove = values(name, value)?,
            CHILD_CONTROL => read.allowed = Some(Operators::read(value)?),
            name if name.starts_with("@@") => return Err(format!("there is no operator `{name}`")),
            "" => return Err("a setting has no name".to_owned()),
            name => {
                read.children.insert(name.to_owned(), node(value, depth)?);
            }
        }
    }
    let sets = ["@@assign", "@@append", "@@remove"].iter().any(|operator| members.contains_key(*operator));
    if sets && !read.children.is_empty() {
        return Err("an object can set a value or hold settings, not both".to_owned());
    }
    Ok(read)
}

fn assigned(value: &Value) -> Result<Value, String> {
    match value {
        Value::Array(_) => Ok(Value::Array(values("@@assign", value)?)),
        Value::String(_) | Value::Number(_) | Value::Bool(_) => Ok(value.clone()),
        Value::Null | Value::Object(_) => Err("`@@assign` takes a string, a number, a boolean or a list".to_owned()),
    }
}

/// `@@append` and `@@remove` are for settings of several values.
fn values(operator: &str, value: &Value) -> Result<Vec<Value>, String> {
    let plain = |value: &Value| matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_));
    let list = value.as_array().filter(|list| list.iter().all(plain));
    list.cloned().ok_or_else(|| format!("`{operator}` takes a list of plain values here"))
}

/// JSON in which no object has a member twice: which of the two is meant would be a guess.
struct Json(Value);

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Read).map(Self)
    }
}

struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Json(value)) = access.next_element()? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = serde_json::Map::new();
        while let Some((name, Json(value))) = access.next_entry::<String, Json>()? {
            if members.contains_key(&name) {
                return Err(de::Error::custom(format!("the member `{name}` appears twice in one object")));
            }
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}
