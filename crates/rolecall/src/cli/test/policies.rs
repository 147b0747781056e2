//! The policies that a file names: its own, in files beside it or written out, and AWS's.
//!
//! All of them are read before any test runs, also those that no test uses: a policy that cannot be read is a mistake.

use super::members::{Fault, Faults, Members, Said};
use super::source::{self, BYTE_ORDER_MARK, MAX_POLICY_FILE, Source, position};
use super::tree::{Data, Member, Node, Syntax};
use crate::cli::offline::Document;
use rolecall_catalog::managed_policies::managed_policies;
use rolecall_policy::document::Effect;
use rolecall_policy::{Policy, PolicySource, kind};
use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

/// AWS's policies of organizations, which every level has at first (R7.10, R7.16): name, ARN, text.
const OF_ORGANIZATIONS: [(&str, &str, &str); 2] = [
    (
        "FullAWSAccess",
        "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
    ),
    (
        "RCPFullAWSAccess",
        "arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess",
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#,
    ),
];

/// A policy among [`NamedPolicies`].
#[derive(Debug, Clone, Copy)]
pub(super) struct PolicyRef(usize);

/// The policies of a file, and those of AWS as far as the file uses them.
#[derive(Debug, Default)]
pub(super) struct NamedPolicies<'n>(Vec<NamedPolicy<'n>>);

#[derive(Debug)]
struct NamedPolicy<'n> {
    name: &'n str,
    text: Cow<'n, str>,
    /// Only AWS's policies have one.
    arn: Option<&'static str>,
    /// What is known of a policy of one's own; AWS's are not held to coverage.
    written: Option<Written>,
}

/// A policy of one's own, as far as coverage asks.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) origin: Origin,
    pub(super) statements: Vec<WrittenStatement>,
}

/// Where a policy is written.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    /// A file of its own.
    File {
        /// As it is shown.
        shown: String,
        /// Whatever it was called.
        canonical: PathBuf,
    },
    /// The file with the tests, under this name.
    Inline { file: String, name: String },
}

impl Origin {
    /// Whether it is the same policy, whichever file with tests names it, and how.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File { canonical, .. }, Self::File { canonical: other, .. }) => canonical == other,
            (Self::Inline { file, name }, Self::Inline { file: other_file, name: other_name }) => {
                file == other_file && name == other_name
            }
            _ => false,
        }
    }
}

/// A statement of a policy.
#[derive(Debug, Clone)]
pub(super) struct WrittenStatement {
    pub(super) sid: Option<String>,
    pub(super) effect: Effect,
    /// Its line in the file where it is written, if it stands there as it is.
    pub(super) line: Option<usize>,
}

impl<'n> NamedPolicies<'n> {
    /// Reads the table `policies`.
    pub(super) fn read(members: &'n [Member<'_>], source: &'n Source, faults: &mut Faults) -> Self {
        let mut policies = Self::default();
        for Member { name, at, value } in members {
            if OF_ORGANIZATIONS.iter().any(|(known, ..)| known == name) {
                faults.add(*at, format!("`{name}` is AWS's own policy; call this one otherwise"));
                continue;
            }
            let Some(mut members) = Members::of(format!("[policies.{name}]"), *at, value, faults) else { continue };
            let file = members.text("file", faults);
            let document = members.take("document");
            let managed = members.text("managed", faults);
            members.finish(faults);
            let policy = match (file, document, managed) {
                (Some(file), None, None) => from_file(name, file, source, faults),
                (None, Some(document), None) => written_out(name, document, source, faults),
                (None, None, Some(arn)) => of_aws(name, arn, faults),
                _ => {
                    faults.add(*at, format!("[policies.{name}] must have one of file, document, managed"));
                    None
                }
            };
            // Where a faulty one is named, that is no second mistake.
            let nothing = || NamedPolicy { name, text: Cow::Borrowed(""), arn: None, written: None };
            policies.0.push(policy.unwrap_or_else(nothing));
        }
        policies
    }

    /// The policy of this name: the file's, or AWS's by its ARN.
    pub(super) fn find(&mut self, said: Said<'n>, faults: &mut Faults) -> Option<PolicyRef> {
        let is_it = |policy: &NamedPolicy<'_>| policy.name == said.text;
        if let Some(at) = self.0.iter().position(is_it) {
            return Some(PolicyRef(at));
        }
        let of_organizations = OF_ORGANIZATIONS.iter().find(|(name, ..)| *name == said.text);
        let policy = match of_organizations {
            Some((_, arn, text)) => {
                NamedPolicy { name: said.text, text: (*text).into(), arn: Some(arn), written: None }
            }
            None if said.text.starts_with("arn:") => of_aws(said.text, said, faults)?,
            None => {
                let known: Vec<&str> = self.0.iter().map(|policy| policy.name).collect();
                faults.add(said.at, unknown("policy", said.text, &known));
                return None;
            }
        };
        self.0.push(policy);
        Some(PolicyRef(self.0.len() - 1))
    }

    /// The policy's text, attached to `owner`.
    pub(super) fn document(&self, at: PolicyRef, owner: Option<&str>) -> Option<Document<'_>> {
        let policy = self.0.get(at.0)?;
        let name = policy.name.strip_prefix("arn:").and_then(|arn| arn.rsplit('/').next()).unwrap_or(policy.name);
        let source = PolicySource { arn: policy.arn.map(Into::into), name: name.into(), owner: owner.map(Into::into) };
        Some(Document { text: Cow::Borrowed(&policy.text), source: Arc::new(source) })
    }

    /// The policies of one's own, with their names.
    pub(super) fn written(&self) -> impl Iterator<Item = (&'n str, &Written)> {
        self.0.iter().filter_map(|policy| Some((policy.name, policy.written.as_ref()?)))
    }
}

