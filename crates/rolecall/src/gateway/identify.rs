//! Which service a request is for, before anything else is known of it.
//!
//! One listener serves every service. The scope of the signature names the service; where it does not help, the host,
//! `X-Amz-Target`, the form of the body and the path do. What is left is S3.
//!
//! ```text
//! fn identify(parts: &Parts, endpoints: &Endpoints) -> Result<Target, Unidentified>
//! enum Target {
//!     Query { service: Option<Service>, region: Option<String> },    // None: query::resolve tells by Version
//!     S3 { address: S3Address, region: Option<String> },
//!     Unsupported { family: Family, name: String },
//! }
//! struct S3Address { bucket: Option<String>, key: Option<String>, virtual_host: bool }
//! struct Unidentified { family: Family, error: ApiError }
//! enum Service { Iam, Sts, S3 }      // signing_name(), family(), version()
//! impl Target { fn family(&self) -> Family; fn region_policy(&self, home: &str) -> RegionPolicy }
//! ```

use super::error::ApiError;
use super::sigv4::RegionPolicy;
use super::sigv4::canonical::{decoded_value, host, query_pairs};
use super::wire::Family;
use http::Method;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// A service of this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
    /// Identity and Access Management (R4.1).
    Iam,
    /// Security Token Service (R3.1).
    Sts,
    /// Simple Storage Service.
    S3,
}

impl Service {
    /// The name in scopes and host names.
    #[must_use]
    pub fn signing_name(self) -> &'static str {
        match self {
            Self::Iam => "iam",
            Self::Sts => "sts",
            Self::S3 => "s3",
        }
    }

    /// Its wire form and error codes.
    #[must_use]
    pub fn family(self) -> Family {
        match self {
            Self::Iam => Family::IAM,
            Self::Sts => Family::STS,
            Self::S3 => Family::S3,
        }
    }

    /// The value of `Version` in its query requests; S3 has none.
    #[must_use]
    pub fn version(self) -> Option<&'static str> {
        match self {
            Self::Iam => Some("2010-05-08"),
            Self::Sts => Some("2011-06-15"),
            Self::S3 => None,
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Iam, Self::Sts, Self::S3].into_iter().find(|service| service.signing_name() == name)
    }
}

/// The host names under which this server is reached, for S3's virtual-host addressing.
#[derive(Debug, Clone)]
pub struct Endpoints {
    /// Below these a further label is a bucket: `localhost` makes `photos.localhost` one. Lower case, no port.
    pub base_domains: Vec<String>,
}

impl Default for Endpoints {
    fn default() -> Self {
        Self { base_domains: vec!["localhost".to_owned()] }
    }
}

/// What a request is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A query service; the operation is in the form.
    Query {
        /// The service, where the request says it outside its form.
        service: Option<Service>,
        /// The Region in the host name, if there is one.
        region: Option<String>,
    },
    /// S3.
    S3 {
        /// Bucket and key.
        address: S3Address,
        /// The Region in the host name, if there is one.
        region: Option<String>,
    },
    /// A service that is not here.
    Unsupported {
        /// How to answer.
        family: Family,
        /// What was asked for.
        name: String,
    },
}

/// A bucket and a key, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct S3Address {
    /// The bucket, unchecked; `None` for the service itself (`ListBuckets`).
    pub bucket: Option<String>,
    /// The key; never empty.
    pub key: Option<String>,
    /// Whether the bucket was in the host name.
    pub virtual_host: bool,
}

/// A request that cannot be identified, and the family to answer it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unidentified {
    /// How to answer.
    pub family: Family,
    /// What is wrong.
    pub error: ApiError,
}

impl Target {
    /// The wire form to answer in. Before its form is read, a query request without a service is answered as STS does.
    #[must_use]
    pub fn family(&self) -> Family {
        match self {
            Self::Query { service, .. } => service.unwrap_or(Service::Sts).family(),
            Self::S3 { .. } => Family::S3,
            Self::Unsupported { family, .. } => *family,
        }
    }

    /// The Regions a signature for this target may be scoped to (R6.6): `us-east-1` for IAM and for STS's global host
    /// name; the Region in the host name where there is one; else any.
    #[must_use]
    pub fn region_policy(&self, home: &str) -> RegionPolicy {
        match self {
            Self::Query { service: Some(Service::Iam), .. } => RegionPolicy::GLOBAL,
            Self::Query { region: Some(region), .. } | Self::S3 { region: Some(region), .. } => {
                RegionPolicy::Exactly(Cow::Owned(region.clone()))
            }
            _ => RegionPolicy::AnyRegion { home: Cow::Owned(home.to_owned()) },
        }
    }
}

