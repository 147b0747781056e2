//! What the directory holds: the entities of IAM, S3, Organizations and CloudTrail, as they are stored.
//!
//! To add one: a file here that implements [`Entity`], and its line in the list below. The list makes its table, finds the
//! table by the store key, and tests that the stored form stays readable.

mod access_key;
mod account;
mod account_creation;
mod alias_claim;
mod bucket;
mod credential_report;
mod declared;
mod delegated_administrator;
mod delegation_request;
mod deletion_task;
mod email_claim;
mod group;
mod guesses;
mod handshake;
mod instance_profile;
mod log_file;
mod login_profile;
mod managed_policy;
mod membership;
mod mfa_device;
mod oidc_provider;
mod organization;
mod organization_policy;
mod organization_resource_policy;
mod organization_root;
mod organizational_unit;
mod password_policy;
mod responsibility_transfer;
mod revoked_session;
mod role;
mod saml_provider;
mod security_key;
mod server_certificate;
mod service_access;
mod service_specific_credential;
mod signing_certificate;
mod ssh_public_key;
mod token_preference;
mod trail;
mod trail_delivery;
mod user;

pub use super::entity::{Entity, Global, HasArn, Link, Listed};
pub use account::{Customizations, OutboundFederation};
pub use account_creation::Outcome;
pub use bucket::PublicAccessBlock;
pub use delegation_request::{Approver, ApproverKind, DelegationParameter, DelegationState};
pub use guesses::{Guesser, Tally};
pub use handshake::{HandshakeAction, HandshakeState};
pub use managed_policy::PolicyVersion;
pub use membership::JoinedMethod;
pub use mfa_device::MfaAssignment;
pub use organization::{FeatureSet, RootFeature};
pub use responsibility_transfer::TransferStatus;
pub use saml_provider::{AssertionEncryption, SamlPrivateKey};
pub use trail::{Access, AdvancedSelector, EventSelector, FieldSelector, Logging, Period, Selectors, arn as trail_arn};
pub use trail_delivery::{Attempts, DigestChain, PreviousDigest};

use super::exact::list as exact_list;
use super::quota::Quota;
use super::table::{Stored, Table};
use crate::store::Revision;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};

macro_rules! entities {
    ($($module:ident::$entity:ident)*) => {
        $(pub use $module::$entity;)*

        /// A table for each type of entity.
        #[derive(Debug, Clone, Default)]
        pub struct Tables {
            $($module: Table<$entity>,)*
        }

        $(impl Listed for $entity {
            fn table(tables: &Tables) -> &Table<Self> {
                &tables.$module
            }
        })*

        impl Tables {
            /// Applies one put of a committed transaction. If the value cannot be read, nothing changes.
            pub(super) fn put(&mut self, key: &str, value: &[u8], modified: Revision) -> Result<(), serde_json::Error> {
                match kind(key) {
                    $(Some($entity::KIND) => self.$module.put(key, value, modified),)*
                    _ => Ok(()),
                }
            }

            /// Applies one deletion of a committed transaction.
            pub(super) fn delete(&mut self, key: &str) {
                match kind(key) {
                    $(Some($entity::KIND) => self.$module.remove(key),)*
                    _ => {}
                }
            }

            /// The tables of everything that was read, made on so many threads.
            pub(super) fn of(mut read: Vec<Read>, threads: usize) -> Self {
                let mut tables = Self::default();
                let mut tasks: Vec<Making<'_>> = Vec::new();
                $({
                    let entities: Vec<_> = read.iter_mut().flat_map(|part| std::mem::take(&mut part.$module)).collect();
                    if !entities.is_empty() {
                        let table = &mut tables.$module;
                        tasks.push(Making { entities: entities.len(), make: Box::new(|| *table = Table::new(entities)) });
                    }
                })*
                make_all(tasks, threads);
                tables
            }

            /// [`Entity::KEEPS_USER`] of the first type in the list that has an entity of this user.
            pub(super) fn keeps_user(&self, account: AccountId, id: &str) -> Option<&'static str> {
                $(if self.$module.linked(account, Link::User, id).next().is_some() {
                    return Some($entity::KEEPS_USER);
                })*
                None
            }
        }

        /// Entities that were read and are not in tables yet: tables are made faster and smaller of all their entities at once.
        #[derive(Default)]
        pub(super) struct Read {
            $($module: Vec<Arc<Stored<$entity>>>,)*
        }

        impl Read {
            /// Reads what the store holds under `key`. If it cannot be read, nothing changes.
            pub(super) fn read(&mut self, key: &str, value: &[u8], modified: Revision) -> Result<(), serde_json::Error> {
                match kind(key) {
                    $(Some($entity::KIND) => self.$module.push(Stored::read(key, value, modified)?),)*
                    _ => {}
                }
                Ok(())
            }
        }

        /// The quota of each type of entity; those without one have [`Quota::NONE`].
        pub const QUOTAS: &[Quota] = &[$($entity::QUOTA),*];

        #[cfg(test)]
        mod stored_form {
            $(#[test]
            fn $module() {
                super::tests::stored_form::<super::$entity>();
            })*
        }
    };
}

