//! `ExplainRequest`: the recorded decision behind one request, as far as the reader may see it. Nothing is decided again.

use super::decisions;
use super::half::{Half, Readable};
use super::reads;
use super::shapes::{ExplainRequestInput, ExplainRequestOutput, LineageStep, RequestSummary};
use crate::api::error::ApiError;
use crate::node::Node;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, RequiredPermission, Requires};
use crate::trail::{Found, Record, TrailError, text};
use rolecall_policy::AccountId;
use rolecall_policy::explain::UNLIMITED;

/// The operation.
pub(super) struct ExplainRequest;

impl Operation for ExplainRequest {
    type Input = ExplainRequestInput;
    type Output = ExplainRequestOutput;
    /// The reader's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        reads("ExplainRequest")
    }

    fn requires(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        let account = call.caller.account()?;
        Ok(Requires::one(permission(account, &input.request_id), account))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (id, account) = (request.input().request_id.clone(), *request.prepared());
        let missing = format!("There is no record of a request {id} in which account {account} takes part.");
        let missing = || ApiError::new("ResourceNotFoundException", 400, missing.clone());
        let (records, wanted) = (node.records.clone(), id.clone());
        let found = node.work.run(move || records.find(&wanted)).await?;
        let record = whole(found, &id)?.ok_or_else(missing)?;
        if !record.accounts.contains(&account.to_string()) {
            return Err(missing());
        }
        let mut readable = Readable::from([account]);
        // The record has at most 16 (`trail::record::MAX_ACCOUNTS`).
        for other in record.accounts.iter().filter_map(|other| other.parse::<AccountId>().ok()) {
            if other != account && request.also(node, &permission(other, &id)).is_ok() {
                readable.insert(other);
            }
        }
        let half = Half::of(record, &readable, request.snapshot()).ok_or_else(missing)?;
        Ok(output(&half))
    }
}

/// What whoever reads the half of an account must be allowed.
fn permission(account: AccountId, id: &str) -> RequiredPermission {
    let resource = format!("arn:aws:rolecall::{account}:request/{id}");
    RequiredPermission { account: Some(account), ..RequiredPermission::on("rolecall:ExplainRequest", resource) }
}

/// The record with exactly this id.
fn whole(found: Result<Found, TrailError>, id: &str) -> Result<Option<Record>, ApiError> {
    Ok(match found.map_err(ApiError::internal)? {
        Found::One(record) if record.request_id == id => Some(*record),
        Found::One(_) | Found::Nothing | Found::Several { .. } => None,
    })
}

fn output(half: &Half) -> ExplainRequestOutput {
    let Half { record, sees_caller, hidden, sights, .. } = half;
    // A request that is decided by others alone, or of which nobody can tell any more whose resources they were.
    let is_left_out = !sees_caller && record.decisions.is_empty();
    let told = if is_left_out {
        format!("Decided by other accounts: {}.\n", hidden.join(", "))
    } else {
        text::render(record, UNLIMITED)
    };
    let decided = record.decisions.iter().zip(sights);
    ExplainRequestOutput {
        request: Some(RequestSummary::of(half)),
        text: told,
        decisions: decided.map(|(it, sight)| decisions::recorded(it, *sight)).collect(),
        lineage: lineage(record),
        hidden_accounts: hidden.clone(),
    }
}

/// Who came to be the caller: the principal that asked for the session, then the session.
fn lineage(record: &Record) -> Vec<LineageStep> {
    let Some(caller) = &record.caller else { return Vec::new() };
    let issuer = caller.issued_by.iter().map(|arn| LineageStep { arn: arn.clone(), ..LineageStep::default() });
    let step = LineageStep {
        arn: caller.arn.clone(),
        access_key_id: caller.access_key_id.clone(),
        request_id: Some(record.request_id.clone()),
        time: Some(record.time),
    };
    issuer.chain([step]).collect()
}
