//! Signature Version 4a (R6.24–R6.26).

use super::request::{KEY, SECRET, check, check_in, head, moment, signer};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use data_encoding::HEXLOWER;
use http::request::Parts;
use rolecall::gateway::sigv4::canonical::{PathRule, canonical_request};
use rolecall::gateway::sigv4::sign::Signing;
use rolecall::gateway::sigv4::{Credentials, RegionPolicy, parse, v4a};
use rolecall::gateway::wire::Family;

/// R6.25: the key pair of the SDKs' published derivation test.
#[test]
fn the_key_pair_is_derived_as_the_sdks_do() {
    let public = v4a::public_key("AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom").unwrap();
    assert_eq!(
        HEXLOWER.encode(&public),
        "04\
         15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb\
         0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0"
    );
}

/// A request to STS signed for a set of Regions.
fn signed(regions: &str, service: &str, body: &[u8]) -> Parts {
    let mut parts = head(
        "POST",
        "/",
        &[("host", "localhost:4600"), ("x-amz-date", "20130524T000000Z"), ("x-amz-region-set", regions)],
    );
    let signed = ["host", "x-amz-date", "x-amz-region-set"];
    let hash = HEXLOWER.encode(digest(&SHA256, body).as_ref());
    let canonical = canonical_request(&parts, &signed, PathRule::NormalizedTwice, &hash);
    let scope = format!("20130524/{service}/aws4_request");
    let string = [v4a::ALGORITHM, "20130524T000000Z", &scope, &HEXLOWER.encode(digest(&SHA256, &canonical).as_ref())];
    let private = v4a::private_key(KEY, SECRET).unwrap();
    let public = v4a::public_key(KEY, SECRET).unwrap();
    let pair = EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P256_SHA256_ASN1_SIGNING, &*private, &public);
    let signature = pair.unwrap().sign(&SystemRandom::new(), string.join("\n").as_bytes()).unwrap();
    let authorization = format!(
        "{} Credential={KEY}/{scope}, SignedHeaders={}, Signature={}",
        v4a::ALGORITHM,
        signed.join(";"),
        HEXLOWER.encode(signature.as_ref())
    );
    parts.headers.insert("authorization", authorization.parse().unwrap());
    parts
}

/// R3.3, R6.24, R6.26: STS accepts it for any set that has the Region; the body, the set and the service are covered.
#[test]
fn sts_accepts_version_4a() {
    let body = b"Action=GetCallerIdentity&Version=2011-06-15";
    for regions in ["*", "us-east-1", "eu-west-1, us-east-1", "us-*"] {
        check(&signed(regions, "sts", body), body, "sts", moment()).unwrap();
    }
    let wrong = check(&signed("*", "sts", body), b"Action=Other", "sts", moment()).unwrap_err();
    assert_eq!(wrong.code, "SignatureDoesNotMatch");
    let mut changed = signed("us-east-1", "sts", body);
    changed.headers.insert("x-amz-region-set", "*".parse().unwrap());
    assert_eq!(check(&changed, body, "sts", moment()).unwrap_err().code, "SignatureDoesNotMatch");
    for regions in ["eu-west-1", "eu-*", "", "us-east-10"] {
        let error = check(&signed(regions, "sts", body), body, "sts", moment()).unwrap_err();
        assert_eq!(error.message, format!("Credential should be scoped to a valid Region, not '{regions}'."));
    }
    let error = check(&signed("*", "ec2", body), body, "sts", moment()).unwrap_err();
    assert_eq!(error.message, "Credential should be scoped to correct service: 'sts'.");
    let mut without = signed("*", "sts", body);
    without.headers.remove("x-amz-region-set");
    assert_eq!(check(&without, body, "sts", moment()).unwrap_err().code, "IncompleteSignature");
}

/// Other services do not take it, and the two versions do not pass for each other.
#[test]
fn versions_do_not_mix() {
    let error = check(&signed("*", "iam", b""), b"", "iam", moment()).unwrap_err();
    assert_eq!(error.message, "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.");

    // A version 4 signature with the name of 4a, and the other way round.
    let mut parts = head("POST", "/", &[("host", "localhost:4600"), ("x-amz-region-set", "*")]);
    let _ = signer("sts").sign(&mut parts, &Signing::Body(b""), moment()).unwrap();
    check(&parts, b"", "sts", moment()).unwrap();
    let renamed = parts.headers["authorization"].to_str().unwrap().replace("AWS4-HMAC-SHA256", v4a::ALGORITHM);
    parts.headers.insert("authorization", renamed.parse().unwrap());
    check(&parts, b"", "sts", moment()).unwrap_err();
    let regionless = renamed.replace("/us-east-1/", "/");
    parts.headers.insert("authorization", regionless.parse().unwrap());
    assert_eq!(check(&parts, b"", "sts", moment()).unwrap_err().code, "SignatureDoesNotMatch");
}

/// R6.24: the Region that serves the request is one of the set.
#[test]
fn the_serving_region_is_in_the_set() {
    let any = RegionPolicy::AnyRegion { home: "us-east-1".into() };
    for (set, served) in [("*", "us-east-1"), ("eu-west-1,eu-west-2", "eu-west-1"), ("eu-west-1,us-*", "us-east-1")] {
        let parts = signed(set, "sts", b"");
        check_in(&parts, b"", "sts", &any, moment()).unwrap();
        let Credentials::Presented(presented) = parse(&parts, Family::from(&rolecall::services::sts::SERVICE)).unwrap()
        else {
            panic!("no credentials")
        };
        assert_eq!(presented.region(&any), served);
    }
    check_in(&signed("cn-north-1", "sts", b""), b"", "sts", &any, moment()).unwrap_err();
    // A global endpoint takes any Region, and stays where it is.
    for (set, served) in
        [("eu-west-1", Some("us-east-1")), ("us-*", Some("us-east-1")), ("cn-north-1", None), ("", None)]
    {
        assert_eq!(RegionPolicy::Global.of_set(set), served, "{set}");
    }
}
