//! `GetBucketPolicy`, `GetBucketPolicyStatus`, `PutBucketPolicy`, `DeleteBucketPolicy`.

use crate::api::error::ApiError;
use crate::directory::entities::Bucket;
use crate::directory::snapshot::Snapshot;
use crate::node::Node;
use crate::services::s3::access::{find_bucket, on_bucket};
use crate::services::s3::claims::Claims;
use crate::services::s3::error;
use crate::services::s3::receive::check_whole;
use crate::services::s3::wire::{Answer, Arrived, Head, WireOperation};
use crate::services::{Access, Asked, Authorized, Caller, Operation, ResponseBody};
use http::StatusCode;
use rolecall_policy::document::Dialect;
use rolecall_policy::evaluate::is_public;
use rolecall_policy::kind::Resource;
use rolecall_policy::{Findings, Policy};

/// More than any policy that S3 takes; the policy's own limit (20 KB) has its own error.
const MAX_BODY: usize = 1024 * 1024;

/// The bucket, for a caller of its own account.
///
/// # Errors
/// `MethodNotAllowed` 405 for other accounts, though they are allowed (R2.30).
fn own_bucket<'s>(
    snapshot: &'s Snapshot,
    caller: &Caller,
    name: &str,
    method: &'static str,
) -> Result<&'s crate::directory::table::Stored<Bucket>, ApiError> {
    let bucket = snapshot.bucket(name).ok_or_else(|| error::no_such_bucket(name))?;
    if caller.principal.account() != Some(bucket.account) {
        return Err(error::method_not_allowed(method, "BUCKETPOLICY"));
    }
    Ok(bucket)
}

pub(super) struct GetBucketPolicy;

impl Operation for GetBucketPolicy {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "GetBucketPolicy";
    type Input = Head;
    type Output = Answer;

    fn access(head: &Head, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        Ok(vec![on_bucket("s3:GetBucketPolicy", &find_bucket(asked, head)?, head, asked)])
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Answer, ApiError> {
        let name = &request.input().bucket;
        let snapshot = request.snapshot();
        let bucket = own_bucket(snapshot, request.caller(), name, "GET")?;
        let text = bucket.policy.as_deref().ok_or_else(|| error::no_such_bucket_policy(name))?;
        // Shown with the ARNs that the stored ids stand for now (R1.18).
        let policy = Policy::<Resource>::parse(text).map_err(|_| error::internal())?;
        let mut answer = Answer::empty(StatusCode::OK).with("content-type", "application/json");
        answer.body = ResponseBody::from(policy.render(|id| snapshot.arn_of_id(id)));
        Ok(answer)
    }
}

pub(super) struct GetBucketPolicyStatus;

impl Operation for GetBucketPolicyStatus {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "GetBucketPolicyStatus";
    type Input = Head;
    type Output = Answer;

    fn access(head: &Head, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        Ok(vec![on_bucket("s3:GetBucketPolicyStatus", &find_bucket(asked, head)?, head, asked)])
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Answer, ApiError> {
        let name = &request.input().bucket;
        let bucket = request.snapshot().bucket(name).ok_or_else(|| error::no_such_bucket(name))?;
        let text = bucket.policy.as_deref().ok_or_else(|| error::no_such_bucket_policy(name))?;
        let policy = Policy::<Resource>::parse(text).map_err(|_| error::internal())?;
        Ok(Answer::xml("PolicyStatus", |xml| xml.member("IsPublic", &is_public(&policy))))
    }
}

pub(super) struct PutBucketPolicy;

pub(super) struct Put {
    head: Head,
    text: String,
}

impl Operation for PutBucketPolicy {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "PutBucketPolicy";
    type Input = Put;
    type Output = Answer;

    fn access(put: &Put, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        Ok(vec![on_bucket("s3:PutBucketPolicy", &find_bucket(asked, &put.head)?, &put.head, asked)])
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let name = &request.input().head.bucket;
        own_bucket(request.snapshot(), request.caller(), name, "PUT")?;
        node.directory
            .change(|snapshot, edit| {
                let bucket = own_bucket(snapshot, request.caller(), name, "PUT")?;
                let policy = checked(&request.input().text, name, snapshot)?;
                if bucket.public_access_block.block_public_policy && is_public(&policy) {
                    return Err(blocked(&request.caller().arn, name));
                }
                edit.update(bucket, &Bucket { policy: Some(policy.stored_text()), ..bucket.entity().clone() })
            })
            .await?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }
}

impl WireOperation for PutBucketPolicy {
    async fn read(mut arrived: Arrived) -> Result<Put, ApiError> {
        let claims = Claims::from_headers(&arrived.head.headers)?;
        let body = arrived.read_all(MAX_BODY).await?;
        check_whole(&claims, &body, &arrived.body.trailers())?;
        let text = String::from_utf8(body.to_vec());
        let text =
            text.map_err(|_| error::malformed_policy("Policies must be valid JSON and the first byte must be '{'"))?;
        Ok(Put { head: arrived.head, text })
    }
}

/// The policy, valid for this bucket and with its principals known and bound (R1.18, R1.61).
fn checked(text: &str, bucket: &str, snapshot: &Snapshot) -> Result<Policy<Resource>, ApiError> {
    let refused = |findings: Findings| error::malformed_policy(findings.aws_message());
    let mut policy = Policy::<Resource>::create_for_bucket(text, bucket).map_err(refused)?;
    let bound = policy.bind_principals(|arn| snapshot.id_of_arn(arn).map(Into::into));
    bound.map_err(|findings| refused(findings.in_words_of(Dialect::S3)))?;
    for (span, account) in policy.principal_accounts() {
        let known = account.parse().is_ok_and(|id| snapshot.account(id).is_some());
        if !known {
            return Err(refused(Findings::unknown_principal(Dialect::S3, span, account)));
        }
    }
    for (span, id) in policy.principal_ids() {
        if snapshot.arn_of_id(id).is_none() {
            return Err(refused(Findings::unknown_principal(Dialect::S3, span, id)));
        }
    }
    Ok(policy)
}

/// R5.15.
fn blocked(caller: &str, bucket: &str) -> ApiError {
    ApiError::access_denied(format!(
        "User: {caller} is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::{bucket}\" \
         because public policies are blocked by the BlockPublicPolicy block public access setting."
    ))
}

pub(super) struct DeleteBucketPolicy;

impl Operation for DeleteBucketPolicy {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "DeleteBucketPolicy";
    type Input = Head;
    type Output = Answer;

    fn access(head: &Head, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        Ok(vec![on_bucket("s3:DeleteBucketPolicy", &find_bucket(asked, head)?, head, asked)])
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let name = &request.input().bucket;
        node.directory
            .change(|snapshot, edit| {
                let bucket = own_bucket(snapshot, request.caller(), name, "DELETE")?;
                if bucket.policy.is_some() {
                    edit.update(bucket, &Bucket { policy: None, ..bucket.entity().clone() })?;
                }
                Ok(())
            })
            .await?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }
}

reads_head!(GetBucketPolicy, GetBucketPolicyStatus, DeleteBucketPolicy);
