//! The REST protocols, by operations of S3 (XML) and of Access Analyzer (JSON).

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::api::{accessanalyzer as analyzer, s3};
use crate::operation::{NoOutput, OperationShape, event};

const XMLNS: &str = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

fn body(body: &str) -> Request<'_> {
    Request { body: body.as_bytes(), ..Request::default() }
}

fn refusal<Op: ApiOperation>(request: &Request<'_>) -> String {
    read::<Op>(request).map_or_else(|error| error.to_string(), |_| "accepted".to_owned())
}

const BUCKET: &[(&str, &str)] = &[("Bucket", "b")];

#[test]
fn an_xml_input_is_gathered_from_labels_query_headers_and_body() {
    let request = Request {
        labels: &[("Bucket", "b"), ("Key", "a/b c")],
        query: &[("x-id", "PutObject")],
        headers: &[
            ("Content-Length", "5"),
            ("CONTENT-TYPE", "text/plain"),
            ("X-Amz-Meta-Team", "blue"),
            ("x-amz-meta-", "odd"),
            ("x-amz-server-side-encryption-bucket-key-enabled", "true"),
            ("x-amz-object-lock-retain-until-date", "2026-11-22T10:15:30Z"),
            ("Expires", "Sun, 22 Nov 2026 10:15:30 GMT"),
        ],
        body: b"\xffraw&",
    };
    let input = read::<s3::PutObject>(&request).unwrap();
    let expected = s3::PutObjectInput {
        bucket: "b".into(),
        key: "a/b c".into(),
        body: Some(b"\xffraw&".to_vec()),
        content_length: Some(5),
        content_type: Some("text/plain".into()),
        metadata: Some(BTreeMap::from([("Team".into(), "blue".into()), (String::new(), "odd".into())])),
        bucket_key_enabled: Some(true),
        object_lock_retain_until_date: Some("2026-11-22T10:15:30Z".parse().unwrap()),
        expires: input.expires.clone(),
        ..s3::PutObjectInput::default()
    };
    assert_eq!(input, expected);
    assert!(input.expires.is_some());

    let headers = [("If-Modified-Since", "Sun, 22 Nov 2026 10:15:30 GMT")];
    let query = [("partNumber", "2"), ("response-expires", "Sun, 22 Nov 2026 10:15:30 GMT")];
    let request = Request { labels: &[("Bucket", "b"), ("Key", "k")], query: &query, headers: &headers, body: b"" };
    let input = read::<s3::GetObject>(&request).unwrap();
    let time = Some("2026-11-22T10:15:30Z".parse().unwrap());
    assert_eq!((input.if_modified_since, input.response_expires, input.part_number), (time, time, Some(2)));
}

#[test]
fn an_xml_document_is_the_payload() {
    let text = format!(
        "<?xml version=\"1.0\"?><Delete {XMLNS}><Object><Key>a&amp;b&#10;<![CDATA[<c>]]></Key></Object><!-- x -->
         <Object><Key> k </Key><VersionId>null</VersionId><Unknown>x</Unknown></Object><Quiet>true</Quiet></Delete>"
    );
    let input = read::<s3::DeleteObjects>(&Request { labels: BUCKET, ..body(&text) }).unwrap();
    let keys: Vec<&str> = input.delete.objects.iter().map(|object| object.key.as_str()).collect();
    assert_eq!((keys, input.delete.quiet), (vec!["a&b\n<c>", " k "], Some(true)));
    assert_eq!(input.delete.objects[1].version_id.as_deref(), Some("null"));

    let text = "<Tagging><TagSet><Tag><Key>team</Key><Value/></Tag></TagSet></Tagging>";
    let input = read::<s3::PutBucketTagging>(&Request { labels: BUCKET, ..body(text) }).unwrap();
    assert_eq!(input.tagging.tag_set, [s3::Tag { key: "team".into(), value: String::new() }]);
    let text = "<Tagging><TagSet/></Tagging>";
    let input = read::<s3::PutBucketTagging>(&Request { labels: BUCKET, ..body(text) }).unwrap();
    assert_eq!(input.tagging.tag_set, []);
}

