//! Authentication errors: one function for each situation of R5.19–R5.24 and the table of 5.3, each answering for every
//! family of services. Codes are in the query spelling except S3's own; `wire::json` respells them for JSON services.

use super::date::{basic, extended};
use super::parse::SignatureForm;
use super::{AmzDate, MAX_SKEW, TERMINATOR};
use crate::api::error::ApiError;
use crate::gateway::wire::Family;

const NOT_A_TOKEN: &str = "The security token included in the request is invalid.";
const NO_MATCH: &str = "The request signature we calculated does not match the signature you provided. \
                        Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const S3_NO_MATCH: &str = "The request signature we calculated does not match the signature you provided. \
                           Check your key and signing method.";
const NO_MECHANISM: &str =
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.";

/// No credentials where some are needed. S3 treats the caller as anonymous and so denies (R5.14).
#[must_use]
pub fn missing_credentials(family: Family) -> ApiError {
    match family {
        Family::Query { .. } => {
            ApiError::new("MissingAuthenticationToken", 403, "Request is missing Authentication Token")
        }
        Family::Json { .. } | Family::RestJson => {
            ApiError::new("MissingAuthenticationToken", 403, "Missing Authentication Token")
        }
        Family::S3 => ApiError::access_denied("Access Denied"),
    }
}

/// The key id is not known, or the key is inactive, or a temporary key (`ASIA…`) came without its session token (V11).
#[must_use]
pub fn unknown_key(family: Family, access_key_id: &str) -> ApiError {
    match family {
        Family::S3 => ApiError::new(
            "InvalidAccessKeyId",
            403,
            "The AWS Access Key Id you provided does not exist in our records.",
        )
        .with("AWSAccessKeyId", access_key_id),
        _ => ApiError::new("InvalidClientTokenId", 403, NOT_A_TOKEN),
    }
}

/// The session token cannot be opened, or is not that of the key.
#[must_use]
pub fn invalid_token(family: Family) -> ApiError {
    match family {
        Family::S3 => ApiError::new("InvalidToken", 400, "The provided token is malformed or otherwise invalid."),
        _ => ApiError::new("InvalidClientTokenId", 403, NOT_A_TOKEN),
    }
}

/// The session is over (V12).
#[must_use]
pub fn expired_token(family: Family) -> ApiError {
    match family {
        Family::S3 => ApiError::new("ExpiredToken", 400, "The provided token has expired."),
        _ => ApiError::new("ExpiredToken", 403, "The security token included in the request is expired"),
    }
}

/// The signature is wrong (R5.19). S3 tells what it computed, so that the client can compare.
pub(super) fn wrong_signature(
    family: Family,
    access_key_id: &str,
    provided: &str,
    string_to_sign: &str,
    canonical_request: &[u8],
) -> ApiError {
    match family {
        Family::S3 => ApiError::new("SignatureDoesNotMatch", 403, S3_NO_MATCH)
            .with("AWSAccessKeyId", access_key_id)
            .with("StringToSign", string_to_sign)
            .with("SignatureProvided", provided)
            .with("StringToSignBytes", spaced_hex(string_to_sign.as_bytes()))
            .with("CanonicalRequest", String::from_utf8_lossy(canonical_request))
            .with("CanonicalRequestBytes", spaced_hex(canonical_request)),
        _ => mismatch(NO_MATCH),
    }
}

/// The signature of a chunk or trailer (R6.22), or one of version 2, is wrong.
pub(in crate::gateway) fn wrong_string_signature(provided: &str, string_to_sign: &str) -> ApiError {
    ApiError::new("SignatureDoesNotMatch", 403, S3_NO_MATCH)
        .with("StringToSign", string_to_sign)
        .with("SignatureProvided", provided)
        .with("StringToSignBytes", spaced_hex(string_to_sign.as_bytes()))
}

