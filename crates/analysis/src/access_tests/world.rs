//! A world that tests run against: principals, their policies, trust policies and buckets that are there already, so that a
//! file need not name them.
//!
//! Whoever has a world at hand, the state of a server or what AWS tells of an account, writes it down here; the tests ask
//! nothing else. What a file says of a principal or a resource comes before what the world says.

use super::policies::did_you_mean;
use crate::lint::facts::near::nearest;
use crate::resource_class;
use crate::scenario::BlockPublicAccess;
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{AccountId, Arn, PolicySource};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is there.
#[derive(Debug, Default)]
pub struct World {
    /// With their canonical user ids, as far as they are known.
    accounts: BTreeMap<AccountId, Option<String>>,
    principals: BTreeMap<String, WorldPrincipal>,
    resources: BTreeMap<String, WorldResource>,
    policies: BTreeMap<String, WorldPolicy>,
    /// What the policies are attached to.
    owners: BTreeSet<Box<str>>,
}

/// A policy as it is attached to something.
#[derive(Debug, Clone)]
pub struct WorldPolicy {
    /// The policy as JSON, principals named by their ARNs.
    pub text: Cow<'static, str>,
    /// Where it comes from.
    pub source: Arc<PolicySource>,
}

/// A user or a role.
#[derive(Debug)]
pub struct WorldPrincipal {
    /// Its ARN.
    pub arn: String,
    /// Its unique id: `AIDA…`, `AROA…`.
    pub id: String,
    /// Every identity policy that applies to it, those of its groups too.
    pub identity: Vec<WorldPolicy>,
    /// Its permissions boundary.
    pub boundary: Option<WorldPolicy>,
    /// Its tags.
    pub tags: Vec<(String, String)>,
}

/// A bucket, or a role as something that is assumed.
#[derive(Debug)]
pub struct WorldResource {
    /// Its ARN.
    pub arn: String,
    /// Its owner.
    pub account: AccountId,
    /// The bucket policy, or the trust policy.
    pub policy: Option<WorldPolicy>,
    /// Its tags.
    pub tags: Vec<(String, String)>,
    /// Of a bucket.
    pub block_public_access: BlockPublicAccess,
}

/// What a world has under the ARN of a principal.
#[derive(Debug)]
pub(super) enum Found<'w> {
    /// A user or a role; for a session, its role.
    Principal(&'w WorldPrincipal),
    /// A principal without policies that an account of the world has: the root, or an identity provider.
    Bare,
    /// A federated user, whose policies are those of its issuer.
    Federated,
    /// The account is none of the world's.
    Outside,
    /// The account does not have it.
    Missing,
}

impl World {
    /// A world in which there is nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an account, with its canonical user id if that is known. What is in an account of the world and not in the
    /// world is nowhere.
    pub fn add_account(&mut self, id: AccountId, canonical_id: Option<String>) {
        let known = self.accounts.entry(id).or_default();
        if canonical_id.is_some() {
            *known = canonical_id;
        }
    }

    /// Adds a user or a role.
    ///
    /// # Errors
    /// It is there already.
    pub fn add_principal(&mut self, principal: WorldPrincipal) -> Result<(), String> {
        self.own(principal.identity.iter().chain(&principal.boundary));
        added(&mut self.principals, principal.arn.clone(), principal)
    }

    /// Adds a bucket, or the trust policy of a role.
    ///
    /// # Errors
    /// It is there already.
    pub fn add_resource(&mut self, resource: WorldResource) -> Result<(), String> {
        self.own(&resource.policy);
        added(&mut self.resources, resource.arn.clone(), resource)
    }

    /// Adds a managed policy, which files may name by its ARN.
    ///
    /// # Errors
    /// It is there already.
    pub fn add_policy(&mut self, arn: String, policy: WorldPolicy) -> Result<(), String> {
        added(&mut self.policies, arn, policy)
    }

