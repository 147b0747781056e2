//! Access reports of organizations (R4.52): which of the services that the service control policies over an account, a unit
//! or the root let through were last used by whom.
//!
//! What a report is about is settled when it is begun: the services, and the accounts with their paths. A job reads the
//! trail for them. What the request names and the organization does not have makes the job fail, since AWS declares no error
//! for it.

use super::last_accessed::{Progress, TRACKED, attempts, last, progress};
use crate::directory::entities::{Membership, OrganizationPolicy, OrganizationRoot};
use crate::domain::guardrails::{self, aws_policy};
use crate::domain::organization::{self, Container, Place};
use crate::node::last_accessed::{Failure, Job, Watched};
use crate::services::Authorized;
use crate::services::iam::granted::{Level, services_within};
use crate::services::iam::prelude::*;
use crate::services::iam::{AsyncIam, AsyncIamOperation};
use crate::services::operation::RequiredPermission;
use crate::trail::usage::Usage;
use rolecall_analysis::organization_policies::PolicyType;
use rolecall_catalog::authorization;
use rolecall_catalog::operation::ApiOperation;
use rolecall_policy::{AccountId, Policy};
use std::collections::HashMap;

/// What an entity path names.
#[derive(Clone, Copy)]
enum Named<'s> {
    /// The root or a unit.
    Container(Container<'s>),
    /// An account, with where it stands.
    Account(AccountId, Place<'s>),
}

/// The root, unit or account of the organization with exactly this path.
fn named<'s>(snapshot: &'s Snapshot, place: &Place<'s>, path: &str) -> Option<Named<'s>> {
    let organization = place.organization;
    let ids = path.strip_prefix(&*organization.id)?.strip_prefix('/')?;
    let (_, id) = ids.rsplit_once('/').unwrap_or(("", ids));
    let (found, nodes) = match id.parse::<AccountId>() {
        Ok(account) => {
            let member = organization::place(snapshot, account)?;
            (member.organization.id == organization.id).then_some(())?;
            (Named::Account(account, member), member.path()?)
        }
        Err(_) => {
            let container = organization::container(snapshot, organization, id)?;
            (Named::Container(container), organization::path(snapshot, organization, id)?)
        }
    };
    (nodes.join("/") == ids).then_some(found)
}

/// The policies that are read for a report: their ids and ARNs.
fn policy_arn(snapshot: &Snapshot, place: &Place<'_>, id: &str) -> Option<String> {
    if let Some(policy) = aws_policy(id) {
        return (policy.policy_type == PolicyType::ServiceControl).then(|| policy.arn.to_owned());
    }
    let policy = snapshot.find_by_id::<OrganizationPolicy>(id)?;
    let is_own = policy.account == place.organization.account && policy.kind() == Some(PolicyType::ServiceControl);
    is_own.then(|| policy.arn())
}

/// The text of a service control policy of the organization.
fn text<'s>(snapshot: &'s Snapshot, place: &Place<'s>, id: &str) -> Option<&'s str> {
    policy_arn(snapshot, place, id)?;
    let own = || snapshot.find_by_id::<OrganizationPolicy>(id).map(|policy| &*policy.content);
    aws_policy(id).map(|policy| policy.content).or_else(own)
}

/// The nodes from the root down to what is named.
fn nodes<'s>(snapshot: &'s Snapshot, place: &Place<'s>, named: Named<'s>) -> Option<Vec<guardrails::Node<'s>>> {
    match named {
        Named::Container(container) => guardrails::nodes_to(snapshot, place, container.id()),
        Named::Account(account, member) => guardrails::nodes(snapshot, account, &member),
    }
}

/// What a report is about.
struct Question {
    services: Vec<&'static str>,
    accounts: HashMap<String, String>,
}

fn failure(code: &'static str, message: impl Into<String>) -> Failure {
    Failure { code, message: message.into() }
}

