//! What a request presents: the `Authorization` header, or the `X-Amz-*` parameters of a presigned URL (R6.1–R6.3).

use super::date::AmzDate;
use super::region::RegionPolicy;
use super::{ALGORITHM, MAX_EXPIRES, canonical, errors, v4a};
use crate::api::error::ApiError;
use crate::gateway::wire::Family;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderName;
use http::header::{AUTHORIZATION, DATE};
use http::request::Parts;
use std::borrow::Cow;

static X_AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");
static X_AMZ_REGION_SET: HeaderName = HeaderName::from_static("x-amz-region-set");
static X_AMZ_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
static X_AMZ_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// The credentials of a request, not yet believed.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly every request presents credentials, and none is kept")]
pub enum Credentials<'a> {
    /// None at all. A few operations take such requests; S3 authorises them as anonymous.
    Anonymous,
    /// A key id and a signature.
    Presented(Presented<'a>),
}

/// A signature and what belongs to it, as the request claims it.
pub struct Presented<'a> {
    /// How it was signed.
    pub algorithm: Algorithm,
    /// The key that is said to have signed.
    pub access_key_id: Cow<'a, str>,
    /// What the signature is for.
    pub scope: Scope<'a>,
    /// Names of the signed headers, separated by `;`, as sent.
    pub signed_headers: Cow<'a, str>,
    /// The signature, as sent.
    pub signature: Cow<'a, str>,
    /// When it was signed.
    pub date: AmzDate,
    /// The session token that came along. Not checked here.
    pub session_token: Option<Cow<'a, str>>,
    /// Where the signature was.
    pub form: SignatureForm,
    /// The Regions that a signature of version 4a is for (R6.24).
    pub(super) region_set: Option<Cow<'a, str>>,
    /// What is said of the body, unread: S3 reads it in `verify`, other services hash the body themselves.
    pub(super) content_sha256: Option<Cow<'a, str>>,
}

impl Presented<'_> {
    /// The Region that serves the request: the service's own if it is global, else that of the scope, or for version 4a the
    /// one of the set that is served here.
    #[must_use]
    pub fn region<'r>(&'r self, policy: &'r RegionPolicy) -> &'r str {
        match &self.region_set {
            Some(set) => policy.of_set(set).unwrap_or_else(|| policy.expected()),
            None => policy.serving(self.scope.region()),
        }
    }
}

/// Shows neither signature nor token.
impl std::fmt::Debug for Presented<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Presented")
            .field("algorithm", &self.algorithm)
            .field("access_key_id", &self.access_key_id)
            .field("scope", &self.scope)
            .field("signed_headers", &self.signed_headers)
            .field("date", &self.date)
            .field("form", &self.form)
            .field("content_sha256", &self.content_sha256)
            .finish_non_exhaustive()
    }
}

/// How a request was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Signature Version 4.
    Hmac,
    /// Signature Version 4a: for a set of Regions, so without one in its scope.
    Ecdsa,
}

impl Algorithm {
    /// As written in requests and in the string to sign.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hmac => ALGORITHM,
            Self::Ecdsa => v4a::ALGORITHM,
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Hmac, Self::Ecdsa].into_iter().find(|algorithm| algorithm.name() == name)
    }
}

/// Where a signature was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureForm {
    /// In the `Authorization` header.
    Header,
    /// In the query: a presigned URL.
    Query {
        /// Its life in seconds from its date, as given; `None` where other services than S3 got none.
        expires: Option<i64>,
    },
}

impl SignatureForm {
    /// The value of `s3:authType`.
    #[must_use]
    pub fn auth_type(self) -> &'static str {
        match self {
            Self::Header => "REST-HEADER",
            Self::Query { .. } => "REST-QUERY-STRING",
        }
    }
}

/// `<date>/<region>/<service>/aws4_request` (R6.6), for version 4a without the Region (R6.24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope<'a> {
    text: Cow<'a, str>,
    /// Where date, Region and service end. Without a Region, it ends where the date does.
    ends: [usize; 3],
}

