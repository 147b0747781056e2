//! Policies and requests made to be slow: as large as AWS lets them be, and full of what makes matchers try again.
//!
//! A managed policy has at most 6,144 characters, a value of a request here 2,048; a request has 100 keys. No decision
//! may take more than 200 µs.

#![allow(clippy::expect_used, reason = "a benchmark without its policies has nothing to measure")]

use std::sync::Arc;

use rolecall_policy::evaluate::Attached;
use rolecall_policy::kind::Identity;
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{AccountId, Compiled, Context, Policies, Policy, PolicySet, Principal, Request, decide};

/// Characters of a managed policy.
const POLICY: usize = 6_144;
/// Characters of a value.
const VALUE: usize = 2_048;
/// Keys of a request.
const KEYS: usize = 100;

fn main() {
    divan::main();
}

/// The pieces of which patterns are made; each pattern wants one more letter behind them, which the requests have
/// elsewhere.
const PIECES: [&str; 6] = ["*a", "a*", "*a?", "?a*", "a?", "*"];

fn value() -> String {
    format!("b{}", "a".repeat(VALUE - 1))
}

/// As many of the patterns as fit, in one policy.
fn policy(part: impl Fn(&str) -> String, piece: &str, each: usize) -> Attached<Identity> {
    let pattern = format!("*{}b*", piece.repeat(each / piece.len()));
    let mut parts = Vec::new();
    let mut length = 0;
    while length + part(&pattern).len() < POLICY - 100 {
        length += part(&pattern).len() + 1;
        parts.push(part(&pattern));
    }
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, parts.join(","));
    Attached { policy: Arc::new(Compiled::new(Policy::parse(text).expect("a policy"))), source: Arc::default() }
}

fn run(bencher: divan::Bencher<'_, '_>, policy: Attached<Identity>) {
    let account = AccountId::from_u64(111_111_111_111).expect("an account");
    let principal = Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
    let mut context = Context::new();
    for key in 0..KEYS {
        context.set(&format!("aws:RequestTag/{key:0>100}"), value());
    }
    context.set("aws:UserAgent", value());
    let resource = format!("arn:aws:s3:::{}", value());
    let action = format!("s3:b{}", "a".repeat(90));
    let request = Request {
        principal: &principal,
        action: &action,
        resource: &resource,
        resource_account: Some(account),
        class: ResourceClass::Bucket,
        s3: None,
        context: &context,
    };
    let identity: PolicySet<Identity> = [policy].into();
    let policies = Policies { identity: &identity, ..Policies::default() };
    bencher.bench(|| decide(divan::black_box(&request), &policies));
}

/// Few patterns, each as long as a value.
#[divan::bench(args = PIECES)]
fn long_resources(bencher: divan::Bencher<'_, '_>, piece: &str) {
    let part = |pattern: &str| format!(r#"{{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::{pattern}"}}"#);
    run(bencher, policy(part, piece, 1_800));
}

/// The same, with a star that must not pass a colon.
#[divan::bench(args = PIECES)]
fn long_resources_with_a_bound_star(bencher: divan::Bencher<'_, '_>, piece: &str) {
    let part = |pattern: &str| format!(r#"{{"Effect":"Allow","Action":"*","Resource":"arn:a*s:s3:::{pattern}"}}"#);
    run(bencher, policy(part, piece, 1_800));
}

/// Many short patterns.
#[divan::bench(args = PIECES)]
fn short_resources(bencher: divan::Bencher<'_, '_>, piece: &str) {
    let part = |pattern: &str| format!(r#"{{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::{pattern}"}}"#);
    run(bencher, policy(part, piece, 60));
}

#[divan::bench(args = PIECES)]
fn actions(bencher: divan::Bencher<'_, '_>, piece: &str) {
    let part = |pattern: &str| format!(r#"{{"Effect":"Allow","Action":"s3:{pattern}","Resource":"*"}}"#);
    run(bencher, policy(part, piece, 60));
}

#[divan::bench(args = PIECES)]
fn conditions(bencher: divan::Bencher<'_, '_>, piece: &str) {
    let part = |pattern: &str| {
        format!(
            r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"StringLike":{{"aws:UserAgent":"{pattern}"}}}}}}"#
        )
    };
    run(bencher, policy(part, piece, 1_800));
}

/// Variables that each stand for a long value.
#[divan::bench]
fn variables(bencher: divan::Bencher<'_, '_>) {
    let part = |pattern: &str| format!(r#"{{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::{pattern}"}}"#);
    run(bencher, policy(part, "*${aws:UserAgent}", 1_800));
}