/// Finds out what a request is for.
///
/// # Errors
/// The path of an S3 request is not text.
pub fn identify(parts: &Parts, endpoints: &Endpoints) -> Result<Target, Unidentified> {
    let mut host = HostName::read(host(parts).unwrap_or_default(), endpoints);
    host.bucket = host.bucket.filter(|bucket| !bucket.is_empty());
    if let Some(target) = parts.headers.get("x-amz-target") {
        let name = String::from_utf8_lossy(target.as_bytes()).into_owned();
        return Ok(Target::Unsupported { family: Family::Json, name });
    }
    let at_root = matches!(parts.uri.path(), "" | "/");
    let scoped = scoped_service(parts);
    let service = scoped.as_deref().and_then(Service::named).or(host.service);
    match service {
        // Query services have one path. Elsewhere, a scope of theirs is S3's to refuse (V10).
        Some(service @ (Service::Iam | Service::Sts)) if at_root => {
            return Ok(Target::Query { service: Some(service), region: host.region });
        }
        // S3 takes no form without a bucket: its scope on one is the query service's to refuse (V10).
        Some(_) if at_root && host.bucket.is_none() && has_form(parts) => {
            return Ok(Target::Query { service: None, region: host.region });
        }
        None if at_root && host.bucket.is_none() && looks_like_query(parts) => {
            return Ok(Target::Query { service: None, region: host.region });
        }
        Some(_) | None => {}
    }
    let address = address(parts.uri.path(), host.bucket).map_err(|error| Unidentified { family: Family::S3, error })?;
    Ok(Target::S3 { address, region: host.region })
}

/// The service in the scope of a signature, read without any check: the last but one element of the credential.
fn scoped_service(parts: &Parts) -> Option<String> {
    let of_credential = |credential: &str| credential.rsplit('/').nth(1).map(str::to_owned);
    if let Some(header) = parts.headers.get(AUTHORIZATION) {
        let (_, parameters) = header.to_str().ok()?.split_once(' ').filter(|(name, _)| name.starts_with("AWS4-"))?;
        return of_credential(parameters.split(',').find_map(|part| part.trim().strip_prefix("Credential="))?);
    }
    let query = parts.uri.query()?;
    let (_, credential) = query_pairs(query).find(|(name, _)| *name == "X-Amz-Credential")?;
    of_credential(&decoded_value(credential))
}

/// A form in the body, or an `Action` in the query.
fn looks_like_query(parts: &Parts) -> bool {
    has_form(parts) || parts.uri.query().is_some_and(|query| query_pairs(query).any(|(name, _)| name == "Action"))
}

/// A POST whose body is a form.
fn has_form(parts: &Parts) -> bool {
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    parts.method == Method::POST && media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// What a host name says.
#[derive(Default)]
struct HostName {
    service: Option<Service>,
    region: Option<String>,
    bucket: Option<String>,
}

impl HostName {
    fn read(host: &str, endpoints: &Endpoints) -> Self {
        let name = without_port(host).to_ascii_lowercase();
        if name.parse::<std::net::IpAddr>().is_ok() || name.starts_with('[') {
            return Self::default();
        }
        if let Some(domain) = name.strip_suffix(".amazonaws.com") {
            let mut said = Self::of_aws(domain);
            // STS's name without a Region is its global endpoint (R3.2). S3's takes the Region of the bucket.
            if said.service == Some(Service::Sts) {
                said.region.get_or_insert_with(|| RegionPolicy::GLOBAL.expected().to_owned());
            }
            return said;
        }
        // `s3.localhost` is a base as `localhost` is; the longest one that fits decides.
        for base in &endpoints.base_domains {
            if name == *base {
                return Self::default();
            }
            let Some(label) = name.strip_suffix(base.as_str()).and_then(|rest| rest.strip_suffix('.')) else {
                continue;
            };
            return Self::below(label);
        }
        // Any other name: `photos.s3.example.internal`, `s3.example.internal`, or a name that says nothing.
        match name.split_once(".s3.") {
            Some((bucket, _)) => Self { service: Some(Service::S3), region: None, bucket: Some(bucket.to_owned()) },
            None => {
                let first = name.split('.').next().unwrap_or_default();
                Self { service: Service::named(first), ..Self::default() }
            }
        }
    }

    /// What stands before a base domain: `iam`, `s3`, `photos`, `photos.s3`, `s3.eu-west-1`, `photos.s3.eu-west-1`.
    fn below(label: &str) -> Self {
        let labels = Self::of_aws(label);
        if labels.service.is_some() {
            return labels;
        }
        Self { service: Some(Service::S3), region: None, bucket: Some(label.to_owned()) }
    }

    /// What stands before `.amazonaws.com`: `[bucket.]service[.region]`.
    fn of_aws(domain: &str) -> Self {
        let (rest, region) = match domain.rsplit_once('.') {
            Some((rest, last)) if super::sigv4::is_region(last) => (rest, Some(last.to_owned())),
            _ => (domain, None),
        };
        if rest == "iam" || rest == "sts" {
            return Self { service: Service::named(rest), region, bucket: None };
        }
        if rest == "s3" {
            return Self { service: Some(Service::S3), region, bucket: None };
        }
        match rest.strip_suffix(".s3") {
            Some(bucket) => Self { service: Some(Service::S3), region, bucket: Some(bucket.to_owned()) },
            None => Self::default(),
        }
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Bucket and key of an S3 request.
fn address(path: &str, bucket: Option<String>) -> Result<S3Address, ApiError> {
    let decoded = percent_decode_str(path)
        .decode_utf8()
        .map_err(|_| ApiError::new("InvalidURI", 400, "Couldn't parse the specified URI."))?;
    let path = decoded.strip_prefix('/').unwrap_or(&decoded);
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    if bucket.is_some() {
        return Ok(S3Address { bucket, key: filled(path), virtual_host: true });
    }
    let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
    Ok(S3Address { bucket: filled(bucket), key: filled(key), virtual_host: false })
}
