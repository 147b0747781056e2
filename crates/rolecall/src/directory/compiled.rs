//! Policies of entities, parsed and compiled when they are first needed after the entity changed.
//!
//! Stored policies were checked when they were saved. Should one be unreadable all the same, it becomes
//! [`DENY_EVERYTHING`]: leaving it out could lose a `Deny`.

use arc_swap::ArcSwapOption;
use rolecall_policy::document::kind::{Boundary, Identity, Resource, Session, Trust};
use rolecall_policy::evaluate::{Attached, Compiled, PolicySource};
use rolecall_policy::{Policy, PolicyKind, PolicySet};
use std::borrow::Cow;
use std::sync::{Arc, LazyLock, OnceLock};

/// Stands in for a policy that cannot be read.
pub(super) const DENY_EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}"#;

/// The same for trust policies, which have no resource.
const TRUST_NOBODY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*"}]}"#;

/// The identity policies of a user or role.
#[derive(Debug)]
pub struct PrincipalPolicies {
    /// Its inline policies.
    pub inline: Vec<Attached<Identity>>,
    /// All of its policies, as they were merged for the last request.
    merged: ArcSwapOption<PolicySet<Identity>>,
}

impl PrincipalPolicies {
    pub(super) fn new(inline: Vec<Attached<Identity>>) -> Self {
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
    pub fn new(text: &str, arn: &str, name: &str) -> Self {
        let source = Arc::new(PolicySource { arn: Some(arn.into()), name: name.into(), owner: None });
        Self {
            text: text.into(),
            source,
            identity: OnceLock::new(),
            boundary: OnceLock::new(),
            session: OnceLock::new(),
        }
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
        LazyLock::new(|| ManagedDocument::new(DENY_EVERYTHING, "", "missing policy"));
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

/// The inline policies of `owner`.
pub(super) fn inline<'a>(
    policies: impl IntoIterator<Item = (&'a String, &'a String)>,
    owner: &str,
) -> Vec<Attached<Identity>> {
    policies.into_iter().map(|(name, text)| attached(text, DENY_EVERYTHING, name, owner)).collect()
}

/// The trust policy of a role.
pub(super) fn trust_policy(text: &str, owner: &str) -> Attached<Trust> {
    attached(text, TRUST_NOBODY, "trust policy", owner)
}

/// The policy of a bucket.
pub(super) fn bucket_policy(text: &str, owner: &str) -> Attached<Resource> {
    attached(text, DENY_EVERYTHING, "bucket policy", owner)
}

fn attached<K: PolicyKind>(text: &str, instead: &str, name: &str, owner: &str) -> Attached<K> {
    let source = PolicySource { arn: None, name: name.into(), owner: Some(owner.into()) };
    Attached { policy: compile(text, instead), source: Arc::new(source) }
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
