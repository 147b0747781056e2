//! How long reading, deciding and explaining take.
//!
//! *small*: one identity policy and nothing else. *realistic*: a role session with ten managed policies of 20 statements,
//! a boundary, two levels of service control policies, a resource control policy and a bucket policy.

#![allow(clippy::expect_used, reason = "a benchmark without its policies has nothing to measure")]

#[path = "../tests/services/mod.rs"]
mod services;

use std::fmt::Write as _;
use std::sync::Arc;

use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::kind::{Boundary, Identity, Rcp, Resource, Scp};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{
    AccountId, Compiled, Context, Policies, Policy, PolicyKind, PolicySet, PolicySource, Principal, Request, decide,
    explain,
};
use services::services;

/// Counts allocations: deciding should make next to none.
#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

const FULL: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
const FULL_RCP: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#;
const REGIONS: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":["iam:*","sts:*","s3:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1"]}}}}"#;
const ORGANIZATION: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-abc123"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}}"#;
const BUCKET: &str = r#"{"Version":"2012-10-17","Statement":[
  {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}},
  {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root"},"Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::data/shared/*"}]}"#;

/// A managed policy of 20 statements for other services, and one for this service's reports.
fn managed(number: usize) -> String {
    let mut text = String::from(r#"{"Version":"2012-10-17","Statement":["#);
    for statement in 0..20 {
        let _ = write!(
            text,
            r#"{{"Effect":"Allow","Action":["svc{number}:Get*","svc{number}:List*","svc{statement}:Describe*"],"Resource":"arn:aws:svc{number}:*:111111111111:thing/{statement}/*"}},"#
        );
    }
    let _ = write!(
        text,
        r#"{{"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"arn:aws:s3:::data/{number}/${{aws:PrincipalTag/team}}/*"}}]}}"#
    );
    text
}

fn attach<K: PolicyKind>(text: &str) -> Attached<K> {
    let policy = Policy::parse(text).expect("a policy");
    Attached { policy: Arc::new(Compiled::new(policy)), source: Arc::new(PolicySource::default()) }
}

/// Everything a request needs, owned.
struct World {
    principal: Principal,
    context: Context,
    account: AccountId,
    identity: PolicySet<Identity>,
    boundary: Attached<Boundary>,
    bucket: Attached<Resource>,
    scp: Vec<Level<Scp>>,
    rcp: Vec<Level<Rcp>>,
}

impl World {
    fn new() -> Self {
        let account = AccountId::from_u64(111_111_111_111).expect("an account");
        let mut context = Context::new();
        for (key, value) in [
            ("aws:PrincipalArn", "arn:aws:iam::111111111111:role/Dev"),
            ("aws:PrincipalAccount", "111111111111"),
            ("aws:PrincipalOrgID", "o-abc123"),
            ("aws:PrincipalTag/team", "red"),
            ("aws:PrincipalIsAWSService", "false"),
            ("aws:RequestedRegion", "eu-west-1"),
            ("aws:SecureTransport", "true"),
            ("aws:SourceIp", "203.0.113.7"),
            ("aws:CurrentTime", "2026-11-22T10:00:00Z"),
            ("aws:userid", "AROADEV0000000000001:ana"),
        ] {
            context.set(key, value);
        }
        Self {
            principal: Principal::RoleSession {
                account,
                role_arn: Some("arn:aws:iam::111111111111:role/Dev".into()),
                role_id: Some("AROADEV0000000000001".into()),
                session_arn: Some("arn:aws:sts::111111111111:assumed-role/Dev/ana".into()),
                service_linked: false,
            },
            context,
            account,
            identity: PolicySet::new((0..10).map(|number| attach(&managed(number))).collect()),
            boundary: attach(FULL),
            bucket: attach(BUCKET),
            scp: vec![
                Level { name: "r-ab12".into(), policies: vec![attach(FULL), attach(REGIONS)] },
                Level { name: "111111111111".into(), policies: vec![attach(FULL)] },
            ],
            rcp: vec![Level { name: "r-ab12".into(), policies: vec![attach(FULL_RCP), attach(ORGANIZATION)] }],
        }
    }

    fn request<'a>(&'a self, action: &'a str) -> Request<'a> {
        Request {
            principal: &self.principal,
            action,
            resource: "arn:aws:s3:::data/7/red/report.csv",
            resource_account: Some(self.account),
            class: ResourceClass::Object,
            s3: None,
            context: &self.context,
            services: services(),
        }
    }

    fn policies(&self) -> Policies<'_> {
        let management = AccountId::from_u64(999_999_999_999).expect("an account");
        Policies {
            identity: &self.identity,
            boundary: Some(&self.boundary),
            session: None,
            resource: Some(ResourcePolicy::Resource(&self.bucket)),
            endpoint: None,
            scp: Some(Guardrails { management, levels: &self.scp }),
            rcp: Some(Guardrails { management, levels: &self.rcp }),
        }
    }
}

#[divan::bench]
fn parse(bencher: divan::Bencher<'_, '_>) {
    let text = managed(1);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| Policy::<Identity>::parse(divan::black_box(text.as_str())));
}

#[divan::bench]
fn compile(bencher: divan::Bencher<'_, '_>) {
    let policy = Policy::<Identity>::parse(managed(1)).expect("a policy");
    bencher.with_inputs(|| policy.clone()).bench_values(Compiled::new);
}

#[divan::bench]
fn decide_small(bencher: divan::Bencher<'_, '_>) {
    let world = World::new();
    let identity = [attach(FULL)].into();
    let policies = Policies { identity: &identity, ..Policies::default() };
    let request = world.request("s3:GetObject");
    assert!(decide(&request, &policies).is_allowed());
    bencher.bench(|| decide(divan::black_box(&request), &policies));
}

#[divan::bench]
fn decide_realistic_allowed(bencher: divan::Bencher<'_, '_>) {
    let world = World::new();
    let (request, policies) = (world.request("s3:GetObject"), world.policies());
    assert!(decide(&request, &policies).is_allowed());
    bencher.bench(|| decide(divan::black_box(&request), &policies));
}

#[divan::bench]
fn decide_realistic_denied(bencher: divan::Bencher<'_, '_>) {
    let world = World::new();
    let (request, policies) = (world.request("s3:DeleteObject"), world.policies());
    assert!(!decide(&request, &policies).is_allowed());
    bencher.bench(|| decide(divan::black_box(&request), &policies));
}

#[divan::bench]
fn explain_realistic_denied(bencher: divan::Bencher<'_, '_>) {
    let world = World::new();
    let (request, policies) = (world.request("s3:DeleteObject"), world.policies());
    bencher.bench(|| explain(divan::black_box(&request), &policies));
}
