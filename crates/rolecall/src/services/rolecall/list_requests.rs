//! `ListRequests`: the recorded requests in which the caller's account takes part, the newest first.

use super::half::{Half, Readable, brief};
use super::pages::{self, Tokens};
use super::shapes::{ListRequestsInput, ListRequestsOutput, RequestFilters, RequestSummary};
use super::{access, reads};
use crate::api::error::ApiError;
use crate::directory::snapshot::Snapshot;
use crate::node::Node;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, Requires};
use crate::trail::{Ending, Outcome, Pattern, Position, Record, Wanted};
use rolecall_policy::AccountId;
use std::sync::Arc;

/// The operation.
pub(super) struct ListRequests;

impl Operation for ListRequests {
    type Input = ListRequestsInput;
    type Output = ListRequestsOutput;
    /// The caller's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        reads("ListRequests")
    }

    fn requires(&self, _: &Self::Input, call: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        let account = call.caller.account()?;
        Ok(Requires::one(access::to_account("rolecall:ListRequests", account), account))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let ListRequestsInput { filters, max_results, next_token } = request.input();
        let account = *request.prepared();
        let filters = filters.clone().unwrap_or_default();
        let tokens = Tokens::of(&["ListRequests", &account.to_string(), &filters.as_text()]);
        let from = tokens.read(next_token.as_deref(), Position::parse)?;
        let (count, since) = (pages::items(*max_results), filters.since);
        let wanted = Filters::read(filters)?;
        let (records, snapshot) = (node.records.clone(), Arc::clone(request.snapshot()));
        let (own, looked_for) = (Readable::from([account]), Arc::clone(&snapshot));
        let page = node.work.run(move || {
            let is_wanted = |record: &Record| wanted.has(record, &own, &looked_for);
            records.page(from.as_ref(), count, since, is_wanted)
        });
        let page = page.await?.map_err(ApiError::internal)?;
        let own = Readable::from([account]);
        let halves = page.records.iter().filter_map(|record| Half::of(brief(record), &own, &snapshot));
        Ok(ListRequestsOutput {
            requests: halves.map(|half| RequestSummary::of(&half)).collect(),
            next_token: page.next.map(|next| tokens.at(&next.to_string())),
        })
    }
}

/// The filters, read.
struct Filters {
    given: RequestFilters,
    principal: Option<Pattern>,
    action: Option<Pattern>,
    resource: Option<Pattern>,
}

impl Filters {
    fn read(given: RequestFilters) -> Result<Self, ApiError> {
        let pattern = |text: &Option<String>| text.as_deref().map(Pattern::read).transpose();
        let (principal, action, resource) =
            (pattern(&given.principal), pattern(&given.action), pattern(&given.resource));
        Ok(Self {
            principal: principal.map_err(ApiError::validation)?,
            action: action.map_err(ApiError::validation)?,
            resource: resource.map_err(ApiError::validation)?,
            given,
        })
    }

    /// Whether the record is asked for. Filters see what the account may see, so that they tell no more.
    fn has(&self, record: &Record, own: &Readable, snapshot: &Snapshot) -> bool {
        // Most records of a page that finds little are of other accounts.
        if !record.accounts.iter().any(|account| account.parse().is_ok_and(|account| own.contains(&account))) {
            return false;
        }
        let Some(Half { record, .. }) = Half::of(brief(record), own, snapshot) else { return false };
        let wanted = Wanted {
            denied: false,
            account: None,
            principal: self.principal.as_ref(),
            action: self.action.as_ref(),
            service: self.given.service.as_deref(),
            resource: self.resource.as_ref(),
            since: self.given.since,
            until: self.given.until,
        };
        wanted.has(&record) && self.given.denied.is_none_or(|denied| denied == (record.ending() == Ending::Denied))
    }
}

impl RequestSummary {
    /// What is told of a request to an account that takes part.
    pub(super) fn of(half: &Half) -> Self {
        let Half { record, caller_account, .. } = half;
        let is_denied = |it: &&crate::trail::DecisionRecord| it.outcome != Outcome::Allowed;
        let decision = record.decisions.iter().find(is_denied).or_else(|| record.decisions.first());
        let known = |text: &String| (!text.is_empty()).then(|| text.clone());
        Self {
            request_id: record.request_id.clone(),
            time: record.time,
            service: record.service.clone(),
            operation: record.operation.clone(),
            action: decision.map(|decision| decision.action.clone()),
            principal_arn: record.caller.as_ref().and_then(|caller| known(&caller.arn)),
            account_id: caller_account.map(|account| account.to_string()),
            resources: record.resources.clone(),
            outcome: outcome(record).to_owned(),
            error_code: record.error.as_ref().map(|error| error.code.clone()),
            status: i32::from(record.status),
            source_ip: record.source_ip.map(|address| address.to_string()),
            user_agent: record.user_agent.clone(),
            accounts: record.accounts.clone(),
        }
    }
}

fn outcome(record: &Record) -> &'static str {
    match record.ending() {
        Ending::Allowed => "Allowed",
        Ending::Denied => "Denied",
        Ending::Failed | Ending::Refused | Ending::Unfinished => "Error",
    }
}
