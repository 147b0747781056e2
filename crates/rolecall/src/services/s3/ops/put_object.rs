//! `PutObject`.

use crate::objects::NewObject;
use crate::objects::checksums::ChecksumAlgorithm;
use crate::services::s3::claims::Claims;
use crate::services::s3::prelude::*;

pub(super) struct PutObject;

/// What a write to the request's key requires: to put the object, and to read the object whose entity tag is its condition
/// (*Amazon S3 User Guide*, conditional writes).
///
/// `creates` says whether the object exists afterwards, or only a part of an upload (`s3:ObjectCreationOperation`).
pub(super) fn requires_to_write(
    head: &Head,
    call: &CallContext<'_>,
    creates: bool,
) -> Result<Requires<BucketEntry>, ApiError> {
    check_write_headers(head)?;
    let bucket = find_bucket(call, head)?;
    let put = write_keys(on_object("s3:PutObject", &bucket, &head.key, head, call), head);
    let mut permissions = vec![put.key("s3:ObjectCreationOperation", if creates { "true" } else { "false" })];
    if head.headers.contains_key("if-match") {
        permissions.push(on_object("s3:GetObject", &bucket, &head.key, head, call));
    }
    Ok(Requires { permissions, prepared: bucket })
}

impl Operation for PutObject {
    operation!(PutObject: Arrived => BucketEntry);

    fn requires(&self, arrived: &Arrived, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_to_write(&arrived.head, call, true)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let (Arrived { head, body }, bucket, permit) = request.into_parts();
        check_acl_headers(&head, &bucket, &permit.snapshot, &permit.caller)?;
        let claims = Claims::from_headers(&head.headers)?;
        let object = NewObject {
            key: head.key.clone(),
            metadata: headers::read(&head)?,
            condition: write_condition(&head.headers)?,
        };
        let received = receive(node, &head, body, &claims, ChecksumAlgorithm::Crc64Nvme).await?;
        let info = node.objects.put(&scope(&bucket), object, received).await.map_err(error::storage(&head))?;
        let mut answer = encryption::tell(Answer::empty(StatusCode::OK)).with("etag", &quoted(&info.etag));
        headers::write_checksum(&mut answer, info.checksum.as_ref());
        Ok(answer)
    }
}
