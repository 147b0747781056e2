//! `Action` and `NotAction` (R1.57 rows 6, 14–16, 20).

use super::super::finding::Notes;
use super::super::kind::TRUST_ACTIONS;
use super::super::parse::inside_end;
use super::super::{ActionElement, FindingCode, Span, Statement};
use super::ActionRule;

pub(super) fn check(statement: &Statement, rule: ActionRule, notes: &mut Notes) {
    let Some(element) = statement.action.as_ref().filter(|element| !element.patterns.is_empty()) else {
        let detail = "a statement must have an `Action` or `NotAction` with at least one action";
        let span = statement.action.as_ref().map_or(inside_end(statement.span), |element| element.span);
        notes.add(FindingCode::MissingAction, span, "", detail);
        return;
    };
    match rule {
        ActionRule::AssumeRole => assume_role(element, notes),
        ActionRule::Any | ActionRule::S3 => forms(element, notes),
        ActionRule::ResourceControl => resource_control(element, notes),
    }
}

/// The form `service:Action`, `*`, or `*:*` (R1.22, R1.23).
fn forms(element: &ActionElement, notes: &mut Notes) {
    for pattern in &element.patterns {
        form(&pattern.value, pattern.span, notes);
    }
}

fn form(action: &str, span: Span, notes: &mut Notes) {
    if action == "*" || action == "*:*" {
        return;
    }
    let prefix = match action.split_once(':') {
        None | Some(("", _)) => {
            let detail = format!("the action \"{action}\" has no service: write `service:Action`");
            notes.add(FindingCode::ActionVendorMissing, span, action, detail);
            return;
        }
        Some((_, name)) if name.contains(':') => {
            let detail = format!("the action \"{action}\" has more than one colon");
            notes.add(FindingCode::ActionColons, span, action, detail);
            return;
        }
        Some((prefix, _)) => prefix,
    };
    if !prefix.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.') {
        let detail = format!("the service \"{prefix}\" has characters other than letters, digits, `-` and `.`");
        notes.add(FindingCode::ActionVendor, span, prefix, detail);
    }
}

/// R1.59.
fn is_of_assume_role_family(action: &str) -> bool {
    action.split_once(':').is_some_and(|(service, name)| {
        let mut names = TRUST_ACTIONS.iter().chain(&["*", "AssumeRole*"]);
        service.eq_ignore_ascii_case("sts") && names.any(|known| known.eq_ignore_ascii_case(name))
    })
}

fn assume_role(element: &ActionElement, notes: &mut Notes) {
    if element.negated {
        let detail = "a trust policy must use `Action`, not `NotAction`";
        notes.add(FindingCode::NotAssumeRoleAction, element.span, "", detail);
        return;
    }
    for pattern in &element.patterns {
        if !is_of_assume_role_family(&pattern.value) {
            let detail = format!("a trust policy cannot have the action \"{}\"", pattern.value);
            notes.add(FindingCode::NotAssumeRoleAction, pattern.span, &pattern.value, detail);
        }
    }
}

/// R1.14.
fn resource_control(element: &ActionElement, notes: &mut Notes) {
    if element.negated {
        let detail = "a resource control policy must use `Action`, not `NotAction`";
        notes.add(FindingCode::ProhibitedMember, element.span, "NotAction", detail);
    }
    for pattern in &element.patterns {
        if matches!(&*pattern.value, "*" | "*:*") {
            let detail = "an action in a resource control policy must name its service";
            notes.add(FindingCode::ActionWithoutService, pattern.span, &pattern.value, detail);
        }
        form(&pattern.value, pattern.span, notes);
    }
}
