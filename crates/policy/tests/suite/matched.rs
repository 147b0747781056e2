//! `matched` names every statement that matches, and of no layer that is not consulted.

use std::sync::Arc;

use crate::services::services;
use rolecall_policy::decision::StatementRef;
use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::explain::matched;
use rolecall_policy::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{AccountId, Compiled, Context, Policies, Policy, PolicyKind, PolicySource, Principal, Request};

use crate::both::decide;

/// Statement 0 is another action's, 1 denies and 2 allows the action; 3 wants a key that the request does not have.
const POLICY: &str = r#"{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": "*" },
  { "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" },
  { "Effect": "Allow", "Principal": "*", "Action": ["s3:Get*", "sts:AssumeRole"], "Resource": "*" },
  { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1" } } }
] }"#;

fn attach<K: PolicyKind>() -> Attached<K> {
    Attached {
        policy: Arc::new(Compiled::new(Policy::parse(POLICY).unwrap())),
        source: Arc::new(PolicySource::default()),
    }
}

fn account(digit: char) -> AccountId {
    digit.to_string().repeat(12).parse().unwrap()
}

/// `layer level.policy.statement` of what matches when every layer holds the policy, some of them twice.
fn ask(
    principal: &Principal,
    action: &str,
    resource: &str,
    class: ResourceClass,
    management: AccountId,
) -> Vec<String> {
    let identity: [Attached<Identity>; 2] = [attach(), attach()];
    let (boundary, session, own, trust) = (attach::<Boundary>(), [attach::<Session>()], attach::<Resource>(), attach());
    let endpoint: [Attached<Endpoint>; 1] = [attach()];
    let scp: [Level<Scp>; 2] = ["root", "account"].map(|name| Level { name: name.into(), policies: vec![attach()] });
    let rcp = [Level::<Rcp> { name: "root".into(), policies: vec![attach()] }];
    let trust: Attached<Trust> = trust;
    let policies = Policies {
        identity: &identity.into(),
        boundary: Some(&boundary),
        session: Some(&session),
        resource: Some(match class {
            ResourceClass::Role => ResourcePolicy::Trust(&trust),
            _ => ResourcePolicy::Resource(&own),
        }),
        endpoint: Some(&endpoint),
        scp: Some(Guardrails { management, levels: &scp }),
        rcp: Some(Guardrails { management, levels: &rcp }),
    };
    let context = Context::new();
    let request = Request {
        principal,
        action,
        resource,
        resource_account: Some(account('2')),
        class,
        s3: None,
        context: &context,
        services: services(),
    };
    let all: Vec<StatementRef> = matched(&request, &policies).iter().map(|matched| matched.at).collect();
    // What decided is among them.
    for at in decide(&request, &policies).deciding() {
        assert!(all.contains(&at), "{at:?}");
    }
    let name = |at: &StatementRef| format!("{} {}.{}.{}", at.layer.name(), at.level, at.policy, at.statement);
    all.iter().map(name).collect()
}

fn session() -> Principal {
    Principal::RoleSession {
        account: account('1'),
        role_arn: Some("arn:aws:iam::111111111111:role/Dev".into()),
        role_id: None,
        session_arn: Some("arn:aws:sts::111111111111:assumed-role/Dev/ana".into()),
        service_linked: false,
    }
}

/// A session of a role is under every layer; the `Deny` and the `Allow` are both named.
#[test]
fn every_layer_is_named() {
    let found = ask(&session(), "s3:GetObject", "arn:aws:s3:::b/k", ResourceClass::Object, account('9'));
    let expected = [
        "identity 0.0.1",
        "identity 0.0.2",
        "identity 0.1.1",
        "identity 0.1.2",
        "boundary 0.0.1",
        "boundary 0.0.2",
        "session policy 0.0.1",
        "session policy 0.0.2",
        "resource 0.0.1",
        "resource 0.0.2",
        "VPC endpoint 0.0.1",
        "VPC endpoint 0.0.2",
        "SCP 0.0.1",
        "SCP 0.0.2",
        "SCP 1.0.1",
        "SCP 1.0.2",
        "RCP 0.0.1",
        "RCP 0.0.2",
    ];
    assert_eq!(found, expected);
}

/// R2, table 2.2: what is not consulted is not named, though its statements would match. A user has no session
/// policies; anybody outside has only the resource's side; the management account is exempt (R2.17); a role has a policy
/// of its own for assuming only (R2.14); and what is never authorised (R2.38) asks nobody.
#[test]
fn layers_that_do_not_count_are_not_named() {
    let layers = |principal: &Principal, action, resource, class, management| {
        let mut layers: Vec<String> = ask(principal, action, resource, class, management)
            .iter()
            .map(|at| at.rsplit_once(' ').unwrap().0.to_owned())
            .collect();
        layers.dedup();
        layers.join(", ")
    };
    let user = Principal::User { account: account('1'), arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
    let (object, role) = ("arn:aws:s3:::b/k", "arn:aws:iam::222222222222:role/R");
    let get = |principal, management| layers(principal, "s3:GetObject", object, ResourceClass::Object, management);
    assert_eq!(get(&user, account('9')), "identity, boundary, resource, VPC endpoint, SCP, RCP");
    assert_eq!(get(&user, account('1')), "identity, boundary, resource, VPC endpoint, RCP");
    assert_eq!(get(&user, account('2')), "identity, boundary, resource, VPC endpoint, SCP");
    assert_eq!(get(&Principal::Anonymous, account('9')), "resource, VPC endpoint, RCP");
    let root = Principal::Root { account: account('1'), arn: "arn:aws:iam::111111111111:root".into() };
    assert_eq!(get(&root, account('9')), "resource, VPC endpoint, SCP, RCP");
    let assume = |action| layers(&session(), action, role, ResourceClass::Role, account('9'));
    assert_eq!(assume("sts:AssumeRole"), "identity, boundary, session policy, resource, VPC endpoint, SCP, RCP");
    assert_eq!(assume("s3:GetObject"), "identity, boundary, session policy, VPC endpoint, SCP, RCP");
    assert_eq!(assume("sts:GetCallerIdentity"), "");
}
