//! The world file: which accounts exist when the server starts, and what is in them.
//!
//! ```toml
//! [[account]]
//! id = "111111111111"
//! name = "dev"
//! root_access_key = { id = "AKIA…", secret = "…" }   # optional
//! ```
//!
//! What the file does not give is generated, and shown once. Applying the same file again changes nothing.
//!
//! Users, groups, roles, policies, identity providers and buckets of the file ([`file`]) are made by the operations that clients call, as the root
//! user of their account, and each call is on record. What the file names is made so; what an earlier file named and this one
//! does not is taken away; everything else is left alone ([`Declared`](crate::directory::entities::Declared)).
//!
//! The organization of the file, its units and the places of accounts are made so as well. They stay when the file no longer
//! has them: a line that is left out takes no account out of the reach of its organization.
//!
//! A root key of the file is given to the root user once. From then on it is a key like others: one that was deleted
//! through IAM stays deleted, although the file still has it. A key that came from the file goes when the file no longer
//! has it. The account remembers which key the file gave last ([`Account::declared_root_key`]).

mod apply;
pub mod export;
pub mod file;
mod hand;
mod hardware_devices;
mod keys;
mod looks;
mod make;
mod organization;
mod organization_policies;
mod providers;
mod remove;
mod spelling;
mod thing;

use crate::api::error::ApiError;
use crate::api::ids::IdKind;
use crate::directory::Edit;
use crate::directory::entities::{AccessKey, Account, Link};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::account::{self, KeyOrigin, NewAccessKey};
use crate::environment::input::{self, Unreadable};
use crate::node::Node;
use crate::secrets::Secret;
use crate::services::iam::quotas::ACCESS_KEYS_PER_USER;
use file::{
    Lines, WorldBucket, WorldGroup, WorldHardwareDevice, WorldOidcProvider, WorldOrganization, WorldPolicy, WorldRole,
    WorldSamlProvider, WorldUser,
};
use rolecall_policy::AccountId;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;

/// The longest account name AWS Organizations takes.
const MAX_NAME: usize = 50;
/// The largest world file that is read, bytes: far more than a person writes, and room for an export of many accounts.
const MAX_FILE: u64 = 64 << 20;

/// A world file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// The accounts.
    #[serde(default, rename = "account")]
    pub accounts: Vec<WorldAccount>,
    /// The organization.
    pub organization: Option<Spanned<WorldOrganization>>,
    #[serde(skip)]
    lines: Lines,
}

/// One account of a world file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldAccount {
    /// Twelve digits.
    pub id: String,
    /// A name for people.
    pub name: String,
    /// The root user's access key; generated if it is not given.
    #[serde(default, deserialize_with = "world_key")]
    pub root_access_key: Option<WorldKey>,
    /// The account alias.
    pub alias: Option<Spanned<String>>,
    /// The color that the console shows the account in, as `UpdateAccountCustomizations` takes it.
    pub color: Option<Spanned<String>>,
    /// Whether the console asks before it does something destructive.
    pub protected: Option<Spanned<bool>>,
    /// The address of the root user.
    pub email: Option<Spanned<String>>,
    /// The organizational unit that it is in: names from the root's children on, separated by slashes; `/` is the root.
    pub unit: Option<Spanned<String>>,
    /// Customer managed policies.
    #[serde(default)]
    pub policy: Vec<Spanned<WorldPolicy>>,
    /// Groups.
    #[serde(default)]
    pub group: Vec<Spanned<WorldGroup>>,
    /// Users.
    #[serde(default)]
    pub user: Vec<Spanned<WorldUser>>,
    /// Roles.
    #[serde(default)]
    pub role: Vec<Spanned<WorldRole>>,
    /// OpenID Connect providers.
    #[serde(default)]
    pub oidc_provider: Vec<Spanned<WorldOidcProvider>>,
    /// Identity providers that speak SAML.
    #[serde(default)]
    pub saml_provider: Vec<Spanned<WorldSamlProvider>>,
    /// Hardware MFA devices.
    #[serde(default)]
    pub hardware_mfa_device: Vec<Spanned<WorldHardwareDevice>>,
    /// Buckets.
    #[serde(default)]
    pub bucket: Vec<Spanned<WorldBucket>>,
}

/// An access key of a world file. Accepted whatever account its id would encode.
pub struct WorldKey {
    /// `AKIA` and sixteen more characters.
    pub id: String,
    /// The secret.
    pub secret: String,
}

