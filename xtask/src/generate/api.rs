//! Rust shapes of the services we answer: inputs with their constraint checks, outputs, operation and error tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::archive;
use super::authorization;
use super::guard;
use super::model::{Model, Operation, Shape};
use super::sources::Sources;
use super::{Coverage, Files, Outcome};

/// The services, by module name (also the prefix of their actions), and where their models are.
const SERVICES: &[(&str, &str, &str)] = &[
    ("iam", "IAM", "botocore/data/iam/2010-05-08/service-2.json.gz"),
    ("sts", "STS", "botocore/data/sts/2011-06-15/service-2.json.gz"),
];

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

/// Patterns that need a look-ahead, which the `regex` crate does not have, and the same language without it.
/// The upper bound of the account alias is checked by its length constraint.
const REWRITTEN: &[(&str, &str)] =
    &[("^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", "[a-z0-9](?:-[a-z0-9](?:-?[a-z0-9])*|[a-z0-9](?:-?[a-z0-9])+)")];

/// Shapes whose pattern is left to the handler, since the service answers with a sentence of its own (R4.6).
const CHECKED_BY_THE_HANDLER: &[&str] = &["pathType", "policyPathType"];

/// Every generated file of a kind has the same imports.
const IMPORTS_MAY_BE_UNUSED: &str =
    "#![allow(unused_imports, reason = \"every generated file of a kind has the same imports\")]";

/// Generates every service.
pub(crate) fn generate(sources: &Sources, files: &mut Files, coverage: &mut Coverage) -> Outcome<()> {
    let credit = sources.credit("botocore")?;
    for (module, title, path) in SERVICES {
        let json = archive::gunzip(&sources.file("botocore", path)?)?;
        let model: Model = serde_json::from_slice(&json).map_err(|error| format!("{path}: {error}"))?;
        coverage.count(&format!("operations of {title}"), model.operations.len());
        guard_names(&model)?;
        let reading = authorization::reading_actions(sources, module)?;
        Service::new(model, module, title, &credit, reading)?.files(files)?;
    }
    Ok(())
}

/// No name or value of the model is prose.
fn guard_names(model: &Model) -> Outcome<()> {
    for (name, shape) in &model.shapes {
        guard::at_most("shape", name, 1)?;
        for (member, _) in &shape.members {
            guard::at_most("member", member, 1)?;
        }
        for value in &shape.values {
            guard::fact("enum value", value)?;
        }
        if shape.exception {
            guard::at_most("error code", model.wire_error(name)?.0, 1)?;
        }
    }
    Ok(())
}

struct Service<'a> {
    model: Model,
    module: &'a str,
    title: &'a str,
    credit: &'a str,
    /// Names, in lower case, of actions of level List or Read.
    reading: BTreeSet<String>,
    /// Names of shapes read from forms, and of shapes written as XML.
    read: BTreeSet<String>,
    written: BTreeSet<String>,
    /// Shapes that are an operation's whole input or output.
    inputs: BTreeSet<String>,
    outputs: BTreeSet<String>,
    /// The name of the static for each distinct pattern.
    patterns: BTreeMap<String, String>,
}

impl<'a> Service<'a> {
    fn new(model: Model, module: &'a str, title: &'a str, credit: &'a str, reading: BTreeSet<String>) -> Outcome<Self> {
        if model.metadata.protocol != "query" {
            return Err(format!("{module} speaks {}, only query is generated", model.metadata.protocol));
        }
        let name_of = |reference: Option<&super::model::Reference>| reference.map(|found| found.shape.clone());
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
        Ok(Self { model, module, title, credit, reading, read, written, inputs, outputs, patterns })
    }

