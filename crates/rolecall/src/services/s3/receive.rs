//! Taking in an object's bytes: streamed to disk, compared with what the client says of them, and only then handed on.

use super::claims::Claims;
use super::wire::{Arrived, Head};
use super::{MAX_PUT_BYTES, error};
use crate::api::error::ApiError;
use crate::node::Node;
use crate::objects::Received;
use crate::objects::checksums::ChecksumAlgorithm;
use crate::services::IncomingBody;
use bytes::Bytes;

/// Streams a body to disk.
///
/// `otherwise` is the checksum to compute if the client chose none.
///
/// # Errors
/// `MissingContentLength` 411, `EntityTooLarge` 400, `BadDigest` 400; the body's own errors; or the disk failed.
/// Nothing remains of the bytes then.
pub(super) async fn receive(
    node: &Node,
    head: &Head,
    mut body: IncomingBody,
    claims: &Claims,
    otherwise: ChecksumAlgorithm,
) -> Result<Received, ApiError> {
    let Some(length) = body.length() else {
        return Err(ApiError::new("MissingContentLength", 411, "You must provide the Content-Length HTTP header."));
    };
    if length > MAX_PUT_BYTES {
        return Err(error::entity_too_large(length, MAX_PUT_BYTES));
    }
    let mut incoming = node.objects.receive(claims.digests(otherwise));
    let mut taken = 0u64;
    while let Some(bytes) = body.next().await? {
        taken = taken.saturating_add(bytes.len() as u64);
        if taken > MAX_PUT_BYTES {
            return Err(error::entity_too_large(taken, MAX_PUT_BYTES));
        }
        incoming.write(&bytes).await.map_err(error::storage(head))?;
    }
    let received = incoming.finish().await.map_err(error::storage(head))?;
    claims.verify(&received.digests, &body.trailers())?;
    Ok(received)
}

/// Reads a small body and compares it with what the client says of it.
///
/// # Errors
/// `BadDigest` 400; the errors of [`Claims`] and [`Arrived::read_all`].
pub(super) async fn read_checked(arrived: &mut Arrived, limit: usize) -> Result<Bytes, ApiError> {
    let claims = Claims::from_headers(&arrived.head.headers)?;
    let body = arrived.read_all(limit).await?;
    let mut digests = claims.digests(ChecksumAlgorithm::Crc64Nvme);
    digests.update(&body);
    claims.verify(&digests.finish(), &arrived.body.trailers())?;
    Ok(body)
}
