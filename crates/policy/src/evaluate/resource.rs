//! The resource's own policy: when it counts (R2.14, R2.40), whose the resource is, and what S3 and SQS add
//! (R2.29–R2.31).

use super::layers::{Survey, survey};
use super::policies::{Policies, ResourcePolicy};
use super::statement::Ask;
use crate::decision::Layer;
use crate::document::kind::TRUST_ACTIONS;
use crate::matching::action::AskedAction;
use crate::names::AccountId;
use crate::request::{Principal, Request, ResourceClass};

/// What a resource's own policy is to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OwnPolicy {
    /// In the same account either side may allow.
    Either,
    /// It must allow, whoever asks: a role's trust policy, a key policy (R2.14).
    Required,
    /// The resource has none for this action, so across accounts nothing allows (R2.14, R2.40).
    None,
    /// The resource's side is not asked, not even across accounts (R2.42).
    NotAsked,
}

/// What the resource's policy is to this request.
pub(super) fn own_policy(request: &Request<'_>, policies: &Policies<'_>, action: AskedAction<'_>) -> OwnPolicy {
    let trust = matches!(policies.resource, Some(ResourcePolicy::Trust(_)));
    match request.class {
        _ if action.is_one_of("sts", &["AssumeRoot"]) => OwnPolicy::NotAsked,
        ResourceClass::Role if action.is_one_of("sts", &TRUST_ACTIONS) => OwnPolicy::Required,
        _ if trust && action.is_one_of("sts", &TRUST_ACTIONS) => OwnPolicy::Required,
        ResourceClass::Role | ResourceClass::KmsAlias => OwnPolicy::None,
        ResourceClass::KmsKey => OwnPolicy::Required,
        // Of what KMS has only keys have a policy; listing and creating them names none.
        ResourceClass::Ordinary if action.is_of("kms") => OwnPolicy::None,
        _ if trust => OwnPolicy::None,
        ResourceClass::Ordinary | ResourceClass::Bucket | ResourceClass::Object | ResourceClass::Queue => {
            OwnPolicy::Either
        }
    }
}

/// The accounts that own what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Owners {
    /// The account that must consent: of an object its owner's.
    pub(crate) resource: Option<AccountId>,
    /// The account whose resource policy and resource control policies stand over it: of an object the bucket's.
    pub(crate) container: Option<AccountId>,
}

impl Owners {
    /// The owners of what is in `container`. Operations that change what a bucket holds are its owner's to allow; all
    /// others on an object are the object owner's (R2.29).
    pub(crate) fn within(container: Option<AccountId>, request: &Request<'_>) -> Self {
        let object_owner =
            object_owner(request).filter(|_| !request.services.bucket_owner_operations.contains(request.action));
        Self { resource: object_owner.or(container), container }
    }
}

/// The account that owns the object asked for; a bucket has no owner but its own (R2.29).
fn object_owner(request: &Request<'_>) -> Option<AccountId> {
    request.s3.filter(|_| request.class == ResourceClass::Object)?.object_owner
}

/// What the resource's policy says.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ResourceSays {
    pub(crate) survey: Survey,
    /// `RestrictPublicBuckets` keeps the caller out, which counts as an explicit deny without statement (R2.31).
    pub(crate) restricted: bool,
    /// The policy has no say over the caller's `Allow`: the object is not the bucket owner's (R2.29).
    pub(crate) foreign_object: bool,
    /// Its `Deny` statements do not count: the owner manages the policy itself (R2.30).
    pub(crate) denies_waived: bool,
}

/// Asks the resource's policy. `None` if there is none, or if it does not count for this action.
pub(super) fn ask<'a>(
    request: &Request<'_>,
    policies: &Policies<'_>,
    own: OwnPolicy,
    owners: Owners,
    ask: &impl Ask<'a>,
) -> Option<ResourceSays> {
    let asked = ask.asked();
    if matches!(own, OwnPolicy::None | OwnPolicy::NotAsked) {
        return None;
    }
    let (mut survey, public) = match policies.resource? {
        // A key's own policy is no trust policy; given one all the same, the key has none.
        ResourcePolicy::Trust(_) if !asked.action.is_one_of("sts", &TRUST_ACTIONS) => return None,
        ResourcePolicy::Trust(trust) => (one(&trust.policy, ask), false),
        ResourcePolicy::Resource(attached) => {
            let of_s3 = matches!(request.class, ResourceClass::Bucket | ResourceClass::Object);
            let restricts = of_s3 && request.s3.is_some_and(|facts| facts.restrict_public_buckets);
            let public = restricts && attached.policy.is_public();
            (one(&attached.policy, ask), public)
        }
    };
    let denies_waived = manages_own_policy(request, owners, asked.action);
    if denies_waived {
        survey.found.deny = None;
    }
    let foreign_object = object_owner(request).is_some_and(|owner| Some(owner) != owners.container);
    if foreign_object {
        let deny = survey.found.deny;
        survey = Survey::default();
        survey.found.deny = deny;
    }
    let own_account = request.principal.account().is_some() && request.principal.account() == owners.container;
    let restricted = public && !own_account && !matches!(request.principal, Principal::Service { .. });
    Some(ResourceSays { survey, restricted, foreign_object, denies_waived })
}

fn one<'a, K>(policy: &super::Compiled<K>, ask: &impl Ask<'a>) -> Survey {
    survey(Layer::Resource, 0, std::iter::once((0, policy)), ask)
}

/// R2.30: the owner's root, or an `AssumeRoot` session of it, reads and changes the policy of its own bucket or queue
/// whatever that policy says.
fn manages_own_policy(request: &Request<'_>, owners: Owners, action: AskedAction<'_>) -> bool {
    let root = matches!(request.principal, Principal::Root { .. } | Principal::AssumedRoot { .. });
    let of_service = match request.class {
        ResourceClass::Bucket => action.is_of("s3"),
        ResourceClass::Queue => action.is_of("sqs"),
        _ => false,
    };
    root && of_service
        && request.principal.account() == owners.container
        && request.services.root_operations.contains(action.text)
}
