//! What the directory prepares from an entity once for each change: its policies, parsed and compiled.
//!
//! Stored policies were checked when they were saved. Should one be unreadable all the same, it becomes
//! [`DENY_EVERYTHING`]: leaving it out could lose a `Deny`.

use super::entities::{
    AccessKey, Account, AliasClaim, Bucket, Entity, Group, InstanceProfile, ManagedPolicy, MfaDevice, Role, User,
};
use arc_swap::ArcSwapOption;
use rolecall_policy::document::kind::{Boundary, Identity, Resource, Session, Trust};
use rolecall_policy::evaluate::{Attached, Compiled, PolicySource};
use rolecall_policy::{Policy, PolicyKind, PolicySet};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

/// Stands in for a policy that cannot be read.
const DENY_EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}"#;

/// The same for trust policies, which have no resource.
const TRUST_NOBODY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*"}]}"#;

/// An entity from which something is prepared when it changes.
pub trait Prepare: Entity + std::fmt::Debug {
    /// What is prepared.
    type Live: std::fmt::Debug + Send + Sync + 'static;

    /// Prepares it.
    fn prepare(&self) -> Self::Live;
}

macro_rules! nothing_to_prepare {
    ($($type:ty),*) => { $(impl Prepare for $type {
        type Live = ();
        fn prepare(&self) {}
    })* };
}

nothing_to_prepare!(Account, AccessKey, InstanceProfile, MfaDevice, AliasClaim);

impl Prepare for User {
    type Live = PrincipalPolicies;

    fn prepare(&self) -> PrincipalPolicies {
        PrincipalPolicies::new(inline(&self.inline, &format!("user {}", self.name)))
    }
}

impl Prepare for Group {
    type Live = Vec<Attached<Identity>>;

    fn prepare(&self) -> Self::Live {
        inline(&self.inline, &format!("group {}", self.name))
    }
}

/// The identity policies of a user or role.
#[derive(Debug)]
pub struct PrincipalPolicies {
    /// Its inline policies.
    pub inline: Vec<Attached<Identity>>,
    /// All of its policies, as they were merged for the last request.
    merged: ArcSwapOption<PolicySet<Identity>>,
}

impl PrincipalPolicies {
    fn new(inline: Vec<Attached<Identity>>) -> Self {
        Self { inline, merged: ArcSwapOption::empty() }
    }

    /// The policies merged. They are those of the entity and of others, managed policies and groups, which change without
    /// it; so they are given each time, and merged again if they are not what they were.
    pub fn merged<'a>(
        &self,
        policies: impl Iterator<Item = Cow<'a, Attached<Identity>>> + Clone,
    ) -> Arc<PolicySet<Identity>> {
        if let Some(set) = self.merged.load_full().filter(|set| is_of(set, policies.clone())) {
            return set;
        }
        let set = Arc::new(PolicySet::new(policies.map(Cow::into_owned).collect()));
        self.merged.store(Some(Arc::clone(&set)));
        set
    }
}

/// Whether a set is made of these policies.
fn is_of<'a>(set: &PolicySet<Identity>, mut policies: impl Iterator<Item = Cow<'a, Attached<Identity>>>) -> bool {
    // The set keeps its policies alive, so none of another's can be at the same place.
    let same = |one: &Attached<Identity>, other: &Attached<Identity>| {
        Arc::ptr_eq(&one.policy, &other.policy)
            && (Arc::ptr_eq(&one.source, &other.source) || one.source == other.source)
    };
    set.attached().iter().all(|known| policies.next().is_some_and(|given| same(known, &given)))
        && policies.next().is_none()
}

/// A role's policies.
#[derive(Debug)]
pub struct RolePolicies {
    /// What it may do.
    pub own: PrincipalPolicies,
    /// The trust policy.
    pub trust: Attached<Trust>,
}

impl Prepare for Role {
    type Live = RolePolicies;

    fn prepare(&self) -> RolePolicies {
        let owner = format!("role {}", self.name);
        RolePolicies {
            own: PrincipalPolicies::new(inline(&self.inline, &owner)),
            trust: attached(compile(&self.trust_policy, TRUST_NOBODY), None, "trust policy", &owner),
        }
    }
}

