//! Explanations as the outputs of operations have them.

use super::half::Sight;
use super::shapes::{
    DecisionShape, ExplainedChange, ExplainedLayer, ExplainedPolicy, ExplainedSpan, ExplainedStatement,
};
use crate::trail::{DecidingStatement, DecisionRecord, Outcome};
use rolecall_policy::document::Effect;
use rolecall_policy::explain::{Change, Comparison, LayerReport, Mark, Part, Remedy, Says, StatementReport};
use rolecall_policy::explain::{escaped, statement_title};
use rolecall_policy::{Arn, Explanation, Layer, PolicySource};
use serde::Deserialize;
use serde_json::{Value, json};

/// The recorded decision, of which what is not to be seen has been taken out.
pub(super) fn recorded(decision: &DecisionRecord, sight: Sight) -> DecisionShape {
    let explanation = decision.explanation.as_ref().and_then(|told| Explanation::deserialize(told).ok());
    let (layers, nearest, caller_can, changes) = match &explanation {
        Some(explanation) => (
            layers(explanation, sight),
            nearest(explanation),
            caller_can(explanation),
            changes(explanation, &explanation.principal),
        ),
        None => (by(decision, sight), None, Vec::new(), Vec::new()),
    };
    let outcome = if decision.outcome == Outcome::Allowed { "Allowed" } else { "Denied" };
    DecisionShape {
        action: decision.action.clone(),
        resource: decision.resource.clone(),
        outcome: outcome.to_owned(),
        layers,
        nearest,
        caller_can,
        changes,
    }
}

/// Each layer with its policies.
pub(super) fn layers(explanation: &Explanation, sight: Sight) -> Vec<ExplainedLayer> {
    explanation.layers.iter().map(|report| layer(report, !sight.sees(report.layer))).collect()
}

/// The layers whose statements decided, where nothing more is on record.
fn by(decision: &DecisionRecord, sight: Sight) -> Vec<ExplainedLayer> {
    let hidden = [Layer::Identity, Layer::Resource].into_iter().filter(|layer| !sight.sees(*layer));
    let hidden = hidden.map(|layer| ExplainedLayer {
        name: layer.name().to_owned(),
        outcome: "Hidden".to_owned(),
        ..ExplainedLayer::default()
    });
    decision.by.iter().map(deciding).chain(hidden).collect()
}

fn layer(report: &LayerReport, is_hidden: bool) -> ExplainedLayer {
    let outcome = match report.says {
        _ if is_hidden => "Hidden",
        Says::Allowed => "Allow",
        Says::Denied => "Deny",
        Says::NoMatch => "NoMatch",
        Says::None | Says::NotApplicable => "NotPresent",
    };
    let deciding = report.deciding.iter().map(|statement| policy(statement, false));
    let closest = report.closest.iter().map(|statement| policy(statement, true));
    ExplainedLayer {
        name: report.layer.name().to_owned(),
        outcome: outcome.to_owned(),
        blocks: report.blocks,
        level: report.level.as_deref().map(str::to_owned),
        account_id: report.account.map(|account| account.to_string()),
        note: report.note.as_deref().map(str::to_owned),
        policies: deciding.chain(closest).collect(),
    }
}

fn policy(statement: &StatementReport, is_closest: bool) -> ExplainedPolicy {
    let (start, end) = within(&statement.mark);
    let spans = statement.failures.iter().chain(&statement.held).map(span).collect();
    let statement_shape = ExplainedStatement {
        index: i32::try_from(statement.index).unwrap_or(i32::MAX),
        sid: statement.sid.as_deref().map(str::to_owned),
        effect: effect(statement.effect).to_owned(),
        line: line(&statement.mark),
        start,
        end,
        text: statement.mark.text.to_string(),
    };
    of_source(&statement.source, Some(statement_shape), is_closest, spans)
}

fn deciding(by: &DecidingStatement) -> ExplainedLayer {
    let statement = ExplainedStatement {
        index: i32::try_from(by.statement).unwrap_or(i32::MAX),
        sid: by.sid.clone(),
        effect: effect(by.effect).to_owned(),
        ..ExplainedStatement::default()
    };
    ExplainedLayer {
        name: by.layer.name().to_owned(),
        outcome: effect(by.effect).to_owned(),
        blocks: by.effect == Effect::Deny,
        level: None,
        account_id: None,
        note: None,
        policies: vec![of_source(&by.source, Some(statement), false, Vec::new())],
    }
}

