//! `CopyObject`, `UploadPartCopy`: both sides are authorised, each by its own bucket's policy.

use super::get_object::open;
use super::multipart::{checked_upload, part_number};
use super::put_object::requires_to_write;
use crate::objects::checksums::{ChecksumAlgorithm, Digests};
use crate::objects::{Checksum, NewObject, ObjectInfo, ObjectReader, Received};
use crate::services::s3::MAX_PUT_BYTES;
use crate::services::s3::conditional::check_copy_source;
use crate::services::s3::copy_source::CopySource;
use crate::services::s3::prelude::*;
use crate::services::s3::range::{self, Ranged};
use futures_util::TryStreamExt;
use jiff::Timestamp;
use std::ops::Range;

impl CopySource {
    /// What reading it requires.
    fn permission(&self, bucket: &BucketEntry, head: &Head, call: &CallContext<'_>) -> RequiredPermission {
        let version_id = self.version_id.as_deref();
        let action = versioned(version_id, "s3:GetObject", "s3:GetObjectVersion");
        version_key(on_object(action, bucket, &self.key, head, call), version_id)
    }

    /// Opens it, if its conditions hold.
    async fn open(
        &self,
        bucket: &BucketEntry,
        head: &Head,
        permit: &Permit,
        node: &Node,
    ) -> Result<(ObjectInfo, ObjectReader), ApiError> {
        check_version(&self.key, self.version_id.as_deref())?;
        let (object, reader) = open(node, permit, bucket, &self.key, head).await?;
        check_copy_source(&head.headers, &object)?;
        Ok((object, reader))
    }
}

/// The buckets of both sides.
pub(super) struct Buckets {
    target: BucketEntry,
    source: BucketEntry,
}

pub(super) struct Copy {
    head: Head,
    source: CopySource,
}

impl WireInput for Copy {
    async fn read(arrived: Arrived) -> Result<Self, ApiError> {
        let head = arrived.head;
        let source = CopySource::parse(head.header("x-amz-copy-source").unwrap_or_default())?;
        Ok(Self { head, source })
    }
}

fn requires_to_copy(copy: &Copy, call: &CallContext<'_>, creates: bool) -> Result<Requires<Buckets>, ApiError> {
    let Requires { mut permissions, prepared: target } = requires_to_write(&copy.head, call, creates)?;
    let source = bucket_of_owner(call, &copy.source.bucket, copy.head.header("x-amz-source-expected-bucket-owner"))?;
    permissions.push(copy.source.permission(&source, &copy.head, call));
    Ok(Requires { permissions, prepared: Buckets { target, source } })
}

pub(super) struct CopyObject;

impl Operation for CopyObject {
    operation!(CopyObject: Copy => Buckets);

    fn requires(&self, copy: &Copy, call: &CallContext<'_>) -> Result<Requires<Buckets>, ApiError> {
        requires_to_copy(copy, call, true)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let (Copy { head, source }, buckets, permit) = request.into_parts();
        check_acl_headers(&head, &buckets.target, &permit.snapshot, &permit.caller)?;
        let replace = directive(&head)?;
        if !replace && source.bucket == head.bucket && source.key == head.key {
            let message = "This copy request is illegal because it is trying to copy an object to itself without \
                           changing the object's metadata, storage class, website redirect location or encryption \
                           attributes.";
            return Err(error::invalid_request(message));
        }
        let algorithm = head.header("x-amz-checksum-algorithm").map(algorithm).transpose()?;
        let (object, reader) = source.open(&buckets.source, &head, &permit, node).await?;
        let metadata = if replace { headers::read(&head)? } else { object.metadata };
        let kept = object.checksum.map(|checksum| checksum.algorithm);
        let algorithm = algorithm.or(kept).unwrap_or(ChecksumAlgorithm::Crc64Nvme);
        let received = copy_bytes(reader, 0..object.size, algorithm, &head, node).await?;
        let new = NewObject { key: head.key.clone(), metadata, condition: write_condition(&head.headers)? };
        let info = node.objects.put(&scope(&buckets.target), new, received).await.map_err(error::storage(&head))?;
        Ok(result("CopyObjectResult", &info.etag, info.modified, info.checksum.as_ref()))
    }
}

pub(super) struct UploadPartCopy;

impl Operation for UploadPartCopy {
    operation!(UploadPartCopy: Copy => Buckets);

