//! Policy documents: checked when they come in, and written as IAM answers them.

use super::holders::Holder;
use super::{errors, quotas};
use crate::api::error::ApiError;
use crate::domain::malformed::malformed;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rolecall_policy::Policy;
use rolecall_policy::document::kind::Identity;
use rolecall_policy::document::limits;

/// What RFC 3986 leaves as it is, beside letters and digits.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A document as IAM answers it: percent-encoded (R4.3).
pub(super) fn encoded(document: &str) -> String {
    utf8_percent_encode(document, RESERVED).to_string()
}

/// A version of a customer managed policy.
///
/// # Errors
/// `MalformedPolicyDocument`, `LimitExceeded`.
pub(super) fn check_managed(document: &str) -> Result<(), ApiError> {
    Policy::<Identity>::create_managed(document).map_err(|findings| malformed(&findings, document))?;
    quotas::POLICY_SIZE.check(limits::counted_size(document))
}

/// An inline policy that is about to be put on `holder`: the quota counts all its inline policies together.
///
/// # Errors
/// `MalformedPolicyDocument`, `LimitExceeded`.
pub(super) fn check_inline<T: Holder>(holder: &T, name: &str, document: &str) -> Result<(), ApiError> {
    Policy::<Identity>::create_inline(document).map_err(|findings| malformed(&findings, document))?;
    let others = holder.inline().iter().filter(|(other, _)| *other != name);
    let size: usize = others.map(|(_, text)| limits::counted_size(text)).sum();
    if size + limits::counted_size(document) > T::INLINE_SIZE {
        return Err(errors::inline_too_large(T::INLINE_SIZE, T::KIND, holder.name()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R4.3: RFC 3986; what was percent-encoded in the document is encoded again, so that it survives.
    #[test]
    fn documents_are_percent_encoded() {
        assert_eq!(encoded("{\"a-b_c.d~e\": \"%20+é\"}\n"), "%7B%22a-b_c.d~e%22%3A%20%22%2520%2B%C3%A9%22%7D%0A");
    }
}