fn of_source(
    source: &PolicySource,
    statement: Option<ExplainedStatement>,
    closest: bool,
    spans: Vec<ExplainedSpan>,
) -> ExplainedPolicy {
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let (name, arn, owner) = (source.name.to_string(), text(&source.arn), text(&source.owner));
    ExplainedPolicy { name, arn, owner, closest, statement, spans }
}

fn span(comparison: &Comparison) -> ExplainedSpan {
    let (start, end) = comparison.mark.as_ref().map_or((0, 0), within);
    let (part, key, operator) = match &comparison.part {
        Part::Principal => ("Principal", None, None),
        Part::Action => ("Action", None, None),
        Part::Resource => ("Resource", None, None),
        Part::Condition { operator, key } => ("Condition", Some(key.to_string()), Some(operator.to_string())),
    };
    let texts = |texts: &[Box<str>]| texts.iter().map(ToString::to_string).collect();
    ExplainedSpan {
        part: if comparison.negated { format!("Not{part}") } else { part.to_owned() },
        key,
        operator,
        line: comparison.mark.as_ref().and_then(line),
        start,
        end,
        text: comparison.mark.as_ref().map(|mark| mark.text.to_string()),
        expected: texts(&comparison.wanted),
        more_expected: i32::try_from(comparison.more).unwrap_or(i32::MAX),
        actual: comparison.actual.as_deref().map(texts),
        hint: comparison.hint.as_deref().map(str::to_owned),
    }
}

/// Where a place begins and ends in the text that is shown of it, in UTF-16 code units.
fn within(mark: &Mark) -> (i32, i32) {
    let units = |count: usize| mark.text.chars().take(count).map(char::len_utf16).sum::<usize>();
    let (start, end) = (mark.column as usize, (mark.column as usize).saturating_add(mark.width as usize));
    (number(units(start)), number(units(end)))
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn line(mark: &Mark) -> Option<i32> {
    i32::try_from(mark.line).ok()
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    }
}

/// The statement that came closest, of the first layer that denies for want of one.
pub(super) fn nearest(explanation: &Explanation) -> Option<String> {
    let blocking = explanation.layers.iter().filter(|report| report.blocks);
    let closest = blocking.filter_map(|report| report.closest.as_ref()).next()?;
    Some(escaped(&statement_title(&closest.source, closest.sid.as_deref(), closest.index)))
}

/// What the caller can do without a change of any policy.
pub(super) fn caller_can(explanation: &Explanation) -> Vec<String> {
    let calls = explanation.changes.iter().filter(|change| change.remedy == Remedy::Call);
    calls.map(|change| change.what.to_string()).collect()
}

/// What would have to change, with a policy where one can be written. `principal`: who calls.
pub(super) fn changes(explanation: &Explanation, principal: &str) -> Vec<ExplainedChange> {
    let others = explanation.changes.iter().filter(|change| change.remedy != Remedy::Call);
    others.map(|change| self::change(change, explanation, principal)).collect()
}

fn change(change: &Change, explanation: &Explanation, principal: &str) -> ExplainedChange {
    let is_allow = change.remedy == Remedy::Allow;
    let document = is_allow.then(|| document(change.layer, &explanation.action, &explanation.resource, principal));
    ExplainedChange {
        account_id: change.account.map(|account| account.to_string()),
        r#where: change.layer.name().to_owned(),
        text: change.what.to_string(),
        document: document.flatten(),
    }
}

/// A policy with one statement that allows an action; `None` where no policy of an account does.
pub(super) fn document(layer: Layer, action: &str, resource: &str, principal: &str) -> Option<String> {
    let mut statement = json!({"Effect": "Allow", "Action": action});
    let members = statement.as_object_mut()?;
    match layer {
        Layer::Identity | Layer::Boundary => {
            members.insert("Resource".to_owned(), Value::from(resource));
        }
        Layer::Resource => {
            // Who is not named by an ARN cannot be written down.
            Arn::parse(principal)?;
            members.insert("Principal".to_owned(), json!({"AWS": policy_principal(principal)}));
            if !resource.contains(":role/") {
                members.insert("Resource".to_owned(), Value::from(resource));
            }
        }
        _ => return None,
    }
    serde_json::to_string_pretty(&json!({"Version": "2012-10-17", "Statement": [statement]})).ok()
}

/// The principal that a policy names for a caller: of a session its role, which outlives it.
fn policy_principal(principal: &str) -> String {
    let role = Arn::parse(principal).filter(|arn| arn.service == "sts").and_then(|arn| {
        let role = arn.resource.strip_prefix("assumed-role/")?.split('/').next()?;
        Some(format!("arn:{}:iam::{}:role/{role}", arn.partition, arn.account))
    });
    role.unwrap_or_else(|| principal.to_owned())
}
