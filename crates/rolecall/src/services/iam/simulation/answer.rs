//! Decisions in the shapes of AWS's simulator (R4.55).

use super::EVERYTHING;
use super::resources::{Own, Resource};
use crate::directory::snapshot::Snapshot;
use crate::domain::role;
use rolecall_catalog::api::iam as api;
use rolecall_policy::document::Effect;
use rolecall_policy::explain::{Matched, Position};
use rolecall_policy::kind::{Resource as ResourceKind, Trust};
use rolecall_policy::{Decision, Layer, Policy, PolicyKind, PolicySource, Verdict};
use std::collections::BTreeMap;

/// Statements that an answer names for one resource. A policy says the same thing so often only on purpose.
const MAX_STATEMENTS: usize = 1000;

/// What came out for one action and one resource.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) decision: Decision,
    pub(super) statements: Vec<api::Statement>,
    pub(super) missing: Vec<String>,
    /// What the permissions boundary says, if there is one.
    pub(super) boundary: Option<bool>,
    pub(super) in_organization: bool,
    pub(super) across_accounts: bool,
    pub(super) has_resource: bool,
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self.decision.verdict() {
            Verdict::Allowed => "allowed",
            Verdict::ExplicitlyDenied(_) => "explicitDeny",
            Verdict::ImplicitlyDenied(_) => "implicitDeny",
        }
    }

    /// The more restrictive, the higher.
    fn strictness(&self) -> u8 {
        match self.decision.verdict() {
            Verdict::Allowed => 0,
            Verdict::ImplicitlyDenied(_) => 1,
            Verdict::ExplicitlyDenied(_) => 2,
        }
    }

    fn boundary_detail(&self) -> Option<api::PermissionsBoundaryDecisionDetail> {
        let allowed = self.boundary?;
        Some(api::PermissionsBoundaryDecisionDetail { allowed_by_permissions_boundary: Some(allowed) })
    }

    fn allowed_by_organizations(&self) -> bool {
        !self.decision.blocked_by().any(|block| matches!(block.layer, Layer::Scp | Layer::Rcp))
    }

    /// What each side says, of a request from one account to another. Within an account there is nothing to tell; where
    /// the organization denies, and without resource, the element itself is absent.
    fn details(&self) -> Option<BTreeMap<String, String>> {
        if !self.across_accounts {
            return self.has_resource.then(BTreeMap::new);
        }
        if !self.allowed_by_organizations() {
            return None;
        }
        let side = |layer: Layer| match self.decision.blocked_by().find(|block| block.layer == layer) {
            None => "allowed",
            Some(block) if block.explicit => "explicitDeny",
            Some(_) => "implicitDeny",
        };
        let sides = [Layer::Identity, Layer::Resource];
        Some(sides.map(|layer| (source_type(layer).to_owned(), side(layer).to_owned())).into())
    }

    fn of_resource(&self, name: &str) -> api::ResourceSpecificResult {
        api::ResourceSpecificResult {
            eval_resource_name: name.to_owned(),
            eval_resource_decision: self.word().to_owned(),
            matched_statements: Some(self.statements.clone()),
            missing_context_values: Some(self.missing.clone()),
            eval_decision_details: self.details().filter(|_| self.across_accounts),
            permissions_boundary_decision_detail: self.boundary_detail(),
        }
    }
}

/// The result of one action on one resource, or on all that it acts on `together`: the most restrictive of them. If the
/// question names the resources, each is told by itself too, where some clients look.
pub(super) fn result(action: &str, each: &[(&str, Outcome)], together: bool, are_named: bool) -> api::EvaluationResult {
    let strictness = each.iter().map(|(_, outcome)| outcome.strictness()).max().unwrap_or_default();
    let deciding: Vec<&Outcome> =
        each.iter().map(|(_, outcome)| outcome).filter(|outcome| outcome.strictness() == strictness).collect();
    let mut statements: Vec<api::Statement> = Vec::new();
    for statement in deciding.iter().flat_map(|outcome| &outcome.statements) {
        if deciding.len() == 1 || !statements.contains(statement) {
            statements.push(statement.clone());
        }
    }
    let all = |told: fn(&Outcome) -> Option<bool>| {
        let told: Vec<bool> = each.iter().filter_map(|(_, outcome)| told(outcome)).collect();
        (!told.is_empty()).then(|| told.iter().all(|allowed| *allowed))
    };
    let boundary = all(|outcome| outcome.boundary);
    let organizations = all(|outcome| outcome.in_organization.then(|| outcome.allowed_by_organizations()));
    api::EvaluationResult {
        eval_action_name: action.to_owned(),
        eval_resource_name: each.first().filter(|_| !together).map_or(EVERYTHING, |(name, _)| name).to_owned().into(),
        eval_decision: deciding.first().map_or("implicitDeny", |outcome| outcome.word()).to_owned(),
        matched_statements: Some(statements),
        missing_context_values: Some(super::distinct(
            each.iter().flat_map(|(_, outcome)| &outcome.missing).map(String::as_str),
        )),
        organizations_decision_detail: organizations
            .map(|allowed| api::OrganizationsDecisionDetail { allowed_by_organizations: Some(allowed) }),
        permissions_boundary_decision_detail: boundary
            .map(|allowed| api::PermissionsBoundaryDecisionDetail { allowed_by_permissions_boundary: Some(allowed) }),
        eval_decision_details: deciding.first().and_then(|outcome| outcome.details()),
        resource_specific_results: are_named
            .then(|| each.iter().map(|(name, outcome)| outcome.of_resource(name)).collect()),
    }
}

