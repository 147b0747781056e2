//! Which service a request is for, before anything else is known of it.
//!
//! One listener serves every service. `X-Amz-Target` names a JSON service. Else the scope of the signature names the
//! service; where it does not help, the host, the form of the body and the path do. The rest is for the service that is
//! addressed by path, S3.

use super::sigv4::RegionPolicy;
use super::sigv4::canonical::{decoded_value, host, query_pairs};
use super::wire::Family;
use crate::api::error::ApiError;
use crate::services::service::{Protocol, RegionRule};
use crate::services::{Service, Services};
use http::Method;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;
use rolecall_catalog::regions::is_region;
use std::borrow::Cow;

/// The host names under which this server is reached, for S3's virtual-host addressing. Lower case, no port.
#[derive(Debug, Clone)]
pub struct Endpoints {
    /// Below these stand services and buckets: `iam.localhost`, `photos.localhost`, `photos.s3.localhost`. No bucket can be
    /// made whose name would be read as something else here (`services/s3/bucket_name.rs`).
    pub base_domains: Vec<String>,
    /// Below these stand buckets alone, whatever they are called: `iam.s3.example.com` is the bucket `iam`.
    pub s3_domains: Vec<String>,
}

impl Default for Endpoints {
    fn default() -> Self {
        Self { base_domains: vec!["localhost".to_owned()], s3_domains: Vec::new() }
    }
}

/// What a domain is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Domain {
    Base,
    S3,
}

impl Endpoints {
    /// The domain that `name` is or is below, and the labels before it. The longest one decides, since `s3.localhost` may
    /// be one as `localhost` is.
    fn domain_of<'n>(&self, name: &'n str) -> Option<(Domain, &'n str)> {
        let bases = self.base_domains.iter().map(|domain| (Domain::Base, domain));
        let all = bases.chain(self.s3_domains.iter().map(|domain| (Domain::S3, domain)));
        let found = all.filter_map(|(kind, domain)| {
            let before = name.strip_suffix(&**domain)?;
            let labels = if before.is_empty() { "" } else { before.strip_suffix('.')? };
            Some((domain.len(), kind, labels))
        });
        found.max_by_key(|(length, kind, _)| (*length, *kind)).map(|(_, kind, labels)| (kind, labels))
    }
}

/// What a request is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The service; `None` for a query request that says it only in its form.
    pub service: Option<&'static Service>,
    /// The Region in the host name, if there is one.
    pub region: Option<String>,
    /// The host name is that of a global endpoint (R3.2).
    pub global: bool,
    /// The bucket in the host name, unchecked, if there is one.
    pub virtual_bucket: Option<String>,
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
    /// The Regions that a signature for this host name and `service` may be scoped to (R6.6): any for a global service or
    /// endpoint; the Region in the host name where there is one; else any. The service is the one that the signature is held
    /// against, not the one that the request was first taken to be for.
    #[must_use]
    pub fn region_policy(&self, service: &Service, home: &str) -> RegionPolicy {
        match (service.region, &self.region) {
            (RegionRule::Global, _) => RegionPolicy::Global,
            (RegionRule::GlobalEndpoint, _) if self.global => RegionPolicy::Global,
            (_, Some(region)) => RegionPolicy::Exactly(Cow::Owned(region.clone())),
            (_, None) => RegionPolicy::AnyRegion { home: Cow::Owned(home.to_owned()) },
        }
    }
}

/// Finds out what a request is for.
///
/// # Errors
/// `X-Amz-Target` names no service of this server, or no service takes requests by path.
pub fn identify(parts: &Parts, endpoints: &Endpoints, services: Services) -> Result<Target, Unidentified> {
    let HostName { service: of_host, region, global, bucket } =
        HostName::read(host(parts).unwrap_or_default(), endpoints, services);
    let bucket = bucket.filter(|bucket| !bucket.is_empty());
    if let Some(target) = parts.headers.get("x-amz-target") {
        let name = String::from_utf8_lossy(target.as_bytes());
        let (service, _) = services.of_target(&name).ok_or_else(|| no_such_target(&name))?;
        return Ok(Target { service: Some(service), region, global, virtual_bucket: None });
    }
    let at_root = matches!(parts.uri.path(), "" | "/");
    let scoped = scoped_service(parts);
    let service = scoped.as_deref().and_then(|name| services.named(name)).or(of_host);
    let by_path = |service: &Service| matches!(service.protocol, Protocol::Rest { .. });
    match service {
        // Its paths are its own: they name no bucket.
        Some(service) if bucket.is_none() && matches!(service.protocol, Protocol::RestJson { .. }) => {
            return Ok(Target { service: Some(service), region, global, virtual_bucket: None });
        }
        // Services whose operations are named have one path. Elsewhere, a scope of theirs is S3's to refuse (V10).
        Some(service) if at_root && !by_path(service) && !matches!(service.protocol, Protocol::RestJson { .. }) => {
            return Ok(Target { service: Some(service), region, global, virtual_bucket: None });
        }
        // S3 takes no form without a bucket: its scope on one is the query service's to refuse (V10).
        Some(_) if at_root && bucket.is_none() && has_form(parts) => {
            return Ok(Target { service: None, region, global, virtual_bucket: None });
        }
        None if at_root && bucket.is_none() && looks_like_query(parts) => {
            return Ok(Target { service: None, region, global, virtual_bucket: None });
        }
        Some(_) | None => {}
    }
    let service = service.filter(|service| by_path(service)).or(services.default_rest());
    Ok(Target { service, region, global, virtual_bucket: bucket })
}

