//! The algorithm of R2, section 2.3.

use std::collections::BTreeSet;

use super::applies::{Applying, Own, applying};
use super::principal::Grant;
use super::statement::{allows, has_deny};
use super::text::fold;
use super::{ReferenceDecision, public, reserved};
use crate::arn::Arn;
use crate::decision::{Layer, Verdict};
use crate::document::{Policy, PolicyKind};
use crate::evaluate::Policies;
use crate::names::AccountId;
use crate::request::{Principal, Request, ResourceClass};

/// Decides a request. The same question as [`crate::decide`], answered slowly.
#[must_use]
pub fn decide(request: &Request<'_>, policies: &Policies<'_>) -> ReferenceDecision {
    // Step 0.
    if reserved::is_never_authorised(request.action) {
        return ReferenceDecision { verdict: Verdict::Allowed, blocked_by: BTreeSet::new() };
    }
    let owner = owner(request);
    let applying = applying(request, policies, owner);
    let explicit = explicit_denies(request, &applying, owner);
    let implicit = implicit_denies(request, &applying, owner);
    answer(&explicit, &implicit)
}

/// R2.23: which of several layers is reported.
fn answer(explicit: &BTreeSet<Layer>, implicit: &BTreeSet<Layer>) -> ReferenceDecision {
    let explicit_order =
        [Layer::Scp, Layer::Rcp, Layer::Endpoint, Layer::Boundary, Layer::Session, Layer::Resource, Layer::Identity];
    let implicit_order = [
        Layer::Reserved,
        Layer::Caller,
        Layer::Partition,
        Layer::Rcp,
        Layer::Scp,
        Layer::Endpoint,
        Layer::Resource,
        Layer::Identity,
        Layer::Boundary,
        Layer::Session,
    ];
    let verdict = if let Some(layer) = explicit_order.iter().find(|layer| explicit.contains(layer)) {
        Verdict::ExplicitlyDenied(*layer)
    } else if let Some(layer) = implicit_order.iter().find(|layer| implicit.contains(layer)) {
        Verdict::ImplicitlyDenied(*layer)
    } else {
        Verdict::Allowed
    };
    let mut blocked_by: BTreeSet<(Layer, bool)> = explicit.iter().map(|layer| (*layer, true)).collect();
    blocked_by.extend(implicit.difference(explicit).map(|layer| (*layer, false)));
    ReferenceDecision { verdict, blocked_by }
}

/// The account that owns the bucket, key, queue or role: as given, else that of the ARN, else the caller's (section
/// 2.1). What is reserved to AWS counts as the caller's (R2.39).
fn owner(request: &Request<'_>) -> Option<AccountId> {
    if reserved::is_aws_policy(request.resource) {
        return request.principal.account();
    }
    let of_arn = || Arn::parse(request.resource).and_then(|arn| arn.account.parse().ok());
    request.resource_account.or_else(of_arn).or_else(|| request.principal.account())
}

/// The account that owns the object, if somebody else than the bucket's owner does (R2.29).
fn foreign_object_owner(request: &Request<'_>, owner: Option<AccountId>) -> Option<AccountId> {
    if request.class != ResourceClass::Object {
        return None;
    }
    request.s3?.object_owner.filter(|object_owner| Some(*object_owner) != owner)
}

/// R2.21: the caller belongs to the account that owns the resource. What a bucket holds is its owner's to change, whoever
/// owns the object (R2.29).
fn same_account(request: &Request<'_>, owner: Option<AccountId>) -> bool {
    let action = fold(request.action);
    let changes_the_bucket = request.services.bucket_owner_operations.iter().any(|name| fold(name) == action);
    let consenting = foreign_object_owner(request, owner).filter(|_| !changes_the_bucket).or(owner);
    request.principal.account() == consenting
}

/// Step 1, R2.2.
fn explicit_denies(request: &Request<'_>, applying: &Applying, owner: Option<AccountId>) -> BTreeSet<Layer> {
    // R1.21.
    let has_boundary = applying.boundary.is_some();
    let mut layers = BTreeSet::new();
    let mut note = |layer: Layer, denies: bool| {
        if denies {
            layers.insert(layer);
        }
    };
    note(Layer::Identity, any_denies(&applying.identity, request, has_boundary));
    note(Layer::Boundary, any_denies(&applying.boundary, request, has_boundary));
    note(Layer::Session, any_denies(applying.session.iter().flatten(), request, has_boundary));
    note(Layer::Endpoint, any_denies(applying.endpoint.iter().flatten(), request, has_boundary));
    note(Layer::Scp, any_denies(applying.scp.iter().flatten().flatten(), request, has_boundary));
    note(Layer::Rcp, any_denies(applying.rcp.iter().flatten().flatten(), request, has_boundary));
    let by_policy = match &applying.resource {
        None => false,
        Some(Own::Resource(policy)) => has_deny(policy, request, has_boundary),
        Some(Own::Trust(policy)) => has_deny(policy, request, has_boundary),
    };
    // R2.30.
    let by_policy = by_policy && !reserved::is_rescue_by_root(request, request.principal.account() == owner);
    note(Layer::Resource, by_policy || is_shut_to_the_public(request, applying, owner));
    layers
}

fn any_denies<'a, K: PolicyKind>(
    policies: impl IntoIterator<Item = &'a Policy<K>>,
    request: &Request<'_>,
    has_boundary: bool,
) -> bool {
    policies.into_iter().any(|policy| has_deny(policy, request, has_boundary))
}

