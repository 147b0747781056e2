//! Policies inside other JSON: what the AWS CLI prints, Terraform's plans, CloudFormation's templates.
//!
//! No form is known by its name. The whole text is looked through for what has the shape of a policy: an object, or a string
//! that holds one as JSON, or as JSON that is percent-encoded, as IAM's API answers it. Each is examined by itself, and each
//! place of its text leads back to the place in the file.

mod decode;
mod templates;

use super::subject::members;
use super::{Finding, Kind, looks_like_policy};
use crate::uri::percent_encoded;
use rolecall_policy::Span;
use rolecall_policy::document::json::{self, Data, Member, Value, quote};
use templates::{filled, has_blanks};

/// A policy inside another text.
#[derive(Debug)]
pub struct Embedded {
    /// Where it is, by names: `Resources.Role.Properties.Policies[read].PolicyDocument`. Items of lists have the name that
    /// they give themselves, so that it stays when others come or go.
    pub path: String,
    /// What its place says that it is.
    pub kind: Option<Kind>,
    /// The policy.
    pub text: String,
    /// Where each byte of the policy comes from, and the end.
    origins: Vec<u32>,
    written: Written,
    /// Statements in which a value is only known when the template is used.
    open_statements: Vec<Span>,
}

/// How the policy is written in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    AsItIs,
    InString,
    PercentEncoded,
}

/// The findings that need nothing but an action's name.
const OF_NAMES_OF_ACTIONS: [&str; 5] = [
    "ACTION_MATCHES_NOTHING",
    "INVALID_ACTION",
    "INVALID_ACTION_FORMAT",
    "INVALID_SERVICE_IN_ACTION",
    "REDUNDANT_ACTION",
];

impl Embedded {
    /// Whether the finding holds whatever the template is filled with. In a statement with a value that is not known, only
    /// names of actions are sure.
    #[must_use]
    pub fn holds(&self, finding: &Finding) -> bool {
        let is_open = |span: &Span| span.start <= finding.span.start && finding.span.start < span.end;
        if self.open_statements.is_empty() {
            return true;
        }
        if self.open_statements.iter().any(is_open) {
            return OF_NAMES_OF_ACTIONS.contains(&finding.code) && !self.is_blank(finding.span);
        }
        !finding.code.starts_with("POLICY_SIZE")
    }

    /// How many statements are examined only in part.
    #[must_use]
    pub fn open_statements(&self) -> usize {
        self.open_statements.len()
    }

    /// The finding with the places that it has in the file.
    #[must_use]
    pub fn in_file(&self, mut finding: Finding) -> Finding {
        finding.span = self.origin(finding.span);
        for edit in finding.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = self.origin(edit.span);
            edit.text = match self.written {
                Written::AsItIs => std::mem::take(&mut edit.text),
                Written::InString => unquoted(&quote(&edit.text)).to_owned(),
                Written::PercentEncoded => percent_encoded(&edit.text),
            };
        }
        finding
    }

    fn origin(&self, span: Span) -> Span {
        let last = self.origins.last().copied().unwrap_or_default();
        let at = |at: u32| self.origins.get(at as usize).copied().unwrap_or(last);
        Span { start: at(span.start), end: at(span.end).max(at(span.start)) }
    }

    /// Whether a place holds what was put in for a value that is not known.
    fn is_blank(&self, span: Span) -> bool {
        self.text.get(span.start as usize..span.end as usize).is_some_and(|text| text.contains(templates::BLANK))
    }
}

/// The policies in a text that is not a policy itself, in its order; none if it is not JSON.
#[must_use]
pub fn embedded(text: &str) -> Vec<Embedded> {
    let Ok(document) = json::read(text) else { return Vec::new() };
    let mut found = Search { text, found: Vec::new() };
    let root = &document.root;
    // A plan says everything several times: as it was, as it will be, and as it is written. What will be counts.
    match members(root).iter().find(|member| &*member.name.value == "planned_values") {
        Some(planned) => found.look(&planned.value, "planned_values", None),
        None => found.look(root, "", None),
    }
    found.found
}

struct Search<'a> {
    text: &'a str,
    found: Vec<Embedded>,
}