entities! {
    account::Account
    password_policy::PasswordPolicy
    user::User
    group::Group
    role::Role
    instance_profile::InstanceProfile
    managed_policy::ManagedPolicy
    login_profile::LoginProfile
    access_key::AccessKey
    mfa_device::MfaDevice
    security_key::SecurityKey
    ssh_public_key::SshPublicKey
    signing_certificate::SigningCertificate
    service_specific_credential::ServiceSpecificCredential
    server_certificate::ServerCertificate
    credential_report::CredentialReport
    token_preference::TokenPreference
    saml_provider::SamlProvider
    oidc_provider::OidcProvider
    guesses::Guesses
    revoked_session::RevokedSession
    alias_claim::AliasClaim
    bucket::Bucket
    declared::Declared
    email_claim::EmailClaim
    organization::Organization
    organization_root::OrganizationRoot
    organizational_unit::OrganizationalUnit
    membership::Membership
    account_creation::AccountCreation
    handshake::Handshake
    organization_policy::OrganizationPolicy
    organization_resource_policy::OrganizationResourcePolicy
    service_access::ServiceAccess
    delegated_administrator::DelegatedAdministrator
    delegation_request::DelegationRequest
    responsibility_transfer::ResponsibilityTransfer
    deletion_task::DeletionTask
    trail::Trail
    trail_delivery::TrailDelivery
    log_file::LogFile
}

/// A table that is to be made.
struct Making<'t> {
    /// How many entities it will have.
    entities: usize,
    make: Box<dyn FnOnce() + Send + 't>,
}

/// Makes tables, the largest first, on so many threads.
fn make_all(mut tables: Vec<Making<'_>>, threads: usize) {
    tables.sort_by_key(|table| table.entities);
    let (threads, tables) = (threads.min(tables.len()), Mutex::new(tables));
    let next = || tables.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let make = || {
        while let Some(table) = next() {
            (table.make)();
        }
    };
    std::thread::scope(|scope| {
        (1..threads).for_each(|_| drop(scope.spawn(make)));
        make();
    });
}

/// The part of a store key that names the kind; other keys than entities' may have one too.
pub(super) fn kind(key: &str) -> Option<&str> {
    key.split('/').nth(1)
}

/// Whether a store key is of something that decides which policies of organizations are over whom.
pub(super) fn shapes_organizations(key: &str) -> bool {
    let kinds = [
        Organization::KIND,
        OrganizationRoot::KIND,
        OrganizationalUnit::KIND,
        Membership::KIND,
        OrganizationPolicy::KIND,
    ];
    kind(key).is_some_and(|kind| kinds.contains(&kind))
}

