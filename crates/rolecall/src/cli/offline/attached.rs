//! The policies of a request, compiled. Requests often repeat their policies: equal texts are compiled once.

use super::facts::{Facts, Management};
use super::resource::Resource as RequestResource;
use crate::incomplete::{incomplete, without_member};
use rolecall_policy::document::kind::WithoutPrincipal::Ignored;
use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use rolecall_policy::request::Issuer;
use rolecall_policy::{AccountId, Compiled, Policies, Policy, PolicyKind, PolicySet, PolicySource, Principal};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// How many bytes of policy texts of one kind are remembered; beyond that, all of the kind are forgotten.
const REMEMBERED: usize = 32 << 20;

/// The text of a policy, and where it comes from.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Document<'a> {
    pub(in crate::cli) text: Cow<'a, str>,
    pub(in crate::cli) source: Arc<PolicySource>,
}

/// What is attached to one level of the organization.
#[derive(Debug, Clone)]
pub(in crate::cli) struct LevelDocuments<'a> {
    pub(in crate::cli) name: Box<str>,
    pub(in crate::cli) policies: Vec<Document<'a>>,
}

/// The policies of each layer. An absent list is not the same as an empty one.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct Documents<'a> {
    pub(in crate::cli) identity: Vec<Document<'a>>,
    pub(in crate::cli) boundary: Option<Document<'a>>,
    pub(in crate::cli) session: Option<Vec<Document<'a>>>,
    /// Bucket, key or queue policy, or the trust policy of the role that is the resource.
    pub(in crate::cli) resource: Option<Document<'a>>,
    pub(in crate::cli) endpoint: Option<Vec<Document<'a>>>,
    /// The levels over the caller's account, the organization's root first.
    pub(in crate::cli) scp: Option<Vec<LevelDocuments<'a>>>,
    /// The levels over the resource's account.
    pub(in crate::cli) rcp: Option<Vec<LevelDocuments<'a>>>,
}

/// Remembers compiled policies by kind and text.
#[derive(Debug, Default)]
pub(in crate::cli) struct Library {
    identity: Shelf<Identity>,
    boundary: Shelf<Boundary>,
    session: Shelf<Session>,
    resource: Shelf<Resource>,
    trust: Shelf<Trust>,
    endpoint: Shelf<Endpoint>,
    scp: Shelf<Scp>,
    rcp: Shelf<Rcp>,
}

/// The compiled policies of one kind.
#[derive(Debug)]
struct Shelf<K> {
    compiled: HashMap<Arc<str>, Arc<Compiled<K>>>,
    bytes: usize,
    /// Principals are refused where AWS refuses them; otherwise they are ignored there (R1.64).
    strict: bool,
}

impl<K> Default for Shelf<K> {
    fn default() -> Self {
        Self { compiled: HashMap::new(), bytes: 0, strict: false }
    }
}

/// The policies of one request.
#[derive(Debug)]
pub(super) struct AttachedPolicies {
    layers: Arc<Layers>,
    management: AccountId,
}

/// Compiled policies, layer by layer: what does not depend on who asks.
#[derive(Debug)]
pub(in crate::cli) struct Layers {
    identity: PolicySet<Identity>,
    boundary: Option<Attached<Boundary>>,
    session: Option<Vec<Attached<Session>>>,
    resource: Option<Attached<Resource>>,
    trust: Option<Attached<Trust>>,
    endpoint: Option<Vec<Attached<Endpoint>>>,
    scp: Option<Vec<Level<Scp>>>,
    rcp: Option<Vec<Level<Rcp>>>,
}

impl AttachedPolicies {
    /// The layers for one request.
    pub(super) fn new(
        layers: Arc<Layers>,
        facts: &Facts<'_>,
        principal: &Principal,
        resource: &RequestResource,
    ) -> Result<Self, String> {
        let management = management(facts, principal, resource)?;
        Ok(Self { layers, management })
    }

    /// See [`check_asked`].
    pub(super) fn check_asked(&self, principal: &Principal) -> Result<(), String> {
        let Layers { identity, boundary, session, .. } = &*self.layers;
        check_asked(principal, !identity.attached().is_empty(), boundary.is_some(), session.is_some())
    }

    /// As the engine takes them.
    pub(super) fn policies(&self) -> Policies<'_> {
        let Self { layers, management } = self;
        let management = *management;
        Policies {
            identity: &layers.identity,
            boundary: layers.boundary.as_ref(),
            session: layers.session.as_deref(),
            resource: (layers.trust.as_ref().map(ResourcePolicy::Trust))
                .or(layers.resource.as_ref().map(ResourcePolicy::Resource)),
            endpoint: layers.endpoint.as_deref(),
            scp: layers.scp.as_deref().map(|levels| Guardrails { management, levels }),
            rcp: layers.rcp.as_deref().map(|levels| Guardrails { management, levels }),
        }
    }
}

impl Library {
    /// One that refuses what an evaluator passes over, as AWS does at creation: principals where a policy has none, empty
    /// lists, a `Deny` for nobody.
    pub(in crate::cli) fn strict() -> Self {
        let mut library = Self::default();
        library.identity.strict = true;
        library.boundary.strict = true;
        library.session.strict = true;
        library.resource.strict = true;
        library.trust.strict = true;
        library.endpoint.strict = true;
        library.scp.strict = true;
        library.rcp.strict = true;
        library
    }