#[test]
fn xml_that_is_not_the_input_is_refused() {
    let key = "<Object><Key>k</Key></Object>";
    for text in [
        "<Delete>".to_owned(),
        "<Delete></Other>".into(),
        format!("<Other>{key}</Other>"),
        format!("<Delete>{key}</Delete><Delete>{key}</Delete>"),
        format!("<Delete>{key}</Delete>text"),
        format!("<Delete>text{key}</Delete>"),
        format!("<Delete>{key}<Quiet>true</Quiet><Quiet>true</Quiet></Delete>"),
        "<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>".into(),
        "<Delete><Object><Key><b>x</b></Key></Object></Delete>".into(),
        "<Delete><Object>k</Object></Delete>".into(),
        "<Delete><Object><Key>&unknown;</Key></Object></Delete>".into(),
        "<Delete><Object><Key>&#xD800;</Key></Object></Delete>".into(),
        format!("<!DOCTYPE Delete [<!ENTITY e 'x'>]><Delete>{key}</Delete>"),
        format!("<?php x?><Delete>{key}</Delete>"),
        format!("<Delete>{}{}</Delete>", "<a>".repeat(100), "</a>".repeat(100)),
        "<a>".repeat(1_000_000),
        format!("<Delete>{}</Delete>", "<a/>".repeat(200_000)),
    ] {
        let found = refusal::<s3::DeleteObjects>(&Request { labels: BUCKET, ..body(&text) });
        assert!(found.starts_with("MalformedXML: "), "{found}: {}", text.get(..100).unwrap_or(&text));
    }
    for (request, expected) in [
        (
            Request { labels: BUCKET, ..body("<Delete><Object/></Delete>") },
            "Value null at 'delete.objects.1.member.key' failed to satisfy constraint: Member must not be null",
        ),
        (
            Request { labels: BUCKET, ..body("") },
            "Value null at 'delete' failed to satisfy constraint: Member must not be null",
        ),
        (body("<Delete/>"), "Value null at 'delete.objects' failed to satisfy constraint: Member must not be null"),
        (
            Request { labels: BUCKET, headers: &[("x-amz-bypass-governance-retention", "yes")], ..body("<Delete/>") },
            "Value 'yes' at 'bypassGovernanceRetention' failed to satisfy constraint: Member must be true or false",
        ),
    ] {
        let found = refusal::<s3::DeleteObjects>(&request);
        assert!(found.starts_with("ValidationError: ") && found.contains(expected), "{found}");
    }
    let twice = [("x-amz-mfa", "1"), ("X-Amz-Mfa", "2")];
    let text = format!("<Delete>{key}</Delete>");
    let found = refusal::<s3::DeleteObjects>(&Request { labels: BUCKET, headers: &twice, ..body(&text) });
    assert_eq!(found, "MalformedXML: 'mFA' is given more than once");
}

#[test]
fn xml_outputs_are_spread_over_headers_and_body() {
    let output = s3::GetBucketTaggingOutput { tag_set: vec![s3::Tag { key: "a<b".into(), value: "c".into() }] };
    let written = write::<s3::GetBucketTagging>(&output);
    let text = format!("<Tagging {XMLNS}><TagSet><Tag><Key>a&lt;b</Key><Value>c</Value></Tag></TagSet></Tagging>");
    assert_eq!((written.status, String::from_utf8(written.body).unwrap()), (200, text));

    let deleted = |key: &str| s3::DeletedObject { key: Some(key.into()), ..Default::default() };
    let output = s3::DeleteObjectsOutput {
        deleted: Some(vec![deleted("a"), deleted("b")]),
        request_charged: Some("requester".into()),
        ..Default::default()
    };
    let written = write::<s3::DeleteObjects>(&output);
    assert_eq!(written.headers, [("x-amz-request-charged".to_owned(), "requester".to_owned())]);
    let text =
        format!("<DeleteResult {XMLNS}><Deleted><Key>a</Key></Deleted><Deleted><Key>b</Key></Deleted></DeleteResult>");
    assert_eq!(String::from_utf8(written.body).unwrap(), text);

    let output = s3::GetObjectOutput {
        body: Some(b"\xffraw&".to_vec()),
        e_tag: Some("\"e\"".into()),
        content_length: Some(5),
        last_modified: Some("2026-11-22T10:15:30Z".parse().unwrap()),
        object_lock_retain_until_date: Some("2026-11-22T10:15:30Z".parse().unwrap()),
        metadata: Some(BTreeMap::from([("team".into(), "a,b:".into())])),
        delete_marker: Some(false),
        ..Default::default()
    };
    let written = write::<s3::GetObject>(&output);
    let mut headers = written.headers.clone();
    headers.sort();
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expected = [
        ("Content-Length", "5"),
        ("ETag", "\"e\""),
        ("Last-Modified", "Sun, 22 Nov 2026 10:15:30 GMT"),
        ("x-amz-delete-marker", "false"),
        ("x-amz-meta-team", "a,b:"),
        ("x-amz-object-lock-retain-until-date", "2026-11-22T10:15:30Z"),
    ];
    assert_eq!((headers.as_slice(), written.body.as_slice()), (expected.as_slice(), b"\xffraw&".as_slice()));
    // The bytes of an object are not part of what is told about it.
    assert!(!event(&output).contains("body"));
    assert_eq!(write::<s3::PutBucketTagging>(&NoOutput), Response { status: 200, ..Response::default() });
}

