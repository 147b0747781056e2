//! The policies of the organization of a world file, and what they are attached to. They come after everything else, so that
//! what they deny does not keep the file itself from being applied the first time.

use super::file::{WorldOrganization, WorldOrganizationPolicy};
use super::hand::{Hand, Place, Stop};
use super::organization::{Maker, ROOT, container};
use super::{World, WorldError};
use crate::directory::entities::{Membership, Organization, OrganizationPolicy, OrganizationRoot, OrganizationalUnit};
use crate::directory::snapshot::Snapshot;
use crate::domain::guardrails::FULL_AWS_ACCESS;
use crate::domain::organization::{self, Container};
use rolecall_analysis::organization_policies::PolicyType;
use serde_json::json;
use std::collections::HashSet;
use toml::Spanned;

/// The longest name of a policy (service model).
const MAX_NAME: usize = 128;

/// Looks for what the file cannot say of policies.
///
/// # Errors
/// The first mistake.
pub(super) fn check(world: &World, organization: &WorldOrganization) -> Result<(), WorldError> {
    let mut names = HashSet::new();
    for policy in &organization.policy {
        let at = |problem: String| Err(WorldError::Syntax { line: world.lines.line(policy), problem });
        let WorldOrganizationPolicy { name, r#type, policy: document, .. } = policy.get_ref();
        if name.is_empty() || name.chars().count() > MAX_NAME {
            return at(format!("`name` of a policy must have 1 to {MAX_NAME} characters"));
        }
        if !names.insert(name) {
            return at(format!("the policy `{name}` is given twice"));
        }
        if PolicyType::named(r#type.get_ref()).is_none() {
            let problem =
                format!("`{}` is not a policy type; write one such as SERVICE_CONTROL_POLICY", r#type.get_ref());
            return Err(WorldError::Syntax { line: world.lines.line(r#type), problem });
        }
        if document.is_none() {
            return at(format!("the policy `{name}` needs `policy` or `policy_file`"));
        }
    }
    Ok(())
}

/// Makes the policies of the file and attaches them. What is attached besides stays, so that a line that is left out takes
/// no account out of the reach of a policy.
pub(super) async fn make(hand: &Hand<'_>, world: &World) -> Result<(), Stop> {
    let Some(maker) = Maker::of(hand, world)? else { return Ok(()) };
    let Some(file) = &world.organization else { return Ok(()) };
    for policy in &file.get_ref().policy {
        maker.policy(policy).await?;
    }
    for target in &file.get_ref().without_full_access {
        maker.without_full_access(target).await?;
    }
    Ok(())
}

impl Maker<'_, '_> {
    async fn policy(&self, policy: &Spanned<WorldOrganizationPolicy>) -> Result<(), Stop> {
        let WorldOrganizationPolicy { name, r#type, description, tags, targets, policy: document, .. } =
            policy.get_ref();
        let place = self.place(policy, format!("the policy `{name}` of the organization"));
        let policy_type = PolicyType::named(r#type.get_ref()).ok_or(Stop::Different)?;
        let content = &document.as_ref().ok_or(Stop::Different)?.get_ref().0;
        let description = description.as_deref().unwrap_or_default();
        self.enable(&place, policy_type).await?;
        let snapshot = self.hand.snapshot();
        match snapshot.find::<OrganizationPolicy>(self.management, name) {
            None => {
                let tags: Vec<_> = tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
                let input = json!({
                    "Name": name, "Description": description, "Type": policy_type.name(), "Content": content, "Tags": tags,
                });
                self.call(&place, "CreatePolicy", input).await?;
            }
            Some(there) if there.policy_type != policy_type.name() => {
                return Err(place.refused(format!("a {} of this name already exists", there.policy_type)));
            }
            Some(there) if there.content != *content || there.description != description => {
                let input = json!({ "PolicyId": there.id, "Description": description, "Content": content });
                self.call(&place, "UpdatePolicy", input).await?;
            }
            Some(_) => {}
        }
        for target in targets {
            let snapshot = self.hand.snapshot();
            let there = snapshot.find::<OrganizationPolicy>(self.management, name).ok_or(Stop::Different)?;
            let place = self.place(target, format!("the target `{}` of the policy `{name}`", target.get_ref()));
            let (id, attached) = self.target(&snapshot, &place, target.get_ref())?;
            if !attached.contains(&there.id) {
                let input = json!({ "PolicyId": there.id, "TargetId": id });
                self.call(&place, "AttachPolicy", input).await?;
            }
        }
        Ok(())
    }

    async fn enable(&self, place: &Place, policy_type: PolicyType) -> Result<(), Stop> {
        let snapshot = self.hand.snapshot();
        let root = &self.present(&snapshot)?.root;
        let there = snapshot.find_by_id::<OrganizationRoot>(root).ok_or(Stop::Different)?;
        if there.has_enabled(policy_type) {
            return Ok(());
        }
        self.call(place, "EnablePolicyType", json!({ "RootId": root, "PolicyType": policy_type.name() })).await
    }

    async fn without_full_access(&self, target: &Spanned<String>) -> Result<(), Stop> {
        let place = self.place(target, format!("the target `{}` without FullAWSAccess", target.get_ref()));
        self.enable(&place, PolicyType::ServiceControl).await?;
        let snapshot = self.hand.snapshot();
        let (id, attached) = self.target(&snapshot, &place, target.get_ref())?;
        if !attached.iter().any(|policy| policy == FULL_AWS_ACCESS.id) {
            return Ok(());
        }
        self.call(&place, "DetachPolicy", json!({ "PolicyId": FULL_AWS_ACCESS.id, "TargetId": id })).await
    }

    /// The id of the root, unit or account that the file calls so, and the policies that are attached to it.
    fn target(&self, snapshot: &Snapshot, place: &Place, called: &str) -> Result<(String, Vec<String>), Stop> {
        let organization = self.present(snapshot)?;
        if let Ok(account) = called.parse() {
            let member = snapshot.membership(account).filter(|it| it.organization == organization.id);
            let member =
                member.ok_or_else(|| place.refused(format!("{called} is not an account of the organization")))?;
            return Ok((member.member.clone(), member.policies.clone()));
        }
        let path: Vec<&str> = called.split('/').filter(|name| !name.is_empty()).collect();
        let id = container(snapshot, organization, &path);
        let found = id.as_ref().and_then(|id| organization::container(snapshot, organization, id));
        match found {
            Some(Container::Root(root)) => Ok((root.id.clone(), root.policies.clone())),
            Some(Container::Unit(unit)) => Ok((unit.id.clone(), unit.policies.clone())),
            None => Err(place.refused(format!(
                "there is no organizational unit `{called}`; `{ROOT}` is the root, and an account is named by its id"
            ))),
        }
    }
}

/// What the file calls the targets of an organization: a way from the root, or the id of an account.
pub(super) fn targets(snapshot: &Snapshot, of: &Organization) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    if let Some(root) = snapshot.find_by_id::<OrganizationRoot>(&of.root) {
        all.push((ROOT.to_owned(), root.policies.clone()));
    }
    for unit in snapshot.list::<OrganizationalUnit>(of.account) {
        let ids = organization::path(snapshot, of, &unit.id).unwrap_or_default();
        let names = ids.iter().filter_map(|id| snapshot.find_by_id::<OrganizationalUnit>(id)).map(|it| &*it.name);
        all.push((names.collect::<Vec<_>>().join("/"), unit.policies.clone()));
    }
    let members = snapshot.list::<Membership>(of.account);
    all.extend(members.map(|member| (member.member.clone(), member.policies.clone())));
    all
}
