//! Requests that nobody made, decided on the world as it is.
//!
//! Bo asks who can assume the role `Deploy`. Each user and role of the account is an [`Asker`]: a principal with its policies
//! and with what follows from it. What else a request would bring, such as an address or an MFA code, is unknown, and the
//! engine answers for all requests that it may be (`rolecall_policy::unknown`): allowed, denied, or what it depends on.
//! Nothing is decided here, and no rule of the engine is repeated.

mod asker;
mod keys;
mod roles;
pub mod unseen;

pub use asker::Asker;
pub(crate) use asker::may_be_tagged;
pub use keys::KeysOfPolicies;
pub use roles::{Access, Named, RoleTarget};

use crate::directory::standing::Standing;
use rolecall_analysis::service_facts;
use rolecall_policy::document::PrincipalEntry;
use rolecall_policy::evaluate::{Attached, Policies, ResourcePolicy};
use rolecall_policy::kind::{Resource, Trust};
use rolecall_policy::request::{ContextValue, ResourceClass, S3Facts, folded_key};
use rolecall_policy::unknown::{self, PossibleDecision, UnknownKeys, UnknownRequest};
use rolecall_policy::{AccountId, Arn, Context, Explanation, PolicyKind, Principal, Request, explain};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is asked for, apart from who asks.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// `service:Action`.
    pub action: &'a str,
    /// The ARN, or `*`; `None`: any resource.
    pub resource: Option<&'a str>,
    /// The account that owns it.
    pub owner: Option<AccountId>,
    /// Its class.
    pub class: ResourceClass,
    /// S3's facts.
    pub s3: Option<S3Facts>,
    /// Its policy.
    pub policy: OwnPolicy,
    /// Where its account stands in an organization.
    pub standing: Option<Arc<Standing>>,
    /// Its policy is not to be seen, and is taken to allow everything; nor is anything else known of it but the ARN.
    pub is_unseen: bool,
    /// Condition keys that are known beside those of the caller.
    pub keys: Context,
    /// Folded names of keys that the request does not have.
    pub absent: BTreeSet<String>,
}

/// The policy of a resource.
#[derive(Debug, Clone, Default)]
pub enum OwnPolicy {
    /// It has none.
    #[default]
    Nothing,
    /// Of a bucket.
    Resource(Attached<Resource>),
    /// Of a role.
    Trust(Attached<Trust>),
}

impl OwnPolicy {
    /// Whether it names a session of the role that the principal is a session of, of which the name is not known.
    #[must_use]
    pub fn names_session_of(&self, principal: &Principal) -> bool {
        let entries = match self {
            Self::Nothing => return false,
            Self::Resource(attached) => sessions(attached),
            Self::Trust(attached) => sessions(attached),
        };
        entries.iter().any(|session| is_session_of(session, principal))
    }

    fn policy(&self) -> Option<ResourcePolicy<'_>> {
        match self {
            Self::Nothing => None,
            Self::Resource(policy) => Some(ResourcePolicy::Resource(policy)),
            Self::Trust(policy) => Some(ResourcePolicy::Trust(policy)),
        }
    }
}

/// The ARNs of the sessions that a policy names.
fn sessions<K: PolicyKind>(attached: &Attached<K>) -> Vec<Box<str>> {
    let policy = attached.policy.read_again();
    let principals = policy.statements().iter().filter_map(|statement| statement.principal.as_ref());
    let entries = principals.flat_map(|element| &element.entries).filter_map(|entry| match &entry.value {
        PrincipalEntry::RoleSession(arn) => Some(arn.clone()),
        _ => None,
    });
    entries.collect()
}

/// Whether the ARN is that of a session of the role, of whose sessions the principal is any.
fn is_session_of(session: &str, principal: &Principal) -> bool {
    let Principal::RoleSession { account, role_arn: Some(role), session_arn: None, .. } = principal else {
        return false;
    };
    let name = role.rsplit('/').next();
    Arn::parse(session).is_some_and(|it| it.account.parse() == Ok(*account) && it.resource.split('/').nth(1) == name)
}

/// A request of an asker, ready to be decided.
#[derive(Debug)]
pub struct Question<'q> {
    asker: &'q Asker,
    asked: &'q Asked<'q>,
    context: Context,
    unknown: UnknownKeys,
}

impl<'q> Question<'q> {
    /// Leaves open what the policies ask of the request, nobody stated, and does not follow from who asks.
    #[must_use]
    pub fn new(asker: &'q Asker, asked: &'q Asked<'q>, known: &mut KeysOfPolicies) -> Self {
        let mut question = Self::closed(asker, asked);
        let service = asked.action.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let is_told = |key: &str| question.context.get(key).is_some() || asked.absent.contains(key);
        let mut open: Vec<Arc<str>> = Vec::new();
        known.visit(&question.policies(), &service, &mut |key| {
            if !is_told(key) && asker.leaves_open(key, asked) {
                open.push(Arc::clone(key));
            }
        });
        for key in open {
            if !question.unknown.contains(&key) {
                question.unknown.set_unknown(&key);
            }
        }
        question
    }

    /// The same with absent what nobody stated, but for what the asker itself leaves open.
    #[must_use]
    pub fn closed(asker: &'q Asker, asked: &'q Asked<'q>) -> Self {
        let mut context = asker.known.clone();
        if let Some(owner) = asked.owner {
            context.set("aws:ResourceAccount", owner.to_string());
        }
        if let Some(standing) = &asked.standing {
            crate::domain::guardrails::OrganizationKeys::OF_RESOURCE.set(&mut context, Some(standing));
        }
        context.extend(asked.keys.clone());
        Self { asker, asked, context, unknown: asker.unknown.clone() }
    }

    /// What the engine answers.
    #[must_use]
    pub fn answer(&self) -> PossibleDecision {
        let Asked { action, owner, class, .. } = *self.asked;
        let request = UnknownRequest {
            principal: &self.asker.principal,
            action,
            resource: self.asked.resource.map_or(unknown::Resource::Unknown, unknown::Resource::Known),
            resource_account: owner,
            class,
            s3: self.asked.s3.as_ref(),
            context: &self.context,
            unknown: &self.unknown,
            services: service_facts(),
        };
        unknown::decide(&request, &self.policies())
    }

    /// Why the request without anything that is unknown is decided as it is.
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        let Asked { action, owner, class, .. } = *self.asked;
        let request = Request {
            principal: &self.asker.principal,
            action,
            resource: self.asked.resource.unwrap_or("*"),
            resource_account: owner,
            class,
            s3: self.asked.s3.as_ref(),
            context: &self.context,
            services: service_facts(),
        };
        explain(&request, &self.policies())
    }

    /// Whether nothing is unknown.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.unknown.is_empty() && self.asked.resource.is_some()
    }

    /// The policies that apply.
    #[must_use]
    pub fn policies(&self) -> Policies<'_> {
        let own = &self.asker.own;
        Policies {
            identity: &own.identity,
            boundary: own.boundary.as_ref(),
            session: own.session.as_deref(),
            resource: self.asked.policy.policy(),
            endpoint: None,
            scp: self.asker.standing.as_ref().and_then(|standing| standing.scp()),
            rcp: self.asked.standing.as_ref().and_then(|standing| standing.rcp()),
        }
    }
}

impl Asked<'_> {
    /// States a condition key.
    pub fn state(&mut self, key: &str, values: Vec<ContextValue>) {
        self.keys.set_all(key, values);
    }

    /// States that the request does not have a key.
    pub fn state_absent(&mut self, key: &str) {
        self.absent.insert(folded_key(key));
    }
}
