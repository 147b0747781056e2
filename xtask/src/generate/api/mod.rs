//! Rust shapes of services: inputs with their constraint checks, outputs, operation and error tables.

mod names;
mod patterns;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::archive;
use super::authorization;
use super::guard;
use super::model::{Model, Names, Operation, Paginators, Reference, Shape};
use super::sources::Sources;
use super::{Coverage, Files, Outcome};
use names::{field_name, upper_snake};

/// A service whose shapes are generated.
struct Api {
    /// The module, below `crates/catalog/src/api/`.
    module: &'static str,
    /// The prefix of its actions.
    prefix: &'static str,
    /// What the generated files call it.
    title: &'static str,
    /// Where its model is, below `botocore/data/`.
    model: &'static str,
    /// The operations that are generated; all where none is named.
    operations: &'static [&'static str],
    /// The root elements of responses that are XML documents, by operation. Models do not have them.
    roots: &'static [(&'static str, &'static str)],
}

impl Api {
    const fn new(module: &'static str, prefix: &'static str, title: &'static str, model: &'static str) -> Self {
        Self { module, prefix, title, model, operations: &[], roots: &[] }
    }
}

/// The services. Those of S3 and Access Analyzer do not ship: tests read the REST protocols by them.
const APIS: &[Api] = &[
    Api::new("iam", "iam", "IAM", "iam/2010-05-08"),
    Api::new("sts", "sts", "STS", "sts/2011-06-15"),
    Api::new("organizations", "organizations", "Organizations", "organizations/2016-11-28"),
    // What else the model has is about event data stores, channels, dashboards and the like, which are not served.
    Api {
        operations: &[
            "AddTags",
            "CreateTrail",
            "DeleteTrail",
            "DescribeTrails",
            "GetEventSelectors",
            "GetInsightSelectors",
            "GetTrail",
            "GetTrailStatus",
            "ListPublicKeys",
            "ListTags",
            "ListTrails",
            "LookupEvents",
            "PutEventSelectors",
            "RemoveTags",
            "StartLogging",
            "StopLogging",
            "UpdateTrail",
        ],
        ..Api::new("cloudtrail", "cloudtrail", "CloudTrail", "cloudtrail/2013-11-01")
    },
    Api::new("uxc", "uxc", "User Experience Customization", "uxc/2024-07-01"),
    Api {
        operations: &[
            "CreateAnalyzer",
            "CreateArchiveRule",
            "GetAnalyzer",
            "ListAnalyzers",
            "ListFindings",
            "UntagResource",
            "ValidatePolicy",
        ],
        ..Api::new("accessanalyzer", "access-analyzer", "Access Analyzer", "accessanalyzer/2019-11-01")
    },
    Api {
        operations: &["DeleteObjects", "GetBucketTagging", "GetObject", "PutBucketTagging", "PutObject"],
        roots: &[("DeleteObjects", "DeleteResult"), ("GetBucketTagging", "Tagging")],
        ..Api::new("s3", "s3", "S3", "s3/2006-03-01")
    },
];

/// The namespace of S3's documents, which its model has on single members only.
const S3_NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// Directories where nothing is written by hand, below `crates/catalog/src/api/`.
pub(crate) fn directories() -> impl Iterator<Item = String> {
    APIS.iter().flat_map(|api| [api.module.to_owned(), format!("{}/inputs", api.module)])
}

/// Operations whose access level does not tell whether they change what is stored, and whether they are read only.
const READ_ONLY_EXCEPTIONS: &[(&str, &str, bool)] = &[
    // Level Write or Permissions management: they hand out credentials or tokens, which the service does not store.
    ("sts", "AssumeRole", true),
    ("sts", "AssumeRoleWithSAML", true),
    ("sts", "AssumeRoleWithWebIdentity", true),
    ("sts", "AssumeRoot", true),
    ("sts", "GetFederationToken", true),
    ("sts", "GetWebIdentityToken", true),
    // Level Write: it only decodes what it is sent.
    ("sts", "DecodeAuthorizationMessage", true),
    // Level Read: they store a report, or the job that makes one.
    ("iam", "GenerateCredentialReport", false),
    ("iam", "GenerateOrganizationsAccessReport", false),
    ("iam", "GenerateServiceLastAccessedDetails", false),
];

