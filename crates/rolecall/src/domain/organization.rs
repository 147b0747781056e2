//! Where an account stands in its organization (R7.2): which organization, below which root and units.
//!
//! Everything here is a look-up by key, at most one for each level, so that each decision may ask.

use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::{
    DelegatedAdministrator, FeatureSet, JoinedMethod, Membership, Organization, OrganizationRoot, OrganizationalUnit,
    RootFeature, ServiceAccess, Tag,
};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::guardrails::first_policies;
use crate::domain::service_linked_role;
use crate::node::Node;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// How deep organizational units may be below the root (R7.2).
pub const MAX_DEPTH: usize = 5;

/// The place of an account in its organization.
#[derive(Debug, Clone, Copy)]
pub struct Place<'s> {
    /// The organization.
    pub organization: &'s Arc<Stored<Organization>>,
    /// The account in it.
    pub membership: &'s Arc<Stored<Membership>>,
    snapshot: &'s Snapshot,
}

/// A root or an organizational unit: what accounts and units are in.
#[derive(Debug, Clone, Copy)]
pub enum Container<'s> {
    /// The root.
    Root(&'s Arc<Stored<OrganizationRoot>>),
    /// A unit.
    Unit(&'s Arc<Stored<OrganizationalUnit>>),
}

/// How many accounts an organization may have unless it says otherwise (R7.9).
pub const DEFAULT_ACCOUNTS: usize = 10;

/// How many accounts an organization may be allowed to have at most (R7.9).
pub const MAX_ACCOUNTS: usize = 50_000;

/// How many accounts this organization may have. Closed ones count.
#[must_use]
pub fn account_limit(organization: &Organization) -> usize {
    organization.max_accounts.unwrap_or(DEFAULT_ACCOUNTS).min(MAX_ACCOUNTS)
}

/// The service that has a role in every account of an organization (R7.7).
pub const SERVICE_PRINCIPAL: &str = "organizations.amazonaws.com";

/// Puts an account into the root of an organization, with the role of Organizations (R7.7) and the policies that every account has from the beginning. It must be
/// in none: its membership's key is free then. The organization is touched, so that it neither goes nor takes one more than
/// it may at the same moment, and the root, so that no type of policies is enabled or disabled.
///
/// # Errors
/// [`ApiError::internal`]; `LimitExceeded` if the account can have no more roles.
pub fn join(
    node: &Node,
    snapshot: &Snapshot,
    edit: &mut Edit,
    organization: &Stored<Organization>,
    account: AccountId,
    joined_method: JoinedMethod,
    tags: Vec<Tag>,
) -> Result<(), ApiError> {
    service_linked_role::ensure(SERVICE_PRINCIPAL, node, snapshot, account, edit)?;
    let root = snapshot.find_by_id::<OrganizationRoot>(&organization.root);
    let root = root.ok_or_else(|| ApiError::internal("an organization has no root"))?;
    edit.touch(organization)?;
    edit.touch(root)?;
    edit.create(&Membership {
        member: account.to_string(),
        account: organization.account,
        organization: organization.id.clone(),
        parent: organization.root.clone(),
        joined: node.clock.now(),
        joined_method,
        policies: first_policies(root),
        tags,
    })
}

/// Where an account stands; `None` if it is in no organization.
#[must_use]
pub fn place(snapshot: &Snapshot, account: AccountId) -> Option<Place<'_>> {
    let membership = snapshot.membership(account)?;
    let organization = snapshot.find::<Organization>(membership.account, "")?;
    // A membership that an organization left behind, which would be damage, is not one of the next.
    (organization.id == membership.organization).then_some(Place { organization, membership, snapshot })
}

/// The root or unit with this id in an organization.
#[must_use]
pub fn container<'s>(snapshot: &'s Snapshot, organization: &Organization, id: &str) -> Option<Container<'s>> {
    if id == organization.root {
        return snapshot.find_by_id::<OrganizationRoot>(id).map(Container::Root);
    }
    let unit = snapshot.find_by_id::<OrganizationalUnit>(id)?;
    (unit.account == organization.account).then_some(Container::Unit(unit))
}

impl<'s> Place<'s> {
    /// Whether it is the management account.
    #[must_use]
    pub fn is_management(&self) -> bool {
        self.membership.member == self.organization.account.to_string()
    }

    /// The ids of the nodes from the root to the account, both included: `r-…`, `ou-…`, …, the account's id. `None` if a
    /// node is missing, which would be damage: what the policies of that node deny is not known then.
    #[must_use]
    pub fn path(&self) -> Option<Vec<&'s str>> {
        let above = path(self.snapshot, self.organization, &self.membership.parent)?;
        Some(above.into_iter().chain([&*self.membership.member]).collect())
    }
}

/// Whether an account is a delegated administrator, which may read as the management account may (R7.23).
#[must_use]
pub fn is_delegated_administrator(snapshot: &Snapshot, place: &Place<'_>) -> bool {
    let mut registered = snapshot.list::<DelegatedAdministrator>(place.organization.account);
    registered.any(|it| it.member == place.membership.member)
}

/// The service principal that an organization must trust for root users to be managed centrally (R3.35).
pub const TRUSTED_AS: &str = "iam.amazonaws.com";

