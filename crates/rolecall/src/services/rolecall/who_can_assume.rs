//! `WhoCanAssume`: the principals that can assume a role, as the engine decides it for each of them.
//!
//! Who may read the role's account sees its users and roles, and whom the trust policy names. Users and roles of other
//! accounts are told only to whoever may read these accounts too; else the account stands for them, or a principal that the
//! trust policy names stands for itself, and what its account says is not told.

use super::half::{Readable, Sight};
use super::{access, assumable, reads};
use crate::api::error::ApiError;
use crate::directory::entities::Role;
use crate::directory::snapshot::Snapshot;
use crate::domain::hypothetical::{Access, Asker, KeysOfPolicies, RoleTarget};
use crate::node::Node;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, Requires};
use rolecall_catalog::validation::Text;
use rolecall_catalog::{output, readable, writable};
use rolecall_policy::{AccountId, Arn, Principal};
use std::sync::Arc;

/// The most principals of one answer.
const MAX_PRINCIPALS: usize = 1_000;
/// Users and roles that one answer decides about.
const DECIDED: usize = 20_000;
/// Other accounts of which it is asked whether the caller may read them.
const MAX_OTHERS: usize = 16;

/// An ARN of IAM (its model: 20 to 2,048 characters).
pub(super) static ARN: Text = Text::ANY.min(20).max(2048);

readable! {
    /// The input of `WhoCanAssume`.
    WhoCanAssumeInput {
        role_arn: String = "RoleArn" required(ARN),
    }
}

writable! {
    /// Somebody who can assume the role.
    AssumingPrincipal {
        arn: String = "Arn",
        account_id: Option<String> = "AccountId",
        decision: String = "Decision",
        conditions: Option<Vec<String>> = "Conditions",
    }
}

output! {
    /// The output of `WhoCanAssume`.
    WhoCanAssumeOutput {
        principals: Vec<AssumingPrincipal> = "Principals",
        truncated: bool = "Truncated",
    }
}

/// The operation.
pub(super) struct WhoCanAssume;

impl Operation for WhoCanAssume {
    type Input = WhoCanAssumeInput;
    type Output = WhoCanAssumeOutput;
    /// The role's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        reads("WhoCanAssume")
    }

    fn requires(&self, input: &Self::Input, _: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        let account = access::account_of(&input.role_arn, &["role/"])?;
        Ok(Requires::one(access::to_account("rolecall:WhoCanAssume", account), account))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (arn, own) = (request.input().role_arn.clone(), *request.prepared());
        let snapshot = Arc::clone(request.snapshot());
        let role = snapshot.find_by_arn::<Role>(&arn).ok_or_else(|| access::missing(&arn))?;
        let others = others(&snapshot, &RoleTarget::new(&snapshot, role), own);
        let mut readable = Readable::from([own]);
        for other in others.into_iter().take(MAX_OTHERS) {
            if request.also(node, &access::to_account("rolecall:WhoCanAssume", other)).is_ok() {
                readable.insert(other);
            }
        }
        node.work
            .run(move || {
                let role = snapshot.find_by_arn::<Role>(&arn);
                role.map(|role| listed(&snapshot, &RoleTarget::new(&snapshot, role), &readable)).unwrap_or_default()
            })
            .await
    }
}

/// The other accounts that the trust policy names, or principals of which it names.
fn others(snapshot: &Snapshot, target: &RoleTarget<'_>, own: AccountId) -> Readable {
    let named = &target.named;
    let of_principals = named.principals.iter().filter_map(|name| account_named(snapshot, name));
    let of_sessions = named.sessions.iter().filter_map(|arn| Arn::parse(arn)?.account.parse().ok());
    let all = named.accounts.iter().copied().chain(of_principals).chain(of_sessions);
    all.filter(|account| *account != own && snapshot.account(*account).is_some()).collect()
}

fn account_named(snapshot: &Snapshot, name: &str) -> Option<AccountId> {
    let arn = if name.starts_with("arn:") { name.to_owned() } else { snapshot.arn_of_id(name)? };
    Arn::parse(&arn)?.account.parse().ok()
}

/// Who can assume the role, as far as it may be told.
fn listed(snapshot: &Snapshot, target: &RoleTarget<'_>, readable: &Readable) -> WhoCanAssumeOutput {
    let (principals, truncated) = principals(snapshot, target, readable, DECIDED);
    let told = |(principal, access): (Who, Access)| AssumingPrincipal {
        account_id: principal.account.map(|account| account.to_string()),
        decision: assumable::name(&access).to_owned(),
        conditions: principal.conditions(&access, target.role.account),
        arn: principal.arn,
    };
    let (mut shown, more): (Vec<_>, bool) = (principals.into_iter().map(told).collect(), truncated);
    let is_cut = shown.len() > MAX_PRINCIPALS;
    shown.truncate(MAX_PRINCIPALS);
    WhoCanAssumeOutput { principals: shown, truncated: more || is_cut }
}