/// Secrets the model does not mark as sensitive: kept out of `Debug` all the same.
const ALSO_REDACTED: &[&str] = &["SessionToken", "TokenCode", "AuthenticationCode1", "AuthenticationCode2"];

/// Shapes whose pattern is left to the handler, since the service answers with a sentence of its own (R4.6).
const CHECKED_BY_THE_HANDLER: &[&str] = &["pathType", "policyPathType"];

/// What files with structures import.
const STRUCTURE_USES: &str = "use std::collections::BTreeMap;\n\nuse jiff::Timestamp;\n\nuse \
                              crate::member::TimeFormat;\nuse crate::structure::{output, readable, writable};\nuse \
                              crate::validation::{Blob, Boolean, Instant, Structure};\n";

/// Every generated file of a kind has the same imports.
const IMPORTS_MAY_BE_UNUSED: &str =
    "#![allow(unused_imports, reason = \"every generated file of a kind has the same imports\")]";

/// Generates every service.
pub(crate) fn generate(sources: &Sources, files: &mut Files, coverage: &mut Coverage) -> Outcome<()> {
    let credit = sources.credit("botocore")?;
    for api in APIS {
        let path = format!("botocore/data/{}/service-2.json.gz", api.model);
        let json = archive::gunzip(&sources.file("botocore", &path)?)?;
        let mut model: Model = serde_json::from_slice(&json).map_err(|error| format!("{path}: {error}"))?;
        if api.operations.is_empty() {
            coverage.count(&format!("operations of {}", api.title), model.operations.len());
        } else {
            model.operations.retain(|name, _| api.operations.contains(&name.as_str()));
        }
        let path = format!("botocore/data/{}/paginators-1.json", api.model);
        let pages: Paginators =
            serde_json::from_slice(&sources.file("botocore", &path)?).map_err(|error| format!("{path}: {error}"))?;
        let reading = authorization::reading_actions(sources, api.prefix)?;
        Service::new(api, model, pages, &credit, reading)?
            .files(files)
            .map_err(|problem| format!("{}: {problem}", api.title))?;
    }
    Ok(())
}

/// No name or value of a shape is prose.
fn guard_names(model: &Model, name: &str) -> Outcome<()> {
    let shape = model.shape(name)?;
    guard::at_most("shape", name, 1)?;
    for (member, reference) in &shape.members {
        guard::at_most("member", member, 1)?;
        guard::at_most("name on the wire", reference.location_name.as_deref().unwrap_or_default(), 1)?;
    }
    for value in &shape.values {
        guard::fact("enum value", value)?;
    }
    if shape.exception {
        guard::at_most("error code", model.wire_error(name)?.0, 1)?;
    }
    Ok(())
}

struct Service<'a> {
    api: &'a Api,
    model: Model,
    pages: Paginators,
    credit: &'a str,
    /// The protocol, as a variant of the catalog's `Protocol`.
    protocol: &'static str,
    /// Names, in lower case, of actions of level List or Read.
    reading: BTreeSet<String>,
    /// Names of shapes that are read, and of shapes that are written.
    read: BTreeSet<String>,
    written: BTreeSet<String>,
    /// Shapes that are an operation's whole input or output.
    inputs: BTreeSet<String>,
    outputs: BTreeSet<String>,
    /// The name of the static for each distinct pattern.
    patterns: BTreeMap<String, String>,
}

