//! The policy simulator (R4.54–R4.56): what would be allowed, without doing it.
//!
//! Ana asks whether the role `deploy` may delete a bucket. [`source`] finds the role, its policies and its boundary;
//! [`given`] reads the policies that Ana sent along; [`context`] takes the condition keys that she states and adds those
//! that follow from the role itself. What the request itself would bring, such as the time or an address, is never made
//! up: such keys are missing, and the answer names them. For each action and resource, [`resources`] says whose the
//! resource is and which policy is its own, the engine decides as it does for real requests, and [`answer`] puts it in
//! AWS's shapes.
//!
//! Where AWS's simulator leaves something out, ours asks all the same: conditions of service control policies, and the
//! trust policy of a role that somebody wants to assume. `docs/guide/simulate.md` lists the differences.

mod answer;
mod context;
mod given;
mod handling;
mod resources;
mod source;

pub(super) use given::readable_policies;
pub(super) use source::{EntityPolicies, Source};

use super::errors;
use crate::api::error::ApiError;
use crate::directory::Snapshot;
use crate::directory::standing::Standing;
use crate::domain::guardrails::standing;
use crate::services::context::OrganizationKeys;
use answer::Outcome;
use given::{ResourceDocument, identity_policies};
use handling::ResourceHandling;
use resources::{Own, Resource};
use rolecall_analysis::scenario::{account_in_arn, has_plausible_owner, uninvolved_account};
use rolecall_analysis::service_facts;
use rolecall_catalog::api::iam as api;
use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::explain::matched;
use rolecall_policy::kind::{Boundary, Identity, Scp};
use rolecall_policy::request::folded_key;
use rolecall_policy::{AccountId, Arn, Context, Policies, PolicySet, Request, decide};
use source::Simulated;
use std::sync::Arc;

/// The only resource if none is named.
const EVERYTHING: &str = "*";

/// The parameters that both operations have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) policies: &'a [String],
    pub(super) boundaries: &'a [String],
    pub(super) actions: &'a [String],
    pub(super) resources: &'a [String],
    pub(super) resource_policy: Option<&'a str>,
    pub(super) resource_owner: Option<&'a str>,
    pub(super) caller_arn: Option<&'a str>,
    pub(super) context: &'a [api::ContextEntry],
    pub(super) handling: Option<&'a str>,
}

/// The control policies that are asked.
#[derive(Debug)]
enum OrganizationOf {
    /// Those over the caller's account and over the resource's, as they are.
    Accounts(Option<Arc<Standing>>),
    /// Service control policies that are sent along, from the root of the organization down, over an account that is not
    /// this management account.
    Given(Option<Vec<Level<Scp>>>, AccountId),
}

impl OrganizationOf {
    fn scp(&self) -> Option<Guardrails<'_, Scp>> {
        match self {
            Self::Accounts(standing) => standing.as_ref()?.scp(),
            Self::Given(levels, management) => {
                levels.as_deref().map(|levels| Guardrails { management: *management, levels })
            }
        }
    }
}

/// A question that was understood: all that is the same for every action and resource.
#[derive(Debug)]
pub(super) struct Simulation<'a> {
    question: Question<'a>,
    snapshot: &'a Snapshot,
    /// The caller's account, whose facts the answer may show.
    account: AccountId,
    caller: Simulated,
    identity: PolicySet<Identity>,
    boundary: Option<Attached<Boundary>>,
    organization: OrganizationOf,
    resource_policy: Option<ResourceDocument>,
    owner: Option<AccountId>,
    /// The keys that the policies use, those of resources apart.
    keys: Vec<String>,
    /// How one call acts on several resources.
    handling: Option<ResourceHandling>,
    /// Whether resources bring their own policies, as far as the server has them.
    asks_resources: bool,
}

