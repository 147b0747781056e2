//! The account's password policy (R4.18).

use crate::directory::entities::PasswordPolicy;
use crate::services::iam::prelude::*;

/// The shortest password of a policy that does not say (R4.18).
const MINIMUM_LENGTH: u8 = 6;

impl IamOperation for api::GetAccountPasswordPolicy {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let policy = call.snapshot.password_policy(call.account);
        let policy = policy.ok_or_else(|| errors::password_policy_missing(&call.account.to_string()))?;
        Ok(api::GetAccountPasswordPolicyOutput {
            password_policy: api::PasswordPolicy {
                minimum_password_length: Some(policy.minimum_length.into()),
                require_symbols: Some(policy.require_symbols),
                require_numbers: Some(policy.require_numbers),
                require_uppercase_characters: Some(policy.require_uppercase),
                require_lowercase_characters: Some(policy.require_lowercase),
                allow_users_to_change_password: Some(policy.allow_users_to_change),
                expire_passwords: Some(policy.max_age.is_some()),
                max_password_age: policy.max_age.map(i32::from),
                password_reuse_prevention: policy.reuse_prevention.map(i32::from),
                hard_expiry: policy.hard_expiry,
            },
        })
    }
}

impl IamOperation for api::UpdateAccountPasswordPolicy {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        // The model bounds the numbers; what is not given has its default, whatever the policy was.
        let policy = PasswordPolicy {
            account: call.account,
            minimum_length: number(input.minimum_password_length)?.unwrap_or(MINIMUM_LENGTH),
            require_symbols: input.require_symbols.unwrap_or_default(),
            require_numbers: input.require_numbers.unwrap_or_default(),
            require_uppercase: input.require_uppercase_characters.unwrap_or_default(),
            require_lowercase: input.require_lowercase_characters.unwrap_or_default(),
            allow_users_to_change: input.allow_users_to_change_password.unwrap_or_default(),
            max_age: number(input.max_password_age)?,
            reuse_prevention: number(input.password_reuse_prevention)?,
            hard_expiry: input.hard_expiry,
        };
        match call.snapshot.password_policy(call.account) {
            Some(before) => edit.update(before, &policy)?,
            None => edit.create(&policy)?,
        }
        Ok(NoOutput)
    }
}

/// A number within the model's bounds.
fn number<T: TryFrom<i32>>(number: Option<i32>) -> Result<Option<T>, ApiError> {
    number.map(T::try_from).transpose().map_err(|_| ApiError::internal("a number beyond its model's bounds"))
}

impl IamOperation for api::DeleteAccountPasswordPolicy {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let policy = call.snapshot.password_policy(call.account);
        edit.delete(policy.ok_or_else(errors::password_policy_gone)?);
        Ok(NoOutput)
    }
}
