//! An explanation as text for a terminal. Nothing is told by colour.

use super::wrap::{columns, wrapped};
use super::{
    Change, Comparison, Explanation, LayerReport, Mark, Outcome, Part, Remedy, Says, StatementReport, VariableValue,
};
use crate::arn::Arn;
use crate::decision::Layer;
use crate::evaluate::PolicySource;
use crate::names::AccountId;

/// A width at which nothing is wrapped.
pub const UNLIMITED: usize = usize::MAX;
/// Columns before a layer's details: sign, name, and what it says.
const BEFORE_DETAILS: usize = 27;
/// Columns before the text of a policy's line.
const GUTTER: usize = 10;
/// A narrower terminal gets lines of this width.
const NARROWEST: usize = 40;

/// The explanation as lines of text of any length; see [`render_within`].
#[must_use]
pub fn render_text(explanation: &Explanation) -> String {
    render_within(explanation, UNLIMITED)
}

/// The explanation as lines of text of at most `width` columns, the last one ended too. Marks stay under their text.
///
/// Control characters of policies and requests are shown as escapes, so that they cannot act on the terminal.
#[must_use]
pub fn render_within(explanation: &Explanation, width: usize) -> String {
    let width = width.max(NARROWEST);
    let mut text = String::new();
    let Explanation { outcome, principal, action, resource, resource_account, .. } = explanation;
    let headline = headline(*outcome, principal, action, resource, *resource_account);
    pieces(&mut text, headline.trim_end_matches('\n'), width, 4);
    if let Some(not_there) = &explanation.not_there {
        line(&mut text, &format!("  {}", capitalised(not_there)), width, 2);
    }
    if explanation.unconditional {
        line(&mut text, "  This operation needs no permission: no policy can allow or deny it.", width, 2);
    }
    let (silent, speaking): (Vec<_>, Vec<_>) = explanation.layers.iter().partition(|report| is_silent(report));
    for report in speaking {
        layer(&mut text, report, width);
    }
    if !silent.is_empty() {
        let names: Vec<_> = silent.iter().map(|report| report.layer.name()).collect();
        line(&mut text, &format!("  {:<14} {}", "no policies", names.join(", ")), width, 17);
    }
    if needs_both_sides(explanation) {
        line(&mut text, "Across accounts, both sides must allow the request.", width, 2);
    }
    if explanation.changes.iter().any(|change| change.remedy != Remedy::Nothing) {
        line(&mut text, "To allow it:", width, 2);
    }
    for change in &explanation.changes {
        if change.remedy == Remedy::Nothing {
            line(&mut text, &capitalised(&change.what), width, 2);
            continue;
        }
        if change.remedy == Remedy::Call {
            line(&mut text, &format!("  the caller: {}{}", change.what, decided_by(change)), width, 4);
            continue;
        }
        let place = match (change.layer, change.account) {
            (Layer::Scp | Layer::Rcp, None) => "in the organization: ".to_owned(),
            (_, Some(account)) => format!("in account {account}: "),
            (_, None) => String::new(),
        };
        let near = if change.remedy == Remedy::Allow { "closest: " } else { "" };
        let hint = match (&change.source, change.line) {
            (Some(source), Some(line)) => format!(" ({near}{}, line {line})", title(source)),
            _ => String::new(),
        };
        line(&mut text, &format!("  {place}{}{hint}", change.what), width, 4);
    }
    text
}

/// Which policy wants what the caller must do.
fn decided_by(change: &Change) -> String {
    let (Some(source), Some(line)) = (&change.source, change.line) else { return String::new() };
    let account = change.account.map(|account| format!(", in account {account}")).unwrap_or_default();
    format!(" (decided by {}, line {line}{account})", title(source))
}

/// Nothing to tell but that there is no policy.
fn is_silent(report: &LayerReport) -> bool {
    report.says == Says::None && !report.blocks && report.note.is_none() && report.level.is_none()
}

/// One of the two sides is missing, caller and resource being of different accounts.
fn needs_both_sides(explanation: &Explanation) -> bool {
    let side = |report: &LayerReport| {
        report.blocks && report.says != Says::NotApplicable && matches!(report.layer, Layer::Identity | Layer::Resource)
    };
    explanation.principal_account.is_some()
        && explanation.resource_account.is_some()
        && explanation.principal_account != explanation.resource_account
        && explanation.outcome == Outcome::ImplicitlyDenied
        && explanation.changes.iter().all(|change| change.remedy != Remedy::Nothing)
        && explanation.layers.iter().any(side)
}