impl<'a> Simulation<'a> {
    /// The policies of an entity, and others that are sent along (`SimulatePrincipalPolicy`).
    ///
    /// # Errors
    /// `InvalidInput`.
    pub(super) fn of_source(
        question: Question<'a>,
        excluded: &[api::PolicyIdentifier],
        source: &Source<'_>,
        snapshot: &'a Snapshot,
        account: AccountId,
    ) -> Result<Self, ApiError> {
        let mut own = source.policies(snapshot);
        source::exclude(&mut own, excluded)?;
        own.identity.extend(identity_policies(question.policies)?);
        if let Some(boundary) = given::boundary(question.boundaries)? {
            if source.is_service_linked() {
                return Err(errors::invalid_input("A service-linked role cannot have a permissions boundary."));
            }
            own.boundary = Some(boundary);
        }
        if question.resource_policy.is_some() && question.caller_arn.is_none() && !source.is_user() {
            return Err(errors::caller_needed());
        }
        let caller = match question.caller_arn {
            Some(arn) => source::stated_user(arn, snapshot, account)?,
            None => source.simulated(account),
        };
        let standing = caller.principal.account().and_then(|account| standing(snapshot, account));
        Self::new(question, caller, own, OrganizationOf::Accounts(standing), snapshot, account)
    }

    /// Only policies that are sent along (`SimulateCustomPolicy`).
    ///
    /// # Errors
    /// `InvalidInput`.
    pub(super) fn of_given(
        question: Question<'a>,
        organization: &[api::OrderedOrganizationPolicyType],
        snapshot: &'a Snapshot,
        account: AccountId,
    ) -> Result<Self, ApiError> {
        let own = EntityPolicies {
            identity: identity_policies(question.policies)?,
            boundary: given::boundary(question.boundaries)?,
        };
        if question.resource_policy.is_some() && question.caller_arn.is_none() {
            return Err(errors::caller_needed());
        }
        let caller = match question.caller_arn {
            Some(arn) => source::stated_user(arn, snapshot, account)?,
            None => Simulated::nobody(account),
        };
        let management = uninvolved_account([caller.principal.account(), None, None])
            .ok_or_else(|| ApiError::internal("no account id is free of the question"))?;
        let organization = OrganizationOf::Given(given::organization(organization)?, management);
        Self::new(question, caller, own, organization, snapshot, account)
    }

    fn new(
        question: Question<'a>,
        mut caller: Simulated,
        own: EntityPolicies,
        organization: OrganizationOf,
        snapshot: &'a Snapshot,
        account: AccountId,
    ) -> Result<Self, ApiError> {
        question.actions.iter().try_for_each(|action| check_action(action))?;
        question.resources.iter().try_for_each(|arn| check_resource(arn))?;
        let handling = question.handling.map(|name| ResourceHandling::of(name, question.resources)).transpose()?;
        let resource_policy =
            question.resource_policy.map(|text| ResourceDocument::read(text, question.resources)).transpose()?;
        context::state(&mut caller.context, question.context)?;
        if let OrganizationOf::Accounts(standing) = &organization {
            // They follow from the caller, unless they are stated otherwise.
            let mut own_keys = Context::new();
            OrganizationKeys::OF_PRINCIPAL.set(&mut own_keys, standing.as_deref());
            let stated = std::mem::replace(&mut caller.context, own_keys);
            caller.context.extend(stated);
        }
        let levels = organization.scp().map(|scp| scp.levels).unwrap_or_default();
        let levels = levels.iter().flat_map(|level| &level.policies).flat_map(Attached::context_keys);
        let keys = distinct(own.context_keys().chain(levels));
        Ok(Self {
            account,
            caller,
            owner: question.resource_owner.map(resources::owner).transpose()?,
            question,
            snapshot,
            identity: PolicySet::new(own.identity),
            boundary: own.boundary,
            asks_resources: matches!(organization, OrganizationOf::Accounts(_)),
            organization,
            resource_policy,
            keys,
            handling,
        })
    }

    /// How many results there are: one for each action and resource, or one for each action that acts on all of
    /// its resources together.
    pub(super) fn len(&self) -> usize {
        let each = if self.handling.is_some() { 1 } else { self.question.resources.len().max(1) };
        self.question.actions.len().saturating_mul(each)
    }

    /// The result with this number. Many decisions take their time, and others have requests too.
    pub(super) async fn result(&self, number: usize) -> Option<api::EvaluationResult> {
        let everything = [EVERYTHING.to_owned()];
        let named = self.question.resources;
        let resources = if named.is_empty() { &everything[..] } else { named };
        let together = self.handling.is_some();
        let (action, resources) = if together {
            (self.question.actions.get(number)?, resources)
        } else {
            let chosen = number % resources.len();
            (self.question.actions.get(number / resources.len())?, resources.get(chosen..=chosen)?)
        };
        let mut each = Vec::with_capacity(resources.len());
        for arn in resources {
            each.push((arn.as_str(), self.decide(action, arn)));
            tokio::task::yield_now().await;
        }
        let is_named = named.len() > 1 || named.iter().any(|arn| arn != EVERYTHING);
        Some(answer::result(action, &each, together, is_named))
    }