/// Settles what a report is about, or why it cannot be made.
fn question(call: &IamCall<'_>, place: &Place<'_>, path: &str, policy: Option<&str>) -> Result<Question, Failure> {
    let (snapshot, organization) = (call.snapshot, place.organization);
    let root = snapshot.find_by_id::<OrganizationRoot>(&organization.root);
    if root.is_none_or(|root| !root.has_enabled(PolicyType::ServiceControl)) {
        return Err(failure(
            "InvalidInput",
            "Service control policies are not enabled for the root of the organization.",
        ));
    }
    let missing =
        || failure("NoSuchEntity", format!("The entity with path {path} cannot be found in the organization."));
    let damaged = || failure("ServiceFailure", "An entity of the organization cannot be read.");
    let named = named(snapshot, place, path).ok_or_else(missing)?;
    // No policy limits the management account, whichever is given.
    if let Named::Account(account, _) = named
        && account == organization.account
    {
        let services = authorization().services().map(|service| service.prefix).collect();
        return Ok(Question { services, accounts: HashMap::from([(account.to_string(), path.to_owned())]) });
    }
    let above = nodes(snapshot, place, named).ok_or_else(damaged)?;
    let levels = match policy {
        Some(id) => {
            let missing = || failure("NoSuchEntity", format!("The service control policy {id} cannot be found."));
            let text = text(snapshot, place, id).ok_or_else(missing)?;
            vec![Level::of(Policy::parse(text))]
        }
        None => above
            .iter()
            .map(|node| {
                // A policy that is not there may have denied anything, which `standing` takes for a denial too.
                let is_known =
                    |id: &&String| aws_policy(id).is_some() || snapshot.find_by_id::<OrganizationPolicy>(id).is_some();
                if !node.policies.iter().all(|id| is_known(&id)) {
                    return Err(damaged());
                }
                let texts = node.policies.iter().filter_map(|id| text(snapshot, place, id));
                Ok(Level::of(texts.filter_map(|text| Policy::parse(text).ok())))
            })
            .collect::<Result<_, _>>()?,
    };
    let services = services_within(&levels).map(|service| service.prefix).collect();
    let candidates: Vec<AccountId> = match named {
        Named::Account(account, _) => vec![account],
        Named::Container(_) => {
            let members = snapshot.list::<Membership>(organization.account);
            members.filter_map(|member| member.member.parse().ok()).filter(|id| *id != organization.account).collect()
        }
    };
    let mut accounts = HashMap::new();
    // The account itself, or the nodes from the one that is named downwards.
    let depth = above.len().saturating_sub(1);
    let at = above.last().map(|node| node.id).unwrap_or_default();
    for account in candidates {
        let Some(member) = organization::place(snapshot, account) else { continue };
        let below = guardrails::nodes(snapshot, account, &member).ok_or_else(damaged)?;
        let ids: Vec<&str> = below.iter().map(|node| node.id).collect();
        let is_in = ids.get(depth) == Some(&at);
        let applies = |id: &str| below.iter().skip(depth).any(|node| node.policies.iter().any(|it| it == id));
        if is_in && policy.is_none_or(applies) {
            accounts.insert(account.to_string(), format!("{}/{}", organization.id, ids.join("/")));
        }
    }
    Ok(Question { services, accounts })
}

/// What reading the organization requires, beside the operation's own permission (the dependent actions of the *Service
/// Authorization Reference*).
fn reading(call: &IamCall<'_>, place: &Place<'_>, path: &str, policy: Option<&str>) -> Vec<RequiredPermission> {
    let organization = place.organization;
    let on = |action: &str, resource: &str| RequiredPermission {
        account: Some(call.account),
        ..RequiredPermission::on(format!("organizations:{action}"), resource)
    };
    let mut required = vec![on("ListRoots", "*")];
    let Some(named) = named(call.snapshot, place, path) else { return required };
    let (kind, id) = match named {
        Named::Container(Container::Root(root)) => ("root", root.id.clone()),
        Named::Container(Container::Unit(unit)) => ("ou", unit.id.clone()),
        Named::Account(account, _) => ("account", account.to_string()),
    };
    let arn = organization.arn_of(kind, &id);
    if kind != "account" {
        required.push(on("ListChildren", &arn));
    }
    if kind != "root" {
        required.push(on("ListParents", &arn));
    }
    let on_policies =
        |action: &str, resource: &str| on(action, resource).key("organizations:PolicyType", "SERVICE_CONTROL_POLICY");
    required.push(on_policies("ListPoliciesForTarget", &arn));
    if let Some(arn) = policy.and_then(|id| policy_arn(call.snapshot, place, id)) {
        for action in ["DescribePolicy", "ListTargetsForPolicy"] {
            let called = Some(format!("policy {arn}"));
            required.push(RequiredPermission { called, ..on_policies(action, &arn) });
        }
    }
    required
}

