//! A hypothetical request: stated facts and policy documents become what the policy engine decides.
//!
//! Ana asks whether the role `Dev` may read an object. She states [`Facts`]: who calls, the action, the resource with its
//! owner, context keys, and what of it is unknown. She adds [`Documents`], the policies of each layer, which a
//! [`PolicyCache`] compiles, equal texts once. A [`Scenario`] holds both in the engine's form: the principal with the
//! context keys that follow from it (`caller`), the class and owner of the resource (`resource`), the policies. Facts
//! that contradict each other, and texts that no request can have, are errors. `json` reads facts and documents from
//! JSON.
//!
//! `rolecall eval` and `rolecall test` ask the engine through here. IAM's policy simulator, which has the entities of a
//! server in place of stated facts, uses the same policies, checks of owners and values, and rules of context keys.
//!
//! ```
//! use rolecall_analysis::scenario::{DecisionName, Document, Documents, Facts, PolicyCache, Scenario, StatedPrincipal};
//!
//! let ana = StatedPrincipal::Text("arn:aws:iam::111111111111:user/ana".into());
//! let facts = Facts::new(ana, "s3:GetObject", "arn:aws:s3:::reports/q3".into());
//! let read = r#"{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::reports/*"}}"#;
//! let documents = Documents { identity: vec![Document::named("read", read)], ..Documents::default() };
//! let mut cache = PolicyCache::strict();
//! let scenario = Scenario::new(facts, |is_role| cache.layers(documents, is_role))?;
//! assert_eq!(DecisionName::from(&scenario.answer()), DecisionName::Allowed);
//! # Ok::<(), String>(())
//! ```

mod caller;
mod decision_name;
mod documents;
mod facts;
pub mod json;
mod lacking;
mod resource;
mod value;

pub use caller::{check_provider_name, check_service_name};
pub use decision_name::DecisionName;
pub use documents::{Document, DocumentError, Documents, Layers, LevelDocuments, PolicyCache};
pub use facts::{
    BlockPublicAccess, Facts, ManagementAccount, StatedContext, StatedPrincipal, StatedResource, StatedS3,
};
pub(crate) use resource::class_named;
pub use resource::{account_in_arn, has_plausible_owner};
pub use value::is_value_of;

use crate::service_facts;
use crate::services::listed_kind;
use caller::Caller;
use resource::Resource;
use rolecall_policy::request::{Issuer, ResourceClass};
use rolecall_policy::unknown::{self, PossibleDecision, UnknownRequest};
use rolecall_policy::{AccountId, Arn, Decision, Explanation, Policies, Principal, Request, decide, explain};
use std::borrow::Cow;
use std::sync::Arc;

/// A request and the policies that apply to it.
#[derive(Debug)]
pub struct Scenario<'a> {
    caller: Caller,
    action: Cow<'a, str>,
    stated_resource: StatedResource<'a>,
    resource: Resource,
    layers: Arc<Layers>,
    management: AccountId,
}

impl<'a> Scenario<'a> {
    /// Understands the facts. `layers` compiles the policies; it is told whether the resource is a role, whose policy is a
    /// trust policy. Policies that the principal cannot have count for nothing (R2, table 2.2); see
    /// [`Self::check_policies`].
    ///
    /// # Errors
    /// What is wrong with the facts, or with the policies.
    pub fn new(mut facts: Facts<'a>, layers: impl FnOnce(bool) -> Result<Arc<Layers>, String>) -> Result<Self, String> {
        let mut resource = Resource::of(&facts)?;
        let principal = caller::principal(&facts)?;
        if let Some(path) = listed_path(&facts, &principal) {
            facts.resource = StatedResource::Known(path.into());
            resource = Resource::of(&facts)?;
        }
        let layers = layers(resource.class == ResourceClass::Role)?;
        let management = management_account(&facts, &principal, &resource)?;
        let Facts { action, resource: stated_resource, context, .. } = facts;
        let caller = Caller::new(principal, context, &stated_resource, &resource);
        Ok(Self { caller, action, stated_resource, resource, layers, management })
    }

    /// Refuses policies that the principal cannot have: nobody would ask them, and what they deny would go unnoticed.
    ///
    /// # Errors
    /// The layer that the principal does not have.
    pub fn check_policies(&self) -> Result<(), String> {
        let Layers { identity, boundary, session, .. } = &*self.layers;
        check_layers(&self.caller.principal, !identity.attached().is_empty(), boundary.is_some(), session.is_some())
    }

    /// Leaves open what the policies ask about the request, nobody stated, and does not follow from the principal: such a
    /// key may be absent or have any values. Without this, it is absent.
    pub fn leave_open(&mut self) {
        for key in self.layers.context_keys() {
            self.caller.leave_open(&key);
        }
    }

    /// Whether something of a context key is not known.
    #[must_use]
    pub fn is_open(&self, key: &str) -> bool {
        self.caller.unknown.contains(key)
    }

