//! Delegation requests (R4.66): a product provider asks, a customer claims the request, accepts it and sends the token that
//! the provider trades in for temporary access (R3.54).
//!
//! A request is out of sight for accounts other than its owner's: to them it does not exist, its provider included.

use crate::directory::entities::{DelegationRequest, DelegationState};
use crate::domain::delegation;
use crate::domain::guardrails::standing;
use crate::services::iam::delegated_policy;
use crate::services::iam::prelude::*;
use crate::services::operation::{RequiredPermission, ResourcePolicyOf};
use rolecall_policy::{Arn, Principal};

/// How many expired requests a new one takes along, so that its transaction stays small.
const CLEARED: usize = 100;

/// The request with this id, if the caller's account may know of it.
fn visible<'s>(call: &IamCall<'s>, id: &str) -> Option<&'s Arc<Stored<DelegationRequest>>> {
    let request = call.snapshot.find_by_id::<DelegationRequest>(id)?;
    let account = call.account.to_string();
    let is_own = request.owner_account.as_ref().is_none_or(|owner| *owner == account);
    (is_own && !is_forgotten(request, call.now())).then_some(request)
}

fn find<'s>(call: &IamCall<'s>, id: &str) -> Result<&'s Arc<Stored<DelegationRequest>>, ApiError> {
    visible(call, id).ok_or_else(|| errors::delegation_request_missing(id))
}

fn arn(call: &IamCall<'_>, id: &str) -> String {
    format!("arn:aws:iam::{}:delegation-request/{id}", call.account)
}

/// The operation's own action on a request, with what the request lets its owner do by default. Nobody accepts by default.
fn on_request(call: &IamCall<'_>, id: &str) -> RequiredPermission {
    let permission = RequiredPermission { account: Some(call.account), ..call.on(arn(call, id)) };
    let Some(request) = visible(call, id) else { return permission };
    let permission = match &request.owner {
        Some(owner) => permission.key("iam:DelegationRequestOwner", &**owner),
        None => permission,
    };
    RequiredPermission { policy: ResourcePolicyOf::Delegation(Arc::clone(request)), ..permission }
}

/// The request, if it is in one of these states.
fn in_state<'s>(
    call: &IamCall<'s>,
    id: &str,
    states: &[DelegationState],
) -> Result<&'s Arc<Stored<DelegationRequest>>, ApiError> {
    let request = find(call, id)?;
    let state = delegation::state(request, call.now());
    if state == "EXPIRED" || !states.contains(&request.state) {
        return Err(errors::wrong_delegation_state(id, state));
    }
    Ok(request)
}

/// Puts a request into a state. The time of a state counts from when it was entered.
fn enter(
    call: &IamCall<'_>,
    edit: &mut Edit,
    request: &Stored<DelegationRequest>,
    state: DelegationState,
    change: impl FnOnce(&mut DelegationRequest),
) -> Result<(), ApiError> {
    edit.modify(request, |it| {
        if it.state != state {
            it.since = call.now();
        }
        it.state = state;
        it.updated = call.now();
        change(it);
    })
    .map(drop)
}

/// Whether a request expired so long ago that it is no longer shown.
fn is_forgotten(request: &DelegationRequest, now: jiff::Timestamp) -> bool {
    delegation::expires(request).checked_add(delegation::RETENTION).is_ok_and(|ends| ends <= now)
}

