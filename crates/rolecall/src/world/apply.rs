//! Makes the world what the file says.
//!
//! First a hand that only looks finds out whether anything is different; mostly nothing is. If something is, all changes are
//! tried on a copy of the world in memory, by the same operations. What is refused there ends the start before anything has
//! changed. Then the changes are made, while no client can change anything yet.
//!
//! The organization comes first, so that what it denies counts for what follows.

use super::hand::{Hand, Stop};
use super::keys::{NewKeys, new_keys};
use super::make::Maker;
use super::{
    KeyOrigin, New, NewAccount, NewUserKey, World, WorldAccount, WorldError, keep, new_account, organization,
    organization_policies, remove, thing,
};
use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::Declared;
use crate::directory::snapshot::Snapshot;
use crate::domain::account::{self, NewAccessKey};
use crate::environment::clock::SystemClock;
use crate::environment::entropy::SystemEntropy;
use crate::node::{Node, NodeConfig};
use crate::store::MemoryStore;
use rolecall_policy::AccountId;
use std::collections::{BTreeSet, HashSet};
use std::io;
use std::sync::Arc;

/// An account of the store or of the file, with what the file gave it and gives it now.
struct Given<'w> {
    id: AccountId,
    world: Option<&'w WorldAccount>,
    before: BTreeSet<String>,
    now: BTreeSet<String>,
}

impl World {
    /// As [`Self::apply_telling`]; the caller shows the new keys of root users afterwards.
    ///
    /// # Errors
    /// As [`Self::apply_telling`].
    pub async fn apply(&self, node: &Node) -> Result<Vec<NewAccount>, WorldError> {
        let mut made = Vec::new();
        self.apply_telling(node, |new| {
            made.extend_from_slice(&new.accounts);
            Ok(())
        })
        .await?;
        Ok(made)
    }

    /// Makes what the file names and takes away what an earlier file gave and this one does not. `tell` shows the new accounts
    /// and keys before anything is saved: a key that nobody was shown is lost.
    ///
    /// # Errors
    /// What the file asks for is refused: nothing has changed then. New keys cannot be shown: the same. Or the store takes no
    /// writes; the next start goes on.
    pub async fn apply_telling(
        &self,
        node: &Node,
        tell: impl FnOnce(&New) -> io::Result<()>,
    ) -> Result<(), WorldError> {
        let snapshot = node.directory.snapshot();
        self.check_root_keys(&snapshot)?;
        let keys = new_keys(self, node, &snapshot)?;
        let differs = match self.things(&Hand::looking(node), &keys).await {
            Ok(()) => false,
            Err(Stop::Different) => true,
            Err(Stop::Refused(error)) => return Err(WorldError::Nothing(Box::new(error))),
        };
        if differs {
            self.rehearse(node, &keys).await?;
        }
        let new = self.new_accounts(node, &snapshot)?;
        let shown = |((account, user), key): (&(AccountId, String), &NewAccessKey)| NewUserKey {
            account: *account,
            user: user.clone(),
            id: key.id.clone(),
            secret: key.secret.clone(),
        };
        let accounts = new.iter().map(|(account, _)| account.clone()).collect();
        tell(&New { accounts, keys: keys.iter().map(shown).collect() })?;
        self.make_accounts(node, &new).await?;
        if differs {
            self.things(&Hand::acting(node), &keys).await.map_err(refusal)?;
        }
        Ok(())
    }

    /// Tries the file on a copy of the node's world, and leaves the node as it is.
    ///
    /// # Errors
    /// What the file asks for is refused.
    pub async fn check_on(&self, node: &Node) -> Result<(), WorldError> {
        let snapshot = node.directory.snapshot();
        self.check_root_keys(&snapshot)?;
        self.rehearse(node, &new_keys(self, node, &snapshot)?).await
    }

    /// Tries the file on a world in which nothing is.
    ///
    /// # Errors
    /// What the file asks for is refused.
    pub async fn check_alone(&self) -> Result<(), WorldError> {
        let scratch = tempfile::tempdir()?;
        let config = NodeConfig { data: scratch.path().to_owned(), home_region: "us-east-1".to_owned() };
        let (store, clock) = (Arc::new(MemoryStore::new()), Arc::new(SystemClock));
        let node = Node::on_store(config, store, clock, Arc::new(SystemEntropy)).await;
        self.check_on(&node.map_err(ApiError::internal)?).await
    }

    async fn rehearse(&self, node: &Node, keys: &NewKeys) -> Result<(), WorldError> {
        let scratch = tempfile::tempdir()?;
        let copy = node.copy(scratch.path()).await.map_err(ApiError::internal)?;
        let tried = async {
            self.make_accounts(&copy, &self.new_accounts(&copy, &copy.directory.snapshot())?).await?;
            self.things(&Hand::acting(&copy), keys).await.map_err(refusal)
        };
        tried.await.map_err(|error| WorldError::Nothing(Box::new(error)))
    }

