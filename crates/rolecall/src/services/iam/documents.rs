//! Policy documents: checked when they come in, and written as IAM answers them.

use super::holders::Holder;
use super::{errors, quotas};
use crate::api::error::ApiError;
use crate::directory::snapshot::Snapshot;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rolecall_policy::document::Dialect;
use rolecall_policy::document::kind::{Identity, Trust};
use rolecall_policy::document::limits;
use rolecall_policy::{AccountId, Findings, Policy};

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
    Policy::<Identity>::create_managed(document).map_err(|findings| malformed(&findings))?;
    quotas::POLICY_SIZE.check(limits::counted_size(document))
}

/// An inline policy that is about to be put on `holder`: the quota counts all its inline policies together.
///
/// # Errors
/// `MalformedPolicyDocument`, `LimitExceeded`.
pub(super) fn check_inline<T: Holder>(holder: &T, name: &str, document: &str) -> Result<(), ApiError> {
    Policy::<Identity>::create_inline(document).map_err(|findings| malformed(&findings))?;
    let others = holder.inline().iter().filter(|(other, _)| *other != name);
    let size: usize = others.map(|(_, text)| limits::counted_size(text)).sum();
    if size + limits::counted_size(document) > T::INLINE_SIZE {
        return Err(errors::inline_too_large(T::INLINE_SIZE, T::KIND, holder.name()));
    }
    Ok(())
}

/// A trust policy, in the form in which it is stored: with unique ids in place of the ARNs of users and roles (R1.18).
///
/// # Errors
/// `MalformedPolicyDocument`, also for principals that do not exist (R1.57 row 22); `LimitExceeded`.
pub(super) fn bind_trust(document: &str, snapshot: &Snapshot) -> Result<String, ApiError> {
    let mut policy = Policy::<Trust>::create(document).map_err(|findings| malformed(&findings))?;
    if let Some(findings) = unknown_account_or_id(&policy, snapshot) {
        return Err(malformed(&findings));
    }
    policy
        .bind_principals(|arn| snapshot.id_of_arn(arn).map(String::into_boxed_str))
        .map_err(|findings| malformed(&findings))?;
    quotas::TRUST_POLICY_SIZE.check(limits::counted_size(document))?;
    Ok(policy.stored_text())
}

fn unknown_account_or_id(policy: &Policy<Trust>, snapshot: &Snapshot) -> Option<Findings> {
    let exists = |id: &str| id.parse::<AccountId>().is_ok_and(|id| snapshot.account(id).is_some());
    let accounts = policy.principal_accounts().filter(|(_, id)| !exists(id));
    let ids = policy.principal_ids().filter(|(_, id)| snapshot.arn_of_id(id).is_none());
    let (span, value) = accounts.chain(ids).min_by_key(|(span, _)| span.start)?;
    // The refusal quotes the entry as it was written, an account's id or its root ARN.
    let literal = policy.text().get(span.start as usize..span.end as usize);
    let written = literal.and_then(|literal| serde_json::from_str::<String>(literal).ok());
    Some(Findings::unknown_principal(Dialect::Trust, span, written.as_deref().unwrap_or(value)))
}

/// A trust policy as it is shown: with the ARNs that its principals have now, or the bare ids of those that are gone.
pub(super) fn shown_trust(stored: &str, snapshot: &Snapshot) -> String {
    match Policy::<Trust>::parse(stored) {
        Ok(policy) => policy.render(|id| snapshot.arn_of_id(id)),
        Err(_) => stored.to_owned(),
    }
}

fn malformed(findings: &Findings) -> ApiError {
    ApiError::new(findings.aws_code(), 400, findings.aws_message())
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