/// What the boundary says by itself: it must allow, and not deny.
pub(super) fn allowed_by_boundary(decision: &Decision, found: &[Matched<'_>]) -> bool {
    let says = |effect| found.iter().any(|it| it.at.layer == Layer::Boundary && it.effect == effect);
    decision.is_unconditional() || says(Effect::Allow) && !says(Effect::Deny)
}

/// The statements that determine the decision: what denies, or what grants. Boundaries and the organization's policies
/// grant nothing; for want of a grant there is no statement.
pub(super) fn statements(
    decision: &Decision,
    found: &[Matched<'_>],
    resource: &Resource<'_>,
    snapshot: &Snapshot,
) -> Vec<api::Statement> {
    let determines = |it: &&Matched<'_>| match decision.verdict() {
        Verdict::Allowed => it.effect == Effect::Allow && matches!(it.at.layer, Layer::Identity | Layer::Resource),
        Verdict::ExplicitlyDenied(_) => it.effect == Effect::Deny,
        Verdict::ImplicitlyDenied(_) => false,
    };
    let is_shown = |it: &&Matched<'_>| it.at.layer != Layer::Resource || !resource.is_foreign;
    let mut determining: Vec<&Matched<'_>> = found.iter().filter(determines).filter(is_shown).collect();
    // The caller's own first.
    determining.sort_by_key(|it| it.at.layer == Layer::Resource);
    determining.truncate(MAX_STATEMENTS);
    let has_resource = determining.last().is_some_and(|it| it.at.layer == Layer::Resource);
    let places = has_resource.then(|| places_shown(resource, snapshot)).flatten();
    let shown = |it: &Matched<'_>| {
        let of_resource = places.as_ref().filter(|_| it.at.layer == Layer::Resource);
        let place = of_resource.and_then(|places| places.get(it.at.statement as usize).copied());
        let (start, end) = place.unwrap_or((it.start, it.end));
        api::Statement {
            source_policy_id: Some(source_id(it.source)),
            source_policy_type: Some(source_type(it.at.layer).to_owned()),
            // AWS's column of the start is one behind the place (R4.55); that of the end is just behind the statement.
            start_position: Some(position(Position { column: start.column.saturating_add(1), ..start })),
            end_position: Some(position(end)),
        }
    };
    determining.into_iter().map(shown).collect()
}

/// Resource policies are stored with ids in place of ARNs; places are told in the text that clients see.
fn places_shown(resource: &Resource<'_>, snapshot: &Snapshot) -> Option<Vec<(Position, Position)>> {
    match &resource.own {
        Own::Nothing | Own::Given(_) => None,
        Own::Role(role) => places::<Trust>(&role::shown_trust(&role.trust_policy, snapshot)),
        Own::Bucket(bucket) => {
            let stored = Policy::<ResourceKind>::parse(bucket.policy.as_deref()?).ok()?;
            places::<ResourceKind>(&stored.render(|id| snapshot.arn_of_id(id)))
        }
    }
}

fn places<K: PolicyKind>(text: &str) -> Option<Vec<(Position, Position)>> {
    let policy = Policy::<K>::parse(text).ok()?;
    Some(policy.statements().iter().map(|statement| Position::of_span(text, statement.span)).collect())
}

fn position(position: Position) -> api::Position {
    let number = |count: u32| Some(i32::try_from(count).unwrap_or(i32::MAX));
    api::Position { line: number(position.line), column: number(position.column) }
}

/// The name of a managed policy or of the parameter; of an inline policy with what it belongs to: `user_ana_own`.
fn source_id(source: &PolicySource) -> String {
    let name = source.name.replace(' ', "-");
    match &source.owner {
        Some(owner) => format!("{}_{name}", owner.replace(' ', "_")),
        None => name,
    }
}

/// Of users' and roles' policies the text that was observed (R4.55).
fn source_type(layer: Layer) -> &'static str {
    match layer {
        Layer::Resource => "Resource Policy",
        Layer::Scp => "Service Control Policy",
        Layer::Rcp => "Resource Control Policy",
        _ => "IAM Policy",
    }
}
