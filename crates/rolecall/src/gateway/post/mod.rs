//! Uploads by HTML forms: S3's `POST` of `multipart/form-data` (R6.23).
//!
//! Who signed, and what, stands in the fields of the form. They are read first, within [`multipart::FIELDS_BYTES`]; then the
//! signature of the policy document is verified and the fields are held to it. What remains is a `PutObject`: the form
//! becomes its head, and the file its body. So it is authorised, done and recorded as any other.

mod errors;
pub mod multipart;
pub mod policy;

use super::sigv4::{AmzDate, KeyCache, MAX_EXPIRES, MAX_SKEW, RegionPolicy, TERMINATOR, canonical, errors as signing};
use crate::api::error::ApiError;
use crate::services::body::IncomingBody;
use crate::services::operation::{SIGNATURE_V2, SIGNATURE_V4};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, HOST, LOCATION, REFERER, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri};
use jiff::Timestamp;
use multipart::{Fields, Reader};
use percent_encoding::percent_decode_str;
use policy::Sizes;

/// The boundary of the form, if the request is an upload by one: a `POST` to a bucket.
///
/// # Errors
/// `MalformedPOSTRequest` 400.
pub fn boundary(parts: &Parts, virtual_bucket: Option<&str>) -> Result<Option<String>, ApiError> {
    let path = bucket_path(parts);
    let at_bucket = match virtual_bucket {
        Some(_) => path.is_empty(),
        None => !path.is_empty() && !path.contains('/'),
    };
    if parts.headers.contains_key(AUTHORIZATION) {
        return Ok(None);
    }
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    match content_type {
        Some(text) if parts.method == Method::POST && at_bucket && parts.uri.query().is_none() => {
            multipart::boundary(text)
        }
        _ => Ok(None),
    }
}

/// The path without the slashes around a bucket's name.
fn bucket_path(parts: &Parts) -> &str {
    let path = parts.uri.path();
    let path = path.strip_prefix('/').unwrap_or(path);
    path.strip_suffix('/').unwrap_or(path)
}

/// Reads the fields of a form.
///
/// # Errors
/// Those of the body and of [`Reader::push`]; `MalformedPOSTRequest` 400 if it ends in them.
pub async fn read_fields(body: &mut IncomingBody, reader: &mut Reader) -> Result<Fields, ApiError> {
    while let Some(piece) = body.next().await? {
        if let Some(fields) = reader.push(&piece)? {
            return Ok(fields);
        }
    }
    Err(errors::malformed())
}

/// A form whose fields have arrived.
#[derive(Debug)]
pub struct Form {
    fields: Vec<(String, String)>,
    bucket: String,
}

/// A signature among the fields, as they claim it.
pub struct Presented<'a> {
    /// The key that is said to have signed.
    pub access_key_id: &'a str,
    /// The session token that came along. Not checked here.
    pub session_token: Option<&'a str>,
    policy: &'a str,
    signature: &'a str,
    version: Version<'a>,
}

enum Version<'a> {
    Two,
    Four { date: AmzDate, region: &'a str },
}

/// What a verified form says of its signature.
#[derive(Debug)]
pub struct Verified {
    /// `s3:signatureversion`.
    pub version: &'static str,
    /// The Region of the scope; none for version 2.
    pub region: Option<String>,
    /// `s3:signatureAge`; the greatest number where nobody knows it (R6.31).
    pub age_ms: i64,
    /// How many bytes the file may have.
    pub range: Sizes,
}

