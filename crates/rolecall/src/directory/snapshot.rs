//! The world at one revision: everything a decision or a read needs, immutable.

use super::entities::{
    AccessKey, Account, AliasClaim, Bucket, Group, InstanceProfile, ManagedPolicy, MfaDevice, Role, User,
};
use super::keys::{self, Kind};
use super::session_policies::SessionPolicies;
use super::table::{Stored, Table};
use crate::store::Revision;
use imbl::HashMap;
use rolecall_policy::{AccountId, Arn};
use std::sync::Arc;

/// What a unique id names (R1.18).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityKind {
    /// `AIDA…`
    User,
    /// `AROA…`
    Role,
    /// `AGPA…`
    Group,
}

/// The directory at one revision. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(super) revision: Revision,
    accounts: Table<Account>,
    users: Table<User>,
    groups: Table<Group>,
    roles: Table<Role>,
    instance_profiles: Table<InstanceProfile>,
    policies: Table<ManagedPolicy>,
    access_keys: Table<AccessKey>,
    mfa_devices: Table<MfaDevice>,
    aliases: Table<AliasClaim>,
    buckets: Table<Bucket>,
    /// Unique id to kind and store key.
    ids: HashMap<Arc<str>, (EntityKind, Arc<str>)>,
    /// Access key id to store key: the id need not encode the account.
    key_ids: HashMap<Arc<str>, Arc<str>>,
    /// Of sessions, not of the world: the same for all revisions.
    session_policies: Arc<SessionPolicies>,
}

impl Snapshot {
    /// The store revision this snapshot stands at.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// The inline policies that sessions bring along.
    #[must_use]
    pub fn session_policies(&self) -> &SessionPolicies {
        &self.session_policies
    }

    /// An account.
    #[must_use]
    pub fn account(&self, id: AccountId) -> Option<&Arc<Stored<Account>>> {
        self.accounts.get(&keys::account(id))
    }

    /// All accounts by id.
    pub fn accounts(&self) -> impl Iterator<Item = &Arc<Stored<Account>>> {
        self.accounts.iter()
    }

    /// A user by name, ignoring case (R4.7).
    #[must_use]
    pub fn user(&self, account: AccountId, name: &str) -> Option<&Arc<Stored<User>>> {
        self.users.get(&keys::user(account, name))
    }

    /// A user by unique id.
    #[must_use]
    pub fn user_by_id(&self, id: &str) -> Option<&Arc<Stored<User>>> {
        self.key_of(id, EntityKind::User).and_then(|key| self.users.get(key))
    }

    /// The users of an account, by lower-cased name.
    #[must_use]
    pub fn users(&self, account: AccountId) -> Vec<&Arc<Stored<User>>> {
        self.users.starting(keys::user(account, "")).collect()
    }

    /// A group by name, ignoring case.
    #[must_use]
    pub fn group(&self, account: AccountId, name: &str) -> Option<&Arc<Stored<Group>>> {
        self.groups.get(&keys::group(account, name))
    }

    /// A group by unique id.
    #[must_use]
    pub fn group_by_id(&self, id: &str) -> Option<&Arc<Stored<Group>>> {
        self.key_of(id, EntityKind::Group).and_then(|key| self.groups.get(key))
    }

    /// The groups of an account, by lower-cased name.
    #[must_use]
    pub fn groups(&self, account: AccountId) -> Vec<&Arc<Stored<Group>>> {
        self.groups.starting(keys::group(account, "")).collect()
    }

    /// A role by name, ignoring case.
    #[must_use]
    pub fn role(&self, account: AccountId, name: &str) -> Option<&Arc<Stored<Role>>> {
        self.roles.get(&keys::role(account, name))
    }

    /// A role by unique id.
    #[must_use]
    pub fn role_by_id(&self, id: &str) -> Option<&Arc<Stored<Role>>> {
        self.key_of(id, EntityKind::Role).and_then(|key| self.roles.get(key))
    }

    /// The role an ARN names exactly: path and case count (R0.6).
    #[must_use]
    pub fn role_by_arn(&self, arn: &str) -> Option<&Arc<Stored<Role>>> {
        let (account, name) = iam_name(arn, "role/")?;
        self.role(account, name).filter(|role| role.arn() == arn)
    }

