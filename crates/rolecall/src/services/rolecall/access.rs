//! What must be allowed to whoever wants to know something of an account.

use crate::services::RequiredPermission;
use rolecall_policy::AccountId;

/// `action` on an account as a whole.
pub(super) fn to_account(action: &'static str, account: AccountId) -> RequiredPermission {
    let resource = format!("arn:aws:rolecall::{account}:account");
    RequiredPermission { account: Some(account), ..RequiredPermission::on(action, resource) }
}