impl Search<'_> {
    /// Looks at a value and what is in it. Values nest no deeper than the reader allows.
    fn look(&mut self, value: &Value, path: &str, kind: Option<Kind>) {
        match &value.data {
            Data::Object(of) if is_policy(of) => self.found.push(self.object(value, path, kind)),
            Data::Object(of) => {
                for member in of {
                    let name = &*member.name.value;
                    let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                    self.look(&member.value, &path, kind_of(name, of));
                }
            }
            Data::Array(items) => {
                for (number, item) in items.iter().enumerate() {
                    let name = own_name(item).map_or_else(|| number.to_string(), str::to_owned);
                    self.look(item, &format!("{path}[{name}]"), kind);
                }
            }
            Data::String(of) => self.found.extend(self.string(value.span, of, path, kind)),
            Data::Null | Data::Bool(_) | Data::Number(_) => {}
        }
    }

    fn object(&self, value: &Value, path: &str, kind: Option<Kind>) -> Embedded {
        let (text, origins) = filled(self.text, value);
        let open_statements = if has_blanks(value) { templates::open_statements(&text) } else { Vec::new() };
        Embedded { path: path.to_owned(), kind, text, origins, written: Written::AsItIs, open_statements }
    }

    fn string(&self, span: Span, of: &str, path: &str, kind: Option<Kind>) -> Option<Embedded> {
        let begins = of.trim_start();
        let is_encoded = begins.get(..3).is_some_and(|begins| begins.eq_ignore_ascii_case("%7b"));
        if !is_encoded && !begins.starts_with('{') {
            return None;
        }
        let (mut text, mut origins) = decode::string(self.text, span);
        let mut written = Written::InString;
        if is_encoded {
            (text, origins) = decode::percent(&text, &origins)?;
            written = Written::PercentEncoded;
        }
        let found = Embedded { path: path.to_owned(), kind, text, origins, written, open_statements: Vec::new() };
        looks_like_policy(&found.text).then_some(found)
    }
}

/// An object with statements: ones that have an effect, or a version beside them.
fn is_policy(of: &[Member]) -> bool {
    let named = |name: &str| of.iter().find(|member| &*member.name.value == name);
    let Some(statement) = named("Statement") else { return false };
    let has_effect = |value: &Value| members(value).iter().any(|member| &*member.name.value == "Effect");
    match &statement.value.data {
        Data::Array(items) => named("Version").is_some() || items.iter().any(has_effect),
        Data::Object(_) => named("Version").is_some() || has_effect(&statement.value),
        _ => false,
    }
}

/// What the name of a member says about the policy in it.
fn kind_of(name: &str, beside: &[Member]) -> Option<Kind> {
    match name {
        "AssumeRolePolicyDocument" | "assume_role_policy" => Some(Kind::Trust),
        "Content" | "content" => {
            let summary = beside.iter().find(|member| &*member.name.value == "PolicySummary");
            let around = summary.map_or(&[][..], |summary| members(&summary.value));
            around.iter().chain(beside).find_map(|member| match (&*member.name.value, &member.value.data) {
                ("Type" | "type", Data::String(of)) if &**of == "SERVICE_CONTROL_POLICY" => Some(Kind::Scp),
                ("Type" | "type", Data::String(of)) if &**of == "RESOURCE_CONTROL_POLICY" => Some(Kind::Rcp),
                _ => None,
            })
        }
        _ => None,
    }
}

/// The members by which items of lists name themselves, the best first.
const NAMES: [&str; 9] =
    ["address", "RoleName", "UserName", "GroupName", "PolicyName", "VersionId", "Name", "name", "Arn"];

fn own_name(item: &Value) -> Option<&str> {
    NAMES.iter().find_map(|name| {
        let member = members(item).iter().find(|member| &*member.name.value == *name)?;
        if let Data::String(text) = &member.value.data { Some(&**text) } else { None }
    })
}

