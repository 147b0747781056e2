//! Deciding among many statements that have nothing to do with the request: the curve from 10 to 10,000.
//!
//! Each row is one way in which statements can be unrelated. The cost should not grow along a row.

#![allow(clippy::expect_used, reason = "a benchmark without its policies has nothing to measure")]

#[path = "../tests/services/mod.rs"]
mod services;

use std::sync::Arc;

use rolecall_policy::evaluate::Attached;
use rolecall_policy::kind::Identity;
use rolecall_policy::{AccountId, Compiled, Context, Policies, Policy, PolicySet, Principal, Request, decide};
use services::services;

const STATEMENTS: [usize; 4] = [10, 100, 1_000, 10_000];

fn main() {
    divan::main();
}

/// A policy of statements with these actions and resources.
fn policy(statements: impl Iterator<Item = (String, String)>) -> Attached<Identity> {
    let statement = |(action, resource)| format!(r#"{{"Effect":"Allow","Action":"{action}","Resource":"{resource}"}}"#);
    let all: Vec<String> = statements.map(statement).collect();
    let policy = Policy::parse(format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, all.join(",")));
    Attached { policy: Arc::new(Compiled::new(policy.expect("a policy"))), source: Arc::default() }
}

/// The same, and behind them one that allows the request.
fn allowing(statements: impl Iterator<Item = (String, String)>) -> Attached<Identity> {
    policy(statements.chain([("s3:GetObject".to_owned(), "arn:aws:s3:::data/*".to_owned())]))
}

fn run(bencher: divan::Bencher<'_, '_>, policies: Vec<Attached<Identity>>) {
    let account = AccountId::from_u64(111_111_111_111).expect("an account");
    let principal = Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
    let context = Context::new();
    let request = Request {
        principal: &principal,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::data/q3.csv",
        resource_account: Some(account),
        class: rolecall_policy::request::ResourceClass::Object,
        s3: None,
        context: &context,
        services: services(),
    };
    let identity = PolicySet::new(policies);
    let policies = Policies { identity: &identity, ..Policies::default() };
    assert!(decide(&request, &policies).is_allowed());
    bencher.bench(|| decide(divan::black_box(&request), &policies));
}

#[divan::bench(args = STATEMENTS)]
fn other_services(bencher: divan::Bencher<'_, '_>, count: usize) {
    let statement = |at| (format!("service{at}:Get*"), "*".to_owned());
    run(bencher, vec![allowing((0..count).map(statement))]);
}

#[divan::bench(args = STATEMENTS)]
fn other_actions_of_the_service(bencher: divan::Bencher<'_, '_>, count: usize) {
    let statement = |at| (format!("s3:Get{at}Object*"), "*".to_owned());
    run(bencher, vec![allowing((0..count).map(statement))]);
}

#[divan::bench(args = STATEMENTS)]
fn other_resources_of_the_action(bencher: divan::Bencher<'_, '_>, count: usize) {
    let statement = |at| ("s3:Get*".to_owned(), format!("arn:aws:s3:::bucket{at}/*"));
    run(bencher, vec![allowing((0..count).map(statement))]);
}

#[divan::bench(args = STATEMENTS)]
fn other_resources_of_all_actions(bencher: divan::Bencher<'_, '_>, count: usize) {
    let statement = |at| ("*".to_owned(), format!("arn:aws:s3:::bucket{at}/*"));
    run(bencher, vec![allowing((0..count).map(statement))]);
}

/// Ten statements a policy.
#[divan::bench(args = STATEMENTS)]
fn other_policies(bencher: divan::Bencher<'_, '_>, count: usize) {
    let of = |policy: usize| (0..10).map(move |at| (format!("service{policy}x{at}:Get*"), "*".to_owned()));
    let others = (1..count / 10).map(|number| policy(of(number)));
    run(bencher, others.chain([allowing(of(0))]).collect());
}
