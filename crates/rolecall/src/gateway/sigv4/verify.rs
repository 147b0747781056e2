//! Is the request what the owner of the secret signed, for this service, Region and moment? (R5.25, R6.3–R6.16)

use super::canonical::{PathRule, canonical_request, unsigned_amz_headers};
use super::chunked::ChunkSeed;
use super::date::AmzDate;
use super::key_cache::KeyCache;
use super::parse::{Algorithm, Presented, SignatureForm};
use super::payload::{Payload, PayloadDecoder};
use super::region::RegionPolicy;
use super::{MAX_SKEW, TERMINATOR, errors, v4a};
use crate::api::error::ApiError;
use crate::gateway::wire::Family;
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use http::HeaderMap;
use http::request::Parts;
use jiff::Timestamp;

/// What the endpoint that was called requires of a signature.
#[derive(Debug, Clone, Copy)]
pub struct Expectation<'a> {
    /// Decides over error codes, and over how the path is canonicalised.
    pub family: Family,
    /// The signing name: `iam`, `sts`, `s3`.
    pub service: &'a str,
    /// The Regions a scope may name.
    pub region: &'a RegionPolicy,
    /// Now.
    pub now: Timestamp,
}

/// What stands for the body in the canonical request (R6.14).
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// The body itself, which is hashed here: all services except S3.
    Whole(&'a [u8]),
    /// What the request declares of its body: S3. The body is checked while it streams, see [`Verified::decoder`].
    Declared,
}

/// Proof that a signature was verified, and what is needed to check the body that belongs to it.
#[derive(Debug)]
pub struct Verified {
    payload: Payload,
    seed: Option<ChunkSeed>,
}

impl Verified {
    /// What the client signed of the body.
    #[must_use]
    pub fn payload(&self) -> Payload {
        self.payload
    }

    /// The reader that checks an S3 body against what was signed of it (R6.14–R6.22).
    ///
    /// # Errors
    /// The headers of a chunked upload are missing or wrong.
    pub fn decoder(&self, headers: &HeaderMap) -> Result<PayloadDecoder, ApiError> {
        PayloadDecoder::new(self.payload, self.seed.clone(), headers)
    }
}

/// The longest life of a presigned request to another service than S3, in seconds (R6.4).
const OTHER_EXPIRES: i64 = 15 * 60;

/// Verifies the signature that `presented` holds, with the secret of its access key.
///
/// # Errors
/// Scope, date, signed headers or signature are wrong: R5.19, R5.20, R5.22, R5.23, R6.12, in the words of the family;
/// [`check_repeated`].
pub fn verify(
    parts: &Parts,
    presented: &Presented<'_>,
    secret: &str,
    content: Content<'_>,
    expected: &Expectation<'_>,
    keys: &KeyCache,
) -> Result<Verified, ApiError> {
    let family = expected.family;
    check_claims(presented, expected)?;
    let signed = signed_names(&presented.signed_headers);
    if !signed.contains(&"host") {
        return Err(errors::host_not_signed(family));
    }
    if let Some(names) = unsigned_amz_headers(&parts.headers, &signed) {
        return Err(errors::unsigned_headers(family, &names));
    }
    let (payload, line) = match content {
        Content::Whole(body) => (Payload::Body, HEXLOWER.encode(digest(&SHA256, body).as_ref())),
        Content::Declared => {
            let payload = Payload::of_signed(presented.content_sha256.as_deref(), presented.form)?;
            (payload, payload.declared())
        }
    };
    let canonical = canonical_request(parts, &signed, path_rule(family), &line);
    let string_to_sign = string_to_sign(presented.algorithm, &presented.date, presented.scope.as_str(), &canonical);
    let (scope, id) = (&presented.scope, &*presented.access_key_id);
    let key = match presented.algorithm {
        Algorithm::Hmac => Some(keys.get(id, secret, scope.date(), scope.region(), scope.service())),
        Algorithm::Ecdsa => None,
    };
    let matches = match &key {
        Some(key) => key.verify_hex(string_to_sign.as_bytes(), &presented.signature),
        None => v4a::verify_hex(id, secret, string_to_sign.as_bytes(), &presented.signature),
    };
    if !matches {
        return Err(errors::wrong_signature(
            family,
            &presented.access_key_id,
            &presented.signature,
            &string_to_sign,
            &canonical,
        ));
    }
    check_repeated(&parts.headers)?;
    let seed = key
        .filter(|_| payload.has_signed_chunks())
        .map(|key| ChunkSeed::new(key, presented.date, scope.as_str(), &presented.signature));
    Ok(Verified { payload, seed })
}

