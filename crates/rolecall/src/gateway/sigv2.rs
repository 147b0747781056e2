//! Signature Version 2 in the query of an S3 URL, pure (R6.28–R6.31): what boto3's `generate_presigned_url` and
//! `aws s3 presign` of the AWS CLI 1 make when an endpoint is given. A policy can refuse it by `s3:signatureversion`.
//!
//! The string to sign is older than care about ambiguity: it joins decoded values with `&` and line feeds. Whatever could be
//! read as two requests with one signature is refused here, so that nobody changes a URL and keeps its signature.

use super::sigv4::canonical::{decoded_value, query_pairs};
use super::sigv4::errors;
use crate::api::error::ApiError;
use crate::services::s3::identify::is_subresource;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderName};
use http::request::Parts;
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a URL presents, as it claims it.
pub struct Presented<'a> {
    /// The key that is said to have signed.
    pub access_key_id: Cow<'a, str>,
    /// The session token that came along. Not checked here.
    pub session_token: Option<Cow<'a, str>>,
    signature: String,
    /// As sent; digits alone.
    expires: Cow<'a, str>,
    expires_at: i64,
}

/// Shows neither signature nor token.
impl std::fmt::Debug for Presented<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Presented")
            .field("access_key_id", &self.access_key_id)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

/// Reads the signature of a request, if it is of this version.
///
/// # Errors
/// `AccessDenied` 403: a parameter is missing, or `Expires` is no number of seconds.
pub fn presented(parts: &Parts) -> Result<Option<Presented<'_>>, ApiError> {
    let (Some(query), false) = (parts.uri.query(), parts.headers.contains_key(AUTHORIZATION)) else { return Ok(None) };
    let (mut id, mut signature, mut expires, mut token) = (None, None, None, None);
    for (name, value) in query_pairs(query) {
        let place = match name {
            "AWSAccessKeyId" => &mut id,
            "Signature" => &mut signature,
            "Expires" => &mut expires,
            "X-Amz-Algorithm" | "X-Amz-Credential" | "X-Amz-Signature" => return Ok(None),
            other if other.eq_ignore_ascii_case(TOKEN) => &mut token,
            _ => continue,
        };
        place.get_or_insert_with(|| decoded_value(value));
    }
    let (access_key_id, signature, expires) = match (id, signature, expires) {
        (None, None, _) => return Ok(None),
        (Some(id), Some(signature), Some(expires)) => (id, signature, expires),
        _ => {
            let message = "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters";
            return Err(ApiError::access_denied(message));
        }
    };
    let seconds = expires.parse().ok().filter(|_| expires.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(expires_at) = seconds else {
        return Err(ApiError::access_denied(format!("Invalid date (should be seconds since epoch): {expires}")));
    };
    let of_header = || parts.headers.get(TOKEN).map(|value| String::from_utf8_lossy(value.as_bytes()));
    Ok(Some(Presented {
        access_key_id,
        session_token: token.or_else(of_header),
        // Old clients send Base64 as it is, and its `+` is read as a blank.
        signature: signature.replace(' ', "+"),
        expires,
        expires_at,
    }))
}

const TOKEN: &str = "x-amz-security-token";

impl Presented<'_> {
    /// Verifies the signature. `virtual_bucket` is the bucket in the host name, if there is one.
    ///
    /// # Errors
    /// `AccessDenied` 403 after the expiry; `SignatureDoesNotMatch` 403; `InvalidArgument` 400 for what could be read in two
    /// ways.
    pub fn verify(
        &self,
        parts: &Parts,
        virtual_bucket: Option<&str>,
        secret: &str,
        now: Timestamp,
    ) -> Result<(), ApiError> {
        if now.as_second() > self.expires_at {
            let at =
                Timestamp::from_second(self.expires_at).map_or_else(|_| self.expires.to_string(), |at| at.to_string());
            return Err(ApiError::access_denied("Request has expired")
                .with("Expires", at)
                .with("ServerTime", Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()));
        }
        let path = parts.uri.path();
        let string = string_to_sign(parts, virtual_bucket, path, &self.expires)?;
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
        let signature = STANDARD.decode(&self.signature).unwrap_or_default();
        let verified = hmac::verify(&key, string.as_bytes(), &signature).or_else(|error| {
            // botocore signs a bucket as `/bucket/` and asks for `/bucket`, which is the same.
            let is_bucket = virtual_bucket.is_none() && path.len() > 1 && path.rfind('/') == Some(0);
            let closed = if is_bucket {
                string_to_sign(parts, None, &format!("{path}/"), &self.expires).map_err(|_| error)?
            } else {
                return Err(error);
            };
            hmac::verify(&key, closed.as_bytes(), &signature)
        });
        verified.map_err(|_| {
            errors::wrong_string_signature(&self.signature, &string).with("AWSAccessKeyId", &*self.access_key_id)
        })
    }
}

