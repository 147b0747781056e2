//! The account alias (R4.68): one for an account, unique over all accounts.

use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::{AliasClaim, Global};
use crate::services::iam::call::{IamCall, Permissions};
use crate::services::iam::{IamOperation, errors};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::NoOutput;
use rolecall_policy::AccountId;

impl IamOperation for api::CreateAccountAlias {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        if input.account_alias.parse::<AccountId>().is_ok() {
            return Err(ApiError::validation("The account alias must not be a 12 digit number."));
        }
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let snapshot = call.snapshot;
        let (alias, id) = (&input.account_alias, call.account);
        let before =
            snapshot.account(id).ok_or_else(|| ApiError::internal("the caller's account is not in the directory"))?;
        if before.alias.as_ref() == Some(alias) {
            return Ok(NoOutput);
        }
        if snapshot.find::<AliasClaim>(Global, alias).is_some() {
            return Err(errors::alias_exists(alias));
        }
        // A second alias replaces the first.
        if let Some(claim) = before.alias.as_ref().and_then(|old| snapshot.find::<AliasClaim>(Global, old)) {
            edit.delete(claim);
        }
        let mut account = before.entity().clone();
        account.alias = Some(alias.clone());
        edit.create(&AliasClaim { alias: alias.clone(), account: id })?;
        edit.update(before, &account)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteAccountAlias {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let snapshot = call.snapshot;
        let (alias, id) = (&input.account_alias, call.account);
        let before =
            snapshot.account(id).ok_or_else(|| ApiError::internal("the caller's account is not in the directory"))?;
        if before.alias.as_ref() != Some(alias) {
            return Err(errors::alias_missing(alias));
        }
        if let Some(claim) = snapshot.find::<AliasClaim>(Global, alias) {
            edit.delete(claim);
        }
        let mut account = before.entity().clone();
        account.alias = None;
        edit.update(before, &account)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::ListAccountAliases {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let id = call.account;
        let list = call.list(&[], input.marker.as_deref(), input.max_items);
        let account = call
            .snapshot
            .account(id)
            .ok_or_else(|| ApiError::internal("the caller's account is not in the directory"))?;
        let page = list.page(account.alias.clone(), String::clone)?;
        let is_truncated = page.is_truncated();
        Ok(api::ListAccountAliasesOutput { account_aliases: page.items, is_truncated, marker: page.marker })
    }
}
