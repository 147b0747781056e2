//! Lists in pages.
//!
//! A page ends with a token that names its last item. The token is valid for the same operation, organization and filters
//! only. Items are ordered by a key that does not change, so that what is added or removed between two pages neither repeats
//! nor hides the others.

use super::errors;
use crate::api::error::ApiError;
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Items of a page unless `MaxResults` is given: the most that it may be.
const DEFAULT_ITEMS: usize = 20;

/// Bytes of a token that bind it to its call.
const BINDING: usize = 12;

/// The requested page of `items`, which are ordered by `key`, and the token of the next one. `call` names the list:
/// operation, organization, filters.
///
/// # Errors
/// A token that no page of this list ended with.
pub(super) fn page<T>(
    call: &[&str],
    token: Option<&str>,
    max_results: Option<i32>,
    items: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> &str,
) -> Result<(Vec<T>, Option<String>), ApiError> {
    let binding = binding(call);
    let after = token.map(|token| read(&binding, token).ok_or_else(errors::bad_token)).transpose()?;
    let max = max_results.and_then(|max| usize::try_from(max).ok()).filter(|max| *max > 0).unwrap_or(DEFAULT_ITEMS);
    let mut rest = items.into_iter().filter(|item| after.as_ref().is_none_or(|after| key(item) > &**after));
    let page: Vec<T> = rest.by_ref().take(max).collect();
    let more = rest.next().is_some();
    let next = page.last().filter(|_| more);
    let next = next.map(|last| URL_SAFE_NO_PAD.encode([&*binding, key(last).as_bytes()].concat()));
    Ok((page, next))
}

fn binding(call: &[&str]) -> Vec<u8> {
    let mut text = Vec::new();
    for part in call {
        text.extend_from_slice(&(part.len() as u64).to_be_bytes());
        text.extend_from_slice(part.as_bytes());
    }
    digest::digest(&digest::SHA256, &text).as_ref().iter().copied().take(BINDING).collect()
}

fn read(binding: &[u8], token: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    String::from_utf8(bytes.strip_prefix(binding)?.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(call: &[&str], token: Option<&str>, max: Option<i32>) -> Result<(Vec<String>, Option<String>), ApiError> {
        page(call, token, max, (0..45).map(|number| format!("{number:02}")), |it| it)
    }

    /// Twenty items by default, each once, and a token of one list is none of another.
    #[test]
    fn pages_add_up() {
        let call = ["ListAccounts", "o-abcdefghij"];
        let (mut seen, mut token) = (Vec::new(), None);
        loop {
            let (page, next) = all(&call, token.as_deref(), None).unwrap();
            assert!(page.len() <= DEFAULT_ITEMS);
            seen.extend(page);
            token = next;
            if token.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 45);
        let token = all(&call, None, Some(7)).unwrap().1.unwrap();
        assert_eq!(all(&call, Some(&token), None).unwrap().0.first().unwrap(), "07");
        for other in [["ListRoots", "o-abcdefghij"], ["ListAccounts", "o-zbcdefghij"], ["ListAccountso", "-abcdefghij"]]
        {
            assert_eq!(all(&other, Some(&token), None).unwrap_err(), errors::bad_token());
        }
        for token in ["", "x", "not base64!", "AAAA"] {
            assert_eq!(all(&call, Some(token), None).unwrap_err(), errors::bad_token());
        }
    }
}
