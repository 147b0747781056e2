//! Findings for a person at a terminal: each with its line, the place underlined, and what could be written instead.

use super::super::terminal::{Colour, Terminal};
use super::place::Lines;
use super::{FileReport, Report};
use rolecall_analysis::{Finding, Fix, Severity};
use rolecall_policy::explain::{Mark, UNLIMITED, escaped, wrapped};
use std::fmt::Write as _;

/// The longest replacement that is shown whole, in characters.
const LONGEST_REPLACEMENT: usize = 80;

/// How the text is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// Columns of a line. Without a terminal lines are as long as they are, so that other programs find a message in one.
    width: usize,
    has_colour: bool,
}

/// How far the second line of a message is moved in.
const INDENT: usize = 4;

impl Page {
    /// What the terminal can show that standard output goes to.
    pub(super) fn of_output() -> Self {
        Self { width: Terminal::stated_width().unwrap_or(UNLIMITED), has_colour: Terminal::of_output().has_colour }
    }

    /// Text for a file, or for standard error.
    pub(super) fn plain() -> Self {
        Self { width: UNLIMITED, has_colour: false }
    }

    fn paint(self, severity: Severity, text: &str) -> String {
        let colour = match severity {
            Severity::Error => Colour::BoldRed,
            Severity::SecurityWarning => Colour::Red,
            Severity::Warning => Colour::Yellow,
            Severity::Suggestion => Colour::Cyan,
        };
        Terminal { width: self.width, has_colour: self.has_colour }.paint(colour, text)
    }

    fn line(self, out: &mut String, text: &str, indent: usize) {
        for line in wrapped(text, self.width, indent) {
            let _ = writeln!(out, "{line}");
        }
    }
}

pub(super) fn render(report: &Report, page: Page) -> String {
    let mut text = String::new();
    for file in &report.files {
        self::file(&mut text, file, page);
    }
    let mut out = String::new();
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
        let _ = write!(out, "; {} without a policy skipped", counted(report.passed_over, "file"));
    }
    if report.unchanged > 0 {
        let _ = write!(out, "; {} unchanged", counted(report.unchanged, "file"));
    }
    if hidden > 0 {
        let failing: usize = report.files.iter().map(|file| file.hidden_failing).sum();
        let why = if failing > 0 { format!(", {failing} of them at or above --fail-on") } else { String::new() };
        let _ = write!(out, "; {} hidden by --min-severity{why}", counted(hidden, "finding"));
    }
    let (known, ignored) =
        report.files.iter().fold((0, 0), |(known, ignored), file| (known + file.known, ignored + file.ignored));
    let old: usize = report.files.iter().map(|file| file.old).sum();
    let known = if report.written.is_some() { 0 } else { known };
    for (count, what, says) in [
        (report.written.unwrap_or_default(), "finding", "written into the baseline"),
        (known, "finding", "in the baseline"),
        (report.mended_since, "finding", "of the baseline gone: write the baseline again"),
        (ignored, "finding", "ignored"),
        (old, "finding", "there before"),
        (report.idle_rules, "rule", "of .rolecall-lint.toml ignored nothing"),
    ] {
        if count > 0 {
            let _ = write!(out, "; {} {says}", counted(count, what));
        }
    }
    let open: usize = report.files.iter().map(|file| file.open_statements).sum();
    if open > 0 {
        let _ = write!(out, "; {} examined only in part, because values are unknown", counted(open, "statement"));
    }
    let unexamined: usize = report.files.iter().map(|file| file.unexamined).sum();
    if unexamined > 0 {
        let policies = counted_as(unexamined, "policy", "policies");
        let _ = write!(out, "; {policies} not examined, because statements are unknown");
    }
    if !report.unreadable.is_empty() {
        let _ = write!(out, "; {} could not be read or rewritten", counted(report.unreadable.len(), "file"));
    }
    page.line(&mut text, &out, 0);
    text
}

fn counted(count: usize, what: &str) -> String {
    counted_as(count, what, &format!("{what}s"))
}

