//! Lists in pages.
//!
//! A page ends with a token that says where the next one begins. The token is valid for the same operation, account and
//! parameters only.

use crate::api::error::ApiError;
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The most items of a page, and what a page has unless `MaxResults` is given.
pub(super) const MAX_ITEMS: i32 = 100;

/// Bytes of a token that bind it to its call.
const BINDING: usize = 12;

/// The tokens of one list.
#[derive(Debug)]
pub(super) struct Tokens(Vec<u8>);

impl Tokens {
    /// The list that `call` names: operation, account, parameters.
    pub(super) fn of(call: &[&str]) -> Self {
        let mut text = Vec::new();
        for part in call {
            text.extend_from_slice(&(part.len() as u64).to_be_bytes());
            text.extend_from_slice(part.as_bytes());
        }
        Self(digest::digest(&digest::SHA256, &text).as_ref().iter().copied().take(BINDING).collect())
    }

    /// A token for this place.
    pub(super) fn at(&self, place: &str) -> String {
        URL_SAFE_NO_PAD.encode([&*self.0, place.as_bytes()].concat())
    }

    /// The place of a token.
    ///
    /// # Errors
    /// `ValidationException`: no page of this list ended with it.
    pub(super) fn read<T>(
        &self,
        token: Option<&str>,
        place: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ApiError> {
        let Some(token) = token else { return Ok(None) };
        let bytes = URL_SAFE_NO_PAD.decode(token).ok();
        let text = bytes.and_then(|bytes| String::from_utf8(bytes.strip_prefix(&*self.0)?.to_vec()).ok());
        match text.as_deref().and_then(place) {
            Some(place) => Ok(Some(place)),
            None => Err(ApiError::validation("NextToken is not valid for this request")),
        }
    }
}

/// How many items a page has.
pub(super) fn items(max_results: Option<i32>) -> usize {
    usize::try_from(max_results.unwrap_or(MAX_ITEMS)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A token of one list is none of another.
    #[test]
    fn tokens_are_bound() {
        let call = ["ListRequests", "111122223333", "{}"];
        let token = Tokens::of(&call).at("7");
        let read = |call: &[&str], token: &str| Tokens::of(call).read(Some(token), |place| place.parse::<u32>().ok());
        assert_eq!(read(&call, &token), Ok(Some(7)));
        for other in [
            ["ListSessions", "111122223333", "{}"],
            ["ListRequests", "444455556666", "{}"],
            ["ListRequests", "111122223333", "{ }"],
            ["ListRequests1", "11122223333", "{}"],
        ] {
            assert_eq!(read(&other, &token).unwrap_err().code, "ValidationError");
        }
        for token in ["", "x", "not base64!", "AAAA", &Tokens::of(&call).at("x")] {
            assert_eq!(read(&call, token).unwrap_err().code, "ValidationError");
        }
        assert_eq!(Tokens::of(&call).read(None, |_| Some(1)), Ok(None));
    }
}
