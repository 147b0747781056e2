//! Policies inside other JSON and YAML: what the AWS CLI prints, Terraform's plans, CloudFormation's templates, manifests.
//!
//! No form is known by its name. The whole text is looked through for what has the shape of a policy: an object, or a string
//! that holds one as JSON, or as JSON that is percent-encoded, as IAM's API answers it. Each is examined by itself, and each
//! place of its text leads back to the place in the file.

mod decode;
mod templates;
mod unknown;
mod yaml;

use super::subject::members;
use super::{Finding, Fix, Kind, Severity, looks_like_policy};
use crate::uri::percent_encoded;
use rolecall_policy::Span;
use rolecall_policy::document::json::{self, Data, Member, Value, quote};
use templates::{filled, has_blanks};
use unknown::is_unknown;

/// The code of what is wrong with the file around policies, and what it means. It is an error.
pub(super) const CODES: &[(&str, &str)] = &[(YAML_SYNTAX_ERROR, "the text is not YAML")];
const YAML_SYNTAX_ERROR: &str = "YAML_SYNTAX_ERROR";

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
    /// The file is YAML, and `text` is what it means as JSON.
    is_yaml: bool,
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

/// The findings that need nothing but the value at their place: what else the statement says makes no difference.
const OF_ONE_VALUE: [&str; 33] = [
    "ACTION_MATCHES_NOTHING",
    "ARN_ACCOUNT_NOT_ALLOWED",
    "ARN_REGION_NOT_ALLOWED",
    "ARN_REGION_NOT_ALLOWED_FOR_TYPE",
    "CONDITION_KEY_CASE",
    "DUPLICATE_ELEMENT",
    "INVALID_ACTION",
    "INVALID_ACTION_FORMAT",
    "INVALID_ARN_ACCOUNT",
    "INVALID_ARN_PREFIX",
    "INVALID_ARN_REGION",
    "INVALID_ARN_RESOURCE",
    "INVALID_ARN_SERVICE",
    "INVALID_ARN_SERVICE_CASE",
    "INVALID_CONDITION_KEY_FORMAT",
    "INVALID_CONDITION_OPERATOR",
    "INVALID_EFFECT",
    "INVALID_GLOBAL_CONDITION_KEY",
    "INVALID_IAM_RESOURCE_TYPE",
    "INVALID_PARTITION",
    "INVALID_POLICY_ELEMENT",
    "INVALID_PRINCIPAL_FORMAT",
    "INVALID_SERVICE",
    "INVALID_SERVICE_CONDITION_KEY",
    "INVALID_SERVICE_IN_ACTION",
    "MISSING_ARN_ACCOUNT",
    "MISSING_ARN_REGION",
    "MISSING_TAG_KEY_IN_CONDITION",
    "REDUNDANT_ACTION",
    "UNKNOWN_REGION",
    "UNKNOWN_SERVICE_PRINCIPAL",
    "UNSUPPORTED_ACTION_IN_POLICY",
    "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
];

