//! `GetPublicAccessBlock`, `PutPublicAccessBlock`, `DeletePublicAccessBlock` (R2.31).

use crate::api::error::ApiError;
use crate::directory::entities::{Bucket, PublicAccessBlock};
use crate::node::Node;
use crate::services::s3::access::{BucketEntry, requires_on_bucket};
use crate::services::s3::claims::Claims;
use crate::services::s3::identify::S3Operation;
use crate::services::s3::receive::check_whole;
use crate::services::s3::wire::{Answer, Arrived, Head, WireOperation};
use crate::services::s3::xml;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, Requires};
use http::StatusCode;

pub(super) struct GetPublicAccessBlock;

impl Operation for GetPublicAccessBlock {
    type Input = Head;
    type Output = Answer;
    type Prepared = BucketEntry;

    fn facts(&self) -> OperationFacts<'_> {
        S3Operation::GetPublicAccessBlock.facts()
    }

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_on_bucket("s3:GetBucketPublicAccessBlock", head, call)
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Answer, ApiError> {
        let block = request.prepared().public_access_block;
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
    type Input = Put;
    type Output = Answer;
    type Prepared = BucketEntry;

    fn facts(&self) -> OperationFacts<'_> {
        S3Operation::PutPublicAccessBlock.facts()
    }

    fn requires(&self, put: &Put, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_on_bucket("s3:PutBucketPublicAccessBlock", &put.head, call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        set(&request, node, request.input().block).await?;
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
    type Input = Head;
    type Output = Answer;
    type Prepared = BucketEntry;

    fn facts(&self) -> OperationFacts<'_> {
        S3Operation::DeletePublicAccessBlock.facts()
    }

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_on_bucket("s3:PutBucketPublicAccessBlock", head, call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        // Without a configuration nothing is blocked.
        let nothing = PublicAccessBlock {
            block_public_acls: false,
            ignore_public_acls: false,
            block_public_policy: false,
            restrict_public_buckets: false,
        };
        set(&request, node, nothing).await?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }
}

reads_head!(GetPublicAccessBlock, DeletePublicAccessBlock);

async fn set<Op: Operation<Prepared = BucketEntry, Input: Sync>>(
    request: &Authorized<Op>,
    node: &Node,
    block: PublicAccessBlock,
) -> Result<(), ApiError> {
    request
        .change(node, |_, bucket, edit| {
            if bucket.public_access_block != block {
                edit.update(bucket, &Bucket { public_access_block: block, ..bucket.entity().clone() })?;
            }
            Ok(())
        })
        .await
}
