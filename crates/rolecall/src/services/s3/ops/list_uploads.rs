//! `ListMultipartUploads`, `ListParts`.

use super::list_objects::KeyText;
use super::multipart::checked_upload;
use crate::objects::UploadsQuery;
use crate::services::s3::prelude::*;
use rolecall_catalog::xml::Writer;

/// Writes who began an upload, and whose the object will be.
fn people(xml: &mut Writer, initiator: &str, owner: &str) {
    xml.element("Initiator", |xml| {
        xml.text_element("ID", initiator);
        xml.text_element("DisplayName", initiator.rsplit('/').next().unwrap_or_default());
    });
    xml.element("Owner", |xml| xml.text_element("ID", owner));
    xml.text_element("StorageClass", "STANDARD");
}

pub(super) struct ListMultipartUploads;

impl Operation for ListMultipartUploads {
    operation!(ListMultipartUploads: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_on_bucket("s3:ListBucketMultipartUploads", head, call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let head = request.input();
        let snapshot = request.snapshot();
        let bucket = request.prepared();
        let text = KeyText::of(head)?;
        let parameter = |name| head.query.get(name).unwrap_or_default();
        let limit = page_size(&head.query, "max-uploads", MAX_PAGE)?;
        let query = UploadsQuery {
            prefix: parameter("prefix").to_owned(),
            delimiter: parameter("delimiter").to_owned(),
            after: parameter("key-marker").to_owned(),
            after_id: parameter("upload-id-marker").to_owned(),
            limit,
        };
        let page = node.objects.uploads(&scope(bucket), query).await.map_err(error::storage(head))?;
        let owner = snapshot.canonical_id(bucket.account).unwrap_or_default();
        Ok(Answer::xml("ListMultipartUploadsResult", |xml| {
            xml.text_element("Bucket", &head.bucket);
            xml.text_element("KeyMarker", &text.text(parameter("key-marker")));
            xml.text_element("UploadIdMarker", parameter("upload-id-marker"));
            if let Some((key, id)) = &page.next {
                xml.text_element("NextKeyMarker", &text.text(key));
                xml.text_element("NextUploadIdMarker", id);
            }
            xml.text_element("Prefix", &text.text(parameter("prefix")));
            if head.query.has("delimiter") {
                xml.text_element("Delimiter", &text.text(parameter("delimiter")));
            }
            text.write(xml);
            xml.text_element("MaxUploads", &limit.to_string());
            xml.member("IsTruncated", &page.next.is_some());
            for upload in &page.uploads {
                xml.element("Upload", |xml| {
                    xml.text_element("Key", &text.text(&upload.key));
                    xml.text_element("UploadId", &upload.id);
                    people(xml, &upload.upload.initiator, owner);
                    xml.text_element("Initiated", &iso(upload.initiated));
                    if upload.upload.algorithm_given {
                        xml.text_element("ChecksumAlgorithm", upload.upload.algorithm.name());
                        xml.text_element("ChecksumType", upload.upload.kind.name());
                    }
                });
            }
            for prefix in &page.common_prefixes {
                xml.element("CommonPrefixes", |xml| xml.text_element("Prefix", &text.text(prefix)));
            }
        }))
    }
}

pub(super) struct ListParts;

impl Operation for ListParts {
    operation!(ListParts: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        let bucket = find_bucket(call, head)?;
        Ok(Requires::one(on_object("s3:ListMultipartUploadParts", &bucket, &head.key, head, call), bucket))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let head = request.input();
        let snapshot = request.snapshot();
        let bucket = request.prepared();
        let upload = checked_upload(node, bucket, head).await?;
        let marker = marker(head)?;
        let limit = page_size(&head.query, "max-parts", MAX_PAGE)?;
        let page = node.objects.parts(&upload, marker, limit).await.map_err(error::storage(head))?;
        let owner = snapshot.canonical_id(bucket.account).unwrap_or_default();
        Ok(Answer::xml("ListPartsResult", |xml| {
            xml.text_element("Bucket", &head.bucket);
            xml.text_element("Key", &head.key);
            xml.text_element("UploadId", &upload.id);
            people(xml, &upload.upload.initiator, owner);
            xml.text_element("PartNumberMarker", &marker.to_string());
            let last = page.parts.last().map_or(marker, |part| part.number);
            xml.text_element("NextPartNumberMarker", &last.to_string());
            xml.text_element("MaxParts", &limit.to_string());
            xml.member("IsTruncated", &page.truncated);
            if upload.upload.algorithm_given {
                xml.text_element("ChecksumAlgorithm", upload.upload.algorithm.name());
                xml.text_element("ChecksumType", upload.upload.kind.name());
            }
            for part in &page.parts {
                xml.element("Part", |xml| {
                    xml.text_element("PartNumber", &part.number.to_string());
                    xml.text_element("LastModified", &iso(part.modified));
                    xml.text_element("ETag", &quoted(&part.etag));
                    xml.text_element("Size", &part.size.to_string());
                    if let Some(checksum) = &part.checksum {
                        xml.text_element(checksum.algorithm.element(), &checksum.value);
                    }
                });
            }
        }))
    }
}

/// The number that the page comes after.
fn marker(head: &Head) -> Result<u32, ApiError> {
    let text = head.query.get("part-number-marker").unwrap_or_default();
    if text.is_empty() {
        return Ok(0);
    }
    let message = "Provided part-number-marker not an integer or within integer range";
    text.parse().map_err(|_| error::invalid_argument(message, "part-number-marker", text))
}
