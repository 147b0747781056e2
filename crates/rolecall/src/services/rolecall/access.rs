//! What must be allowed to whoever wants to know something of an account.

use crate::api::error::ApiError;
use crate::services::RequiredPermission;
use rolecall_policy::{AccountId, Arn};

/// `action` on an account as a whole.
pub(super) fn to_account(action: &'static str, account: AccountId) -> RequiredPermission {
    let resource = format!("arn:aws:rolecall::{account}:account");
    RequiredPermission { account: Some(account), ..RequiredPermission::on(action, resource) }
}

/// The account of an ARN of IAM or STS, whose resource begins in one of these ways.
///
/// # Errors
/// `ValidationException`.
pub(super) fn account_of(arn: &str, kinds: &[&str]) -> Result<AccountId, ApiError> {
    let is_of_kind = |resource: &str| kinds.iter().any(|kind| resource.starts_with(kind));
    let parsed = Arn::parse(arn).filter(|it| {
        it.partition == "aws" && matches!(it.service, "iam" | "sts") && it.region.is_empty() && is_of_kind(it.resource)
    });
    let account = parsed.and_then(|arn| arn.account.parse().ok());
    account.ok_or_else(|| ApiError::validation(format!("{arn} is invalid")))
}

/// There is nobody of this ARN. Only whoever may read the account is told.
pub(super) fn missing(arn: &str) -> ApiError {
    ApiError::new("ResourceNotFoundException", 400, format!("There is no {arn}."))
}
