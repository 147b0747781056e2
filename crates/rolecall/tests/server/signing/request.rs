//! A request under test, and the verifier as the pipeline uses it.

use bytes::Bytes;
use http::request::Parts;
use jiff::Timestamp;
use rolecall::api::error::ApiError;
use rolecall::gateway::sigv4::sign::{Signer, Signing};
use rolecall::gateway::sigv4::{
    Content, Credentials, Expectation, KeyCache, Presented, RegionPolicy, Verified, errors, parse, verify,
};
use rolecall::gateway::wire::Family;

pub(crate) const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
pub(crate) const TEMPORARY_KEY: &str = "ASIAIOSFODNN7EXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// 2013-05-24T00:00:00Z, the moment of AWS's examples.
pub(crate) fn moment() -> Timestamp {
    "2013-05-24T00:00:00Z".parse().unwrap()
}

/// A head from its lines: method and target, then headers.
pub(crate) fn head(method: &str, target: &str, headers: &[(&str, &str)]) -> Parts {
    let mut request = http::Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

pub(crate) fn signer(service: &'static str) -> Signer<'static> {
    Signer { access_key_id: KEY, secret: SECRET, session_token: None, region: "us-east-1", service }
}

/// What the pipeline does between parsing and verifying: finds the secret, minds the session token.
fn look_up(family: Family, presented: &Presented<'_>) -> Result<&'static str, ApiError> {
    match (&*presented.access_key_id, presented.session_token.as_deref()) {
        (KEY, None) => Ok(SECRET),
        (KEY, Some(_)) => Err(errors::invalid_token(family)),
        (TEMPORARY_KEY, None) => Err(errors::unknown_key(family, TEMPORARY_KEY)),
        (TEMPORARY_KEY, Some("good")) => Ok(SECRET),
        (TEMPORARY_KEY, Some("expired")) => Err(errors::expired_token(family)),
        (TEMPORARY_KEY, Some(_)) => Err(errors::invalid_token(family)),
        (other, _) => Err(errors::unknown_key(family, other)),
    }
}

/// Verifies the head; for query services the body too.
pub(crate) fn check_head(parts: &Parts, body: &[u8], service: &str, now: Timestamp) -> Result<Verified, ApiError> {
    check_in(parts, body, service, &RegionPolicy::Exactly("us-east-1".into()), now)
}

pub(crate) fn check_in(
    parts: &Parts,
    body: &[u8],
    service: &str,
    region: &RegionPolicy,
    now: Timestamp,
) -> Result<Verified, ApiError> {
    let family = match service {
        "s3" => Family::S3,
        "iam" => Family::from(&rolecall::services::iam::SERVICE),
        _ => Family::from(&rolecall::services::sts::SERVICE),
    };
    let Credentials::Presented(presented) = parse(parts, family)? else {
        return Err(errors::missing_credentials(family));
    };
    let secret = look_up(family, &presented)?;
    let content = if family == Family::S3 { Content::Declared } else { Content::Whole(body) };
    let expected = Expectation { family, service, region, now };
    verify(parts, &presented, secret, content, &expected, &KeyCache::with_capacity(4))
}

/// Verifies head and body.
pub(crate) fn check(parts: &Parts, body: &[u8], service: &str, now: Timestamp) -> Result<(), ApiError> {
    let verified = check_head(parts, body, service, now)?;
    if service == "s3" {
        read(&verified, parts, body)?;
    }
    Ok(())
}

/// Decodes an S3 body that arrives in one piece.
pub(crate) fn read(verified: &Verified, parts: &Parts, body: &[u8]) -> Result<Vec<u8>, ApiError> {
    let mut decoder = verified.decoder(&parts.headers)?;
    let mut input = Bytes::copy_from_slice(body);
    let mut data = Vec::new();
    while let Some(piece) = decoder.decode(&mut input)? {
        data.extend_from_slice(&piece);
    }
    decoder.finish()?;
    Ok(data)
}

/// Signs a body by header at [`moment`].
pub(crate) fn sign(parts: &mut Parts, body: &[u8], service: &'static str) {
    signer(service).sign(parts, &Signing::Body(body), moment()).unwrap();
}