impl Scope<'_> {
    /// The whole scope.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `YYYYMMDD`.
    #[must_use]
    pub fn date(&self) -> &str {
        let [date, ..] = self.ends;
        self.text.get(..date).unwrap_or_default()
    }

    /// The Region; empty for version 4a.
    #[must_use]
    pub fn region(&self) -> &str {
        let [date, region, _] = self.ends;
        self.text.get(date + 1..region).unwrap_or_default()
    }

    /// The signing name of the service.
    #[must_use]
    pub fn service(&self) -> &str {
        let [_, region, service] = self.ends;
        self.text.get(region + 1..service).unwrap_or_default()
    }

    /// What should be `aws4_request`.
    #[must_use]
    pub fn terminator(&self) -> &str {
        let [.., service] = self.ends;
        self.text.get(service + 1..).unwrap_or_default()
    }
}

/// Splits `<key id>/<scope>`.
fn credential<'a>(algorithm: Algorithm, text: &Cow<'a, str>) -> Option<(Cow<'a, str>, Scope<'a>)> {
    let (key, rest) = text.split_once('/')?;
    let mut slashes = rest.bytes().enumerate().filter_map(|(at, byte)| (byte == b'/').then_some(at));
    let date = slashes.next()?;
    let region = match algorithm {
        Algorithm::Hmac => slashes.next()?,
        Algorithm::Ecdsa => date,
    };
    let service = slashes.next()?;
    if key.is_empty() || slashes.next().is_some() {
        return None;
    }
    let ends = [date, region, service];
    let (key, rest) = match text {
        Cow::Borrowed(text) => {
            let (key, rest) = text.split_once('/')?;
            (Cow::Borrowed(key), Cow::Borrowed(rest))
        }
        Cow::Owned(_) => (Cow::Owned(key.to_owned()), Cow::Owned(rest.to_owned())),
    };
    Some((key, Scope { text: rest, ends }))
}

/// Reads the credentials of a request.
///
/// # Errors
/// Their syntax is wrong, or there are two of them (R5.21, R5.23, R6.2; S3: also R5.24).
pub fn parse(parts: &Parts, family: Family) -> Result<Credentials<'_>, ApiError> {
    let query = QueryCredentials::find(parts.uri.query());
    let Some(header) = parts.headers.get(AUTHORIZATION) else {
        return match query {
            Some(query) => presigned(parts, family, query).map(Credentials::Presented),
            None => Ok(Credentials::Anonymous),
        };
    };
    if query.is_some() || parts.headers.get_all(AUTHORIZATION).iter().nth(1).is_some() {
        return Err(errors::two_mechanisms(family, &String::from_utf8_lossy(header.as_bytes())));
    }
    let Ok(header) = header.to_str() else {
        // A value that is not ASCII can only be refused.
        let shown = String::from_utf8_lossy(header.as_bytes());
        return Err(match family {
            Family::S3 => errors::unsupported_authorization(&shown),
            _ => missing_parts(AuthorizationHeader::default(), false, &shown),
        });
    };
    by_header(parts, family, header).map(Credentials::Presented)
}

/// The three parameters of the `Authorization` header.
#[derive(Default, Clone, Copy)]
struct AuthorizationHeader<'a> {
    credential: Option<&'a str>,
    signed_headers: Option<&'a str>,
    signature: Option<&'a str>,
}

impl<'a> AuthorizationHeader<'a> {
    /// Reads `Credential=…, SignedHeaders=…, Signature=…`, in any order.
    fn read(parameters: &'a str) -> Self {
        let mut found = Self::default();
        for (name, value) in parameters.split(',').filter_map(|parameter| parameter.trim().split_once('=')) {
            let place = match name {
                "Credential" => &mut found.credential,
                "SignedHeaders" => &mut found.signed_headers,
                "Signature" => &mut found.signature,
                _ => continue,
            };
            if !value.is_empty() {
                place.get_or_insert(value);
            }
        }
        found
    }
}