fn world_key<'de, D: Deserializer<'de>>(from: D) -> Result<Option<WorldKey>, D::Error> {
    read_key(from, "root_access_key").map(Some)
}

/// Reads a key by hand: a derived reader repeats a value that it did not expect, and that may be the secret.
fn read_key<'de, D: Deserializer<'de>>(from: D, field: &str) -> Result<WorldKey, D::Error> {
    let toml::Value::Table(fields) = toml::Value::deserialize(from)? else {
        return Err(D::Error::custom(format!("`{field}` must have `id` and `secret`")));
    };
    if let Some(other) = fields.keys().find(|name| !["id", "secret"].contains(&name.as_str())) {
        return Err(D::Error::custom(format!("unknown field `{other}`, expected `id` or `secret`")));
    }
    let text = |name: &str| {
        let text = fields.get(name).and_then(toml::Value::as_str).map(str::to_owned);
        text.ok_or_else(|| D::Error::custom(format!("`{field}.{name}` must be a string")))
    };
    Ok(WorldKey { id: text("id")?, secret: text("secret")? })
}

impl WorldKey {
    /// What is wrong with it, as what follows the name of its table.
    fn problem(&self) -> Option<&'static str> {
        let well_formed = self.id.len() == IdKind::AccessKey.length()
            && self.id.starts_with(IdKind::AccessKey.prefix())
            && self.id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !well_formed {
            return Some("id` must be AKIA and 16 more capital letters or digits");
        }
        let usable = !self.secret.is_empty() && self.secret.bytes().all(|b| b.is_ascii_graphic());
        (!usable).then_some("secret` must be printable ASCII without spaces")
    }
}

impl std::fmt::Debug for WorldKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorldKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What is wrong with a world file, in words for the person who wrote it.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// Not TOML, or not of the right shape. The line itself is not shown: it may hold a secret.
    #[error("cannot read the world file: line {line}: {problem}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A value that cannot be.
    #[error("the world file's account `{account}`: {problem}")]
    Account {
        /// The account's id as written.
        account: String,
        /// What is wrong.
        problem: String,
    },
    /// The change could not be saved.
    #[error("cannot save the accounts, so the keys shown for them are not valid: {0}")]
    Save(#[from] ApiError),
    /// What the file asks for is refused.
    #[error("line {line}: {about}: {problem}")]
    Refused {
        /// The line, from 1.
        line: usize,
        /// What is refused.
        about: String,
        /// Why.
        problem: String,
    },
    /// What the file no longer has cannot be taken away.
    #[error(
        "{about} is no longer in the world file, but cannot be deleted: {} Delete what prevents it, or put {about} back \
         into the file",
        sentence(problem)
    )]
    CannotGo {
        /// What is to go.
        about: String,
        /// Why it cannot.
        problem: String,
    },
    /// An error before anything was changed.
    #[error("{} Nothing was changed; correct the file and start again", sentence(&.0.to_string()))]
    Nothing(Box<Self>),
    /// An error in this file.
    #[error("{file}: {error}")]
    File {
        /// The file.
        file: String,
        /// The error.
        error: Box<Self>,
    },
    /// The file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// Generated keys could not be shown, so nothing was saved.
    #[error("the server saved nothing, because it cannot show the new access keys: {0}")]
    Tell(#[from] std::io::Error),
}

/// The text with a full stop, unless it ends a sentence already: AWS's messages often do.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '?', '!']) { text.to_owned() } else { format!("{text}.") }
}

impl WorldError {
    /// The same, with the name of the file.
    #[must_use]
    pub fn in_file(self, path: &Path) -> Self {
        Self::File { file: path.display().to_string(), error: Box::new(self) }
    }
}

/// What is about to be made and has to be shown.
#[derive(Debug, Default)]
pub struct New {
    /// New accounts.
    pub accounts: Vec<NewAccount>,
    /// Generated keys of users.
    pub keys: Vec<NewUserKey>,
}

/// A generated access key of a user; shown once.
#[derive(Debug)]
pub struct NewUserKey {
    /// The user's account.
    pub account: AccountId,
    /// The user.
    pub user: String,
    /// `AKIA…`.
    pub id: String,
    /// The secret.
    pub secret: Secret,
}

/// A new account, with the root key if it was generated.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The account's id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// The generated root access key; shown once.
    pub generated: Option<(String, Secret)>,
}

