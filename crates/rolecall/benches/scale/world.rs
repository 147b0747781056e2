//! A world of a given size: one account with as many users as AWS allows, and the rest in small accounts.

use crate::Result;
use jiff::Timestamp;
use rolecall::directory::entities::{
    AccessKey, Account, Customizations, Group, ManagedPolicy, PolicyVersion, Role, User,
};
use rolecall::directory::{Edit, Snapshot};
use rolecall::environment::clock::SystemClock;
use rolecall::environment::entropy::SystemEntropy;
use rolecall::node::{Node, NodeConfig};
use rolecall::secrets::Secret;
use rolecall_policy::AccountId;
use std::path::Path;
use std::sync::Arc;

/// Users of the account whose pages are listed: AWS's quota.
const USERS_OF_LARGEST: usize = 5_000;
/// There is an account for so many entities, and no more than 10,000 accounts.
const ENTITIES_OF_ACCOUNT: usize = 100;
const MOST_ACCOUNTS: usize = 10_000;
/// Entities of one transaction: some 500 KiB.
const ENTITIES_OF_CHANGE: usize = 1_000;

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"a-secret-of-both"}}}]}"#;

/// Opens a node as the server does.
pub(crate) async fn open(directory: &Path) -> Result<Node> {
    let config = NodeConfig { data: directory.to_owned(), home_region: "us-east-1".to_owned() };
    Ok(Node::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?)
}

/// The account with most users.
pub(crate) fn largest() -> Result<AccountId> {
    account(0)
}

/// An account with few users.
pub(crate) fn small() -> Result<AccountId> {
    account(1)
}

fn account(number: usize) -> Result<AccountId> {
    Ok(format!("{:012}", 100_000_000_000 + number).parse()?)
}

/// An entity to be made.
enum Thing {
    Account(Account),
    Policy(ManagedPolicy),
    Group(Group),
    User(User),
    Key(AccessKey),
    Role(Role),
}

impl Thing {
    fn create(&self, edit: &mut Edit) -> std::result::Result<(), rolecall::api::error::ApiError> {
        match self {
            Self::Account(it) => edit.create(it),
            Self::Policy(it) => edit.create(it),
            Self::Group(it) => edit.create(it),
            Self::User(it) => edit.create(it),
            Self::Key(it) => edit.create(it),
            Self::Role(it) => edit.create(it),
        }
    }
}

/// Builds a world of `size` entities in `directory`.
pub(crate) async fn build(directory: &Path, size: usize) -> Result<()> {
    let node = open(directory).await?;
    let accounts = (size / ENTITIES_OF_ACCOUNT).clamp(2, MOST_ACCOUNTS);
    let of_small = size.saturating_sub(USERS_OF_LARGEST) / (accounts - 1);
    let mut things = Vec::new();
    for number in 0..accounts {
        let furnisher = Furnisher { node: &node, account: account(number)?, now: Timestamp::now() };
        if number == 0 {
            furnisher.largest(&mut things);
        } else {
            furnisher.small(of_small, &mut things)?;
        }
        if things.len() >= ENTITIES_OF_CHANGE || number + 1 == accounts {
            for some in things.chunks(ENTITIES_OF_CHANGE) {
                let plan = |_: &Snapshot, edit: &mut Edit| some.iter().try_for_each(|thing| thing.create(edit));
                node.directory.change(plan).await?;
            }
            things.clear();
        }
    }
    node.close().await;
    Ok(())
}

/// Fills one account.
struct Furnisher<'n> {
    node: &'n Node,
    account: AccountId,
    now: Timestamp,
}

impl Furnisher<'_> {
    /// One account with its users.
    fn largest(&self, things: &mut Vec<Thing>) {
        let users = (1..USERS_OF_LARGEST).map(|number| Thing::User(self.user(number, Vec::new(), None)));
        things.push(Thing::Account(self.account()));
        things.extend(users);
    }

    /// An account with a group and, of ten entities, a policy, four users of the group, an access key and four roles.
    fn small(&self, size: usize, things: &mut Vec<Thing>) -> Result<()> {
        things.push(Thing::Account(self.account()));
        things.push(Thing::Group(self.group()));
        let (mut attached, mut user) = (Vec::new(), String::new());
        for number in 0..size.saturating_sub(2) {
            things.push(match number % 10 {
                0 => {
                    let policy = self.policy(number);
                    attached = vec![policy.arn()];
                    Thing::Policy(policy)
                }
                1..=4 => {
                    let made = self.user(number, attached.clone(), Some(self.id("AGPA", 0)));
                    user.clone_from(&made.id);
                    Thing::User(made)
                }
                5 => {
                    let secret = Secret::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned());
                    Thing::Key(self.node.seal_access_key(
                        self.account,
                        &self.id("AKIA", number),
                        Some(&user),
                        &secret,
                    )?)
                }
                _ => Thing::Role(self.role(number, attached.clone())),
            });
        }
        Ok(())
    }

    /// Unique over all accounts, and as long as AWS's.
    fn id(&self, prefix: &str, number: usize) -> String {
        format!("{prefix}{:08}{number:09}", self.account.as_u64() % 100_000_000)
    }

    fn account(&self) -> Account {
        Account {
            id: self.account,
            name: format!("account {}", self.account),
            created: self.now,
            canonical_id: format!("{:064x}", self.account.as_u64()),
            alias: None,
            declared_root_key: None,
            email: None,
            closed: None,
            outbound: None,
            customizations: Customizations::default(),
            protected: false,
        }
    }

    /// A policy of some 300 characters about a bucket of its own.
    fn document(&self, number: usize) -> String {
        let bucket = format!("arn:aws:s3:::bucket-{}-{number}", self.account);
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"{bucket}/*"}},{{"Effect":"Allow","Action":"s3:ListBucket","Resource":"{bucket}","Condition":{{"StringLike":{{"s3:prefix":["home/*","public/*"]}}}}}}]}}"#
        )
    }

    fn policy(&self, number: usize) -> ManagedPolicy {
        ManagedPolicy {
            account: self.account,
            id: self.id("ANPA", number),
            name: format!("team-access-{number}"),
            path: "/".to_owned(),
            description: None,
            created: self.now,
            updated: self.now,
            versions: vec![PolicyVersion { number: 1, document: self.document(number), created: self.now }],
            default_version: 1,
            next_version: 2,
            tags: Vec::new(),
        }
    }

    fn group(&self) -> Group {
        Group {
            account: self.account,
            id: self.id("AGPA", 0),
            name: "developers".to_owned(),
            path: "/".to_owned(),
            created: self.now,
            inline: [("own".to_owned(), self.document(0))].into_iter().collect(),
            attached: Vec::new(),
        }
    }

    fn user(&self, number: usize, attached: Vec<String>, group: Option<String>) -> User {
        User {
            account: self.account,
            id: self.id("AIDA", number),
            name: format!("employee-{number:05}"),
            path: "/".to_owned(),
            created: self.now,
            tags: Vec::new(),
            boundary: None,
            inline: Default::default(),
            attached,
            groups: group.into_iter().collect(),
        }
    }

    fn role(&self, number: usize, attached: Vec<String>) -> Role {
        Role {
            account: self.account,
            id: self.id("AROA", number),
            name: format!("service-{number:05}"),
            path: "/".to_owned(),
            created: self.now,
            description: None,
            max_session_duration: 3_600,
            trust_policy: TRUST.to_owned(),
            tags: Vec::new(),
            boundary: None,
            inline: [("own".to_owned(), self.document(number))].into_iter().collect(),
            attached,
        }
    }
}
