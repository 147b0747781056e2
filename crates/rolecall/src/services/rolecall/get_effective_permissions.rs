//! `GetEffectivePermissions`: what a principal may do by its own policies, service by service and level by level.
//!
//! Each action of the authorization reference is decided on any resource of the principal's account, with everything open that
//! a request would bring along. What policies of resources grant beside is not in it.

use super::who_can_assume::ARN;
use super::{access, describe_actions, reads};
use crate::api::error::ApiError;
use crate::directory::snapshot::Snapshot;
use crate::domain::hypothetical::{Asked, Asker, KeysOfPolicies, OwnPolicy, Question};
use crate::node::Node;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, Requires};
use rolecall_catalog::authorization;
use rolecall_catalog::authorization::{AccessLevel, Service};
use rolecall_catalog::{output, readable, writable};
use rolecall_policy::document::Effect;
use rolecall_policy::explain::{escaped, statement_title};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::unknown::{Dependency, PossibleDecision};
use rolecall_policy::{AccountId, Context, Layer};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Reasons and limits that a cell tells.
const MAX_REASONS: usize = 10;

/// The levels in the order of IAM's console.
const LEVELS: [AccessLevel; 5] = [
    AccessLevel::List,
    AccessLevel::Read,
    AccessLevel::Write,
    AccessLevel::Tagging,
    AccessLevel::PermissionsManagement,
];

readable! {
    /// The input of `GetEffectivePermissions`.
    GetEffectivePermissionsInput {
        principal_arn: String = "PrincipalArn" required(ARN),
    }
}

writable! {
    /// The permissions of one service.
    ServicePermissions {
        prefix: String = "Prefix",
        levels: Vec<LevelPermissions> = "Levels",
    }
}

writable! {
    /// Those of one access level.
    LevelPermissions {
        level: String = "Level",
        grant: String = "Grant",
        allowed_actions: i32 = "AllowedActions",
        total_actions: i32 = "TotalActions",
        reasons: Vec<String> = "Reasons",
        limits: Vec<String> = "Limits",
    }
}

output! {
    /// The output of `GetEffectivePermissions`.
    GetEffectivePermissionsOutput {
        services: Vec<ServicePermissions> = "Services",
    }
}

/// The operation.
pub(super) struct GetEffectivePermissions;

impl Operation for GetEffectivePermissions {
    type Input = GetEffectivePermissionsInput;
    type Output = GetEffectivePermissionsOutput;
    /// The principal's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        reads("GetEffectivePermissions")
    }

    fn requires(&self, input: &Self::Input, _: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        let account = access::account_of(&input.principal_arn, &["user/", "role/", "root"])?;
        Ok(Requires::one(access::to_account("rolecall:GetEffectivePermissions", account), account))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (arn, account) = (request.input().principal_arn.clone(), *request.prepared());
        let snapshot = Arc::clone(request.snapshot());
        node.work.run(move || permissions(&snapshot, &arn, account)).await?
    }
}

fn permissions(snapshot: &Snapshot, arn: &str, account: AccountId) -> Result<GetEffectivePermissionsOutput, ApiError> {
    let asker = Asker::find(snapshot, arn).ok_or_else(|| access::missing(arn))?;
    let mut keys = KeysOfPolicies::default();
    let is_root = matches!(asker.principal(), rolecall_policy::Principal::Root { .. });
    let services = authorization().services().filter(|service| is_root || asker.may_speak_of(service.prefix));
    let services: Vec<ServicePermissions> =
        services.filter_map(|service| of_service(&asker, account, service, &mut keys)).collect();
    Ok(GetEffectivePermissionsOutput { services })
}

/// What was found of one level.
#[derive(Default)]
struct Cell {
    whole: usize,
    partly: usize,
    total: usize,
    reasons: BTreeSet<String>,
    limits: BTreeSet<String>,
}

/// The levels of a service; `None` if nothing of it is allowed.
fn of_service(
    asker: &Asker,
    account: AccountId,
    service: &'static Service,
    keys: &mut KeysOfPolicies,
) -> Option<ServicePermissions> {
    let mut cells: HashMap<AccessLevel, Cell> = HashMap::new();
    for action in service.actions() {
        let name = format!("{}:{}", service.prefix, action.name());
        let cell = cells.entry(action.level()).or_default();
        cell.total += 1;
        decide(asker, account, &name, keys, cell);
    }
    if cells.values().all(|cell| cell.whole + cell.partly == 0) {
        return None;
    }
    let levels = LEVELS.iter().filter_map(|level| Some(shown(*level, cells.remove(level)?)));
    Some(ServicePermissions { prefix: service.prefix.to_owned(), levels: levels.collect() })
}

fn decide(asker: &Asker, account: AccountId, action: &str, keys: &mut KeysOfPolicies, cell: &mut Cell) {
    let asked = Asked {
        action,
        resource: None,
        owner: Some(account),
        class: ResourceClass::Ordinary,
        s3: None,
        policy: OwnPolicy::Nothing,
        standing: None,
        is_unseen: false,
        keys: Context::new(),
        absent: BTreeSet::new(),
    };
    let question = Question::new(asker, &asked, keys);
    let policies = question.policies();
    match question.answer() {
        PossibleDecision::Allowed(decision) => {
            cell.whole += 1;
            for at in decision.deciding().filter(|at| at.layer == Layer::Identity) {
                if let Some((statement, source)) = policies.statement(at) {
                    note(&mut cell.reasons, &statement_title(source, statement.sid, at.statement));
                }
            }
        }
        PossibleDecision::Depends(on) => {
            // What is reserved to AWS nobody can be granted.
            let by_statements = on.iter().any(|dependency| matches!(dependency, Dependency::Statement(_)));
            *if by_statements { &mut cell.partly } else { &mut cell.whole } += 1;
            for dependency in &on {
                let Dependency::Statement(statement) = dependency else { continue };
                let title = statement_title(&statement.source, statement.sid.as_deref(), statement.at.statement);
                match (statement.effect, statement.at.layer) {
                    (Effect::Allow, Layer::Identity) => note(&mut cell.reasons, &title),
                    (_, layer) => note(&mut cell.limits, &format!("{}: {title}", layer.name())),
                }
            }
        }
        PossibleDecision::Denied(decision) => {
            // Only what stands against a grant is a limit.
            let blocks: Vec<Layer> = decision.blocked_by().map(|block| block.layer).collect();
            if !blocks.contains(&Layer::Identity) || decision.is_explicit() {
                for layer in blocks {
                    note(&mut cell.limits, layer.name());
                }
            }
        }
    }
}

fn note(texts: &mut BTreeSet<String>, text: &str) {
    if texts.len() < MAX_REASONS {
        texts.insert(escaped(text));
    }
}

fn shown(level: AccessLevel, cell: Cell) -> LevelPermissions {
    let Cell { whole, partly, total, reasons, limits } = cell;
    let grant = match (whole, whole + partly) {
        (_, 0) => "None",
        (whole, _) if whole == total => "Full",
        _ => "Partial",
    };
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    LevelPermissions {
        level: describe_actions::level(level).to_owned(),
        grant: grant.to_owned(),
        allowed_actions: number(whole + partly),
        total_actions: number(total),
        reasons: reasons.into_iter().collect(),
        limits: limits.into_iter().collect(),
    }
}