impl World {
    /// Reads and checks a world file.
    ///
    /// # Errors
    /// [`WorldError`] with the place and what is wrong there.
    pub fn parse(text: &str) -> Result<Self, WorldError> {
        Self::parse_in(text, Path::new("."))
    }

    /// Reads and checks the world file at `path`.
    ///
    /// # Errors
    /// As [`Self::parse`], with the file's name; or it cannot be read.
    pub fn read(path: &Path) -> Result<Self, WorldError> {
        let text = input::file(path, MAX_FILE)?.text;
        let world = Self::parse_in(&text, path.parent().unwrap_or(Path::new(".")));
        world.map_err(|error| error.in_file(path))
    }

    /// Reads and checks a world file; files that it names are looked for from `base`.
    fn parse_in(text: &str, base: &Path) -> Result<Self, WorldError> {
        let mut world: Self = toml::from_str(text).map_err(|error| syntax(text, &error))?;
        world.lines = Lines::of(text);
        for account in &mut world.accounts {
            file::settle_account(account, base, &world.lines)?;
            thing::things(account, &world.lines)?;
        }
        if let Some(organization) = &mut world.organization {
            file::settle_organization(organization.get_mut(), base, &world.lines)?;
        }
        organization::check(&world)?;
        let (mut accounts, mut keys) = (HashSet::new(), HashSet::new());
        for account in &world.accounts {
            let problem =
                |problem: &str| WorldError::Account { account: account.id.clone(), problem: problem.to_owned() };
            if account.id.parse::<AccountId>().is_err() {
                return Err(problem("`id` must be twelve digits"));
            }
            if !accounts.insert(&account.id) {
                return Err(problem("`id` is given twice"));
            }
            if account.name.is_empty() || account.name.chars().count() > MAX_NAME {
                return Err(problem("`name` must have 1 to 50 characters"));
            }
            if let Some(key) = &account.root_access_key {
                if let Some(wrong) = key.problem() {
                    return Err(problem(&format!("`root_access_key.{wrong}")));
                }
                if !keys.insert(&key.id) {
                    return Err(problem("another account has the same `root_access_key.id`"));
                }
            }
        }
        Ok(world)
    }

    /// The accounts to whose root users an earlier file gave a key that this one does not give them.
    fn no_longer_declared<'s>(&self, snapshot: &'s Snapshot) -> impl Iterator<Item = &'s Arc<Stored<Account>>> {
        let declared: HashSet<(&str, &str)> = self
            .accounts
            .iter()
            .filter_map(|account| Some((&*account.id, &*account.root_access_key.as_ref()?.id)))
            .collect();
        snapshot.all::<Account>().filter(move |account| match &account.declared_root_key {
            Some(key) => !declared.contains(&(&*account.id.to_string(), &**key)),
            None => false,
        })
    }

    /// Deletes the keys that an earlier file gave and this one does not give to the same account.
    fn take_away(&self, snapshot: &Snapshot, edit: &mut Edit) -> Result<(), ApiError> {
        for account in self.no_longer_declared(snapshot) {
            edit.modify(account, |account| account.declared_root_key = None)?;
            let key = account.declared_root_key.as_deref().unwrap_or_default();
            if let Some(key) = root_key_of(snapshot, account.id, key) {
                edit.delete(key);
            }
        }
        Ok(())
    }
}

impl WorldAccount {
    /// Whether the file has nothing of it but its name and root key.
    fn is_plain(&self) -> bool {
        let Self {
            alias,
            color,
            protected,
            email,
            unit,
            policy,
            group,
            user,
            role,
            oidc_provider,
            saml_provider,
            bucket,
            ..
        } = self;
        let empty = policy.is_empty() && group.is_empty() && user.is_empty() && role.is_empty() && bucket.is_empty();
        let identities = oidc_provider.len() + saml_provider.len() + self.hardware_mfa_device.len();
        let looks = color.is_none() && protected.is_none();
        looks && alias.is_none() && email.is_none() && unit.is_none() && empty && identities == 0
    }

    fn problem(&self, problem: &str) -> WorldError {
        WorldError::Account { account: self.id.clone(), problem: problem.to_owned() }
    }

    fn id(&self) -> Result<AccountId, WorldError> {
        self.id.parse().map_err(|_| self.problem("`id` must be twelve digits"))
    }

