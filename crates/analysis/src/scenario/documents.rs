//! The policies of a request, compiled. Requests often repeat their policies: equal texts are compiled once.

use super::lacking::lacking;
use rolecall_policy::document::PrincipalEntry;
use rolecall_policy::document::kind::WithoutPrincipal;
use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use rolecall_policy::{AccountId, Compiled, Findings, Policies, Policy, PolicyKind, PolicySet, PolicySource, Span};
use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

/// How many bytes of policy texts are remembered; beyond that, all are forgotten.
const REMEMBERED: usize = 32 << 20;

/// The text of a policy, and where it comes from.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// The policy as JSON.
    pub text: Cow<'a, str>,
    /// Where it comes from.
    pub source: Arc<PolicySource>,
}

impl<'a> Document<'a> {
    /// A policy that is attached to nothing.
    #[must_use]
    pub fn named(name: impl Into<Box<str>>, text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), source: Arc::new(PolicySource { arn: None, name: name.into(), owner: None }) }
    }
}

/// What is attached to one level of the organization.
#[derive(Debug, Clone)]
pub struct LevelDocuments<'a> {
    /// What the level is called.
    pub name: Box<str>,
    /// Its policies.
    pub policies: Vec<Document<'a>>,
}

/// The policies of each layer. An absent list is not the same as an empty one.
#[derive(Debug, Clone, Default)]
pub struct Documents<'a> {
    /// Identity-based policies.
    pub identity: Vec<Document<'a>>,
    /// The permissions boundary.
    pub boundary: Option<Document<'a>>,
    /// Session policies.
    pub session: Option<Vec<Document<'a>>>,
    /// Bucket, key or queue policy, or the trust policy of the role that is the resource.
    pub resource: Option<Document<'a>>,
    /// The policies of the VPC endpoint that the request passed.
    pub endpoint: Option<Vec<Document<'a>>>,
    /// The levels over the caller's account, the organization's root first.
    pub scp: Option<Vec<LevelDocuments<'a>>>,
    /// The levels over the resource's account.
    pub rcp: Option<Vec<LevelDocuments<'a>>>,
}

/// Compiled policies, layer by layer: what does not depend on who asks.
#[derive(Debug)]
pub struct Layers {
    /// Identity-based policies.
    pub identity: PolicySet<Identity>,
    /// The permissions boundary.
    pub boundary: Option<Attached<Boundary>>,
    /// Session policies.
    pub session: Option<Vec<Attached<Session>>>,
    /// Bucket, key or queue policy.
    pub resource: Option<Attached<Resource>>,
    /// The trust policy of the role that is the resource.
    pub trust: Option<Attached<Trust>>,
    /// The policies of the VPC endpoint.
    pub endpoint: Option<Vec<Attached<Endpoint>>>,
    /// The levels over the caller's account, the organization's root first.
    pub scp: Option<Vec<Level<Scp>>>,
    /// The levels over the resource's account.
    pub rcp: Option<Vec<Level<Rcp>>>,
}

impl Default for Layers {
    /// No policies.
    fn default() -> Self {
        Self {
            identity: PolicySet::new(Vec::new()),
            boundary: None,
            session: None,
            resource: None,
            trust: None,
            endpoint: None,
            scp: None,
            rcp: None,
        }
    }
}

impl Layers {
    /// The context keys that the policies ask for, some perhaps several times.
    pub fn context_keys(&self) -> impl Iterator<Item = Box<str>> {
        fn of<'a, K: PolicyKind + 'a>(policies: impl IntoIterator<Item = &'a Attached<K>>) -> Vec<Box<str>> {
            policies.into_iter().flat_map(Attached::context_keys).collect()
        }
        let levels = |scp: Vec<Box<str>>, rcp: Vec<Box<str>>| scp.into_iter().chain(rcp);
        let organization = levels(
            of(self.scp.iter().flatten().flat_map(|level| &level.policies)),
            of(self.rcp.iter().flatten().flat_map(|level| &level.policies)),
        );
        of(self.identity.attached())
            .into_iter()
            .chain(of(&self.boundary))
            .chain(of(self.session.iter().flatten()))
            .chain(of(&self.resource))
            .chain(of(&self.trust))
            .chain(of(self.endpoint.iter().flatten()))
            .chain(organization)
    }

    /// Whom the policies of the resource's side name, each once.
    #[must_use]
    pub fn principals(&self) -> Vec<PrincipalEntry> {
        fn of<'a, K: PolicyKind + 'a>(policies: impl IntoIterator<Item = &'a Attached<K>>) -> Vec<PrincipalEntry> {
            let mut entries = Vec::new();
            for attached in policies {
                let policy = attached.policy.read_again();
                let named = policy.statements().iter().filter_map(|statement| statement.principal.as_ref());
                entries.extend(named.flat_map(|element| &element.entries).map(|entry| entry.value.clone()));
            }
            entries
        }
        let levels = self.rcp.iter().flatten().flat_map(|level| &level.policies);
        let mut seen = HashSet::new();
        let mut all = of(&self.resource);
        all.extend(of(&self.trust));
        all.extend(of(levels));
        all.retain(|entry| seen.insert(entry.clone()));
        all
    }

