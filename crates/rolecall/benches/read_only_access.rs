//! Deciding with AWS's largest managed policies attached: about 100 KB of `ReadOnlyAccess` and nine more.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a bench of constant inputs may stop")]

use rolecall_analysis::service_facts;
use rolecall_catalog::managed_policies::managed_policies;
use rolecall_policy::document::kind::Identity;
use rolecall_policy::evaluate::{Attached, Compiled, Policies, PolicySource};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{Context, Policy, PolicySet, Principal, Request, decide, explain};
use std::sync::Arc;

/// Ten policies, as many as a user may have attached (R1, section 1.7).
const ATTACHED: [&str; 10] = [
    "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    "arn:aws:iam::aws:policy/AWSLambda_ReadOnlyAccess",
    "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess",
    "arn:aws:iam::aws:policy/IAMReadOnlyAccess",
    "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess",
    "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess",
    "arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess",
    "arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess",
    "arn:aws:iam::aws:policy/SecurityAudit",
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
];

fn main() {
    divan::main();
}

struct World {
    identity: PolicySet<Identity>,
    principal: Principal,
    context: Context,
}

impl World {
    fn new() -> Self {
        let attach = |arn: &&str| {
            let policy = managed_policies().get(arn).unwrap_or_else(|| panic!("the catalog has no {arn}"));
            let source = PolicySource { arn: Some((*arn).into()), name: policy.name.into(), owner: None };
            let compiled = Compiled::new(Policy::parse(policy.document).unwrap());
            Attached { policy: Arc::new(compiled), source: Arc::new(source) }
        };
        let mut context = Context::new();
        context.set("aws:SourceIp", "192.0.2.7");
        context.set("aws:SecureTransport", "true");
        Self {
            identity: PolicySet::new(ATTACHED.iter().map(attach).collect()),
            principal: Principal::User {
                account: "111111111111".parse().unwrap(),
                arn: "arn:aws:iam::111111111111:user/ana".into(),
                id: None,
            },
            context,
        }
    }

    fn request<'a>(&'a self, action: &'a str, resource: &'a str) -> Request<'a> {
        Request {
            principal: &self.principal,
            action,
            resource,
            resource_account: None,
            class: ResourceClass::Ordinary,
            s3: None,
            context: &self.context,
            services: service_facts(),
        }
    }

    fn policies(&self) -> Policies<'_> {
        Policies { identity: &self.identity, ..Policies::default() }
    }
}

#[divan::bench]
fn decide_allowed(bencher: divan::Bencher<'_, '_>) {
    let world = World::new();
    let request = world.request("xray:GetTraceSummaries", "*");
    assert!(decide(&request, &world.policies()).is_allowed());
    bencher.bench_local(|| decide(&request, &world.policies()));
}

#[divan::bench]
fn decide_denied(bencher: divan::Bencher<'_, '_>) {
    let world = World::new();
    let request = world.request("iam:CreateUser", "arn:aws:iam::111111111111:user/eve");
    assert!(!decide(&request, &world.policies()).is_allowed());
    bencher.bench_local(|| decide(&request, &world.policies()));
}

#[divan::bench]
fn explain_denied(bencher: divan::Bencher<'_, '_>) {
    let world = World::new();
    let request = world.request("iam:CreateUser", "arn:aws:iam::111111111111:user/eve");
    bencher.bench_local(|| explain(&request, &world.policies()));
}

#[divan::bench]
fn compile_all_managed_policies(bencher: divan::Bencher<'_, '_>) {
    let texts: Vec<&str> = managed_policies().iter().map(|policy| policy.document).collect();
    bencher.bench_local(|| {
        texts.iter().map(|text| Compiled::<Identity>::new(Policy::parse(*text).unwrap())).collect::<Vec<_>>()
    });
}
