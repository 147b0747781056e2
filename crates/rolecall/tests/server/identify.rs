//! Which service a request is for: `tests/tables/targets.txt`.

use http::request::Parts;
use rolecall::gateway::identify::{Endpoints, Unidentified, identify};
use rolecall::gateway::sigv4::RegionPolicy;
use rolecall::gateway::wire::Family;
use rolecall::services::s3;
use rolecall::services::service::Protocol;

const TABLE: &str = include_str!("../tables/targets.txt");

fn request(line: &str, host: &str, scope: &str, header: &str) -> Parts {
    let (method, target) = line.split_once(' ').unwrap();
    let credential = |service: &str| format!("AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/{service}/aws4_request");
    let mut builder = http::Request::builder().method(method).header("host", host);
    builder = match scope.strip_prefix('?') {
        Some(service) => {
            let glue = if target.contains('?') { '&' } else { '?' };
            let credential = credential(service).replace('/', "%2F");
            builder.uri(format!("{target}{glue}X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}"))
        }
        None => builder.uri(target),
    };
    if !scope.starts_with(['?', '-']) {
        let value = format!("AWS4-HMAC-SHA256 Credential={}, SignedHeaders=host, Signature=0", credential(scope));
        builder = builder.header("authorization", value);
    }
    if let Some((name, value)) = header.split_once(": ") {
        builder = builder.header(name, value);
    }
    builder.body(()).unwrap().into_parts().0
}

/// The target as the table writes it.
fn shown(parts: &Parts) -> String {
    let endpoints = Endpoints { s3_domains: vec!["s3.example.com".to_owned()], ..Endpoints::default() };
    let target = match identify(parts, &endpoints, rolecall::services::ALL) {
        Ok(target) if parts.headers.contains_key("x-amz-target") => panic!("{target:?} for a JSON request"),
        Ok(target) => target,
        Err(Unidentified { family: Family::Json { .. }, error }) => {
            return error.message.replace("The requested operation is not recognized by the service: ", "unsupported ");
        }
        Err(unidentified) => return format!("error {}", unidentified.error.code),
    };
    let region = if target.global { "global" } else { target.region.as_deref().unwrap_or_default() };
    match target.service {
        Some(service) if service.name == "s3" => {
            let (path, query) = (parts.uri.path(), parts.uri.query().unwrap_or_default());
            let bucket = target.virtual_bucket.as_deref();
            let identified = s3::identify::Query::parse(query)
                .and_then(|query| s3::identify::identify(&http::Method::GET, path, query, &parts.headers, bucket));
            let address = match identified {
                Ok(address) => address,
                Err(error) => return format!("error {}", error.code),
            };
            let mut text = "s3".to_owned();
            text.extend((!address.bucket.is_empty()).then(|| format!(" bucket={}", address.bucket)));
            text.extend((!address.key.is_empty()).then(|| format!(" key={}", address.key)));
            text.push_str(if target.virtual_bucket.is_some() { " virtual" } else { "" });
            text.extend(target.region.map(|region| format!(" region={region}")));
            text
        }
        Some(service) if matches!(service.protocol, Protocol::RestJson { .. }) => {
            ["rest-json", service.name, region].join(" ").trim_end().to_owned()
        }
        service => {
            let service = service.map_or("?", |service| service.name);
            ["query", service, region].join(" ").trim_end().to_owned()
        }
    }
}

/// R3.1, R3.2, R4.1 and S3's two ways of addressing: each request of the table has its target.
#[test]
fn every_request_has_its_target() {
    let mut wrong = String::new();
    for row in TABLE.lines().filter(|row| !row.starts_with('#') && !row.is_empty()) {
        let columns: Vec<&str> = row.split('|').map(str::trim).collect();
        let [line, host, scope, header, expected] = columns[..] else { panic!("{row}") };
        let found = shown(&request(line, host, scope, header));
        if found != expected {
            wrong.push_str(&format!("{row}\n  got {found}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// HTTP/2 has the host in the URI (R6.12).
#[test]
fn the_authority_is_the_host() {
    let parts = http::Request::get("http://photos.localhost:4600/a.txt").body(()).unwrap().into_parts().0;
    assert_eq!(shown(&parts), "s3 bucket=photos key=a.txt virtual");
}

/// R6.6: which Regions a scope may name at which target. IAM and STS's global endpoint take any and are in us-east-1 (R3.2,
/// R4.2).
#[test]
fn targets_have_their_regions() {
    let policy = |line, host, service: &'static str| {
        let request = request(line, host, service, "-");
        let target = identify(&request, &Endpoints::default(), rolecall::services::ALL).unwrap();
        target.region_policy(rolecall::services::ALL.named(service).unwrap(), "eu-central-1")
    };
    assert_eq!(policy("POST /", "localhost", "iam"), RegionPolicy::Global);
    assert_eq!(policy("POST /", "s3.eu-west-1.amazonaws.com", "iam"), RegionPolicy::Global);
    assert_eq!(policy("POST /", "sts.eu-west-1.amazonaws.com", "sts"), RegionPolicy::Exactly("eu-west-1".into()));
    assert_eq!(policy("POST /", "sts.amazonaws.com", "sts"), RegionPolicy::Global);
    let any = policy("POST /", "localhost", "sts");
    assert_eq!(any.expected(), "eu-central-1");
    let one = RegionPolicy::Exactly("us-east-1".into());
    for region in ["us-east-1", "eu-west-3", "ap-southeast-7", "il-central-1"] {
        assert!(any.accepts(region) && RegionPolicy::Global.accepts(region), "{region}");
        assert_eq!((any.serving(region), RegionPolicy::Global.serving(region)), (region, "us-east-1"));
        assert_eq!(one.accepts(region), region == "us-east-1");
    }
    for region in [
        "",
        "us",
        "us-east",
        "us-east-",
        "us-east-0",
        "US-EAST-1",
        "us-gov-west-1",
        "cn-north-1",
        "xx-east-1",
        "us-east-1-a",
        "us--1",
        "us-east-1 ",
        "eu-nowhere-9",
        "eu-west-9",
        "aws-global",
        "*",
    ] {
        assert!(!any.accepts(region) && !RegionPolicy::Global.accepts(region), "{region}");
    }
}
