//! `DeleteObject`, `DeleteObjects`.

use crate::objects::{StorageError, WriteCondition};
use crate::services::s3::MAX_KEY_BYTES;
use crate::services::s3::claims::Claims;
use crate::services::s3::prelude::*;
use crate::services::s3::xml::{Delete, DeleteEntry};

/// The permissions that the deletion of one object requires. One that is `conditional` on the entity tag requires to
/// read the object too.
fn permissions(
    bucket: &BucketEntry,
    key: &str,
    version_id: Option<&str>,
    conditional: bool,
    head: &Head,
    call: &CallContext<'_>,
) -> Vec<RequiredPermission> {
    let on = |action| version_key(on_object(action, bucket, key, head, call), version_id);
    let mut permissions = vec![on(versioned(version_id, "s3:DeleteObject", "s3:DeleteObjectVersion"))];
    if head.header("x-amz-bypass-governance-retention").is_some_and(|bypass| bypass.eq_ignore_ascii_case("true")) {
        permissions.push(on("s3:BypassGovernanceRetention"));
    }
    if conditional {
        permissions.push(on(versioned(version_id, "s3:GetObject", "s3:GetObjectVersion")));
    }
    permissions
}

pub(super) struct DeleteObject;

impl Operation for DeleteObject {
    operation!(DeleteObject: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        let bucket = find_bucket(call, head)?;
        let conditional = head.headers.contains_key("if-match");
        let permissions = permissions(&bucket, &head.key, head.query.get("versionId"), conditional, head, call);
        Ok(Requires { permissions, prepared: bucket })
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let head = request.input();
        let bucket = request.prepared();
        check_version(&head.key, head.query.get("versionId"))?;
        let condition = write_condition(&head.headers)?;
        let deleted = node.objects.delete(&scope(bucket), &head.key, condition).await;
        deleted.map_err(error::storage(head))?;
        // Deleting what is not there succeeds.
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }
}

pub(super) struct DeleteObjects;

pub(super) struct Input {
    head: Head,
    delete: Delete,
}

impl Operation for DeleteObjects {
    operation!(DeleteObjects: Input => BucketEntry);

    /// Each key is authorised by itself, and a denial is an entry of the answer: `handle` authorises each one before it
    /// deletes it.
    fn requires(&self, input: &Input, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        Ok(Requires { permissions: Vec::new(), prepared: find_bucket(call, &input.head)? })
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let (Input { head, delete }, bucket, permit) = request.into_parts();
        let checks = delete.objects.iter().map(|entry| check(entry, &bucket, &head, &permit, node));
        let checks: Vec<Result<WriteCondition, ApiError>> = checks.collect();
        let allowed = delete.objects.iter().zip(&checks);
        let allowed = allowed.filter_map(|(entry, check)| Some((entry.key.clone(), check.as_ref().ok()?.clone())));
        let deleted = node.objects.delete_many(&scope(&bucket), allowed.collect()).await;
        let mut deleted = deleted.map_err(error::storage(&head))?.into_iter();
        // What passed its check has its outcome in `deleted`, in the same order.
        let outcome = |check: Result<WriteCondition, ApiError>| {
            check?;
            let outcome = deleted.next().unwrap_or(Err(StorageError::Interrupted));
            outcome.map(drop).map_err(error::storage(&head))
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
    let call = permit.context(node);
    for permission in permissions(bucket, &entry.key, version_id, entry.etag.is_some(), head, &call) {
        permit.also(node, &permission)?;
    }
    if entry.key.len() > MAX_KEY_BYTES {
        return Err(error::key_too_long(entry.key.len()));
    }
    check_version(&entry.key, version_id)?;
    Ok(entry.etag.clone().map_or(WriteCondition::Always, WriteCondition::IfMatch))
}

impl WireInput for Input {
    async fn read(mut arrived: Arrived) -> Result<Self, ApiError> {
        if !Claims::from_headers(&arrived.head.headers)?.covers_body() {
            return Err(error::invalid_request("Missing required header for this request: Content-MD5"));
        }
        let body = read_checked(&mut arrived, xml::MAX_DELETE_BYTES).await?;
        Ok(Self { head: arrived.head, delete: xml::delete(&body)? })
    }
}