impl<'a> Service<'a> {
    fn new(api: &'a Api, model: Model, pages: Paginators, credit: &'a str, reading: BTreeSet<String>) -> Outcome<Self> {
        let protocol = match model.metadata.protocol.as_str() {
            "query" => "Query",
            "json" => "Json",
            "rest-json" => "RestJson",
            "rest-xml" => "RestXml",
            other => return Err(format!("{} speaks {other}, which is not generated", api.title)),
        };
        let name_of = |reference: Option<&Reference>| reference.map(|found| found.shape.clone());
        let inputs: BTreeSet<String> = model.operations.values().filter_map(|o| name_of(o.input.as_ref())).collect();
        let outputs: BTreeSet<String> = model.operations.values().filter_map(|o| name_of(o.output.as_ref())).collect();
        let owned = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect();
        let read: BTreeSet<String> = owned(model.reachable(inputs.iter().map(String::as_str))?);
        let written: BTreeSet<String> = owned(model.reachable(outputs.iter().map(String::as_str))?);
        let mut patterns = BTreeMap::new();
        for name in read.iter().filter(|name| !CHECKED_BY_THE_HANDLER.contains(&name.as_str())) {
            if let Some(pattern) = &model.shape(name)?.pattern {
                patterns.entry(pattern.clone()).or_insert_with(|| format!("{}_PATTERN", upper_snake(name)));
            }
        }
        let errors = model.shapes.iter().filter(|(_, shape)| shape.exception).map(|(name, _)| name);
        for name in read.union(&written).chain(errors) {
            guard_names(&model, name)?;
        }
        Ok(Self { api, model, pages, credit, protocol, reading, read, written, inputs, outputs, patterns })
    }

    fn files(&self, files: &mut Files) -> Outcome<()> {
        let mut put = |name: &str, text: String| {
            files.insert(format!("crates/catalog/src/api/{}/{name}.rs", self.api.module), text.into_bytes());
        };
        let types = self.types()?;
        put("mod", self.module_file(types.contains("able! {")));
        put("shapes", self.shapes()?);
        put("types", types);
        let mut groups: BTreeMap<&str, String> = BTreeMap::new();
        for (name, operation) in &self.model.operations {
            let text = self.input(name, operation)?;
            groups.entry(input_group(name)).or_default().push_str(&text);
        }
        let mut modules = String::new();
        for (group, text) in groups {
            let _ = writeln!(modules, "mod {group};");
            let uses = "use crate::api::SERVICE::shapes::*;\nuse crate::api::SERVICE::types::*;\n"
                .replace("SERVICE", self.api.module);
            let header = self.header(&format!("Inputs of operations that {group}."));
            let body = format!("{header}{STRUCTURE_USES}{uses}\n{text}");
            put(&format!("inputs/{group}"), body);
        }
        let names = modules.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
        let uses: String = names.map(|name| format!("pub use {name}::*;\n")).collect();
        put(
            "inputs/mod",
            format!("{}{modules}\n{uses}", self.header("What callers send, one structure for each operation.")),
        );
        put("outputs", self.outputs_file()?);
        put("operations", self.operations()?);
        put("errors", self.errors()?);
        Ok(())
    }

    fn header(&self, story: &str) -> String {
        format!(
            "//! {story}\n//!\n//! Generated from {} (service model {} {}) by `cargo xtask generate`; do not edit.\n\n\
             {IMPORTS_MAY_BE_UNUSED}\n\n",
            self.credit, self.api.title, self.model.metadata.api_version
        )
    }