    /// The user an ARN names exactly.
    #[must_use]
    pub fn user_by_arn(&self, arn: &str) -> Option<&Arc<Stored<User>>> {
        let (account, name) = iam_name(arn, "user/")?;
        self.user(account, name).filter(|user| user.arn() == arn)
    }

    /// The roles of an account, by lower-cased name.
    #[must_use]
    pub fn roles(&self, account: AccountId) -> Vec<&Arc<Stored<Role>>> {
        self.roles.starting(keys::role(account, "")).collect()
    }

    /// An instance profile by name, ignoring case.
    #[must_use]
    pub fn instance_profile(&self, account: AccountId, name: &str) -> Option<&Arc<Stored<InstanceProfile>>> {
        self.instance_profiles.get(&keys::instance_profile(account, name))
    }

    /// The instance profiles of an account, by lower-cased name.
    #[must_use]
    pub fn instance_profiles(&self, account: AccountId) -> Vec<&Arc<Stored<InstanceProfile>>> {
        self.instance_profiles.starting(keys::instance_profile(account, "")).collect()
    }

    /// A customer managed policy by name, ignoring case.
    #[must_use]
    pub fn policy(&self, account: AccountId, name: &str) -> Option<&Arc<Stored<ManagedPolicy>>> {
        self.policies.get(&keys::policy(account, name))
    }

    /// The customer managed policy an ARN names exactly.
    #[must_use]
    pub fn policy_by_arn(&self, arn: &str) -> Option<&Arc<Stored<ManagedPolicy>>> {
        let (account, name) = iam_name(arn, "policy/")?;
        self.policy(account, name).filter(|policy| policy.arn() == arn)
    }

    /// The customer managed policies of an account, by lower-cased name.
    #[must_use]
    pub fn policies(&self, account: AccountId) -> Vec<&Arc<Stored<ManagedPolicy>>> {
        self.policies.starting(keys::policy(account, "")).collect()
    }

    /// A long-term access key by id.
    #[must_use]
    pub fn access_key(&self, id: &str) -> Option<&Arc<Stored<AccessKey>>> {
        self.key_ids.get(id).and_then(|key| self.access_keys.get(key))
    }

    /// The virtual MFA device with this serial number.
    #[must_use]
    pub fn mfa_device(&self, serial_number: &str) -> Option<&Arc<Stored<MfaDevice>>> {
        let (account, name) = iam_name(serial_number, "mfa/")?;
        self.mfa_devices.get(&keys::mfa_device(account, name)).filter(|device| device.serial_number() == serial_number)
    }

    /// A virtual MFA device by name, ignoring case and path.
    #[must_use]
    pub fn mfa_device_named(&self, account: AccountId, name: &str) -> Option<&Arc<Stored<MfaDevice>>> {
        self.mfa_devices.get(&keys::mfa_device(account, name))
    }

    /// The virtual MFA devices of an account.
    #[must_use]
    pub fn mfa_devices(&self, account: AccountId) -> Vec<&Arc<Stored<MfaDevice>>> {
        self.mfa_devices.starting(keys::mfa_device(account, "")).collect()
    }

    /// The claim on an alias.
    #[must_use]
    pub fn alias(&self, alias: &str) -> Option<&Arc<Stored<AliasClaim>>> {
        self.aliases.get(&keys::alias(alias))
    }

    /// A bucket.
    #[must_use]
    pub fn bucket(&self, name: &str) -> Option<&Arc<Stored<Bucket>>> {
        self.buckets.get(&keys::bucket(name))
    }

    /// All buckets by name.
    pub fn buckets(&self) -> impl Iterator<Item = &Arc<Stored<Bucket>>> {
        self.buckets.iter()
    }

    /// The ARN that a stored unique id stands for now; `None` once the entity is gone (R1.18).
    #[must_use]
    pub fn arn_of_id(&self, id: &str) -> Option<String> {
        match self.ids.get(id)?.0 {
            EntityKind::User => self.user_by_id(id).map(|user| user.arn()),
            EntityKind::Role => self.role_by_id(id).map(|role| role.arn()),
            EntityKind::Group => self.group_by_id(id).map(|group| group.arn()),
        }
    }

