//! Requests that others signed: the examples AWS publishes for S3, and requests signed by botocore.

use super::request::{KEY, SECRET, check, check_in, head, moment, signer};
use jiff::ToSpan as _;
use rolecall::gateway::sigv4::RegionPolicy;

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn authorization(region: &str, service: &str, signed: &str, signature: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={KEY}/20130524/{region}/{service}/aws4_request, SignedHeaders={signed}, \
         Signature={signature}"
    )
}

/// The four header examples of the S3 API reference: GET with a range, PUT, GET lifecycle, list.
#[test]
fn published_examples_are_accepted() {
    let host = "examplebucket.s3.amazonaws.com";
    let get = head(
        "GET",
        "/test.txt",
        &[
            ("host", host),
            ("range", "bytes=0-9"),
            ("x-amz-content-sha256", EMPTY),
            ("x-amz-date", "20130524T000000Z"),
            (
                "authorization",
                &authorization(
                    "us-east-1",
                    "s3",
                    "host;range;x-amz-content-sha256;x-amz-date",
                    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
                ),
            ),
        ],
    );
    check(&get, b"", "s3", moment()).unwrap();

    let put = head(
        "PUT",
        "/test$file.text",
        &[
            ("host", host),
            ("date", "Fri, 24 May 2013 00:00:00 GMT"),
            ("x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
            ("x-amz-date", "20130524T000000Z"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            (
                "authorization",
                &authorization(
                    "us-east-1",
                    "s3",
                    "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
                ),
            ),
        ],
    );
    check(&put, b"Welcome to Amazon S3.", "s3", moment()).unwrap();

    for (target, signature) in [
        ("/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ] {
        let authorization = authorization("us-east-1", "s3", "host;x-amz-content-sha256;x-amz-date", signature);
        let headers = [
            ("host", host),
            ("x-amz-content-sha256", EMPTY),
            ("x-amz-date", "20130524T000000Z"),
            ("authorization", authorization.as_str()),
        ];
        check(&head("GET", target, &headers), b"", "s3", moment()).unwrap();
    }
}

/// The presigned example of the S3 API reference, and that our signer arrives at the same URL.
#[test]
fn the_published_presigned_url_is_accepted_and_made() {
    let target = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
                  &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
                  &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
                  &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    let headers = [("host", "examplebucket.s3.amazonaws.com")];
    let parts = head("GET", target, &headers);
    check(&parts, b"", "s3", moment()).unwrap();
    check(&parts, b"", "s3", moment() + 24.hours()).unwrap();
    check(&parts, b"", "s3", moment() + 24.hours() + 1.second()).unwrap_err();
    let mut ours = head("GET", "/test.txt", &headers);
    signer("s3").presign(&mut ours, 86400, moment()).unwrap();
    assert_eq!(ours.uri.to_string(), target);
}

/// Requests as botocore signs them: query services with and without a session token's header, S3 keys and queries with
/// everything that encoding can get wrong (R6.8, R6.11).
#[test]
fn requests_of_botocore_are_accepted() {
    struct Vector<'a> {
        service: &'a str,
        region: &'a str,
        method: &'a str,
        target: &'a str,
        headers: &'a [(&'a str, &'a str)],
        body: &'a [u8],
        signed: &'a str,
        signature: &'a str,
    }
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    let vectors = [
        Vector {
            service: "sts",
            region: "us-east-1",
            method: "POST",
            target: "/",
            headers: &[("host", "127.0.0.1:4600"), ("content-type", form)],
            body: b"Action=GetCallerIdentity&Version=2011-06-15",
            signed: "content-type;host;x-amz-date",
            signature: "e93f68130f7be9cb8c9281c2ad66ba1df1ecceb05a34c768f80a21dea32ecb33",
        },
        Vector {
            service: "s3",
            region: "eu-west-1",
            method: "GET",
            target: "/photos/a%20b/%C3%BC%2B%28x%29//../c.txt?prefix=a%2Fb%20c&list-type=2&delimiter=%2F&acl",
            headers: &[
                ("host", "localhost:4600"),
                ("x-amz-content-sha256", EMPTY),
                ("x-amz-meta-note", "  two   spaces  here "),
            ],
            body: b"",
            signed: "host;x-amz-content-sha256;x-amz-date;x-amz-meta-note",
            signature: "c8c5f5ba9a5530688076507bdbdd855337c090eef43d7413524c707e78fce5aa",
        },
        Vector {
            service: "s3",
            region: "us-east-1",
            method: "PUT",
            target: "/photos/plain.txt",
            headers: &[
                ("host", "localhost:4600"),
                ("content-type", "text/plain"),
                ("content-md5", "x"),
                ("x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
            ],
            body: b"Welcome to Amazon S3.",
            signed: "content-md5;content-type;host;x-amz-content-sha256;x-amz-date",
            signature: "3dadb3a335aa396f5ebc28852f46f10948e4f6442973ef7f4ddf1b76b375f14e",
        },
        // Not a service of ours: the double encoding and normalisation that every service but S3 has (R6.9).
        Vector {
            service: "execute-api",
            region: "us-east-1",
            method: "GET",
            target: "/a//b/./c/../d%20e/%C3%BC%2Bx/?b=2&a=1&a=0&c",
            headers: &[("host", "example.amazonaws.com")],
            body: b"",
            signed: "host;x-amz-date",
            signature: "48bfb77a33fcbc8a24dae2cb45ff214a7fc502275d9b0b04f6aa2f18c0b487d7",
        },
    ];
    let any = RegionPolicy::AnyRegion { home: "us-east-1".into() };
    for vector in vectors {
        let authorization = authorization(vector.region, vector.service, vector.signed, vector.signature);
        let mut headers = vector.headers.to_vec();
        headers.extend([("x-amz-date", "20130524T000000Z"), ("authorization", &authorization)]);
        let parts = head(vector.method, vector.target, &headers);
        let verified = check_in(&parts, vector.body, vector.service, &any, moment());
        verified.unwrap_or_else(|error| panic!("{}: {error:?}", vector.target));
    }
}

/// A presigned URL of botocore for an S3 key and for `GetCallerIdentity` with a session token.
#[test]
fn presigned_urls_of_botocore_are_accepted() {
    let object = "/photos/a%20b.txt?response-content-type=text%2Fplain&X-Amz-Algorithm=AWS4-HMAC-SHA256\
                  &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
                  &X-Amz-Date=20130524T000000Z&X-Amz-Expires=300&X-Amz-SignedHeaders=host\
                  &X-Amz-Signature=9724790c2e486a7d9405104121af28dae2599e48ff0677fe86a28d59dede1cbd";
    check(&head("GET", object, &[("host", "localhost:4600")]), b"", "s3", moment()).unwrap();

    let mut ours = head("GET", "/?Action=GetCallerIdentity&Version=2011-06-15", &[("host", "sts.amazonaws.com")]);
    let mut with_token = signer("sts");
    with_token.session_token = Some("tok/en+1==");
    with_token.presign(&mut ours, 60, moment()).unwrap();
    // The signature is botocore's; it is over the same parameters in another order.
    assert!(
        ours.uri.to_string().ends_with("f8e159c7d7b35717865f34d09a9ea3856e7ceccff5e607d2af0a1c4c7e4058a2"),
        "{}",
        ours.uri
    );
    assert_eq!(SECRET.len(), 40);
}

/// Our signer makes the signature that botocore makes, session token and all.
#[test]
fn our_signer_agrees_with_botocore() {
    let mut parts = head(
        "POST",
        "/",
        &[("host", "iam.amazonaws.com"), ("content-type", "application/x-www-form-urlencoded; charset=utf-8")],
    );
    let mut signer = signer("iam");
    signer.session_token = Some("tok/en+1==");
    let body = rolecall::gateway::sigv4::sign::Signing::Body(b"Action=GetUser&Version=2010-05-08");
    signer.sign(&mut parts, &body, moment()).unwrap();
    let authorization = parts.headers["authorization"].to_str().unwrap();
    assert!(
        authorization.ends_with("Signature=9584067afff479a24a36fc09518df7032e0ededaed1ea6842c5ff3341c4fd1db"),
        "{authorization}"
    );
}