impl Form {
    /// The form of these fields, sent to this bucket, with the name of its file wherever a field asks for it.
    #[must_use]
    pub fn new(fields: Fields, parts: &Parts, virtual_bucket: Option<&str>) -> Self {
        let named = || percent_decode_str(bucket_path(parts)).decode_utf8_lossy().into_owned();
        let bucket = virtual_bucket.map_or_else(named, str::to_owned);
        let Fields { mut fields, filename } = fields;
        for (name, value) in &mut fields {
            if !matches!(&**name, "policy" | "signature" | "x-amz-signature") {
                *value = value.replace("${filename}", &filename);
            }
        }
        Self { fields, bucket }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| &**value)
    }

    /// The signature of the form; `None` if it has neither one nor a policy, as for a bucket that everybody may write to.
    ///
    /// # Errors
    /// `InvalidArgument` 400: a field of the signature is missing or malformed.
    pub fn presented(&self) -> Result<Option<Presented<'_>>, ApiError> {
        const OF_4: &[(&str, &str)] = &[
            ("x-amz-algorithm", "X-Amz-Algorithm"),
            ("x-amz-credential", "X-Amz-Credential"),
            ("x-amz-date", "X-Amz-Date"),
            ("x-amz-signature", "X-Amz-Signature"),
        ];
        let need = |name: &str, shown: &str| self.get(name).ok_or_else(|| errors::missing(shown));
        let is_4 = OF_4.iter().any(|(name, _)| self.get(name).is_some());
        let is_2 = self.get("awsaccesskeyid").is_some() || self.get("signature").is_some();
        if !is_4 && !is_2 && self.get("policy").is_none() {
            return Ok(None);
        }
        let policy = need("policy", "policy")?;
        let session_token = self.get("x-amz-security-token");
        if !is_4 {
            let (access_key_id, signature) =
                (need("awsaccesskeyid", "AWSAccessKeyId")?, need("signature", "Signature")?);
            return Ok(Some(Presented { access_key_id, session_token, policy, signature, version: Version::Two }));
        }
        for (name, shown) in OF_4 {
            need(name, shown)?;
        }
        let (algorithm, credential) = (need("x-amz-algorithm", "")?, need("x-amz-credential", "")?);
        let malformed =
            |name: &str, value: &str| errors::argument(format!("The value of {name} is malformed."), name, value);
        if algorithm != super::sigv4::ALGORITHM {
            return Err(malformed("x-amz-algorithm", algorithm));
        }
        let sent = need("x-amz-date", "")?;
        let date = AmzDate::parse(sent).ok_or_else(|| malformed("x-amz-date", sent))?;
        let mut scope = credential.split('/');
        let (Some(access_key_id), Some(day), Some(region), Some("s3"), Some(TERMINATOR), None) =
            (scope.next(), scope.next(), scope.next(), scope.next(), scope.next(), scope.next())
        else {
            return Err(malformed("x-amz-credential", credential));
        };
        if day != date.day() {
            return Err(malformed("x-amz-credential", credential));
        }
        let (signature, version) = (need("x-amz-signature", "")?, Version::Four { date, region });
        Ok(Some(Presented { access_key_id, session_token, policy, signature, version }))
    }

    /// Verifies the signature, and holds the fields to the policy that it signs.
    ///
    /// # Errors
    /// `SignatureDoesNotMatch` 403; `AccessDenied` 403 for a signature that is over a week old or for another Region; those
    /// of [`policy::check`].
    pub fn verify(
        &self,
        presented: &Presented<'_>,
        secret: &str,
        regions: &RegionPolicy,
        now: Timestamp,
        keys: &KeyCache,
    ) -> Result<Verified, ApiError> {
        let (id, string) = (presented.access_key_id, presented.policy.as_bytes());
        let (matches, version, region, age_ms) = match &presented.version {
            Version::Two => {
                let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
                let signature = STANDARD.decode(presented.signature).unwrap_or_default();
                (hmac::verify(&key, string, &signature).is_ok(), SIGNATURE_V2, None, i64::MAX)
            }
            Version::Four { date, region } => {
                if !regions.accepts(region) {
                    return Err(errors::argument("The Region of the credential is wrong.", "x-amz-credential", region));
                }
                let age = now.as_second() - date.seconds();
                if !(-MAX_SKEW..=MAX_EXPIRES).contains(&age) {
                    return Err(errors::against_policy("Policy expired."));
                }
                let key = keys.get(id, secret, date.day(), region, "s3");
                let age_ms = now.as_millisecond() - date.timestamp().as_millisecond();
                (key.verify_hex(string, presented.signature), SIGNATURE_V4, Some((*region).to_owned()), age_ms)
            }
        };
        if !matches {
            let error = signing::wrong_string_signature(presented.signature, presented.policy);
            return Err(error.with("AWSAccessKeyId", id));
        }
        let document = STANDARD.decode(string).map_err(|_| errors::invalid_policy("Invalid Base64."))?;
        let range = policy::check(&document, &self.fields, &self.bucket, now)?;
        Ok(Verified { version, region, age_ms, range })
    }

    /// The head of the `PutObject` that the form asks for, in the place of the form's own.
    ///
    /// # Errors
    /// `InvalidArgument` 400: there is no key, or a field can be no header.
    pub fn put(&self, parts: &mut Parts, virtual_bucket: Option<&str>) -> Result<(), ApiError> {
        let key = self.get("key").filter(|key| !key.is_empty()).ok_or_else(|| errors::missing("key"))?;
        let mut path = match virtual_bucket {
            Some(_) => b"/".to_vec(),
            None => format!("/{}/", bucket_path(parts)).into_bytes(),
        };
        canonical::push_encoded(&mut path, key.bytes(), false);
        let unusable = |name: &str| errors::argument("The value of a field cannot be used.", name, "");
        parts.uri = Uri::try_from(path).map_err(|_| unusable("key"))?;
        parts.method = Method::PUT;
        let mut headers = HeaderMap::new();
        for name in [HOST, USER_AGENT, REFERER] {
            if let Some(value) = parts.headers.remove(&name) {
                headers.insert(name, value);
            }
        }
        for (field, value) in &self.fields {
            let Some(name) = header_of(field)? else { continue };
            let name = HeaderName::try_from(name).map_err(|_| unusable(field))?;
            headers.insert(name, HeaderValue::from_bytes(value.as_bytes()).map_err(|_| unusable(field))?);
        }
        parts.headers = headers;
        Ok(())
    }

    /// The answer that the form asks for, of an upload that succeeded: a redirect, or 200, 201 or 204.
    pub fn answer<B: From<String>>(&self, mut response: Response<B>, host: Option<&str>) -> Response<B> {
        let key = self.get("key").unwrap_or_default();
        let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok()).unwrap_or_default().to_owned();
        let location = format!("http://{}/{}/{}", host.unwrap_or_default(), encoded(&self.bucket), encoded(key));
        if let Ok(value) = HeaderValue::from_str(&location) {
            response.headers_mut().insert(LOCATION, value);
        }
        if let Some(page) = self.get("success_action_redirect").or_else(|| self.get("redirect")) {
            let join = if page.contains('?') { '&' } else { '?' };
            let query = [("bucket", &*self.bucket), ("key", key), ("etag", &etag)];
            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
            // What is no URL is as if it were not there.
            let is_url = page.starts_with("http://") || page.starts_with("https://");
            if let (true, Ok(value)) = (is_url, HeaderValue::from_str(&format!("{page}{join}{query}"))) {
                *response.status_mut() = StatusCode::SEE_OTHER;
                response.headers_mut().insert(LOCATION, value);
                return response;
            }
        }
        match self.get("success_action_status") {
            Some("200") => {}
            Some("201") => {
                let mut xml = rolecall_catalog::xml::Writer::new();
                xml.element("PostResponse", |xml| {
                    xml.text_element("Location", &location);
                    xml.text_element("Bucket", &self.bucket);
                    xml.text_element("Key", key);
                    xml.text_element("ETag", &etag);
                });
                let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", xml.into_string());
                *response.status_mut() = StatusCode::CREATED;
                response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
                *response.body_mut() = B::from(text);
            }
            _ => *response.status_mut() = StatusCode::NO_CONTENT,
        }
        response
    }
}

