//! `CreateMultipartUpload`, `UploadPart`, `CompleteMultipartUpload`, `AbortMultipartUpload`.

use super::put_object::requires_to_write;
use crate::objects::checksums::ChecksumAlgorithm;
use crate::objects::{ChecksumType, CompletedPart, NewUpload, UploadInfo};
use crate::services::s3::MAX_PART_NUMBER;
use crate::services::s3::claims::Claims;
use crate::services::s3::identify::Query;
use crate::services::s3::prelude::*;
use rolecall_policy::Principal;

/// The upload that the request names.
///
/// # Errors
/// `NoSuchUpload` 404.
pub(super) async fn checked_upload(node: &Node, bucket: &Bucket, head: &Head) -> Result<UploadInfo, ApiError> {
    let id = head.query.get("uploadId").unwrap_or_default();
    let upload = node.objects.upload(&scope(bucket), &head.key, id).await;
    upload.map_err(error::storage(head))?.ok_or_else(|| error::no_such_upload(id))
}

/// The part number that the request names.
///
/// # Errors
/// `InvalidArgument` 400.
pub(super) fn part_number(query: &Query) -> Result<u32, ApiError> {
    let text = query.get("partNumber").unwrap_or_default();
    let number = text.parse().ok().filter(|number| (1..=MAX_PART_NUMBER).contains(number));
    number.ok_or_else(|| {
        let message = format!("Part number must be an integer between 1 and {MAX_PART_NUMBER}, inclusive");
        error::invalid_argument(message, "partNumber", text)
    })
}

pub(super) struct CreateMultipartUpload;

impl Operation for CreateMultipartUpload {
    operation!(CreateMultipartUpload: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_to_write(head, call, false)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let head = request.input();
        let snapshot = request.snapshot();
        let bucket = request.prepared();
        check_acl_headers(head, bucket, snapshot, request.caller())?;
        let (algorithm, given, kind) = checksum(head)?;
        let initiator = match &request.caller().principal {
            Principal::Root { account, .. } => snapshot.canonical_id(*account).unwrap_or_default().to_owned(),
            _ => request.caller().arn.clone(),
        };
        let metadata = headers::read(head)?;
        let upload = NewUpload { metadata, algorithm, algorithm_given: given, kind, initiator };
        let id = node.objects.begin_upload(&scope(bucket), &head.key, upload).await.map_err(error::storage(head))?;
        let mut answer = encryption::tell(Answer::xml("InitiateMultipartUploadResult", |xml| {
            xml.text_element("Bucket", &head.bucket);
            xml.text_element("Key", &head.key);
            xml.text_element("UploadId", &id);
        }));
        if given {
            answer = answer.with("x-amz-checksum-algorithm", algorithm.name()).with("x-amz-checksum-type", kind.name());
        }
        Ok(answer)
    }
}

/// The checksum the upload will have, and whether the client chose it.
fn checksum(head: &Head) -> Result<(ChecksumAlgorithm, bool, ChecksumType), ApiError> {
    let algorithm = head.header("x-amz-checksum-algorithm");
    let kind = head.header("x-amz-checksum-type");
    let Some(name) = algorithm else {
        if kind.is_some() {
            let message = "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.";
            return Err(error::invalid_request(message));
        }
        return Ok((ChecksumAlgorithm::Crc64Nvme, false, ChecksumType::FullObject));
    };
    let message = "Checksum algorithm provided is unsupported. Please try again with any of the valid types: \
                   [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]";
    let algorithm = ChecksumAlgorithm::from_name(name).ok_or_else(|| error::invalid_request(message))?;
    let kind = match kind {
        None => algorithm.default_type(),
        Some(text) => ChecksumType::from_name(text)
            .ok_or_else(|| error::invalid_request("Value for x-amz-checksum-type header is invalid."))?,
    };
    if !algorithm.supports(kind) {
        let message = format!(
            "The {} checksum type cannot be used with the {} checksum algorithm.",
            kind.name(),
            algorithm.name()
        );
        return Err(error::invalid_request(message));
    }
    Ok((algorithm, true, kind))
}

pub(super) struct UploadPart;

impl Operation for UploadPart {
    operation!(UploadPart: Arrived => BucketEntry);