    fn own<'p>(&mut self, policies: impl IntoIterator<Item = &'p WorldPolicy>) {
        self.owners.extend(policies.into_iter().filter_map(|policy| policy.source.owner.clone()));
    }

    /// Whether an account is the world's.
    pub(super) fn has_account(&self, arn: &str) -> bool {
        Arn::parse(arn)
            .and_then(|arn| arn.account.parse().ok())
            .is_some_and(|id: AccountId| self.accounts.contains_key(&id))
    }

    /// Whether a policy of the world is attached to this.
    pub(super) fn has_owner(&self, owner: Option<&str>) -> bool {
        owner.is_some_and(|owner| self.owners.contains(owner))
    }

    /// The canonical user id of an account.
    pub(super) fn canonical_id(&self, account: AccountId) -> Option<&str> {
        self.accounts.get(&account)?.as_deref()
    }

    /// The principal of this ARN.
    pub(super) fn principal(&self, text: &str) -> Found<'_> {
        let Some(arn) = Arn::parse(text) else { return Found::Missing };
        if !self.has_account(text) {
            return Found::Outside;
        }
        let (kind, name) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
        let found = match (arn.service, kind) {
            ("iam", "root" | "saml-provider" | "oidc-provider") => return Found::Bare,
            ("sts", "federated-user") => return Found::Federated,
            ("sts", "assumed-role") => {
                let role = name.split('/').next().unwrap_or_default();
                let begin = format!("arn:{}:iam::{}:role/", arn.partition, arn.account);
                self.beginning(&begin).find(|principal| last_segment(&principal.arn) == role)
            }
            _ => self.principals.get(text),
        };
        found.map_or(Found::Missing, Found::Principal)
    }

    /// The principals whose ARNs begin so.
    fn beginning(&self, begin: &str) -> impl Iterator<Item = &WorldPrincipal> {
        let (begin, from) = (begin.to_owned(), begin.to_owned());
        let from = self.principals.range(from..);
        from.map(|(_, principal)| principal).take_while(move |principal| principal.arn.starts_with(&begin))
    }

    /// The bucket or role of this ARN, or the bucket that an object is in.
    pub(super) fn resource(&self, arn: &str) -> Option<&WorldResource> {
        let object = || arn.split_once('/').filter(|_| resource_class(arn) == ResourceClass::Object);
        self.resources.get(arn).or_else(|| self.resources.get(object()?.0))
    }

    /// The bucket of this name.
    pub(super) fn bucket(&self, name: &str) -> Option<&WorldResource> {
        self.resources.values().find(|resource| bucket_name(&resource.arn) == Some(name))
    }

    /// Every resource.
    pub(super) fn resources(&self) -> impl Iterator<Item = &WorldResource> {
        self.resources.values()
    }

    /// The managed policy of this ARN.
    pub(super) fn policy(&self, arn: &str) -> Option<&WorldPolicy> {
        self.policies.get(arn)
    }

    /// The managed policy whose ARN is nearest.
    pub(super) fn nearest_policy(&self, arn: &str) -> Option<&str> {
        nearest_of(arn, self.policies.keys().map(String::as_str))
    }

    /// What to say of the ARN of a principal that is not there.
    pub(super) fn no_principal(&self, arn: &str) -> String {
        let meant = nearest_of(arn, self.principals.keys().map(String::as_str));
        format!("there is no `{arn}`{}", meant.map(did_you_mean).unwrap_or_default())
    }

    /// What to say of the ARN of a principal whose account is not there.
    pub(super) fn no_account(&self, arn: &str) -> String {
        let accounts: Vec<String> = self.accounts.keys().map(AccountId::to_string).collect();
        let account = Arn::parse(arn).map(|arn| arn.account.to_owned()).unwrap_or_default();
        let meant = nearest(&account, accounts.iter().map(String::as_str)).map(did_you_mean).unwrap_or_default();
        format!("there is no account {account}{meant} (define a principal of another account in [principals])")
    }

    /// The bucket whose name is nearest.
    pub(super) fn nearest_bucket(&self, name: &str) -> Option<&str> {
        nearest(name, self.resources.keys().filter_map(|arn| bucket_name(arn)))
    }
}

fn added<T>(to: &mut BTreeMap<String, T>, arn: String, it: T) -> Result<(), String> {
    if to.contains_key(&arn) {
        return Err(format!("`{arn}` occurs twice"));
    }
    to.insert(arn, it);
    Ok(())
}

/// The ARN with the same name in another case or with another path, else the nearest one.
fn nearest_of<'a>(arn: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let account = Arn::parse(arn).map(|arn| arn.account);
    let same = |other: &&str| {
        last_segment(other).eq_ignore_ascii_case(last_segment(arn))
            && Arn::parse(other).map(|arn| arn.account) == account
    };
    known.clone().find(same).or_else(|| nearest(arn, known))
}

fn last_segment(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// The name of the bucket that an ARN is of.
pub(super) fn bucket_name(arn: &str) -> Option<&str> {
    Arn::parse(arn).filter(|_| resource_class(arn) == ResourceClass::Bucket).map(|arn| arn.resource)
}
