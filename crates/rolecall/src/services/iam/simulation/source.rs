//! The principal whose policies are simulated, and the caller of the simulated request.

use crate::api::error::ApiError;
use crate::directory::entities::{Group, Role, Tag, User};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::policies;
use crate::services::iam::call::IamCall;
use crate::services::iam::errors;
use crate::services::operation::RequiredPermission;
use rolecall_catalog::api::iam as api;
use rolecall_policy::document::kind::{Boundary, Identity};
use rolecall_policy::evaluate::{Attached, PolicySource};
use rolecall_policy::{AccountId, Arn, Context, Principal};
use std::sync::Arc;

/// The entity that `PolicySourceArn` names.
#[derive(Debug)]
pub(in super::super) enum Source<'s> {
    User(&'s Arc<Stored<User>>),
    Group(&'s Arc<Stored<Group>>),
    Role(&'s Arc<Stored<Role>>),
}

/// The policies of an entity, of which some can be left out and to which others can be added.
#[derive(Debug)]
pub(in super::super) struct EntityPolicies {
    pub(in super::super) identity: Vec<Attached<Identity>>,
    pub(in super::super) boundary: Option<Attached<Boundary>>,
}

impl EntityPolicies {
    /// The context keys that they use.
    pub(in super::super) fn context_keys(&self) -> impl Iterator<Item = Box<str>> {
        let identity = self.identity.iter().flat_map(Attached::context_keys);
        identity.chain(self.boundary.iter().flat_map(Attached::context_keys))
    }
}

impl<'s> Source<'s> {
    /// Finds it in the caller's account; path and case count.
    ///
    /// # Errors
    /// `InvalidInput` if the ARN is of something else, `NoSuchEntity`.
    pub(in super::super) fn find(snapshot: &'s Snapshot, account: AccountId, arn: &str) -> Result<Self, ApiError> {
        let (owner, kind, name) = named(arn)?;
        let group = || snapshot.find::<Group>(owner, name).filter(|group| group.arn() == arn);
        let (found, missing): (_, fn(&str) -> ApiError) = match kind {
            "user" => (snapshot.find_by_arn::<User>(arn).map(Self::User), errors::user_missing),
            "role" => (snapshot.find_by_arn::<Role>(arn).map(Self::Role), errors::role_missing),
            _ => (group().map(Self::Group), errors::group_missing),
        };
        found.filter(|_| owner == account).ok_or_else(|| missing(name))
    }

    /// The permission that questions about it require.
    ///
    /// # Errors
    /// `InvalidInput`.
    pub(in super::super) fn permission(call: &IamCall<'_>, arn: &str) -> Result<RequiredPermission, ApiError> {
        let (owner, kind, name) = named(arn)?;
        let own = owner == call.account;
        let permission = match kind {
            "user" if own && call.snapshot.find_by_arn::<User>(arn).is_some() => call.on_entity::<User>(name),
            "role" if own && call.snapshot.find_by_arn::<Role>(arn).is_some() => call.on_entity::<Role>(name),
            _ => call.on(arn),
        };
        // The request gives an ARN, and a denial gives it back, whether it names somebody or not (R5.18).
        Ok(RequiredPermission { called: None, ..permission })
    }

    /// The policies that apply to it (R2, table 2.2).
    pub(in super::super) fn policies(&self, snapshot: &Snapshot) -> EntityPolicies {
        let applicable = match self {
            Self::User(user) => policies::of_user(snapshot, user),
            Self::Group(group) => policies::of_group(snapshot, group),
            Self::Role(role) => policies::of_role(snapshot, &role.id),
        };
        EntityPolicies { identity: applicable.identity.attached().to_vec(), boundary: applicable.boundary }
    }

    pub(super) fn is_user(&self) -> bool {
        matches!(self, Self::User(_))
    }

    pub(super) fn is_service_linked(&self) -> bool {
        matches!(self, Self::Role(role) if role.is_service_linked())
    }

    /// The entity as the caller: a session of the role whose name is not known, or some user of the group.
    pub(super) fn simulated(&self, account: AccountId) -> Simulated {
        match self {
            Self::User(user) => Simulated::user(user),
            Self::Role(role) => Simulated::role(role),
            Self::Group(_) => {
                let mut member = Simulated::of(unknown_user(account), &[]);
                member.context.remove("aws:PrincipalArn");
                member.context.remove("aws:username");
                member
            }
        }
    }
}

/// Account, kind and name of a user, group or role.
fn named(arn: &str) -> Result<(AccountId, &str, &str), ApiError> {
    let unclear = || errors::unclear_entity(arn);
    let parsed = Arn::parse(arn).filter(|it| it.service == "iam" && it.region.is_empty()).ok_or_else(unclear)?;
    let account = parsed.account.parse().map_err(|_| unclear())?;
    let (kind, path) = parsed.resource.split_once('/').ok_or_else(unclear)?;
    let name = path.rsplit('/').next().filter(|name| !name.is_empty()).ok_or_else(unclear)?;
    if matches!(kind, "user" | "group" | "role") { Ok((account, kind, name)) } else { Err(unclear()) }
}

/// The caller of the simulated request, with its condition keys.
#[derive(Debug)]
pub(super) struct Simulated {
    pub(super) principal: Principal,
    /// Whether the caller is known; if not, nothing belongs to another account.
    pub(super) named: bool,
    pub(super) context: Context,
}

/// A user of a known account, otherwise unknown.
fn unknown_user(account: AccountId) -> Principal {
    // No user has an empty name, so no entry of a policy names this one.
    Principal::User { account, arn: format!("arn:aws:iam::{account}:user/").into(), id: None }
}

impl Simulated {
    /// An unknown caller, whose account is unknown too.
    pub(super) fn nobody(account: AccountId) -> Self {
        Self { principal: unknown_user(account), named: false, context: Context::new() }
    }

    fn of(principal: Principal, tags: &[Tag]) -> Self {
        let mut context = principal.context_keys();
        for tag in tags {
            context.add_tag("aws:PrincipalTag", &tag.key, &tag.value);
        }
        Self { principal, named: true, context }
    }

    fn user(user: &User) -> Self {
        let (account, arn, id) = (user.account, user.arn().into(), Some(user.id.clone().into()));
        let mut user_calls = Self::of(Principal::User { account, arn, id }, &user.tags);
        user_calls.context.set("aws:userid", &*user.id);
        user_calls
    }

    /// A session of the role. Its name, and with it `aws:userid`, is not known.
    fn role(role: &Role) -> Self {
        let principal = Principal::RoleSession {
            account: role.account,
            role_arn: Some(role.arn().into()),
            role_id: Some(role.id.clone().into()),
            session_arn: None,
            service_linked: role.is_service_linked(),
        };
        Self::of(principal, &role.tags)
    }
}

/// `CallerArn`: an IAM user, who need not exist. Of users of other accounts than `account`, which asks, nothing is told
/// but what the ARN says.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn stated_user(arn: &str, snapshot: &Snapshot, account: AccountId) -> Result<Simulated, ApiError> {
    let wrong = || errors::caller_not_user(arn);
    let (owner, kind, _) = named(arn).map_err(|_| wrong())?;
    if kind != "user" {
        return Err(wrong());
    }
    let user = snapshot.find_by_arn::<User>(arn);
    if let Some(user) = user.filter(|_| owner == account) {
        return Ok(Simulated::user(user));
    }
    let id = user.map(|user| user.id.clone().into());
    Ok(Simulated::of(Principal::User { account: owner, arn: arn.into(), id }, &[]))
}

/// Leaves out the policies of `PolicyExclusionList`. Each must be one of the entity's: a slip would change nothing, and
/// nobody would notice.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn exclude(own: &mut EntityPolicies, excluded: &[api::PolicyIdentifier]) -> Result<(), ApiError> {
    for (number, identifier) in (1..).zip(excluded) {
        let wrong = |what: &str| Err(errors::invalid_input(format!("PolicyExclusionList.{number} {what}")));
        let arn = identifier.policy_arn.as_deref();
        let found = match identifier.policy_type.as_deref() {
            Some("inline") => {
                let Some(inline) = &identifier.inline_policy_identifier else {
                    return wrong("must have an InlinePolicyIdentifier.");
                };
                remove(&mut own.identity, |policy| is_inline(&policy.source, inline))
            }
            Some("aws-managed" | "user-managed") if arn.is_some() => {
                remove(&mut own.identity, |policy| policy.source.arn.as_deref() == arn)
            }
            Some("permission-boundary") if arn.is_some() => {
                own.boundary.take_if(|policy| policy.source.arn.as_deref() == arn).is_some()
            }
            // No account is in an organization.
            Some("scp" | "rcp") => false,
            Some(_) => return wrong("must have a PolicyArn."),
            None => return wrong("must have a PolicyType."),
        };
        if !found {
            return wrong("names no policy of the simulated entity.");
        }
    }
    Ok(())
}

fn remove<T>(policies: &mut Vec<T>, is_meant: impl Fn(&T) -> bool) -> bool {
    let before = policies.len();
    policies.retain(|policy| !is_meant(policy));
    policies.len() < before
}

fn is_inline(source: &PolicySource, identifier: &api::InlinePolicyIdentifierType) -> bool {
    let api::InlinePolicyIdentifierType { policy_name, attachment_type, attachment_name } = identifier;
    let owner = format!("{attachment_type} {attachment_name}");
    source.arn.is_none() && *source.name == **policy_name && source.owner.as_deref() == Some(&*owner)
}