    fn files(&self, files: &mut Files) -> Outcome<()> {
        let mut put = |name: &str, text: String| {
            files.insert(format!("crates/catalog/src/api/{}/{name}.rs", self.module), text.into_bytes());
        };
        put("mod", self.module_file());
        put("shapes", self.shapes()?);
        put("types", self.types()?);
        let mut groups: BTreeMap<&str, String> = BTreeMap::new();
        for (name, operation) in &self.model.operations {
            let text = self.input(name, operation)?;
            groups.entry(input_group(name)).or_default().push_str(&text);
        }
        let mut modules = String::new();
        for (group, text) in groups {
            let _ = writeln!(modules, "mod {group};");
            let uses = "use crate::api::SERVICE::shapes::*;\nuse crate::api::SERVICE::types::*;\n"
                .replace("SERVICE", self.module);
            let body = format!(
                "{}use \
             std::collections::BTreeMap;\n\nuse crate::structure::input;\nuse crate::validation::{{Blob, Boolean, Instant, Structure}};\n{uses}\n{text}",
                self.header(&format!("Inputs of operations that {group}."))
            );
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
            self.credit, self.title, self.model.metadata.api_version
        )
    }

    fn module_file(&self) -> String {
        let mut text = self.header(&format!("{}: inputs, outputs, operations, errors.", self.title));
        text.push_str("pub mod errors;\nmod inputs;\nmod operations;\nmod outputs;\npub mod shapes;\nmod types;\n\n");
        text.push_str("pub use inputs::*;\npub use operations::*;\npub use outputs::*;\npub use types::*;\n\n");
        let metadata = &self.model.metadata;
        let _ =
            write!(text, "/// The value of `Version`.\npub const VERSION: &str = \"{}\";\n\n", metadata.api_version);
        let _ =
            writeln!(text, "/// Namespace of responses.\npub const NAMESPACE: &str = \"{}\";", metadata.xml_namespace);
        text
    }

