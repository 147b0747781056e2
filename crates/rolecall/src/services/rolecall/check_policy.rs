//! `CheckPolicy`: what the linter says of a policy that somebody writes, with places for an editor.

use super::reads;
use super::shapes::{CheckPolicyInput, CheckPolicyOutput, PolicyFinding, PolicyFix, TextEdit};
use crate::api::error::ApiError;
use crate::node::Node;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, RequiredPermission, Requires};
use rolecall_analysis::lint::{Edit, explain};
use rolecall_analysis::{Finding, Kind, Settings, Severity, lint};
use rolecall_policy::{AccountId, Span};
use std::collections::HashMap;

/// The most findings of one answer: more than anybody reads of one policy. What AWS would refuse goes first.
const MAX_FINDINGS: usize = 500;

/// The types of policies, and what the linter calls them.
const TYPES: [(&str, Kind); 5] = [
    ("IDENTITY", Kind::Identity),
    ("TRUST", Kind::Trust),
    ("BUCKET", Kind::Resource),
    ("SCP", Kind::Scp),
    ("RCP", Kind::Rcp),
];

/// The operation.
pub(super) struct CheckPolicy;

impl Operation for CheckPolicy {
    type Input = CheckPolicyInput;
    type Output = CheckPolicyOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        reads("CheckPolicy")
    }

    fn requires(&self, _: &Self::Input, _: &CallContext<'_>) -> Result<Requires, ApiError> {
        // It tells nothing of any account.
        Ok(RequiredPermission::on("rolecall:CheckPolicy", "*").into())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let CheckPolicyInput { r#type, document } = request.input().clone();
        let account = request.caller().principal.account();
        let kind = TYPES.iter().find(|(name, _)| *name == r#type).map_or(Kind::Identity, |(_, kind)| *kind);
        node.work.run(move || check(&document, kind, account)).await
    }
}

fn check(document: &str, kind: Kind, account: Option<AccountId>) -> CheckPolicyOutput {
    let mut findings = lint(document, &Settings { kind, account });
    let is_truncated = findings.len() > MAX_FINDINGS;
    if is_truncated {
        findings.sort_by_key(|finding| finding.severity);
        findings.truncate(MAX_FINDINGS);
    }
    let places = Utf16::of(document);
    let mut helps: HashMap<&str, Option<String>> = HashMap::new();
    let findings = findings.into_iter().map(|finding| {
        let help = helps.entry(finding.code).or_insert_with(|| help(finding.code)).clone();
        shown(&places, finding, help)
    });
    CheckPolicyOutput { findings: findings.collect(), truncated: is_truncated }
}

fn help(code: &str) -> Option<String> {
    explain(code).map(|told| format!("{} {}", told.why, told.remedy))
}

fn shown(places: &Utf16, finding: Finding, help: Option<String>) -> PolicyFinding {
    let (start, end) = places.span(finding.span);
    let edit = |edit: Edit| {
        let (start, end) = places.span(edit.span);
        TextEdit { start, end, text: edit.text }
    };
    let fixes = finding.fixes.into_iter();
    let fixes =
        fixes.map(|fix| PolicyFix { title: fix.title, edits: fix.edits.into_iter().map(edit).collect() }).collect();
    let (code, message) = (finding.code.to_owned(), finding.message);
    PolicyFinding { code, severity: severity(finding.severity).to_owned(), message, start, end, help, fixes }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::SecurityWarning => "SECURITY_WARNING",
        Severity::Warning => "WARNING",
        Severity::Suggestion => "SUGGESTION",
    }
}

/// Where the bytes of a text are in UTF-16 code units, which editors in browsers count.
struct Utf16 {
    /// Behind each character that is not ASCII: the byte, and how many bytes there are more than code units up to there.
    wide: Vec<(usize, usize)>,
}

impl Utf16 {
    fn of(text: &str) -> Self {
        let mut more = 0;
        let characters = text.char_indices().filter(|(_, character)| !character.is_ascii());
        let wide = characters.map(|(at, character)| {
            more += character.len_utf8() - character.len_utf16();
            (at + character.len_utf8(), more)
        });
        Self { wide: wide.collect() }
    }

    fn place(&self, byte: u32) -> i32 {
        let byte = byte as usize;
        let passed = self.wide.partition_point(|(end, _)| *end <= byte);
        let more = passed.checked_sub(1).and_then(|at| self.wide.get(at)).map_or(0, |(_, more)| *more);
        i32::try_from(byte.saturating_sub(more)).unwrap_or(i32::MAX)
    }

    fn span(&self, span: Span) -> (i32, i32) {
        (self.place(span.start), self.place(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places count code units: one for `é`, two for an emoji.
    #[test]
    fn places_are_in_utf_16() {
        for text in ["", "abc", "é", "aéb", "😀x", "x😀é😀"] {
            let places = Utf16::of(text);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let expected = text[..at].encode_utf16().count();
                assert_eq!(places.place(at.try_into().unwrap()), i32::try_from(expected).unwrap(), "{text} {at}");
            }
        }
    }

    /// The place of a finding and of its fix, behind text that is not ASCII.
    #[test]
    fn findings_and_fixes_have_places() {
        let document = r#"{"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Allow","Action":"s3:GetObjekt","Resource":"arn:aws:s3:::b/😀é"}]}"#;
        let output = check(document, Kind::Identity, None);
        let found = output.findings.iter().find(|finding| finding.code == "INVALID_ACTION").unwrap();
        let units: Vec<u16> = document.encode_utf16().collect();
        let text = |start: i32, end: i32| {
            String::from_utf16(&units[start.try_into().unwrap()..end.try_into().unwrap()]).unwrap()
        };
        assert!(text(found.start, found.end).contains("s3:GetObjekt"), "{found:?}");
        assert!(found.help.is_some());
        let edit = &found.fixes[0].edits[0];
        assert!(text(edit.start, edit.end).contains("GetObjekt") && edit.text.contains("GetObject"), "{edit:?}");
    }

    /// An answer has so many findings, and errors go first.
    #[test]
    fn findings_are_limited() {
        let statements = |count| {
            let statement = r#"{"Effect":"Allow","Action":"s3:GetObjekt","Resource":"*"}"#;
            format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, vec![statement; count].join(","))
        };
        let output = check(&statements(MAX_FINDINGS + 1), Kind::Identity, None);
        assert!(output.truncated && output.findings.len() == MAX_FINDINGS);
        assert!(!check(&statements(1), Kind::Identity, None).truncated);
    }
}
