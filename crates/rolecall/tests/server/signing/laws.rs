//! Laws: what was signed is accepted, what was changed is refused, nothing panics.

use super::request::{check, head, moment, sign, signer};
use http::Uri;
use http::request::Parts;
use proptest::prelude::*;
use rolecall::gateway::identify::{Endpoints, identify};
use rolecall::gateway::sigv4::canonical::PathRule;
use rolecall::gateway::sigv4::canonical::canonical_request;
use rolecall::gateway::sigv4::parse;
use rolecall::gateway::wire::Family;

/// A path and query as a client may write them.
fn target() -> impl Strategy<Value = String> {
    ("(/[a-zA-Z0-9._~-]{0,6}|/%[0-9A-Fa-f]{2}|/[+ü$!*']{1,2}){1,5}", "([a-c]{1,2}(=[a-zA-Z0-9+/%_.-]{0,5})?&?){0,4}")
        .prop_map(|(path, query)| {
            // A raw `%` that is no escape, and characters outside ASCII, are escaped as a client would.
            let path = path.replace('ü', "%C3%BC");
            let query = query.replace('%', "%25");
            if query.is_empty() { path } else { format!("{path}?{query}") }
        })
}

fn request(target: &str, note: &str, service: &str) -> Parts {
    let method = if service == "s3" { "PUT" } else { "POST" };
    head(method, target, &[("host", "localhost:4600"), ("content-type", "text/plain"), ("x-amz-meta-note", note)])
}

proptest! {
    /// What is signed by header or by query is accepted as it is.
    #[test]
    fn what_is_signed_is_accepted(target in target(), note in "[ -~]{0,20}", body in prop::collection::vec(any::<u8>(), 0..100)) {
        for service in ["sts", "s3"] {
            let mut parts = request(&target, &note, service);
            sign(&mut parts, &body, service);
            check(&parts, &body, service, moment()).unwrap();
            let mut parts = request(&target, &note, service);
            signer(service).presign(&mut parts, 60, moment()).unwrap();
            let body: &[u8] = if service == "s3" { &body } else { b"" };
            check(&parts, body, service, moment()).unwrap();
        }
    }

    /// A byte changed in the body is refused (V1).
    #[test]
    fn a_changed_body_is_refused(body in prop::collection::vec(any::<u8>(), 1..200), at in any::<prop::sample::Index>(), flip in 1u8..) {
        for service in ["sts", "s3"] {
            let mut parts = request("/photos/a", "n", service);
            sign(&mut parts, &body, service);
            let mut changed = body.clone();
            changed[at.index(body.len())] ^= flip;
            check(&parts, &changed, service, moment()).unwrap_err();
        }
    }

    /// A byte changed in a signed header, the method or the Authorization header is refused.
    #[test]
    fn a_changed_head_is_refused(note in "[!-~]{1,20}", at in any::<prop::sample::Index>(), to in b'!'..=b'~') {
        for service in ["sts", "s3"] {
            let mut parts = request("/photos/a", &note, service);
            sign(&mut parts, b"body", service);
            for name in ["x-amz-meta-note", "x-amz-date", "host", "content-type", "authorization"] {
                let mut parts = parts.clone();
                let mut value = parts.headers[name].as_bytes().to_vec();
                let at = at.index(value.len());
                // An empty parameter (`,,` for `, `) says nothing: the three that count are unchanged (R6.1).
                if value[at] == to || (name == "authorization" && value[at] == b' ' && to == b',') {
                    continue;
                }
                value[at] = to;
                parts.headers.insert(name, value.as_slice().try_into().unwrap());
                let result = check(&parts, b"body", service, moment());
                prop_assert!(result.is_err(), "{name} byte {at} to {}", to as char);
            }
            parts.method = http::Method::DELETE;
            check(&parts, b"body", service, moment()).unwrap_err();
        }
    }

    /// A byte changed in path or query is refused, unless the new one means the same (R6.9, R6.10).
    #[test]
    fn a_changed_target_is_refused(target in target(), at in any::<prop::sample::Index>(), to in b'!'..=b'~') {
        for (service, rule) in [("sts", PathRule::NormalizedTwice), ("s3", PathRule::Once)] {
            let mut parts = request(&target, "n", service);
            sign(&mut parts, b"", service);
            let mut changed = target.clone().into_bytes();
            let at = at.index(changed.len());
            changed[at] = to;
            let Ok(uri) = Uri::try_from(changed.as_slice()) else { continue };
            if !uri.path().starts_with('/') {
                continue;
            }
            let before = canonical_request(&parts, &[], rule, "");
            let mut other = parts.clone();
            other.uri = uri;
            let same = canonical_request(&other, &[], rule, "") == before;
            prop_assert_eq!(check(&other, b"", service, moment()).is_ok(), same);
            // Same canonical form means same meaning: the decoded address and parameters do not differ.
            if same && rule == PathRule::Once {
                let endpoints = Endpoints::default();
                let identified = |parts| identify(parts, &endpoints, rolecall::services::ALL);
                prop_assert_eq!(identified(&parts), identified(&other));
                prop_assert_eq!(decoded_query(&parts), decoded_query(&other));
            }
        }
    }

    /// Nothing a client can send makes the parser or identification panic.
    #[test]
    fn nothing_panics(authorization in "\\PC{0,80}", tail in "[ -~]{0,120}", query in "[!-~]{0,120}", date in "\\PC{0,20}", host in "[!-~]{0,30}") {
        let uri = Uri::try_from(format!("/{query}?{query}")).unwrap_or_default();
        for value in [authorization.clone(), format!("AWS4-HMAC-SHA256 {tail}"), format!("AWS4-HMAC-SHA256 Credential={tail}, SignedHeaders={tail}, Signature={tail}")] {
            let mut parts = head("GET", "/", &[]);
            parts.uri = uri.clone();
            for (name, value) in [("authorization", &value), ("x-amz-date", &date), ("host", &host), ("x-amz-content-sha256", &tail)] {
                if let Ok(value) = http::HeaderValue::from_bytes(value.as_bytes()) {
                    parts.headers.insert(name, value);
                }
            }
            for family in [Family::from(&rolecall::services::sts::SERVICE), Family::Json { version: "1.1" }, Family::S3] {
                let _ = parse(&parts, family);
            }
            let _ = identify(&parts, &Endpoints::default(), rolecall::services::ALL);
            for service in ["sts", "s3"] {
                prop_assert!(check(&parts, b"", service, moment()).is_err());
            }
        }
    }
}

fn decoded_query(parts: &Parts) -> Vec<(String, String)> {
    let query = parts.uri.query().unwrap_or_default();
    let mut pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    pairs.sort();
    pairs
}
