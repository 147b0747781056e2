//! An explanation as text for a terminal. Nothing is told by colour.

use super::{Comparison, Explanation, LayerReport, Mark, Outcome, Part, Remedy, Says, StatementReport};
use crate::arn::Arn;
use crate::decision::Layer;
use crate::evaluate::PolicySource;
use crate::names::AccountId;

/// The explanation as lines of text, the last one ended too.
///
/// Control characters of policies and requests are shown as escapes, so that they cannot act on the terminal.
#[must_use]
pub fn render_text(explanation: &Explanation) -> String {
    let mut text = String::new();
    let Explanation { outcome, principal, action, resource, resource_account, .. } = explanation;
    text.push_str(&headline(*outcome, principal, action, resource, *resource_account));
    if explanation.unconditional {
        line(&mut text, "  This operation is never authorised: no policy can allow or deny it.");
    }
    for report in &explanation.layers {
        layer(&mut text, report);
    }
    if needs_both_sides(explanation) {
        line(&mut text, "Across accounts both sides must allow.");
    }
    if explanation.changes.iter().any(|change| change.remedy != Remedy::Nothing) {
        line(&mut text, "To allow it:");
    }
    for change in &explanation.changes {
        if change.remedy == Remedy::Nothing {
            line(&mut text, &capitalised(&change.what));
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
        line(&mut text, &format!("  {place}{}{hint}", change.what));
    }
    text
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
    line(&mut text, &format!("{outcome}   {action}   {}  ->  {resource}{owner}", short(principal)));
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

fn layer(text: &mut String, report: &LayerReport) {
    let name = report.layer.name();
    let says = match report.says {
        Says::Allowed => "allowed",
        Says::Denied => "denied",
        Says::NoMatch => "no match",
        Says::None => "none",
        Says::NotApplicable => "not asked",
    };
    let mut details = Vec::new();
    details.extend(report.level.as_ref().map(|level| format!("at {level}")));
    details.extend(report.deciding.as_ref().map(statement));
    if let Some(closest) = &report.closest {
        let more = match report.as_close {
            0 => String::new(),
            1 => ", another one is as close".to_owned(),
            more => format!(", {more} others are as close"),
        };
        let StatementReport { matched, parts, .. } = closest;
        details.push(format!("closest: {}, {matched} of {parts} parts match{more}", statement(closest)));
    }
    details.extend(report.note.as_ref().map(ToString::to_string));
    // What denies is told apart without colour.
    let sign = if report.blocks { "x" } else { " " };
    line(text, format!("{sign} {name:<14} {says:<9} {}", details.join("; ")).trim_end());
    let mut excerpt = Excerpt { text, shown: None };
    if let Some(deciding) = report.deciding.as_ref().filter(|_| report.blocks && report.says == Says::Denied) {
        excerpt.mark(Some(&deciding.mark), "this statement denies");
        for held in &deciding.held {
            excerpt.compare(held, &holds(held));
        }
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
    shown: Option<(u32, Box<str>)>,
}

impl Excerpt<'_> {
    /// The line of the policy, and under it the place and what is the matter with it.
    fn mark(&mut self, mark: Option<&Mark>, remark: &str) {
        let Some(mark) = mark else { return line(self.text, &format!("        | {remark}")) };
        let here = (mark.line, mark.text.clone());
        if self.shown.as_ref() != Some(&here) {
            line(self.text, &format!("    {:>3} | {}", mark.line, mark.text));
            self.shown = Some(here);
        }
        let (column, width) = (mark.column as usize, mark.width as usize);
        line(self.text, &format!("        | {}{} {remark}", " ".repeat(column), "~".repeat(width)));
    }

    fn compare(&mut self, part: &Comparison, remark: &str) {
        self.mark(part.mark.as_ref(), remark);
        if let Some(hint) = &part.hint {
            line(self.text, &format!("        = {hint}"));
        }
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
        Part::Principal => format!("NotPrincipal does not spare {}", quoted_list(held.actual.as_deref(), " and ")),
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

/// Adds a line with its control characters escaped.
fn line(text: &mut String, content: &str) {
    text.push_str(&escaped(content));
    text.push('\n');
}
