//! The policies that apply to one request, collected from a snapshot (R2, table 2.2).

use crate::directory::aws_managed;
use crate::directory::compiled::{self, ManagedDocument};
use crate::directory::entities::{Group, ManagedPolicy, Role, User};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use rolecall_policy::document::kind::{Boundary, Identity, Session};
use rolecall_policy::evaluate::Attached;
use rolecall_policy::request::Issuer;
use rolecall_policy::{PolicySet, Principal};
use std::borrow::Cow;
use std::sync::Arc;

/// The caller's own policies.
#[derive(Debug, Clone)]
pub struct CallerPolicies {
    /// Inline, managed and group policies.
    pub identity: Arc<PolicySet<Identity>>,
    /// The permissions boundary.
    pub boundary: Option<Attached<Boundary>>,
    /// Session policies; `None` if none were passed.
    pub session: Option<Vec<Attached<Session>>>,
}

impl Default for CallerPolicies {
    /// No policies.
    fn default() -> Self {
        Self { identity: Arc::new(PolicySet::EMPTY), boundary: None, session: None }
    }
}

/// The policies of a user with its groups (R2.4) and what the account's password policy allows it (R4.17), and its
/// boundary.
#[must_use]
pub fn of_user(snapshot: &Snapshot, user: &Stored<User>) -> CallerPolicies {
    let own = user.compiled();
    let attached = user.attached.iter().map(|arn| identity_policy(snapshot, arn));
    let groups = user.groups.iter().flat_map(|id| {
        let group = snapshot.find_by_id::<Group>(id);
        // A membership without its group is damage; the group's policies may have held a `Deny`.
        let missing = group.is_none().then(|| Cow::Owned(compiled::missing(id, ManagedDocument::identity)));
        missing.into_iter().chain(group.into_iter().flat_map(|group| policies_of_group(snapshot, group)))
    });
    let account = snapshot.password_policy(user.account).into_iter().flat_map(|policy| policy.compiled());
    let policies = own.inline.iter().map(Cow::Borrowed).chain(attached).chain(groups);
    let identity = own.merged(policies.chain(account.map(Cow::Borrowed)));
    CallerPolicies { identity, boundary: boundary(snapshot, user.boundary.as_deref()), session: None }
}

/// The policies on the caller's side (R2, table 2.2).
#[must_use]
pub fn of_caller(snapshot: &Snapshot, caller: &Caller) -> CallerPolicies {
    // A caller with policies whose entity is not known is held to none of its limits, so it may do nothing.
    let of_user = || match caller.user.as_ref().and_then(|user| snapshot.find_by_id::<User>(&user.id)) {
        Some(user) => of_user(snapshot, user),
        None => of_nobody("user"),
    };
    let principal = match &caller.principal {
        Principal::Delegated { approver } => approver,
        own => own,
    };
    let mut own = match principal {
        Principal::User { .. } | Principal::FederatedUser { issuer: Issuer::User { .. }, .. } => of_user(),
        Principal::RoleSession { role_id: Some(id), .. } => of_role(snapshot, id),
        Principal::RoleSession { role_id: None, .. } => of_nobody("role"),
        Principal::FederatedUser { issuer: Issuer::Root, .. }
        | Principal::Root { .. }
        | Principal::AssumedRoot { .. }
        | Principal::Delegated { .. }
        | Principal::Service { .. }
        | Principal::Provider { .. }
        | Principal::Anonymous => CallerPolicies::default(),
    };
    if let Some(session) = &caller.session {
        own.session = session_policies(snapshot, session.policy.as_deref(), &session.policy_arns);
    }
    own
}

/// The policies of a group, as each of its users has them.
#[must_use]
pub fn of_group(snapshot: &Snapshot, group: &Stored<Group>) -> CallerPolicies {
    let identity = Arc::new(PolicySet::new(policies_of_group(snapshot, group).map(Cow::into_owned).collect()));
    CallerPolicies { identity, ..CallerPolicies::default() }
}

fn policies_of_group<'s>(
    snapshot: &'s Snapshot,
    group: &'s Stored<Group>,
) -> impl Iterator<Item = Cow<'s, Attached<Identity>>> + Clone + 's {
    let attached = group.attached.iter().map(|arn| identity_policy(snapshot, arn));
    group.compiled().iter().map(Cow::Borrowed).chain(attached)
}