fn encoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    canonical::push_encoded(&mut bytes, text.bytes(), false);
    String::from_utf8(bytes).unwrap_or_default()
}

/// The header of `PutObject` that a field stands for; `None` for a field of the form itself.
///
/// # Errors
/// `InvalidArgument` 400: a form cannot ask for that.
fn header_of(field: &str) -> Result<Option<&str>, ApiError> {
    Ok(match field {
        "acl" => Some("x-amz-acl"),
        "tagging" => Some("x-amz-tagging"),
        "cache-control"
        | "content-type"
        | "content-disposition"
        | "content-encoding"
        | "content-language"
        | "content-md5"
        | "expires" => Some(field),
        "x-amz-algorithm"
        | "x-amz-credential"
        | "x-amz-date"
        | "x-amz-security-token"
        | "x-amz-signature"
        | "x-amz-content-sha256" => None,
        // A form brings its bytes itself.
        _ if field.starts_with("x-amz-copy-source")
            || matches!(field, "x-amz-decoded-content-length" | "x-amz-trailer") =>
        {
            return Err(errors::argument("A form cannot have this field.", field, ""));
        }
        _ if field.starts_with("x-amz-") => Some(field),
        _ => None,
    })
}

/// Shows neither signature nor token.
impl std::fmt::Debug for Presented<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Presented").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}
