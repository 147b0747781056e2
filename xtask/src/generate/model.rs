//! A service model as the SDK packages carry it: only the parts that are facts. Documentation is never read.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Outcome;

/// The model of one service.
#[derive(Debug, Deserialize)]
pub(crate) struct Model {
    /// Protocol, version, namespace.
    pub(crate) metadata: Metadata,
    /// By name.
    pub(crate) operations: BTreeMap<String, Operation>,
    /// By name.
    pub(crate) shapes: BTreeMap<String, Shape>,
}

/// What the model says about the service as a whole.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Metadata {
    /// Such as `2010-05-08`.
    pub(crate) api_version: String,
    /// Such as `query`.
    pub(crate) protocol: String,
    /// Namespace of the responses, in XML.
    #[serde(default)]
    pub(crate) xml_namespace: String,
    /// What stands before the operation in `X-Amz-Target`, in JSON.
    #[serde(default)]
    pub(crate) target_prefix: String,
    /// Such as `1.1`, in JSON.
    #[serde(default)]
    pub(crate) json_version: String,
}

/// One operation.
#[derive(Debug, Deserialize)]
pub(crate) struct Operation {
    /// Its input, if it has one.
    pub(crate) input: Option<Reference>,
    /// Its output, if it has one.
    pub(crate) output: Option<Reference>,
    /// Errors of its own.
    #[serde(default)]
    pub(crate) errors: Vec<Reference>,
    /// How it is called.
    pub(crate) http: Http,
    /// `none` for operations that are not signed.
    pub(crate) authtype: Option<String>,
}

/// How an operation is called over HTTP.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Http {
    /// Such as `PUT`.
    pub(crate) method: String,
    /// The path with its labels.
    pub(crate) request_uri: String,
    /// The status of success.
    pub(crate) response_code: Option<u16>,
}

/// A mention of a shape.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reference {
    /// The shape's name.
    pub(crate) shape: String,
    /// `header`, `uri`, …, if it is not in the body.
    pub(crate) location: Option<String>,
    /// Its name there.
    pub(crate) location_name: Option<String>,
    /// How a time is written.
    pub(crate) timestamp_format: Option<String>,
    /// An attribute, not an element.
    #[serde(default)]
    pub(crate) xml_attribute: bool,
}

/// One shape. `members` keeps the model's order.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shape {
    /// `string`, `structure`, `list`, …
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Of a structure.
    #[serde(default, deserialize_with = "in_order")]
    pub(crate) members: Vec<(String, Reference)>,
    /// Of a structure.
    #[serde(default)]
    pub(crate) required: BTreeSet<String>,
    /// The member of a structure that is the body.
    pub(crate) payload: Option<String>,
    /// How a time is written.
    pub(crate) timestamp_format: Option<String>,
    /// Of a list.
    pub(crate) member: Option<Reference>,
    /// Of a map.
    pub(crate) key: Option<Reference>,
    /// Of a map.
    pub(crate) value: Option<Reference>,
    /// Least length or value.
    pub(crate) min: Option<i64>,
    /// Greatest length or value.
    pub(crate) max: Option<i64>,
    /// In Java's dialect.
    pub(crate) pattern: Option<String>,
    /// Allowed values.
    #[serde(rename = "enum", default)]
    pub(crate) values: Vec<String>,
    /// Not to be shown.
    #[serde(default)]
    pub(crate) sensitive: bool,
    /// Without the `member` level on the wire.
    #[serde(default)]
    pub(crate) flattened: bool,
    /// Whether the structure is an error.
    #[serde(default)]
    pub(crate) exception: bool,
    /// Whether the error is the service's fault.
    #[serde(default)]
    pub(crate) fault: bool,
    /// How the error looks on the wire.
    pub(crate) error: Option<WireError>,
}

/// How an error looks on the wire.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireError {
    /// The code, where it is not the shape's name.
    pub(crate) code: Option<String>,
    /// HTTP status.
    pub(crate) http_status_code: Option<u16>,
}

impl Model {
    /// The shape called `name`.
    pub(crate) fn shape(&self, name: &str) -> Outcome<&Shape> {
        self.shapes.get(name).ok_or_else(|| format!("no shape called {name}"))
    }

    /// Code and HTTP status of an error. Where the model leaves them out, the code is the shape's name, and the status
    /// is 500 for the service's fault and 400 for the caller's.
    pub(crate) fn wire_error<'m>(&'m self, name: &'m str) -> Outcome<(&'m str, u16)> {
        let shape = self.shape(name)?;
        let code = shape.error.as_ref().and_then(|error| error.code.as_deref()).unwrap_or(name);
        let status = shape.error.as_ref().and_then(|error| error.http_status_code);
        Ok((code, status.unwrap_or(if shape.fault { 500 } else { 400 })))
    }

    /// Names of all shapes below those in `roots`, themselves included.
    pub(crate) fn reachable<'m>(&'m self, roots: impl Iterator<Item = &'m str>) -> Outcome<BTreeSet<&'m str>> {
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<&str> = roots.collect();
        while let Some(name) = waiting.pop() {
            if seen.insert(name) {
                let shape = self.shape(name)?;
                waiting.extend(shape.members.iter().map(|(_, member)| member.shape.as_str()));
                let inner = [&shape.member, &shape.key, &shape.value];
                waiting.extend(inner.into_iter().flatten().map(|reference| reference.shape.as_str()));
            }
        }
        Ok(seen)
    }
}

/// How operations are paged.
#[derive(Debug, Deserialize)]
pub(crate) struct Paginators {
    /// By operation.
    pub(crate) pagination: BTreeMap<String, Pages>,
}

/// How one operation is paged.
#[derive(Debug, Deserialize)]
pub(crate) struct Pages {
    /// Member of the input.
    pub(crate) input_token: Names,
    /// Member of the output.
    pub(crate) output_token: Names,
    /// Member of the input.
    pub(crate) limit_key: Option<String>,
    /// Member of the output.
    pub(crate) more_results: Option<String>,
    /// Members of the output.
    pub(crate) result_key: Names,
}

/// One name or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Names {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Names {
    /// All of them.
    pub(crate) fn all(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names,
        }
    }
}

/// Reads a JSON object as pairs in the order of the text.
fn in_order<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, Reference)>, D::Error> {
    struct Pairs;
    impl<'de> serde::de::Visitor<'de> for Pairs {
        type Value = Vec<(String, Reference)>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }
    deserializer.deserialize_map(Pairs)
}
