//! Findings as one JSON object, for programs.

use super::place::{Lines, Place};
use super::{FileReport, Report};
use rolecall_analysis::{Finding, Fix, Kind, Severity};
use rolecall_policy::Span;
use serde_json::{Value, json};

pub(super) fn render(report: &Report) -> serde_json::Result<String> {
    let counts = Severity::ALL.iter().map(|severity| (severity.name().to_owned(), json!(report.count(*severity))));
    let unreadable = report.unreadable.iter().map(|(file, error)| json!({"file": file, "error": error}));
    let whole = json!({
        "files": report.files.iter().map(file).collect::<Vec<_>>(),
        "passed_over": report.passed_over,
        "unchanged": report.unchanged,
        "unreadable": unreadable.collect::<Vec<_>>(),
        "summary": counts.collect::<serde_json::Map<_, _>>(),
    });
    Ok(serde_json::to_string_pretty(&whole)? + "\n")
}

fn file(file: &FileReport) -> Value {
    let lines = Lines::of(&file.text);
    json!({
        "file": file.name,
        "kind": file.kind.map(Kind::name),
        "policies": file.policies.iter().map(|(path, kind)| json!({"path": path, "kind": kind.name()})).collect::<Vec<_>>(),
        "kind_guessed": file.guessed,
        "mended": file.mended.iter().map(|finding| finding.code).collect::<Vec<_>>(),
        "hidden": file.hidden,
        "known": file.known,
        "ignored": file.ignored,
        "old": file.old,
        "findings": file.findings.iter().map(|finding| self::finding(&lines, finding)).collect::<Vec<_>>(),
    })
}

fn finding(lines: &Lines<'_>, finding: &Finding) -> Value {
    let Place { line, column, end_line, end_column } = lines.place(finding.span);
    json!({
        "code": finding.code,
        "severity": finding.severity.name(),
        "message": finding.message,
        "span": span(finding.span),
        "line": line, "column": column, "end_line": end_line, "end_column": end_column,
        "fixes": finding.fixes.iter().map(fix).collect::<Vec<_>>(),
    })
}

fn fix(fix: &Fix) -> Value {
    let edits = fix.edits.iter().map(|edit| json!({"span": span(edit.span), "text": edit.text}));
    json!({"title": fix.title, "keeps_meaning": fix.keeps_meaning, "edits": edits.collect::<Vec<_>>()})
}

fn span(span: Span) -> Value {
    json!([span.start, span.end])
}