fn counted_as(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

fn file(out: &mut String, file: &FileReport, page: Page) {
    let name = escaped(&file.name);
    // A folder may hold hundreds of files, of which nothing else is to be said.
    let is_quiet = file.found && file.mended.is_empty() && file.findings.is_empty();
    if !file.policies.is_empty() && !is_quiet {
        let _ = writeln!(out, "{name}: {} in it", counted_as(file.policies.len(), "policy", "policies"));
    }
    if let Some(kind) = file.kind.filter(|_| file.guessed && !is_quiet) {
        let article = if kind.name().starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        page.line(out, &format!("{name}: treated as {article} {kind} policy; use --kind to change that"), INDENT);
    }
    for finding in &file.mended {
        page.line(out, &format!("{name}: fixed {}: {}", finding.code, escaped(&finding.message)), INDENT);
    }
    let lines = Lines::of(&file.text);
    for finding in &file.findings {
        out.push('\n');
        self::finding(out, &name, &lines, finding, page);
    }
    if !file.findings.is_empty() {
        out.push('\n');
    }
}

fn finding(out: &mut String, name: &str, lines: &Lines<'_>, finding: &Finding, page: Page) {
    let place = lines.place(finding.span);
    let Finding { code, severity, message, .. } = finding;
    let (place_name, tag) = (format!("{name}:{}:{}", place.line, place.column), format!("{severity}[{code}]"));
    let heading = wrapped(&format!("{place_name}: {tag}: {}", escaped(message)), page.width, INDENT).join("\n");
    // What stands before it is a name of a file, which may look like anything.
    let at = heading.get(place_name.len()..).and_then(|rest| rest.find(&tag)).map(|at| place_name.len() + at);
    let (before, behind) = at.and_then(|at| heading.split_at_checked(at)).unwrap_or((&heading, ""));
    let behind = behind.strip_prefix(&tag).map(|behind| format!("{}{behind}", page.paint(*severity, &tag)));
    let _ = writeln!(out, "{before}{}", behind.unwrap_or_default());
    let (part, span) = lines.around(finding.span);
    let mark = Mark::new(part, span);
    // What escaping makes longer moves the place.
    let before: String = mark.text.chars().take(mark.column as usize).collect();
    let marked: String = mark.text.chars().skip(mark.column as usize).take(mark.width as usize).collect();
    let column = escaped(&before).chars().count();
    let width = escaped(&marked).chars().count().max(1);
    let gutter = place.line.to_string().len().max(4);
    let (text, column, width) = excerpt(&escaped(&mark.text), column, width, page.width.saturating_sub(gutter + 3));
    let _ = writeln!(out, "{:>gutter$} | {text}", place.line);
    let _ = writeln!(out, "{:>gutter$} | {:column$}{}", "", "", page.paint(*severity, &"^".repeat(width)));
    for fix in &finding.fixes {
        page.line(out, &format!("{:>gutter$} = {}", "", fix_line(fix)), gutter + 3);
    }
}

/// As much of a line as there is room for, around a place in it, and where the place is in that.
fn excerpt(line: &str, column: usize, width: usize, room: usize) -> (String, usize, usize) {
    let length = line.chars().count();
    if length <= room || room < 3 {
        return (line.to_owned(), column, width);
    }
    // The end of a place that fits is seen; of a longer one, the beginning.
    let from =
        if column + width < room { 0 } else { column.saturating_sub(room.saturating_sub(width + 2).min(room / 2)) };
    let lead = usize::from(from > 0);
    let kept = room - lead - usize::from(length - from > room - lead);
    let mut text = "…".repeat(lead);
    text.extend(line.chars().skip(from).take(kept));
    if length - from > kept {
        text.push('…');
    }
    let column = column - from + lead;
    (text, column, width.min((kept + lead).saturating_sub(column)).max(1))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The place is in what is shown, whatever the room, and what is shown fits.
    #[test]
    fn excerpts_show_the_place() {
        let line = "abcdefghijklmnopqrstuvwxyz";
        assert_eq!(excerpt(line, 2, 3, 26), (line.to_owned(), 2, 3));
        assert_eq!(excerpt(line, 2, 3, 10), ("abcdefghi…".to_owned(), 2, 3));
        assert_eq!(excerpt(line, 20, 3, 10), ("…pqrstuvwx…".chars().take(9).chain(['…']).collect(), 6, 3));
        for room in 3..30 {
            for column in 0..26 {
                for width in 1..=(26 - column) {
                    let (text, at, marked) = excerpt(line, column, width, room);
                    assert!(text.chars().count() <= room.max(3), "{text} in {room}");
                    let shown: String = text.chars().skip(at).take(marked).collect();
                    let place: String = line.chars().skip(column).take(marked).collect();
                    assert_eq!(shown, place, "{column}+{width} in {room}: {text}");
                }
            }
        }
    }
}
