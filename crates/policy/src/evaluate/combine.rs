//! The one table of which layers must allow whom (R2, table 2.2 and section 2.3).
//!
//! Three things decide it: the kind of caller ([`CallerRule::of`]), whether caller and resource are in one account, and
//! what the resource's own policy is to the request ([`OwnPolicy`]). [`combine`] reads the table and what the layers
//! found; nothing else in the crate knows who needs what.

use super::guardrails::Guarded;
use super::layers::Found;
use super::resource::{OwnPolicy, ResourceSays};
use crate::arn::Arn;
use crate::decision::{Layer, LayerSet};
use crate::request::{Issuer, Principal};

/// A row of the table: what is asked of a caller of some kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CallerRule {
    pub(crate) identity: IdentityRule,
    /// The permissions boundary counts.
    pub(crate) boundary: bool,
    pub(crate) session: SessionRule,
    /// Service control policies of the caller's account count.
    pub(crate) scp: bool,
    /// Resource control policies of the resource's account count.
    pub(crate) rcp: bool,
    /// In the same account a direct grant needs neither identity policies nor boundary nor session policies (R2.10).
    pub(crate) direct_suffices: bool,
}

/// What identity policies are to a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdentityRule {
    /// They must allow, unless the resource's policy does.
    Policies,
    /// The caller may do everything in its account, and has no identity policies.
    Everything,
    /// The caller has none and cannot have: the resource's policy must grant directly.
    Outside,
}

/// What session policies are to a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionRule {
    /// The caller has none.
    None,
    /// They limit if they were passed.
    IfPassed,
    /// Without them nothing is allowed.
    Required,
}

impl CallerRule {
    /// The row of a caller (R2, table 2.2).
    pub(crate) fn of(principal: &Principal) -> Self {
        use IdentityRule::{Everything, Outside, Policies};
        use SessionRule::{IfPassed, None, Required};
        #[rustfmt::skip]
        let rule = |identity, boundary, session, scp, rcp, direct_suffices|
            Self { identity, boundary, session, scp, rcp, direct_suffices };
        match principal {
            //                                            identity   boundary session scp    rcp    direct suffices
            Principal::Root { .. } => rule(Everything, false, None, true, true, true),
            Principal::User { .. } => rule(Policies, true, None, true, true, true),
            Principal::RoleSession { .. } if is_service_linked(principal) => {
                rule(Policies, false, None, false, false, true)
            }
            Principal::RoleSession { .. } => rule(Policies, true, IfPassed, true, true, true),
            Principal::FederatedUser { issuer: Issuer::User { .. }, .. } => {
                rule(Policies, true, Required, true, true, true)
            }
            Principal::FederatedUser { issuer: Issuer::Root, .. } => {
                rule(Everything, false, Required, true, true, true)
            }
            Principal::AssumedRoot { .. } => rule(Everything, false, Required, true, true, false),
            Principal::Delegated { .. } => rule(Policies, true, Required, true, true, false),
            Principal::Service { .. } | Principal::Provider { .. } | Principal::Anonymous => {
                rule(Outside, false, None, false, true, true)
            }
        }
    }
}

/// A role whose path begins `/aws-service-role/` (R2.37). The role's ARN tells; where it is not known, the request does.
fn is_service_linked(principal: &Principal) -> bool {
    match principal {
        Principal::RoleSession { role_arn: Some(arn), .. } => Arn::parse(arn)
            .is_some_and(|arn| arn.service == "iam" && arn.resource.starts_with("role/aws-service-role/")),
        Principal::RoleSession { service_linked, .. } => *service_linked,
        _ => false,
    }
}

/// What the layers found. A layer that does not count for the caller or the resource is `None`, and so is one that has no
/// policy, except identity policies, of which there can be none at all.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Findings {
    pub(crate) scp: Option<Guarded>,
    pub(crate) rcp: Option<Guarded>,
    pub(crate) endpoint: Option<Found>,
    pub(crate) resource: Option<ResourceSays>,
    pub(crate) identity: Option<Found>,
    pub(crate) boundary: Option<Found>,
    pub(crate) session: Option<Found>,
}

/// The layers that deny.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Denials {
    pub(crate) explicit: LayerSet,
    pub(crate) implicit: LayerSet,
}

impl Findings {
    /// What one layer found.
    pub(crate) fn of(&self, layer: Layer) -> Option<Found> {
        match layer {
            Layer::Reserved | Layer::Caller | Layer::Partition => None,
            Layer::Rcp => self.rcp.map(|guarded| guarded.found),
            Layer::Scp => self.scp.map(|guarded| guarded.found),
            Layer::Endpoint => self.endpoint,
            Layer::Resource => self.resource.map(|says| says.survey.found),
            Layer::Identity => self.identity,
            Layer::Boundary => self.boundary,
            Layer::Session => self.session,
        }
    }
}

/// Steps 1 to 4 of the algorithm of R2, section 2.3. Allowed is what no layer denies.
pub(crate) fn combine(rule: CallerRule, same_account: bool, own: OwnPolicy, findings: &Findings) -> Denials {
    let mut denials = Denials::default();

    // Step 1: any explicit deny.
    for layer in Layer::EXPLICIT_ORDER {
        if findings.of(layer).is_some_and(|found| found.deny.is_some()) {
            denials.explicit.insert(layer);
        }
    }
    if findings.resource.is_some_and(|says| says.restricted) {
        denials.explicit.insert(Layer::Resource);
    }

    // Steps 2, 3 and 3b: what stands over the caller, the resource and the way between them.
    let mut require = |layer: Layer, allowed: bool| {
        if !allowed {
            denials.implicit.insert(layer);
        }
    };
    require(Layer::Rcp, findings.rcp.is_none_or(|guarded| guarded.everywhere));
    require(Layer::Scp, findings.scp.is_none_or(|guarded| guarded.everywhere));
    require(Layer::Endpoint, findings.endpoint.is_none_or(|found| found.allow.is_some()));

    // Step 4: the two sides.
    let granted = findings.resource.map(|says| says.survey).unwrap_or_default();
    if rule.identity == IdentityRule::Outside {
        require(Layer::Resource, granted.direct.is_some());
        return denials;
    }
    match own {
        OwnPolicy::Required => require(Layer::Resource, granted.found.allow.is_some()),
        OwnPolicy::Either | OwnPolicy::None => {
            require(Layer::Resource, same_account || granted.found.allow.is_some());
        }
        OwnPolicy::NotAsked => {}
    }
    if same_account && granted.direct.is_some() && rule.direct_suffices {
        return denials;
    }
    // Across accounts a grant of the other account replaces nothing (R2.21).
    let in_place_of_identity = same_account && granted.entity.is_some();
    let identity = match rule.identity {
        IdentityRule::Everything => true,
        IdentityRule::Policies => findings.identity.is_some_and(|found| found.allow.is_some()),
        IdentityRule::Outside => false,
    };
    require(Layer::Identity, identity || in_place_of_identity);
    require(Layer::Boundary, findings.boundary.is_none_or(|found| found.allow.is_some()));
    require(
        Layer::Session,
        match findings.session {
            Some(found) => found.allow.is_some(),
            None => rule.session != SessionRule::Required,
        },
    );
    denials
}
