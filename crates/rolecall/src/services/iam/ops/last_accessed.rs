//! Last accessed information (R4.51, R4.52): jobs that read the trail for what users, groups, roles and the users and roles
//! of a policy last did with the services that their policies grant.

use crate::node::last_accessed::{Job, Watched};
use crate::services::Authorized;
use crate::services::iam::granted::Grants;
use crate::services::iam::prelude::*;
use crate::services::iam::simulation::Source;
use crate::services::iam::{AsyncIam, AsyncIamOperation};
use crate::services::operation::RequiredPermission;
use crate::trail::usage::{Attempt, Usage};
use jiff::SignedDuration;
use rolecall_catalog::authorization;
use rolecall_catalog::authorization::Service;
use rolecall_catalog::operation::ApiOperation;
use rolecall_policy::kind::Identity;
use rolecall_policy::{Arn, Policy};
use std::collections::HashSet;

/// How far back attempts are looked for (R4.52).
pub(super) const TRACKED: SignedDuration = SignedDuration::from_hours(400 * 24);

/// The services whose actions are told: those that are served here.
const WITH_ACTIONS: [&str; 3] = ["iam", "s3", "sts"];

/// Whether an action is told. S3's on objects are data events, which AWS does not track.
fn is_tracked(service: &Service, action: &str) -> bool {
    let of_data = action.contains("Object") || action.contains("Multipart") || action.starts_with("ListBucket");
    WITH_ACTIONS.contains(&service.prefix) && !(service.prefix == "s3" && of_data)
}

/// Whether an ARN is that of a managed policy.
fn is_policy(arn: &str) -> bool {
    Arn::parse(arn).is_some_and(|arn| arn.service == "iam" && arn.resource.starts_with("policy/"))
}

fn permission(arn: &str, call: &IamCall<'_>) -> Result<RequiredPermission, ApiError> {
    if is_policy(arn) {
        return Ok(RequiredPermission { called: None, ..call.on_entity::<ManagedPolicy>(arn) });
    }
    Source::permission(call, arn)
}

/// The users of a group, by unique id.
fn members(call: &IamCall<'_>, group: &Group) -> Vec<String> {
    call.linked::<User>(Link::Group, &group.id).map(|user| user.id.clone()).collect()
}

/// Who may access something by this user, group, role or policy, and what its policies grant.
fn reach(arn: &str, call: &IamCall<'_>) -> Result<(HashSet<String>, Grants), ApiError> {
    if is_policy(arn) {
        let managed = Managed::find(call, arn)?;
        let mut principals: HashSet<String> =
            call.linked::<User>(Link::Policy, arn).map(|user| user.id.clone()).collect();
        principals.extend(call.linked::<Role>(Link::Policy, arn).map(|role| role.id.clone()));
        for group in call.linked::<Group>(Link::Policy, arn) {
            principals.extend(members(call, group));
        }
        let policy: Option<Policy<Identity>> = match managed {
            Managed::Customer(policy) => {
                policy.versions.iter().find(|it| it.number == policy.default_version).map(|it| &*it.document)
            }
            Managed::Aws(policy) => Some(policy.document),
        }
        .and_then(|text| Policy::parse(text).ok());
        return Ok((principals, Grants::of(policy)));
    }
    let source = Source::find(call.snapshot, call.account, arn)?;
    let principals = match &source {
        Source::User(user) => HashSet::from([user.id.clone()]),
        Source::Role(role) => HashSet::from([role.id.clone()]),
        Source::Group(group) => members(call, group).into_iter().collect(),
    };
    let identity = source.policies(call.snapshot).identity;
    Ok((principals, Grants::of(identity.iter().map(|attached| attached.policy.read_again()))))
}

impl AsyncIamOperation for api::GenerateServiceLastAccessedDetails {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![permission(&input.arn, call)?])
    }

    async fn handle(request: Authorized<AsyncIam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, context) = (request.input(), request.context(node));
        let call = IamCall::admit(Self::NAME, &context)?;
        let (principals, grants) = reach(&input.arn, &call)?;
        let tells_actions = input.granularity.as_deref() == Some("ACTION_LEVEL");
        let tracked = |service: &'static Service| {
            let mut actions = if tells_actions { grants.actions(service) } else { Vec::new() };
            actions.retain(|action| is_tracked(service, action));
            (service.prefix, actions)
        };
        let id = ids::new_request_id(&*node.entropy)?;
        let mut job = Job::new(call.account, id.clone(), Watched::Principals(principals), call.now());
        job.tells_actions = tells_actions;
        job.services = grants.services().map(tracked).collect();
        // Only access reports are limited.
        let _ = node.jobs.begin(job, node.records.clone(), call.now() - TRACKED, Arc::clone(&node.clock));
        Ok(api::GenerateServiceLastAccessedDetailsOutput { job_id: Some(id) })
    }
}

