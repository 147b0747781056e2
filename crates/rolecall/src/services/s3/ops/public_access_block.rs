//! `GetPublicAccessBlock`, `PutPublicAccessBlock`, `DeletePublicAccessBlock` (R2.31).

use crate::services::s3::prelude::*;
use crate::services::s3::wire::NAMESPACE;
use serde_json::{Value, json};

pub(super) struct GetPublicAccessBlock;

impl Operation for GetPublicAccessBlock {
    operation!(GetPublicAccessBlock: Head => BucketEntry);

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
    operation!(PutPublicAccessBlock: Put => BucketEntry);

    fn requires(&self, put: &Put, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_on_bucket("s3:PutBucketPublicAccessBlock", &put.head, call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        set(&request, node, request.input().block).await?;
        Ok(Answer::empty(StatusCode::OK))
    }
}

impl WireInput for Put {
    async fn read(mut arrived: Arrived) -> Result<Self, ApiError> {
        let body = read_checked(&mut arrived, xml::MAX_CONFIGURATION_BYTES).await?;
        Ok(Self { head: arrived.head, block: xml::public_access_block(&body)? })
    }

    fn told(&self) -> Option<(&'static str, Value)> {
        let told = json!({
            "xmlns": NAMESPACE,
            "BlockPublicAcls": self.block.block_public_acls,
            "IgnorePublicAcls": self.block.ignore_public_acls,
            "BlockPublicPolicy": self.block.block_public_policy,
            "RestrictPublicBuckets": self.block.restrict_public_buckets,
        });
        Some(("PublicAccessBlockConfiguration", told))
    }
}

pub(super) struct DeletePublicAccessBlock;

impl Operation for DeletePublicAccessBlock {
    operation!(DeletePublicAccessBlock: Head => BucketEntry);

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
