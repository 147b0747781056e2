//! The organization of a world file: made by the operations of Organizations, as the root user of the management account.
//! An account comes in by an invitation that its own root user accepts.

use super::file::{Lines, WorldOrganization, WorldUnit};
use super::hand::{Hand, Place, Stop};
use super::{World, WorldAccount, WorldError, organization_policies};
use crate::directory::entities::{
    Account, Handshake, HandshakeAction, HandshakeState, Link, Organization, OrganizationalUnit,
};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::organization::MAX_ACCOUNTS;
use rolecall_policy::AccountId;
use serde_json::json;
use std::sync::Arc;
use toml::Spanned;

/// The path of the root.
pub(super) const ROOT: &str = "/";

/// Characters of an address, as `CreateAccount` takes them.
const EMAIL_LENGTH: std::ops::RangeInclusive<usize> = 6..=64;

/// Looks for what the file cannot say of organizations.
pub(super) fn check(world: &World) -> Result<(), WorldError> {
    let at = |line: usize, problem: String| Err(WorldError::Syntax { line, problem });
    for account in &world.accounts {
        if let Some(email) = account.email.as_ref().filter(|email| !is_address(email.get_ref())) {
            return at(world.lines.line(email), format!("`{}` cannot be the address of an account", email.get_ref()));
        }
        if let (Some(unit), None) = (&account.unit, &world.organization) {
            return at(world.lines.line(unit), "`unit` needs an `[organization]`".to_owned());
        }
    }
    let Some(organization) = &world.organization else { return Ok(()) };
    let WorldOrganization { management_account, feature_set, max_accounts, .. } = organization.get_ref();
    if management_account.get_ref().parse::<AccountId>().is_err() {
        return at(world.lines.line(management_account), "`management_account` must be twelve digits".to_owned());
    }
    let known = |it: &&Spanned<String>| !["ALL", "CONSOLIDATED_BILLING"].contains(&it.get_ref().as_str());
    if let Some(feature_set) = feature_set.as_ref().filter(known) {
        let problem = "`feature_set` must be ALL or CONSOLIDATED_BILLING".to_owned();
        return at(world.lines.line(feature_set), problem);
    }
    let beyond = |it: &&Spanned<usize>| !(1..=MAX_ACCOUNTS).contains(it.get_ref());
    if let Some(max_accounts) = max_accounts.as_ref().filter(beyond) {
        return at(world.lines.line(max_accounts), format!("`max_accounts` must be from 1 to {MAX_ACCOUNTS}"));
    }
    for (unit, _) in units(organization.get_ref()) {
        let name = &unit.get_ref().name;
        if name.is_empty() || name.contains('/') {
            return at(world.lines.line(unit), format!("`{name}` cannot be the name of an organizational unit here"));
        }
    }
    organization_policies::check(world, organization.get_ref())
}

fn is_address(email: &str) -> bool {
    let parts = email.split_once('@');
    let well_formed =
        parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.contains('@') && domain.contains('.'));
    let usable = email.bytes().all(|byte| byte.is_ascii_graphic()) && !Account::is_made_up(email);
    well_formed && usable && EMAIL_LENGTH.contains(&email.len())
}

/// The units of the file, each after the one that it is in, with the names on the way to it.
fn units(organization: &WorldOrganization) -> Vec<(&Spanned<WorldUnit>, Vec<&str>)> {
    let mut all = Vec::new();
    let mut left: Vec<(&Spanned<WorldUnit>, Vec<&str>)> =
        organization.unit.iter().rev().map(|unit| (unit, Vec::new())).collect();
    while let Some((unit, above)) = left.pop() {
        let mut path = above.clone();
        path.push(&*unit.get_ref().name);
        left.extend(unit.get_ref().unit.iter().rev().map(|inner| (inner, path.clone())));
        all.push((unit, above));
    }
    all
}

/// The unit of this name in a root or unit.
fn unit_in<'s>(
    snapshot: &'s Snapshot,
    organization: &Organization,
    parent: &str,
    name: &str,
) -> Option<&'s Arc<Stored<OrganizationalUnit>>> {
    snapshot.linked::<OrganizationalUnit>(organization.account, Link::Parent, parent).find(|unit| unit.name == name)
}

/// The id of the root or unit at the end of a path.
pub(super) fn container(snapshot: &Snapshot, organization: &Organization, path: &[&str]) -> Option<String> {
    let mut at = organization.root.clone();
    for name in path {
        at = unit_in(snapshot, organization, &at, name)?.id.clone();
    }
    Some(at)
}

/// Makes the organization of the file, its units, and puts accounts in their places.
pub(super) async fn make(hand: &Hand<'_>, world: &World) -> Result<(), Stop> {
    let Some(file) = &world.organization else { return Ok(()) };
    let Some(maker) = Maker::of(hand, world)? else { return Ok(()) };
    maker.organization(file).await?;
    for (unit, above) in units(file.get_ref()) {
        maker.unit(unit, &above).await?;
    }
    for account in &world.accounts {
        if let Some(unit) = &account.unit {
            maker.account(account, unit).await?;
        }
    }
    Ok(())
}

/// Makes what is in an organization.
pub(super) struct Maker<'w, 'n> {
    pub(super) hand: &'w Hand<'n>,
    lines: &'w Lines,
    pub(super) management: AccountId,
}

impl<'w, 'n> Maker<'w, 'n> {
    /// The maker of the file's organization, if it has one.
    pub(super) fn of(hand: &'w Hand<'n>, world: &'w World) -> Result<Option<Self>, Stop> {
        let Some(file) = &world.organization else { return Ok(None) };
        let management = file.get_ref().management_account.get_ref().parse().map_err(|_| Stop::Different)?;
        Ok(Some(Self { hand, lines: &world.lines, management }))
    }
}