    /// Statics for every constrained shape that is read.
    fn shapes(&self) -> Outcome<String> {
        let mut text = self.header("Constraints of the members that are read from requests.");
        text.push_str(
            "use super::types::*;\nuse crate::validation::{Blob, Boolean, Instant, Integer, List, Map, Pattern, Structure, Text};\n\n",
        );
        for (source, name) in &self.patterns {
            let rust = translate(source)?;
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
            "integer" => {
                let bound = |bound: Option<i64>, default: &str| bound.map_or(default.to_owned(), |n| n.to_string());
                let (min, max) = (bound(shape.min, "i32::MIN"), bound(shape.max, "i32::MAX"));
                ("Integer".to_owned(), format!("Integer {{ min: {min}, max: {max} }}"))
            }
            "list" if !shape.flattened => {
                let member = inner(shape.member.as_ref())?;
                let (kind, value) = self.shape_reference(member)?;
                let min = shape.min.unwrap_or(0);
                let value = format!("List {{ member: &{value}, min: {min}, max: {} }}", most(shape.max));
                (format!("List<{kind}>"), value)
            }
            "map" if !shape.flattened => {
                let (_, key) = self.shape_reference(inner(shape.key.as_ref())?)?;
                let (kind, value) = self.shape_reference(inner(shape.value.as_ref())?)?;
                let value = format!("Map {{ key: &{key}, value: &{value}, max: {} }}", most(shape.max));
                (format!("Map<{kind}>"), value)
            }
            other => return Err(format!("a shape of kind {other} cannot be read from a form")),
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
        text.push_str(
            "use \
             std::collections::BTreeMap;\n\nuse jiff::Timestamp;\n\nuse super::shapes::*;\nuse \
             crate::structure::{exchanged, readable, writable};\nuse crate::validation::{Blob, Boolean, Instant, Structure};\n",
        );
        let nested = self.read.union(&self.written).filter(|name| !self.inputs.contains(*name));
        for name in nested.filter(|name| !self.outputs.contains(*name)) {
            if self.model.shape(name)?.kind != "structure" {
                continue;
            }
            let macro_name = match (self.read.contains(name), self.written.contains(name)) {
                (true, true) => "exchanged",
                (true, false) => "readable",
                _ => "writable",
            };
            text.push_str(&self.structure(macro_name, name, &format!("`{name}`."))?);
        }
        Ok(text)
    }

    fn input(&self, name: &str, operation: &Operation) -> Outcome<String> {
        let doc = format!("What `{name}` is told.");
        match &operation.input {
            Some(input) if input.shape == format!("{name}Request") => self.structure("input", &input.shape, &doc),
            Some(input) => Err(format!("the input of {name} is called {}", input.shape)),
            None => Ok(format!("\ninput! {{\n    /// {doc}\n    {name}Input {{}}\n}}\n")),
        }
    }

    fn outputs_file(&self) -> Outcome<String> {
        let mut text = self.header("What operations answer. Operations missing here answer nothing.");
        text.push_str(
            "use \
             std::collections::BTreeMap;\n\nuse jiff::Timestamp;\n\nuse super::types::*;\nuse \
             crate::structure::output;\n",
        );
        for name in &self.outputs {
            let short = name.strip_suffix("Response").unwrap_or(name);
            text.push_str(&self.structure("output", name, &format!("What `{short}` answers."))?);
        }
        Ok(text)
    }

    /// One structure in the words of the macros.
    fn structure(&self, macro_name: &str, name: &str, doc: &str) -> Outcome<String> {
        let shape = self.model.shape(name)?;
        let mut text = format!("\n{macro_name}! {{\n    /// {doc}\n    {} {{", self.type_name(name));
        for (wire, member) in &shape.members {
            let target = self.model.shape(&member.shape)?;
            let required = shape.required.contains(wire);
            let plain = self.rust_type(&member.shape)?;
            let kind = if required { plain } else { format!("Option<{plain}>") };
            let _ = write!(text, "\n        {}: {kind} = \"{wire}\"", field_name(wire));
            if macro_name != "output" && macro_name != "writable" {
                let how = if required { "required" } else { "optional" };
                let _ = write!(text, " {how}({})", self.shape_reference(&member.shape)?.1);
            }
            if target.sensitive || ALSO_REDACTED.contains(&wire.as_str()) {
                text.push_str(" [redacted]");
            }
            text.push(',');
        }
        text.push_str(if shape.members.is_empty() { "}\n}\n" } else { "\n    }\n}\n" });
        Ok(text)
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
            return format!("{}Input", name.strip_suffix("Request").unwrap_or(name));
        }
        if self.outputs.contains(name) {
            return format!("{}Output", name.strip_suffix("Response").unwrap_or(name));
        }
        let mut letters = name.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    }

    fn operations(&self) -> Outcome<String> {
        let mut text = self.header("The operations.");
        text.push_str(
            "use super::errors::*;\nuse super::inputs::*;\nuse super::outputs::*;\nuse crate::query::NoOutput;\n",
        );
        text.push_str("use crate::structure::operations;\n\noperations! {\n");
        for (name, operation) in &self.model.operations {
            if self.model.shapes.get(name).is_some_and(|shape| shape.kind == "structure") {
                return Err(format!("{name} is both an operation and a structure"));
            }
            let output = operation.output.as_ref().map_or("NoOutput".to_owned(), |found| self.type_name(&found.shape));
            let signed = operation.authtype.as_deref() != Some("none");
            let errors = operation.errors.iter().map(|error| self.error_name(&error.shape));
            let errors: Vec<String> = errors.collect::<Outcome<_>>()?;
            let _ = writeln!(
                text,
                "    {name}({name}Input) -> {output} {{ signed: {signed}, read_only: {}, errors: [{}] }}",
                self.is_read_only(name),
                errors.join(", ")
            );
        }
        text.push_str("}\n");
        Ok(text)
    }

    /// Whether the operation changes nothing that is stored. An operation without an action of its name changes.
    fn is_read_only(&self, operation: &str) -> bool {
        let exception =
            READ_ONLY_EXCEPTIONS.iter().find(|(module, name, _)| (*module, *name) == (self.module, operation));
        exception.map_or_else(|| self.reading.contains(&operation.to_lowercase()), |(_, _, read_only)| *read_only)
    }