#[test]
fn a_json_input_is_gathered_from_labels_query_and_body() {
    let text = r#"{"ruleName": "r", "filter": {"status": {"eq": ["ACTIVE"]}, "x": {"exists": true}}}"#;
    let request = Request { labels: &[("analyzerName", "a")], ..body(text) };
    let input = read::<analyzer::CreateArchiveRule>(&request).unwrap();
    let criterion = analyzer::Criterion { eq: Some(vec!["ACTIVE".into()]), ..Default::default() };
    let exists = analyzer::Criterion { exists: Some(true), ..Default::default() };
    let expected = analyzer::CreateArchiveRuleInput {
        analyzer_name: "a".into(),
        rule_name: "r".into(),
        filter: BTreeMap::from([("status".into(), criterion), ("x".into(), exists)]),
        client_token: None,
    };
    assert_eq!(input, expected);

    let query = [("tagKeys", "a"), ("tagKeys", "b,c")];
    let labels = [("resourceArn", "arn")];
    let input = read::<analyzer::UntagResource>(&Request { labels: &labels, query: &query, ..body("") }).unwrap();
    assert_eq!((input.resource_arn.as_str(), input.tag_keys), ("arn", vec!["a".to_owned(), "b,c".to_owned()]));

    let query = [("maxResults", "7"), ("type", "ACCOUNT")];
    let input = read::<analyzer::ListAnalyzers>(&Request { query: &query, ..body("ignored") }).unwrap();
    assert_eq!((input.max_results, input.r#type.as_deref()), (Some(7), Some("ACCOUNT")));
}

#[test]
fn json_that_is_not_the_input_is_refused() {
    for (text, expected) in [
        ("{", "SerializationException: EOF while parsing an object at line 1 column 1"),
        ("[]", "SerializationException: The body is not a structure"),
        (
            "null",
            "ValidationException: 2 validation errors detected: Value null at 'analyzerName' failed to satisfy constraint: \
             Member must not be null; Value null at 'type' failed to satisfy constraint: Member must not be null",
        ),
        (
            r#"{"analyzerName": "a", "type": "ACCOUNT", "tags": {"k": 1}}"#,
            "SerializationException: NUMBER_VALUE can not be converted to a String at 'tags.1.value'",
        ),
        (
            r#"{"analyzerName": "a", "type": "ACCOUNT", "tags": {"k": null}}"#,
            "ValidationException: 1 validation error detected: Value null at 'tags.1.value' failed to satisfy constraint: \
             Member must not be null",
        ),
        (
            r#"{"analyzerName": "a", "type": "ACCOUNT", "tags": []}"#,
            "SerializationException: ARRAY_VALUE can not be converted to a map at 'tags'",
        ),
        (
            r#"{"analyzerName": "a", "type": "ACCOUNT", "type": "ACCOUNT"}"#,
            "SerializationException: \"type\" is repeated at line 1 column 47",
        ),
    ] {
        assert_eq!(refusal::<analyzer::CreateAnalyzer>(&body(text)), expected, "{text}");
    }
    let twice = [("maxResults", "1"), ("maxResults", "2")];
    let found = refusal::<analyzer::ListAnalyzers>(&Request { query: &twice, ..Request::default() });
    assert_eq!(found, "SerializationException: 'maxResults' is given more than once");
}

#[test]
fn json_outputs_are_documents() {
    let summary = analyzer::AnalyzerSummary {
        arn: "arn".into(),
        name: "a".into(),
        created_at: "2026-11-22T10:15:30.250Z".parse().unwrap(),
        tags: Some(BTreeMap::from([("k\"".into(), "v".into())])),
        ..Default::default()
    };
    let written = write::<analyzer::GetAnalyzer>(&analyzer::GetAnalyzerOutput { analyzer: summary });
    assert_eq!(
        String::from_utf8(written.body).unwrap(),
        r#"{"analyzer":{"arn":"arn","name":"a","type":"","createdAt":"2026-11-22T10:15:30Z","tags":{"k\"":"v"},"status":""}}"#
    );
}

/// Every operation has an input that is accepted, and refused without any one of its parts.
#[test]
fn every_operation_accepts_its_minimal_input() {
    let object = [("Bucket", "b"), ("Key", "k")];
    let name = [("analyzerName", "a")];
    let delete = "<Delete><Object><Key>k</Key></Object></Delete>";
    let arn = "arn:aws:access-analyzer:eu-west-1:123456789012:analyzer/a";
    let list = format!(r#"{{"analyzerArn": "{arn}"}}"#);
    let rows: Vec<(&str, Request<'_>)> = vec![
        ("DeleteObjects", Request { labels: BUCKET, ..body(delete) }),
        ("GetBucketTagging", Request { labels: BUCKET, ..body("") }),
        ("GetObject", Request { labels: &object, ..body("") }),
        ("PutBucketTagging", Request { labels: BUCKET, ..body("<Tagging><TagSet/></Tagging>") }),
        ("PutObject", Request { labels: &object, ..body("") }),
        ("CreateAnalyzer", body(r#"{"analyzerName": "a", "type": "ACCOUNT"}"#)),
        ("CreateArchiveRule", Request { labels: &name, ..body(r#"{"ruleName": "r", "filter": {}}"#) }),
        ("GetAnalyzer", Request { labels: &name, ..body("") }),
        ("ListAnalyzers", body("")),
        ("ListFindings", body(&list)),
        ("UntagResource", Request { labels: &[("resourceArn", "arn")], query: &[("tagKeys", "k")], ..body("") }),
        ("ValidatePolicy", body(r#"{"policyDocument": "{}", "policyType": "IDENTITY_POLICY"}"#)),
    ];
    let operations: Vec<&OperationShape> = s3::OPERATIONS.iter().chain(analyzer::OPERATIONS).collect();
    assert_eq!(
        operations.iter().map(|operation| operation.name).collect::<Vec<_>>(),
        rows.iter().map(|row| row.0).collect::<Vec<_>>()
    );
    for (operation, (name, request)) in operations.into_iter().zip(rows) {
        let accepts = |request: &Request<'_>| {
            let root = Element::parse(request.body);
            let json = Json::parse(request.body);
            let document = match (&root, &json) {
                (Ok(root), _) => Some(Source::Element(root)),
                (_, Ok(json)) => Some(Source::Json(json)),
                _ => None,
            };
            (operation.check)(&Source::Request(request, document.as_ref())).is_ok()
        };
        assert!(accepts(&request), "{name}");
        let without_labels = Request { labels: &[], ..request };
        let without_query = Request { query: &[], ..request };
        let without_body = Request { body: b"", ..request };
        assert_eq!(accepts(&without_labels), request.labels.is_empty(), "{name}");
        assert_eq!(accepts(&without_query), request.query.is_empty(), "{name}");
        assert_eq!(accepts(&without_body), request.body.is_empty(), "{name}");
    }
}

proptest! {
    /// Nothing panics, whatever is sent.
    #[test]
    fn arbitrary_requests_are_read_or_refused(
        text in "[<>/?!&;#x\"A-Za-z\\[\\]{}:,\u{0}-\u{20}-]{0,80}",
        value in ".{0,20}",
    ) {
        let headers = [("x-amz-mfa", value.as_str()), ("x-amz-meta-é", &value), ("é", &value), ("Expires", &value)];
        let labels = [("Bucket", value.as_str()), ("Key", &value), ("analyzerName", &value)];
        let query = [("maxResults", value.as_str()), ("tagKeys", &value), ("é", &value)];
        let request = Request { labels: &labels, query: &query, headers: &headers, body: text.as_bytes() };
        let _ = read::<s3::DeleteObjects>(&request);
        let _ = read::<s3::PutObject>(&request);
        let _ = read::<analyzer::CreateArchiveRule>(&request);
        let _ = read::<analyzer::ListAnalyzers>(&request);
        let _ = read::<analyzer::UntagResource>(&request);
    }

    /// A document that is written is read as the same value.
    #[test]
    fn written_documents_are_read_back(tags in prop::collection::vec(("[ -~é]{1,10}", "[ -~\r\n]{0,10}"), 0..4)) {
        let tags: Vec<s3::Tag> = tags.into_iter().map(|(key, value)| s3::Tag { key, value }).collect();
        let written = write::<s3::GetBucketTagging>(&s3::GetBucketTaggingOutput { tag_set: tags.clone() });
        let read = read::<s3::PutBucketTagging>(&Request { labels: BUCKET, body: &written.body, ..Request::default() });
        prop_assert_eq!(read.unwrap().tagging.tag_set, tags);
    }
}
