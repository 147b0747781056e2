//! `HeadBucket`, `GetBucketLocation`, `DeleteBucket`.

use crate::services::s3::prelude::*;

pub(super) struct HeadBucket;

impl Operation for HeadBucket {
    operation!(HeadBucket: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_on_bucket("s3:ListBucket", head, call)
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Answer, ApiError> {
        let bucket = request.prepared();
        let answer = Answer::empty(StatusCode::OK).with("x-amz-bucket-region", &bucket.region);
        Ok(answer.with("x-amz-access-point-alias", "false").with("content-type", "application/xml"))
    }
}

pub(super) struct GetBucketLocation;

impl Operation for GetBucketLocation {
    operation!(GetBucketLocation: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        // How clients find out which Region to sign for.
        let bucket = bucket_anywhere(call, head)?;
        Ok(Requires::one(on_bucket("s3:GetBucketLocation", &bucket, head, call), bucket))
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Answer, ApiError> {
        let bucket = request.prepared();
        // The first Region has no name here.
        let location = if bucket.region == "us-east-1" { "" } else { &bucket.region };
        Ok(Answer::xml("LocationConstraint", |xml| xml.text(location)))
    }
}

pub(super) struct DeleteBucket;

impl Operation for DeleteBucket {
    operation!(DeleteBucket: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_on_bucket("s3:DeleteBucket", head, call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let head = request.input();
        let scope = scope(request.prepared());
        // First no more objects, then no more bucket: an upload that is acknowledged is never lost with its bucket.
        if !node.objects.close_bucket(&scope).await.map_err(error::storage(head))? {
            return Err(error::bucket_not_empty(&head.bucket));
        }
        let deleted = request
            .change(node, |_, bucket, edit| {
                // Another bucket of the same name is not the one that was closed.
                if self::scope(bucket) != scope {
                    return Err(error::no_such_bucket(&head.bucket));
                }
                edit.delete(bucket);
                Ok(())
            })
            .await;
        if let Err(failure) = deleted {
            node.objects.reopen_bucket(&scope);
            return Err(failure);
        }
        if let Err(failure) = node.objects.forget_bucket(&scope).await {
            // The bucket is gone; unfinished uploads of it only cost disk space.
            tracing::warn!(error = %failure, "the uploads of a deleted bucket could not be given up");
        }
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }
}