    fn requires(&self, arrived: &Arrived, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_to_write(&arrived.head, call, false)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let (Arrived { head, body }, bucket, _permit) = request.into_parts();
        let number = part_number(&head.query)?;
        let claims = Claims::from_headers(&head.headers)?;
        let upload = checked_upload(node, &bucket, &head).await?;
        let expected = upload.upload.algorithm;
        // Parts have the upload's checksum, so that the whole can have one.
        if upload.upload.algorithm_given && claims.algorithm().is_some_and(|sent| sent != expected) {
            let sent = claims.algorithm().map_or("", ChecksumAlgorithm::name);
            let message = format!(
                "Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum Type: {}",
                expected.name().to_lowercase(),
                sent.to_lowercase()
            );
            return Err(error::invalid_request(message));
        }
        let received = receive(node, &head, body, &claims, expected).await?;
        let part = node
            .objects
            .put_part(&scope(&bucket), &head.key, &upload.id, number, received)
            .await
            .map_err(error::storage(&head))?;
        let mut answer = encryption::tell(Answer::empty(StatusCode::OK)).with("etag", &quoted(&part.etag));
        if let Some(checksum) = &part.checksum {
            answer = answer.with(checksum.algorithm.header(), &checksum.value);
        }
        Ok(answer)
    }
}

pub(super) struct CompleteMultipartUpload;

pub(super) struct Complete {
    head: Head,
    parts: Vec<CompletedPart>,
}

impl Operation for CompleteMultipartUpload {
    operation!(CompleteMultipartUpload: Complete => BucketEntry);

    fn requires(&self, input: &Complete, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_to_write(&input.head, call, true)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let (Complete { head, parts }, bucket, _permit) = request.into_parts();
        let upload = checked_upload(node, &bucket, &head).await?;
        if !parts.is_sorted_by(|a, b| a.number < b.number) {
            return Err(error::invalid_part_order(&upload.id));
        }
        let claimed = claimed_checksum(&head, &upload)?;
        let condition = write_condition(&head.headers)?;
        let object =
            node.objects.complete_upload(&scope(&bucket), &head.key, &upload.id, parts, claimed, condition).await;
        let object = object.map_err(error::storage(&head))?;
        let host = head.header("host").unwrap_or_default();
        Ok(encryption::tell(Answer::xml("CompleteMultipartUploadResult", |xml| {
            xml.text_element("Location", &format!("http://{host}/{}/{}", head.bucket, head.key));
            xml.text_element("Bucket", &head.bucket);
            xml.text_element("Key", &head.key);
            xml.text_element("ETag", &quoted(&object.etag));
            if let Some(checksum) = &object.checksum {
                xml.text_element(checksum.algorithm.element(), &checksum.value);
                xml.text_element("ChecksumType", checksum.kind.name());
            }
        })))
    }
}

impl WireInput for Complete {
    async fn read(mut arrived: Arrived) -> Result<Self, ApiError> {
        // Checksum headers here are of the object, not of this body; the gateway has checked the body's signed hash.
        let body = arrived.read_all(xml::MAX_COMPLETE_BYTES).await?;
        Ok(Self { head: arrived.head, parts: xml::complete_upload(&body)? })
    }
}

/// The checksum of the whole object, if the client says what it expects.
fn claimed_checksum(head: &Head, upload: &UploadInfo) -> Result<Option<(ChecksumAlgorithm, String)>, ApiError> {
    if let Some(kind) = head.header("x-amz-checksum-type")
        && kind != upload.upload.kind.name()
    {
        let message = format!(
            "The upload was created using the {} checksum mode. The complete request must use the same checksum mode.",
            upload.upload.kind.name()
        );
        return Err(error::invalid_request(message));
    }
    let sent = |algorithm: &ChecksumAlgorithm| head.header(algorithm.header()).is_some();
    let Some(algorithm) = ChecksumAlgorithm::ALL.into_iter().find(sent) else { return Ok(None) };
    let value = head.header(algorithm.header()).unwrap_or_default();
    Ok(Some((algorithm, value.to_owned())))
}

pub(super) struct AbortMultipartUpload;

impl Operation for AbortMultipartUpload {
    operation!(AbortMultipartUpload: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        let bucket = find_bucket(call, head)?;
        Ok(Requires::one(on_object("s3:AbortMultipartUpload", &bucket, &head.key, head, call), bucket))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let head = request.input();
        let bucket = request.prepared();
        let upload = checked_upload(node, bucket, head).await?;
        let aborted = node.objects.abort_upload(&scope(bucket), &head.key, &upload.id).await;
        aborted.map_err(error::storage(head))?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }
}
