//! The policies that a file names: its own, in files beside it or written out, and AWS's.
//!
//! All of them are read before any test runs, also those that no test uses: a policy that cannot be read is a mistake.

use super::coverage::{PolicyCoverage, StatementCoverage};
use super::table::{Errors, FileError, Said, Table, start};
use super::value::{Json, Syntax, kind};
use super::world::{World, WorldPolicy};
use super::{BYTE_ORDER_MARK, PolicyFile, ReadPolicy, TestFile, position};
use crate::lint::facts::near::nearest;
use crate::scenario::Document;
use rolecall_catalog::managed_policies::managed_policies;
use rolecall_policy::document::json::{Data, Member, Value};
use rolecall_policy::explain::Position;
use rolecall_policy::kind::Identity;
use rolecall_policy::{Findings, Policy, PolicySource};
use std::borrow::Cow;
use std::path::PathBuf;
use std::rc::Rc;
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

/// The policies of a file.
#[derive(Debug)]
pub(super) struct NamedPolicies<'n> {
    policies: Vec<Rc<NamedPolicy<'n>>>,
    world: Option<&'n World>,
    errors: &'n Errors,
}

/// A policy by the name that the file gives it, or by AWS's.
#[derive(Debug)]
pub(super) struct NamedPolicy<'n> {
    name: &'n str,
    text: Cow<'n, str>,
    /// Only AWS's policies have one.
    arn: Option<&'static str>,
    /// The statements of a policy of one's own; AWS's are not held to coverage.
    statements: Option<PolicyCoverage>,
    /// Of a policy of the world: where it comes from.
    source: Option<&'n Arc<PolicySource>>,
}

impl<'n> NamedPolicy<'n> {
    /// A policy of the world.
    pub(super) fn of_world(policy: &'n WorldPolicy) -> Rc<Self> {
        let WorldPolicy { text, source } = policy;
        let text = Cow::Borrowed(&**text);
        Rc::new(Self { name: &source.name, text, arn: None, statements: None, source: Some(source) })
    }
}

impl NamedPolicy<'_> {
    /// The policy's text, attached to `owner`.
    pub(super) fn document(&self, owner: Option<&str>) -> Document<'_> {
        if let Some(source) = self.source {
            return Document { text: Cow::Borrowed(&self.text), source: Arc::clone(source) };
        }
        let name = self.name.strip_prefix("arn:").and_then(|arn| arn.rsplit('/').next()).unwrap_or(self.name);
        let source = PolicySource { arn: self.arn.map(Into::into), name: name.into(), owner: owner.map(Into::into) };
        Document { text: Cow::Borrowed(&self.text), source: Arc::new(source) }
    }
}

impl<'n> NamedPolicies<'n> {
    /// Reads the table `policies`.
    pub(super) fn read(
        members: &'n [Member],
        file: &'n TestFile,
        read_policy: ReadPolicy<'_>,
        world: Option<&'n World>,
        errors: &'n Errors,
    ) -> Self {
        let reader = Reader { file, read_policy, errors };
        let mut policies = Vec::new();
        for (name, at, table) in Table::each("policies", members, errors) {
            if OF_ORGANIZATIONS.iter().any(|(known, ..)| *known == name) {
                errors.add(at, format!("`{name}` is the name of an AWS policy; use another name"));
                continue;
            }
            let Some(mut table) = table() else { continue };
            let (file, document, managed) = (table.text("file"), table.take("document"), table.text("managed"));
            table.finish();
            let policy = match (file, document, managed) {
                (Some(file), None, None) => reader.in_file(name, file),
                (None, Some(document), None) => reader.written_out(name, document),
                (None, None, Some(arn)) => of_aws(name, arn, errors),
                _ => {
                    errors.add(at, format!("[policies.{name}] must have one of file, document, managed"));
                    None
                }
            };
            // Where a faulty one is named, that is no second mistake.
            let nothing = || NamedPolicy { name, text: "".into(), arn: None, statements: None, source: None };
            policies.push(Rc::new(policy.unwrap_or_else(nothing)));
        }
        Self { policies, world, errors }
    }

    /// The policy of this name: the file's, or the world's or AWS's by its ARN.
    pub(super) fn find(&self, said: Said<'n>) -> Option<Rc<NamedPolicy<'n>>> {
        if let Some(policy) = self.policies.iter().find(|policy| policy.name == said.text) {
            return Some(Rc::clone(policy));
        }
        if let Some(policy) = self.world.and_then(|world| world.policy(said.text)) {
            return Some(NamedPolicy::of_world(policy));
        }
        let of_organizations = OF_ORGANIZATIONS.iter().find(|(name, ..)| *name == said.text);
        let policy = match of_organizations {
            Some((_, arn, text)) => {
                NamedPolicy { name: said.text, text: (*text).into(), arn: Some(arn), statements: None, source: None }
            }
            None if said.text.starts_with("arn:") && !said.text.contains(":aws:policy/") && self.world.is_some() => {
                let message = format!("the data has no policy `{}`", said.text);
                let meant = self.world.and_then(|world| world.nearest_policy(said.text));
                self.errors.add(said.at, message + &meant.map(did_you_mean).unwrap_or_default());
                return None;
            }
            None if said.text.starts_with("arn:") => of_aws(said.text, said, self.errors)?,
            None => {
                self.errors.add(said.at, unknown("policy", said.text, self.policies.iter().map(|policy| policy.name)));
                return None;
            }
        };
        Some(Rc::new(policy))
    }

    /// The policies of these names.
    pub(super) fn find_all(&self, names: Vec<Said<'n>>) -> Vec<Rc<NamedPolicy<'n>>> {
        names.into_iter().filter_map(|said| self.find(said)).collect()
    }

    /// Whether a policy is of one's own: AWS's and the world's are not held to coverage.
    pub(super) fn has(&self, source: &PolicySource) -> bool {
        source.arn.is_none() && !self.world.is_some_and(|world| world.has_owner(source.owner.as_deref()))
    }

    /// The policies of one's own.
    pub(super) fn own(&self) -> impl Iterator<Item = &PolicyCoverage> {
        self.policies.iter().filter_map(|policy| policy.statements.as_ref())
    }
}

/// What to say of a name that nothing has.
pub(super) fn unknown<'k>(what: &str, name: &str, known: impl Iterator<Item = &'k str>) -> String {
    let known: Vec<&str> = known.collect();
    match (meant(name, known.iter().copied()), known.as_slice()) {
        (Some(meant), _) => format!("no {what} is named `{name}`{}", did_you_mean(meant)),
        (None, []) => format!("no {what} is named `{name}`; the file defines none"),
        (None, known) => format!("no {what} is named `{name}`; the file defines {}", known.join(", ")),
    }
}

/// The name that was probably meant. Of names of two letters nearly every other is near.
pub(super) fn meant<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if name.chars().count() > 2 { nearest(name, known) } else { None }
}

