//! The password of the root user of an account. AWS's way is by electronic mail; here whoever has the data directory sets it.

use super::password;
use crate::api::error::ApiError;
use crate::directory::entities::LoginProfile;
use crate::node::Node;
use crate::secrets::Secret;
use rolecall_policy::AccountId;

/// Sets the password, in place of the one that there is. It must satisfy the policy of accounts without one of their own:
/// password policies are about users (R4.18).
///
/// # Errors
/// `PasswordPolicyViolation`; the account is gone.
pub async fn set(node: &Node, account: AccountId, password: &Secret) -> Result<(), ApiError> {
    let name = node.directory.snapshot().account(account).map(|account| account.name.clone()).unwrap_or_default();
    password::check_default_policy(password, &name)?;
    let hash = password::hash(password.clone(), &*node.entropy).await?;
    let now = node.clock.now();
    let change = node.directory.change(|snapshot, edit| {
        let owner = snapshot.account(account).ok_or_else(|| ApiError::validation("There is no such account."))?;
        let sealed_hash = node.seal::<LoginProfile>(account, LoginProfile::ROOT, &hash)?;
        match snapshot.find::<LoginProfile>(account, LoginProfile::ROOT) {
            Some(before) => {
                let mut profile = before.entity().clone();
                profile.set_hash(sealed_hash, now);
                edit.update(before, &profile)
            }
            None => {
                edit.touch(owner)?;
                edit.create(&LoginProfile {
                    account,
                    user: LoginProfile::ROOT.to_owned(),
                    sealed_hash,
                    sealed_previous: Vec::new(),
                    created: now,
                    replaced: None,
                    reset_required: false,
                })
            }
        }
    });
    change.await
}