    /// Refuses root keys that root users cannot have.
    fn check_root_keys(&self, snapshot: &Snapshot) -> Result<(), WorldError> {
        let gone: HashSet<&str> =
            self.no_longer_declared(snapshot).filter_map(|it| it.declared_root_key.as_deref()).collect();
        self.accounts.iter().try_for_each(|account| account.check_key(snapshot, &gone))
    }

    /// The accounts that are not there yet, with the access keys of their root users.
    fn new_accounts(&self, node: &Node, snapshot: &Snapshot) -> Result<Vec<(NewAccount, NewAccessKey)>, WorldError> {
        let mut new = Vec::new();
        for account in &self.accounts {
            let id = account.id()?;
            if snapshot.account(id).is_none() {
                new.push(new_account(node, id, &account.name, account.root_access_key.as_ref())?);
            }
        }
        Ok(new)
    }

    /// Makes accounts, and gives and takes away root keys.
    async fn make_accounts(&self, node: &Node, new: &[(NewAccount, NewAccessKey)]) -> Result<(), WorldError> {
        // First of all, so that a key can move to another account and another key can take its place.
        node.directory.change(|snapshot, edit| self.take_away(snapshot, edit)).await?;
        for account in &self.accounts {
            let id = account.id()?;
            let given = account.root_access_key.is_some();
            let origin = if given { KeyOrigin::WorldFile } else { KeyOrigin::Generated };
            node.directory
                .change(|snapshot, edit| match new.iter().find(|(new, _)| new.id == id) {
                    Some((new, key)) if snapshot.account(id).is_none() => {
                        account::create(node, edit, id, &new.name, key, origin)
                    }
                    _ => keep(node, snapshot, edit, id, account),
                })
                .await?;
        }
        Ok(())
    }

    /// Takes away what is no longer in the file, and makes what is.
    async fn things(&self, hand: &Hand<'_>, keys: &NewKeys) -> Result<(), Stop> {
        let given = self.given(&hand.snapshot(), keys)?;
        for it in &given {
            if it.now != it.before {
                // Whatever happens on the way, the file answers for both.
                note(hand, it.id, &it.now.union(&it.before).cloned().collect()).await?;
            }
        }
        for it in &given {
            remove::all(hand, it.id, &it.before.difference(&it.now).cloned().collect()).await?;
        }
        let makers = || {
            given.iter().filter_map(|Given { id, world, before, .. }| {
                let (account, world, lines) = (*id, (*world)?, &self.lines);
                Some(Maker { hand, account, world, lines, given_before: before, new_keys: keys })
            })
        };
        organization::make(hand, self).await?;
        for maker in makers() {
            maker.principals().await?;
        }
        for maker in makers() {
            maker.resources().await?;
        }
        organization_policies::make(hand, self).await?;
        for it in given.iter().filter(|it| it.now != it.before) {
            note(hand, it.id, &it.now).await?;
        }
        Ok(())
    }

    fn given(&self, snapshot: &Snapshot, keys: &NewKeys) -> Result<Vec<Given<'_>>, Stop> {
        let before = |id| snapshot.find::<Declared>(id, "").map(|it| it.things.clone()).unwrap_or_default();
        let mut all = Vec::new();
        for world in &self.accounts {
            let id = world.id()?;
            let (before, mut now) = (before(id), thing::things(world, &self.lines)?);
            for user in world.user.iter().map(toml::Spanned::get_ref).filter(|user| user.new_access_key) {
                let begins = format!("user/{}/new-access-key/", user.name);
                now.extend(before.iter().filter(|thing| thing.starts_with(&begins)).cloned());
                now.extend(keys.get(&(id, user.name.clone())).map(|key| format!("{begins}{}", key.id)));
            }
            all.push(Given { id, world: Some(world), before, now });
        }
        let left_out = |id: AccountId| !all.iter().any(|it| it.id == id);
        let rest: Vec<_> = snapshot.all::<Declared>().filter(|it| left_out(it.account)).collect();
        all.extend(rest.into_iter().map(|it| Given {
            id: it.account,
            world: None,
            before: it.things.clone(),
            now: BTreeSet::new(),
        }));
        Ok(all)
    }
}

/// Keeps what the file gave an account.
async fn note(hand: &Hand<'_>, account: AccountId, things: &BTreeSet<String>) -> Result<(), Stop> {
    hand.note(|snapshot: &Snapshot, edit: &mut Edit| {
        let declared = Declared { account, things: things.clone() };
        match snapshot.find::<Declared>(account, "") {
            Some(there) => edit.update(there, &declared),
            None => edit.create(&declared),
        }
    })
    .await
}

fn refusal(stop: Stop) -> WorldError {
    match stop {
        Stop::Refused(error) => error,
        // Something is not there although it was made just now.
        Stop::Different => ApiError::internal("the accounts changed while the server applied the world file").into(),
    }
}
