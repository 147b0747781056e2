//! Takes away what an earlier world file gave, and this one does not give any more.
//!
//! Buckets stay, and so do their objects: a line that is left out of a file deletes no data. Their policies go.

use super::hand::{Hand, Parameters, Place, Stop};
use super::providers::set_keys;
use super::thing::{Thing, provider_issuer};
use super::{hardware_devices, looks};
use crate::directory::entities::{Bucket, Global, ManagedPolicy, OidcProvider, SamlProvider};
use http::Method;
use rolecall_policy::AccountId;
use std::collections::BTreeSet;

/// What is of the account itself.
const OF_ACCOUNT: &[&str] = &["alias", "color", "protected"];

/// The order in which entities go: policies last, because the others may have them attached.
const ENTITIES: &[&str] = &["role", "oidc_provider", "saml_provider", "hardware_mfa_device", "user", "group", "policy"];

/// Takes away all of these: first what entities have, then the entities.
pub(super) async fn all(hand: &Hand<'_>, account: AccountId, gone: &BTreeSet<String>) -> Result<(), Stop> {
    let things = || gone.iter().filter_map(|name| Thing::read(name));
    for thing in things().filter(|thing| thing.part.is_some() || OF_ACCOUNT.contains(&thing.kind)) {
        let about =
            format!("`{}` of the {} `{}`", thing.part.map_or(thing.kind, |(part, _)| part), thing.kind, thing.name);
        part(hand, account, &thing, &Place { line: None, about }).await?;
    }
    for kind in ENTITIES {
        for thing in things().filter(|thing| thing.part.is_none() && thing.kind == *kind) {
            let place = Place { line: None, about: format!("the {kind} `{}`", thing.name) };
            entity(hand, account, &thing, &place).await?;
        }
    }
    Ok(())
}

/// How operations write a kind of entity.
fn word(kind: &str) -> Option<(&'static str, &'static str)> {
    match kind {
        "user" => Some(("User", "UserName")),
        "group" => Some(("Group", "GroupName")),
        "role" => Some(("Role", "RoleName")),
        _ => None,
    }
}

async fn entity(hand: &Hand<'_>, account: AccountId, thing: &Thing<'_>, place: &Place) -> Result<(), Stop> {
    if let Some((word, parameter)) = word(thing.kind) {
        let parameters = Parameters::of(&[(parameter, thing.name)]);
        return hand.iam_delete(account, place, &format!("Delete{word}"), parameters).await;
    }
    if thing.kind == "oidc_provider" {
        let arn = OidcProvider::arn_of(account, &provider_issuer(thing.name));
        let parameters = Parameters::of(&[("OpenIDConnectProviderArn", &arn)]);
        return hand.iam_delete(account, place, "DeleteOpenIDConnectProvider", parameters).await;
    }
    if thing.kind == "saml_provider" {
        let parameters = Parameters::of(&[("SAMLProviderArn", &SamlProvider::arn_of(account, thing.name))]);
        return hand.iam_delete(account, place, "DeleteSAMLProvider", parameters).await;
    }
    if thing.kind == "hardware_mfa_device" {
        return hardware_devices::remove(hand, account, place, thing.name).await;
    }
    let snapshot = hand.snapshot();
    let Some(policy) = snapshot.find::<ManagedPolicy>(account, thing.name) else { return Ok(()) };
    let arn = policy.arn();
    for version in policy.versions.iter().filter(|version| version.number != policy.default_version) {
        let parameters = Parameters::of(&[("PolicyArn", &arn), ("VersionId", &format!("v{}", version.number))]);
        hand.iam_delete(account, place, "DeletePolicyVersion", parameters).await?;
    }
    hand.iam_delete(account, place, "DeletePolicy", Parameters::of(&[("PolicyArn", &arn)])).await
}