impl Maker<'_, '_> {
    pub(super) fn place<T>(&self, it: &Spanned<T>, about: impl Into<String>) -> Place {
        Place { line: Some(self.lines.line(it)), about: about.into() }
    }

    pub(super) async fn call(&self, place: &Place, operation: &str, input: serde_json::Value) -> Result<(), Stop> {
        self.hand.organizations(self.management, place, operation, input).await
    }

    /// The organization, which is there by now unless the hand only looks.
    pub(super) fn present<'s>(&self, snapshot: &'s Snapshot) -> Result<&'s Arc<Stored<Organization>>, Stop> {
        snapshot.find::<Organization>(self.management, "").ok_or(Stop::Different)
    }

    async fn organization(&self, file: &Spanned<WorldOrganization>) -> Result<(), Stop> {
        let place = self.place(file, "the organization");
        let WorldOrganization { management_account, feature_set, max_accounts, .. } = file.get_ref();
        let wanted = feature_set.as_ref().map(|it| it.get_ref().as_str());
        let snapshot = self.hand.snapshot();
        if snapshot.account(self.management).is_none() {
            // The hand that looks comes before new accounts are made.
            if !self.hand.acts() {
                return Err(Stop::Different);
            }
            let place = self.place(management_account, "the organization");
            return Err(place.refused(format!("there is no account {}", management_account.get_ref())));
        }
        match snapshot.find::<Organization>(self.management, "") {
            None => {
                let input = json!({ "FeatureSet": wanted.unwrap_or("ALL") });
                self.call(&place, "CreateOrganization", input).await?;
            }
            Some(there) => {
                if let Some(other) = wanted.filter(|wanted| *wanted != there.feature_set.name()) {
                    return Err(place.refused(format!(
                        "its feature set is {} and a world file cannot change it to {other}; call EnableAllFeatures, or correct the file",
                        there.feature_set.name()
                    )));
                }
            }
        }
        let Some(max) = max_accounts else { return Ok(()) };
        let snapshot = self.hand.snapshot();
        if self.present(&snapshot)?.max_accounts == Some(*max.get_ref()) {
            return Ok(());
        }
        let place = self.place(max, "the number of accounts of the organization");
        let management = self.management;
        let plan = |snapshot: &Snapshot, edit: &mut crate::directory::Edit| match snapshot
            .find::<Organization>(management, "")
        {
            Some(there) => edit.modify(there, |it| it.max_accounts = Some(*max.get_ref())).map(drop),
            None => Ok(()),
        };
        // On AWS that is a request to the service of quotas.
        self.hand.change(management, &place, ("servicequotas", "RequestServiceQuotaIncrease"), plan).await
    }

    async fn unit(&self, unit: &Spanned<WorldUnit>, above: &[&str]) -> Result<(), Stop> {
        let snapshot = self.hand.snapshot();
        let organization = self.present(&snapshot)?;
        let parent = container(&snapshot, organization, above).ok_or(Stop::Different)?;
        let name = &unit.get_ref().name;
        if unit_in(&snapshot, organization, &parent, name).is_some() {
            return Ok(());
        }
        let place = self.place(unit, format!("the organizational unit `{name}`"));
        self.call(&place, "CreateOrganizationalUnit", json!({ "ParentId": parent, "Name": name })).await
    }

    async fn account(&self, account: &WorldAccount, unit: &Spanned<String>) -> Result<(), Stop> {
        let id = account.id()?;
        let place = self.place(unit, format!("the unit of the account {id}"));
        let path: Vec<&str> = unit.get_ref().split('/').filter(|name| !name.is_empty()).collect();
        let snapshot = self.hand.snapshot();
        let organization = self.present(&snapshot)?;
        let wanted = container(&snapshot, organization, &path).ok_or_else(|| {
            place.refused(format!("there is no organizational unit `{}`; `{ROOT}` is the root", unit.get_ref()))
        })?;
        if snapshot.account(id).is_none() {
            return Err(Stop::Different);
        }
        let is_member = |snapshot: &Snapshot| {
            snapshot.membership(id).filter(|it| it.organization == organization.id).map(|it| it.parent.clone())
        };
        if is_member(&snapshot).is_none() {
            self.invite(&place, id, organization).await?;
        }
        let parent = is_member(&self.hand.snapshot()).ok_or(Stop::Different)?;
        if parent == wanted {
            return Ok(());
        }
        let input = json!({ "AccountId": id.to_string(), "SourceParentId": parent, "DestinationParentId": wanted });
        self.call(&place, "MoveAccount", input).await
    }

    /// Invites an account, unless it is invited, and accepts for it.
    async fn invite(&self, place: &Place, id: AccountId, organization: &Organization) -> Result<(), Stop> {
        let invited = |snapshot: &Snapshot| {
            let now = self.hand.node.clock.now();
            let recipient = id.to_string();
            let is_open = |it: &&Arc<Stored<Handshake>>| {
                let is_ours = it.action == HandshakeAction::Invite && it.organization == organization.id;
                is_ours && it.state == HandshakeState::Requested && now < it.expires
            };
            let mut asked = snapshot.linked::<Handshake>(self.management, Link::Recipient, &recipient);
            asked.find(is_open).map(|it| it.id.clone())
        };
        if invited(&self.hand.snapshot()).is_none() {
            let input = json!({ "Target": { "Type": "ACCOUNT", "Id": id.to_string() } });
            self.call(place, "InviteAccountToOrganization", input).await?;
        }
        let handshake = invited(&self.hand.snapshot()).ok_or(Stop::Different)?;
        self.hand.organizations(id, place, "AcceptHandshake", json!({ "HandshakeId": handshake })).await
    }
}