/// R2.31: a bucket with a public policy is limited to services and the owner's account.
fn is_shut_to_the_public(request: &Request<'_>, applying: &Applying, owner: Option<AccountId>) -> bool {
    let restricted = request.s3.is_some_and(|s3| s3.restrict_public_buckets);
    let of_bucket = matches!(request.class, ResourceClass::Bucket | ResourceClass::Object);
    let spared = match request.principal {
        Principal::Service { .. } => true,
        caller => caller.account().is_some() && caller.account() == owner,
    };
    let Some(Own::Resource(policy)) = &applying.resource else { return false };
    restricted && of_bucket && !spared && public::is_public(policy)
}

/// Steps 2 to 4, none of them left out when an earlier one denies.
fn implicit_denies(request: &Request<'_>, applying: &Applying, owner: Option<AccountId>) -> BTreeSet<Layer> {
    let mut layers = BTreeSet::new();
    if reserved::changes_reserved(request) {
        layers.insert(Layer::Reserved);
    }
    if reserved::may_never_ask(request) {
        layers.insert(Layer::Caller);
    }
    if is_of_another_partition(request) {
        layers.insert(Layer::Partition);
    }
    // Steps 2 and 3.
    if applying.rcp.as_ref().is_some_and(|levels| !every_level_allows(levels, request)) {
        layers.insert(Layer::Rcp);
    }
    if applying.scp.as_ref().is_some_and(|levels| !every_level_allows(levels, request)) {
        layers.insert(Layer::Scp);
    }
    // Step 3b, R2.7: any entry of whatever kind.
    if applying.endpoint.as_ref().is_some_and(|endpoint| !any_allows(endpoint, request)) {
        layers.insert(Layer::Endpoint);
    }
    // Step 4.
    let grants = resource_grants(request, applying, owner);
    match request.principal {
        Principal::Service { .. } | Principal::Anonymous | Principal::Provider { .. } => {
            if !grants.contains(&Grant::Direct) {
                layers.insert(Layer::Resource);
            }
        }
        // R2.42: the caller's side alone.
        _ if reserved::is_assume_root(request.action) => layers.extend(callers_side(request, applying, &[])),
        _ if same_account(request, owner) => layers.extend(same_account_denies(request, applying, &grants)),
        _ => {
            layers.extend(callers_side(request, applying, &[]));
            if grants.is_empty() {
                layers.insert(Layer::Resource);
            }
        }
    }
    layers
}

/// R2.22.
fn is_of_another_partition(request: &Request<'_>) -> bool {
    let theirs = Arn::parse(request.resource).map(|arn| arn.partition);
    reserved::partition_of(request).zip(theirs).is_some_and(|(own, theirs)| own != theirs)
}

/// R2.16: an `Allow` at every level; without levels nothing is allowed.
fn every_level_allows<K: PolicyKind>(levels: &[Vec<Policy<K>>], request: &Request<'_>) -> bool {
    !levels.is_empty() && levels.iter().all(|level| any_allows(level, request))
}

fn any_allows<'a, K: PolicyKind>(policies: impl IntoIterator<Item = &'a Policy<K>>, request: &Request<'_>) -> bool {
    policies.into_iter().any(|policy| !allows(policy, request).is_empty())
}

/// The grants of the resource's policy; a bucket policy covers only the owner's objects (R2.29).
fn resource_grants(request: &Request<'_>, applying: &Applying, owner: Option<AccountId>) -> Vec<Grant> {
    if foreign_object_owner(request, owner).is_some() {
        return Vec::new();
    }
    match &applying.resource {
        None => Vec::new(),
        Some(Own::Resource(policy)) => allows(policy, request),
        Some(Own::Trust(policy)) => allows(policy, request),
    }
}

/// `same_account` of R2, section 2.3.
fn same_account_denies(request: &Request<'_>, applying: &Applying, grants: &[Grant]) -> BTreeSet<Layer> {
    let mut layers = BTreeSet::new();
    // R2.14.
    let trust = matches!(applying.resource, Some(Own::Trust(_)));
    let must_allow = match request.class {
        ResourceClass::KmsKey => true,
        ResourceClass::Role => reserved::is_assuming(request.action),
        _ => trust,
    };
    if must_allow && grants.is_empty() {
        layers.insert(Layer::Resource);
    }
    // R2.10: the task or the approval always limits.
    let limited = matches!(request.principal, Principal::AssumedRoot { .. } | Principal::Delegated { .. });
    if grants.contains(&Grant::Direct) && !limited {
        return layers;
    }
    layers.extend(callers_side(request, applying, grants));
    layers
}

/// Identity, boundary and session policies; an entity grant is united with the identity policies (R2.9).
fn callers_side(request: &Request<'_>, applying: &Applying, grants: &[Grant]) -> BTreeSet<Layer> {
    let mut layers = BTreeSet::new();
    if matches!(request.principal, Principal::Root { .. }) {
        return layers;
    }
    let identity = reserved::is_allowed_everything(request.principal) || any_allows(&applying.identity, request);
    if !identity && !grants.contains(&Grant::Entity) {
        layers.insert(Layer::Identity);
    }
    if applying.boundary.is_some() && !any_allows(&applying.boundary, request) {
        layers.insert(Layer::Boundary);
    }
    let session_allows = applying.session.as_ref().is_some_and(|session| any_allows(session, request));
    let must_have_session = matches!(
        request.principal,
        Principal::FederatedUser { .. } | Principal::AssumedRoot { .. } | Principal::Delegated { .. }
    );
    if (applying.session.is_some() || must_have_session) && !session_allows {
        layers.insert(Layer::Session);
    }
    layers
}
