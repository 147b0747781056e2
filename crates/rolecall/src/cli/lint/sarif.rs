//! Findings as SARIF 2.1.0, which code hosts show beside the lines.

use super::place::{Lines, Place};
use super::{FileReport, Report};
use rolecall_analysis::lint::{all_codes, explain};
use rolecall_analysis::{Finding, Fix, Severity, file_uri};
use rolecall_policy::Span;
use serde_json::{Value, json};

/// The page of the guide that lists the codes.
const GUIDE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/guide/lint.md#codes");

/// How bad security warnings are, on the scale of CVSS that GitHub's code scanning sorts by ("SARIF support for code
/// scanning": 7.0 to 8.9 is high). Other findings have none, and are sorted by their level.
const SECURITY_SEVERITY: &str = "7.0";

pub(super) fn render(report: &Report) -> serde_json::Result<String> {
    let codes = all_codes();
    let rules = codes.iter().map(|(code, severity, about)| rule(code, *severity, about));
    let results = report.files.iter().flat_map(|file| {
        let lines = Lines::of(&file.text);
        let results = file.findings.iter().map(|finding| {
            let index = codes.iter().position(|(code, ..)| *code == finding.code);
            let mut result = result(file, &lines, finding, index);
            if report.is_diff
                && let Some(members) = result.as_object_mut()
            {
                // What was there before is left out.
                members.insert("baselineState".into(), "new".into());
            }
            result
        });
        results.collect::<Vec<_>>()
    });
    let notifications = report
        .unreadable
        .iter()
        .map(|(file, error)| json!({"level": "error", "message": {"text": format!("{file}: {error}")}}));
    let whole = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "rolecall",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.unreadable.is_empty(),
                "toolExecutionNotifications": notifications.collect::<Vec<_>>(),
            }],
            "results": results.collect::<Vec<_>>(),
        }],
    });
    Ok(serde_json::to_string_pretty(&whole)? + "\n")
}

fn rule(code: &str, severity: Severity, about: &str) -> Value {
    let explanation = explain(code);
    let why = explanation.as_ref().map_or(about, |explanation| explanation.why);
    let remedy = explanation.as_ref().map_or(about, |explanation| explanation.remedy);
    let mut properties = json!({"severity": severity.name(), "tags": ["policy"]});
    if severity == Severity::SecurityWarning
        && let Some(members) = properties.as_object_mut()
    {
        members.insert("security-severity".into(), SECURITY_SEVERITY.into());
        members.insert("tags".into(), json!(["policy", "security"]));
    }
    json!({
        "id": code,
        "shortDescription": {"text": about},
        "fullDescription": {"text": why},
        "help": {"text": remedy},
        "helpUri": GUIDE,
        "defaultConfiguration": {"level": level(severity)},
        "properties": properties,
    })
}

/// SARIF has three levels; the severity itself is among the rule's properties.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::SecurityWarning | Severity::Warning => "warning",
        Severity::Suggestion => "note",
    }
}

fn result(file: &FileReport, lines: &Lines<'_>, finding: &Finding, index: Option<usize>) -> Value {
    let artifact = json!({"uri": uri(&file.name)});
    let location = json!({
        "physicalLocation": {"artifactLocation": artifact, "region": region(lines, finding.span)},
    });
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": [location],
    });
    if let Some(members) = result.as_object_mut().filter(|_| !finding.fixes.is_empty()) {
        let fixes = finding.fixes.iter().map(|fix| self::fix(lines, fix, &artifact));
        members.insert("fixes".into(), fixes.collect());
    }
    result
}

fn fix(lines: &Lines<'_>, fix: &Fix, artifact: &Value) -> Value {
    let replacements = fix
        .edits
        .iter()
        .map(|edit| json!({"deletedRegion": region(lines, edit.span), "insertedContent": {"text": edit.text}}));
    json!({
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements.collect::<Vec<_>>()}],
    })
}

fn region(lines: &Lines<'_>, span: Span) -> Value {
    let Place { line, column, end_line, end_column } = lines.place(span);
    json!({"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column})
}

fn uri(name: &str) -> String {
    file_uri(name.trim_matches(['<', '>']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("policies/a b.json", "policies/a%20b.json"),
            ("/tmp/é:1.json", "file:///tmp/%C3%A9%3A1.json"),
            ("<stdin>", "stdin"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}