/// `UnknownOperationException` 400 for what no JSON service here has.
pub(super) fn no_such_target(name: &str) -> Unidentified {
    let message = format!("The requested operation is not recognized by the service: {name}");
    let error = ApiError::new("UnknownOperationException", 400, message);
    Unidentified { family: Family::Json { version: "1.1" }, error }
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
    service: Option<&'static Service>,
    region: Option<String>,
    /// It is STS's name without a Region.
    global: bool,
    bucket: Option<String>,
}

impl HostName {
    fn read(host: &str, endpoints: &Endpoints, services: Services) -> Self {
        let name = without_port(host).to_ascii_lowercase();
        // `photos.localhost.` is the same name, written in full.
        let name = name.strip_suffix('.').unwrap_or(&name);
        if name.parse::<std::net::IpAddr>().is_ok() || name.starts_with('[') {
            return Self::default();
        }
        if let Some(domain) = name.strip_suffix(".amazonaws.com") {
            let mut named = Self::of_aws(domain, services);
            // STS's name without a Region is its global endpoint (R3.2). S3's takes the Region of the bucket.
            named.global = named.region.is_none()
                && named.service.is_some_and(|service| service.region == RegionRule::GlobalEndpoint);
            return named;
        }
        match endpoints.domain_of(name) {
            Some((_, "")) => return Self::default(),
            Some((Domain::S3, bucket)) => return Self::of_bucket(bucket, services),
            Some((Domain::Base, labels)) => return Self::below(labels, services),
            None => {}
        }
        // Any other name: `photos.s3.example.internal`, `s3.example.internal`, or a name that says nothing. No bucket has
        // the label `s3`, so the last one is not the bucket's.
        let by_path = services.default_rest();
        if let Some(service) = by_path
            && let Some((bucket, _)) = name.rsplit_once(&format!(".{}.", service.name))
        {
            return Self::of_bucket(bucket, services);
        }
        let first = name.split('.').next().unwrap_or_default();
        Self { service: services.named(first), ..Self::default() }
    }

    /// The labels before a base domain: `iam`, `s3`, `photos`, `photos.s3`, `s3.eu-west-1`, `photos.s3.eu-west-1`.
    fn below(label: &str, services: Services) -> Self {
        let labels = Self::of_aws(label, services);
        if labels.service.is_some() {
            return labels;
        }
        Self::of_bucket(label, services)
    }

    fn of_bucket(name: &str, services: Services) -> Self {
        Self { service: services.default_rest(), bucket: Some(name.to_owned()), ..Self::default() }
    }

    /// The labels before `.amazonaws.com`: `[bucket.]service[.region]`.
    fn of_aws(domain: &str, services: Services) -> Self {
        let (rest, region) = match domain.rsplit_once('.') {
            Some((rest, last)) if is_region(last) => (rest, Some(last.to_owned())),
            _ => (domain, None),
        };
        if let Some(service) = services.named(rest) {
            return Self { service: Some(service), region, ..Self::default() };
        }
        let by_path = services.default_rest();
        let bucket = by_path.and_then(|service| rest.strip_suffix(service.name)?.strip_suffix('.'));
        match bucket {
            Some(bucket) => Self { service: by_path, region, bucket: Some(bucket.to_owned()), ..Self::default() },
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::{self, s3::bucket_name};
    use proptest::prelude::*;

    /// Names that are nearly something else, and names of any kind.
    fn any_name() -> impl Strategy<Value = String> {
        let label = prop_oneof![
            Just("s3".to_owned()),
            Just("iam".to_owned()),
            Just("sts".to_owned()),
            Just("eu-west-1".to_owned()),
            Just("us-gov-east-1".to_owned()),
            Just("localhost".to_owned()),
            Just("amazonaws".to_owned()),
            Just("com".to_owned()),
            "[a-z0-9][a-z0-9-]{0,5}[a-z0-9]",
        ];
        proptest::collection::vec(label, 1..5).prop_map(|labels| labels.join("."))
    }

    fn bucket_of(host: &str) -> Option<String> {
        let endpoints = Endpoints { s3_domains: vec!["s3.example.com".to_owned()], ..Endpoints::default() };
        HostName::read(host, &endpoints, services::ALL).bucket
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        /// Every bucket that can be made is named by its hosts, and no other bucket is.
        #[test]
        fn a_host_names_one_bucket(name in any_name()) {
            // Below a domain that is for buckets, whatever they are called.
            prop_assert_eq!(bucket_of(&format!("{name}.s3.example.com:4600")), Some(name.clone()));
            prop_assert_eq!(bucket_of(&format!("{name}.S3.Example.com.")), Some(name.clone()));
            if bucket_name::check(&name).is_ok() {
                for rest in [
                    "localhost", "localhost.:4600", "s3.localhost", "s3.eu-west-1.localhost", "s3.amazonaws.com",
                    "s3.eu-west-1.amazonaws.com", "s3.example.internal",
                ] {
                    prop_assert_eq!(bucket_of(&format!("{name}.{rest}")), Some(name.clone()), "{}", rest);
                }
            }
        }
    }
}