/// The account's job with this id, if it is about principals.
fn find(call: &IamCall<'_>, id: &str) -> Result<Arc<Job>, ApiError> {
    let job = call.node.jobs.find(call.account, id).filter(|job| !job.is_report());
    job.ok_or_else(|| errors::job_missing(id))
}

/// How far a job is. What it found is there if it is completed.
pub(super) struct Progress<'j> {
    pub(super) status: &'static str,
    pub(super) completed: Option<jiff::Timestamp>,
    pub(super) found: Option<&'j Usage>,
    pub(super) error: Option<api::ErrorDetails>,
}

pub(super) fn progress(job: &Job) -> Progress<'_> {
    match job.outcome() {
        None => Progress { status: "IN_PROGRESS", completed: None, found: None, error: None },
        Some((completed, Ok(usage))) => {
            Progress { status: "COMPLETED", completed: Some(*completed), found: Some(usage), error: None }
        }
        Some((completed, Err(failure))) => {
            let error = api::ErrorDetails { code: failure.code.to_owned(), message: failure.message.clone() };
            Progress { status: "FAILED", completed: Some(*completed), found: None, error: Some(error) }
        }
    }
}

/// The attempts of a service or an action, by the id of who tried.
pub(super) fn attempts<'u>(
    of: &'u std::collections::BTreeMap<(String, String), Attempt>,
    what: &str,
) -> impl Iterator<Item = (&'u str, &'u Attempt)> + use<'u> {
    let what = what.to_owned();
    let from = (what.clone(), String::new());
    of.range(from..).take_while(move |((found, _), _)| *found == what).map(|((_, id), attempt)| (&**id, attempt))
}

/// The last of them.
pub(super) fn last<'u>(attempts: impl Iterator<Item = (&'u str, &'u Attempt)>) -> Option<(&'u str, &'u Attempt)> {
    attempts.max_by_key(|(_, attempt)| attempt.time)
}

fn accessed(prefix: &str, actions: &[&str], job: &Job, usage: &Usage, snapshot: &Snapshot) -> api::ServiceLastAccessed {
    let of_service = || attempts(&usage.services, prefix);
    let latest = last(of_service());
    let tracked = actions.iter().map(|name| {
        let latest = last(attempts(&usage.actions, &format!("{prefix}:{name}")));
        api::TrackedActionLastAccessed {
            action_name: Some((*name).to_owned()),
            last_accessed_entity: latest.and_then(|(id, _)| snapshot.arn_of_id(id)),
            last_accessed_time: latest.map(|(_, attempt)| attempt.time),
            last_accessed_region: latest.and_then(|(_, attempt)| attempt.region.clone()),
        }
    });
    api::ServiceLastAccessed {
        service_name: authorization().service(prefix).map_or(prefix, |service| service.name).to_owned(),
        last_authenticated: latest.map(|(_, attempt)| attempt.time),
        service_namespace: prefix.to_owned(),
        last_authenticated_entity: latest.and_then(|(id, _)| snapshot.arn_of_id(id)),
        last_authenticated_region: latest.and_then(|(_, attempt)| attempt.region.clone()),
        total_authenticated_entities: Some(i32::try_from(of_service().count()).unwrap_or(i32::MAX)),
        tracked_actions_last_accessed: (job.tells_actions && !actions.is_empty()).then(|| tracked.collect()),
    }
}

impl IamOperation for api::GetServiceLastAccessedDetails {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let job = find(call, &input.job_id)?;
        let progress = progress(&job);
        let list = call.list(&[&input.job_id], input.marker.as_deref(), input.max_items);
        let services =
            progress.found.iter().flat_map(|usage| job.services.iter().map(move |service| (*usage, service)));
        let page = list.page(services, |(_, (prefix, _))| (*prefix).to_owned())?;
        Ok(page.output(
            |(usage, (prefix, actions))| accessed(prefix, actions, &job, usage, call.snapshot),
            |services_last_accessed, is_truncated, marker| api::GetServiceLastAccessedDetailsOutput {
                job_status: progress.status.to_owned(),
                job_type: Some(if job.tells_actions { "ACTION_LEVEL" } else { "SERVICE_LEVEL" }.to_owned()),
                job_creation_date: job.created,
                services_last_accessed,
                job_completion_date: progress.completed.unwrap_or(job.created),
                is_truncated,
                marker,
                error: progress.error,
            },
        ))
    }
}

/// A user or role, with its last attempt.
fn entity(snapshot: &Snapshot, id: &str, attempt: Option<&Attempt>) -> Option<api::EntityDetails> {
    let user = snapshot.find_by_id::<User>(id).map(|it| (it.arn(), &it.name, "USER", &it.id, &it.path));
    let role = || snapshot.find_by_id::<Role>(id).map(|it| (it.arn(), &it.name, "ROLE", &it.id, &it.path));
    let (arn, name, kind, id, path) = user.or_else(role)?;
    Some(api::EntityDetails {
        entity_info: api::EntityInfo {
            arn,
            name: name.clone(),
            r#type: kind.to_owned(),
            id: id.clone(),
            path: Some(path.clone()),
        },
        last_authenticated: attempt.map(|attempt| attempt.time),
    })
}

