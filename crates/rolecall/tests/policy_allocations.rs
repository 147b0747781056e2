//! Deciding allocates nothing where it allows. One test alone: it counts what the whole process allocates.

#![allow(
    clippy::unwrap_used,
    reason = "a policy that cannot be read must fail the test, also outside the test function"
)]

use rolecall_analysis::service_facts;
use rolecall_catalog::managed_policies::managed_policies;
use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::kind::{Boundary, Rcp, Resource, Scp, Session};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{
    AccountId, Compiled, Context, Policies, Policy, PolicyKind, PolicySet, Principal, Request, decide,
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::sync::Arc;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn attach<K: PolicyKind>(text: &str) -> Attached<K> {
    Attached { policy: Arc::new(Compiled::new(Policy::parse(text).unwrap())), source: Arc::default() }
}

const FULL: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
const FULL_RCP: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#;
const REGIONS: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":["iam:*","s3:*"],"Resource":"*",
    "Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1"]}}}}"#;
const OWN: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::home/${aws:username, 'guest'}/*",
     "Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"},"DateLessThan":{"aws:CurrentTime":"2027-01-01T00:00:00Z"},
                  "NumericLessThan":{"s3:max-keys":"100"},"ForAllValues:StringLike":{"aws:TagKeys":["team-*"]},
                  "ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/*"},"Bool":{"aws:SecureTransport":"true"}}},
    {"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:eu-*-1:111111111111:q?"}]}"#;
const BUCKET: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Deny","NotPrincipal":{"AWS":["111111111111","arn:aws:iam::111111111111:user/ana"]},"Action":"s3:*",
     "Resource":"arn:aws:s3:::home/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},
    {"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"s3:*","Resource":"arn:aws:s3:::home/*"}]}"#;

/// Ten managed policies and one's own, every layer there is, every family of operators.
#[test]
fn allowing_allocates_nothing() {
    let account: AccountId = "111111111111".parse().unwrap();
    let managed = managed_policies().iter().filter(|policy| policy.name.ends_with("ReadOnlyAccess")).take(10);
    let mut identity: Vec<_> = managed.map(|policy| attach(policy.document)).collect();
    assert_eq!(identity.len(), 10);
    identity.push(attach(managed_policies().get("arn:aws:iam::aws:policy/ReadOnlyAccess").unwrap().document));
    identity.push(attach(OWN));
    let identity = PolicySet::new(identity);
    let boundary: Attached<Boundary> = attach(FULL);
    let session: [Attached<Session>; 1] = [attach(FULL)];
    let bucket: Attached<Resource> = attach(BUCKET);
    let scp = [
        Level::<Scp> { name: "r-ab12".into(), policies: vec![attach(FULL), attach(REGIONS)] },
        Level { name: "111111111111".into(), policies: vec![attach(FULL)] },
    ];
    let rcp = [Level::<Rcp> { name: "r-ab12".into(), policies: vec![attach(FULL_RCP)] }];
    let management = "999999999999".parse().unwrap();
    let policies = Policies {
        identity: &identity,
        boundary: Some(&boundary),
        session: Some(&session),
        resource: None,
        endpoint: None,
        scp: Some(Guardrails { management, levels: &scp }),
        rcp: Some(Guardrails { management, levels: &rcp }),
    };
    let mut context = Context::new();
    for (key, value) in [
        ("aws:username", "ana"),
        ("aws:SourceIp", "203.0.113.7"),
        ("aws:CurrentTime", "2026-11-26T10:00:00Z"),
        ("s3:max-keys", "10"),
        ("aws:PrincipalArn", "arn:aws:iam::111111111111:user/ana"),
        ("aws:SecureTransport", "true"),
        ("aws:RequestedRegion", "eu-west-1"),
    ] {
        context.set(key, value);
    }
    context.set_all("aws:TagKeys", ["team-a", "team-b"]);
    let ana = Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
    let ask = |action, resource, class, policies: &Policies<'_>| {
        let request = Request {
            principal: &ana,
            action,
            resource,
            resource_account: Some(account),
            class,
            s3: None,
            context: &context,
            services: service_facts(),
        };
        let region = Region::new(ALLOCATOR);
        let decision = decide(&request, policies);
        let change = region.change();
        assert!(decision.is_allowed(), "{action} on {resource}: {:?}", decision.verdict());
        assert_eq!(change.allocations + change.reallocations, 0, "{action} on {resource}");
    };
    let with_bucket = Policies { resource: Some(ResourcePolicy::Resource(&bucket)), ..policies };
    ask("s3:PutObject", "arn:aws:s3:::home/ana/x", ResourceClass::Object, &with_bucket);
    ask("s3:GetObject", "arn:aws:s3:::home/ana/x", ResourceClass::Object, &with_bucket);
    ask("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111111111111:q1", ResourceClass::Queue, &policies);
    ask("ec2:DescribeInstances", "*", ResourceClass::Ordinary, &policies);
    ask("s3:ListAllMyBuckets", "*", ResourceClass::Ordinary, &policies);
}