fn by_header<'a>(parts: &'a Parts, family: Family, header: &'a str) -> Result<Presented<'a>, ApiError> {
    let Some((algorithm, parameters)) =
        header.split_once(' ').and_then(|(name, rest)| Some((Algorithm::named(name)?, rest)))
    else {
        return Err(other_algorithm(family, header, has_date(parts)));
    };
    let found = AuthorizationHeader::read(parameters);
    let (Some(sent), Some(signed_headers), Some(signature)) = (found.credential, found.signed_headers, found.signature)
    else {
        return Err(match family {
            Family::S3 => errors::scope_malformed(
                SignatureForm::Header,
                "the authorization header requires three components: Credential, SignedHeaders, and Signature.",
            ),
            _ => missing_parts(found, has_date(parts), header),
        });
    };
    let date = header_date(parts, family, header)?;
    let Some((access_key_id, scope)) = credential(algorithm, &Cow::Borrowed(sent)) else {
        return Err(malformed_credential(family, SignatureForm::Header, algorithm, sent));
    };
    let region_set = region_set(algorithm, text_of(parts, &X_AMZ_REGION_SET), family, SignatureForm::Header)?;
    Ok(Presented {
        algorithm,
        access_key_id,
        scope,
        signed_headers: Cow::Borrowed(signed_headers),
        signature: Cow::Borrowed(signature),
        date,
        session_token: text_of(parts, &X_AMZ_SECURITY_TOKEN),
        form: SignatureForm::Header,
        region_set,
        content_sha256: text_of(parts, &X_AMZ_CONTENT_SHA256),
    })
}

fn other_algorithm(family: Family, header: &str, dated: bool) -> ApiError {
    let scheme = header.split_ascii_whitespace().next().unwrap_or_default();
    match family {
        Family::S3 if scheme == "AWS" => errors::unsupported_mechanism(),
        Family::S3 => errors::unsupported_authorization(header),
        _ if Algorithm::named(scheme).is_none() && scheme.starts_with("AWS4-") => {
            errors::incomplete(format!("Unsupported AWS 'algorithm': '{scheme}'."))
        }
        _ => missing_parts(AuthorizationHeader::default(), dated, header),
    }
}

/// R5.21: every missing part is named, then the header's hash. The header itself may be a password or a valid signature,
/// and the message is kept in the trail.
fn missing_parts(found: AuthorizationHeader<'_>, dated: bool, header: &str) -> ApiError {
    let mut message = String::new();
    for (name, value) in
        [("Credential", found.credential), ("Signature", found.signature), ("SignedHeaders", found.signed_headers)]
    {
        if value.is_none() {
            message.push_str("Authorization header requires '");
            message.push_str(name);
            message.push_str("' parameter. ");
        }
    }
    if !dated {
        message.push_str("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    }
    message.push_str("(Hashed with SHA-256 and encoded with Base64) Authorization=");
    message.push_str(&STANDARD.encode(digest(&SHA256, header.as_bytes())));
    errors::incomplete(message)
}

fn has_date(parts: &Parts) -> bool {
    parts.headers.contains_key(&X_AMZ_DATE) || parts.headers.contains_key(DATE)
}

/// The date of a request by header: `X-Amz-Date`, else `Date` (R6.3).
fn header_date(parts: &Parts, family: Family, header: &str) -> Result<AmzDate, ApiError> {
    let (sent, read) = match (parts.headers.get(&X_AMZ_DATE), parts.headers.get(DATE)) {
        (Some(sent), _) => (sent, sent.to_str().ok().and_then(AmzDate::parse)),
        (None, Some(sent)) => {
            let text = sent.to_str().ok();
            (sent, text.and_then(|text| AmzDate::parse(text).or_else(|| AmzDate::parse_http(text))))
        }
        (None, None) => {
            return Err(match family {
                Family::S3 => no_date(),
                _ => missing_parts(
                    AuthorizationHeader::read(header.split_once(' ').map_or("", |(_, rest)| rest)),
                    false,
                    header,
                ),
            });
        }
    };
    read.ok_or_else(|| match family {
        Family::S3 => no_date(),
        _ => errors::incomplete(format!(
            "Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601",
            String::from_utf8_lossy(sent.as_bytes())
        )),
    })
}

fn no_date() -> ApiError {
    ApiError::access_denied("AWS authentication requires a valid Date or x-amz-date header")
}

/// A header's first value as text, if it is there.
fn text_of<'a>(parts: &'a Parts, name: &HeaderName) -> Option<Cow<'a, str>> {
    parts.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()))
}

