//! What an organization lays over its accounts: service and resource control policies, level by level (R2.16–R2.20, R7.12).

use crate::directory::compiled::ControlDocument;
use crate::directory::entities::{Global, Membership, OrganizationPolicy, OrganizationRoot};
use crate::directory::snapshot::Snapshot;
use crate::directory::standing::Standing;
use crate::domain::organization::{self, Container, Place};
use rolecall_analysis::organization_policies::PolicyType;
use rolecall_policy::evaluate::{Attached, Compiled, Level, PolicySource};
use rolecall_policy::request::KeyName;
use rolecall_policy::{AccountId, Context};
use std::sync::{Arc, LazyLock};

/// A policy that AWS makes and owns (R7.10, R7.16).
#[derive(Debug)]
pub struct AwsPolicy {
    /// Its type.
    pub policy_type: PolicyType,
    /// `p-…`.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its ARN.
    pub arn: &'static str,
    /// What it says of itself.
    pub description: &'static str,
    /// Its text.
    pub content: &'static str,
}

/// `FullAWSAccess` (R7.10).
pub static FULL_AWS_ACCESS: AwsPolicy = AwsPolicy {
    policy_type: PolicyType::ServiceControl,
    id: "p-FullAWSAccess",
    name: "FullAWSAccess",
    arn: "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
    description: "Allows access to every operation",
    content: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
};

/// `RCPFullAWSAccess` (R7.16).
pub static RCP_FULL_AWS_ACCESS: AwsPolicy = AwsPolicy {
    policy_type: PolicyType::ResourceControl,
    id: "p-RCPFullAWSAccess",
    name: "RCPFullAWSAccess",
    arn: "arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess",
    description: "Allows access to every operation",
    content: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#,
};

/// The policies that AWS makes.
pub static AWS_POLICIES: [&AwsPolicy; 2] = [&FULL_AWS_ACCESS, &RCP_FULL_AWS_ACCESS];

static AWS_DOCUMENTS: LazyLock<[ControlDocument; 2]> =
    LazyLock::new(|| AWS_POLICIES.map(|policy| ControlDocument::new(Some(policy.policy_type), policy.content)));

/// The policy of AWS with this id.
#[must_use]
pub fn aws_policy(id: &str) -> Option<&'static AwsPolicy> {
    AWS_POLICIES.into_iter().find(|policy| policy.id == id)
}

/// The ids of the policies that a new organizational unit or account of this root has attached from the beginning: AWS's
/// policy of each type that is enabled (R7.10, R7.16). Whoever uses them touches the parent, which enabling or disabling a
/// type writes.
#[must_use]
pub fn first_policies(root: &OrganizationRoot) -> Vec<String> {
    let enabled = AWS_POLICIES.iter().filter(|policy| root.has_enabled(policy.policy_type));
    enabled.map(|policy| policy.id.to_owned()).collect()
}

/// Where an account stands in its organization, with the policies over it; `None` if it is in none.
#[must_use]
pub fn standing(snapshot: &Snapshot, account: AccountId) -> Option<Arc<Standing>> {
    let Some(membership) = snapshot.membership(account) else {
        return snapshot.is_unreadable::<Membership>(Global, &account.digits()).then(|| Arc::new(unknown()));
    };
    let make = || organization::place(snapshot, account).map_or_else(unknown, |place| make(snapshot, account, &place));
    Some(membership.compiled().at(snapshot.organizations_revision(), make))
}

/// The standing of an account that is in an organization, of which nothing more is known because an entity is damaged:
/// nothing is allowed.
fn unknown() -> Standing {
    let (scp, rcp) = (Some(Vec::new()), Some(Vec::new()));
    Standing { organization: None, management: AccountId::NOBODY, path: None, scp, rcp }
}

/// The keys that tell where an account stands in its organization.
#[derive(Debug)]
pub struct OrganizationKeys {
    id: KeyName,
    paths: KeyName,
}

impl OrganizationKeys {
    /// `aws:PrincipalOrgID` and `aws:PrincipalOrgPaths`.
    pub const OF_PRINCIPAL: Self = Self::new("aws:principalorgid", "aws:principalorgpaths");
    /// `aws:ResourceOrgID` and `aws:ResourceOrgPaths`.
    pub const OF_RESOURCE: Self = Self::new("aws:resourceorgid", "aws:resourceorgpaths");
    /// `aws:SourceOrgID` and `aws:SourceOrgPaths`.
    pub const OF_SOURCE: Self = Self::new("aws:sourceorgid", "aws:sourceorgpaths");

    const fn new(id: &'static str, paths: &'static str) -> Self {
        Self { id: KeyName::folded(id), paths: KeyName::folded(paths) }
    }

    /// Sets them; absent where there is no organization.
    pub fn set(self, context: &mut Context, standing: Option<&Standing>) {
        let Some(standing) = standing else { return };
        if let Some(organization) = &standing.organization {
            context.set(self.id, organization.clone());
        }
        if let Some(path) = &standing.path {
            context.set_all(self.paths, [path.clone()]);
        }
    }
}