    /// The operation that is asked for.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The resource, or the pattern of resources.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.stated_resource.text()
    }

    /// The account that owns the resource, if it is stated.
    #[must_use]
    pub fn resource_account(&self) -> Option<AccountId> {
        self.resource.account
    }

    /// What the resource is.
    #[must_use]
    pub fn class(&self) -> ResourceClass {
        self.resource.class
    }

    /// Who asks.
    #[must_use]
    pub fn principal(&self) -> &Principal {
        &self.caller.principal
    }

    /// The policies as the engine takes them.
    #[must_use]
    pub fn policies(&self) -> Policies<'_> {
        self.layers.policies(self.management)
    }

    /// Whether everything about the request is known.
    fn is_known(&self) -> bool {
        matches!(self.stated_resource, StatedResource::Known(_)) && self.caller.unknown.is_empty()
    }

    /// What the engine says: of a request that is all known its decision, otherwise an answer about all requests that it
    /// may be.
    #[must_use]
    pub fn answer(&self) -> PossibleDecision {
        if self.is_known() {
            let decision = self.decide();
            return if decision.is_allowed() {
                PossibleDecision::Allowed(decision)
            } else {
                PossibleDecision::Denied(decision)
            };
        }
        let Request { principal, action, resource_account, class, s3, context, services, .. } = self.request();
        let resource = match &self.stated_resource {
            StatedResource::Known(text) => unknown::Resource::Known(text),
            StatedResource::Like(pattern) => unknown::Resource::Pattern(pattern),
            StatedResource::Unknown => unknown::Resource::Unknown,
        };
        let unknown = &self.caller.unknown;
        let request =
            UnknownRequest { principal, action, resource, resource_account, class, s3, context, unknown, services };
        unknown::decide(&request, &self.policies())
    }

    /// The decision. Only for requests that are all known: see [`Self::answer`].
    pub(crate) fn decide(&self) -> Decision {
        decide(&self.request(), &self.policies())
    }

    /// Why the engine decides so; `None` if not everything is known.
    #[must_use]
    pub fn explain(&self) -> Option<Explanation> {
        self.is_known().then(|| explain(&self.request(), &self.policies()))
    }

    /// Why the answer is this one. If not everything is known and that does not matter, of the request without what is
    /// unknown, provided that it is decided alike.
    #[must_use]
    pub(crate) fn explain_as(&self, answer: DecisionName) -> Option<Explanation> {
        let is_same = || DecisionName::from(self.decide().verdict()) == answer;
        (matches!(self.stated_resource, StatedResource::Known(_)) && is_same())
            .then(|| explain(&self.request(), &self.policies()))
    }

    /// The request as the engine takes it, without what is unknown.
    pub(crate) fn request(&self) -> Request<'_> {
        Request {
            principal: &self.caller.principal,
            action: &self.action,
            resource: self.stated_resource.text(),
            resource_account: self.resource.account,
            class: self.resource.class,
            s3: self.resource.s3.as_ref(),
            context: &self.caller.context,
            services: service_facts(),
        }
    }
}

/// Checks facts about the caller alone, and which of the layers it may have.
///
/// # Errors
/// What is wrong with them.
pub fn check_caller(facts: &Facts<'_>, identity: bool, boundary: bool, session: bool) -> Result<(), String> {
    match caller::principal(facts)? {
        // The context of a request may still say that it is a session of AssumeRoot.
        Principal::Root { .. } => Ok(()),
        principal => check_layers(&principal, identity, boundary, session),
    }
}

/// See [`Scenario::check_policies`]. No identity policies say nothing, but no session policies that the session may do
/// nothing.
fn check_layers(principal: &Principal, identity: bool, boundary: bool, session: bool) -> Result<(), String> {
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
    let layers =
        [("identity", identity, has_identity), ("boundary", boundary, has_boundary), ("session", session, has_session)];
    match layers.into_iter().find(|(_, given, has)| *given && !has) {
        Some((name, ..)) => Err(format!("`{name}` does not apply: the principal cannot have such policies")),
        None => Ok(()),
    }
}

/// The ARN on which a list of IAM is asked that is said to be on nothing in particular: the caller's users, say, whatever
/// their path (R1.30).
fn listed_path(facts: &Facts<'_>, principal: &Principal) -> Option<String> {
    if !matches!(&facts.resource, StatedResource::Known(text) if text == "*") {
        return None;
    }
    let (service, operation) = facts.action.split_once(':')?;
    let kind = listed_kind(service, operation)?;
    let account = principal.account()?;
    let partition = match &facts.principal {
        StatedPrincipal::Text(arn) => Arn::parse(arn)?.partition,
        StatedPrincipal::Service(_) | StatedPrincipal::Federated(_) => return None,
    };
    Some(format!("arn:{partition}:iam::{account}:{kind}/"))
}

/// The organization's management account: the one that is stated, otherwise one that takes no part.
fn management_account(facts: &Facts<'_>, principal: &Principal, resource: &Resource) -> Result<AccountId, String> {
    match &facts.management_account {
        Some(ManagementAccount::Own(true)) => principal
            .account()
            .ok_or_else(|| "`management_account` does not apply: the principal has no account".to_owned()),
        Some(ManagementAccount::Account(id)) => {
            id.parse().map_err(|_| format!("`management_account` must be twelve digits, not `{id}`"))
        }
        Some(ManagementAccount::Own(false)) | None => {
            let involved = [principal.account(), resource.account, account_in_arn(facts.resource.text())];
            uninvolved_account(involved).ok_or_else(|| "no unused account id is left".to_owned())
        }
    }
}

/// An account that is none of these three.
#[must_use]
pub fn uninvolved_account(involved: [Option<AccountId>; 3]) -> Option<AccountId> {
    (0..4).filter_map(AccountId::from_u64).find(|account| !involved.contains(&Some(*account)))
}