impl IamOperation for api::CreateDelegationRequest {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = call
            .on(arn(call, "*"))
            .key("iam:DelegationDuration", input.session_duration.to_string())
            .key("iam:NotificationChannel", &*input.notification_channel);
        Ok(vec![match &input.permissions.policy_template_arn {
            Some(template) => permission.key("iam:TemplateArn", &**template),
            None => permission,
        }])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let provider = call.node.delegation_providers.of_account(call.account).ok_or_else(|| {
            let (caller, resource) = (&call.caller.arn, arn(call, "*"));
            let action = "iam:CreateDelegationRequest";
            let message = format!("User: {caller} is not authorized to perform: {action} on resource: {resource}");
            ApiError::access_denied(message).because("the account is not one of a provider that was onboarded")
        })?;
        let template = input.permissions.policy_template_arn.as_deref().unwrap_or_default();
        let found = provider.template(template).ok_or_else(|| errors::no_policy_template(template))?;
        let parameters = delegated_policy::parameters(found, input.permissions.parameters.as_deref())?;
        let policy = delegated_policy::policy(call.snapshot, call.account, found, &parameters)?;
        let channel = &input.notification_channel;
        let is_own_topic = Arn::parse(channel).is_some_and(|arn| {
            arn.service == "sns" && arn.account == call.account.to_string() && !arn.resource.is_empty()
        });
        if !is_own_topic {
            return Err(errors::not_a_topic(channel));
        }
        let now = call.now();
        let workflow = &input.requestor_workflow_id;
        let known = call.snapshot.find::<DelegationRequest>(call.account, workflow);
        if known.is_some_and(|known| !is_forgotten(known, now)) {
            return Err(errors::workflow_exists(workflow));
        }
        // One of those that are no longer shown makes room for this one, which thus fits where there is no room for more.
        let forgotten = || call.all::<DelegationRequest>().filter(|it| is_forgotten(it, now));
        let replaced = known.or_else(|| forgotten().next());
        let others = forgotten().filter(|it| replaced.is_none_or(|replaced| replaced.id != it.id));
        others.take(CLEARED).for_each(|it| edit.delete(it));
        let id = ids::new_request_id(&*call.node.entropy)?;
        let request = DelegationRequest {
            account: call.account,
            workflow: workflow.clone(),
            id: id.clone(),
            requestor: provider.name.clone(),
            owner_account: input.owner_account_id.clone(),
            owner: None,
            owner_id: None,
            description: input.description.clone(),
            message: input.request_message.clone(),
            template: template.to_owned(),
            parameters,
            boundaries: delegated_policy::boundaries(&policy),
            policy,
            channel: channel.clone(),
            redirect_url: input.redirect_url.clone(),
            seconds: input.session_duration,
            only_send_by_owner: input.only_send_by_owner.unwrap_or_default(),
            state: DelegationState::Unassigned,
            since: now,
            created: now,
            updated: now,
            notes: None,
            rejection: None,
            approver: None,
            traded_in: Vec::new(),
        };
        match replaced {
            Some(before) => edit.update(before, &request)?,
            None => edit.create(&request)?,
        }
        Ok(api::CreateDelegationRequestOutput { console_deep_link: None, delegation_request_id: Some(id) })
    }
}

fn shown(request: &DelegationRequest, now: jiff::Timestamp) -> api::DelegationRequest {
    let parameter = |it: &crate::directory::entities::DelegationParameter| api::PolicyParameter {
        name: Some(it.name.clone()),
        values: Some(it.values.clone()),
        r#type: Some(if it.list { "stringList" } else { "string" }.to_owned()),
    };
    api::DelegationRequest {
        delegation_request_id: Some(request.id.clone()),
        owner_account_id: request.owner_account.clone(),
        description: Some(request.description.clone()),
        request_message: request.message.clone(),
        permissions: Some(api::DelegationPermission {
            policy_template_arn: Some(request.template.clone()),
            parameters: Some(request.parameters.iter().map(parameter).collect()),
        }),
        permission_policy: Some(request.policy.clone()),
        role_permission_restriction_arns: Some(request.boundaries.clone()),
        owner_id: request.owner.clone(),
        approver_id: request.approver.as_ref().map(|approver| approver.arn.clone()),
        state: Some(delegation::state(request, now).to_owned()),
        expiration_time: Some(delegation::expires(request)),
        requestor_id: Some(request.account.to_string()),
        requestor_name: Some(request.requestor.clone()),
        create_date: Some(request.created),
        session_duration: Some(request.seconds),
        redirect_url: request.redirect_url.clone(),
        notes: request.notes.clone(),
        rejection_reason: request.rejection.clone(),
        only_send_by_owner: Some(request.only_send_by_owner),
        updated_time: Some(request.updated),
    }
}

impl IamOperation for api::GetDelegationRequest {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![on_request(call, &input.delegation_request_id)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let request = find(call, &input.delegation_request_id)?;
        let checks = input.delegation_permission_check.unwrap_or_default();
        // Of a root user that nothing limits it is certain. What other policies allow of the request's depends on requests
        // that nobody has made yet.
        let is_unlimited =
            matches!(call.caller.principal, Principal::Root { .. }) && standing(call.snapshot, call.account).is_none();
        let result = if is_unlimited { "ALLOWED" } else { "UNSURE" };
        Ok(api::GetDelegationRequestOutput {
            delegation_request: Some(shown(request, call.now())),
            permission_check_status: checks.then(|| "COMPLETE".to_owned()),
            permission_check_result: checks.then(|| result.to_owned()),
        })
    }
}

