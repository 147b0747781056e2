use super::*;
use proptest::prelude::*;

fn run(line: &str) -> Result<Identified, ApiError> {
    let mut words = line.split_whitespace();
    let method: Method = words.next().unwrap().parse().unwrap();
    let (path, query) = words.next().map(|uri| uri.split_once('?').unwrap_or((uri, ""))).unwrap();
    let headers = words.map(|name| (name.parse::<http::HeaderName>().unwrap(), "x".parse().unwrap())).collect();
    identify(&method, path, Query::parse(query)?, &headers, None)
}

/// Every operation is reached by the request of the service model, and by nothing that differs in the method.
#[test]
fn every_operation_has_its_request() {
    let table = include_str!("requests.txt");
    let mut seen = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (name, request) = line.split_once(" = ").unwrap();
        match run(request) {
            Ok(identified) => assert_eq!(identified.operation.name(), name, "{request}"),
            Err(error) => assert_eq!(format!("{} {}", error.status, error.code), name, "{request}"),
        }
        seen.push(name);
    }
    for operation in S3Operation::ALL {
        assert!(seen.contains(&operation.name()), "no request for {}", operation.name());
    }
}

/// The path is split before it is decoded, and keys are taken as they are (V6, R6.9).
#[test]
fn buckets_and_keys() {
    for (path, bucket, key) in [
        ("/b", "b", ""),
        ("/b/", "b", ""),
        ("/b/k", "b", "k"),
        ("/b//k", "b", "/k"),
        ("/b/a//b/../c", "b", "a//b/../c"),
        ("/b/a%2Fb", "b", "a/b"),
        ("/b%2Fx/k", "b/x", "k"),
        ("/b/a+b%20c%2B", "b", "a+b c+"),
        ("/b/%E6%97%A5", "b", "日"),
        ("/b/%00", "b", "\0"),
        ("/b/a%3Facl", "b", "a?acl"),
    ] {
        let identified = identify(&Method::GET, path, Query::default(), &HeaderMap::new(), None).unwrap();
        assert_eq!((identified.bucket.as_str(), identified.key.as_str()), (bucket, key), "{path}");
    }
    let identified = identify(&Method::GET, "/a/b", Query::default(), &HeaderMap::new(), Some("v")).unwrap();
    assert_eq!((identified.bucket.as_str(), identified.key.as_str()), ("v", "a/b"));
    let longest = format!("/b/{}", "k".repeat(1024));
    assert!(identify(&Method::GET, &longest, Query::default(), &HeaderMap::new(), None).is_ok());
    for (path, code) in [
        ("/b/%FF", "InvalidURI"),
        ("*", "InvalidURI"),
        ("", "InvalidURI"),
        ("//k", "InvalidBucketName"),
        (format!("{longest}k").as_str(), "KeyTooLongError"),
    ] {
        assert_eq!(
            identify(&Method::GET, path, Query::default(), &HeaderMap::new(), None).unwrap_err().code,
            code,
            "{path}"
        );
    }
}

proptest! {
    /// No request with a sub-resource of S3 becomes an operation on the bare bucket or object, and none panics.
    #[test]
    fn subresources_are_never_ignored(
        method in prop::sample::select(vec!["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"]),
        path in "/(b(/[a-z%/]{0,6})?)?",
        names in prop::collection::vec("[a-zA-Z-]{1,12}", 0..2),
        route in 0..ROUTES.len(),
    ) {
        let subresource = ROUTES[route].1;
        let mut query = names.join("&");
        query.push_str(&format!("&{subresource}=x"));
        let bare = [
            S3Operation::ListBuckets, S3Operation::CreateBucket, S3Operation::DeleteBucket, S3Operation::HeadBucket,
            S3Operation::ListObjects, S3Operation::ListObjectsV2, S3Operation::GetObject, S3Operation::HeadObject,
            S3Operation::PutObject, S3Operation::CopyObject, S3Operation::DeleteObject,
        ];
        let method: Method = method.parse().unwrap();
        let identified = Query::parse(&query).and_then(|query| identify(&method, &path, query, &HeaderMap::new(), None));
        if let Ok(identified) = identified {
            prop_assert!(subresource.is_empty() || !bare.contains(&identified.operation), "{:?}", identified);
        }
    }
}

/// R6.10: the signature is over the sorted parameters, so a repeated name could be reordered to mean something else.
#[test]
fn repeated_parameters_are_refused() {
    for query in ["prefix=a&prefix=b", "prefix=a&pre%66ix=a", "list-type=2&uploads&uploads"] {
        assert_eq!(Query::parse(query).unwrap_err().code, "InvalidArgument", "{query}");
    }
    assert!(Query::parse("prefix=a&Prefix=b&delimiter=/").is_ok());
}

/// A query of very many parameters is refused, and the work that it takes grows with its length alone.
#[test]
fn parameters_have_a_limit() {
    let query = |count: usize| (0..count).map(|at| format!("p{at}")).collect::<Vec<_>>().join("&");
    assert!(Query::parse(&query(MAX_PARAMETERS)).is_ok());
    assert_eq!(Query::parse(&query(MAX_PARAMETERS + 1)).unwrap_err().code, "InvalidURI");
}