/// The Regions of a signature of version 4a, which it must say; nothing for version 4.
fn region_set<'a>(
    algorithm: Algorithm,
    sent: Option<Cow<'a, str>>,
    family: Family,
    form: SignatureForm,
) -> Result<Option<Cow<'a, str>>, ApiError> {
    match (algorithm, sent) {
        (Algorithm::Hmac, _) => Ok(None),
        (Algorithm::Ecdsa, Some(set)) => Ok(Some(set)),
        (Algorithm::Ecdsa, None) => Err(match family {
            Family::S3 => errors::scope_malformed(form, "the X-Amz-Region-Set is missing."),
            _ => errors::incomplete("AWS4-ECDSA-P256-SHA256 requires the 'X-Amz-Region-Set' parameter."),
        }),
    }
}

fn malformed_credential(family: Family, form: SignatureForm, algorithm: Algorithm, sent: &str) -> ApiError {
    // Where a comma is missing, the signature follows a blank.
    let sent = sent.split_ascii_whitespace().next().unwrap_or_default();
    let s3 =
        |expected| errors::scope_malformed(form, &format!("the Credential is mal-formed; expecting \"{expected}\"."));
    match (family, algorithm) {
        (Family::S3, Algorithm::Hmac) => s3("<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request"),
        (Family::S3, Algorithm::Ecdsa) => s3("<YOUR-AKID>/YYYYMMDD/SERVICE/aws4_request"),
        (_, Algorithm::Hmac) => errors::incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{sent}'"
        )),
        (_, Algorithm::Ecdsa) => errors::incomplete(format!(
            "Credential must have exactly 4 slash-delimited elements, e.g. keyid/date/service/term, got '{sent}'"
        )),
    }
}

/// The `X-Amz-*` parameters of a presigned URL (R6.2), decoded.
#[derive(Default)]
struct QueryCredentials<'a> {
    algorithm: Option<Cow<'a, str>>,
    credential: Option<Cow<'a, str>>,
    date: Option<Cow<'a, str>>,
    expires: Option<Cow<'a, str>>,
    signed_headers: Option<Cow<'a, str>>,
    signature: Option<Cow<'a, str>>,
    token: Option<Cow<'a, str>>,
    content_sha256: Option<Cow<'a, str>>,
    region_set: Option<Cow<'a, str>>,
    /// Signature Version 2 in the query.
    version_2: bool,
}

impl<'a> QueryCredentials<'a> {
    /// The parameters, if the query has any of those that only a signature brings.
    fn find(query: Option<&'a str>) -> Option<Self> {
        let mut found = Self::default();
        for (name, value) in canonical::query_pairs(query?) {
            let place = match name {
                "X-Amz-Algorithm" => &mut found.algorithm,
                "X-Amz-Credential" => &mut found.credential,
                "X-Amz-Date" => &mut found.date,
                "X-Amz-Expires" => &mut found.expires,
                "X-Amz-SignedHeaders" => &mut found.signed_headers,
                "X-Amz-Signature" => &mut found.signature,
                "X-Amz-Security-Token" => &mut found.token,
                "X-Amz-Content-Sha256" => &mut found.content_sha256,
                "X-Amz-Region-Set" => &mut found.region_set,
                "AWSAccessKeyId" => {
                    found.version_2 = true;
                    continue;
                }
                _ => continue,
            };
            place.get_or_insert_with(|| canonical::decoded_value(value));
        }
        (found.algorithm.is_some() || found.credential.is_some() || found.signature.is_some() || found.version_2)
            .then_some(found)
    }
}

