//! What a signature costs: the budget for verification with a cached key and a body of 1 KiB is 4 µs.

#![expect(clippy::unwrap_used, clippy::unreachable, reason = "a bench that cannot be set up must stop")]

use divan::Bencher;
use http::request::Parts;
use jiff::Timestamp;
use rolecall::gateway::sigv4::sign::{Signer, Signing};
use rolecall::gateway::sigv4::{Content, Credentials, Expectation, KeyCache, RegionPolicy, parse, verify};
use rolecall::gateway::wire::Family;

fn main() {
    divan::main();
}

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn now() -> Timestamp {
    Timestamp::from_second(1_369_353_600).unwrap()
}

/// A request as a client sends it: a form of 1 KiB, or an object of S3.
fn request(service: &str, method: &str, target: &str, body: &[u8]) -> Parts {
    let (mut parts, ()) = http::Request::builder()
        .method(method)
        .uri(target)
        .header("host", "127.0.0.1:4600")
        .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
        .header("user-agent", "aws-cli/2.31.0 md/awscrt#0.27 ua/2.1 os/linux lang/python#3.13 md/pyimpl#CPython")
        .header("accept-encoding", "identity")
        .header("content-length", body.len().to_string())
        .body(())
        .unwrap()
        .into_parts();
    let signer = Signer {
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        secret: SECRET,
        session_token: None,
        region: "us-east-1",
        service,
    };
    let _ = signer.sign(&mut parts, &Signing::Body(body), now()).unwrap();
    parts
}

fn check(parts: &Parts, family: Family, service: &str, content: Content<'_>, keys: &KeyCache) {
    let Credentials::Presented(presented) = parse(parts, family).unwrap() else { unreachable!() };
    let expected = Expectation { family, service, region: &RegionPolicy::Exactly("us-east-1".into()), now: now() };
    divan::black_box(verify(parts, &presented, SECRET, content, &expected, keys).unwrap());
}

/// Parse and verify a query request with a body of 1 KiB; the signing key is cached. Budget: 4 µs.
#[divan::bench]
fn query_1kib_cached_key(bencher: Bencher<'_, '_>) {
    let body = [b'a'; 1024];
    let (parts, keys) = (request("sts", "POST", "/", &body), KeyCache::default());
    bencher
        .bench(|| check(&parts, Family::from(&rolecall::services::sts::SERVICE), "sts", Content::Whole(&body), &keys));
}

/// The same with a key that was never seen.
#[divan::bench]
fn query_1kib_new_key(bencher: Bencher<'_, '_>) {
    let body = [b'a'; 1024];
    let parts = request("sts", "POST", "/", &body);
    bencher.with_inputs(|| KeyCache::with_capacity(8)).bench_values(|keys| {
        check(&parts, Family::from(&rolecall::services::sts::SERVICE), "sts", Content::Whole(&body), &keys);
    });
}

/// A listing of S3, with a query to sort and encode.
#[divan::bench]
fn s3_list_cached_key(bencher: Bencher<'_, '_>) {
    let parts = request("s3", "GET", "/photos?list-type=2&prefix=2026%2F&delimiter=%2F&encoding-type=url", b"");
    let keys = KeyCache::default();
    bencher.bench(|| check(&parts, Family::S3, "s3", Content::Declared, &keys));
}

/// Where the time goes: the hash of the body alone.
#[divan::bench]
fn sha256_1kib() -> aws_lc_rs::digest::Digest {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, divan::black_box(&[b'a'; 1024]))
}
