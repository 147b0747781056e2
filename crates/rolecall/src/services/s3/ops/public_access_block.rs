//! `GetPublicAccessBlock`, `PutPublicAccessBlock`, `DeletePublicAccessBlock` (R2.31).

use crate::api::error::ApiError;
use crate::directory::entities::{Bucket, PublicAccessBlock};
use crate::node::Node;
use crate::services::s3::access::{find_bucket, on_bucket};
use crate::services::s3::claims::Claims;
use crate::services::s3::receive::check_whole;
use crate::services::s3::wire::{Answer, Arrived, Head, WireOperation};
use crate::services::s3::{error, xml};
use crate::services::{Access, Asked, Authorized, Operation};
use http::StatusCode;

pub(super) struct GetPublicAccessBlock;

impl Operation for GetPublicAccessBlock {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "GetPublicAccessBlock";
    type Input = Head;
    type Output = Answer;

    fn access(head: &Head, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        Ok(vec![on_bucket("s3:GetBucketPublicAccessBlock", &find_bucket(asked, head)?, head, asked)])
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Answer, ApiError> {
        let name = &request.input().bucket;
        let bucket = request.snapshot().bucket(name).ok_or_else(|| error::no_such_bucket(name))?;
        let block = bucket.public_access_block;
        Ok(Answer::xml("PublicAccessBlockConfiguration", |xml| {
            xml.member("BlockPublicAcls", &block.block_public_acls);
            xml.member("IgnorePublicAcls", &block.ignore_public_acls);
            xml.member("BlockPublicPolicy", &block.block_public_policy);
            xml.member("RestrictPublicBuckets", &block.restrict_public_buckets);
        }))
    }
}

pub(super) struct PutPublicAccessBlock;

pub(super) struct Put {
    head: Head,
    block: PublicAccessBlock,
}

impl Operation for PutPublicAccessBlock {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "PutPublicAccessBlock";
    type Input = Put;
    type Output = Answer;

    fn access(put: &Put, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        Ok(vec![on_bucket("s3:PutBucketPublicAccessBlock", &find_bucket(asked, &put.head)?, &put.head, asked)])
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let Put { head, block } = request.input();
        set(node, &head.bucket, *block).await?;
        Ok(Answer::empty(StatusCode::OK))
    }
}

impl WireOperation for PutPublicAccessBlock {
    async fn read(mut arrived: Arrived) -> Result<Put, ApiError> {
        let claims = Claims::from_headers(&arrived.head.headers)?;
        let body = arrived.read_all(xml::MAX_CONFIGURATION_BYTES).await?;
        check_whole(&claims, &body, &arrived.body.trailers())?;
        Ok(Put { head: arrived.head, block: xml::public_access_block(&body)? })
    }
}

pub(super) struct DeletePublicAccessBlock;

impl Operation for DeletePublicAccessBlock {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "DeletePublicAccessBlock";
    type Input = Head;
    type Output = Answer;

    fn access(head: &Head, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        Ok(vec![on_bucket("s3:PutBucketPublicAccessBlock", &find_bucket(asked, head)?, head, asked)])
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        // Without a configuration nothing is blocked.
        let nothing = PublicAccessBlock {
            block_public_acls: false,
            ignore_public_acls: false,
            block_public_policy: false,
            restrict_public_buckets: false,
        };
        set(node, &request.input().bucket, nothing).await?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }
}

reads_head!(GetPublicAccessBlock, DeletePublicAccessBlock);

async fn set(node: &Node, name: &str, block: PublicAccessBlock) -> Result<(), ApiError> {
    node.directory
        .change(|snapshot, edit| {
            let bucket = snapshot.bucket(name).ok_or_else(|| error::no_such_bucket(name))?;
            if bucket.public_access_block != block {
                edit.update(bucket, &Bucket { public_access_block: block, ..bucket.entity().clone() })?;
            }
            Ok(())
        })
        .await
}