/// The first line of an explanation, ended: `DENIED, implicitly   s3:PutObject   111111111111/Dev/ana  ->  …`.
#[must_use]
pub fn headline(
    outcome: Outcome,
    principal: &str,
    action: &str,
    resource: &str,
    resource_account: Option<AccountId>,
) -> String {
    let outcome = match outcome {
        Outcome::Allowed => "ALLOWED",
        Outcome::ImplicitlyDenied => "DENIED, implicitly",
        Outcome::ExplicitlyDenied => "DENIED, explicitly",
    };
    let owner = resource_account.map(|account| format!(" (account {account})")).unwrap_or_default();
    let mut text = String::new();
    line(&mut text, &format!("{outcome}   {action}   {}  ->  {resource}{owner}", short(principal)), UNLIMITED, 0);
    text
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// `111111111111/Dev/ana`: the account and what follows the kind in the ARN.
fn short(principal: &str) -> String {
    match Arn::parse(principal) {
        Some(arn) => {
            let name = arn.resource.split_once('/').map_or(arn.resource, |(_, name)| name);
            format!("{}/{name}", arn.account)
        }
        None => principal.to_owned(),
    }
}

/// Whether the character changes the direction of the text around it, so that a line reads as something else.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text with its control characters, those of any script's direction among them, as escapes, so that it cannot act on a terminal; a tab becomes a blank.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => shown.push(' '),
            c if c.is_control() || turns_text(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

fn layer(text: &mut String, report: &LayerReport, width: usize) {
    let name = report.layer.name();
    let says = match report.says {
        Says::Allowed => "allowed",
        Says::Denied => "denied",
        Says::NoMatch => "no match",
        Says::None => "none",
        Says::NotApplicable => "skipped",
    };
    let mut details = Vec::new();
    details.extend(report.level.as_ref().map(|level| format!("at {level}")));
    details.extend(report.deciding.as_ref().map(statement));
    if let Some(closest) = &report.closest {
        let more = match report.as_close {
            0 => String::new(),
            1 => ", another is equally close".to_owned(),
            more => format!(", {more} others are equally close"),
        };
        let StatementReport { matched, parts, .. } = closest;
        details.push(format!("closest: {}, {matched} of {parts} parts match{more}", statement(closest)));
    }
    details.extend(report.note.as_ref().map(ToString::to_string));
    // What denies is told apart without colour.
    let sign = if report.blocks { "x" } else { " " };
    let details = details.join("; ");
    // On a narrow terminal the details would have no room beside the names.
    let indent = if width < 2 * BEFORE_DETAILS { 4 } else { BEFORE_DETAILS };
    line(text, format!("{sign} {name:<14} {says:<9} {details}").trim_end(), width, indent);
    let mut excerpt = Excerpt { text, width, shown: None };
    if let Some(deciding) = report.deciding.as_ref().filter(|_| report.blocks && report.says == Says::Denied) {
        excerpt.deny(deciding);
    }
    for failure in report.closest.iter().filter(|_| report.blocks).flat_map(|closest| &closest.failures) {
        excerpt.compare(failure, &reason(failure));
    }
}

fn statement(report: &StatementReport) -> String {
    statement_title(&report.source, report.sid.as_deref(), report.index)
}

/// A statement in words: `ReadOnly of role Dev / statement "Read"`, or by its number, which counts from 1.
#[must_use]
pub fn statement_title(source: &PolicySource, sid: Option<&str>, index: u32) -> String {
    match sid {
        Some(sid) if !sid.is_empty() => format!("{} / statement \"{sid}\"", title(source)),
        _ => format!("{} / statement {}", title(source), u64::from(index) + 1),
    }
}

fn title(source: &PolicySource) -> String {
    match &source.owner {
        Some(owner) => format!("{} of {owner}", source.name),
        None => source.name.to_string(),
    }
}

/// Lines of policies with their remarks; a line that was just shown is not shown again.
struct Excerpt<'t> {
    text: &'t mut String,
    width: usize,
    shown: Option<(u32, Box<str>)>,
}

impl Excerpt<'_> {
    /// The line of the policy, and under it the place and what is the matter with it.
    fn mark(&mut self, mark: Option<&Mark>, remark: &str) {
        let Some(mark) = mark else { return self.remark(remark) };
        let View { text, column, width } = View::of(mark, self.width.saturating_sub(GUTTER));
        let here = (mark.line, text);
        if self.shown.as_ref() != Some(&here) {
            line(self.text, &format!("    {:>3} | {}", mark.line, here.1), UNLIMITED, 0);
            self.shown = Some(here);
        }
        let place = format!("        | {}{}", " ".repeat(column), "~".repeat(width));
        let beside = format!("{place} {remark}");
        if columns(&escaped(&beside)) <= self.width {
            line(self.text, &beside, UNLIMITED, 0);
        } else {
            line(self.text, &place, UNLIMITED, 0);
            self.remark(remark);
        }
    }

    /// A remark on lines of its own.
    fn remark(&mut self, remark: &str) {
        let remark = escaped(remark);
        for piece in wrapped(&remark, self.width.saturating_sub(GUTTER), 2) {
            line(self.text, &format!("        | {piece}"), UNLIMITED, 0);
        }
    }

    /// The statement that denies: the line that says so, and the parts of it that matched. Of a statement whose first line
    /// is a bracket, the lines of its parts.
    fn deny(&mut self, deciding: &StatementReport) {
        let tells = |held: &Comparison| held.negated || matches!(held.part, Part::Condition { .. });
        let first = &deciding.mark;
        let is_told = first.text.contains("\"Deny\"") || deciding.held.iter().all(tells);
        if is_told {
            self.mark(Some(first), "this statement denies");
        }
        for held in &deciding.held {
            let on_first = held.mark.as_ref().is_some_and(|mark| mark.line == first.line);
            if tells(held) || !(is_told && on_first) {
                self.compare(held, &holds(held));
            }
        }
    }

    fn compare(&mut self, part: &Comparison, remark: &str) {
        self.mark(part.mark.as_ref(), remark);
        for VariableValue { name, value } in &part.variables {
            line(self.text, &format!("        = {name} is {} in this request", quoted(value)), self.width, GUTTER);
        }
        if let Some(hint) = &part.hint {
            line(self.text, &format!("        = {hint}"), self.width, GUTTER);
        }
    }
}