impl Prepare for Bucket {
    type Live = Option<Attached<Resource>>;

    fn prepare(&self) -> Self::Live {
        let text = self.policy.as_ref()?;
        let owner = format!("bucket {}", self.name);
        Some(attached(compile(text, DENY_EVERYTHING), None, "bucket policy", &owner))
    }
}

impl Prepare for ManagedPolicy {
    type Live = ManagedDocument;

    fn prepare(&self) -> ManagedDocument {
        let text = self.default_document().map_or(DENY_EVERYTHING, |version| &version.document);
        ManagedDocument::new(Arc::from(text), &self.arn(), &self.name)
    }
}

/// The document of a managed policy that is in effect, compiled for each use on first need: most managed policies are
/// identity policies only.
#[derive(Debug)]
pub struct ManagedDocument {
    text: Arc<str>,
    source: Arc<PolicySource>,
    identity: OnceLock<Attached<Identity>>,
    boundary: OnceLock<Attached<Boundary>>,
    session: OnceLock<Attached<Session>>,
}

impl ManagedDocument {
    /// The document `text` of the policy with this ARN and name.
    #[must_use]
    pub fn new(text: Arc<str>, arn: &str, name: &str) -> Self {
        let source = Arc::new(PolicySource { arn: Some(arn.into()), name: name.into(), owner: None });
        Self { text, source, identity: OnceLock::new(), boundary: OnceLock::new(), session: OnceLock::new() }
    }

    /// As an identity policy.
    #[must_use]
    pub fn identity(&self) -> &Attached<Identity> {
        self.identity.get_or_init(|| self.compiled())
    }

    /// As a permissions boundary.
    #[must_use]
    pub fn boundary(&self) -> &Attached<Boundary> {
        self.boundary.get_or_init(|| self.compiled())
    }

    /// As a session policy.
    #[must_use]
    pub fn session(&self) -> &Attached<Session> {
        self.session.get_or_init(|| self.compiled())
    }

    fn compiled<K: PolicyKind>(&self) -> Attached<K> {
        Attached { policy: compile(&self.text, DENY_EVERYTHING), source: Arc::clone(&self.source) }
    }
}

/// A document that denies everything, in place of a managed policy that is attached but not there.
#[must_use]
pub fn missing<K>(arn: &str, as_kind: impl Fn(&ManagedDocument) -> &Attached<K>) -> Attached<K> {
    static NOTHING: LazyLock<ManagedDocument> =
        LazyLock::new(|| ManagedDocument::new(DENY_EVERYTHING.into(), "", "missing policy"));
    Attached {
        policy: Arc::clone(&as_kind(&NOTHING).policy),
        source: Arc::new(PolicySource { arn: Some(arn.into()), name: "missing policy".into(), owner: None }),
    }
}

/// An inline session policy, compiled; [`super::session_policies`] keeps it.
pub(super) fn session_policy(text: &str) -> Attached<Session> {
    Attached {
        policy: compile(text, DENY_EVERYTHING),
        source: Arc::new(PolicySource { arn: None, name: "session policy".into(), owner: None }),
    }
}

fn inline(policies: &BTreeMap<String, String>, owner: &str) -> Vec<Attached<Identity>> {
    policies.iter().map(|(name, text)| attached(compile(text, DENY_EVERYTHING), None, name, owner)).collect()
}

fn attached<K>(policy: Arc<Compiled<K>>, arn: Option<&str>, name: &str, owner: &str) -> Attached<K> {
    let source = PolicySource { arn: arn.map(Into::into), name: name.into(), owner: Some(owner.into()) };
    Attached { policy, source: Arc::new(source) }
}

fn compile<K: PolicyKind>(text: &str, instead: &str) -> Arc<Compiled<K>> {
    match Policy::<K>::parse(text) {
        Ok(policy) => Arc::new(Compiled::new(policy)),
        Err(_) if text != instead => {
            tracing::error!("a stored policy cannot be read; everything it applies to is denied");
            compile(instead, instead)
        }
        // Both texts are constants then; an empty policy grants nothing.
        Err(_) => Arc::new(Compiled::new(Policy::empty())),
    }
}
