//! Tags of IAM resources (R4.10, R4.11).

use super::{errors, quotas};
use crate::api::error::ApiError;
use crate::directory::entities::Tag;
use rolecall_catalog::api::iam as api;
use rolecall_policy::{equal_ignoring_case, folded};

/// How the keys of one kind of resource compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// Users and roles: unique ignoring case, as condition keys compare.
    IgnoringCase,
    /// All others.
    Exact,
}

impl Keys {
    fn same(self, one: &str, other: &str) -> bool {
        match self {
            Self::IgnoringCase => equal_ignoring_case(one, other),
            Self::Exact => one == other,
        }
    }
}

/// The tags of something new.
///
/// # Errors
/// Duplicate or reserved keys, too many tags.
pub(super) fn new(given: Option<&[api::Tag]>, keys: Keys) -> Result<Vec<Tag>, ApiError> {
    let mut tags = Vec::new();
    put(&mut tags, given.unwrap_or_default(), keys)?;
    Ok(tags)
}

/// Adds tags. A key that exists keeps its spelling and gets the new value.
///
/// # Errors
/// Duplicate or reserved keys, too many tags.
pub(super) fn put(tags: &mut Vec<Tag>, given: &[api::Tag], keys: Keys) -> Result<(), ApiError> {
    for (at, tag) in given.iter().enumerate() {
        if given.iter().skip(at + 1).any(|other| keys.same(&tag.key, &other.key)) {
            return Err(errors::duplicate_tags(keys == Keys::IgnoringCase));
        }
        if folded(&tag.key).starts_with("aws:") {
            return Err(errors::reserved_tag());
        }
    }
    for tag in given {
        match tags.iter_mut().find(|there| keys.same(&there.key, &tag.key)) {
            Some(there) => there.value.clone_from(&tag.value),
            None => tags.push(Tag { key: tag.key.clone(), value: tag.value.clone() }),
        }
    }
    if tags.len() > quotas::TAGS_PER_RESOURCE { Err(errors::too_many_tags()) } else { Ok(()) }
}

/// Removes tags; keys that are not there do not matter (R4.10).
pub(super) fn remove(tags: &mut Vec<Tag>, given: &[String], keys: Keys) {
    tags.retain(|tag| !given.iter().any(|key| keys.same(&tag.key, key)));
}

/// As answered; `None` if there are none, because most answers then leave the member out.
pub(super) fn shown(tags: &[Tag]) -> Option<Vec<api::Tag>> {
    (!tags.is_empty()).then(|| all(tags))
}

/// As answered, an empty list included.
pub(super) fn all(tags: &[Tag]) -> Vec<api::Tag> {
    tags.iter().map(|tag| api::Tag { key: tag.key.clone(), value: tag.value.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(tags: &[(&str, &str)]) -> Vec<api::Tag> {
        tags.iter().map(|(key, value)| api::Tag { key: (*key).into(), value: (*value).into() }).collect()
    }

    fn pairs(tags: &[Tag]) -> Vec<(&str, &str)> {
        tags.iter().map(|tag| (&*tag.key, &*tag.value)).collect()
    }

    /// R4.10: users and roles fold keys; other resources do not.
    #[test]
    fn keys_fold_for_users_and_roles_only() {
        for (keys, expected) in
            [(Keys::IgnoringCase, vec![("Team", "b")]), (Keys::Exact, vec![("Team", "a"), ("team", "b")])]
        {
            let mut tags = new(Some(&given(&[("Team", "a")])), keys).unwrap();
            put(&mut tags, &given(&[("team", "b")]), keys).unwrap();
            assert_eq!(pairs(&tags), expected);
            remove(&mut tags, &["TEAM".into()], keys);
            assert_eq!(tags.is_empty(), keys == Keys::IgnoringCase);
        }
    }

    /// R4.11: the 51st tag is refused, an overwrite at 50 is not.
    #[test]
    fn fifty_tags() {
        let fifty: Vec<(String, String)> = (0..50).map(|n| (format!("k{n}"), String::new())).collect();
        let fifty: Vec<(&str, &str)> = fifty.iter().map(|(key, value)| (&**key, &**value)).collect();
        let mut tags = new(Some(&given(&fifty)), Keys::Exact).unwrap();
        put(&mut tags, &given(&[("k7", "new")]), Keys::Exact).unwrap();
        assert_eq!(put(&mut tags, &given(&[("k50", "")]), Keys::Exact).unwrap_err(), errors::too_many_tags());
    }
}
