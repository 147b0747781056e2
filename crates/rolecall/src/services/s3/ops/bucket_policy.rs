//! `GetBucketPolicy`, `GetBucketPolicyStatus`, `PutBucketPolicy`, `DeleteBucketPolicy`.

use crate::directory::Snapshot;
use crate::domain::caller::Caller;
use crate::domain::malformed::malformed;
use crate::services::s3::prelude::*;
use rolecall_analysis::service_facts;
use rolecall_policy::document::Dialect;
use rolecall_policy::evaluate::is_public;
use rolecall_policy::kind::Resource;
use rolecall_policy::{Findings, Policy};
use serde_json::Value;

/// More than any policy that S3 takes; the policy's own limit (20 KB) has its own error.
const MAX_BODY: usize = 1024 * 1024;

/// Refuses callers of other accounts, though policies allow them (R2.30).
///
/// # Errors
/// `MethodNotAllowed` 405.
fn check_own(bucket: &Bucket, caller: &Caller, method: &'static str) -> Result<(), ApiError> {
    if caller.principal.account() == Some(bucket.account) {
        return Ok(());
    }
    Err(error::method_not_allowed(method, "BUCKETPOLICY"))
}

pub(super) struct GetBucketPolicy;

impl Operation for GetBucketPolicy {
    operation!(GetBucketPolicy: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_on_bucket("s3:GetBucketPolicy", head, call)
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Answer, ApiError> {
        let name = &request.input().bucket;
        let snapshot = request.snapshot();
        let bucket = request.prepared();
        check_own(bucket, request.caller(), "GET")?;
        let text = bucket.policy.as_deref().ok_or_else(|| error::no_such_bucket_policy(name))?;
        // Shown with the ARNs that the stored ids stand for now (R1.18).
        let policy = Policy::<Resource>::parse(text).map_err(|findings| error::internal(findings.aws_message()))?;
        let mut answer = Answer::empty(StatusCode::OK).with("content-type", "application/json");
        answer.body = ResponseBody::from(policy.render(|id| snapshot.arn_of_id(id)));
        Ok(answer)
    }
}

pub(super) struct GetBucketPolicyStatus;

impl Operation for GetBucketPolicyStatus {
    operation!(GetBucketPolicyStatus: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_on_bucket("s3:GetBucketPolicyStatus", head, call)
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Answer, ApiError> {
        let name = &request.input().bucket;
        let text = request.prepared().policy.as_deref().ok_or_else(|| error::no_such_bucket_policy(name))?;
        let policy = Policy::<Resource>::parse(text).map_err(|findings| error::internal(findings.aws_message()))?;
        Ok(Answer::xml("PolicyStatus", |xml| xml.member("IsPublic", &is_public(&policy))))
    }
}

pub(super) struct PutBucketPolicy;

pub(super) struct Put {
    head: Head,
    text: String,
}

impl Operation for PutBucketPolicy {
    operation!(PutBucketPolicy: Put => BucketEntry);

    fn requires(&self, put: &Put, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_on_bucket("s3:PutBucketPolicy", &put.head, call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let name = &request.input().head.bucket;
        request
            .change(node, |call, bucket, edit| {
                check_own(bucket, call.caller, "PUT")?;
                let policy = checked(&request.input().text, name, call.snapshot)?;
                if bucket.public_access_block.block_public_policy && is_public(&policy) {
                    return Err(blocked(&call.caller.arn, name));
                }
                edit.update(bucket, &Bucket { policy: Some(policy.stored_text()), ..bucket.entity().clone() })
            })
            .await?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }
}

impl WireInput for Put {
    async fn read(mut arrived: Arrived) -> Result<Self, ApiError> {
        let body = read_checked(&mut arrived, MAX_BODY).await?;
        let text = String::from_utf8(body.to_vec());
        let text =
            text.map_err(|_| error::malformed_policy("Policies must be valid JSON and the first byte must be '{'"))?;
        Ok(Self { head: arrived.head, text })
    }

    fn told(&self) -> Option<(&'static str, Value)> {
        Some(("bucketPolicy", serde_json::from_str(&self.text).ok()?))
    }
}

/// The policy, valid for this bucket and with its principals known and bound (R1.18, R1.61).
fn checked(text: &str, bucket: &str, snapshot: &Snapshot) -> Result<Policy<Resource>, ApiError> {
    let refused = |findings: Findings| malformed(&findings, text);
    let mut policy = Policy::<Resource>::create_for_bucket(text, bucket, service_facts()).map_err(refused)?;
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
    operation!(DeleteBucketPolicy: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires_on_bucket("s3:DeleteBucketPolicy", head, call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        request
            .change(node, |call, bucket, edit| {
                check_own(bucket, call.caller, "DELETE")?;
                if bucket.policy.is_some() {
                    edit.update(bucket, &Bucket { policy: None, ..bucket.entity().clone() })?;
                }
                Ok(())
            })
            .await?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }
}
