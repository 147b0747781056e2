//! Findings as one JSON object, for programs.

use super::place::{Lines, Place};
use super::{FileReport, Report};
use rolecall_analysis::{Finding, Fix, Kind, Severity};
use rolecall_policy::Span;
use serde_json::{Value, json};

/// Bytes of the mark of UTF-8.
const MARK_BYTES: u32 = 3;

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
    let before = if file.has_mark { MARK_BYTES } else { 0 };
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
        "findings": file.findings.iter().map(|finding| self::finding(&lines, before, finding)).collect::<Vec<_>>(),
    })
}

/// `before` is how many bytes of the file stand before its text.
fn finding(lines: &Lines<'_>, before: u32, finding: &Finding) -> Value {
    let Place { line, column, end_line, end_column } = lines.place(finding.span);
    json!({
        "code": finding.code,
        "severity": finding.severity.name(),
        "message": finding.message,
        "span": span(before, finding.span),
        "line": line, "column": column, "end_line": end_line, "end_column": end_column,
        "fixes": finding.fixes.iter().map(|it| fix(before, it)).collect::<Vec<_>>(),
    })
}

fn fix(before: u32, fix: &Fix) -> Value {
    let edits = fix.edits.iter().map(|edit| json!({"span": span(before, edit.span), "text": edit.text}));
    json!({"title": fix.title, "keeps_meaning": fix.keeps_meaning, "edits": edits.collect::<Vec<_>>()})
}

fn span(before: u32, span: Span) -> Value {
    json!([before + span.start, before + span.end])
}