    fn requires(&self, copy: &Copy, call: &CallContext<'_>) -> Result<Requires<Buckets>, ApiError> {
        requires_to_copy(copy, call, false)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let (Copy { head, source }, buckets, permit) = request.into_parts();
        let number = part_number(&head.query)?;
        let upload = checked_upload(node, &buckets.target, &head).await?;
        let (object, reader) = source.open(&buckets.source, &head, &permit, node).await?;
        let bytes = source_range(&head, object.size)?;
        let received = copy_bytes(reader, bytes, upload.upload.algorithm, &head, node).await?;
        let part = node
            .objects
            .put_part(&scope(&buckets.target), &head.key, &upload.id, number, received)
            .await
            .map_err(error::storage(&head))?;
        Ok(result("CopyPartResult", &part.etag, part.modified, part.checksum.as_ref()))
    }
}

/// Whether the copy's metadata comes from the request.
fn directive(head: &Head) -> Result<bool, ApiError> {
    match head.header("x-amz-metadata-directive") {
        None | Some("COPY") => Ok(false),
        Some("REPLACE") => Ok(true),
        Some(other) => Err(error::invalid_argument("Unknown metadata directive.", "x-amz-metadata-directive", other)),
    }
}

fn algorithm(name: &str) -> Result<ChecksumAlgorithm, ApiError> {
    let message = "Checksum algorithm provided is unsupported. Please try again with any of the valid types: \
                   [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]";
    ChecksumAlgorithm::from_name(name).ok_or_else(|| error::invalid_request(message))
}

/// The bytes of a part's source: unlike `Range`, this must be whole and within the object.
fn source_range(head: &Head, size: u64) -> Result<Range<u64>, ApiError> {
    let Some(text) = head.header("x-amz-copy-source-range") else { return Ok(0..size) };
    let message = "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the \
                   zero-based offsets of the first and last bytes to copy";
    let invalid = || error::invalid_argument(message, "x-amz-copy-source-range", text);
    let (first, last) = text.strip_prefix("bytes=").and_then(|spec| spec.split_once('-')).ok_or_else(invalid)?;
    if first.is_empty() || last.is_empty() {
        return Err(invalid());
    }
    let inside = last.parse::<u64>().is_ok_and(|last| last < size);
    match range::read(Some(text), size)? {
        Ranged::Part(bytes) if inside => Ok(bytes),
        Ranged::Part(_) => Err(error::invalid_range(text, size)),
        Ranged::Whole => Err(invalid()),
    }
}

/// Copies bytes into a new data file, a chunk at a time.
async fn copy_bytes(
    reader: ObjectReader,
    bytes: Range<u64>,
    algorithm: ChecksumAlgorithm,
    head: &Head,
    node: &Node,
) -> Result<Received, ApiError> {
    if bytes.end.saturating_sub(bytes.start) > MAX_PUT_BYTES {
        let message = format!(
            "The specified copy source is larger than the maximum allowable size for a copy source: {MAX_PUT_BYTES}"
        );
        return Err(error::invalid_request(message));
    }
    let failed = error::storage(head);
    let mut incoming = node.objects.receive(Digests::new(algorithm));
    let mut stream = std::pin::pin!(reader.stream(bytes));
    while let Some(chunk) = stream.try_next().await.map_err(&failed)? {
        incoming.write(&chunk).await.map_err(&failed)?;
    }
    incoming.finish().await.map_err(failed)
}

fn result(root: &str, etag: &str, modified: Timestamp, checksum: Option<&Checksum>) -> Answer {
    encryption::tell(Answer::xml(root, |xml| {
        xml.text_element("LastModified", &iso(modified));
        xml.text_element("ETag", &quoted(etag));
        if let Some(checksum) = checksum {
            xml.text_element(checksum.algorithm.element(), &checksum.value);
            xml.text_element("ChecksumType", checksum.kind.name());
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_ranges() {
        for (text, expected) in [
            ("bytes=0-9", Ok(0..10)),
            ("bytes=2-3", Ok(2..4)),
            ("bytes=2-10", Err("InvalidRange")),
            ("bytes=10-11", Err("InvalidRange")),
            ("bytes=2-", Err("InvalidArgument")),
            ("bytes=-2", Err("InvalidArgument")),
            ("bytes=3-2", Err("InvalidArgument")),
            ("2-3", Err("InvalidArgument")),
        ] {
            let headers =
                std::iter::once((http::HeaderName::from_static("x-amz-copy-source-range"), text.parse().unwrap()));
            let head = Head { headers: headers.collect(), ..Head::default() };
            let found = source_range(&head, 10);
            assert_eq!(
                found.as_ref().map_err(|error| error.code.as_ref()),
                expected.as_ref().map_err(|code| *code),
                "{text}"
            );
        }
    }
}
