//! What the engine answers to a hypothetical request, as `rolecall why` prints it.

use rolecall_analysis::scenario::{DecisionName, Scenario, account_in_arn};
use rolecall_policy::explain::{Outcome, escaped, headline, render_within, statement_title, wrapped};
use rolecall_policy::unknown::{self, Dependency, PossibleDecision};
use rolecall_policy::{AccountId, Decision, Principal};

/// The answer as lines of at most `width` columns, the last one ended too.
pub(super) fn answer(scenario: &Scenario<'_>, answer: &PossibleDecision, width: usize) -> String {
    if let Some(explanation) = scenario.explain() {
        return render_within(&explanation, width);
    }
    let owner = scenario.resource_account();
    match answer {
        PossibleDecision::Allowed(decision) | PossibleDecision::Denied(decision) => {
            certain(scenario, owner, decision, width)
        }
        PossibleDecision::Depends(on) => depends(scenario, owner, on, width),
    }
}

/// An answer that depends on what is not known: the heading, with the owner of the resource if that is stated, and on what.
pub(super) fn depends(scenario: &Scenario<'_>, owner: Option<AccountId>, on: &[Dependency], width: usize) -> String {
    let heading = heading(scenario, owner, Outcome::Allowed).replacen("ALLOWED", "DEPENDS", 1);
    let mut text = fit(&heading, width, 4);
    for line in unknown::render_text(on).lines() {
        text.push_str(&fit(&format!("  {line}"), width, 4));
    }
    text
}

/// A decision that is the same whatever is not known.
pub(super) fn certain(scenario: &Scenario<'_>, owner: Option<AccountId>, decision: &Decision, width: usize) -> String {
    let outcome = match DecisionName::from(decision.verdict()) {
        DecisionName::Allowed => Outcome::Allowed,
        DecisionName::ExplicitlyDenied => Outcome::ExplicitlyDenied,
        _ => Outcome::ImplicitlyDenied,
    };
    let mut text = fit(&heading(scenario, owner, outcome), width, 4);
    text.push_str(&fit("  Unknown values do not change the answer.", width, 2));
    let policies = scenario.policies();
    for at in decision.deciding() {
        if let Some((statement, source)) = policies.statement(at) {
            let title = statement_title(source, statement.sid, at.statement);
            text.push_str(&fit(&format!("  {:<14} {title}", at.layer.name()), width, 17));
        }
    }
    for block in decision.blocked_by() {
        let says = if block.explicit { "denied" } else { "no match" };
        text.push_str(&fit(&format!("x {:<14} {says}", block.layer.name()), width, 17));
    }
    text
}

fn heading(scenario: &Scenario<'_>, owner: Option<AccountId>, outcome: Outcome) -> String {
    let (action, resource) = (scenario.action(), scenario.resource());
    let owner = owner.filter(|_| account_in_arn(resource).is_none());
    headline(outcome, &name(scenario.principal()), action, resource, owner)
}

/// The principal as headings show it.
fn name(principal: &Principal) -> String {
    match principal {
        Principal::Root { arn, .. }
        | Principal::AssumedRoot { arn, .. }
        | Principal::User { arn, .. }
        | Principal::FederatedUser { arn, .. } => arn.to_string(),
        Principal::RoleSession { session_arn: Some(arn), .. } | Principal::RoleSession { role_arn: Some(arn), .. } => {
            arn.to_string()
        }
        Principal::RoleSession { .. } | Principal::Delegated { .. } => "a session".to_owned(),
        Principal::Service { names } => names.first().map(ToString::to_string).unwrap_or_default(),
        Principal::Provider { provider } => provider.to_string(),
        Principal::Anonymous => "anonymous".to_owned(),
    }
}

/// A line in pieces that fit, each ended.
pub(super) fn fit(line: &str, width: usize, indent: usize) -> String {
    let mut text = String::new();
    for piece in wrapped(escaped(line.trim_end_matches('\n')).as_str(), width, indent) {
        text.push_str(&piece);
        text.push('\n');
    }
    text
}