/// The part of a policy's line that is shown, with the place in it.
struct View {
    text: Box<str>,
    column: usize,
    width: usize,
}

impl View {
    /// As much of the line as there is room for, around the place.
    fn of(mark: &Mark, room: usize) -> Self {
        let (column, width) = (mark.column as usize, mark.width as usize);
        let length = columns(&mark.text);
        if length <= room {
            return Self { text: mark.text.clone(), column, width };
        }
        // An ellipsis at each end that is cut.
        let before = if column + width < room {
            0
        } else {
            column.saturating_sub((room / 3).min(room.saturating_sub(width + 2)))
        };
        let lead = usize::from(before > 0);
        let left = length - before;
        let shown = if left + lead <= room { left } else { room.saturating_sub(lead + 1) };
        let mut text = if lead > 0 { "…".to_owned() } else { String::new() };
        text.extend(mark.text.chars().skip(before).take(shown));
        if shown < left {
            text.push('…');
        }
        let column = column - before + lead;
        let end = lead + shown;
        Self { text: text.into(), column, width: width.min(end.saturating_sub(column)).max(1) }
    }
}

/// Why a part does not match.
fn reason(failure: &Comparison) -> String {
    let values = listed(failure);
    let wanted = match &failure.part {
        Part::Principal if failure.mark.is_none() => "no principal is named".to_owned(),
        Part::Principal | Part::Action | Part::Resource if failure.wanted.is_empty() => {
            "no value is given, so nothing matches".to_owned()
        }
        Part::Principal | Part::Action | Part::Resource if failure.negated => format!("wanted anything but {values}"),
        Part::Principal | Part::Action | Part::Resource => format!("wanted {values}"),
        Part::Condition { operator, key } => format!("{operator} {key}: {}", wanted(operator, failure)),
    };
    format!("{wanted}, {}", actual(failure))
}

/// Why a part of a `Deny` holds although it does not name what the request has.
fn holds(held: &Comparison) -> String {
    match &held.part {
        Part::Principal if !held.negated => format!("names {}", quoted_list(held.actual.as_deref(), " and ")),
        Part::Action | Part::Resource if !held.negated => {
            format!("matches {}", quoted_list(held.actual.as_deref(), " and "))
        }
        Part::Principal => format!("NotPrincipal does not exempt {}", quoted_list(held.actual.as_deref(), " and ")),
        Part::Action => format!("NotAction does not list {}", quoted_list(held.actual.as_deref(), " and ")),
        Part::Resource => format!("NotResource does not list {}", quoted_list(held.actual.as_deref(), " and ")),
        Part::Condition { operator, key } => format!("{operator} {key} holds: {}", actual(held)),
    }
}

