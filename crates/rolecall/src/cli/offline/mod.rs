//! Deciding without a server: what `rolecall eval` and `rolecall test` have in common.
//!
//! Each command has a form of its own in which people write a request and its policies, and reads it into [`Facts`] and
//! [`Documents`]. From there on there is one road: [`caller`] makes the engine's principal and the context keys that
//! follow from it, [`resource`] says what the resource is, and [`attached`] compiles the policies, equal texts once.

mod attached;
mod caller;
mod facts;
mod resource;

pub(in crate::cli) use attached::{Document, Documents, Layers, LevelDocuments, Library, check_asked};
pub(in crate::cli) use caller::{is_provider, is_service};
pub(in crate::cli) use facts::{Facts, Given, Management, ResourceGap, S3Said, Who};
pub(in crate::cli) use resource::TYPES;

use rolecall_analysis::service_facts;
use rolecall_policy::request::ResourceClass;
use rolecall_policy::unknown::UnknownKeys;
use rolecall_policy::{Policies, Request};
use std::sync::Arc;

/// What the engine needs of a request.
#[derive(Debug)]
pub(in crate::cli) struct Prepared<'a> {
    action: &'a str,
    resource_name: &'a str,
    caller: caller::Caller,
    resource: resource::Resource,
    attached: attached::AttachedPolicies,
}

/// Understands what was written, or says what is wrong with it. Policies that the principal cannot have are wrong.
pub(in crate::cli) fn prepare<'a>(
    facts: &Facts<'a>,
    documents: Documents<'_>,
    library: &mut Library,
) -> Result<Prepared<'a>, String> {
    let prepared = prepare_with(facts, |is_role| library.layers(documents, is_role))?;
    prepared.attached.check_asked(&prepared.caller.principal)?;
    Ok(prepared)
}

/// The same, with policies that somebody else compiles, or has compiled, and of which those that the principal cannot have
/// count for nothing (R2, table 2.2). `layers` is told whether the resource is a role,
/// whose policy is a trust policy.
pub(in crate::cli) fn prepare_with<'a>(
    facts: &Facts<'a>,
    layers: impl FnOnce(bool) -> Result<Arc<Layers>, String>,
) -> Result<Prepared<'a>, String> {
    let resource = resource::Resource::of(facts)?;
    let caller = caller::Caller::of(facts, &resource)?;
    let layers = layers(resource.class == ResourceClass::Role)?;
    let attached = attached::AttachedPolicies::new(layers, facts, &caller.principal, &resource)?;
    Ok(Prepared { action: facts.action, resource_name: facts.resource, caller, resource, attached })
}

impl Prepared<'_> {
    /// The request as the engine takes it.
    pub(in crate::cli) fn request(&self) -> Request<'_> {
        Request {
            principal: &self.caller.principal,
            action: self.action,
            resource: self.resource_name,
            resource_account: self.resource.account,
            class: self.resource.class,
            s3: self.resource.s3.as_ref(),
            context: &self.caller.context,
            services: service_facts(),
        }
    }

    /// The context keys of which not everything is known.
    pub(in crate::cli) fn unknown(&self) -> &UnknownKeys {
        &self.caller.unknown
    }

    /// The policies as the engine takes them.
    pub(in crate::cli) fn policies(&self) -> Policies<'_> {
        self.attached.policies()
    }
}