    /// As the engine takes them; `management` is the organization's management account.
    #[must_use]
    pub fn policies(&self, management: AccountId) -> Policies<'_> {
        let trust = self.trust.as_ref().map(ResourcePolicy::Trust);
        Policies {
            identity: &self.identity,
            boundary: self.boundary.as_ref(),
            session: self.session.as_deref(),
            resource: trust.or(self.resource.as_ref().map(ResourcePolicy::Resource)),
            endpoint: self.endpoint.as_deref(),
            scp: self.scp.as_deref().map(|levels| Guardrails { management, levels }),
            rcp: self.rcp.as_deref().map(|levels| Guardrails { management, levels }),
        }
    }
}

/// Compiles policies, and remembers them by kind and text.
#[derive(Debug, Default)]
pub struct PolicyCache {
    compiled: HashMap<TypeId, HashMap<Box<str>, Arc<dyn Any + Send + Sync>>>,
    bytes: usize,
    strict: bool,
}

/// Why a text cannot be the policy of a request.
#[derive(Debug)]
pub enum DocumentError {
    /// It is no policy.
    Unreadable(Findings),
    /// A statement lacks an element; which, in words.
    Incomplete(Span, String),
    /// It names a principal, and its kind has none.
    Principal(Span),
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(findings) => match findings.all().first() {
                Some(first) => write!(f, "{}, at byte {} of the policy", first.detail, first.span.start),
                None => f.write_str(findings.aws_message()),
            },
            Self::Incomplete(span, lacking) => write!(f, "{lacking}, at byte {} of the policy", span.start),
            Self::Principal(span) => {
                write!(f, "this kind of policy has no principals, but there is one at byte {}", span.start)
            }
        }
    }
}

impl PolicyCache {
    /// One that refuses what an evaluator passes over, as AWS does at creation: principals where a policy has none, empty
    /// lists, a `Deny` for nobody.
    #[must_use]
    pub fn strict() -> Self {
        Self { strict: true, ..Self::default() }
    }

    /// Compiles the policies of a request, whose resource is a role or is none.
    ///
    /// # Errors
    /// What is wrong with a policy, and which.
    pub fn layers(&mut self, documents: Documents<'_>, is_role: bool) -> Result<Arc<Layers>, String> {
        let (trust, own) = if is_role { (documents.resource, None) } else { (None, documents.resource) };
        Ok(Arc::new(Layers {
            identity: PolicySet::new(self.list(documents.identity)?),
            boundary: documents.boundary.map(|document| self.named(document)).transpose()?,
            session: documents.session.map(|documents| self.list(documents)).transpose()?,
            resource: own.map(|document| self.named(document)).transpose()?,
            trust: trust.map(|document| self.named(document)).transpose()?,
            endpoint: documents.endpoint.map(|documents| self.list(documents)).transpose()?,
            scp: documents.scp.map(|levels| self.levels(levels)).transpose()?,
            rcp: documents.rcp.map(|levels| self.levels(levels)).transpose()?,
        }))
    }

    fn levels<K: PolicyKind>(&mut self, levels: Vec<LevelDocuments<'_>>) -> Result<Vec<Level<K>>, String> {
        let attach = |level: LevelDocuments<'_>| Ok(Level { policies: self.list(level.policies)?, name: level.name });
        levels.into_iter().map(attach).collect()
    }

    fn list<K: PolicyKind>(&mut self, documents: Vec<Document<'_>>) -> Result<Vec<Attached<K>>, String> {
        documents.into_iter().map(|document| self.named(document)).collect()
    }

    /// A policy; an error names it.
    fn named<K: PolicyKind>(&mut self, document: Document<'_>) -> Result<Attached<K>, String> {
        let source = document.source;
        let policy = self.compile(&document.text).map_err(|error| format!("policies.{}: {error}", source.name))?;
        Ok(Attached { policy, source })
    }

    /// The policy of a text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn compile<K: PolicyKind>(&mut self, text: &str) -> Result<Arc<Compiled<K>>, DocumentError> {
        let known = self.compiled.get(&TypeId::of::<K>()).and_then(|of_kind| of_kind.get(text));
        if let Some(Ok(policy)) = known.map(|known| Arc::clone(known).downcast()) {
            return Ok(policy);
        }
        let policy = Policy::<K>::parse(text).map_err(DocumentError::Unreadable)?;
        if let Some((span, lacking)) = lacking(&policy, self.strict) {
            return Err(DocumentError::Incomplete(span, lacking));
        }
        // The engine ignores it (R1.64), and would grant to everybody what was meant for one.
        let mut principals = policy.statements().iter().filter_map(|statement| statement.principal.as_ref());
        if self.strict
            && K::WITHOUT_PRINCIPAL == WithoutPrincipal::Ignored
            && let Some(principal) = principals.next()
        {
            return Err(DocumentError::Principal(principal.span));
        }
        let compiled = Arc::new(Compiled::new(policy));
        if self.bytes + text.len() > REMEMBERED {
            self.compiled.clear();
            self.bytes = 0;
        }
        self.bytes += text.len();
        self.compiled.entry(TypeId::of::<K>()).or_default().insert(text.into(), Arc::<Compiled<K>>::clone(&compiled));
        Ok(compiled)
    }
}
