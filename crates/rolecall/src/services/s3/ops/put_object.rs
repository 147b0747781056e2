//! `PutObject`.

use crate::api::error::ApiError;
use crate::node::Node;
use crate::objects::NewObject;
use crate::objects::checksums::ChecksumAlgorithm;
use crate::services::s3::access::{
    check_acl_headers, check_write_headers, find_bucket, has_acl, on_object, scope, write_keys,
};
use crate::services::s3::claims::Claims;
use crate::services::s3::conditional::write_condition;
use crate::services::s3::receive::receive;
use crate::services::s3::wire::{Answer, Arrived, Head, WireOperation, quoted};
use crate::services::s3::{error, headers};
use crate::services::{Access, Asked, Authorized, Operation};
use http::StatusCode;

pub(super) struct PutObject;

/// What a write to the request's key must be allowed: to put the object, to set an access control list if it sends one,
/// and to read the object whose entity tag it asks about (*Amazon S3 User Guide*, conditional writes).
///
/// `creates` says whether the object is there afterwards, or only a part of an upload (`s3:ObjectCreationOperation`).
pub(super) fn write_access(head: &Head, asked: &Asked<'_>, creates: bool) -> Result<Vec<Access>, ApiError> {
    check_write_headers(head)?;
    let bucket = find_bucket(asked, head)?;
    let on = |action| {
        let access = write_keys(on_object(action, &bucket, &head.key, head, asked), head);
        access.key("s3:ObjectCreationOperation", if creates { "true" } else { "false" })
    };
    let mut pairs = vec![on("s3:PutObject")];
    if has_acl(head) {
        pairs.push(on("s3:PutObjectAcl"));
    }
    if head.headers.contains_key("if-match") {
        pairs.push(on_object("s3:GetObject", &bucket, &head.key, head, asked));
    }
    Ok(pairs)
}

impl Operation for PutObject {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "PutObject";
    type Input = Arrived;
    type Output = Answer;

    fn access(arrived: &Arrived, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        write_access(&arrived.head, asked, true)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let (Arrived { head, body }, permit) = request.into_parts();
        let bucket = permit.snapshot.bucket(&head.bucket).ok_or_else(|| error::no_such_bucket(&head.bucket))?;
        let owner = permit.snapshot.account(bucket.account).map(|owner| owner.canonical_id.as_str());
        check_acl_headers(&head, owner)?;
        let claims = Claims::from_headers(&head.headers)?;
        let object = NewObject {
            key: head.key.clone(),
            metadata: headers::read(&head)?,
            condition: write_condition(&head.headers)?,
        };
        let received = receive(node, &head, body, &claims, ChecksumAlgorithm::Crc64Nvme).await?;
        let info = node.objects.put(&scope(bucket), object, received).await;
        let info = info.map_err(|failure| error::storage(failure, &head))?;
        let mut answer = Answer::empty(StatusCode::OK).with("etag", &quoted(&info.etag));
        headers::write_checksum(&mut answer, info.checksum.as_ref());
        Ok(answer)
    }
}

impl WireOperation for PutObject {
    async fn read(arrived: Arrived) -> Result<Arrived, ApiError> {
        Ok(arrived)
    }
}
