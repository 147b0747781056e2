//! Tags of trails.

use super::errors;
use crate::api::error::ApiError;
use crate::directory::entities::Tag;
use rolecall_catalog::api::cloudtrail as api;
use rolecall_policy::folded;

/// How many tags a trail may have (*CloudTrail API Reference*, `AddTags`).
pub(super) const MAX_TAGS: usize = 50;

/// Keys and values of tags that a request has.
pub(super) fn pairs(given: &[api::Tag]) -> impl Iterator<Item = (&str, &str)> + Clone {
    given.iter().map(|tag| (&*tag.key, tag.value.as_deref().unwrap_or_default()))
}

/// Adds tags. A key that exists gets the new value.
///
/// # Errors
/// `InvalidTagParameterException` for keys that are given twice or belong to AWS; `TagsLimitExceededException`.
pub(super) fn put(tags: &mut Vec<Tag>, given: &[api::Tag]) -> Result<(), ApiError> {
    // Beyond any number of tags that could be taken, so that the comparison below stays short.
    if given.len() > MAX_TAGS {
        return Err(errors::too_many_tags(MAX_TAGS));
    }
    check_unique(given)?;
    for (key, value) in pairs(given) {
        match tags.iter_mut().find(|there| there.key == key) {
            Some(there) => value.clone_into(&mut there.value),
            None => tags.push(Tag { key: key.to_owned(), value: value.to_owned() }),
        }
    }
    if tags.len() > MAX_TAGS { Err(errors::too_many_tags(MAX_TAGS)) } else { Ok(()) }
}

/// Removes tags: by their keys, and where a value is given, only if it is the tag's.
///
/// # Errors
/// As [`put`].
pub(super) fn remove(tags: &mut Vec<Tag>, given: &[api::Tag]) -> Result<(), ApiError> {
    if given.len() > MAX_TAGS {
        return Err(errors::too_many_tags(MAX_TAGS));
    }
    check_unique(given)?;
    tags.retain(|tag| {
        let named = given.iter().find(|it| it.key == tag.key);
        named.is_none_or(|it| it.value.as_ref().is_some_and(|value| *value != tag.value))
    });
    Ok(())
}

fn check_unique(given: &[api::Tag]) -> Result<(), ApiError> {
    for (at, tag) in given.iter().enumerate() {
        if given.iter().skip(at + 1).any(|other| tag.key == other.key) {
            return Err(errors::bad_tag(format!("The tag key {} is given twice.", tag.key)));
        }
        if folded(&tag.key).starts_with("aws:") {
            return Err(errors::bad_tag(format!("The tag key {} is reserved.", tag.key)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(keys: impl IntoIterator<Item = String>) -> Vec<api::Tag> {
        keys.into_iter().map(|key| api::Tag { key, value: None }).collect()
    }

    /// The 51st tag is refused, an overwrite at 50 is not; a value that is another keeps a tag.
    #[test]
    fn fifty_tags() {
        let numbers = |to: usize| given((0..to).map(|number| format!("k{number}")));
        let mut tags = Vec::new();
        put(&mut tags, &numbers(MAX_TAGS)).unwrap();
        put(&mut tags, &given(["k7".to_owned()])).unwrap();
        let more = put(&mut tags.clone(), &given(["K7".to_owned()])).unwrap_err();
        assert_eq!(more.code, "TagsLimitExceededException");
        assert_eq!(put(&mut Vec::new(), &numbers(MAX_TAGS + 1)).unwrap_err().code, "TagsLimitExceededException");
        for keys in [["a", "a"], ["AWS:a", "b"]] {
            let refused = put(&mut Vec::new(), &given(keys.map(str::to_owned))).unwrap_err();
            assert_eq!(refused.code, "InvalidTagParameterException");
        }
        let other = [api::Tag { key: "k1".to_owned(), value: Some("other".to_owned()) }];
        remove(&mut tags, &other).unwrap();
        assert_eq!(tags.len(), MAX_TAGS);
        remove(&mut tags, &given(["k1".to_owned()])).unwrap();
        assert_eq!(tags.len(), MAX_TAGS - 1);
    }
}
