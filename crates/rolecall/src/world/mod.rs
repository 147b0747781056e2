//! The world file: which accounts exist when the server starts.
//!
//! ```toml
//! [[account]]
//! id = "111111111111"
//! name = "dev"
//! root_access_key = { id = "AKIA…", secret = "…" }   # optional
//! ```
//!
//! What the file does not give is generated, and told once. Applying the same file again changes nothing.
//!
//! A root key of the file is given to the root user once. From then on it is a key like others: one that was deleted
//! through IAM stays deleted, although the file still has it. A key that came from the file goes when the file no longer
//! has it. The account remembers which key the file gave last ([`Account::declared_root_key`]).

use crate::api::error::ApiError;
use crate::api::ids::IdKind;
use crate::directory::Edit;
use crate::directory::entities::{AccessKey, Account, Link};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::account::{self, KeyOrigin, NewAccessKey};
use crate::node::Node;
use crate::secrets::Secret;
use crate::services::iam::quotas::ACCESS_KEYS_PER_USER;
use rolecall_policy::AccountId;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::collections::HashSet;
use std::sync::Arc;

/// The longest account name AWS Organizations takes.
const MAX_NAME: usize = 50;

/// A world file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// The accounts.
    #[serde(default, rename = "account")]
    pub accounts: Vec<WorldAccount>,
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
}

/// An access key of a world file. Accepted whatever account its id would encode.
pub struct WorldKey {
    /// `AKIA` and sixteen more characters.
    pub id: String,
    /// The secret.
    pub secret: String,
}

/// Reads a key by hand: a derived reader repeats a value that it did not expect, and that may be the secret.
fn world_key<'de, D: Deserializer<'de>>(from: D) -> Result<Option<WorldKey>, D::Error> {
    let toml::Value::Table(fields) = toml::Value::deserialize(from)? else {
        return Err(D::Error::custom("`root_access_key` must have `id` and `secret`"));
    };
    if let Some(other) = fields.keys().find(|name| !["id", "secret"].contains(&name.as_str())) {
        return Err(D::Error::custom(format!("unknown field `{other}`, expected `id` or `secret`")));
    }
    let text = |name: &str| {
        let text = fields.get(name).and_then(toml::Value::as_str).map(str::to_owned);
        text.ok_or_else(|| D::Error::custom(format!("`root_access_key.{name}` must be a text")))
    };
    Ok(Some(WorldKey { id: text("id")?, secret: text("secret")? }))
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
    #[error("the world file cannot be read: line {line}: {problem}")]
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
    #[error("the accounts cannot be saved, so keys shown for them are not valid: {0}")]
    Save(#[from] ApiError),
    /// Generated keys could not be shown, so nothing was saved.
    #[error("nothing was saved, because the new access keys cannot be shown: {0}")]
    Tell(#[from] std::io::Error),
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
        let world: Self = toml::from_str(text).map_err(|error| syntax(text, &error))?;
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
                let well_formed = key.id.len() == IdKind::AccessKey.length()
                    && key.id.starts_with(IdKind::AccessKey.prefix())
                    && key.id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
                if !well_formed {
                    return Err(problem("`root_access_key.id` must be AKIA and 16 more capitals or digits"));
                }
                if !keys.insert(&key.id) {
                    return Err(problem("`root_access_key.id` is another account's too"));
                }
                if key.secret.is_empty() || !key.secret.bytes().all(|b| b.is_ascii_graphic()) {
                    return Err(problem("`root_access_key.secret` must be printable ASCII without blanks"));
                }
            }
        }
        Ok(world)
    }

    /// As [`Self::apply_telling`]; the caller shows the new keys afterwards.
    ///
    /// # Errors
    /// As [`Self::apply_telling`].
    pub async fn apply(&self, node: &Node) -> Result<Vec<NewAccount>, WorldError> {
        let mut made = Vec::new();
        self.apply_telling(node, |new| {
            made.extend_from_slice(new);
            Ok(())
        })
        .await?;
        Ok(made)
    }

    /// Makes the accounts that do not exist yet, takes away the keys that the file no longer has, and gives root users the
    /// keys that it did not give them before. `tell` shows the new accounts before anything is saved: a key that nobody was
    /// shown is lost.
    ///
    /// # Errors
    /// A key that belongs to somebody else, a root user who has no room for one more key, new keys cannot be shown, or the
    /// store takes no writes.
    pub async fn apply_telling(
        &self,
        node: &Node,
        tell: impl FnOnce(&[NewAccount]) -> std::io::Result<()>,
    ) -> Result<(), WorldError> {
        let snapshot = node.directory.snapshot();
        let gone: HashSet<&str> =
            self.no_longer_declared(&snapshot).filter_map(|it| it.declared_root_key.as_deref()).collect();
        for account in &self.accounts {
            account.check_key(&snapshot, &gone)?;
        }
        let mut new = Vec::new();
        for account in &self.accounts {
            let id = account.id()?;
            if snapshot.account(id).is_none() {
                new.push(new_account(node, id, &account.name, account.root_access_key.as_ref())?);
            }
        }
        let told: Vec<NewAccount> = new.iter().map(|(account, _)| account.clone()).collect();
        tell(&told)?;
        // First of all, so that a key can move to another account and another key can take its place.
        node.directory.change(|snapshot, edit| self.take_away(snapshot, edit)).await?;
        for account in &self.accounts {
            let id = account.id()?;
            node.directory
                .change(|snapshot, edit| match new.iter().find(|(new, _)| new.id == id) {
                    Some((new, key)) if snapshot.account(id).is_none() => {
                        account::create(node, edit, id, &new.name, key, origin(account.root_access_key.as_ref()))
                    }
                    _ => keep(node, snapshot, edit, id, account),
                })
                .await?;
        }
        Ok(())
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
            Some(_) => return Err(self.problem("`root_access_key.id` belongs to somebody else already")),
            None => {}
        }
        if snapshot.account(id).is_some_and(|account| account.declared_root_key.as_ref() == Some(&key.id)) {
            return Ok(());
        }
        let others = snapshot.linked::<AccessKey>(id, Link::User, "").filter(|key| !gone.contains(&*key.id)).count();
        if ACCESS_KEYS_PER_USER.check(others + 1).is_err() {
            let limit = ACCESS_KEYS_PER_USER.limit;
            return Err(self.problem(&format!(
                "its root user has {limit} access keys already, the most there may be; delete one before \
                 `root_access_key` can be added"
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
/// The key cannot be shown, or the store takes no writes.
pub async fn first_account(
    node: &Node,
    tell: impl FnOnce(&[NewAccount]) -> std::io::Result<()>,
) -> Result<(), WorldError> {
    let (account, key) = new_account(node, account::new_id(node)?, "management", None)?;
    tell(std::slice::from_ref(&account))?;
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

fn origin(given: Option<&WorldKey>) -> KeyOrigin {
    if given.is_some() { KeyOrigin::WorldFile } else { KeyOrigin::Generated }
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
                "the world file's root access key was deleted through IAM and stays deleted; give the file another id \
                 if the root user is to have a key of the file"
            );
        }
        None => edit.create(&node.seal_access_key(id, &key.id, None, &secret)?)?,
    }
    if !given_before {
        edit.modify(there, |account| account.declared_root_key = Some(key.id.clone()))?;
    }
    Ok(())
}

mod spelling;
#[cfg(test)]
mod tests;