fn presigned<'a>(parts: &'a Parts, family: Family, found: QueryCredentials<'a>) -> Result<Presented<'a>, ApiError> {
    let is_s3 = family == Family::S3;
    if is_s3 && found.version_2 && found.algorithm.is_none() {
        return Err(errors::unsupported_mechanism());
    }
    let expires_sent = found.expires.is_some();
    let (Some(algorithm), Some(sent), Some(date), Some(signed_headers), Some(signature), true) = (
        &found.algorithm,
        &found.credential,
        &found.date,
        &found.signed_headers,
        &found.signature,
        expires_sent || !is_s3,
    ) else {
        return Err(missing_parameters(family, &found));
    };
    let Some(algorithm) = Algorithm::named(algorithm) else {
        return Err(if is_s3 {
            errors::query_parameters(format!("X-Amz-Algorithm only supports \"{ALGORITHM} and {}\"", v4a::ALGORITHM))
        } else {
            errors::incomplete(format!("Unsupported AWS 'algorithm': '{algorithm}'."))
        });
    };
    let form = SignatureForm::Query { expires: expires(found.expires.as_deref(), family)? };
    let Some(date) = AmzDate::parse(date) else {
        return Err(if is_s3 {
            errors::query_parameters("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
        } else {
            errors::incomplete(format!(
                "Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601"
            ))
        });
    };
    let Some((access_key_id, scope)) = credential(algorithm, sent) else {
        return Err(malformed_credential(family, form, algorithm, sent));
    };
    let region_set = region_set(algorithm, found.region_set, family, form)?;
    Ok(Presented {
        algorithm,
        access_key_id,
        scope,
        signed_headers: signed_headers.clone(),
        signature: signature.clone(),
        date,
        session_token: found.token.or_else(|| text_of(parts, &X_AMZ_SECURITY_TOKEN)),
        form,
        region_set,
        content_sha256: found.content_sha256.or_else(|| text_of(parts, &X_AMZ_CONTENT_SHA256)),
    })
}

fn missing_parameters(family: Family, found: &QueryCredentials<'_>) -> ApiError {
    if family == Family::S3 {
        return errors::query_parameters(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, \
             X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        );
    }
    let mut message = String::new();
    for (name, value) in [
        ("X-Amz-Algorithm", &found.algorithm),
        ("X-Amz-Credential", &found.credential),
        ("X-Amz-Signature", &found.signature),
        ("X-Amz-SignedHeaders", &found.signed_headers),
        ("X-Amz-Date", &found.date),
    ] {
        if value.is_none() {
            message.push_str("AWS query-string parameters must include '");
            message.push_str(name);
            message.push_str("'. ");
        }
    }
    message.push_str("Re-examine the query-string parameters.");
    errors::incomplete(message)
}

/// The life of a presigned request in seconds (R5.23, R6.4).
fn expires(sent: Option<&str>, family: Family) -> Result<Option<i64>, ApiError> {
    let Some(sent) = sent else { return Ok(None) };
    let refused = |message: &str| match family {
        Family::S3 => errors::query_parameters(message),
        _ => errors::incomplete(message),
    };
    let digits = sent.strip_prefix('-').unwrap_or(sent);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused("X-Amz-Expires should be a number"));
    }
    if digits.len() != sent.len() {
        return Err(refused("X-Amz-Expires must be non-negative"));
    }
    match sent.parse::<i64>() {
        Ok(seconds) if seconds <= MAX_EXPIRES => Ok(Some(seconds)),
        // Too many digits for a number are more than a week as well.
        _ => Err(refused(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than \
             604800 seconds",
        )),
    }
}