fn unquoted(literal: &str) -> &str {
    literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Settings, lint};

    /// Each policy's path, kind and text.
    fn seen(text: &str) -> Vec<(String, Option<Kind>, String)> {
        embedded(text).into_iter().map(|found| (found.path, found.kind, found.text)).collect()
    }

    /// The parts of the text that findings of a code point at.
    fn pointed(text: &str, code: &str) -> Vec<String> {
        let mut parts = Vec::new();
        for found in embedded(text) {
            let kind = found.kind.unwrap_or_else(|| Kind::guess(&found.text));
            for finding in lint(&found.text, &Settings { kind, account: None }) {
                if finding.code == code && found.holds(&finding) {
                    let span = found.in_file(finding).span;
                    parts.push(text.get(span.start as usize..span.end as usize).unwrap().to_owned());
                }
            }
        }
        parts
    }

    const SLIP: &str =
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}}"#;

    #[test]
    fn policies_are_found_wherever_they_are() {
        let trust = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}}"#;
        let text = format!(
            r#"{{"RoleDetailList": [{{"RoleName": "app", "AssumeRolePolicyDocument": {trust},
                "RolePolicyList": [{{"PolicyName": "read", "PolicyDocument": {SLIP}}}, {{"PolicyDocument": {SLIP}}}]}}]}}"#
        );
        let expected = [
            ("RoleDetailList[app].AssumeRolePolicyDocument", Some(Kind::Trust), trust),
            ("RoleDetailList[app].RolePolicyList[read].PolicyDocument", None, SLIP),
            ("RoleDetailList[app].RolePolicyList[1].PolicyDocument", None, SLIP),
        ];
        assert_eq!(seen(&text), expected.map(|(path, kind, text)| (path.to_owned(), kind, text.to_owned())));
        assert_eq!(pointed(&text, "INVALID_ACTION"), [r#""s3:GetObjct""#, r#""s3:GetObjct""#]);
        for other in ["{}", "[]", "{", r#"{"a": "{}", "Statement": "x", "b": "{\"c\": 1}", "d": "%7Bx"}"#] {
            assert_eq!(seen(other), []);
        }
    }

    /// A plan has what will be, and what was, and what is written; places lead into the strings.
    #[test]
    fn plans_are_read_once() {
        let policy = quote(SLIP);
        let values =
            format!(r#"{{"resources": [{{"address": "aws_iam_policy.p", "values": {{"policy": {policy}}}}}]}}"#);
        let text = format!(r#"{{"planned_values": {{"root_module": {values}}}, "prior_state": {values}}}"#);
        let path = "planned_values.root_module.resources[aws_iam_policy.p].values.policy";
        assert_eq!(seen(&text), [(path.to_owned(), None, SLIP.to_owned())]);
        assert_eq!(pointed(&text, "INVALID_ACTION"), [r#"\"s3:GetObjct\""#]);
        let found = &embedded(&text)[0];
        let finding = lint(&found.text, &Settings { kind: Kind::Identity, account: None }).remove(0);
        let fix = found.in_file(finding).fixes.remove(0);
        assert!(fix.apply(&text).unwrap().contains(r#"\"Action\": \"s3:GetObject\""#));
    }

    /// IAM's API answers documents percent-encoded.
    #[test]
    fn encoded_documents_are_decoded() {
        let encoded = percent_encoded(SLIP);
        let text = format!(r#"{{"PolicyVersion": {{"Document": "{encoded}", "VersionId": "v1"}}}}"#);
        assert_eq!(seen(&text), [("PolicyVersion.Document".to_owned(), None, SLIP.to_owned())]);
        assert_eq!(pointed(&text, "INVALID_ACTION"), ["%22s3%3AGetObjct%22"]);
    }

    /// A broken policy in a string is still one.
    #[test]
    fn broken_policies_are_found() {
        let text = format!(r#"{{"Policy": {}}}"#, quote(r#"{"Statement": [],}"#));
        assert_eq!(pointed(&text, "JSON_SYNTAX_ERROR").len(), 1);
    }

    #[test]
    fn the_type_of_an_organizations_policy_is_its_kind() {
        let content = quote(SLIP);
        for text in [
            format!(r#"{{"Policy": {{"PolicySummary": {{"Type": "SERVICE_CONTROL_POLICY"}}, "Content": {content}}}}}"#),
            format!(r#"{{"values": {{"content": {content}, "type": "SERVICE_CONTROL_POLICY"}}}}"#),
        ] {
            assert_eq!(embedded(&text)[0].kind, Some(Kind::Scp));
        }
    }

    /// What is only known when the template is used may be anything: nothing is said of it, nor of what depends on it.
    #[test]
    fn values_of_templates_are_not_guessed() {
        let text = r#"{"Resources": {"P": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyDocument": {
            "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["s3:GetObjct", "s3:ListBucket"], "Resource": {"Fn::Sub": "${B.Arn}/*"}},
            {"Effect": "Allow", "Action": [{"Ref": "Action"}, "iam:PassRole"], "Resource": "*"},
            {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}]}}}}}"#;
        assert_eq!(pointed(text, "INVALID_ACTION"), [r#""s3:GetObjct""#]);
        assert_eq!(pointed(text, "PASS_ROLE_WITH_STAR_IN_RESOURCE"), [r#""iam:PassRole""#]);
        let found = &embedded(text)[0];
        assert_eq!(found.open_statements(), 2);
        let codes = |code: &str| pointed(text, code).len();
        assert_eq!(["INVALID_ARN_PREFIX", "ACTION_WITHOUT_RESOURCE", "INVALID_ACTION_FORMAT"].map(codes), [0, 0, 0]);
    }
}