    fn errors(&self) -> Outcome<String> {
        let mut text = self.header("Error shapes of the model: code and HTTP status of each.");
        text.push_str("use crate::query::ErrorShape;\nuse crate::structure::errors;\n\nerrors! {\n");
        let mut names = BTreeSet::new();
        for (shape, _) in self.model.shapes.iter().filter(|(_, shape)| shape.exception) {
            let name = self.error_name(shape)?;
            let (code, status) = self.model.wire_error(shape)?;
            let _ = writeln!(text, "    {name} = {}, {}, {status};", literal(shape), literal(code));
            if !names.insert(name) {
                return Err(format!("two errors of {} have the code {code}", self.module));
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

fn inner(reference: Option<&super::model::Reference>) -> Outcome<&str> {
    reference.map(|found| found.shape.as_str()).ok_or_else(|| "a list or map says nothing about its items".to_owned())
}

/// Which file an operation's input goes to.
fn input_group(name: &str) -> &'static str {
    const GROUPS: &[(&str, &[&str])] = &[
        ("create", &["Create", "Add", "Attach", "Upload"]),
        ("delete", &["Delete", "Detach", "Remove", "Untag", "Deactivate", "Disable"]),
        ("read", &["Get", "List", "Simulate", "Generate", "Decode"]),
    ];
    let found = GROUPS.iter().find(|(_, verbs)| verbs.iter().any(|verb| name.starts_with(verb)));
    found.map_or("change", |(group, _)| group)
}

/// A Rust string literal, raw where it holds backslashes.
fn literal(text: &str) -> String {
    if text.contains('\\') { format!("r\"{text}\"") } else { format!("\"{text}\"") }
}

/// A Java pattern in the dialect of the `regex` crate: `\w` and `\d` are ASCII in Java, and `\uXXXX` is one character.
fn translate(java: &str) -> Outcome<String> {
    if let Some((_, rewritten)) = REWRITTEN.iter().find(|(source, _)| *source == java) {
        return Ok((*rewritten).to_owned());
    }
    if java.contains("(?") {
        return Err(format!("{java} needs a rewriting by hand"));
    }
    let mut rust = String::new();
    let mut in_class = false;
    let mut characters = java.chars();
    while let Some(character) = characters.next() {
        match character {
            '[' => in_class = true,
            ']' => in_class = false,
            '\\' => {
                let escaped = characters.next().ok_or("a pattern ends in a backslash")?;
                let class = match escaped {
                    'w' => Some("A-Za-z0-9_"),
                    'd' => Some("0-9"),
                    _ => None,
                };
                match (class, in_class) {
                    (Some(class), true) => rust.push_str(class),
                    (Some(class), false) => rust.push_str(&format!("[{class}]")),
                    (None, _) if escaped == 'u' => {
                        let code: String = characters.by_ref().take(4).collect();
                        rust.push_str(&format!("\\x{{{code}}}"));
                    }
                    (None, _) => rust.extend(['\\', escaped]),
                }
                continue;
            }
            _ => {}
        }
        rust.push(character);
    }
    Ok(rust)
}

/// `SAMLProviderArn` is `SAML_PROVIDER_ARN`, `tagKeyType` is `TAG_KEY_TYPE`.
fn upper_snake(name: &str) -> String {
    snake(name).to_uppercase()
}

/// The field for a member; keywords become raw identifiers.
fn field_name(wire: &str) -> String {
    let name = snake(wire);
    if name == "type" { "r#type".to_owned() } else { name }
}

/// `SAMLProviderArn` is `saml_provider_arn`: a word starts at a capital after a small letter or digit, and at the last
/// capital of a run that small letters follow.
fn snake(name: &str) -> String {
    let name = name.replace("OpenID", "OpenId").replace("MFADevices", "MfaDevices").replace("IDs", "Ids");
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let starts_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() && *before != '_' || after.is_some_and(char::is_ascii_lowercase)
            });
        if starts_word {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}
