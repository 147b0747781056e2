//! `GetObject`, `HeadObject`.

use crate::objects::{ObjectInfo, ObjectReader};
use crate::services::operation::Missing;
use crate::services::s3::conditional::{Read, check_read};
use crate::services::s3::prelude::*;
use crate::services::s3::range::{self, Ranged, content_range};
use futures_util::TryStreamExt;
use std::io;
use std::ops::Range;

fn requires(head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
    headers::check_overrides(head, call.info.auth_type.is_some())?;
    encryption::check_read(head)?;
    let bucket = find_bucket(call, head)?;
    let version_id = head.query.get("versionId");
    let action = versioned(version_id, "s3:GetObject", "s3:GetObjectVersion");
    Ok(Requires::one(version_key(on_object(action, &bucket, &head.key, head, call), version_id), bucket))
}

pub(super) struct GetObject;

impl Operation for GetObject {
    operation!(GetObject: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires(head, call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        answer(&request.into_parts(), node, true).await
    }
}

pub(super) struct HeadObject;

impl Operation for HeadObject {
    operation!(HeadObject: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires(head, call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        answer(&request.into_parts(), node, false).await
    }
}

/// The object. If it does not exist, only a caller who may list the bucket learns that (R2.32).
///
/// # Errors
/// `NoSuchKey` 404 or `AccessDenied` 403.
pub(super) async fn open(
    node: &Node,
    permit: &Permit,
    bucket: &BucketEntry,
    key: &str,
    head: &Head,
) -> Result<(ObjectInfo, ObjectReader), ApiError> {
    let found = node.objects.open_object(&scope(bucket), key).await;
    if let Some(found) = found.map_err(error::storage(head))? {
        return Ok(found);
    }
    let mut listing = on_bucket("s3:ListBucket", bucket, head, &permit.context(node));
    listing.missing = Some(Missing {
        what: format!("there is no object \"{key}\" in the bucket {}", bucket.name),
        instead:
            "request a key that exists; s3:ListBucket only decides whether a missing one is answered with NoSuchKey \
                  404 or AccessDenied 403"
                .to_owned(),
    });
    permit.also(node, &listing)?;
    Err(error::no_such_key(key))
}

async fn answer(
    (head, bucket, permit): &(Head, BucketEntry, Permit),
    node: &Node,
    with_body: bool,
) -> Result<Answer, ApiError> {
    check_version(&head.key, head.query.get("versionId"))?;
    let (object, reader) = open(node, permit, bucket, &head.key, head).await?;
    if check_read(&head.headers, &object)? == Read::NotModified {
        let mut answer = Answer::empty(StatusCode::NOT_MODIFIED);
        headers::write(&mut answer, &object, head);
        answer.headers.remove("content-type");
        return Ok(answer);
    }
    let (status, bytes) = part(head, &object, &reader)?;
    let mut answer = encryption::tell(Answer::empty(status));
    headers::write(&mut answer, &object, head);
    if status == StatusCode::PARTIAL_CONTENT {
        answer = answer.with("content-range", &content_range(&bytes, object.size));
    } else if head.header("x-amz-checksum-mode").is_some_and(|mode| mode.eq_ignore_ascii_case("enabled")) {
        headers::write_checksum(&mut answer, object.checksum.as_ref());
    }
    if head.query.has("partNumber") && object.etag.contains('-') {
        answer = answer.with("x-amz-mp-parts-count", &reader.parts().to_string());
    }
    let length = bytes.end.saturating_sub(bytes.start);
    if with_body {
        let (bucket, key) = (head.bucket.clone(), head.key.clone());
        // The status is sent already: the connection breaks off before the last bytes.
        let stream = reader.stream(bytes).map_err(move |error| {
            tracing::error!(bucket, key, %error, "an object cannot be read to its end");
            io::Error::other(error)
        });
        answer.body = ResponseBody::Stream(Box::pin(stream), length);
    } else {
        answer = answer.with("content-length", &length.to_string());
    }
    Ok(answer)
}

/// The bytes that the request wants: all, a range, or a part.
fn part(head: &Head, object: &ObjectInfo, reader: &ObjectReader) -> Result<(StatusCode, Range<u64>), ApiError> {
    let Some(number) = head.query.get("partNumber") else {
        return Ok(match range::read(head.header("range"), object.size)? {
            Ranged::Whole => (StatusCode::OK, 0..object.size),
            Ranged::Part(bytes) => (StatusCode::PARTIAL_CONTENT, bytes),
        });
    };
    if head.headers.contains_key("range") {
        return Err(error::invalid_request("Cannot specify both Range header and partNumber query parameter"));
    }
    let bytes = number.parse().ok().and_then(|number| reader.part(number));
    let bytes = bytes.ok_or_else(|| {
        ApiError::new("InvalidPartNumber", 416, "The requested partnumber is not satisfiable")
            .with("PartNumberRequested", number)
            .with("ActualPartCount", reader.parts().to_string())
    })?;
    Ok((StatusCode::PARTIAL_CONTENT, bytes))
}