    /// Whether the root user may have the key, once the keys `gone` are gone.
    fn check_key(&self, snapshot: &Snapshot, gone: &HashSet<&str>) -> Result<(), WorldError> {
        let (id, Some(key)) = (self.id()?, &self.root_access_key) else { return Ok(()) };
        match snapshot.find_by_id::<AccessKey>(&key.id).filter(|key| !gone.contains(&*key.id)) {
            Some(there) if there.account == id && there.user.is_none() => return Ok(()),
            Some(_) => return Err(self.problem("somebody else already has the access key id in `root_access_key.id`")),
            None => {}
        }
        if snapshot.account(id).is_some_and(|account| account.declared_root_key.as_ref() == Some(&key.id)) {
            return Ok(());
        }
        let others = snapshot.linked::<AccessKey>(id, Link::User, "").filter(|key| !gone.contains(&*key.id)).count();
        if ACCESS_KEYS_PER_USER.check(others + 1).is_err() {
            let limit = ACCESS_KEYS_PER_USER.limit;
            return Err(self.problem(&format!(
                "its root user already has {limit} access keys, which is the limit; delete one before you add \
                 `root_access_key`"
            )));
        }
        Ok(())
    }
}

fn syntax(text: &str, error: &toml::de::Error) -> WorldError {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    WorldError::Syntax { line: before.matches('\n').count() + 1, problem: spelling::suggest(error.message()) }
}

/// Makes the one account of a first start without a world file. `tell` shows it and its key before they are saved.
///
/// # Errors
/// The key cannot be shown, or the store accepts no writes.
pub async fn first_account(node: &Node, tell: impl FnOnce(&New) -> std::io::Result<()>) -> Result<(), WorldError> {
    let (account, key) = new_account(node, account::new_id(node)?, "management", None)?;
    tell(&New { accounts: vec![account.clone()], keys: Vec::new() })?;
    let created = |edit: &mut Edit| account::create(node, edit, account.id, &account.name, &key, KeyOrigin::Generated);
    Ok(node.directory.change(|_, edit| created(edit)).await?)
}

/// An account that is about to be made, and the access key of its root user: the file's, or a new one.
fn new_account(
    node: &Node,
    id: AccountId,
    name: &str,
    given: Option<&WorldKey>,
) -> Result<(NewAccount, NewAccessKey), ApiError> {
    let key = match given {
        Some(key) => NewAccessKey { id: key.id.clone(), secret: Secret::new(key.secret.clone()) },
        None => NewAccessKey::generate(node, id)?,
    };
    let generated = given.is_none().then(|| (key.id.clone(), key.secret.clone()));
    Ok((NewAccount { id, name: name.to_owned(), generated }, key))
}

/// The access key with this id, if it is one of the account's root user.
fn root_key_of<'s>(snapshot: &'s Snapshot, account: AccountId, id: &str) -> Option<&'s Arc<Stored<AccessKey>>> {
    snapshot.find_by_id::<AccessKey>(id).filter(|key| key.account == account && key.user.is_none())
}

/// An account that exists already: its root user gets the file's key if the file did not give it before, or the key's new
/// secret.
fn keep(
    node: &Node,
    snapshot: &Snapshot,
    edit: &mut Edit,
    id: AccountId,
    account: &WorldAccount,
) -> Result<(), ApiError> {
    let (Some(key), Some(there)) = (&account.root_access_key, snapshot.account(id)) else { return Ok(()) };
    let secret = Secret::new(key.secret.clone());
    let given_before = there.declared_root_key.as_ref() == Some(&key.id);
    match root_key_of(snapshot, id, &key.id) {
        Some(stored) if node.open_sealed(stored.entity(), &stored.sealed_secret)? == secret => {}
        // Inactive stays inactive, whatever the secret.
        Some(stored) => {
            let renewed = node.seal_access_key(id, &key.id, None, &secret)?;
            edit.update(stored, &AccessKey { active: stored.active, ..renewed })?;
        }
        None if given_before => {
            tracing::warn!(
                account = %id,
                key = key.id,
                "somebody deleted the world file's root access key through IAM, so it stays deleted; to give the root \
                 user a key, write another id in the file"
            );
        }
        None => edit.create(&node.seal_access_key(id, &key.id, None, &secret)?)?,
    }
    if !given_before {
        edit.modify(there, |account| account.declared_root_key = Some(key.id.clone()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