    /// The unique id of the user or role that an ARN names exactly (R1.18).
    #[must_use]
    pub fn id_of_arn(&self, arn: &str) -> Option<String> {
        self.user_by_arn(arn).map(|user| user.id.clone()).or_else(|| self.role_by_arn(arn).map(|role| role.id.clone()))
    }

    fn key_of(&self, id: &str, kind: EntityKind) -> Option<&str> {
        self.ids.get(id).filter(|(found, _)| *found == kind).map(|(_, key)| &**key)
    }

    /// Applies one put of a committed transaction.
    pub(super) fn put(&mut self, key: &str, value: &[u8], modified: Revision) -> Result<(), serde_json::Error> {
        match keys::kind(key) {
            Some(Kind::Account) => drop(self.accounts.put(key, value, modified)?),
            Some(Kind::User) => {
                let replaced = self.users.put(key, value, modified)?;
                self.index(replaced.before.map(|it| it.id.clone()), &replaced.now.id, EntityKind::User, key);
            }
            Some(Kind::Group) => {
                let replaced = self.groups.put(key, value, modified)?;
                self.index(replaced.before.map(|it| it.id.clone()), &replaced.now.id, EntityKind::Group, key);
            }
            Some(Kind::Role) => {
                let replaced = self.roles.put(key, value, modified)?;
                self.index(replaced.before.map(|it| it.id.clone()), &replaced.now.id, EntityKind::Role, key);
            }
            Some(Kind::InstanceProfile) => drop(self.instance_profiles.put(key, value, modified)?),
            Some(Kind::Policy) => drop(self.policies.put(key, value, modified)?),
            Some(Kind::AccessKey) => {
                let replaced = self.access_keys.put(key, value, modified)?;
                self.key_ids.insert(Arc::from(&*replaced.now.id), Arc::from(key));
            }
            Some(Kind::MfaDevice) => drop(self.mfa_devices.put(key, value, modified)?),
            Some(Kind::Alias) => drop(self.aliases.put(key, value, modified)?),
            Some(Kind::Bucket) => drop(self.buckets.put(key, value, modified)?),
            Some(Kind::LastUsed) | None => {}
        }
        Ok(())
    }

    /// Applies one deletion of a committed transaction.
    pub(super) fn delete(&mut self, key: &str) {
        match keys::kind(key) {
            Some(Kind::Account) => drop(self.accounts.remove(key)),
            Some(Kind::User) => {
                if let Some(gone) = self.users.remove(key) {
                    self.forget(&gone.id, key);
                }
            }
            Some(Kind::Group) => {
                if let Some(gone) = self.groups.remove(key) {
                    self.forget(&gone.id, key);
                }
            }
            Some(Kind::Role) => {
                if let Some(gone) = self.roles.remove(key) {
                    self.forget(&gone.id, key);
                }
            }
            Some(Kind::InstanceProfile) => drop(self.instance_profiles.remove(key)),
            Some(Kind::Policy) => drop(self.policies.remove(key)),
            Some(Kind::AccessKey) => {
                if let Some(gone) = self.access_keys.remove(key) {
                    self.key_ids.remove(&*gone.id);
                }
            }
            Some(Kind::MfaDevice) => drop(self.mfa_devices.remove(key)),
            Some(Kind::Alias) => drop(self.aliases.remove(key)),
            Some(Kind::Bucket) => drop(self.buckets.remove(key)),
            Some(Kind::LastUsed) | None => {}
        }
    }

    fn index(&mut self, before: Option<String>, now: &str, kind: EntityKind, key: &str) {
        if let Some(before) = before.filter(|before| before != now) {
            self.forget(&before, key);
        }
        self.ids.insert(Arc::from(now), (kind, Arc::from(key)));
    }

    /// Drops an id, unless it already points elsewhere.
    fn forget(&mut self, id: &str, key: &str) {
        if self.ids.get(id).is_some_and(|(_, at)| &**at == key) {
            self.ids.remove(id);
        }
    }
}

/// Account and last path component of an IAM ARN whose resource starts with `kind`.
fn iam_name<'a>(arn: &'a str, kind: &str) -> Option<(AccountId, &'a str)> {
    let arn = Arn::parse(arn).filter(|arn| arn.partition == "aws" && arn.service == "iam" && arn.region.is_empty())?;
    let name = arn.resource.strip_prefix(kind)?.rsplit('/').next()?;
    Some((arn.account.parse().ok()?, name))
}