/// Somebody who can assume a role.
#[derive(Debug, Clone)]
pub(super) struct Who {
    pub(super) arn: String,
    pub(super) account: Option<AccountId>,
    /// Whether it is named itself by the trust policy, which suffices in its account.
    pub(super) itself: bool,
    /// Whether all of its side may be seen.
    pub(super) is_seen: bool,
}

impl Who {
    fn conditions(&self, access: &Access, role: AccountId) -> Option<Vec<String>> {
        let other = self.account.unwrap_or(role);
        if !self.is_seen {
            return Some(vec![format!("account {other} decides")]);
        }
        assumable::conditions(access, Sight { sees_caller: true, sees_resource: true }, other)
    }
}

/// Who can assume the role, and whether more were left out than `decided` allows.
pub(super) fn principals(
    snapshot: &Snapshot,
    target: &RoleTarget<'_>,
    readable: &Readable,
    decided: usize,
) -> (Vec<(Who, Access)>, bool) {
    let (named, own) = (&target.named, target.role.account);
    let mut keys = KeysOfPolicies::default();
    let mut found = Vec::new();
    let (mut left, mut truncated) = (decided, false);
    for account in readable {
        for asker in target.candidates(snapshot, *account) {
            if left == 0 || found.len() > MAX_PRINCIPALS {
                truncated = true;
                break;
            }
            left -= 1;
            let access = target.access(&asker, &mut keys);
            if access != Access::Denied {
                let itself = named.names_itself(asker.principal()) && *account == own;
                found.push((
                    Who { arn: arn(asker.principal()), account: Some(*account), itself, is_seen: true },
                    access,
                ));
            }
        }
    }
    let depends = || Access::Depends(Vec::new());
    for account in named.allowed_accounts.iter().filter(|account| !readable.contains(account)) {
        let arn = format!("arn:aws:iam::{account}:root");
        found.push((Who { arn, account: Some(*account), itself: false, is_seen: false }, depends()));
    }
    for name in &named.principals {
        // The role's own trust policy says who that is.
        let Some(arn) = (if name.starts_with("arn:") { Some(name.to_string()) } else { snapshot.arn_of_id(name) })
        else {
            continue;
        };
        let Some(account) = account_named(snapshot, name).filter(|account| !readable.contains(account)) else {
            continue;
        };
        let asker = Asker::unseen_at(snapshot, &arn);
        if asker.is_none_or(|asker| target.access(&asker, &mut keys) == Access::Denied) {
            continue;
        }
        found.push((Who { arn, account: Some(account), itself: false, is_seen: false }, depends()));
    }
    if named.allows_anybody {
        found.push((Who { arn: "*".to_owned(), account: None, itself: false, is_seen: true }, depends()));
    }
    let services =
        named.services.iter().map(|name| (Principal::Service { names: vec![name.clone()] }, "sts:AssumeRole"));
    let providers = named.providers.iter().map(|name| {
        let is_saml = name.contains(":saml-provider/");
        let action = if is_saml { "sts:AssumeRoleWithSAML" } else { "sts:AssumeRoleWithWebIdentity" };
        (Principal::Provider { provider: name.clone() }, action)
    });
    for (principal, action) in services.chain(providers) {
        let asker = Asker::outside(snapshot, principal, action);
        let access = target.access(&asker, &mut keys);
        if access != Access::Denied {
            let arn = arn(asker.principal());
            let account = Arn::parse(&arn).and_then(|arn| arn.account.parse().ok());
            found.push((Who { arn, account, itself: true, is_seen: true }, access));
        }
    }
    (found, truncated)
}

/// What a principal is called.
pub(super) fn arn(principal: &Principal) -> String {
    match principal {
        Principal::User { arn, .. }
        | Principal::Root { arn, .. }
        | Principal::AssumedRoot { arn, .. }
        | Principal::FederatedUser { arn, .. } => arn.to_string(),
        Principal::RoleSession { session_arn: Some(arn), .. } | Principal::RoleSession { role_arn: Some(arn), .. } => {
            arn.to_string()
        }
        Principal::Service { names } => names.first().map(ToString::to_string).unwrap_or_default(),
        Principal::Provider { provider } => provider.to_string(),
        Principal::RoleSession { .. } | Principal::Delegated { .. } | Principal::Anonymous => "anonymous".to_owned(),
    }
}