/// `host` is not among the signed headers (R6.12).
pub(super) fn host_not_signed(family: Family) -> ApiError {
    match family {
        Family::S3 => headers_not_signed("host"),
        _ => mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),
    }
}

/// `x-amz-*` headers were sent and not signed (R6.12, V3): `names` separated by `, `.
pub(super) fn unsigned_headers(family: Family, names: &str) -> ApiError {
    match family {
        Family::S3 => headers_not_signed(names),
        _ => mismatch(NO_MATCH),
    }
}

fn headers_not_signed(names: &str) -> ApiError {
    ApiError::access_denied("There were headers present in the request which were not signed")
        .with("HeadersNotSigned", names)
}

/// The scope's date is not the request's (R6.3, V8).
pub(super) fn date_not_in_scope(family: Family, form: SignatureForm, scope_date: &str, date: &AmzDate) -> ApiError {
    match family {
        Family::S3 => scope_malformed(
            form,
            &format!(
                "Invalid credential date \"{scope_date}\". This date is not the same as X-Amz-Date: \"{}\".",
                date.day()
            ),
        ),
        _ => mismatch(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
             '{scope_date}' != '{}', from '{}'.",
            date.day(),
            date.as_str()
        )),
    }
}

/// The scope names another Region (R5.22, V9).
pub(super) fn wrong_region(family: Family, form: SignatureForm, region: &str, expected: &str) -> ApiError {
    match family {
        Family::S3 => scope_malformed(form, &format!("the region '{region}' is wrong; expecting '{expected}'"))
            .with("Region", expected),
        _ => mismatch(format!("Credential should be scoped to a valid Region, not '{region}'.")),
    }
}

/// The scope names another service (V10).
pub(super) fn wrong_service(family: Family, form: SignatureForm, service: &str, expected: &str) -> ApiError {
    match family {
        Family::S3 => {
            scope_malformed(form, &format!("incorrect service \"{service}\". This endpoint belongs to \"{expected}\"."))
        }
        _ => mismatch(format!("Credential should be scoped to correct service: '{expected}'.")),
    }
}

/// The scope does not end in `aws4_request`.
pub(super) fn wrong_terminator(family: Family, form: SignatureForm, terminator: &str) -> ApiError {
    // Where a comma is missing, the signature follows a blank.
    let terminator = terminator.split_ascii_whitespace().next().unwrap_or_default();
    match family {
        Family::S3 => {
            scope_malformed(form, &format!("incorrect terminal \"{terminator}\". This endpoint uses \"{TERMINATOR}\"."))
        }
        _ => mismatch(format!(
            "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{terminator}'."
        )),
    }
}

/// S3's two ways to say that a credential scope is unusable, by where it was sent (R5.22, R5.23).
pub(super) fn scope_malformed(form: SignatureForm, what: &str) -> ApiError {
    match form {
        SignatureForm::Header => {
            ApiError::new("AuthorizationHeaderMalformed", 400, format!("The authorization header is malformed; {what}"))
        }
        SignatureForm::Query { .. } => {
            query_parameters(format!("Error parsing the X-Amz-Credential parameter; {what}"))
        }
    }
}

/// S3's `AuthorizationQueryParametersError` (R5.23).
pub(super) fn query_parameters(message: impl Into<String>) -> ApiError {
    ApiError::new("AuthorizationQueryParametersError", 400, message)
}

/// `IncompleteSignature` 400 (R5.21).
pub(super) fn incomplete(message: impl Into<String>) -> ApiError {
    ApiError::new("IncompleteSignature", 400, message)
}

