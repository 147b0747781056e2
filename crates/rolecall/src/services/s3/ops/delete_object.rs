//! `DeleteObject`, `DeleteObjects`.

use crate::api::error::ApiError;
use crate::node::Node;
use crate::objects::{StorageError, WriteCondition};
use crate::services::authorize::Permit;
use crate::services::s3::access::{BucketEntry, check_version, find_bucket, on_object, scope, version_key, versioned};
use crate::services::s3::claims::Claims;
use crate::services::s3::conditional::write_condition;
use crate::services::s3::receive::check_whole;
use crate::services::s3::wire::{Answer, Arrived, Head, WireOperation};
use crate::services::s3::xml::{self, Delete, DeleteEntry};
use crate::services::s3::{MAX_KEY_BYTES, error};
use crate::services::{Access, Asked, Authorized, Operation};
use http::StatusCode;

/// What deleting one object must be allowed; `conditional` on its entity tag, reading it too.
fn pairs(
    bucket: &BucketEntry,
    key: &str,
    version_id: Option<&str>,
    conditional: bool,
    head: &Head,
    asked: &Asked<'_>,
) -> Vec<Access> {
    let on = |action| version_key(on_object(action, bucket, key, head, asked), version_id);
    let mut pairs = vec![on(versioned(version_id, "s3:DeleteObject", "s3:DeleteObjectVersion"))];
    if head.header("x-amz-bypass-governance-retention").is_some_and(|bypass| bypass.eq_ignore_ascii_case("true")) {
        pairs.push(on("s3:BypassGovernanceRetention"));
    }
    if conditional {
        pairs.push(on(versioned(version_id, "s3:GetObject", "s3:GetObjectVersion")));
    }
    pairs
}

pub(super) struct DeleteObject;

impl Operation for DeleteObject {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "DeleteObject";
    type Input = Head;
    type Output = Answer;

    fn access(head: &Head, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        let bucket = find_bucket(asked, head)?;
        let conditional = head.headers.contains_key("if-match");
        Ok(pairs(&bucket, &head.key, head.query.get("versionId"), conditional, head, asked))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let head = request.input();
        let bucket = request.snapshot().bucket(&head.bucket).ok_or_else(|| error::no_such_bucket(&head.bucket))?;
        check_version(&head.key, head.query.get("versionId"))?;
        let condition = write_condition(&head.headers)?;
        let deleted = node.objects.delete(&scope(bucket), &head.key, condition).await;
        deleted.map_err(|failure| error::storage(failure, head))?;
        // Deleting what is not there succeeds.
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }
}

reads_head!(DeleteObject);

pub(super) struct DeleteObjects;

pub(super) struct Input {
    head: Head,
    delete: Delete,
}

impl Operation for DeleteObjects {
    const SERVICE: &'static str = "s3";
    const NAME: &'static str = "DeleteObjects";
    type Input = Input;
    type Output = Answer;

    /// Each key is authorised by itself, and a denial is an entry of the answer: `handle` asks for every one before it
    /// touches it.
    fn access(input: &Input, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        find_bucket(asked, &input.head).map(|_| Vec::new())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let (Input { head, delete }, permit) = request.into_parts();
        let bucket = permit.snapshot.bucket(&head.bucket).ok_or_else(|| error::no_such_bucket(&head.bucket))?;
        let checks = delete.objects.iter().map(|entry| check(entry, bucket, &head, &permit, node));
        let checks: Vec<Result<WriteCondition, ApiError>> = checks.collect();
        let allowed = delete.objects.iter().zip(&checks);
        let allowed = allowed.filter_map(|(entry, check)| Some((entry.key.clone(), check.as_ref().ok()?.clone())));
        let deleted = node.objects.delete_many(&scope(bucket), allowed.collect()).await;
        let mut deleted = deleted.map_err(|failure| error::storage(failure, &head))?.into_iter();
        // What passed its check has its outcome in `deleted`, in the same order.
        let outcome = |check: Result<WriteCondition, ApiError>| {
            check?;
            let outcome = deleted.next().unwrap_or(Err(StorageError::Interrupted));
            outcome.map(drop).map_err(|failure| error::storage(failure, &head))
        };
        let outcomes: Vec<Result<(), ApiError>> = checks.into_iter().map(outcome).collect();
        Ok(Answer::xml("DeleteResult", |xml| {
            for (entry, outcome) in delete.objects.iter().zip(&outcomes) {
                match outcome {
                    Ok(()) if delete.quiet => {}
                    Ok(()) => xml.element("Deleted", |xml| {
                        xml.text_element("Key", &entry.key);
                        xml.member("VersionId", &entry.version_id);
                    }),
                    Err(failure) => xml.element("Error", |xml| {
                        xml.text_element("Key", &entry.key);
                        xml.member("VersionId", &entry.version_id);
                        xml.text_element("Code", &failure.code);
                        xml.text_element("Message", &failure.message);
                    }),
                }
            }
        }))
    }
}

/// Authorises the deletion of one object of the list, and says on which condition it goes.
fn check(
    entry: &DeleteEntry,
    bucket: &BucketEntry,
    head: &Head,
    permit: &Permit,
    node: &Node,
) -> Result<WriteCondition, ApiError> {
    let version_id = entry.version_id.as_deref();
    let asked = Asked { caller: &permit.caller, info: &permit.info, snapshot: &permit.snapshot, node };
    for access in pairs(bucket, &entry.key, version_id, entry.etag.is_some(), head, &asked) {
        permit.also(node, &access)?;
    }
    if entry.key.len() > MAX_KEY_BYTES {
        return Err(error::key_too_long(entry.key.len()));
    }
    check_version(&entry.key, version_id)?;
    Ok(entry.etag.clone().map_or(WriteCondition::Always, WriteCondition::IfMatch))
}

impl WireOperation for DeleteObjects {
    async fn read(mut arrived: Arrived) -> Result<Input, ApiError> {
        let claims = Claims::from_headers(&arrived.head.headers)?;
        if !claims.covers_body() {
            return Err(error::invalid_request("Missing required header for this request: Content-MD5"));
        }
        let body = arrived.read_all(xml::MAX_DELETE_BYTES).await?;
        check_whole(&claims, &body, &arrived.body.trailers())?;
        Ok(Input { head: arrived.head, delete: xml::delete(&body)? })
    }
}