/// What to say of a name that nothing has.
pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    match known {
        [] => format!("no {what} is named `{name}`; the file names none"),
        known => format!("no {what} is named `{name}`; there are {}", known.join(", ")),
    }
}

fn from_file<'n>(name: &'n str, file: Said<'n>, source: &Source, faults: &mut Faults) -> Option<NamedPolicy<'n>> {
    let path = source.beside(file.text);
    let shown = path.display().to_string();
    let text = match source::file(&path, MAX_POLICY_FILE) {
        Ok(text) => text,
        Err(error) => {
            faults.add(file.at, format!("cannot read {shown}: {error}"));
            return None;
        }
    };
    let canonical = path.canonicalize().unwrap_or(path);
    let place = |at| {
        let (line, column) = position(&text, at);
        (file.at, Some(format!("{shown}:{line}:{column}")))
    };
    if text.starts_with(BYTE_ORDER_MARK) {
        let (at, elsewhere) = place(0);
        let message = "the file begins with a byte order mark, which no policy does".to_owned();
        faults.0.push(Fault { at, elsewhere, message });
        return None;
    }
    let statements = statements(&text, |at| Some(position(&text, at).0), place, faults)?;
    let written = Some(Written { origin: Origin::File { shown, canonical }, statements });
    Some(NamedPolicy { name, text: text.into(), arn: None, written })
}

fn written_out<'n>(
    name: &'n str,
    node: &'n Node<'_>,
    source: &'n Source,
    faults: &mut Faults,
) -> Option<NamedPolicy<'n>> {
    let (text, statements): (Cow<'n, str>, _) = match &node.data {
        Data::Text(text) => {
            // Escapes may have moved the lines, so places are those of the policy's own text.
            let place = |at| {
                let ((in_file, column), (line, inner)) = (position(&source.text, node.start), position(text, at));
                let place = format!("{}:{in_file}:{column}: line {line}, column {inner} of the policy", source.name);
                (node.start, Some(place))
            };
            (Cow::Borrowed(&**text), statements(text, |_| None, place, faults)?)
        }
        Data::Table(_) if source.syntax == Syntax::Json => {
            let text = source.text.get(node.start..node.end).unwrap_or_default();
            let line = |at| Some(source.line(node.start + at));
            (text.into(), statements(text, line, |at| (node.start + at, None), faults)?)
        }
        Data::Table(_) => {
            let text = node.to_json();
            let statements = statements(&text, |_| None, |_| (node.start, None), faults)?;
            (text.into(), statements)
        }
        _ => {
            faults.add(node.start, format!("`document` must be a policy or its text, not {}", node.kind()));
            return None;
        }
    };
    let origin = Origin::Inline { file: source.name.clone(), name: name.to_owned() };
    Some(NamedPolicy { name, text, arn: None, written: Some(Written { origin, statements }) })
}

fn of_aws<'n>(name: &'n str, arn: Said<'_>, faults: &mut Faults) -> Option<NamedPolicy<'n>> {
    let of_organizations = OF_ORGANIZATIONS.iter().find(|(_, known, _)| *known == arn.text);
    let found = of_organizations
        .map(|(_, arn, text)| (*arn, *text))
        .or_else(|| managed_policies().get(arn.text).map(|policy| (policy.arn, policy.document)));
    if found.is_none() {
        faults.add(arn.at, format!("there is no AWS managed policy `{}`", arn.text));
    }
    let (arn, text) = found?;
    Some(NamedPolicy { name, text: text.into(), arn: Some(arn), written: None })
}

/// The statements of a policy; `None`, and all of it noted, if it cannot be read. Every kind of policy is read by the
/// same grammar.
fn statements(
    text: &str,
    line: impl Fn(usize) -> Option<usize>,
    place: impl Fn(usize) -> (usize, Option<String>),
    faults: &mut Faults,
) -> Option<Vec<WrittenStatement>> {
    match Policy::<kind::Identity>::parse(text) {
        Ok(policy) => {
            let written = policy.statements().iter().map(|statement| WrittenStatement {
                sid: statement.sid.as_ref().map(|sid| sid.value.to_string()),
                effect: statement.effect.value,
                line: line(statement.span.start as usize),
            });
            Some(written.collect())
        }
        Err(findings) => {
            let findings = findings.all().iter();
            faults.0.extend(findings.map(|finding| {
                let (at, elsewhere) = place(finding.span.start as usize);
                Fault { at, elsewhere, message: finding.detail.to_string() }
            }));
            None
        }
    }
}
