//! Policies of entities, parsed and compiled when they are first needed after the entity changed.
//!
//! Stored policies were checked when they were saved. Should one be unreadable all the same, it becomes
//! [`DENY_EVERYTHING`]: leaving it out could lose a `Deny`.

use arc_swap::ArcSwapOption;
use rolecall_analysis::organization_policies::{Declarative, PolicyType};
use rolecall_policy::document::kind::{Boundary, Identity, Rcp, Resource, Scp, Session, Trust};
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

/// What a delegation request lets people do by itself.
pub(super) fn delegation_policy(text: &str, owner: &str) -> Attached<Resource> {
    attached(text, DENY_EVERYTHING, "default permissions", owner)
}

fn attached<K: PolicyKind>(text: &str, instead: &str, name: &str, owner: &str) -> Attached<K> {
    let source = PolicySource { arn: None, name: name.into(), owner: Some(owner.into()) };
    Attached { policy: compile(text, instead), source: Arc::new(source) }
}

fn compile<K: PolicyKind>(text: &str, instead: &str) -> Arc<Compiled<K>> {
    match Policy::<K>::parse(text) {
        Ok(policy) => Arc::new(Compiled::new(policy)),
        Err(_) if text != instead => {
            tracing::error!("cannot read a stored policy; the server denies everything that it applies to");
            compile(instead, instead)
        }
        // Both texts are constants then; an empty policy grants nothing.
        Err(_) => Arc::new(Compiled::new(Policy::empty())),
    }
}

/// The content of a policy of an organization, compiled for what its type is for.
#[derive(Debug)]
pub struct ControlDocument {
    scp: Option<Arc<Compiled<Scp>>>,
    rcp: Option<Arc<Compiled<Rcp>>>,
    declarative: Option<Declarative>,
}

impl ControlDocument {
    /// The content of a policy of this type.
    #[must_use]
    pub fn new(policy_type: Option<PolicyType>, content: &str) -> Self {
        let nothing = Self { scp: None, rcp: None, declarative: None };
        match policy_type {
            Some(PolicyType::ServiceControl) => Self { scp: Some(compile(content, DENY_EVERYTHING)), ..nothing },
            Some(PolicyType::ResourceControl) => Self { rcp: Some(compile(content, DENY_EVERYTHING)), ..nothing },
            Some(declarative) => Self { declarative: Declarative::read(declarative, content).ok(), ..nothing },
            // It may have been one that denies.
            None => Self::denying(),
        }
    }

    /// In place of a policy that is attached and not there.
    #[must_use]
    pub fn denying() -> Self {
        let (scp, rcp) = (compile(DENY_EVERYTHING, DENY_EVERYTHING), compile(DENY_EVERYTHING, DENY_EVERYTHING));
        Self { scp: Some(scp), rcp: Some(rcp), declarative: None }
    }

    /// As a service control policy, if it is one.
    #[must_use]
    pub fn scp(&self) -> Option<&Arc<Compiled<Scp>>> {
        self.scp.as_ref()
    }

    /// As a resource control policy, if it is one.
    #[must_use]
    pub fn rcp(&self) -> Option<&Arc<Compiled<Rcp>>> {
        self.rcp.as_ref()
    }

    /// As a declarative policy, if it is one.
    #[must_use]
    pub fn declarative(&self) -> Option<&Declarative> {
        self.declarative.as_ref()
    }
}

/// The resource policy of an organization (R7.24).
#[derive(Debug)]
pub struct DelegationPolicy {
    /// The whole of it, for callers whom it must allow.
    pub whole: Attached<Resource>,
    /// What it denies, for callers who need no leave of it.
    pub denies: Attached<Resource>,
}

impl DelegationPolicy {
    pub(super) fn new(text: &str, owner: &str) -> Self {
        let attached = |text: &str| attached(text, DENY_EVERYTHING, "resource policy", owner);
        Self { whole: attached(text), denies: attached(&without_allows(text)) }
    }
}

/// The policy without its `Allow` statements; as it is, if it has another form.
fn without_allows(text: &str) -> String {
    let Ok(mut policy) = serde_json::from_str::<serde_json::Value>(text) else { return text.to_owned() };
    if let Some(statements) = policy.get_mut("Statement").and_then(serde_json::Value::as_array_mut) {
        statements.retain(|statement| statement.get("Effect").and_then(serde_json::Value::as_str) != Some("Allow"));
        if statements.is_empty() {
            // A policy needs a statement; this one never matches.
            statements.push(serde_json::json!({
                "Effect": "Deny", "Principal": "*", "Action": "*", "NotResource": "*",
            }));
        }
        return policy.to_string();
    }
    let allows = policy.pointer("/Statement/Effect").and_then(serde_json::Value::as_str) == Some("Allow");
    if allows { NOTHING_DENIED.to_owned() } else { text.to_owned() }
}

/// A policy that never matches.
const NOTHING_DENIED: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","NotResource":"*"}]}"#;
