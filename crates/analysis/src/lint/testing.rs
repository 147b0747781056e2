//! Policies with their findings marked below the places.
//!
//! A line of carets marks a finding in the line above it: the carets stand below its place (one caret for an empty one,
//! and for a place over several lines those of the first). What follows is a part of the message, and after `=>` what the
//! first fix writes there. All findings of the code are marked, and no others; with the code `*` the findings of every
//! code are, and their codes stand in place of the message.

use super::{Finding, Kind, Settings, all_codes, fix_all, lint};

struct Mark {
    line: usize,
    column: usize,
    width: usize,
    says: String,
    fix: Option<String>,
}

/// A whole document.
pub(super) fn document(code: &str, kind: Kind, marked: &str) {
    in_account(code, kind, None, marked);
}

/// A whole document, of a known account.
pub(super) fn in_account(code: &str, kind: Kind, account: Option<&str>, marked: &str) {
    assert!(code == "*" || all_codes().iter().any(|(known, ..)| *known == code), "there is no code {code}");
    let (mut lines, mut marks): (Vec<&str>, Vec<Mark>) = (Vec::new(), Vec::new());
    for line in marked.lines() {
        let carets = line.trim_start();
        if !carets.starts_with('^') {
            lines.push(line);
            continue;
        }
        let says = carets.trim_start_matches('^');
        let (text, fix) = match says.split_once("=>") {
            Some((text, fix)) => (text, Some(fix.trim().to_owned())),
            None => (says, None),
        };
        marks.push(Mark {
            line: lines.len(),
            column: line.len() - carets.len(),
            width: carets.len() - says.len(),
            says: text.trim().to_owned(),
            fix,
        });
    }
    let text = lines.join("\n");
    let settings = Settings { kind, account: account.map(|id| id.parse().unwrap()) };
    let mut findings = lint(&text, &settings);
    findings.retain(|finding| code == "*" || finding.code == code);
    let shown: Vec<String> = findings.iter().map(|finding| show(&text, finding)).collect();
    assert_eq!(findings.len(), marks.len(), "findings of\n{text}\n\n{}", shown.join("\n"));
    for mark in &marks {
        let found = findings.iter().any(|finding| {
            let says = if code == "*" { finding.code == mark.says } else { finding.message.contains(&mark.says) };
            let first_fix = finding.fixes.first().and_then(|fix| fix.edits.first()).map(|edit| edit.text.as_str());
            says && place(&text, finding) == (mark.line, mark.column, mark.width)
                && mark.fix.as_deref().is_none_or(|fix| first_fix.map(str::trim) == Some(fix))
        });
        let Mark { line, column, width, says, fix } = mark;
        assert!(
            found,
            "no finding at {line}:{column}+{width} says {says:?} => {fix:?}\n{text}\n\n{}",
            shown.join("\n")
        );
    }
}

fn place(text: &str, finding: &Finding) -> (usize, usize, usize) {
    let (start, end) = (finding.span.start as usize, finding.span.end as usize);
    let (before, after) = text.split_at(start);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = after.find('\n').map_or(text.len(), |at| start + at);
    (before.matches('\n').count() + 1, start - line_start, end.min(line_end).saturating_sub(start).max(1))
}

fn show(text: &str, finding: &Finding) -> String {
    let (line, column, width) = place(text, finding);
    format!("{line}:{column}+{width} {} {} {:?}", finding.code, finding.message, finding.fixes)
}

fn statement(code: &str, kind: Kind, body: &str) {
    document(code, kind, &format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{{\n{body}\n}}]}}"));
}

/// The members of a statement of an identity policy, or of several with `}, {` between them.
pub(super) fn identity(code: &str, body: &str) {
    statement(code, Kind::Identity, body);
}

/// The same of a trust policy.
pub(super) fn trust(code: &str, body: &str) {
    statement(code, Kind::Trust, body);
}

/// The same of a resource policy.
pub(super) fn resource(code: &str, body: &str) {
    statement(code, Kind::Resource, body);
}

/// The same of a service control policy.
pub(super) fn scp(code: &str, body: &str) {
    statement(code, Kind::Scp, body);
}

/// The same of a resource control policy.
pub(super) fn rcp(code: &str, body: &str) {
    statement(code, Kind::Rcp, body);
}

/// What is left of the statements of an identity policy when all fixes are applied that keep its meaning.
pub(super) fn fixed(body: &str, expected: &str) {
    let wrap = |body: &str| format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{{{body}}}]}}");
    let settings = Settings { kind: Kind::Identity, account: None };
    let text = fix_all(&wrap(body), &settings).map(|(text, _)| text);
    assert_eq!(text.as_deref(), Some(&*wrap(expected)));
}
