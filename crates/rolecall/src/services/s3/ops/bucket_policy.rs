//! `GetBucketPolicy`, `GetBucketPolicyStatus`, `PutBucketPolicy`, `DeleteBucketPolicy`.

use crate::api::error::ApiError;
use crate::directory::entities::Bucket;
use crate::directory::snapshot::Snapshot;
use crate::node::Node;
use crate::services::s3::access::{BucketEntry, requires_on_bucket};
use crate::services::s3::claims::Claims;
use crate::services::s3::error;
use crate::services::s3::identify::S3Operation;
use crate::services::s3::receive::check_whole;
use crate::services::s3::wire::{Answer, Arrived, Head, WireOperation};
use crate::services::{Authorized, CallContext, Caller, Operation, OperationFacts, Requires, ResponseBody};
use http::StatusCode;
use rolecall_analysis::service_facts;
use rolecall_policy::document::Dialect;
use rolecall_policy::evaluate::is_public;
use rolecall_policy::kind::Resource;
use rolecall_policy::{Findings, Policy};

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
    type Input = Head;
    type Output = Answer;
    type Prepared = BucketEntry;

    fn facts(&self) -> OperationFacts<'_> {
        S3Operation::GetBucketPolicy.facts()
    }

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
    type Input = Head;
    type Output = Answer;
    type Prepared = BucketEntry;

    fn facts(&self) -> OperationFacts<'_> {
        S3Operation::GetBucketPolicyStatus.facts()
    }

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
    type Input = Put;
    type Output = Answer;
    type Prepared = BucketEntry;

    fn facts(&self) -> OperationFacts<'_> {
        S3Operation::PutBucketPolicy.facts()
    }

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
    type Input = Head;
    type Output = Answer;
    type Prepared = BucketEntry;

    fn facts(&self) -> OperationFacts<'_> {
        S3Operation::DeleteBucketPolicy.facts()
    }

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

reads_head!(GetBucketPolicy, GetBucketPolicyStatus, DeleteBucketPolicy);