impl Embedded {
    /// Where it is in the file; `None` if it is the whole of it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        Some(&*self.path).filter(|path| !path.is_empty())
    }

    /// Whether the finding holds whatever the template is filled with. In a statement with a value that is not known, only
    /// what is wrong with another value by itself is sure.
    #[must_use]
    pub fn holds(&self, finding: &Finding) -> bool {
        let is_open = |span: &Span| span.start <= finding.span.start && finding.span.start < span.end;
        if self.open_statements.is_empty() {
            return true;
        }
        if self.open_statements.iter().any(is_open) {
            return OF_ONE_VALUE.contains(&finding.code) && !self.is_blank(finding.span);
        }
        !finding.code.starts_with("POLICY_SIZE")
    }

    /// How many statements are examined only in part.
    #[must_use]
    pub fn open_statements(&self) -> usize {
        self.open_statements.len()
    }

    /// The finding with the places that it has in the file, whose text this is. Fixes that cannot be made in YAML are left
    /// out.
    #[must_use]
    pub fn in_file(&self, mut finding: Finding, file: &str) -> Finding {
        finding.span = self.origin(finding.span);
        if self.is_yaml {
            finding.fixes.retain_mut(|fix| self.rewrite_for_yaml(fix, file).is_some());
            return finding;
        }
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

    /// Makes a fix of the policy one of the YAML; `None` if it is more than another text for a text. In YAML, lists and
    /// objects are written in too many ways to change them blindly.
    fn rewrite_for_yaml(&self, fix: &mut Fix, file: &str) -> Option<()> {
        for edit in &mut fix.edits {
            let before = self.text.get(edit.span.start as usize..edit.span.end as usize)?;
            let place = self.origin(edit.span);
            let written = file.get(place.start as usize..place.end as usize)?;
            let text = std::mem::take(&mut edit.text);
            edit.text = match self.written {
                Written::AsItIs => yaml::rewritten(written, before, &text)?,
                // Of a policy in a string, what is not escaped in the file need not be escaped in what takes its place.
                Written::InString => {
                    let is_safe = before.contains('"') || !text.contains(['"', '\\']);
                    (written == before && is_safe && !text.contains(['\n', '\''])).then_some(text)?
                }
                Written::PercentEncoded => percent_encoded(&text),
            };
            edit.span = place;
        }
        Some(())
    }

    fn origin(&self, span: Span) -> Span {
        let at = |at: u32| self.origins.get(at as usize).copied().unwrap_or(self.end());
        Span { start: at(span.start), end: at(span.end).max(at(span.start)) }
    }

    fn begin(&self) -> u32 {
        self.origins.first().copied().unwrap_or_default()
    }

    fn end(&self) -> u32 {
        self.origins.last().copied().unwrap_or_default()
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
    let mut found = Search { text, is_yaml: false, found: Vec::new() };
    let root = &document.root;
    // A plan says everything several times: as it was, as it will be, and as it is written. What will be counts.
    match members(root).iter().find(|member| &*member.name.value == "planned_values") {
        Some(planned) => found.look(&planned.value, "planned_values", None),
        None => found.look(root, "", None),
    }
    found.found
}

/// What there is to examine in a text of YAML.
#[derive(Debug)]
pub struct InYaml {
    /// The policies, in the order of the text. The path of a policy that is the whole text is empty.
    pub policies: Vec<Embedded>,
    /// What is wrong with the file around them, if there are any: a key that is there twice.
    pub around: Vec<Finding>,
}

/// The policies in a text of YAML, which may be one itself.
///
/// # Errors
/// A finding that says why it cannot be read, and where.
pub fn embedded_in_yaml(text: &str) -> Result<InYaml, Finding> {
    let finding = |code, span, message| Finding { code, severity: Severity::Error, span, message, fixes: Vec::new() };
    let yaml::AsJson { json, origins } = yaml::as_json(text).map_err(|yaml::NotYaml { span, message }| {
        // Of Helm and its like: lines that are instructions make no YAML.
        let is_template = text.lines().any(|line| line.trim_start().starts_with("{{"));
        let remedy =
            if is_template { "; examine what the template makes, such as the output of `helm template`" } else { "" };
        finding(YAML_SYNTAX_ERROR, span, format!("this is not YAML: {message}{remedy}"))
    })?;
    let mut search = Search { text: &json, is_yaml: true, found: Vec::new() };
    let Ok(document) = json::read(&json) else { return Ok(InYaml { policies: Vec::new(), around: Vec::new() }) };
    if looks_like_policy(&json) {
        search.found.push(search.object(&document.root, "", None));
    } else {
        search.look(&document.root, "", None);
    }
    let mut policies = search.found;
    let mut around = Vec::new();
    if !policies.is_empty() {
        let origin = |at: u32| origins.get(at as usize).copied().unwrap_or_default();
        // They stand in the order of the text, and none is in another.
        let is_in_policy = |at: u32| {
            let before = policies.partition_point(|policy| policy.begin() <= at).checked_sub(1);
            before.and_then(|before| policies.get(before)).is_some_and(|policy| at < policy.end())
        };
        for key in document.repeated.iter().filter(|key| !is_in_policy(key.span.start)) {
            let span = Span { start: origin(key.span.start), end: origin(key.span.end) };
            around.push(finding("DUPLICATE_ELEMENT", span, format!("`{}` occurs twice", key.value)));
        }
        for place in policies.iter_mut().flat_map(|policy| &mut policy.origins) {
            *place = origin(*place);
        }
    }
    Ok(InYaml { policies, around })
}

struct Search<'a> {
    text: &'a str,
    is_yaml: bool,
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
                    let shown = shortened(name);
                    let path = if path.is_empty() { shown.to_owned() } else { format!("{path}.{shown}") };
                    self.look(&member.value, &path, kind_of(name, of));
                }
            }
            Data::Array(items) if is_list_of_statements(path, items) => {
                self.found.push(self.statements(value, path));
            }
            Data::Array(items) => {
                for (number, item) in items.iter().enumerate() {
                    let name = own_name(item).map_or_else(|| number.to_string(), |name| shortened(name).to_owned());
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
        let (path, written, is_yaml) = (path.to_owned(), Written::AsItIs, self.is_yaml);
        Embedded { path, kind, text, origins, written, is_yaml, open_statements }
    }

    /// Statements without a policy around them, as the Serverless Framework has them.
    fn statements(&self, list: &Value, path: &str) -> Embedded {
        let mut policy = self.object(list, path, None);
        let begin = r#"{"Version":"2012-10-17","Statement":"#;
        policy.text = format!("{begin}{}}}", policy.text);
        policy.origins.splice(0..0, std::iter::repeat_n(list.span.start, begin.len()));
        policy.origins.push(list.span.end);
        policy.open_statements = if has_blanks(list) { templates::open_statements(&policy.text) } else { Vec::new() };
        policy
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
        if !looks_like_policy(&text) {
            return None;
        }
        // What stands in a function's string, or in YAML, may be filled in before it is a policy.
        let mut open_statements = Vec::new();
        if path.contains("Fn::") || self.is_yaml && is_unknown(&text) {
            let (filled, places) = templates::filled_string(&text)?;
            origins = places.iter().filter_map(|at| origins.get(*at as usize).copied()).collect();
            if filled != text {
                open_statements = templates::open_statements(&filled);
            }
            text = filled;
        }
        let (path, is_yaml) = (path.to_owned(), self.is_yaml);
        Some(Embedded { path, kind, text, origins, written, is_yaml, open_statements })
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

/// The names under which the Serverless Framework has a role's statements without a policy: `iamRoleStatements` of a
/// function, `provider.iam.role.statements` ("AWS IAM Permissions For Functions").
const LISTS_OF_STATEMENTS: [&str; 2] = ["iamRoleStatements", "statements"];

fn is_list_of_statements(path: &str, items: &[Value]) -> bool {
    let has = |item: &Value, name: &str| members(item).iter().any(|member| &*member.name.value == name);
    path.rsplit('.').next().is_some_and(|name| LISTS_OF_STATEMENTS.contains(&name))
        && items.iter().any(|item| has(item, "Effect") && (has(item, "Action") || has(item, "NotAction")))
}

/// What the name of a member says about the policy in it.
fn kind_of(name: &str, beside: &[Member]) -> Option<Kind> {
    match name {
        // CloudFormation, Terraform, and the controllers of Kubernetes (ACK, Crossplane).
        "AssumeRolePolicyDocument" | "assume_role_policy" | "assumeRolePolicyDocument" | "assumeRolePolicy" => {
            Some(Kind::Trust)
        }
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
    name_in(item).or_else(|| {
        // A manifest of Kubernetes.
        let metadata = members(item).iter().find(|member| &*member.name.value == "metadata")?;
        name_in(&metadata.value)
    })
}

fn name_in(item: &Value) -> Option<&str> {
    NAMES.iter().find_map(|name| {
        let member = members(item).iter().find(|member| &*member.name.value == *name)?;
        if let Data::String(text) = &member.value.data { Some(&**text) } else { None }
    })
}

/// The longest part of a path, bytes: each policy has a path of its own, and the names in it are as long as the file's
/// author likes. Names of AWS have up to 128 characters.
const LONGEST_NAME: usize = 200;

/// The beginning of a long name.
fn shortened(name: &str) -> &str {
    let end = (0..=LONGEST_NAME).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    if name.len() > LONGEST_NAME { name.get(..end).unwrap_or_default() } else { name }
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
        pointed_in(text, embedded(text), code)
    }

    fn pointed_in(text: &str, policies: Vec<Embedded>, code: &str) -> Vec<String> {
        let mut parts = Vec::new();
        for found in policies {
            let kind = found.kind.unwrap_or_else(|| Kind::guess(&found.text));
            for finding in lint(&found.text, &Settings { kind, account: None }) {
                if finding.code == code && found.holds(&finding) {
                    let span = found.in_file(finding, text).span;
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
        let fix = found.in_file(finding, &text).fixes.remove(0);
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

    /// What is wrong with a value whatever the others are is reported beside a value that is not known.
    #[test]
    fn known_values_beside_unknown_ones_are_examined() {
        let trust = |principal: &str, action: &str, operator: &str| {
            format!(
                r#"{{"Resources": {{"R": {{"Type": "AWS::IAM::Role", "Properties": {{"AssumeRolePolicyDocument": {{
                "Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": {{"AWS": {{"Ref": "A"}},
                "Service": {principal}}}, "Action": {action}, "Condition": {{"{operator}": {{"aws:SourceAcount": "x"}}}}}}]}}}}}}}}}}"#
            )
        };
        let unknown = [r#"["ec2.amazon.com", {"Ref": "S"}]"#, r#"["sts:AssumeRol", {"Ref": "B"}]"#];
        let text = trust(unknown[0], unknown[1], "StringEquals");
        assert_eq!(pointed(&text, "UNKNOWN_SERVICE_PRINCIPAL"), [r#""ec2.amazon.com""#]);
        assert_eq!(pointed(&text, "UNSUPPORTED_ACTION_IN_POLICY"), [r#""sts:AssumeRol""#]);
        assert_eq!(pointed(&text, "INVALID_GLOBAL_CONDITION_KEY"), [r#""aws:SourceAcount""#]);
        let text = trust(unknown[0], unknown[1], "StringEqual");
        assert_eq!(pointed(&text, "INVALID_CONDITION_OPERATOR"), [r#""StringEqual""#]);
    }

    fn in_yaml(text: &str) -> Vec<Embedded> {
        embedded_in_yaml(text).unwrap().policies
    }

    const TEMPLATE: &str = r#"
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [s3:GetObjct, 's3:ListBucket']
                Resource: !Sub "${Bucket.Arn}/*"
              - Effect: Allow
                Action:
                  - !Ref Action
                  - iam:PassRole
                Resource: "*"
              - Effect: Allow
                Action:
                  - iam:PassRole
                Resource: "*"
"#;

    #[test]
    fn templates_in_yaml_are_read_as_those_in_json() {
        let found = in_yaml(TEMPLATE);
        let paths: Vec<_> = found.iter().map(|found| (&*found.path, found.kind, found.open_statements())).collect();
        let role = "Resources.Role.Properties";
        let expected = [
            (&*format!("{role}.AssumeRolePolicyDocument"), Some(Kind::Trust), 0),
            (&*format!("{role}.Policies[read].PolicyDocument"), None, 2),
        ];
        assert_eq!(paths, expected);
        let pointed = |code: &str| pointed_in(TEMPLATE, in_yaml(TEMPLATE), code);
        assert_eq!(pointed("INVALID_ACTION"), ["s3:GetObjct"]);
        assert_eq!(pointed("PASS_ROLE_WITH_STAR_IN_RESOURCE"), ["iam:PassRole"]);
        for code in ["INVALID_ARN_PREFIX", "ACTION_WITHOUT_RESOURCE", "INVALID_ACTION_FORMAT", "DATA_TYPE_MISMATCH"] {
            assert_eq!(pointed(code), [""; 0], "{code}");
        }
    }

    /// A statement that is chosen when the template is used is no error, and what chooses policies holds them.
    #[test]
    fn choices_are_looked_into() {
        let text = "P: !If\n  - C\n  - Statement:\n      - {Effect: Allow, Action: s3:GetObjct, Resource: '*'}\n  - !Ref X\n\
                    Q:\n  Version: '2012-10-17'\n  Statement:\n    - !If [C, {Effect: Allow}, !Ref AWS::NoValue]\n";
        let found = in_yaml(text);
        let paths: Vec<_> = found.iter().map(|found| &*found.path).collect();
        assert_eq!(paths, ["P.Fn::If[1]", "Q"]);
        assert_eq!(pointed_in(text, in_yaml(text), "INVALID_ACTION"), ["s3:GetObjct"]);
    }

    /// Findings of each form of a file with the slip, and what the fix makes of it.
    #[test]
    fn policies_in_yaml_are_found_wherever_they_are() {
        let slip = quote(SLIP);
        for (text, path, pointed, mended) in [
            (
                "Version: 2012-10-17\nStatement:\n- Effect: Allow\n  Action: s3:GetObjct\n  Resource: '*'\n".to_owned(),
                "",
                "s3:GetObjct",
                Some("Action: s3:GetObject\n"),
            ),
            (
                "# Serverless\nprovider:\n  iam:\n    role:\n      statements:\n      - Effect: Allow\n        \
                 Action: [\"s3:GetObjct\"]\n        Resource: ${self:custom.arn}\n"
                    .to_owned(),
                "provider.iam.role.statements",
                "\"s3:GetObjct\"",
                Some("Action: [\"s3:GetObject\"]"),
            ),
            (
                format!(
                    "apiVersion: v1\nmetadata: {{name: a}}\nspec:\n  policyDocument: |\n    {SLIP}\n---\nmetadata: {{name: b}}\n"
                ),
                "[a].spec.policyDocument",
                "\"s3:GetObjct\"",
                Some("\"Action\": \"s3:GetObject\""),
            ),
            (format!("policy: {slip}\n"), "policy", "\\\"s3:GetObjct\\\"", None),
            (format!("policy: '{SLIP}'\n"), "policy", "\"s3:GetObjct\"", Some("\"Action\": \"s3:GetObject\"")),
            (
                format!("policy: !Sub |\n  {}\n", SLIP.replace(r#""*""#, r#""${Bucket.Arn}/*""#)),
                "policy.Fn::Sub",
                "\"s3:GetObjct\"",
                Some("\"Action\": \"s3:GetObject\""),
            ),
        ] {
            let found = in_yaml(&text);
            assert_eq!(found.iter().map(|found| &*found.path).collect::<Vec<_>>(), [path], "{text}");
            assert_eq!(pointed_in(&text, in_yaml(&text), "INVALID_ACTION"), [pointed], "{text}");
            assert_eq!(pointed_in(&text, in_yaml(&text), "INVALID_ARN_PREFIX"), [""; 0], "{text}");
            let settings = Settings { kind: Kind::Identity, account: None };
            let mut findings = lint(&found[0].text, &settings);
            findings.retain(|finding| finding.code == "INVALID_ACTION");
            let fixes = found[0].in_file(findings.remove(0), &text).fixes;
            let fixed = fixes.first().and_then(|fix| fix.apply(&text));
            assert_eq!(fixed.is_some(), mended.is_some(), "{text}");
            assert!(fixed.unwrap_or_default().contains(mended.unwrap_or_default()), "{text}");
        }
    }

    /// What a template puts in may be anything: not only a text.
    #[test]
    fn policies_that_templates_complete_are_not_broken() {
        for text in [
            "p: !Sub '{\"Statement\": ${Statements}}'\n",
            "p: '{\"Statement\": [{{ statements }}]}'\n",
            "p: !Join ['', ['{\"Statement\": [', !Ref S, ']}']]\n",
            "Version: '2012-10-17'\nStatement:\n  - Effect: {{ .Values.effect }}\n    Action: s3:GetObject\n    Resource: '*'\n",
            "Statement:\n- Effect: Allow\n  Action: s3:GetObject\n  Resource: 'arn:aws:s3:::{{ .Values.bucket }}'\n  \
             Condition: {StringEquals: {'{{ .Values.oidc }}:sub': x}}\n",
        ] {
            for found in in_yaml(text) {
                let kind = Kind::guess(&found.text);
                let mut findings = lint(&found.text, &Settings { kind, account: None });
                findings.retain(|finding| found.holds(finding) && finding.code != "MISSING_VERSION");
                assert_eq!(findings, [], "{text}");
            }
        }
        // Of JSON too, the pieces of a function are no policies.
        let text = r#"{"p": {"Fn::Join": ["", ["{\"Statement\": [", {"Ref": "S"}, "]}"]]}}"#;
        assert_eq!(seen(text), []);
    }

    #[test]
    fn keys_of_yaml_are_there_once() {
        let text = "a:\n  b: 1\n  b: 2\np:\n  Statement:\n  - Effect: Allow\n    Effect: Deny\n    Action: s3:*\n    Resource: '*'\n";
        let InYaml { policies, around } = embedded_in_yaml(text).unwrap();
        assert_eq!(pointed_in(text, policies, "DUPLICATE_ELEMENT"), ["Effect"]);
        let places: Vec<_> = around.iter().map(|finding| (finding.code, finding.span.start)).collect();
        assert_eq!(places, [("DUPLICATE_ELEMENT", 12)]);
        assert!(embedded_in_yaml("a: 1\na: 2").unwrap().around.is_empty(), "a file without a policy");
        assert_eq!(embedded_in_yaml("a: [").unwrap_err().code, "YAML_SYNTAX_ERROR");
    }

    #[test]
    fn a_template_is_examined_when_it_is_filled_in() {
        let told = |text: &str| embedded_in_yaml(text).unwrap_err().message;
        let remedy = "; examine what the template makes, such as the output of `helm template`";
        assert!(told("a: 1\n{{- if .Values.b }}\nb: 2\n{{- end }}\n").ends_with(remedy));
        assert!(!told("a: [").ends_with(remedy));
    }

    /// Thousands of policies under one long name do not take that many times its length.
    #[test]
    fn names_in_paths_are_bounded() {
        for (length, shown) in [(LONGEST_NAME, LONGEST_NAME), (LONGEST_NAME + 1, LONGEST_NAME)] {
            let text = format!("{{\"{}\": {SLIP}}}", "x".repeat(length));
            assert_eq!(embedded(&text)[0].path, "x".repeat(shown));
        }
        assert_eq!(shortened(&"é".repeat(LONGEST_NAME)), "é".repeat(LONGEST_NAME / 2));
    }
}