/// What a condition wants, in words that fit its operator.
fn wanted(operator: &str, failure: &Comparison) -> String {
    let values = listed(failure);
    if failure.wanted.is_empty() {
        return "no value is given, so nothing matches".to_owned();
    }
    let (set, core) = operator.split_once(':').unwrap_or(("", operator));
    let core = core.strip_suffix("IfExists").unwrap_or(core);
    if core == "Null" {
        let absent = failure.wanted.iter().any(|value| value.eq_ignore_ascii_case("true"));
        return if absent { "wanted the key to be absent" } else { "wanted the key to have a value" }.to_owned();
    }
    let negated = core.contains("Not");
    match set {
        "ForAllValues" if negated => return format!("wanted no value to be {values}"),
        "ForAllValues" => return format!("wanted every value to be {values}"),
        "ForAnyValue" if negated => return format!("wanted at least one value other than {values}"),
        "ForAnyValue" => return format!("wanted at least one value to be {values}"),
        _ => {}
    }
    let than = match core {
        _ if negated => "anything but ",
        "NumericLessThan" => "less than ",
        "NumericLessThanEquals" => "at most ",
        "NumericGreaterThan" => "more than ",
        "NumericGreaterThanEquals" => "at least ",
        "DateLessThan" => "a time before ",
        "DateLessThanEquals" => "a time not after ",
        "DateGreaterThan" => "a time after ",
        "DateGreaterThanEquals" => "a time not before ",
        "IpAddress" => "an address in ",
        _ => "",
    };
    format!("wanted {than}{values}")
}

fn actual(part: &Comparison) -> String {
    match (&part.part, part.actual.as_deref()) {
        (_, None) => "the request has no such key".to_owned(),
        (_, Some([])) => "the request has it without a value".to_owned(),
        (Part::Principal, values) => format!("the caller is {}", quoted_list(values, ", ")),
        (_, values) => format!("the request has {}", quoted_list(values, ", ")),
    }
}

fn listed(part: &Comparison) -> String {
    let values = quoted_list(Some(&part.wanted), " or ");
    if part.more == 0 { values } else { format!("{values} or {} more", part.more) }
}

/// More values than these are counted, not shown.
const MOST_VALUES: usize = 6;
/// A longer value is shown in part.
const LONGEST_VALUE: usize = 100;

fn quoted_list(values: Option<&[Box<str>]>, between: &str) -> String {
    let values = values.unwrap_or_default();
    let shown: Vec<String> = values.iter().take(MOST_VALUES).map(|value| quoted(value)).collect();
    let shown = shown.join(between);
    match values.len().saturating_sub(MOST_VALUES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn quoted(value: &str) -> String {
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("\"{}…\"", value.get(..end).unwrap_or_default()),
        None => format!("\"{value}\""),
    }
}

/// Adds a line with its control characters escaped, wrapped at the width.
fn line(text: &mut String, content: &str, width: usize, indent: usize) {
    pieces(text, &escaped(content), width, indent);
}

/// Adds a line that holds no control characters.
fn pieces(text: &mut String, content: &str, width: usize, indent: usize) {
    if columns(content) <= width {
        text.push_str(content);
        text.push('\n');
        return;
    }
    for piece in wrapped(content, width, indent) {
        text.push_str(&piece);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;

    /// The place is shown at any width, the line never has more than the room, and what is marked is what was.
    #[test]
    fn a_view_keeps_the_place() {
        for (lead, marked, behind) in [(0, 5, 80), (60, 5, 60), (100, 8, 0), (3, 90, 3), (50, 60, 0)] {
            let text = format!("{}{}{}", "a".repeat(lead), "M".repeat(marked), "z".repeat(behind));
            let [start, end] = [lead, lead + marked].map(|at| u32::try_from(at).unwrap());
            let mut mark = Mark::new(&text, Span { start, end });
            mark.text = text.clone().into();
            (mark.column, mark.width) = (start, end - start);
            for room in 30..130 {
                let View { text, column, width } = View::of(&mark, room);
                assert!(columns(&text) <= room, "{room}: {text}");
                let shown: String = text.chars().skip(column).take(width).collect();
                assert!(shown.trim_end_matches('…').bytes().all(|byte| byte == b'M'), "{room}: {text} {shown}");
                assert!(width >= marked.min(room / 2), "{room}: {text} {width}");
            }
        }
    }
}
