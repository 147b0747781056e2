//! `HeadBucket`, `GetBucketLocation`, `DeleteBucket`.

use crate::api::error::ApiError;
use crate::node::Node;
use crate::services::s3::access::{BucketEntry, bucket_anywhere, find_bucket, on_bucket, scope};
use crate::services::s3::error;
use crate::services::s3::wire::{Answer, Head};
use crate::services::{Access, Asked, Authorized, Operation};
use http::StatusCode;

pub(super) struct HeadBucket;

impl Operation for HeadBucket {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "HeadBucket";
    type Input = Head;
    type Output = Answer;

    fn access(head: &Head, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        Ok(vec![on_bucket("s3:ListBucket", &find_bucket(asked, head)?, head, asked)])
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Answer, ApiError> {
        let bucket = bucket_of(&request, request.input())?;
        let answer = Answer::empty(StatusCode::OK).with("x-amz-bucket-region", &bucket.region);
        Ok(answer.with("x-amz-access-point-alias", "false").with("content-type", "application/xml"))
    }
}

pub(super) struct GetBucketLocation;

impl Operation for GetBucketLocation {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "GetBucketLocation";
    type Input = Head;
    type Output = Answer;

    fn access(head: &Head, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        // How clients find out which Region to sign for.
        Ok(vec![on_bucket("s3:GetBucketLocation", &bucket_anywhere(asked, head)?, head, asked)])
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Answer, ApiError> {
        let bucket = bucket_of(&request, request.input())?;
        // The first Region has no name here.
        let location = if bucket.region == "us-east-1" { "" } else { &bucket.region };
        Ok(Answer::xml("LocationConstraint", |xml| xml.text(location)))
    }
}

pub(super) struct DeleteBucket;

impl Operation for DeleteBucket {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "DeleteBucket";
    type Input = Head;
    type Output = Answer;

    fn access(head: &Head, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        Ok(vec![on_bucket("s3:DeleteBucket", &find_bucket(asked, head)?, head, asked)])
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let head = request.input();
        let authorised = bucket_of(&request, head)?;
        let scope = scope(&authorised);
        // First no more objects, then no more bucket: an upload that is acknowledged is never lost with its bucket.
        if !node.objects.close_bucket(&scope).await.map_err(|failure| error::storage(failure, head))? {
            return Err(error::bucket_not_empty(&head.bucket));
        }
        let deleted = node
            .directory
            .change(|snapshot, edit| {
                let bucket = snapshot.bucket(&head.bucket).filter(|bucket| self::scope(bucket) == scope);
                edit.delete(bucket.ok_or_else(|| error::no_such_bucket(&head.bucket))?);
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

/// The bucket as the decision saw it.
fn bucket_of<Op: Operation>(request: &Authorized<Op>, head: &Head) -> Result<BucketEntry, ApiError> {
    request.snapshot().bucket(&head.bucket).cloned().ok_or_else(|| error::no_such_bucket(&head.bucket))
}

reads_head!(HeadBucket, GetBucketLocation, DeleteBucket);