/// A tag of an entity of IAM (R4.10) or Organizations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// 1–128 characters; unique ignoring case for users and roles.
    pub key: String,
    /// 0–256 characters.
    pub value: String,
}

/// Account ids as twelve-digit text.
mod account_id {
    use rolecall_policy::AccountId;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(id: &AccountId, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(id)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AccountId, D::Error> {
        AccountId::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Snapshot;
    use serde_json::Value;

    /// Members of older rows that are not written any more: they follow from what points here.
    const DERIVED: [&str; 8] = [
        "access_keys",
        "attachment_count",
        "boundary_count",
        "instance_profiles",
        "members",
        "mfa_devices",
        "root_access_keys",
        "root_mfa_devices",
    ];

    /// A row as an earlier version wrote it is found under its key, name and id, is written with the same members, and
    /// leaves nothing behind.
    pub(super) fn stored_form<T: Entity + PartialEq>() {
        let (key, text) = T::STORED;
        let mut snapshot = Snapshot::default();
        snapshot.tables.put(key, text.as_bytes(), 7).unwrap();
        let stored = snapshot.all::<T>().next().expect("it is in its table").clone();
        assert_eq!((stored.key(), stored.modified()), (key.to_owned(), 7));
        let (account, name) = (stored.account(), stored.name());
        let found = snapshot.find::<T>(account.into(), name).unwrap();
        assert_eq!(found.entity(), stored.entity());
        if let Some(id) = stored.id() {
            assert_eq!(snapshot.find_by_id::<T>(id).unwrap().entity(), stored.entity());
        }
        for (link, target) in stored.links() {
            assert_eq!(snapshot.linked::<T>(account, link, target).count(), 1, "{link:?}");
            let keeps_user = (link == Link::User).then_some(T::KEEPS_USER);
            assert_eq!(snapshot.tables.keeps_user(account, target), keeps_user, "{link:?}");
        }
        assert_eq!(snapshot.count::<T>(account), 1);

        let written = serde_json::to_value(stored.entity()).unwrap();
        assert_eq!(&serde_json::from_value::<T>(written.clone()).unwrap(), stored.entity());
        let mut row: Value = serde_json::from_str(text).unwrap();
        let members = row.as_object_mut().unwrap();
        assert!(members.values().all(|value| !value.is_null()), "every member of the row says something");
        members.retain(|name, _| !DERIVED.contains(&&**name));
        assert_eq!(written, row);

        snapshot.tables.put(key, text.as_bytes(), 8).unwrap();
        assert_eq!((snapshot.all::<T>().count(), snapshot.count::<T>(account)), (1, 1));
        snapshot.tables.delete(key);
        assert_eq!((snapshot.all::<T>().count(), snapshot.count::<T>(account)), (0, 0));
        assert!(stored.id().is_none_or(|id| snapshot.find_by_id::<T>(id).is_none()));
        assert!(stored.links().iter().all(|(link, to)| snapshot.linked::<T>(account, *link, to).next().is_none()));
    }

    /// An entity that is under the key of another is not one.
    #[test]
    fn a_row_under_another_key_is_refused() {
        let mut snapshot = Snapshot::default();
        let (_, text) = User::STORED;
        for key in ["111122223333/user/bob", "444455556666/user/ana", "111122223333/user/Ana", "-/user/ana"] {
            assert!(snapshot.tables.put(key, text.as_bytes(), 1).is_err(), "{key}");
        }
        assert_eq!(snapshot.all::<User>().count(), 0);
    }

    /// Keys that are not entities' do not matter.
    #[test]
    fn other_keys_are_left_alone() {
        let mut snapshot = Snapshot::default();
        for key in ["", "-", "111122223333", "111122223333/last-used/AKIA1", "-/session-key/1"] {
            assert!(snapshot.tables.put(key, b"not an entity", 1).is_ok(), "{key}");
            snapshot.tables.delete(key);
        }
    }
}
