//! Findings for a person at a terminal: each with its line, the place underlined, and what could be written instead.

use super::place::Lines;
use super::{FileReport, Report};
use rolecall_analysis::{Finding, Fix, Severity};
use rolecall_policy::explain::{Mark, escaped};
use std::fmt::Write as _;

/// The longest replacement that is shown whole, in characters.
const LONGEST_REPLACEMENT: usize = 80;

pub(super) fn render(report: &Report) -> String {
    let mut out = String::new();
    for file in &report.files {
        self::file(&mut out, file);
    }
    let counts: Vec<String> = Severity::ALL
        .iter()
        .map(|severity| (severity, report.count(*severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| counted(count, severity.name()))
        .collect();
    let hidden: usize = report.files.iter().map(|file| file.hidden).sum();
    let aside: usize = report.files.iter().map(|file| file.known + file.ignored + file.old).sum();
    let found = match (counts.is_empty(), hidden) {
        (false, _) => counts.join(", "),
        (true, 0) if aside > 0 => "nothing else found".to_owned(),
        (true, 0) => "nothing found".to_owned(),
        (true, _) => "nothing shown".to_owned(),
    };
    let _ = write!(out, "{found} in {}", counted(report.files.len(), "file"));
    if report.passed_over > 0 {
        let _ = write!(out, "; {} passed over as no policy", counted(report.passed_over, "file"));
    }
    if report.unchanged > 0 {
        let _ = write!(out, "; {} unchanged", counted(report.unchanged, "file"));
    }
    if hidden > 0 {
        let failing: usize = report.files.iter().map(|file| file.hidden_failing).sum();
        let why = if failing > 0 { format!(", {failing} of them as severe as --fail-on says") } else { String::new() };
        let _ = write!(out, "; {} hidden by --min-severity{why}", counted(hidden, "finding"));
    }
    let (known, ignored) =
        report.files.iter().fold((0, 0), |(known, ignored), file| (known + file.known, ignored + file.ignored));
    let old: usize = report.files.iter().map(|file| file.old).sum();
    let known = if report.written.is_some() { 0 } else { known };
    for (count, what, says) in [
        (report.written.unwrap_or_default(), "finding", "written into the baseline"),
        (known, "finding", "in the baseline"),
        (report.mended_since, "finding", "of the baseline gone: write it again"),
        (ignored, "finding", "ignored"),
        (old, "finding", "there before"),
        (report.idle_rules, "rule", "of .rolecall-lint.toml without a finding to ignore"),
    ] {
        if count > 0 {
            let _ = write!(out, "; {} {says}", counted(count, what));
        }
    }
    let open: usize = report.files.iter().map(|file| file.open_statements).sum();
    if open > 0 {
        let _ = write!(out, "; {} examined in part, for values that are not known yet", counted(open, "statement"));
    }
    let unexamined: usize = report.files.iter().map(|file| file.unexamined).sum();
    if unexamined > 0 {
        let policies = counted_as(unexamined, "policy", "policies");
        let _ = write!(out, "; {policies} not examined, for statements that are not known yet");
    }
    if !report.unreadable.is_empty() {
        let _ = write!(out, "; {} could not be read or rewritten", counted(report.unreadable.len(), "file"));
    }
    out.push('\n');
    out
}

fn counted(count: usize, what: &str) -> String {
    counted_as(count, what, &format!("{what}s"))
}

fn counted_as(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

fn file(out: &mut String, file: &FileReport) {
    let name = escaped(&file.name);
    // A folder may hold hundreds of files, of which nothing else is to be said.
    let is_quiet = file.found && file.mended.is_empty() && file.findings.is_empty();
    if !file.policies.is_empty() && !is_quiet {
        let _ = writeln!(out, "{name}: {} in it", counted_as(file.policies.len(), "policy", "policies"));
    }
    if let Some(kind) = file.kind.filter(|_| file.guessed && !is_quiet) {
        let article = if kind.name().starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        let _ = writeln!(out, "{name}: taken for {article} {kind} policy; --kind says otherwise");
    }
    for finding in &file.mended {
        let _ = writeln!(out, "{name}: mended {}: {}", finding.code, escaped(&finding.message));
    }
    let lines = Lines::of(&file.text);
    for finding in &file.findings {
        out.push('\n');
        self::finding(out, &name, &lines, finding);
    }
    if !file.findings.is_empty() {
        out.push('\n');
    }
}

fn finding(out: &mut String, name: &str, lines: &Lines<'_>, finding: &Finding) {
    let place = lines.place(finding.span);
    let Finding { code, severity, message, .. } = finding;
    let _ = writeln!(out, "{name}:{}:{}: {severity}[{code}]: {}", place.line, place.column, escaped(message));
    let (part, span) = lines.around(finding.span);
    let mark = Mark::new(part, span);
    // What escaping makes longer moves the place.
    let before: String = mark.text.chars().take(mark.column as usize).collect();
    let marked: String = mark.text.chars().skip(mark.column as usize).take(mark.width as usize).collect();
    let column = escaped(&before).chars().count();
    let width = escaped(&marked).chars().count().max(1);
    let gutter = place.line.to_string().len().max(4);
    let _ = writeln!(out, "{:>gutter$} | {}", place.line, escaped(&mark.text));
    let _ = writeln!(out, "{:>gutter$} | {:column$}{}", "", "", "^".repeat(width));
    for fix in &finding.fixes {
        let _ = writeln!(out, "{:>gutter$} = {}", "", fix_line(fix));
    }
}

fn fix_line(fix: &Fix) -> String {
    let kind = if fix.keeps_meaning { "fix (same meaning)" } else { "fix" };
    let mut line = format!("{kind}: {}", fix.title);
    if let [edit] = fix.edits.as_slice()
        && !edit.text.is_empty()
        && !fix.title.contains(edit.text.trim().trim_end_matches(',').trim_matches('"'))
        && edit.text.chars().count() <= LONGEST_REPLACEMENT
    {
        let _ = write!(line, ": {}", edit.text.trim());
    }
    escaped(&line)
}