async fn part(hand: &Hand<'_>, account: AccountId, thing: &Thing<'_>, place: &Place) -> Result<(), Stop> {
    let Thing { kind, name, part } = *thing;
    let Some((part, which)) = part else {
        if kind == "color" {
            return looks::remove_color(hand, account, place, name).await;
        }
        if kind == "protected" {
            return looks::set_protected(hand, account, place, false).await;
        }
        // The alias may have been replaced by another one.
        let parameters = Parameters::of(&[("AccountAlias", name)]);
        return hand.iam_delete(account, place, "DeleteAccountAlias", parameters).await;
    };
    if kind == "bucket" {
        return bucket_part(hand, account, name, part, place).await;
    }
    if kind == "policy" {
        let snapshot = hand.snapshot();
        let Some(policy) = snapshot.find::<ManagedPolicy>(account, name) else { return Ok(()) };
        let parameters = Parameters::of(&[("PolicyArn", &policy.arn()), ("TagKeys.member.1", which)]);
        return hand.iam_delete(account, place, "UntagPolicy", parameters).await;
    }
    if kind == "oidc_provider" {
        return provider_part(hand, account, (name, part, which), place).await;
    }
    if kind == "saml_provider" {
        let arn = SamlProvider::arn_of(account, name);
        let parameters = Parameters::of(&[("SAMLProviderArn", &arn), ("TagKeys.member.1", which)]);
        return hand.iam_delete(account, place, "UntagSAMLProvider", parameters).await;
    }
    let Some((word, parameter)) = word(kind) else { return Ok(()) };
    let of = |more: &[(&str, &str)]| {
        let pairs: Vec<(&str, &str)> = std::iter::once((parameter, name)).chain(more.iter().copied()).collect();
        Parameters::of(&pairs)
    };
    let (operation, parameters) = match part {
        "inline" => (format!("Delete{word}Policy"), of(&[("PolicyName", which)])),
        "attached" => (format!("Detach{word}Policy"), of(&[("PolicyArn", which)])),
        "tag" => (format!("Untag{word}"), of(&[("TagKeys.member.1", which)])),
        "boundary" => (format!("Delete{word}PermissionsBoundary"), of(&[])),
        "member" => ("RemoveUserFromGroup".to_owned(), of(&[("UserName", which)])),
        "access-key" | "new-access-key" => ("DeleteAccessKey".to_owned(), of(&[("AccessKeyId", which)])),
        "password" => ("DeleteLoginProfile".to_owned(), of(&[])),
        _ => return Ok(()),
    };
    hand.iam_delete(account, place, &operation, parameters).await
}

async fn provider_part(
    hand: &Hand<'_>,
    account: AccountId,
    (name, part, which): (&str, &str, &str),
    place: &Place,
) -> Result<(), Stop> {
    let issuer = provider_issuer(name);
    let arn = OidcProvider::arn_of(account, &issuer);
    let (operation, parameter) = match part {
        "client-id" => ("RemoveClientIDFromOpenIDConnectProvider", "ClientID"),
        "tag" => ("UntagOpenIDConnectProvider", "TagKeys.member.1"),
        "jwks" => return set_keys(hand, account, place, &issuer, None).await,
        _ => return Ok(()),
    };
    let parameters = Parameters::of(&[("OpenIDConnectProviderArn", &arn), (parameter, which)]);
    hand.iam_delete(account, place, operation, parameters).await
}

async fn bucket_part(hand: &Hand<'_>, account: AccountId, name: &str, part: &str, place: &Place) -> Result<(), Stop> {
    let snapshot = hand.snapshot();
    let bucket = snapshot.find::<Bucket>(Global, name).filter(|bucket| bucket.account == account);
    let Some(bucket) = bucket else { return Ok(()) };
    match part {
        "policy" => {
            let target = format!("/{name}?policy");
            hand.s3(account, place, &bucket.region, (Method::DELETE, &target), String::new()).await
        }
        // What a new bucket has: everything is blocked.
        "public-access-block" => {
            super::make::block_public_access(hand, account, place, bucket, Default::default()).await
        }
        _ => Ok(()),
    }
}