    /// The one place that asks the engine.
    fn decide(&self, action: &str, arn: &str) -> Outcome {
        let resource = Resource::of(self, arn);
        let Simulated { principal, named, context } = &self.caller;
        let mut context = context.clone();
        // Whose the resource is, if it is known and not stated otherwise.
        let owner = if *named { Some(resource.account) } else { account_in_arn(arn).or(self.owner) };
        if let Some(owner) = owner.filter(|_| context.get("aws:ResourceAccount").is_none()) {
            context.set("aws:ResourceAccount", owner.to_string());
        }
        // The control policies over the resource, where its account is known.
        let of_resource = owner.filter(|_| self.asks_resources).and_then(|owner| standing(self.snapshot, owner));
        if context.get("aws:ResourceOrgID").is_none() {
            OrganizationKeys::OF_RESOURCE.set(&mut context, of_resource.as_deref());
        }
        let request = Request {
            principal,
            action,
            resource: arn,
            resource_account: Some(resource.account),
            class: resource.class,
            s3: resource.s3.as_ref(),
            context: &context,
            services: service_facts(),
        };
        let policies = Policies {
            identity: &self.identity,
            boundary: self.boundary.as_ref(),
            resource: match &resource.own {
                Own::Nothing => None,
                Own::Given(document) => document.policy(resource.class),
                Own::Role(role) => Some(ResourcePolicy::Trust(&role.compiled().trust)),
                Own::Bucket(bucket) => bucket.compiled().as_ref().map(ResourcePolicy::Resource),
            },
            scp: self.organization.scp(),
            rcp: of_resource.as_ref().and_then(|standing| standing.rcp()),
            ..Policies::default()
        };
        let decision = decide(&request, &policies);
        let found = matched(&request, &policies);
        let of_resource = match policies.resource.filter(|_| !resource.is_foreign) {
            Some(ResourcePolicy::Resource(policy)) => policy.context_keys(),
            Some(ResourcePolicy::Trust(policy)) => policy.context_keys(),
            None => Vec::new(),
        };
        let used = self.keys.iter().map(String::as_str).chain(of_resource.iter().map(|key| &**key));
        Outcome {
            decision,
            statements: answer::statements(&decision, &found, &resource, self.snapshot),
            missing: distinct(used.filter(|key| context.get(key).is_none())),
            boundary: policies.boundary.map(|_| answer::allowed_by_boundary(&decision, &found)),
            in_organization: policies.scp.is_some(),
            across_accounts: principal.account() != Some(resource.account),
            has_resource: arn != EVERYTHING,
        }
    }
}

/// Each key once, whatever its case, in order.
pub(super) fn distinct<K: AsRef<str>>(keys: impl IntoIterator<Item = K>) -> Vec<String> {
    let mut keys: Vec<(String, K)> = keys.into_iter().map(|key| (folded_key(key.as_ref()), key)).collect();
    // Of several spellings the first stays.
    keys.sort_by(|one, other| one.0.cmp(&other.0));
    keys.dedup_by(|next, kept| next.0 == kept.0);
    keys.into_iter().map(|(_, key)| key.as_ref().to_owned()).collect()
}

fn check_action(action: &str) -> Result<(), ApiError> {
    let is_name =
        |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._".contains(&it));
    match action.split_once(':') {
        Some((service, name)) if is_name(service) && is_name(name) => Ok(()),
        _ => Err(errors::invalid_input(format!(
            "Invalid action name: {action}. It must have the form service:Operation, without wildcards."
        ))),
    }
}

fn check_resource(arn: &str) -> Result<(), ApiError> {
    let is_arn = Arn::parse(arn).is_some_and(|arn| has_plausible_owner(&arn));
    if arn == EVERYTHING || is_arn { Ok(()) } else { Err(errors::resource_not_arn(arn)) }
}