    fn module_file(&self, has_types: bool) -> String {
        let mut text = self.header(&format!("{}: inputs, outputs, operations, errors.", self.api.title));
        text.push_str("pub mod errors;\nmod inputs;\nmod operations;\nmod outputs;\npub mod shapes;\nmod types;\n\n");
        text.push_str("pub use inputs::*;\npub use operations::*;\npub use outputs::*;\n");
        text.push_str(if has_types { "pub use types::*;\n\n" } else { "\n" });
        let metadata = &self.model.metadata;
        let json = format!("application/x-amz-json-{}", metadata.json_version);
        let mut constant = |doc: &str, name: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(text, "/// {doc}\npub const {name}: &str = {};\n", literal(value));
            }
        };
        constant("The API version: in query requests, the value of `Version`.", "VERSION", &metadata.api_version);
        constant("Namespace of responses.", "NAMESPACE", &metadata.xml_namespace);
        constant("What stands before the operation in `X-Amz-Target`.", "TARGET_PREFIX", &metadata.target_prefix);
        constant("The content type.", "CONTENT_TYPE", if metadata.json_version.is_empty() { "" } else { &json });
        text
    }

    /// Statics for every constrained shape that is read.
    fn shapes(&self) -> Outcome<String> {
        let mut text = self.header("Constraints of the members that are read from requests.");
        text.push_str(
            "use super::types::*;\nuse crate::validation::{Blob, Boolean, Instant, Integer, List, Long, Map, Pattern, Structure, Text};\n\n",
        );
        for (source, name) in &self.patterns {
            let rust = patterns::translate(source)?;
            let _ = write!(
                text,
                "/// `{source}`\npub static {name}: Pattern = Pattern::new({}, {});\n\n",
                literal(source),
                literal(&rust)
            );
        }
        let _ = writeln!(text, "/// Every pattern, for tests.\npub static PATTERNS: &[&Pattern] = &[");
        for name in self.patterns.values() {
            let _ = writeln!(text, "&{name},");
        }
        text.push_str("];\n");
        for name in &self.read {
            let shape = self.model.shape(name)?;
            if matches!(shape.kind.as_str(), "structure" | "boolean" | "blob" | "timestamp") {
                continue;
            }
            let (kind, value) = self.descriptor(shape)?;
            let _ = writeln!(text, "\n/// `{name}`\npub static {}: {kind} = {value};", upper_snake(name));
        }
        Ok(text)
    }

    fn descriptor(&self, shape: &Shape) -> Outcome<(String, String)> {
        let most = |max: Option<i64>| max.map_or_else(|| "usize::MAX".to_owned(), |max| max.to_string());
        Ok(match shape.kind.as_str() {
            "string" => {
                let mut value = "Text::ANY".to_owned();
                if let Some(min) = shape.min {
                    let _ = write!(value, ".min({min})");
                }
                if let Some(max) = shape.max {
                    let _ = write!(value, ".max({max})");
                }
                if let Some(name) = shape.pattern.as_ref().and_then(|pattern| self.patterns.get(pattern)) {
                    let _ = write!(value, ".pattern(&{name})");
                }
                if !shape.values.is_empty() {
                    let values: Vec<String> = shape.values.iter().map(|value| literal(value)).collect();
                    let _ = write!(value, ".one_of(&[{}])", values.join(", "));
                }
                if shape.sensitive {
                    value.push_str(".sensitive()");
                }
                ("Text".to_owned(), value)
            }
            "integer" | "long" => {
                let (kind, bits) = if shape.kind == "long" { ("Long", "i64") } else { ("Integer", "i32") };
                let min = shape.min.map_or(format!("{bits}::MIN"), |bound| bound.to_string());
                let max = shape.max.map_or(format!("{bits}::MAX"), |bound| bound.to_string());
                (kind.to_owned(), format!("{kind} {{ min: {min}, max: {max} }}"))
            }
            "list" => {
                let member = inner(shape.member.as_ref())?;
                let (kind, value) = self.shape_reference(member)?;
                let min = shape.min.unwrap_or(0);
                let value = format!("List {{ member: &{value}, min: {min}, max: {} }}", most(shape.max));
                (format!("List<{kind}>"), value)
            }
            "map" => {
                let (_, key) = self.shape_reference(inner(shape.key.as_ref())?)?;
                let (kind, value) = self.shape_reference(inner(shape.value.as_ref())?)?;
                let (min, max) = (shape.min.unwrap_or(0), most(shape.max));
                let value = format!("Map {{ key: &{key}, value: &{value}, min: {min}, max: {max} }}");
                (format!("Map<{kind}>"), value)
            }
            other => return Err(format!("a shape of kind {other} cannot be read")),
        })
    }

    /// The descriptor's type, and an expression for it.
    fn shape_reference(&self, name: &str) -> Outcome<(String, String)> {
        let shape = self.model.shape(name)?;
        Ok(match shape.kind.as_str() {
            "structure" => {
                let kind = format!("Structure<{}>", self.type_name(name));
                (kind.clone(), kind.replacen('<', "::<", 1) + "::new()")
            }
            "boolean" => ("Boolean".to_owned(), "Boolean".to_owned()),
            "blob" => ("Blob".to_owned(), "Blob".to_owned()),
            "timestamp" => ("Instant".to_owned(), "Instant".to_owned()),
            _ => (self.descriptor(shape)?.0, upper_snake(name)),
        })
    }

    fn types(&self) -> Outcome<String> {
        let mut text = self.header("Structures nested in inputs and outputs.");
        let _ = writeln!(text, "{STRUCTURE_USES}use super::shapes::*;");
        let nested = self.read.union(&self.written).filter(|name| !self.inputs.contains(*name));
        for name in nested.filter(|name| !self.outputs.contains(*name)) {
            if self.model.shape(name)?.kind != "structure" {
                continue;
            }
            let macro_name = if self.read.contains(name) { "readable" } else { "writable" };
            text.push_str(&self.structure(macro_name, name, &format!("`{name}`."))?);
        }
        Ok(text)
    }

    fn input(&self, name: &str, operation: &Operation) -> Outcome<String> {
        let doc = format!("The input of `{name}`.");
        match &operation.input {
            Some(input) if ["Request", "Input"].iter().any(|end| input.shape == format!("{name}{end}")) => {
                self.structure("readable", &input.shape, &doc)
            }
            Some(input) => Err(format!("the input of {name} is called {}", input.shape)),
            None => Ok(format!("\nreadable! {{\n    /// {doc}\n    {name}Input {{}}\n}}\n")),
        }
    }

    fn outputs_file(&self) -> Outcome<String> {
        let mut text = self.header("What operations answer. Operations missing here answer nothing.");
        let _ = writeln!(text, "{STRUCTURE_USES}use super::types::*;");
        for name in &self.outputs {
            let short = output_stem(name);
            text.push_str(&self.structure("output", name, &format!("The output of `{short}`."))?);
        }
        Ok(text)
    }

    /// One structure in the words of the macros.
    fn structure(&self, macro_name: &str, name: &str, doc: &str) -> Outcome<String> {
        let shape = self.model.shape(name)?;
        let mut text = format!("\n{macro_name}! {{\n    /// {doc}\n    {} {{", self.type_name(name));
        for (member, reference) in &shape.members {
            let required = shape.required.contains(member);
            let plain = self.rust_type(&reference.shape)?;
            let kind = if required { plain } else { format!("Option<{plain}>") };
            let _ = write!(text, "\n        {}: {kind} = \"{member}\"", field_name(member));
            if macro_name == "readable" {
                let how = if required { "required" } else { "optional" };
                let _ = write!(text, " {how}({})", self.shape_reference(&reference.shape)?.1);
            }
            let words = self.words(shape, member, reference)?;
            if !words.is_empty() {
                let _ = write!(text, " [{}]", words.join(", "));
            }
            text.push(',');
        }
        text.push_str(if shape.members.is_empty() { "}\n}\n" } else { "\n    }\n}\n" });
        Ok(text)
    }

    /// What is not plain about a member, in the words of the catalog's `Member`.
    fn words(&self, owner: &Shape, member: &str, reference: &Reference) -> Outcome<Vec<String>> {
        let target = self.model.shape(&reference.shape)?;
        let is_document = matches!(target.kind.as_str(), "structure" | "list" | "map");
        // Names of list items, and lists without a level of their own, are matters of forms and XML.
        let has_items = matches!(self.protocol, "Query" | "RestXml") && reference.location.is_none();
        let item = target.member.as_ref().filter(|_| has_items).and_then(|item| item.location_name.as_deref());
        let flattened = target.flattened && has_items;
        let name = item.filter(|_| flattened).or(reference.location_name.as_deref()).unwrap_or(member);
        let mut words = Vec::new();
        match reference.location.as_deref() {
            None if owner.payload.as_deref() == Some(member) && is_document => {
                words.push(format!("payload(\"{name}\")"));
            }
            None if owner.payload.as_deref() == Some(member) => words.push("raw".to_owned()),
            None if name != member => words.push(format!("wire(\"{name}\")")),
            None => {}
            Some(location @ ("header" | "headers")) => words.push(format!("{location}(\"{name}\")")),
            Some("uri") => words.push(format!("label(\"{name}\")")),
            Some("querystring") if target.kind != "map" => words.push(format!("query(\"{name}\")")),
            Some("statusCode") => words.push("status".to_owned()),
            Some(other) => return Err(format!("{member} is in {other}, which is not generated")),
        }
        if flattened {
            words.push("flattened".to_owned());
        } else if let Some(item) = item.filter(|item| *item != "member") {
            words.push(format!("items(\"{item}\")"));
        }
        let halves = [&target.key, &target.value].into_iter().flatten();
        if has_items
            && (target.kind == "map" && flattened || halves.into_iter().any(|half| half.location_name.is_some()))
        {
            return Err(format!("{member} is a map with names of its own, which is not generated"));
        }
        if reference.xml_attribute {
            return Err(format!("{member} is an attribute, which is not generated"));
        }
        if self.is_sensitive(&reference.shape)? || ALSO_REDACTED.contains(&member) {
            words.push("sensitive".to_owned());
        }
        match reference.timestamp_format.as_deref().or(target.timestamp_format.as_deref()) {
            None => {}
            Some("iso8601") => words.push("time(TimeFormat::Iso)".to_owned()),
            Some("unixTimestamp") => words.push("time(TimeFormat::Seconds)".to_owned()),
            Some("rfc822") => words.push("time(TimeFormat::HttpDate)".to_owned()),
            Some(other) => return Err(format!("{member} is a time written as {other}, which is not generated")),
        }
        Ok(words)
    }

    /// Whether a shape is sensitive, or a list or map of sensitive values.
    fn is_sensitive(&self, name: &str) -> Outcome<bool> {
        let shape = self.model.shape(name)?;
        for inner in [&shape.member, &shape.value].into_iter().flatten() {
            if self.is_sensitive(&inner.shape)? {
                return Ok(true);
            }
        }
        Ok(shape.sensitive)
    }

    fn rust_type(&self, name: &str) -> Outcome<String> {
        let shape = self.model.shape(name)?;
        Ok(match shape.kind.as_str() {
            "string" => "String".to_owned(),
            "integer" => "i32".to_owned(),
            "long" => "i64".to_owned(),
            "boolean" => "bool".to_owned(),
            "timestamp" => "Timestamp".to_owned(),
            "blob" => "Vec<u8>".to_owned(),
            "structure" => self.type_name(name),
            "list" => format!("Vec<{}>", self.rust_type(inner(shape.member.as_ref())?)?),
            "map" => format!("BTreeMap<String, {}>", self.rust_type(inner(shape.value.as_ref())?)?),
            other => return Err(format!("no Rust type for a {other}")),
        })
    }

    fn type_name(&self, name: &str) -> String {
        if self.inputs.contains(name) {
            let stem = name.strip_suffix("Request").or_else(|| name.strip_suffix("Input"));
            return format!("{}Input", stem.unwrap_or(name));
        }
        if self.outputs.contains(name) {
            return format!("{}Output", output_stem(name));
        }
        let mut letters = name.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    }

    fn operations(&self) -> Outcome<String> {
        let mut text = self.header("The operations.");
        text.push_str("use super::errors::*;\nuse super::inputs::*;\nuse super::outputs::*;\n");
        text.push_str("use crate::operation::{NoOutput, Paginator};\nuse crate::rest::Http;\n");
        let _ = write!(text, "use crate::structure::operations;\n\noperations! {{\n    {};\n", self.protocol);
        for (name, operation) in &self.model.operations {
            if self.model.shapes.get(name).is_some_and(|shape| shape.kind == "structure") {
                return Err(format!("{name} is both an operation and a structure"));
            }
            let output = operation.output.as_ref().map_or("NoOutput".to_owned(), |found| self.type_name(&found.shape));
            let signed = operation.authtype.as_deref() != Some("none");
            let errors = operation.errors.iter().map(|error| self.error_name(&error.shape));
            let errors: Vec<String> = errors.collect::<Outcome<_>>()?;
            let _ = write!(
                text,
                "    {name}({name}Input) -> {output} {{\n        signed: {signed}, read_only: {}, errors: [{}]",
                self.is_read_only(name),
                errors.join(", ")
            );
            if matches!(self.protocol, "RestJson" | "RestXml") {
                let _ = write!(text, ",\n        http: {}", self.http(name, operation));
            }
            if let Some(pages) = self.pages(name)? {
                let _ = write!(text, ",\n        pages: {pages}");
            }
            text.push_str("\n    }\n");
        }
        text.push_str("}\n");
        Ok(text)
    }

    fn http(&self, name: &str, operation: &Operation) -> String {
        let http = &operation.http;
        let root = self.api.roots.iter().find(|(operation, _)| *operation == name);
        let root = root.map_or(("", ""), |(_, root)| (root, S3_NAMESPACE));
        let (method, uri, status) = (&http.method, &http.request_uri, http.response_code.unwrap_or(200));
        format!("Http {{ method: {method:?}, uri: {uri:?}, status: {status}, root: {root:?} }}")
    }

    /// How an operation is paged.
    fn pages(&self, operation: &str) -> Outcome<Option<String>> {
        let Some(pages) = self.pages.pagination.get(operation) else { return Ok(None) };
        let (Names::One(input), Names::One(output)) = (&pages.input_token, &pages.output_token) else {
            return Err(format!("{operation} is paged by several tokens, which is not generated"));
        };
        let results = pages.result_key.all();
        let (limit, more) = (&pages.limit_key, &pages.more_results);
        for name in [input, output].into_iter().chain(limit).chain(more).chain(results) {
            if !name.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
                return Err(format!("{operation} is paged by {name}, which is not a member"));
            }
        }
        Ok(Some(format!(
            "Paginator {{ input_token: {input:?}, output_token: {output:?}, limit: {limit:?}, more: {more:?}, results: \
             &{results:?} }}"
        )))
    }

    /// Whether the operation changes nothing that is stored. An operation without an action of its name changes.
    fn is_read_only(&self, operation: &str) -> bool {
        let exception =
            READ_ONLY_EXCEPTIONS.iter().find(|(module, name, _)| (*module, *name) == (self.api.module, operation));
        exception.map_or_else(|| self.reading.contains(&operation.to_lowercase()), |(_, _, read_only)| *read_only)
    }

    fn errors(&self) -> Outcome<String> {
        let mut text = self.header("Error shapes of the model: code and HTTP status of each.");
        text.push_str("use crate::structure::errors;\n\nerrors! {\n");
        let mut names = BTreeSet::new();
        for (shape, _) in self.model.shapes.iter().filter(|(_, shape)| shape.exception) {
            let name = self.error_name(shape)?;
            let (code, status) = self.model.wire_error(shape)?;
            let _ = writeln!(text, "    {name} = {}, {}, {status};", literal(shape), literal(code));
            if !names.insert(name) {
                return Err(format!("two errors of {} have the code {code}", self.api.module));
            }
        }
        text.push_str("}\n");
        Ok(text)
    }

    /// The constant of an error, named after its code.
    fn error_name(&self, shape: &str) -> Outcome<String> {
        let (code, _) = self.model.wire_error(shape)?;
        Ok(upper_snake(&code.replace('.', "_")))
    }
}

fn inner(reference: Option<&Reference>) -> Outcome<&str> {
    reference.map(|found| found.shape.as_str()).ok_or_else(|| "a list or map says nothing about its items".to_owned())
}

/// The name of an output without the word that says it is one.
fn output_stem(name: &str) -> &str {
    name.strip_suffix("Response").or_else(|| name.strip_suffix("Output")).unwrap_or(name)
}

/// Which file an operation's input goes to.
fn input_group(name: &str) -> &'static str {
    const GROUPS: &[(&str, &[&str])] = &[
        ("create", &["Create", "Add", "Attach", "Upload"]),
        ("delete", &["Delete", "Detach", "Remove", "Untag", "Deactivate", "Disable"]),
        ("read", &["Get", "List", "Simulate", "Generate", "Decode", "Describe", "Validate"]),
    ];
    let found = GROUPS.iter().find(|(_, verbs)| verbs.iter().any(|verb| name.starts_with(verb)));
    found.map_or("change", |(group, _)| group)
}

/// A Rust string literal, raw where it holds backslashes.
fn literal(text: &str) -> String {
    if text.contains('\\') { format!("r\"{text}\"") } else { format!("\"{text}\"") }
}
