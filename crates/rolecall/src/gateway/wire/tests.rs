use super::*;
use crate::api::ids;
use http_body_util::BodyExt as _;

async fn shown(response: Response<Body>) -> (u16, String, String) {
    let (parts, body) = response.into_parts();
    let mut headers: Vec<String> =
        parts.headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    headers.sort();
    let body = body.collect().await.unwrap().to_bytes();
    (parts.status.as_u16(), headers.join("\n"), String::from_utf8(body.to_vec()).unwrap())
}

fn denied() -> ApiError {
    ApiError::access_denied("<no> & \"never\"\r\u{1}").with("Region", "eu-west-1")
}

/// R5.1: the query form, with the id in body and header, and text escaped.
#[tokio::test]
async fn query_errors() {
    let (status, headers, body) =
        shown(error_response(Family::from(&crate::services::iam::SERVICE), &denied(), "id-1", false)).await;
    assert_eq!(status, 403);
    assert_eq!(headers, "content-type: text/xml\nx-amzn-requestid: id-1");
    assert_eq!(
        body,
        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>\
         <Code>AccessDenied</Code><Message>&lt;no&gt; &amp; &quot;never&quot;&#xD;\u{FFFD}</Message></Error>\
         <RequestId>id-1</RequestId></ErrorResponse>"
    );
    let (status, _, body) = shown(error_response(
        Family::from(&crate::services::sts::SERVICE),
        &ApiError::internal("a cause"),
        "id-1",
        false,
    ))
    .await;
    assert_eq!(status, 500);
    assert!(body.contains("sts.amazonaws.com") && body.contains("<Type>Receiver</Type>"), "{body}");
}

/// R5.1: success, with output, with empty output, without output.
#[tokio::test]
async fn query_answers() {
    let cases =
        [(Some("<Arn>a</Arn>"), "<GetXResult><Arn>a</Arn></GetXResult>"), (Some(""), "<GetXResult/>"), (None, "")];
    for (result, expected) in cases {
        let (status, headers, body) = shown(query::success("urn:x", "GetX", result, "id-1")).await;
        assert_eq!((status, headers.as_str()), (200, "content-type: text/xml\nx-amzn-requestid: id-1"));
        assert_eq!(
            body,
            format!(
                "<GetXResponse xmlns=\"urn:x\">{expected}<ResponseMetadata><RequestId>id-1</RequestId>\
                 </ResponseMetadata></GetXResponse>"
            )
        );
    }
}

/// R5.3: S3's form, with details and both ids; nothing but headers for HEAD and 304.
#[tokio::test]
async fn s3_errors() {
    let (status, headers, body) = shown(error_response(Family::S3, &denied(), "id-1", false)).await;
    let host_id = ids::host_id("id-1");
    assert_eq!(status, 403);
    let ids = format!("x-amz-id-2: {host_id}\nx-amz-request-id: id-1");
    assert_eq!(headers, format!("content-type: application/xml\nx-amz-bucket-region: eu-west-1\n{ids}"));
    assert_eq!(
        body,
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>\
             <Message>&lt;no&gt; &amp; &quot;never&quot;&#xD;\u{FFFD}</Message><Region>eu-west-1</Region>\
             <RequestId>id-1</RequestId><HostId>{host_id}</HostId></Error>"
        )
    );
    assert_ne!(host_id, ids::host_id("id-2"));
    let (status, headers, body) = shown(error_response(Family::S3, &denied(), "id-1", true)).await;
    assert!(status == 403 && headers.contains("x-amz-request-id: id-1") && body.is_empty(), "{headers} {body}");
    let unchanged = ApiError::new("NotModified", 304, "Not Modified");
    let (status, headers, body) = shown(error_response(Family::S3, &unchanged, "id-1", false)).await;
    assert!(status == 304 && headers.contains("x-amz-request-id: id-1") && body.is_empty(), "{headers} {body}");
    let (status, _, body) = shown(error_response(Family::S3, &ApiError::internal("a cause"), "id-1", false)).await;
    assert!(status == 500 && body.contains("<Code>InternalError</Code>"), "{body}");
}

/// R5.4, R5.7 and the JSON column of 5.3: codes are respelled, most statuses are 400.
#[tokio::test]
async fn json_errors() {
    let (status, headers, body) =
        shown(error_response(Family::Json { version: "1.1" }, &denied(), "id-1", false)).await;
    assert_eq!(status, 400);
    assert_eq!(
        headers,
        "content-type: application/x-amz-json-1.1\nx-amzn-errortype: AccessDeniedException\nx-amzn-requestid: id-1"
    );
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["__type"], "AccessDeniedException");
    assert_eq!(body["message"], denied().message);
    for (query, status, json, json_status) in [
        ("InvalidClientTokenId", 403, "UnrecognizedClientException", 400),
        ("SignatureDoesNotMatch", 403, "InvalidSignatureException", 400),
        ("ExpiredToken", 403, "ExpiredTokenException", 400),
        ("IncompleteSignature", 400, "IncompleteSignatureException", 400),
        ("MissingAuthenticationToken", 403, "MissingAuthenticationTokenException", 400),
        ("ServiceUnavailable", 503, "ServiceUnavailableException", 503),
        ("SomethingElse", 404, "SomethingElse", 404),
    ] {
        assert_eq!(json::spelled(query, status), (json, json_status));
    }
}

/// R5.4, R5.7: the code is in a header, and statuses are those of REST.
#[tokio::test]
async fn rest_json_errors() {
    let (status, headers, body) = shown(error_response(Family::RestJson, &denied(), "id-1", false)).await;
    assert_eq!(status, 403);
    assert_eq!(
        headers,
        "content-type: application/json\nx-amzn-errortype: AccessDeniedException\nx-amzn-requestid: id-1"
    );
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body, serde_json::json!({ "message": denied().message, "Region": "eu-west-1" }));
    for (query, status, json, json_status) in [
        ("InvalidClientTokenId", 403, "UnrecognizedClientException", 403),
        ("SignatureDoesNotMatch", 403, "InvalidSignatureException", 403),
        ("IncompleteSignature", 400, "IncompleteSignatureException", 403),
        ("ValidationError", 400, "ValidationException", 400),
        ("Throttling", 400, "ThrottlingException", 429),
        ("ConcurrentModification", 409, "ConcurrentModificationException", 409),
        ("ServiceUnavailable", 503, "ServiceUnavailableException", 503),
        ("UnknownOperationException", 404, "UnknownOperationException", 404),
    ] {
        assert_eq!(rest_json::spelled(query, status), (json, json_status));
    }
}
