//! The policies of a case, compiled. Cases often repeat their policies: equal texts are compiled once.

use super::case::{Case, Management};
use super::resource::Resource as CaseResource;
use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{AccountId, Compiled, Policies, Policy, PolicyKind, PolicySet, PolicySource, Principal};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// How many bytes of policy texts of one kind are remembered; beyond that, all of the kind are forgotten.
const REMEMBERED: usize = 32 << 20;

/// Remembers compiled policies by kind and text.
#[derive(Debug, Default)]
pub(super) struct Library {
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
}

impl<K> Default for Shelf<K> {
    fn default() -> Self {
        Self { compiled: HashMap::new(), bytes: 0 }
    }
}

/// The policies of one case.
#[derive(Debug)]
pub(super) struct AttachedPolicies {
    identity: PolicySet<Identity>,
    boundary: Option<Attached<Boundary>>,
    session: Option<Vec<Attached<Session>>>,
    resource: Option<Attached<Resource>>,
    trust: Option<Attached<Trust>>,
    endpoint: Option<Vec<Attached<Endpoint>>>,
    scp: Option<Vec<Level<Scp>>>,
    rcp: Option<Vec<Level<Rcp>>>,
    management: AccountId,
}

impl AttachedPolicies {
    /// As the engine takes them.
    pub(super) fn policies(&self) -> Policies<'_> {
        let management = self.management;
        Policies {
            identity: &self.identity,
            boundary: self.boundary.as_ref(),
            session: self.session.as_deref(),
            resource: (self.trust.as_ref().map(ResourcePolicy::Trust))
                .or(self.resource.as_ref().map(ResourcePolicy::Resource)),
            endpoint: self.endpoint.as_deref(),
            scp: self.scp.as_deref().map(|levels| Guardrails { management, levels }),
            rcp: self.rcp.as_deref().map(|levels| Guardrails { management, levels }),
        }
    }
}

impl Library {
    /// Reads the policies of a case.
    pub(super) fn attach(
        &mut self,
        case: &Case<'_>,
        principal: &Principal,
        resource: &CaseResource,
    ) -> Result<AttachedPolicies, String> {
        let policies = &case.policies;
        let is_role = resource.class == ResourceClass::Role;
        let own = policies.resource;
        Ok(AttachedPolicies {
            identity: PolicySet::new(self.identity.list("identity", policies.identity.as_deref().unwrap_or_default())?),
            boundary: policies.boundary.map(|raw| self.boundary.attach("boundary".into(), raw)).transpose()?,
            session: policies.session.as_deref().map(|raws| self.session.list("session", raws)).transpose()?,
            resource: (own.filter(|_| !is_role)).map(|raw| self.resource.attach("resource".into(), raw)).transpose()?,
            trust: own.filter(|_| is_role).map(|raw| self.trust.attach("resource".into(), raw)).transpose()?,
            endpoint: policies.endpoint.as_deref().map(|raws| self.endpoint.list("endpoint", raws)).transpose()?,
            scp: policies.scp.as_deref().map(|levels| self.scp.levels("scp", levels)).transpose()?,
            rcp: policies.rcp.as_deref().map(|levels| self.rcp.levels("rcp", levels)).transpose()?,
            management: management(case, principal, resource)?,
        })
    }
}

/// The organization's management account: the one that the case names, otherwise one that takes no part.
fn management(case: &Case<'_>, principal: &Principal, resource: &CaseResource) -> Result<AccountId, String> {
    match &case.request.management_account {
        Some(Management::Own(true)) => {
            let missing = || "`management_account` is said of a principal that has no account".to_owned();
            return principal.account().ok_or_else(missing);
        }
        Some(Management::Account(id)) => {
            return id.parse().map_err(|_| format!("`management_account` must be twelve digits, not `{id}`"));
        }
        Some(Management::Own(false)) | None => {}
    }
    let in_arn = rolecall_policy::Arn::parse(&case.request.resource).and_then(|arn| arn.account.parse().ok());
    let involved = [principal.account(), resource.account, in_arn];
    // Of four accounts one is none of the three.
    (0..4)
        .filter_map(AccountId::from_u64)
        .find(|account| !involved.contains(&Some(*account)))
        .ok_or_else(|| "there is no account left".to_owned())
}

impl<K: PolicyKind> Shelf<K> {
    fn levels(&mut self, name: &str, levels: &[Vec<&RawValue>]) -> Result<Vec<Level<K>>, String> {
        let mut attached = Vec::with_capacity(levels.len());
        for (at, raws) in levels.iter().enumerate() {
            let name = format!("{name}[{at}]");
            attached.push(Level { policies: self.list(&name, raws)?, name: name.into() });
        }
        Ok(attached)
    }

    fn list(&mut self, name: &str, raws: &[&RawValue]) -> Result<Vec<Attached<K>>, String> {
        raws.iter().enumerate().map(|(at, raw)| self.attach(format!("{name}[{at}]"), raw)).collect()
    }

    /// The policy at `name`, an object or a string with its text.
    fn attach(&mut self, name: String, raw: &RawValue) -> Result<Attached<K>, String> {
        let text: Cow<'_, str> = match raw.get() {
            text if text.starts_with('"') => {
                serde_json::from_str::<String>(text).map_err(|error| format!("policies.{name}: {error}"))?.into()
            }
            text => text.into(),
        };
        let policy = match self.compiled.get(&*text) {
            Some(policy) => Arc::clone(policy),
            None => self.compile(&text).map_err(|error| format!("policies.{name}: {error}"))?,
        };
        Ok(Attached { policy, source: Arc::new(PolicySource { arn: None, name: name.into(), owner: None }) })
    }

    fn compile(&mut self, text: &str) -> Result<Arc<Compiled<K>>, String> {
        let policy = Policy::<K>::parse(text).map_err(|findings| {
            let first = findings.all().first();
            first.map_or_else(
                || findings.aws_message().to_owned(),
                |finding| format!("{}, at byte {} of the policy", finding.detail, finding.span.start),
            )
        })?;
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