impl IamOperation for api::GetServiceLastAccessedDetailsWithEntities {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (job, namespace) = (find(call, &input.job_id)?, &input.service_namespace);
        if !job.services.iter().any(|(prefix, _)| prefix == namespace) {
            return Err(errors::service_not_in_job(namespace));
        }
        let progress = progress(&job);
        let list = call.list(&[&input.job_id, namespace], input.marker.as_deref(), input.max_items);
        let mut entities = Vec::new();
        if let Some(usage) = progress.found {
            let Watched::Principals(ids) = &job.watched else { return Err(errors::job_missing(&input.job_id)) };
            for id in ids {
                let attempt =
                    attempts(&usage.services, namespace).find(|(who, _)| who == id).map(|(_, attempt)| attempt);
                entities.extend(entity(call.snapshot, id, attempt));
            }
        }
        entities.sort_by(|one, other| one.entity_info.arn.cmp(&other.entity_info.arn));
        let page = list.page(entities, |entity| entity.entity_info.arn.clone())?;
        Ok(page.output(
            |entity| entity,
            |entity_details_list, is_truncated, marker| api::GetServiceLastAccessedDetailsWithEntitiesOutput {
                job_status: progress.status.to_owned(),
                job_creation_date: job.created,
                job_completion_date: progress.completed.unwrap_or(job.created),
                entity_details_list,
                is_truncated,
                marker,
                error: progress.error,
            },
        ))
    }
}

/// A policy that may grant access, and its text.
struct Candidate<'s> {
    shown: api::PolicyGrantingServiceAccess,
    text: &'s str,
}

/// The policies of a user, group or role, inline ones first.
fn candidates<'s, T: Holder>(call: &IamCall<'s>, holder: &'s T, kind: &str) -> Vec<Candidate<'s>> {
    let inline = holder.inline().iter().map(|(name, text)| Candidate {
        shown: api::PolicyGrantingServiceAccess {
            policy_name: name.clone(),
            policy_type: "INLINE".to_owned(),
            policy_arn: None,
            entity_type: Some(kind.to_owned()),
            entity_name: Some(holder.name().to_owned()),
        },
        text,
    });
    let attached = holder.attached().iter().filter_map(|arn| {
        let policy = Managed::find(call, arn).ok()?;
        let text = match policy {
            Managed::Customer(policy) => {
                &*policy.versions.iter().find(|it| it.number == policy.default_version)?.document
            }
            Managed::Aws(policy) => policy.document,
        };
        let shown = api::PolicyGrantingServiceAccess {
            policy_name: policy.name().to_owned(),
            policy_type: "MANAGED".to_owned(),
            policy_arn: Some(policy.arn()),
            entity_type: None,
            entity_name: None,
        };
        Some(Candidate { shown, text })
    });
    inline.chain(attached).collect()
}

impl IamOperation for api::ListPoliciesGrantingServiceAccess {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Source::permission(call, &input.arn)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let source = Source::find(call.snapshot, call.account, &input.arn)?;
        let candidates = match &source {
            Source::User(user) => {
                let groups = user.groups.iter().filter_map(|id| call.snapshot.find_by_id::<Group>(id));
                let of_groups = groups.flat_map(|group| candidates(call, group.entity(), "GROUP"));
                candidates(call, user.entity(), "USER").into_iter().chain(of_groups).collect()
            }
            Source::Role(role) => candidates(call, role.entity(), "ROLE"),
            Source::Group(group) => candidates(call, group.entity(), "GROUP"),
        };
        let grants: Vec<(api::PolicyGrantingServiceAccess, Grants)> =
            candidates.into_iter().map(|it| (it.shown, Grants::of(Policy::<Identity>::parse(it.text)))).collect();
        let list = call.list(&[&input.arn, &input.service_namespaces.join(",")], input.marker.as_deref(), None);
        let mut namespaces = input.service_namespaces.clone();
        namespaces.sort();
        namespaces.dedup();
        let mut entries = Vec::new();
        for namespace in namespaces {
            let service = authorization().service(&namespace).ok_or_else(|| errors::no_such_namespace(&namespace))?;
            let granting = grants.iter().filter(|(_, grants)| grants.reaches(service));
            entries.push(api::ListPoliciesGrantingServiceAccessEntry {
                policies: Some(granting.map(|(shown, _)| shown.clone()).collect()),
                service_namespace: Some(namespace),
            });
        }
        let page = list.page(entries, |entry| entry.service_namespace.clone().unwrap_or_default())?;
        let (is_truncated, marker) = (page.is_truncated(), page.marker);
        Ok(api::ListPoliciesGrantingServiceAccessOutput {
            policies_granting_service_access: page.items,
            is_truncated,
            marker,
        })
    }
}
