//! An upload's data as an operation reads it: trusted only at `Ok(None)`.

use bytes::Bytes;
use futures_util::stream;
use http::request::Parts;
use http_body_util::StreamBody;
use jiff::Timestamp;
use rolecall::api::error::ApiError;
use rolecall::gateway::body::Upload;
use rolecall::gateway::connections::Connections;
use rolecall::gateway::limits::Limits;
use rolecall::gateway::sigv4::sign::{Signer, Signing};
use rolecall::gateway::sigv4::{Content, Credentials, Expectation, KeyCache, RegionPolicy, parse, verify};
use rolecall::gateway::wire::Family;
use std::io;
use std::sync::Arc;

fn now() -> Timestamp {
    "2013-05-24T00:00:00Z".parse().unwrap()
}

/// The head of an upload of `length` bytes, signed.
fn head(length: &str, headers: &[(&str, &str)]) -> Parts {
    let mut request = http::Request::put("/photos/a.bin").header("host", "localhost").header("content-length", length);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

fn signer() -> Signer<'static> {
    Signer { access_key_id: "AKIAEXAMPLE", secret: "secret", session_token: None, region: "us-east-1", service: "s3" }
}

/// Reads an upload whose body arrives in `frames`; what came, and how it ended.
async fn upload(
    parts: &Parts,
    frames: Vec<io::Result<&'static [u8]>>,
) -> (Vec<u8>, Result<Vec<(String, String)>, ApiError>) {
    let Credentials::Presented(presented) = parse(parts, Family::S3).unwrap() else { panic!("no credentials") };
    let expected = Expectation {
        family: Family::S3,
        service: "s3",
        region: &RegionPolicy::Exactly("us-east-1".into()),
        now: now(),
    };
    let keys = KeyCache::default();
    let verified = verify(parts, &presented, "secret", Content::Declared, &expected, &keys).unwrap();
    let frames = frames.into_iter().map(|frame| frame.map(|bytes| http_body::Frame::data(Bytes::from_static(bytes))));
    let place = Connections::new(Limits::default()).enter("127.0.0.1".parse().unwrap()).unwrap();
    let (body, decoder) = (StreamBody::new(stream::iter(frames)), verified.decoder(&parts.headers).unwrap());
    let mut upload = Upload::new(body, decoder, Arc::clone(place.connection()));
    let mut data = Vec::new();
    loop {
        match upload.next().await {
            Ok(Some(piece)) => data.extend_from_slice(&piece),
            Ok(None) => {
                // The end stays the end.
                assert_eq!(upload.next().await.unwrap(), None);
                let trailers = upload.trailers().iter().map(|t| (t.name.clone(), t.value.clone())).collect();
                return (data, Ok(trailers));
            }
            Err(error) => return (data, Err(error)),
        }
    }
}

/// R5.24: a body that is as signed ends well; one that is not, or is cut off, ends with an error.
#[tokio::test]
async fn signed_bodies_are_held_to_their_hash() {
    let mut parts = head("10", &[]);
    let _ = signer().sign(&mut parts, &Signing::Body(b"0123456789"), now()).unwrap();
    let (data, end) = upload(&parts, vec![Ok(b"0123"), Ok(b""), Ok(b"456789")]).await;
    assert_eq!((data.as_slice(), end), (&b"0123456789"[..], Ok(vec![])));
    let (_, end) = upload(&parts, vec![Ok(b"0123"), Ok(b"45678X")]).await;
    assert_eq!(end.unwrap_err().code, "XAmzContentSHA256Mismatch");
    let (_, end) = upload(&parts, vec![Ok(b"0123")]).await;
    assert_eq!(end.unwrap_err().code, "IncompleteBody");
    let (_, end) = upload(&parts, vec![Ok(b"0123"), Err(io::ErrorKind::ConnectionReset.into())]).await;
    assert_eq!(end.unwrap_err().code, "IncompleteBody");
}

/// R6.21: unsigned chunks with a checksum trailer, as the AWS CLI sends them.
#[tokio::test]
async fn trailers_follow_the_data() {
    let headers = [("x-amz-decoded-content-length", "4"), ("x-amz-trailer", "x-amz-checksum-crc32")];
    let mut parts = head("50", &headers);
    let _ = signer().sign(&mut parts, &Signing::UnsignedChunks, now()).unwrap();
    let frames = vec![Ok(&b"4\r\nda"[..]), Ok(b"ta\r\n0\r\nx-amz-check"), Ok(b"sum-crc32:rfPzYw==\r\n\r\n")];
    let (data, end) = upload(&parts, frames).await;
    assert_eq!(data, b"data");
    assert_eq!(end.unwrap(), [("x-amz-checksum-crc32".to_owned(), "rfPzYw==".to_owned())]);
    let (_, end) = upload(&parts, vec![Ok(b"4\r\ndata\r\n0\r\n")]).await;
    assert_eq!(end.unwrap_err().code, "MalformedTrailerError");
}