/// Whether root users of the organization's accounts are administered from this account: the management account, and
/// whichever is the delegated administrator for IAM (R3.35, R4.63).
#[must_use]
pub fn administers_iam(snapshot: &Snapshot, place: &Place<'_>) -> bool {
    let registered = || {
        let member = place.membership.member.parse().ok()?;
        let name = DelegatedAdministrator::name_of(member, TRUSTED_AS);
        snapshot.find::<DelegatedAdministrator>(place.organization.account, &name)
    };
    place.is_management() || registered().is_some()
}

/// Whether a feature counts: it is enabled, and so is the trust without which it cannot be (R3.35).
#[must_use]
pub fn has_root_feature(snapshot: &Snapshot, organization: &Organization, feature: RootFeature) -> bool {
    organization.feature_set == FeatureSet::All
        && organization.root_features.contains(&feature)
        && snapshot.find::<ServiceAccess>(organization.account, TRUSTED_AS).is_some()
}

/// The ids from the root of an organization to this root or unit, both included; `None` if one is missing.
#[must_use]
pub fn path<'s>(snapshot: &'s Snapshot, organization: &Organization, id: &str) -> Option<Vec<&'s str>> {
    let mut path = Vec::with_capacity(MAX_DEPTH + 2);
    let mut next = container(snapshot, organization, id)?;
    while let Container::Unit(unit) = next {
        // More units than there may be would be a circle.
        if path.len() == MAX_DEPTH {
            return None;
        }
        path.push(&*unit.id);
        next = container(snapshot, organization, &unit.parent)?;
    }
    path.push(next.id());
    path.reverse();
    Some(path)
}

impl<'s> Container<'s> {
    /// Its id.
    #[must_use]
    pub fn id(self) -> &'s str {
        match self {
            Self::Root(root) => &root.id,
            Self::Unit(unit) => &unit.id,
        }
    }

    /// `ROOT` or `ORGANIZATIONAL_UNIT`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Root(_) => "ROOT",
            Self::Unit(_) => "ORGANIZATIONAL_UNIT",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::entities::{Entity, FeatureSet};

    const MANAGEMENT: &str = "111122223333";

    fn put<T: Entity>(snapshot: &mut Snapshot, entity: &T) {
        snapshot.put_for_tests(entity);
    }

    fn account(id: &str) -> AccountId {
        id.parse().unwrap()
    }

    /// An organization with units inside each other, `ou-1` below the root, and a member in the deepest.
    fn world(depth: usize) -> Snapshot {
        let mut snapshot = Snapshot::default();
        let now = jiff::Timestamp::UNIX_EPOCH;
        let management = account(MANAGEMENT);
        put(
            &mut snapshot,
            &Organization {
                account: management,
                id: "o-abcdefghij".to_owned(),
                root: "r-ab12".to_owned(),
                feature_set: FeatureSet::All,
                created: now,
                max_accounts: None,
                root_features: Vec::new(),
            },
        );
        let (organization, tags) = ("o-abcdefghij".to_owned(), Vec::<Tag>::new());
        put(
            &mut snapshot,
            &OrganizationRoot {
                account: management,
                id: "r-ab12".to_owned(),
                organization: organization.clone(),
                policy_types: Vec::new(),
                policies: Vec::new(),
                tags: tags.clone(),
            },
        );
        let mut parent = "r-ab12".to_owned();
        for level in 1..=depth {
            let id = format!("ou-{level}");
            put(
                &mut snapshot,
                &OrganizationalUnit {
                    account: management,
                    id: id.clone(),
                    name: id.clone(),
                    parent: parent.clone(),
                    created: now,
                    policies: Vec::new(),
                    tags: tags.clone(),
                },
            );
            parent = id;
        }
        for (member, parent) in [(MANAGEMENT, "r-ab12".to_owned()), ("444455556666", parent)] {
            put(
                &mut snapshot,
                &Membership {
                    member: member.to_owned(),
                    account: management,
                    organization: organization.clone(),
                    parent,
                    joined: now,
                    joined_method: JoinedMethod::Created,
                    policies: Vec::new(),
                    tags: tags.clone(),
                },
            );
        }
        snapshot
    }

    /// R7.2: an account is in one organization, on one path from its root.
    #[test]
    fn where_accounts_stand() {
        let snapshot = world(2);
        let management = place(&snapshot, account(MANAGEMENT)).unwrap();
        assert!(management.is_management());
        assert_eq!(management.path().unwrap(), ["r-ab12", MANAGEMENT]);
        let member = place(&snapshot, account("444455556666")).unwrap();
        assert!(!member.is_management());
        assert_eq!(member.organization.id, "o-abcdefghij");
        assert_eq!(member.path().unwrap(), ["r-ab12", "ou-1", "ou-2", "444455556666"]);
        assert!(place(&snapshot, account("999999999999")).is_none());
    }

    /// R7.2: five levels of units are a path; more, or a circle, are damage, and there is no path then.
    #[test]
    fn paths_end() {
        let path_of =
            |snapshot: &Snapshot| place(snapshot, account("444455556666")).unwrap().path().map(|path| path.len());
        assert_eq!(path_of(&world(MAX_DEPTH)), Some(MAX_DEPTH + 2));
        assert_eq!(path_of(&world(MAX_DEPTH + 1)), None);
        let mut circle = world(2);
        let unit = circle.find_by_id::<OrganizationalUnit>("ou-1").unwrap().entity().clone();
        put(&mut circle, &OrganizationalUnit { parent: "ou-2".to_owned(), ..unit });
        assert_eq!(path_of(&circle), None);
    }
}
