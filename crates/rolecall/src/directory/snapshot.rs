//! The world at one revision: everything a decision or a read needs, immutable.

use super::entities::{Entity, Group, HasArn, Link, Role, Tables, User};
use super::quota::{Quota, Quotas};
use super::session_policies::SessionPolicies;
use super::table::Stored;
use crate::store::Revision;
use rolecall_policy::{AccountId, Arn};
use std::sync::Arc;

/// The directory at one revision. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(super) revision: Revision,
    pub(super) tables: Tables,
    /// When an organization, its structure or a policy of it last changed.
    pub(super) organizations: Revision,
    /// Store keys of organizations, roots, units, memberships and policies that are there and cannot be read.
    pub(super) unreadable: imbl::OrdSet<Arc<str>>,
    /// Of sessions, not of the world: the same for all revisions.
    session_policies: Arc<SessionPolicies>,
    /// Of the server, not of the world.
    pub(super) quotas: Arc<Quotas>,
}

impl Snapshot {
    /// The store revision this snapshot stands at.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// The revision at which an organization, its structure or a policy of it last changed.
    #[must_use]
    pub fn organizations_revision(&self) -> Revision {
        self.organizations
    }

    /// Whether the entity of an organization with this name is there and cannot be read. Other entities grant nothing when
    /// they are not there, but what is in no organization is bound by none of its policies.
    #[must_use]
    pub fn is_unreadable<T: Entity>(&self, scope: T::Scope, name: &str) -> bool {
        // Nearly always nothing is, and this is asked by every request of an account without organization.
        !self.unreadable.is_empty() && self.unreadable.contains(&*T::key_of(scope, name))
    }

    /// The inline policies that sessions bring along.
    #[must_use]
    pub fn session_policies(&self) -> &SessionPolicies {
        &self.session_policies
    }

    /// The quotas that are not AWS's.
    #[must_use]
    pub fn quotas(&self) -> &Quotas {
        &self.quotas
    }

    /// The quota as it is on this server: AWS's, unless another was configured.
    #[must_use]
    pub fn quota(&self, quota: Quota) -> Quota {
        self.quotas.of(quota)
    }

    pub(super) fn with_quotas(self, quotas: Arc<Quotas>) -> Self {
        Self { quotas, ..self }
    }

    /// The entity of this name.
    #[must_use]
    pub fn find<T: Entity>(&self, scope: T::Scope, name: &str) -> Option<&Arc<Stored<T>>> {
        T::table(&self.tables).get(scope, &T::folded(name))
    }

    /// The entity with this unique id.
    #[must_use]
    pub fn find_by_id<T: Entity>(&self, id: &str) -> Option<&Arc<Stored<T>>> {
        T::table(&self.tables).get_by_id(id)
    }

    /// The entity an ARN names exactly: path and case count (R0.6).
    #[must_use]
    pub fn find_by_arn<T: HasArn>(&self, arn: &str) -> Option<&Arc<Stored<T>>> {
        let parsed =
            Arn::parse(arn).filter(|it| it.partition == "aws" && it.service == "iam" && it.region.is_empty())?;
        let account = parsed.account.parse().ok()?;
        let place = parsed.resource.strip_prefix(T::RESOURCE).filter(|place| place.starts_with('/'))?;
        // Older entities that are unique in their path are stored under their names, too.
        let in_path = T::UNIQUE_IN_PATH.then_some(place);
        let names = in_path.into_iter().chain(place.rsplit('/').next());
        names.filter_map(|name| self.find::<T>(account, name)).find(|it| it.arn() == arn)
    }

    /// The entities of an account, by name as the store key has it.
    pub fn list<T: Entity>(&self, account: AccountId) -> impl Iterator<Item = &Arc<Stored<T>>> {
        T::table(&self.tables).list(account)
    }

    /// The same from behind a store key on: the next page of a list.
    pub fn list_after<'s, T: Entity>(
        &'s self,
        account: AccountId,
        key: &str,
    ) -> impl Iterator<Item = &'s Arc<Stored<T>>> + use<'s, T> {
        T::table(&self.tables).list_after(account, key)
    }

    /// The entities of all accounts, by store key.
    pub fn all<T: Entity>(&self) -> impl Iterator<Item = &Arc<Stored<T>>> {
        T::table(&self.tables).iter()
    }

    /// How many an account has.
    #[must_use]
    pub fn count<T: Entity>(&self, account: AccountId) -> usize {
        T::table(&self.tables).count(account)
    }

    /// The entities of an account that point to `target` in this way, by name as the store key has it.
    pub fn linked<T: Entity>(
        &self,
        account: AccountId,
        link: Link,
        target: &str,
    ) -> impl Iterator<Item = &Arc<Stored<T>>> {
        T::table(&self.tables).linked(account, link, target)
    }

    /// The entities of all accounts that point to `target` in this way, by store key.
    pub fn linked_anywhere<'s, T: Entity>(
        &'s self,
        link: Link,
        target: &str,
    ) -> impl Iterator<Item = &'s Arc<Stored<T>>> + use<'s, T> {
        T::table(&self.tables).linked_anywhere(link, target)
    }

    /// What the deletion of a user is refused with while something belongs to it ([`Entity::KEEPS_USER`]).
    #[must_use]
    pub fn keeps_user(&self, user: &User) -> Option<&'static str> {
        self.tables.keeps_user(user.account, &user.id)
    }

    /// The canonical user id of an account (R1.74).
    #[must_use]
    pub fn canonical_id(&self, account: AccountId) -> Option<&str> {
        self.account(account).map(|account| &*account.canonical_id)
    }

    /// The ARN that a stored unique id stands for now; `None` once the entity is gone (R1.18).
    #[must_use]
    pub fn arn_of_id(&self, id: &str) -> Option<String> {
        let user = self.find_by_id::<User>(id).map(|user| user.arn());
        let role = || self.find_by_id::<Role>(id).map(|role| role.arn());
        user.or_else(role).or_else(|| self.find_by_id::<Group>(id).map(|group| group.arn()))
    }

    /// The unique id of the user or role that an ARN names exactly (R1.18).
    #[must_use]
    pub fn id_of_arn(&self, arn: &str) -> Option<String> {
        let user = self.find_by_arn::<User>(arn).map(|user| user.id.clone());
        user.or_else(|| self.find_by_arn::<Role>(arn).map(|role| role.id.clone()))
    }

    /// Puts an entity into the world, for tests of what reads it.
    #[cfg(test)]
    pub(crate) fn put_for_tests<T: Entity>(&mut self, entity: &T) {
        self.tables.put(&entity.key(), &serde_json::to_vec(entity).unwrap(), 1).unwrap();
    }
}
