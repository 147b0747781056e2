//! Which policies apply, which of them match, and how the layers combine.
//!
//! [`decide`] first asks the rules that stand before all policies (`reserved`), then every layer that counts for the
//! caller: the organization's (`guardrails`), the resource's own policy (`resource`), and the caller's, whose policies are
//! a union (`layers`): those of `policy_set` and `index` that can match are held against the request in `statement`.
//! Whose the resource is, and what else its text tells, is in `facts`. What was found goes to `combine`, which holds the
//! one table of which layer must allow whom. Nothing else decides; a request that is not all known is put to the same
//! table, by `judge`, with another way to hold statements against it (see [`unknown`](crate::unknown)).

mod combine;
pub mod compile;
mod facts;
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
pub(crate) use facts::ResourceFacts;
pub(crate) use guardrails::{SERVICE_LINKED_ROLES, service_assumes_role};
pub(crate) use reserved::{AWS_POLICIES, Beginning, partition, partition_is_in_context, refused_resources};
pub(crate) use resource::{OwnPolicy, Owners};
pub(crate) use statement::{Ask, Asked, CompiledStatement, List};

use crate::decision::{Decision, Layer, LayerSet, StatementRef, Verdict};
use crate::matching::action::AskedAction;
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
    let partition = partition(request);
    let resource = AskedResource::new(request.resource, action, partition.unwrap_or("aws"));
    let asked = Asked::new(request, policies, action, resource);
    let facts = ResourceFacts::of(request, action, partition);
    let Judgement { decision, rule, own, same_account, findings } = judge(request, policies, &asked, facts);
    Assessment { decision, asked, rule, own, owners: facts.owners, same_account, findings }
}

/// A decision, as far as it does not depend on who holds statements against the request.
#[derive(Debug)]
pub(crate) struct Judgement {
    pub(crate) decision: Decision,
    rule: CallerRule,
    own: OwnPolicy,
    same_account: bool,
    findings: Findings,
}

/// Decides, with `ask` to hold statements against the request. The resource's text is not looked at: what it tells is in
/// `facts`, and in `ask`.
pub(crate) fn judge<'a>(
    request: &Request<'_>,
    policies: &Policies<'_>,
    ask: &impl Ask<'a>,
    facts: ResourceFacts,
) -> Judgement {
    let &Asked { action, rule, .. } = ask.asked();
    let own = resource::own_policy(request, policies, action);
    let same_account = own == OwnPolicy::NotAsked || request.principal.account() == facts.owners.resource;
    let allowed = Decision {
        verdict: Verdict::Allowed,
        explicit: LayerSet::default(),
        implicit: LayerSet::default(),
        statements: [None; Layer::COUNT],
        unconditional: true,
    };
    let mut judgement = Judgement { decision: allowed, rule, own, same_account, findings: Findings::default() };
    if reserved::is_never_authorised(action) {
        return judgement;
    }
    judgement.findings = find(request, policies, ask, facts, &judgement);
    let mut denials = combine::combine(rule, same_account, own, &judgement.findings);
    if facts.reserved {
        denials.implicit.insert(Layer::Reserved);
    }
    if reserved::may_never_ask(request.principal, action) {
        denials.implicit.insert(Layer::Caller);
    }
    if facts.other_partition {
        denials.implicit.insert(Layer::Partition);
    }
    judgement.decision = conclude(denials, &judgement.findings);
    judgement
}

/// Asks every layer that counts for this caller and resource.
fn find<'a>(
    request: &Request<'_>,
    policies: &Policies<'_>,
    ask: &impl Ask<'a>,
    facts: ResourceFacts,
    judgement: &Judgement,
) -> Findings {
    let Judgement { rule, own, .. } = judgement;
    Findings {
        scp: policies
            .scp
            .filter(|_| rule.scp)
            .and_then(|levels| guardrails::ask(Layer::Scp, &levels, request.principal.account(), ask)),
        rcp: policies
            .rcp
            .filter(|_| rule.rcp && !facts.assumes_service_linked_role)
            .filter(|_| guardrails::rcps_cover(request.services, ask.asked()))
            .and_then(|levels| guardrails::ask(Layer::Rcp, &levels, facts.owners.container, ask)),
        endpoint: policies.endpoint.map(|endpoint| union(Layer::Endpoint, endpoint, ask)),
        resource: resource::ask(request, policies, *own, facts.owners, ask),
        identity: (rule.identity == IdentityRule::Policies).then(|| policies.identity.ask(Layer::Identity, ask)),
        boundary: policies
            .boundary
            .filter(|_| rule.boundary)
            .map(|boundary| union(Layer::Boundary, std::slice::from_ref(boundary), ask)),
        session: policies
            .session
            .filter(|_| rule.session != SessionRule::None)
            .map(|session| union(Layer::Session, session, ask)),
    }
}

fn union<'a, K>(layer: Layer, policies: &[Attached<K>], ask: &impl Ask<'a>) -> layers::Found {
    layers::survey(layer, 0, policies::numbered(policies), ask).found
}

/// Picks the layer that is reported (R2.23) and the deciding statements.
fn conclude(denials: combine::Denials, findings: &Findings) -> Decision {
    let first = |order: &[Layer], set: LayerSet| {
        if set == LayerSet::default() { None } else { order.iter().copied().find(|layer| set.contains(*layer)) }
    };
    let verdict = match first(&Layer::EXPLICIT_ORDER, denials.explicit) {
        Some(layer) => Verdict::ExplicitlyDenied(layer),
        None => match first(&Layer::IMPLICIT_ORDER, denials.implicit) {
            Some(layer) => Verdict::ImplicitlyDenied(layer),
            None => Verdict::Allowed,
        },
    };
    let mut statements = [None; Layer::COUNT];
    let layers = [
        findings.rcp.map(|guarded| guarded.found),
        findings.scp.map(|guarded| guarded.found),
        findings.endpoint,
        findings.resource.map(|says| says.survey.found),
        findings.identity,
        findings.boundary,
        findings.session,
    ];
    // The rules that stand before the policies have no statements.
    for (slot, found) in statements.iter_mut().skip(Layer::COUNT - layers.len()).zip(layers) {
        *slot = found.and_then(|found| found.deny.or(found.allow));
    }
    // Block Public Access denies without a statement, and what the policy allows decides nothing then.
    if findings.resource.is_some_and(|says| says.restricted && says.survey.found.deny.is_none()) {
        for slot in &mut statements {
            slot.take_if(|at: &mut StatementRef| at.layer == Layer::Resource);
        }
    }
    Decision { verdict, explicit: denials.explicit, implicit: denials.implicit, statements, unconditional: false }
}