/// The end of a message about a name that nothing has.
pub(super) fn did_you_mean(name: &str) -> String {
    format!("; did you mean `{name}`?")
}

fn of_aws<'n>(name: &'n str, arn: Said<'_>, errors: &Errors) -> Option<NamedPolicy<'n>> {
    let of_organizations = OF_ORGANIZATIONS.iter().find(|(_, known, _)| *known == arn.text);
    let found = of_organizations
        .map(|(_, arn, text)| (*arn, *text))
        .or_else(|| managed_policies().get(arn.text).map(|policy| (policy.arn, policy.document)));
    let found = found.ok_or_else(|| format!("there is no AWS managed policy `{}`", arn.text));
    let (arn, text) = errors.note(arn.at, found)?;
    Some(NamedPolicy { name, text: text.into(), arn: Some(arn), statements: None, source: None })
}

struct Reader<'n, 'r> {
    file: &'n TestFile,
    read_policy: ReadPolicy<'r>,
    errors: &'n Errors,
}

impl<'n> Reader<'n, '_> {
    fn in_file(&self, name: &'n str, file: Said<'n>) -> Option<NamedPolicy<'n>> {
        let PolicyFile { shown, canonical, text } = (self.read_policy)(file.text);
        let text = self.errors.note(file.at, text.map_err(|error| format!("cannot read {shown}: {error}")))?;
        let mistake =
            |at, message| FileError { at: file.at, elsewhere: Some((shown.clone(), position(&text, at))), message };
        if text.starts_with(BYTE_ORDER_MARK) {
            self.errors
                .push(mistake(0, "the file begins with a byte order mark, which a policy must not have".to_owned()));
            return None;
        }
        let statements = self.statements(&text, |at| Some(position(&text, at).line), mistake)?;
        Some(self.own(name, text.into(), shown, Some(canonical), statements))
    }

    fn written_out(&self, name: &'n str, value: &'n Value) -> Option<NamedPolicy<'n>> {
        let begin = start(value);
        let (text, statements): (Cow<'n, str>, _) = match &value.data {
            Data::String(text) => {
                // Escapes may have moved the lines, so places are those of the policy's own text.
                let mistake = |at, message: String| {
                    let Position { line, column } = position(text, at);
                    FileError::new(begin, format!("line {line}, column {column} of the policy: {message}"))
                };
                ((&**text).into(), self.statements(text, |_| None, mistake)?)
            }
            Data::Object(_) if self.file.syntax == Syntax::Json => {
                let text = self.file.text.get(begin as usize..value.span.end as usize).unwrap_or_default();
                let line = |at| Some(position(&self.file.text, begin + at).line);
                (text.into(), self.statements(text, line, |at, message| FileError::new(begin + at, message))?)
            }
            Data::Object(_) => {
                // A tree can always be written.
                let text = serde_json::to_string_pretty(&Json(value)).unwrap_or_default();
                let statements = self.statements(&text, |_| None, |_, message| FileError::new(begin, message))?;
                (text.into(), statements)
            }
            _ => {
                self.errors.add(begin, format!("`document` must be a policy or its text, not {}", kind(value)));
                return None;
            }
        };
        Some(self.own(name, text, self.file.name.clone(), None, statements))
    }

    fn own(
        &self,
        name: &'n str,
        text: Cow<'n, str>,
        file: String,
        canonical: Option<PathBuf>,
        statements: Vec<StatementCoverage>,
    ) -> NamedPolicy<'n> {
        let statements =
            PolicyCoverage { name: name.to_owned(), file, inline: canonical.is_none(), canonical, statements };
        NamedPolicy { name, text, arn: None, statements: Some(statements), source: None }
    }

    /// The statements of a policy; `None`, and all of it noted, if it cannot be read. Every kind of policy is read by the
    /// same grammar.
    fn statements(
        &self,
        text: &str,
        line: impl Fn(u32) -> Option<u32>,
        mistake: impl Fn(u32, String) -> FileError,
    ) -> Option<Vec<StatementCoverage>> {
        let told = |findings: Findings| {
            for finding in findings.all() {
                self.errors.push(mistake(finding.span.start, finding.detail.to_string()));
            }
        };
        let policy = Policy::<Identity>::parse(text).map_err(told).ok()?;
        let statements = policy.statements().iter().enumerate().map(|(index, statement)| StatementCoverage {
            index,
            sid: statement.sid.as_ref().map(|sid| sid.value.to_string()),
            effect: statement.effect.value,
            line: line(statement.span.start),
            matched: 0,
        });
        Some(statements.collect())
    }
}