/// Parameters that are signed and name no sub-resource of a route.
const SIGNED: &[&str] = &[
    "defaultObjectAcl",
    "partNumber",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "select-type",
    "storageClass",
    "uploadId",
    "versionId",
];

/// Whether the parameter is part of the canonical resource.
fn is_signed(name: &str) -> bool {
    SIGNED.contains(&name) || is_subresource(name)
}

/// R6.29. A header that stands in the query counts as one, as [`crate::services::s3`] takes it: `x-amz-…` before a header of
/// the same name, `content-type` and `content-md5` where there is none.
fn string_to_sign(parts: &Parts, virtual_bucket: Option<&str>, path: &str, expires: &str) -> Result<String, ApiError> {
    let mut resource: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut hoisted: BTreeMap<String, String> = BTreeMap::new();
    for pair in parts.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value)));
        let name = decoded_value(name);
        let value = value.map(|value| decoded_value(value).into_owned());
        let lower = name.to_ascii_lowercase();
        let twice = if is_signed(&name) {
            check(&name, value.as_deref().unwrap_or_default(), true)?;
            resource.insert(name.into_owned(), value).is_some()
        } else if lower.starts_with("x-amz-") || matches!(&*lower, "content-type" | "content-md5") {
            let value = value.unwrap_or_default();
            check(&lower, &value, false)?;
            hoisted.insert(lower.clone(), value.trim().to_owned()).is_some()
        } else {
            false
        };
        if twice {
            return Err(ambiguous(&lower));
        }
    }
    let sent =
        |name: &str| parts.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned());
    let mut text = String::with_capacity(256);
    let mut line = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    line(parts.method.as_str());
    for name in ["content-md5", "content-type"] {
        line(&sent(name).or_else(|| hoisted.remove(name)).unwrap_or_default());
    }
    line(expires);
    hoisted.retain(|name, _| name.starts_with("x-amz-"));
    for name in parts.headers.keys().map(HeaderName::as_str).filter(|name| name.starts_with("x-amz-")) {
        let values = parts.headers.get_all(name).iter();
        let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned()).collect();
        hoisted.entry(name.to_owned()).or_insert_with(|| values.join(","));
    }
    for (name, value) in &hoisted {
        line(&format!("{name}:{value}"));
    }
    if let Some(bucket) = virtual_bucket {
        text.push('/');
        text.push_str(bucket);
    }
    text.push_str(path);
    for (index, (name, value)) in resource.iter().enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(name);
        if let Some(value) = value {
            text.push('=');
            text.push_str(value);
        }
    }
    Ok(text)
}

/// Refuses a parameter whose text could be taken for several.
fn check(name: &str, value: &str, in_resource: bool) -> Result<(), ApiError> {
    let others =
        |value: &str| value.split('&').skip(1).any(|part| is_signed(part.split('=').next().unwrap_or_default()));
    let is_name = HeaderName::try_from(name).is_ok();
    if !is_name || value.chars().any(char::is_control) || (in_resource && others(value)) {
        return Err(ambiguous(name));
    }
    Ok(())
}