/// Checks what a signature claims to be for, and when it was made: what can be told without the body.
///
/// # Errors
/// Scope or date are wrong (R5.20, R5.22, R5.23, R6.4).
pub fn check_claims(presented: &Presented<'_>, expected: &Expectation<'_>) -> Result<(), ApiError> {
    check_scope(presented, expected)?;
    check_time(presented, expected.family, expected.now.as_second())
}

/// Refuses `x-amz-…` headers that are sent more than once, S3's metadata aside. The canonical form joins the values of one
/// name with commas (R6.11), so that one value could be split in two under the same signature, and mean something else.
///
/// # Errors
/// `InvalidArgument` 400.
pub fn check_repeated(headers: &HeaderMap) -> Result<(), ApiError> {
    let amz = |name: &str| name.starts_with("x-amz-") && !name.starts_with("x-amz-meta-");
    let repeated = |name: &&http::HeaderName| amz(name.as_str()) && headers.get_all(*name).iter().count() > 1;
    match headers.keys().find(repeated) {
        Some(name) => Err(ApiError::new("InvalidArgument", 400, format!("Header {name} must not be repeated."))),
        None => Ok(()),
    }
}

/// How a family's services canonicalise the path (R6.9).
fn path_rule(family: Family) -> PathRule {
    match family {
        Family::S3 => PathRule::Once,
        Family::Query { .. } | Family::Json { .. } | Family::RestJson => PathRule::NormalizedTwice,
    }
}

/// The signed headers as they enter the canonical request: lower case, sorted (R6.11). A name counts once, or a long header
/// could be had thousands of times.
fn signed_names(signed_headers: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::with_capacity(8);
    names.extend(signed_headers.split(';'));
    if !names.is_sorted() {
        names.sort_unstable();
    }
    names.dedup();
    names
}

fn check_scope(presented: &Presented<'_>, expected: &Expectation<'_>) -> Result<(), ApiError> {
    let (scope, family, form) = (&presented.scope, expected.family, presented.form);
    if scope.terminator() != TERMINATOR {
        return Err(errors::wrong_terminator(family, form, scope.terminator()));
    }
    if scope.service() != expected.service {
        return Err(errors::wrong_service(family, form, scope.service(), expected.service));
    }
    // STS takes version 4a (R3.3), and S3 for what spans Regions; no other service does.
    if presented.algorithm == Algorithm::Ecdsa && !matches!(expected.service, "sts" | "s3") {
        return Err(errors::incomplete(format!("Unsupported AWS 'algorithm': '{}'.", v4a::ALGORITHM)));
    }
    let (region, is_served) = match &presented.region_set {
        Some(set) => (&**set, expected.region.of_set(set).is_some()),
        None => (scope.region(), expected.region.accepts(scope.region())),
    };
    if !is_served {
        return Err(errors::wrong_region(family, form, region, expected.region.expected()));
    }
    if scope.date() != presented.date.day() {
        return Err(errors::date_not_in_scope(family, form, scope.date(), &presented.date));
    }
    Ok(())
}

/// R6.4. The edges themselves are inside.
fn check_time(presented: &Presented<'_>, family: Family, now: i64) -> Result<(), ApiError> {
    let date = &presented.date;
    match presented.form {
        SignatureForm::Header if (date.seconds() - now).abs() > MAX_SKEW => Err(errors::skewed(family, date, now)),
        SignatureForm::Header => Ok(()),
        SignatureForm::Query { .. } if date.seconds() > now + MAX_SKEW => {
            Err(errors::presigned_too_early(family, date, now))
        }
        SignatureForm::Query { expires } => {
            let life = match family {
                Family::S3 => expires.unwrap_or(0),
                _ => expires.unwrap_or(OTHER_EXPIRES).min(OTHER_EXPIRES),
            };
            // A life of nothing is over before it began.
            if life == 0 || now > date.seconds() + life {
                return Err(errors::presigned_expired(family, date, life, now));
            }
            Ok(())
        }
    }
}

/// R6.3.
pub(super) fn string_to_sign(algorithm: Algorithm, date: &AmzDate, scope: &str, canonical: &[u8]) -> String {
    let mut text = String::with_capacity(160);
    for line in [algorithm.name(), date.as_str(), scope] {
        text.push_str(line);
        text.push('\n');
    }
    HEXLOWER.encode_append(digest(&SHA256, canonical).as_ref(), &mut text);
    text
}
