//! Pages of lists: `MaxResults` and `NextToken`.

use super::errors;
use crate::api::error::ApiError;
use data_encoding::BASE64URL_NOPAD;

/// Items of a page, unless `MaxResults` says fewer: the most that it may say (service model).
const PAGE: usize = 20;

/// A page of a list.
#[derive(Debug)]
pub(super) struct Page<T> {
    /// What is on it.
    pub(super) items: Vec<T>,
    /// Where the next one begins; `None` on the last.
    pub(super) next_token: Option<String>,
}

/// The page of `items` that a token names, or the first. A token holds the key of the item that its page begins with: an
/// item that is gone meanwhile makes it stale.
///
/// # Errors
/// `InvalidInputException` with `INVALID_NEXT_TOKEN`.
pub(super) fn page<T>(
    items: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> String,
    token: Option<&str>,
    max_results: Option<i32>,
) -> Result<Page<T>, ApiError> {
    let most = max_results.and_then(|most| usize::try_from(most).ok()).unwrap_or(PAGE).clamp(1, PAGE);
    let mut items = items.into_iter().peekable();
    if let Some(token) = token {
        let start = BASE64URL_NOPAD.decode(token.as_bytes()).map_err(|_| errors::invalid_token())?;
        while items.peek().is_some_and(|item| key(item).as_bytes() != start) {
            items.next();
        }
        if items.peek().is_none() {
            return Err(errors::invalid_token());
        }
    }
    let shown = items.by_ref().take(most).collect();
    let next_token = items.next().map(|next| BASE64URL_NOPAD.encode(key(&next).as_bytes()));
    Ok(Page { items: shown, next_token })
}