/// The policies of the role with this unique id, and its boundary. For a role that is gone everything is denied (R3.61):
/// it may have gone since the session's token was opened, and its boundary with it.
#[must_use]
pub fn of_role(snapshot: &Snapshot, role_id: &str) -> CallerPolicies {
    let Some(role) = snapshot.find_by_id::<Role>(role_id) else { return of_nobody(role_id) };
    let own = &role.compiled().own;
    let attached = role.attached.iter().map(|arn| identity_policy(snapshot, arn));
    let identity = own.merged(own.inline.iter().map(Cow::Borrowed).chain(attached));
    CallerPolicies { identity, boundary: boundary(snapshot, role.boundary.as_deref()), session: None }
}

/// The policies in place of those of an entity that is not there: everything is denied.
#[must_use]
pub fn of_nobody(name: &str) -> CallerPolicies {
    CallerPolicies {
        identity: Arc::new(PolicySet::from([compiled::missing(name, ManagedDocument::identity)])),
        ..CallerPolicies::default()
    }
}

/// The session policies a token carries: one inline and any number of managed ones (R2.5); `None` if it carries none.
#[must_use]
pub fn session_policies(snapshot: &Snapshot, inline: Option<&str>, arns: &[String]) -> Option<Vec<Attached<Session>>> {
    if inline.is_none() && arns.is_empty() {
        return None;
    }
    let inline = inline.into_iter().map(|text| snapshot.session_policies().get(text));
    let managed = arns.iter().map(|arn| match document(snapshot, arn) {
        Some(document) => document.session().clone(),
        None => compiled::missing("session policy", ManagedDocument::session),
    });
    Some(inline.chain(managed).collect())
}

fn identity_policy<'s>(snapshot: &'s Snapshot, arn: &str) -> Cow<'s, Attached<Identity>> {
    match document(snapshot, arn) {
        Some(document) => Cow::Borrowed(document.identity()),
        None => Cow::Owned(compiled::missing(arn, ManagedDocument::identity)),
    }
}

fn boundary(snapshot: &Snapshot, arn: Option<&str>) -> Option<Attached<Boundary>> {
    // A boundary that is set but gone must not mean "no boundary".
    let arn = arn?;
    Some(match document(snapshot, arn) {
        Some(document) => document.boundary().clone(),
        None => compiled::missing(arn, ManagedDocument::boundary),
    })
}

/// The managed policy of this ARN, the account's own or AWS's.
fn document<'s>(snapshot: &'s Snapshot, arn: &str) -> Option<&'s ManagedDocument> {
    let own = snapshot.find_by_arn::<ManagedPolicy>(arn).map(|policy| policy.compiled());
    own.or_else(|| aws_managed::document(arn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_policy::document::kind::Resource;
    use rolecall_policy::evaluate::{Compiled, Policies, PolicySource, ResourcePolicy};
    use rolecall_policy::{Context, Policy, Principal, Request, decide};

    /// R3.61: a role that goes between the opening of its session's token and the decision takes its boundary with it.
    /// Then nothing is allowed, not even by the policy of a resource.
    #[test]
    fn a_role_that_is_gone_may_do_nothing() {
        let text = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::photos"}]}"#;
        let policy = Arc::new(Compiled::new(Policy::<Resource>::parse(text).unwrap()));
        let source = Arc::new(PolicySource { arn: None, name: "bucket policy".into(), owner: None });
        let bucket = Attached { policy, source };
        let request = Request {
            principal: &Principal::RoleSession {
                account: "111111111111".parse().unwrap(),
                role_arn: Some("arn:aws:iam::111111111111:role/dev".into()),
                role_id: Some("AROAGONE".into()),
                session_arn: Some("arn:aws:sts::111111111111:assumed-role/dev/s".into()),
                service_linked: false,
            },
            action: "s3:ListBucket",
            resource: "arn:aws:s3:::photos",
            resource_account: Some("111111111111".parse().unwrap()),
            class: rolecall_policy::request::ResourceClass::Bucket,
            s3: None,
            context: &Context::new(),
            services: rolecall_analysis::service_facts(),
        };
        let allowed_with = |identity: &PolicySet<Identity>| {
            let resource = Some(ResourcePolicy::Resource(&bucket));
            decide(&request, &Policies { identity, resource, ..Policies::default() }).is_allowed()
        };
        assert!(allowed_with(&PolicySet::EMPTY), "the bucket's policy alone would allow it");
        assert!(!allowed_with(&of_role(&Snapshot::default(), "AROAGONE").identity));
    }
}
