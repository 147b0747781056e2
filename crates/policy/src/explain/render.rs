//! An explanation as text for a terminal. Nothing is told by colour.

use super::{Explanation, Failure, LayerReport, Mark, Outcome, Part, Says, StatementReport};
use crate::arn::Arn;
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
    let both = explanation.principal_account.is_some()
        && explanation.resource_account.is_some()
        && explanation.principal_account != explanation.resource_account;
    if both && explanation.outcome == Outcome::ImplicitlyDenied {
        line(&mut text, "Across accounts both sides must allow.");
    }
    if !explanation.changes.is_empty() {
        line(&mut text, "To allow it:");
    }
    for change in &explanation.changes {
        let place = change.account.map(|account| format!("in account {account}: ")).unwrap_or_default();
        let hint = match (&change.source, change.line) {
            (Some(source), Some(line)) => format!(" ({}, line {line})", title(source)),
            _ => String::new(),
        };
        line(&mut text, &format!("  {place}{}{hint}", change.what));
    }
    text
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

/// The text with its control characters as escapes, so that it cannot act on a terminal; a tab becomes a blank.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => shown.push(' '),
            c if c.is_control() => shown.extend(c.escape_unicode()),
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
    details.extend(report.closest.as_ref().map(|closest| {
        format!("closest: {}, {} of {} parts match", statement(closest), closest.matched, closest.parts)
    }));
    details.extend(report.note.as_ref().map(ToString::to_string));
    // What denies is told apart without colour.
    let sign = if report.blocks { "x" } else { " " };
    line(text, format!("{sign} {name:<14} {says:<9} {}", details.join("; ")).trim_end());
    if let Some(deciding) = report.deciding.as_ref().filter(|_| report.blocks && report.says == Says::Denied) {
        mark(text, &deciding.mark, "this statement denies");
    }
    for failure in report.closest.iter().filter(|_| report.blocks).flat_map(|closest| &closest.failures) {
        match &failure.mark {
            Some(place) => mark(text, place, &reason(failure)),
            None => line(text, &format!("        | {}", reason(failure))),
        }
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

/// The line of the policy, and under it the place and what is the matter with it.
fn mark(text: &mut String, mark: &Mark, remark: &str) {
    line(text, &format!("    {:>3} | {}", mark.line, mark.text));
    let (column, width) = (mark.column as usize, mark.width as usize);
    line(text, &format!("        | {}{} {remark}", " ".repeat(column), "~".repeat(width)));
}

fn reason(failure: &Failure) -> String {
    let list = |values: &[Box<str>]| values.iter().map(|v| format!("\"{v}\"")).collect::<Vec<_>>().join(" or ");
    let but = if failure.negated { "anything but " } else { "" };
    let wanted = match (&failure.part, failure.wanted.as_slice()) {
        (Part::Principal, []) => "no principal is named, so nobody matches".to_owned(),
        (_, []) => "no value is given, so nothing matches".to_owned(),
        (Part::Condition { operator, .. }, values) if operator.contains("Not") => {
            format!("wanted anything but {}", list(values))
        }
        (_, values) => format!("wanted {but}{}", list(values)),
    };
    let what = match &failure.part {
        Part::Condition { operator, key } => format!("{operator} {key}: "),
        Part::Principal | Part::Action | Part::Resource => String::new(),
    };
    let actual = match failure.actual.as_deref() {
        None => "the request has no such key".to_owned(),
        Some([]) => "the request has it without a value".to_owned(),
        Some([only]) => format!("the request has \"{only}\""),
        Some(values) => format!("the request has {}", list(values).replace(" or ", ", ")),
    };
    format!("{what}{wanted}, {actual}")
}

/// Adds a line with its control characters escaped.
fn line(text: &mut String, content: &str) {
    text.push_str(&escaped(content));
    text.push('\n');
}
