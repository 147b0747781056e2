//! What users sign and sign in with. Credentials are given once: what was deleted since stays deleted, although the file still
//! has it, so that a leaked key does not come back with the next start.

use super::file::WorldUser;
use super::hand::{Parameters, Place, Stop};
use super::make::Maker;
use super::{World, WorldError};
use crate::api::error::ApiError;
use crate::directory::entities::{AccessKey, Declared, Link, LoginProfile, User};
use crate::directory::snapshot::Snapshot;
use crate::domain::account::NewAccessKey;
use crate::node::Node;
use crate::secrets::Secret;
use crate::services::iam::quotas::ACCESS_KEYS_PER_USER;
use rolecall_policy::AccountId;
use std::collections::BTreeMap;
use toml::Spanned;

/// Generated keys of users, by account and name.
pub(super) type NewKeys = BTreeMap<(AccountId, String), NewAccessKey>;

/// The keys that are to be generated: of each user that is to get one and never got one.
pub(super) fn new_keys(world: &World, node: &Node, snapshot: &Snapshot) -> Result<NewKeys, WorldError> {
    let mut keys = NewKeys::new();
    for account in &world.accounts {
        let id = account.id()?;
        let given = snapshot.find::<Declared>(id, "");
        for user in account.user.iter().map(Spanned::get_ref).filter(|user| user.new_access_key) {
            let begins = format!("user/{}/new-access-key/", user.name);
            if !given.is_some_and(|given| given.things.iter().any(|thing| thing.starts_with(&begins))) {
                keys.insert((id, user.name.clone()), NewAccessKey::generate(node, id)?);
            }
        }
    }
    Ok(keys)
}

/// Gives a user its keys and its password.
pub(super) async fn of_user(maker: &Maker<'_, '_>, it: &Spanned<WorldUser>, user: &WorldUser) -> Result<(), Stop> {
    if let Some(new) = maker.new_keys.get(&(maker.account, user.name.clone())) {
        let place = maker.place(it, format!("the new access key of the user `{}`", user.name));
        give(maker, &place, user, &new.id, &new.secret).await?;
    }
    for key in &user.access_key {
        let (place, key) = (maker.place(key, format!("an access key of the user `{}`", user.name)), &key.get_ref().0);
        if let Some(problem) = key.problem() {
            return Err(place.refused(format!("`access_key.{problem}")));
        }
        give(maker, &place, user, &key.id, &Secret::new(key.secret.clone())).await?;
    }
    let Some(password) = &user.password else { return Ok(()) };
    let snapshot = maker.hand.snapshot();
    let there = snapshot.find::<User>(maker.account, &user.name).ok_or(Stop::Different)?;
    let given_before = maker.given_before.contains(&format!("user/{}/password/", user.name));
    if given_before || snapshot.find::<LoginProfile>(maker.account, &there.id).is_some() {
        return Ok(());
    }
    let place = maker.place(password, format!("the password of the user `{}`", user.name));
    let parameters = Parameters::of(&[("UserName", &user.name), ("Password", password.get_ref().0.expose())])
        .and("PasswordResetRequired", user.password_reset_required.then_some("true"));
    maker.hand.iam(maker.account, &place, "CreateLoginProfile", parameters).await
}

async fn give(maker: &Maker<'_, '_>, place: &Place, user: &WorldUser, id: &str, secret: &Secret) -> Result<(), Stop> {
    let (node, account, snapshot) = (maker.hand.node, maker.account, maker.hand.snapshot());
    let there = snapshot.find::<User>(account, &user.name).ok_or(Stop::Different)?;
    match snapshot.find_by_id::<AccessKey>(id) {
        Some(key) if key.account != account || key.user.as_ref() != Some(&there.id) => {
            return Err(place.refused("another user already has this access key id"));
        }
        Some(key) if node.open_sealed(key.entity(), &key.sealed_secret).is_ok_and(|stored| stored == *secret) => {
            return Ok(());
        }
        Some(_) => {}
        None if maker.given_before.contains(&format!("user/{}/access-key/{id}", user.name)) => {
            tracing::warn!(
                %account,
                key = id,
                "somebody deleted this access key of the world file through IAM, so it stays deleted; to give the user \
                 a key, write another id in the file"
            );
            return Ok(());
        }
        None => {}
    }
    let name = &user.name;
    let plan = |snapshot: &Snapshot, edit: &mut crate::directory::Edit| -> Result<(), ApiError> {
        let there = snapshot.find::<User>(account, name);
        let there =
            there.ok_or_else(|| ApiError::internal("the user was deleted while the server created its access key"))?;
        let sealed = node.seal_access_key(account, id, Some(&there.id), secret)?;
        match snapshot.find_by_id::<AccessKey>(id) {
            // Inactive stays inactive, whatever the secret.
            Some(key) => edit.update(key, &AccessKey { active: key.active, ..sealed }),
            None => {
                ACCESS_KEYS_PER_USER.check(snapshot.linked::<AccessKey>(account, Link::User, &there.id).count() + 1)?;
                edit.touch(there)?;
                edit.create(&sealed)
            }
        }
    };
    maker.hand.change(account, place, ("iam", "CreateAccessKey"), plan).await
}
