//! Tags of what an organization has (R7.9).

use super::call::OrganizationsCall;
use super::errors;
use crate::api::error::ApiError;
use crate::directory::entities::Tag;
use crate::services::operation::RequiredPermission;
use rolecall_catalog::api::organizations as api;
use rolecall_policy::equal_ignoring_case;
use std::collections::BTreeSet;

/// Tags of a root, an organizational unit, an account or a policy (R7.9).
pub(super) const MAX_TAGS: usize = 50;

/// What keys that belong to AWS begin with.
const RESERVED: &str = "aws:";

/// The tags that a request gives.
///
/// # Errors
/// As [`check_keys`]; `ConstraintViolationException` with `MAX_TAG_LIMIT_EXCEEDED`.
pub(super) fn given(tags: &[api::Tag]) -> Result<Vec<Tag>, ApiError> {
    check_keys(tags.iter().map(|tag| &*tag.key))?;
    if tags.len() > MAX_TAGS {
        return Err(errors::too_many_tags());
    }
    Ok(tags.iter().map(|tag| Tag { key: tag.key.clone(), value: tag.value.clone() }).collect())
}

/// Keys that a request names: none of them AWS's, none twice.
///
/// # Errors
/// `InvalidInputException` with `INVALID_SYSTEM_TAGS_PARAMETER` or `DUPLICATE_TAG_KEY`.
pub(super) fn check_keys<'t>(keys: impl Iterator<Item = &'t str>) -> Result<(), ApiError> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if key.get(..RESERVED.len()).is_some_and(|start| equal_ignoring_case(start, RESERVED)) {
            return Err(errors::system_tag());
        }
        if !seen.insert(key) {
            return Err(errors::duplicate_tag_key());
        }
    }
    Ok(())
}

/// The tags with those that a request gives, which replace others of their keys.
///
/// # Errors
/// As [`given`].
pub(super) fn added(before: &[Tag], tags: &[api::Tag]) -> Result<Vec<Tag>, ApiError> {
    let more = given(tags)?;
    let kept = before.iter().filter(|tag| more.iter().all(|other| other.key != tag.key));
    let after: Vec<Tag> = kept.chain(&more).cloned().collect();
    if after.len() > MAX_TAGS { Err(errors::too_many_tags()) } else { Ok(after) }
}

/// The permission with the condition keys of tags that the request gives.
pub(super) fn requested(permission: RequiredPermission, tags: &[api::Tag]) -> RequiredPermission {
    permission.request_tags(tags.iter().map(|tag| (&*tag.key, &*tag.value)))
}

/// What creating something with tags requires: `organizations:TagResource` too, if there are any.
pub(super) fn with_tagging(
    create: RequiredPermission,
    call: &OrganizationsCall<'_>,
    tags: &[api::Tag],
) -> Vec<RequiredPermission> {
    if tags.is_empty() {
        return vec![create];
    }
    let tag = RequiredPermission { action: "organizations:TagResource".into(), ..call.on("*") };
    vec![create, requested(tag, tags)]
}

/// As answers show them.
pub(super) fn shown(tags: &[Tag]) -> Vec<api::Tag> {
    tags.iter().map(|tag| api::Tag { key: tag.key.clone(), value: tag.value.clone() }).collect()
}