    /// Reads the policies of a request, whose resource is a role or is none.
    pub(in crate::cli) fn layers(&mut self, documents: Documents<'_>, is_role: bool) -> Result<Arc<Layers>, String> {
        let (trust, own) = if is_role { (documents.resource, None) } else { (None, documents.resource) };
        Ok(Arc::new(Layers {
            identity: PolicySet::new(self.identity.list(documents.identity)?),
            boundary: documents.boundary.map(|document| self.boundary.attach(document)).transpose()?,
            session: documents.session.map(|documents| self.session.list(documents)).transpose()?,
            resource: own.map(|document| self.resource.attach(document)).transpose()?,
            trust: trust.map(|document| self.trust.attach(document)).transpose()?,
            endpoint: documents.endpoint.map(|documents| self.endpoint.list(documents)).transpose()?,
            scp: documents.scp.map(|levels| self.scp.levels(levels)).transpose()?,
            rcp: documents.rcp.map(|levels| self.rcp.levels(levels)).transpose()?,
        }))
    }
}

/// Refuses policies that the principal cannot have: nobody would ask them, and what they deny would go unnoticed (R2, table
/// 2.2). An empty list of identity policies says nothing, but one of session policies that the session may do nothing.
pub(in crate::cli) fn check_asked(
    principal: &Principal,
    identity: bool,
    boundary: bool,
    session: bool,
) -> Result<(), String> {
    let (has_identity, has_boundary, has_session) = match principal {
        Principal::User { .. } => (true, true, false),
        Principal::RoleSession { service_linked: true, .. } => (true, false, false),
        Principal::RoleSession { .. } | Principal::Delegated { .. } => (true, true, true),
        Principal::FederatedUser { issuer: Issuer::User { .. }, .. } => (true, true, true),
        Principal::FederatedUser { issuer: Issuer::Root, .. } | Principal::AssumedRoot { .. } => (false, false, true),
        Principal::Root { .. } | Principal::Service { .. } | Principal::Provider { .. } | Principal::Anonymous => {
            (false, false, false)
        }
    };
    for (given, asked, name) in
        [(identity, has_identity, "identity"), (boundary, has_boundary, "boundary"), (session, has_session, "session")]
    {
        if given && !asked {
            return Err(format!("`{name}` is said of a principal that has no such policies"));
        }
    }
    Ok(())
}

/// The organization's management account: the one that is named, otherwise one that takes no part.
fn management(facts: &Facts<'_>, principal: &Principal, resource: &RequestResource) -> Result<AccountId, String> {
    match facts.management_account {
        Some(Management::Own(true)) => {
            let missing = || "`management_account` is said of a principal that has no account".to_owned();
            return principal.account().ok_or_else(missing);
        }
        Some(Management::Account(id)) => {
            return id.parse().map_err(|_| format!("`management_account` must be twelve digits, not `{id}`"));
        }
        Some(Management::Own(false)) | None => {}
    }
    let in_arn = rolecall_policy::Arn::parse(facts.resource).and_then(|arn| arn.account.parse().ok());
    let involved = [principal.account(), resource.account, in_arn];
    // Of four accounts one is none of the three.
    (0..4)
        .filter_map(AccountId::from_u64)
        .find(|account| !involved.contains(&Some(*account)))
        .ok_or_else(|| "there is no account left".to_owned())
}

impl<K: PolicyKind> Shelf<K> {
    fn levels(&mut self, levels: Vec<LevelDocuments<'_>>) -> Result<Vec<Level<K>>, String> {
        let attach = |level: LevelDocuments<'_>| Ok(Level { policies: self.list(level.policies)?, name: level.name });
        levels.into_iter().map(attach).collect()
    }

    fn list(&mut self, documents: Vec<Document<'_>>) -> Result<Vec<Attached<K>>, String> {
        documents.into_iter().map(|document| self.attach(document)).collect()
    }

    /// The policy of a text; an error names its source.
    fn attach(&mut self, document: Document<'_>) -> Result<Attached<K>, String> {
        let Document { text, source } = document;
        let policy = match self.compiled.get(&*text) {
            Some(policy) => Arc::clone(policy),
            None => self.compile(&text).map_err(|error| format!("policies.{}: {error}", source.name))?,
        };
        Ok(Attached { policy, source })
    }

    fn compile(&mut self, text: &str) -> Result<Arc<Compiled<K>>, String> {
        let policy = Policy::<K>::parse(text).map_err(|findings| {
            let first = findings.all().first();
            first.map_or_else(
                || findings.aws_message().to_owned(),
                |finding| format!("{}, at byte {} of the policy", finding.detail, finding.span.start),
            )
        })?;
        let lacking = if self.strict { incomplete(&policy) } else { without_member(&policy) };
        if let Some((span, lacking)) = lacking {
            return Err(format!("{lacking}, at byte {} of the policy", span.start));
        }
        let mut principals = policy.statements().iter().filter_map(|statement| statement.principal.as_ref());
        if let Some(principal) = principals.next().filter(|_| self.strict && K::WITHOUT_PRINCIPAL == Ignored) {
            let at = principal.span.start;
            return Err(format!("a policy of this kind has no principals, and there is one at byte {at}"));
        }
        let compiled = Arc::new(Compiled::new(policy));
        if self.bytes + text.len() > REMEMBERED {
            self.compiled.clear();
            self.bytes = 0;
        }
        self.bytes += text.len();
        self.compiled.insert(text.into(), Arc::clone(&compiled));
        Ok(compiled)
    }
}