/// A request by header whose date is more than 15 minutes from `now` (R6.4, V7).
pub(super) fn skewed(family: Family, date: &AmzDate, now: i64) -> ApiError {
    let error = match family {
        Family::S3 => ApiError::new(
            "RequestTimeTooSkewed",
            403,
            "The difference between the request time and the current time is too large.",
        )
        .with("RequestTime", date.as_str())
        .with("ServerTime", extended(now))
        .with("MaxAllowedSkewMilliseconds", (MAX_SKEW * 1000).to_string()),
        _ if date.seconds() < now => expired(date.seconds(), now),
        _ => not_yet(date, now),
    };
    let (minutes, direction) =
        (date.seconds().abs_diff(now) / 60, if date.seconds() < now { "behind" } else { "ahead of" });
    error.because(format!(
        "the request was signed at {} and arrived at {}: the client's clock is {minutes} minutes {direction} the \
         server's, or the request took long to arrive",
        extended(date.seconds()),
        extended(now)
    ))
}

/// A presigned request before its time.
pub(super) fn presigned_too_early(family: Family, date: &AmzDate, now: i64) -> ApiError {
    match family {
        Family::S3 => ApiError::access_denied("Request is not valid yet")
            .with("X-Amz-Date", date.as_str())
            .with("ServerTime", extended(now)),
        _ => not_yet(date, now),
    }
}

/// A presigned request after its expiry (V14). `expires` is its life in seconds.
pub(super) fn presigned_expired(family: Family, date: &AmzDate, expires: i64, now: i64) -> ApiError {
    match family {
        Family::S3 => ApiError::access_denied("Request has expired")
            .with("X-Amz-Expires", expires.to_string())
            .with("Expires", extended(date.seconds().saturating_add(expires)))
            .with("ServerTime", extended(now)),
        _ => mismatch(format!(
            "Signature expired: {} is now earlier than {} ({} - {} min.)",
            date.as_str(),
            basic(now.saturating_sub(expires)),
            basic(now),
            expires / 60
        )),
    }
}

fn expired(at: i64, now: i64) -> ApiError {
    mismatch(format!(
        "Signature expired: {} is now earlier than {} ({} - 15 min.)",
        basic(at),
        basic(now.saturating_sub(MAX_SKEW)),
        basic(now)
    ))
}

fn not_yet(date: &AmzDate, now: i64) -> ApiError {
    mismatch(format!(
        "Signature not yet current: {} is still later than {} ({} + 15 min.)",
        date.as_str(),
        basic(now.saturating_add(MAX_SKEW)),
        basic(now)
    ))
}

/// Header and query form at once (R6.2).
pub(super) fn two_mechanisms(family: Family, authorization: &str) -> ApiError {
    let message = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
                   parameter or the Authorization header should be specified";
    match family {
        Family::S3 => ApiError::new("InvalidArgument", 400, message)
            .with("ArgumentName", "Authorization")
            .with("ArgumentValue", authorization),
        _ => incomplete(message),
    }
}

/// An `Authorization` header of another kind, sent to S3 (5.3).
pub(super) fn unsupported_authorization(authorization: &str) -> ApiError {
    ApiError::new("InvalidArgument", 400, "Unsupported Authorization Type")
        .with("ArgumentName", "Authorization")
        .with("ArgumentValue", authorization)
}

/// Signature Version 2, sent to S3.
pub(super) fn unsupported_mechanism() -> ApiError {
    ApiError::new("InvalidRequest", 400, NO_MECHANISM)
}

/// The body is not the one whose hash was signed (R5.24, V1).
pub(super) fn payload_mismatch(claimed: &str, computed: &str) -> ApiError {
    ApiError::new(
        "XAmzContentSHA256Mismatch",
        400,
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
    .with("ClientComputedContentSHA256", claimed)
    .with("S3ComputedContentSHA256", computed)
}

fn mismatch(message: impl Into<String>) -> ApiError {
    ApiError::new("SignatureDoesNotMatch", 403, message)
}

/// Bytes as S3 prints them in `StringToSignBytes`: `41 57 53 34`.
fn spaced_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3);
    for byte in bytes {
        if !text.is_empty() {
            text.push(' ');
        }
        data_encoding::HEXLOWER.encode_append(&[*byte], &mut text);
    }
    text
}
