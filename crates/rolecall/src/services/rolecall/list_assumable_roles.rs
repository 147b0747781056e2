//! `ListAssumableRoles`: the roles that the caller can assume, as the engine would decide the caller's next call.
//!
//! Roles of the caller's own account are all listed, with the decision. A role of another account is listed only if both sides
//! allow it, perhaps with an MFA code or with something else that the caller can bring along; the latter only if its trust
//! policy names the caller or the caller's account.

use super::half::Sight;
use super::pages::{self, MAX_ITEMS, Tokens};
use super::{access, assumable, reads};
use crate::api::error::ApiError;
use crate::directory::entities::{Entity, Role};
use crate::directory::snapshot::Snapshot;
use crate::domain::guardrails::standing;
use crate::domain::hypothetical::{Access, Asker, KeysOfPolicies, RoleTarget};
use crate::node::Node;
use crate::services::context::context;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, RequiredPermission, Requires};
use rolecall_catalog::validation::{Integer, Text};
use rolecall_catalog::{output, readable, writable};
use rolecall_policy::AccountId;
use std::sync::Arc;

/// Roles of all accounts that one page looks at. A page that finds few goes on with the next one.
const EXAMINED: usize = 10_000;

static MAX_RESULTS: Integer = Integer { min: 1, max: MAX_ITEMS };
static NEXT_TOKEN: Text = Text::ANY.min(1).max(2048);

readable! {
    /// The input of `ListAssumableRoles`.
    ListAssumableRolesInput {
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
    }
}

writable! {
    /// A role that the caller can assume, or one of the own account that it cannot.
    AssumableRole {
        role_arn: String = "RoleArn",
        role_name: String = "RoleName",
        account_id: String = "AccountId",
        account_name: Option<String> = "AccountName",
        account_alias: Option<String> = "AccountAlias",
        decision: String = "Decision",
        reason: Option<String> = "Reason",
    }
}

output! {
    /// The output of `ListAssumableRoles`.
    ListAssumableRolesOutput {
        roles: Vec<AssumableRole> = "Roles",
        next_token: Option<String> = "NextToken",
    }
}

/// The operation.
pub(super) struct ListAssumableRoles;

impl Operation for ListAssumableRoles {
    type Input = ListAssumableRolesInput;
    type Output = ListAssumableRolesOutput;
    /// The caller's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        reads("ListAssumableRoles")
    }

    fn requires(&self, _: &Self::Input, call: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        let account = call.caller.account()?;
        Ok(Requires::one(access::to_account("rolecall:ListAssumableRoles", account), account))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let ListAssumableRolesInput { max_results, next_token } = request.input();
        let own = *request.prepared();
        let tokens = Tokens::of(&["ListAssumableRoles", &own.to_string(), &request.caller().arn]);
        let after = tokens.read(next_token.as_deref(), |place| Some(place.to_owned()))?;
        let asker = asker(&request.context(node), own);
        let (count, snapshot) = (pages::items(*max_results), Arc::clone(request.snapshot()));
        let (roles, next) = node.work.run(move || page(&snapshot, &asker, own, after.as_deref(), count)).await?;
        Ok(ListAssumableRolesOutput { roles, next_token: next.map(|next| tokens.at(&next)) })
    }
}

/// The caller with the condition keys that its next call would have too.
fn asker(call: &CallContext<'_>, own: AccountId) -> Asker {
    let standing = standing(call.snapshot, own);
    let nothing = RequiredPermission::on("sts:AssumeRole", "*");
    let mut known = context(call, &nothing, standing.as_deref(), None);
    // That of the role is another one for each.
    known.remove("aws:ResourceAccount");
    Asker::caller(call.snapshot, call.caller, known)
}

/// The roles of one page, and the store key after which the next one begins.
fn page(
    snapshot: &Snapshot,
    asker: &Asker,
    own: AccountId,
    after: Option<&str>,
    count: usize,
) -> (Vec<AssumableRole>, Option<String>) {
    let mut keys = KeysOfPolicies::default();
    let mut found = Vec::new();
    let mut last: Option<String> = None;
    for (examined, role) in
        snapshot.all::<Role>().filter(|role| after.is_none_or(|after| *role.key() > *after)).enumerate()
    {
        if found.len() == count || examined == EXAMINED {
            return (found, last);
        }
        last = Some(role.key());
        let target = RoleTarget::new(snapshot, role);
        let access = match target.may_be_assumed_by(asker) {
            true => target.access(asker, &mut keys),
            false => Access::Denied,
        };
        if is_listed(&target, asker, own, &access) {
            found.push(shown(snapshot, &target, own, &access));
        }
    }
    (found, None)
}

fn is_listed(target: &RoleTarget<'_>, asker: &Asker, own: AccountId, access: &Access) -> bool {
    target.role.account == own
        || match access {
            Access::Allowed => true,
            Access::NeedsMfa | Access::Depends(_) => target.named.names(asker.principal()),
            Access::Denied => false,
        }
}

fn shown(snapshot: &Snapshot, target: &RoleTarget<'_>, own: AccountId, access: &Access) -> AssumableRole {
    let role = target.role;
    let is_own = role.account == own;
    // The name of another account is not the caller's to read.
    let account = snapshot.account(role.account).filter(|_| is_own);
    let sight = Sight { sees_caller: true, sees_resource: is_own };
    let reason = match access {
        Access::Denied => Some("the policies of the account do not allow it".to_owned()),
        access => assumable::conditions(access, sight, role.account).map(|lines| lines.join("; ")),
    };
    AssumableRole {
        role_arn: target.arn().to_owned(),
        role_name: role.name.clone(),
        account_id: role.account.to_string(),
        account_name: account.map(|account| account.name.clone()),
        account_alias: account.and_then(|account| account.alias.clone()),
        decision: assumable::name(access).to_owned(),
        reason,
    }
}