impl AsyncIamOperation for api::GenerateOrganizationsAccessReport {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let own = call.on(format!("arn:aws:iam::{}:access-report/{}", call.account, input.entity_path));
        let policy = input.organizations_policy_id.as_deref();
        let mut required = vec![match policy {
            Some(id) => own.key("iam:OrganizationsPolicyId", id),
            None => own,
        }];
        if let Some(place) = organization::place(call.snapshot, call.account).filter(Place::is_management) {
            required.extend(reading(call, &place, &input.entity_path, policy));
        }
        Ok(required)
    }

    async fn handle(request: Authorized<AsyncIam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, context) = (request.input(), request.context(node));
        let call = IamCall::admit(Self::NAME, &context)?;
        let place = organization::place(call.snapshot, call.account).filter(Place::is_management);
        let place = place.ok_or_else(errors::not_management_account)?;
        let id = ids::new_request_id(&*node.entropy)?;
        let new = |watched| Job::new(call.account, id.clone(), watched, call.now());
        match question(&call, &place, &input.entity_path, input.organizations_policy_id.as_deref()) {
            Ok(Question { services, accounts }) => {
                let mut job = new(Watched::Accounts(accounts));
                job.services = services.into_iter().map(|prefix| (prefix, Vec::new())).collect();
                let since = call.now() - TRACKED;
                if !node.jobs.begin(job, node.records.clone(), since, Arc::clone(&node.clock)) {
                    return Err(errors::too_many_reports());
                }
            }
            Err(failure) => node.jobs.fail(new(Watched::Accounts(HashMap::new())), failure),
        }
        Ok(api::GenerateOrganizationsAccessReportOutput { job_id: Some(id) })
    }
}

fn accessed(prefix: &str, paths: &HashMap<String, String>, usage: &Usage) -> api::AccessDetail {
    let of_service = || attempts(&usage.services, prefix);
    let latest = last(of_service());
    api::AccessDetail {
        service_name: authorization().service(prefix).map_or(prefix, |service| service.name).to_owned(),
        service_namespace: prefix.to_owned(),
        region: latest.and_then(|(_, attempt)| attempt.region.clone()),
        entity_path: latest.and_then(|(account, _)| paths.get(account).cloned()),
        last_authenticated_time: latest.map(|(_, attempt)| attempt.time),
        total_authenticated_entities: Some(count(of_service().count())),
    }
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Sorts the details. Services that nobody tried come before all others by time; those of one time are in the order of
/// their namespaces.
fn sort(details: &mut [api::AccessDetail], key: &str) {
    match key {
        "SERVICE_NAMESPACE_DESCENDING" => details.reverse(),
        "LAST_AUTHENTICATED_TIME_ASCENDING" => details.sort_by_key(|it| it.last_authenticated_time),
        "LAST_AUTHENTICATED_TIME_DESCENDING" => {
            details.sort_by_key(|it| std::cmp::Reverse(it.last_authenticated_time));
        }
        // They are in this order already.
        _ => {}
    }
}

impl IamOperation for api::GetOrganizationsAccessReport {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        if organization::place(call.snapshot, call.account).is_none_or(|place| !place.is_management()) {
            return Err(errors::not_management_account());
        }
        let job = call.node.jobs.find(call.account, &input.job_id);
        let job = job.ok_or_else(|| errors::job_missing(&input.job_id))?;
        let Watched::Accounts(paths) = &job.watched else { return Err(errors::job_missing(&input.job_id)) };
        let Progress { status, completed, found, error } = progress(&job);
        let sort_key = input.sort_key.as_deref().unwrap_or("SERVICE_NAMESPACE_ASCENDING");
        let list = call.list(&[&input.job_id, sort_key], input.marker.as_deref(), input.max_items);
        let mut details: Vec<_> = found
            .iter()
            .flat_map(|usage| job.services.iter().map(|(prefix, _)| accessed(prefix, paths, usage)))
            .collect();
        sort(&mut details, sort_key);
        let total = details.len();
        let untouched = details.iter().filter(|it| it.last_authenticated_time.is_none()).count();
        let range = list.numbers(total)?;
        let next = range.end;
        let shown = details.drain(range).collect();
        let page = list.ending(shown, next, total);
        let is_truncated = page.is_truncated();
        Ok(api::GetOrganizationsAccessReportOutput {
            job_status: status.to_owned(),
            job_creation_date: job.created,
            job_completion_date: completed,
            number_of_services_accessible: found.map(|_| count(total)),
            number_of_services_not_accessed: found.map(|_| count(untouched)),
            access_details: found.map(|_| page.items),
            is_truncated,
            marker: page.marker,
            error_details: error,
        })
    }
}
