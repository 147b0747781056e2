//! The policies that apply to one request, by layer (R2, table 2.2).

use std::sync::Arc;

use super::compile::WrittenStatement;
use super::{Compiled, PolicySet};
use crate::decision::{Layer, StatementRef};
use crate::document::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use crate::names::AccountId;

/// Where a policy comes from, for explanations and for AWS's sentence (R5.11).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PolicySource {
    /// The ARN of a managed policy; `None` for inline and resource policies.
    pub arn: Option<Box<str>>,
    /// The policy's name, or what it is: `bucket policy`, `trust policy`.
    pub name: Box<str>,
    /// What it is attached to: `user ana`, `role Dev`, `bucket finance-reports`.
    pub owner: Option<Box<str>>,
}

/// A policy as attached to something. Cheap to clone.
#[derive(Debug)]
pub struct Attached<K> {
    /// The policy.
    pub policy: Arc<Compiled<K>>,
    /// Where it comes from.
    pub source: Arc<PolicySource>,
}

impl<K> Clone for Attached<K> {
    fn clone(&self) -> Self {
        Self { policy: Arc::clone(&self.policy), source: Arc::clone(&self.source) }
    }
}

/// The policies attached directly to one level of the organization's tree (R2.16).
#[derive(Debug, Clone)]
pub struct Level<K> {
    /// What the level is: `r-ab12`, the name of an organizational unit, the account id.
    pub name: Box<str>,
    /// The policies attached at this level itself.
    pub policies: Vec<Attached<K>>,
}

/// The service or resource control policies over one account.
///
/// A member account always has levels; given none, nothing is allowed.
#[derive(Debug, Clone, Copy)]
pub struct Guardrails<'a, K> {
    /// The organization's management account, which they spare (R2.17, R2.19).
    pub management: AccountId,
    /// From the root of the organization down to the account.
    pub levels: &'a [Level<K>],
}

/// A resource's own policy. An identity policy cannot stand here.
#[derive(Debug, Clone, Copy)]
pub enum ResourcePolicy<'a> {
    /// Bucket, key or queue policy.
    Resource(&'a Attached<Resource>),
    /// A role's trust policy, which counts for assuming the role only (R2.14).
    Trust(&'a Attached<Trust>),
}

/// Every policy that may apply to one request. What does not apply to the caller (R2, table 2.2) is not consulted even if
/// it is given.
#[derive(Debug, Clone, Copy)]
pub struct Policies<'a> {
    /// Inline, managed and group policies of the user or role; for a federated or delegated session those of the
    /// issuer or approver.
    pub identity: &'a PolicySet<Identity>,
    /// The permissions boundary of the user or role, or of the issuer or approver.
    pub boundary: Option<&'a Attached<Boundary>>,
    /// The session policies; `None` if none were passed.
    pub session: Option<&'a [Attached<Session>]>,
    /// The resource's own policy; `None` if it has none.
    pub resource: Option<ResourcePolicy<'a>>,
    /// The policies of the VPC endpoint that the request passed; `None` if it passed none. AWS's endpoints have one.
    pub endpoint: Option<&'a [Attached<Endpoint>]>,
    /// Service control policies over the caller's account; `None` outside an organization or while they are disabled.
    pub scp: Option<Guardrails<'a, Scp>>,
    /// Resource control policies over the resource's account; `None` outside an organization, while they are disabled,
    /// and for AWS managed KMS keys (R2.19).
    pub rcp: Option<Guardrails<'a, Rcp>>,
}

impl Default for Policies<'_> {
    /// No policies at all.
    fn default() -> Self {
        static NONE: PolicySet<Identity> = PolicySet::EMPTY;
        Self { identity: &NONE, boundary: None, session: None, resource: None, endpoint: None, scp: None, rcp: None }
    }
}

impl<'a> Policies<'a> {
    /// The statement that a reference points at, and the source of its policy; `None` for the layers that are no
    /// policies, and if the reference is to other policies than these.
    #[must_use]
    pub fn statement(&self, at: StatementRef) -> Option<(WrittenStatement<'a>, &'a PolicySource)> {
        let policy = at.policy as usize;
        let level = at.level as usize;
        match at.layer {
            Layer::Reserved | Layer::Caller | Layer::Partition => None,
            Layer::Rcp => self.rcp?.levels.get(level)?.policies.get(policy)?.statement(at),
            Layer::Scp => self.scp?.levels.get(level)?.policies.get(policy)?.statement(at),
            Layer::Endpoint => self.endpoint?.get(policy)?.statement(at),
            Layer::Resource => match self.resource? {
                ResourcePolicy::Resource(attached) => attached.statement(at),
                ResourcePolicy::Trust(attached) => attached.statement(at),
            },
            Layer::Identity => self.identity.attached().get(policy)?.statement(at),
            Layer::Boundary => self.boundary?.statement(at),
            Layer::Session => self.session?.get(policy)?.statement(at),
        }
    }
}

impl<K> Attached<K> {
    fn statement(&self, at: StatementRef) -> Option<(WrittenStatement<'_>, &PolicySource)> {
        Some((self.policy.statement(at.statement as usize)?, &self.source))
    }
}

/// The policies, each with its number.
pub(super) fn numbered<K>(policies: &[Attached<K>]) -> impl Iterator<Item = (usize, &Compiled<K>)> {
    policies.iter().enumerate().map(|(number, attached)| (number, &*attached.policy))
}