fn make(snapshot: &Snapshot, account: AccountId, place: &Place<'_>) -> Standing {
    let organization = place.organization;
    let root = snapshot.find_by_id::<OrganizationRoot>(&organization.root);
    let nodes = nodes(snapshot, account, place);
    let path = nodes.as_ref().map(|nodes| {
        // The account itself is no part of the path.
        let above = nodes.iter().filter(|node| node.account.is_none()).map(|node| format!("{}/", node.id));
        format!("{}/{}", organization.id, above.collect::<String>()).into()
    });
    // Where a node is missing, nobody knows what was enabled and what was denied: then the account has no levels, and nothing
    // is allowed.
    let whole = nodes.is_some();
    let enabled = |policy_type| !whole || root.is_none_or(|root| root.has_enabled(policy_type));
    let nodes = nodes.unwrap_or_default();
    Standing {
        organization: Some(organization.id.as_str().into()),
        management: organization.account,
        path,
        scp: enabled(PolicyType::ServiceControl)
            .then(|| levels(snapshot, organization.account, &nodes, PolicyType::ServiceControl, ControlDocument::scp)),
        rcp: enabled(PolicyType::ResourceControl)
            .then(|| levels(snapshot, organization.account, &nodes, PolicyType::ResourceControl, ControlDocument::rcp)),
    }
}

/// A node on the way from the root to an account, with what is attached to it.
#[derive(Debug)]
pub struct Node<'s> {
    /// Its id.
    pub id: &'s str,
    /// What it is, in words.
    pub called: String,
    /// The account, if it is one.
    pub account: Option<AccountId>,
    /// The ids of the policies that are attached to it, in the order in which they were.
    pub policies: &'s [String],
}

/// The nodes from the root down to an account; `None` if one is missing.
#[must_use]
pub fn nodes<'s>(snapshot: &'s Snapshot, account: AccountId, place: &Place<'s>) -> Option<Vec<Node<'s>>> {
    let mut nodes = nodes_to(snapshot, place, &place.membership.parent)?;
    let membership = place.membership;
    nodes.push(Node {
        id: &membership.member,
        called: format!("account {account}"),
        account: Some(account),
        policies: &membership.policies,
    });
    Some(nodes)
}

/// The nodes from the root down to this root or unit; `None` if one is missing.
#[must_use]
pub fn nodes_to<'s>(snapshot: &'s Snapshot, place: &Place<'s>, id: &str) -> Option<Vec<Node<'s>>> {
    let path = organization::path(snapshot, place.organization, id)?;
    let node = |id| {
        Some(match organization::container(snapshot, place.organization, id)? {
            Container::Root(root) => {
                Node { id: &root.id, called: format!("root {}", root.id), account: None, policies: &root.policies }
            }
            Container::Unit(unit) => Node {
                id: &unit.id,
                called: format!("organizational unit {} ({})", unit.name, unit.id),
                account: None,
                policies: &unit.policies,
            },
        })
    };
    path.into_iter().map(node).collect()
}

/// The policies of one type at each node.
fn levels<K>(
    snapshot: &Snapshot,
    management: AccountId,
    nodes: &[Node<'_>],
    policy_type: PolicyType,
    compiled: impl Fn(&ControlDocument) -> Option<&Arc<Compiled<K>>>,
) -> Vec<Level<K>> {
    let attached = |node: &Node<'_>, id: &str| {
        if let Some((policy, document)) = AWS_POLICIES.iter().zip(&*AWS_DOCUMENTS).find(|(policy, _)| policy.id == id) {
            let source = PolicySource {
                arn: Some(policy.arn.into()),
                name: policy.name.into(),
                owner: Some(node.called.as_str().into()),
            };
            return (policy.policy_type == policy_type).then(|| attach(compiled(document), source)).flatten();
        }
        let found = snapshot.find_by_id::<OrganizationPolicy>(id).filter(|policy| policy.account == management);
        let Some(policy) = found else {
            // It may have denied, whatever its type.
            let source = PolicySource {
                arn: None,
                name: format!("missing policy {id}").into(),
                owner: Some(node.called.as_str().into()),
            };
            return attach(compiled(&ControlDocument::denying()), source);
        };
        let source = PolicySource {
            arn: Some(policy.arn().into()),
            name: policy.name.as_str().into(),
            owner: Some(node.called.as_str().into()),
        };
        attach(compiled(policy.compiled()), source)
    };
    let level = |node: &Node<'_>| Level {
        name: node.called.as_str().into(),
        policies: node.policies.iter().filter_map(|id| attached(node, id)).collect(),
    };
    nodes.iter().map(level).collect()
}

fn attach<K>(policy: Option<&Arc<Compiled<K>>>, source: PolicySource) -> Option<Attached<K>> {
    Some(Attached { policy: Arc::clone(policy?), source: Arc::new(source) })
}
