//! Which policies apply, which of them match, and how the layers combine.
//!
//! [`decide`] first asks the rules that stand before all policies (`reserved`), then every layer that counts for the
//! caller: the organization's (`guardrails`), the resource's own policy (`resource`), and the caller's, whose policies are
//! a union (`layers`): those of `policy_set` and `index` that can match are held against the request in `statement`. What was found goes to `combine`, which
//! holds the one table of which layer must allow whom. Nothing else decides.

mod combine;
pub mod compile;
mod guardrails;
mod index;
mod layers;
pub mod policies;
pub mod policy_set;
pub mod public;
mod reserved;
mod resource;
mod statement;

pub use compile::{Compiled, WrittenStatement};
pub use policies::{Attached, Guardrails, Level, Policies, PolicySource, ResourcePolicy};
pub use policy_set::PolicySet;
pub use public::is_public;

pub(crate) use combine::{CallerRule, Findings, IdentityRule, SessionRule};
pub(crate) use reserved::partition;
pub(crate) use resource::{OwnPolicy, Owners};
pub(crate) use statement::{Asked, CompiledStatement};

use crate::arn::Arn;
use crate::decision::{Decision, Layer, LayerSet, StatementRef, Verdict};
use crate::matching::action::AskedAction;
use crate::matching::principal::Caller;
use crate::matching::resource::AskedResource;
use crate::request::Request;

/// A decision and how it was reached.
#[derive(Debug)]
pub(crate) struct Assessment<'a> {
    pub(crate) decision: Decision,
    pub(crate) asked: Asked<'a>,
    pub(crate) rule: CallerRule,
    pub(crate) own: OwnPolicy,
    pub(crate) owners: Owners,
    pub(crate) same_account: bool,
    pub(crate) findings: Findings,
}

/// Decides one request: whether the caller may do this to this resource, and if not, because of what.
///
/// Total, pure and deterministic: any input has an answer, and the answer depends on the input alone.
#[must_use]
pub fn decide(request: &Request<'_>, policies: &Policies<'_>) -> Decision {
    assess(request, policies).decision
}

pub(crate) fn assess<'a>(request: &Request<'a>, policies: &Policies<'_>) -> Assessment<'a> {
    let action = AskedAction::new(request.action);
    let arn = Arn::parse(request.resource);
    let partition = partition(request);
    let rule = CallerRule::of(request.principal);
    let asked = Asked {
        caller: Caller {
            principal: request.principal,
            canonical_id: request.s3.and_then(|facts| facts.caller_canonical_id.as_deref()),
            bounded: rule.boundary && policies.boundary.is_some(),
        },
        action,
        service: index::hash(action.service),
        resource: AskedResource::new(request.resource, action, partition.unwrap_or("aws")),
        context: request.context,
    };
    let own = resource::own_policy(request, policies, action);
    let owners = resource::owners(request, action, arn.as_ref());
    let same_account = own == OwnPolicy::NotAsked || request.principal.account() == owners.resource;
    let mut assessment = Assessment {
        decision: Decision {
            verdict: Verdict::Allowed,
            explicit: LayerSet::default(),
            implicit: LayerSet::default(),
            statements: [None; Layer::COUNT],
            unconditional: false,
        },
        asked,
        rule,
        own,
        owners,
        same_account,
        findings: Findings::default(),
    };
    if reserved::is_never_authorised(action) {
        assessment.decision.unconditional = true;
        return assessment;
    }
    assessment.findings = find(request, policies, &assessment);
    let mut denials = combine::combine(rule, same_account, own, &assessment.findings);
    if arn.is_some_and(|arn| reserved::is_reserved(action, &arn)) {
        denials.implicit.insert(Layer::Reserved);
    }
    if reserved::may_never_ask(request.principal, action) {
        denials.implicit.insert(Layer::Caller);
    }
    // R2.22: caller and resource are known to be in different partitions.
    if partition.zip(arn).is_some_and(|(own, arn)| own != arn.partition) {
        denials.implicit.insert(Layer::Partition);
    }
    assessment.decision = conclude(denials, &assessment.findings);
    assessment
}

/// Asks every layer that counts for this caller and resource.
fn find(request: &Request<'_>, policies: &Policies<'_>, assessment: &Assessment<'_>) -> Findings {
    let Assessment { asked, rule, own, owners, .. } = assessment;
    Findings {
        scp: policies
            .scp
            .filter(|_| rule.scp)
            .and_then(|levels| guardrails::ask(Layer::Scp, &levels, request.principal.account(), asked)),
        rcp: policies
            .rcp
            .filter(|_| rule.rcp && guardrails::rcp_reaches(request, asked.action))
            .and_then(|levels| guardrails::ask(Layer::Rcp, &levels, owners.container, asked)),
        endpoint: policies.endpoint.map(|endpoint| union(Layer::Endpoint, endpoint, asked)),
        resource: resource::ask(request, policies, *own, *owners, asked),
        identity: (rule.identity == IdentityRule::Policies).then(|| policies.identity.ask(Layer::Identity, asked)),
        boundary: policies
            .boundary
            .filter(|_| rule.boundary)
            .map(|boundary| union(Layer::Boundary, std::slice::from_ref(boundary), asked)),
        session: policies
            .session
            .filter(|_| rule.session != SessionRule::None)
            .map(|session| union(Layer::Session, session, asked)),
    }
}

fn union<K>(layer: Layer, policies: &[Attached<K>], asked: &Asked<'_>) -> layers::Found {
    layers::survey(layer, 0, policies::numbered(policies), asked).found
}

/// Picks the layer that is reported (R2.23) and the deciding statements.
fn conclude(denials: combine::Denials, findings: &Findings) -> Decision {
    let first = |order: &[Layer], set: LayerSet| order.iter().copied().find(|layer| set.contains(*layer));
    let verdict = match first(&Layer::EXPLICIT_ORDER, denials.explicit) {
        Some(layer) => Verdict::ExplicitlyDenied(layer),
        None => match first(&Layer::IMPLICIT_ORDER, denials.implicit) {
            Some(layer) => Verdict::ImplicitlyDenied(layer),
            None => Verdict::Allowed,
        },
    };
    let mut statements = [None; Layer::COUNT];
    for (slot, layer) in statements.iter_mut().zip(Layer::IMPLICIT_ORDER) {
        *slot = findings.of(layer).and_then(|found| found.deny.or(found.allow));
    }
    // Block Public Access denies without a statement, and what the policy allows decides nothing then.
    if findings.resource.is_some_and(|says| says.restricted && says.survey.found.deny.is_none()) {
        for slot in &mut statements {
            slot.take_if(|at: &mut StatementRef| at.layer == Layer::Resource);
        }
    }
    Decision { verdict, explicit: denials.explicit, implicit: denials.implicit, statements, unconditional: false }
}
