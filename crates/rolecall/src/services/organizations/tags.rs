//! Tags of roots, units, accounts and the like. Their keys count case.

use super::errors;
use crate::api::error::ApiError;
use crate::directory::entities::Tag;
use rolecall_catalog::api::organizations as api;
use rolecall_policy::folded;

/// How many tags there may be on one thing (R7.9).
pub(super) const MAX_TAGS: usize = 50;

/// The tags of something new.
///
/// # Errors
/// Duplicate or reserved keys, too many tags.
pub(super) fn new(given: Option<&[api::Tag]>) -> Result<Vec<Tag>, ApiError> {
    let mut tags = Vec::new();
    put(&mut tags, given.unwrap_or_default())?;
    Ok(tags)
}

/// Whether a key belongs to AWS.
pub(super) fn is_reserved(key: &str) -> bool {
    folded(key).starts_with("aws:")
}

/// Adds tags. A key that exists gets the new value.
///
/// # Errors
/// Duplicate or reserved keys, too many tags.
pub(super) fn put(tags: &mut Vec<Tag>, given: &[api::Tag]) -> Result<(), ApiError> {
    // Beyond any number of tags that could be taken, so that the comparison below stays short.
    if given.len() > MAX_TAGS {
        return Err(errors::too_many_tags());
    }
    for (at, tag) in given.iter().enumerate() {
        if given.iter().skip(at + 1).any(|other| tag.key == other.key) {
            return Err(errors::duplicate_tags());
        }
        if is_reserved(&tag.key) {
            return Err(errors::reserved_tag());
        }
    }
    for tag in given {
        match tags.iter_mut().find(|there| there.key == tag.key) {
            Some(there) => there.value.clone_from(&tag.value),
            None => tags.push(Tag { key: tag.key.clone(), value: tag.value.clone() }),
        }
    }
    if tags.len() > MAX_TAGS { Err(errors::too_many_tags()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(keys: impl IntoIterator<Item = String>) -> Vec<api::Tag> {
        keys.into_iter().map(|key| api::Tag { key, value: String::new() }).collect()
    }

    /// R7.9: the 51st tag is refused, an overwrite at 50 is not; keys differ by case.
    #[test]
    fn fifty_tags() {
        let numbers = |to: usize| given((0..to).map(|number| format!("k{number}")));
        let mut tags = new(Some(&numbers(MAX_TAGS))).unwrap();
        put(&mut tags, &given(["k7".to_owned()])).unwrap();
        assert_eq!(put(&mut tags, &given(["K7".to_owned()])).unwrap_err(), errors::too_many_tags());
        assert_eq!(new(Some(&numbers(MAX_TAGS + 1))).unwrap_err(), errors::too_many_tags());
        assert_eq!(new(Some(&given(["a".to_owned(), "a".to_owned()]))).unwrap_err(), errors::duplicate_tags());
        assert_eq!(new(Some(&given(["AWS:a".to_owned()]))).unwrap_err(), errors::reserved_tag());
        assert_eq!(new(Some(&given(["a".to_owned(), "A".to_owned()]))).unwrap().len(), 2);
    }
}
