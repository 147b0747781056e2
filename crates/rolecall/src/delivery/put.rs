//! Puts a file into the bucket of a trail, as CloudTrail.

use crate::api::error::ApiError;
use crate::directory::entities::Trail;
use crate::domain::caller::CallSource;
use crate::domain::trail_selectors::DELIVERS;
use crate::gateway::inside;
use crate::node::Node;
use crate::services::s3;
use bytes::Bytes;
use data_encoding::HEXLOWER;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{Method, Request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::io::Write as _;

/// What a path shows as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A digest's signature and its algorithm, as headers of its object (R8.22).
pub(super) struct Signature<'s> {
    pub(super) signature: &'s str,
    pub(super) algorithm: &'s str,
}

/// Puts `content`, compressed, under this key.
///
/// # Errors
/// S3's error: `NoSuchBucket`, `AccessDenied`.
pub(super) async fn put(
    node: &Node,
    trail: &Trail,
    key: &str,
    content: Vec<u8>,
    signature: Option<Signature<'_>>,
) -> Result<(), ApiError> {
    let region = node.directory.snapshot().bucket(&trail.bucket).map(|bucket| bucket.region.clone());
    let region = region.unwrap_or_else(|| trail.region().to_owned());
    // Tens of megabytes are not compressed between two requests.
    let compressed = tokio::task::spawn_blocking(move || compress(&content)).await.map_err(ApiError::internal)?;
    let body = Bytes::from(compressed.map_err(ApiError::internal)?);
    let target = format!("/{}/{}", trail.bucket, utf8_percent_encode(key, PATH));
    let mut request = Request::builder()
        .method(Method::PUT)
        .uri(target)
        .header("content-type", "application/json")
        .header("content-encoding", "gzip")
        .header("x-amz-acl", "bucket-owner-full-control");
    if let Some(Signature { signature, algorithm }) = signature {
        request = request.header("x-amz-meta-signature", signature);
        request = request.header("x-amz-meta-signature-algorithm", algorithm);
    }
    let request = request.body(body).map_err(ApiError::internal)?;
    let source = CallSource { arn: trail.arn(), account: trail.account };
    inside::put_as_service(node, &s3::SERVICE, DELIVERS, source, &region, request).await
}

fn compress(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content)?;
    encoder.finish()
}

/// SHA-256 in hexadecimal digits (R8.20).
pub(super) fn sha256(content: &[u8]) -> String {
    HEXLOWER.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, content).as_ref())
}