fn ambiguous(name: &str) -> ApiError {
    ApiError::new("InvalidArgument", 400, format!("Query parameter {name} must not be repeated, nor hold another one."))
        .with("ArgumentName", name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(target: &str, headers: &[(&'static str, &'static str)]) -> Parts {
        let mut request = http::Request::put(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn string(target: &str, bucket: Option<&str>, headers: &[(&'static str, &'static str)]) -> Result<String, String> {
        let parts = parts(target, headers);
        string_to_sign(&parts, bucket, parts.uri.path(), "9").map_err(|error| error.code.into_owned())
    }

    /// R6.29: the string to sign, with the bucket wherever it stands, sub-resources in order, and headers from either place.
    #[test]
    fn strings_to_sign() {
        let both = "PUT\n\n\n9\n/photos/a%20b";
        for (target, bucket, headers, expected) in [
            ("/photos/a%20b?AWSAccessKeyId=x&Signature=y&Expires=9", None, &[][..], both),
            ("/a%20b?prefix=x", Some("photos"), &[], both),
            ("/b/k?uploads&acl", None, &[], "PUT\n\n\n9\n/b/k?acl&uploads"),
            ("/b/k?uploadId=u&partNumber=1", None, &[], "PUT\n\n\n9\n/b/k?partNumber=1&uploadId=u"),
            ("/b?encryption=", None, &[], "PUT\n\n\n9\n/b?encryption="),
            (
                "/b/k?response-content-disposition=a%26b%3D%22c+d%22",
                None,
                &[],
                "PUT\n\n\n9\n/b/k?response-content-disposition=a&b=\"c d\"",
            ),
            (
                "/b/k?x-amz-acl=private&content-type=text%2Fx&x-amz-security-token=t",
                None,
                &[],
                "PUT\n\ntext/x\n9\nx-amz-acl:private\nx-amz-security-token:t\n/b/k",
            ),
            (
                "/b/k?X-Amz-Acl=signed&content-type=a",
                None,
                &[("x-amz-acl", "beside"), ("content-type", "b"), ("content-md5", "m"), ("x-amz-meta-a", " 1 ")],
                "PUT\nm\nb\n9\nx-amz-acl:signed\nx-amz-meta-a:1\n/b/k",
            ),
        ] {
            assert_eq!(string(target, bucket, headers).as_deref(), Ok(expected), "{target}");
        }
    }

    /// R6.30: no two requests have one string.
    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for target in [
            "/b/k?response-content-type=a%26versionId=b",
            "/b/k?response-content-type=a%26acl",
            "/b/k?versionId=a%0Ab",
            "/b/k?x-amz-meta-a=1%0Ax-amz-acl:public-read",
            "/b/k?x-amz-meta-a:b=c",
            "/b/k?x-amz-acl=a&X-Amz-Acl=b",
            "/b/k?versionId=a&version%49d=b",
        ] {
            assert_eq!(string(target, None, &[]), Err("InvalidArgument".to_owned()), "{target}");
        }
    }

    /// R6.28, R6.31: AWS's example of a signed URL, its expiry, and what is missing of one. The key is the one of AWS's documents.
    #[test]
    fn signatures_are_verified() {
        let url = "/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620";
        let (parts, ()) = http::Request::get(url).body(()).unwrap().into_parts();
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let found = presented(&parts).unwrap().unwrap();
        let code = |secret, bucket, seconds| {
            found
                .verify(&parts, bucket, secret, Timestamp::from_second(seconds).unwrap())
                .map_err(|error| error.to_string())
        };
        assert_eq!(
            code(secret, Some("awsexamplebucket1"), 1_175_139_621).unwrap_err(),
            "AccessDenied: Request has expired"
        );
        for (secret, bucket) in [("other", Some("johnsmith")), (secret, Some("other"))] {
            assert!(code(secret, bucket, 1_175_139_620).unwrap_err().starts_with("SignatureDoesNotMatch"));
        }
        for (query, message) in [
            ("Signature=x", "requires the Signature, Expires"),
            ("AWSAccessKeyId=x&Signature=y", "requires the Signature, Expires"),
            ("AWSAccessKeyId=x&Signature=y&Expires=soon", "Invalid date"),
            ("AWSAccessKeyId=x&Signature=y&Expires=-1", "Invalid date"),
            ("AWSAccessKeyId=x&Signature=y&Expires=99999999999999999999", "Invalid date"),
        ] {
            let (parts, ()) = http::Request::get(format!("/b/k?{query}")).body(()).unwrap().into_parts();
            assert!(presented(&parts).unwrap_err().message.contains(message), "{query}");
        }
        for query in ["Expires=1", "prefix=x", "AWSAccessKeyId=x&X-Amz-Algorithm=AWS4-HMAC-SHA256"] {
            let (parts, ()) = http::Request::get(format!("/b/k?{query}")).body(()).unwrap().into_parts();
            assert!(presented(&parts).unwrap().is_none(), "{query}");
        }
    }
}