impl IamOperation for api::ListDelegationRequests {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = call.on_account();
        let Some(owner) = &input.owner_id else { return Ok(vec![permission]) };
        let permission = permission.key("iam:DelegationRequestOwner", &**owner);
        // Owners may list their own by default.
        let mut own = call
            .snapshot
            .linked_anywhere::<DelegationRequest>(Link::Recipient, &call.account.to_string())
            .filter(|request| request.owner.as_ref() == Some(owner) && delegation::is_owner(request, call.caller));
        Ok(vec![match own.next() {
            Some(request) => {
                RequiredPermission { policy: ResourcePolicyOf::Delegation(Arc::clone(request)), ..permission }
            }
            None => permission,
        }])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let account = call.account.to_string();
        let owned = call.snapshot.linked_anywhere::<DelegationRequest>(Link::Recipient, &account);
        let mut requests: Vec<_> = owned
            .filter(|request| !is_forgotten(request, call.now()))
            .filter(|request| match (&request.owner, &input.owner_id) {
                (None, _) => false,
                (Some(_), None) => true,
                (Some(owner), Some(wanted)) => owner == wanted,
            })
            .collect();
        requests.sort_by(|one, other| one.id.cmp(&other.id));
        let filter = input.owner_id.as_deref().unwrap_or_default();
        let list = call.list(&[filter], input.marker.as_deref(), input.max_items);
        let page = list.page(requests, |request| request.id.clone())?;
        Ok(page.output(
            |request| shown(request, call.now()),
            |delegation_requests, is_truncated, marker| api::ListDelegationRequestsOutput {
                delegation_requests: Some(delegation_requests),
                marker,
                is_truncated,
            },
        ))
    }
}

impl IamOperation for api::AssociateDelegationRequest {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![on_request(call, &input.delegation_request_id)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let request = in_state(call, &input.delegation_request_id, &[DelegationState::Unassigned])?;
        let (owner, id) = delegation::owner(call.caller).ok_or_else(errors::cannot_own_delegation)?;
        enter(call, edit, request, DelegationState::Assigned, |it| {
            it.owner_account = Some(call.account.to_string());
            it.owner = Some(owner);
            it.owner_id = id;
        })?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::UpdateDelegationRequest {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![on_request(call, &input.delegation_request_id)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let states = [DelegationState::Assigned, DelegationState::PendingApproval];
        let request = in_state(call, &input.delegation_request_id, &states)?;
        enter(call, edit, request, DelegationState::PendingApproval, |it| {
            if input.notes.is_some() {
                it.notes.clone_from(&input.notes);
            }
        })?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::AcceptDelegationRequest {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![on_request(call, &input.delegation_request_id)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let id = &input.delegation_request_id;
        let states = [DelegationState::Assigned, DelegationState::PendingApproval];
        // The model declares no `InvalidInput` for it.
        let request = in_state(call, id, &states).map_err(|error| match error.code {
            code if code == "InvalidInput" => ApiError::validation(error.message),
            _ => error,
        })?;
        let approver = delegation::approver(call.caller).ok_or_else(errors::cannot_approve_delegation)?;
        if matches!(call.caller.principal, Principal::Root { .. }) && request.seconds > delegation::MAX_ROOT_SECONDS {
            return Err(errors::too_long_for_root());
        }
        enter(call, edit, request, DelegationState::Accepted, |it| it.approver = Some(approver))?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::RejectDelegationRequest {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![on_request(call, &input.delegation_request_id)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let states = [DelegationState::Assigned, DelegationState::PendingApproval, DelegationState::Accepted];
        let request = in_state(call, &input.delegation_request_id, &states)?;
        enter(call, edit, request, DelegationState::Rejected, |it| it.rejection.clone_from(&input.notes))?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::SendDelegationToken {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![on_request(call, &input.delegation_request_id)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let request = in_state(call, &input.delegation_request_id, &[DelegationState::Accepted])?;
        if request.only_send_by_owner && !delegation::is_owner(request, call.caller) {
            return Err(errors::only_owner_sends());
        }
        enter(call, edit, request, DelegationState::Finalized, |_| ())?;
        Ok(NoOutput)
    }
}

/// The id in the ARN of a delegation request of the caller's account.
fn id_in_arn<'i>(call: &IamCall<'_>, text: &'i str) -> Result<&'i str, ApiError> {
    let invalid = || errors::not_a_delegation_request(text);
    let arn = Arn::parse(text).filter(|arn| arn.service == "iam").ok_or_else(invalid)?;
    let id = arn.resource.strip_prefix("delegation-request/").filter(|id| !id.is_empty()).ok_or_else(invalid)?;
    if arn.account == call.account.to_string() { Ok(id) } else { Err(errors::delegation_request_missing(id)) }
}

impl IamOperation for api::GetHumanReadableSummary {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![on_request(call, id_in_arn(call, &input.entity_arn)?)])
    }

    /// AWS has a language model write the summary. There is none here, and the answer has a state for that.
    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        find(call, id_in_arn(call, &input.entity_arn)?)?;
        Ok(api::GetHumanReadableSummaryOutput {
            summary_content: None,
            locale: Some(input.locale.clone().unwrap_or_else(|| "en".to_owned())),
            summary_state: Some("NOT_SUPPORTED".to_owned()),
        })
    }
}
