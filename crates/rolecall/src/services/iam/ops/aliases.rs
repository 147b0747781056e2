//! The account alias (R4.68): one for an account, unique over all accounts.

use crate::directory::entities::{AliasClaim, Global};
use crate::services::iam::prelude::*;
use rolecall_policy::AccountId;

impl IamOperation for api::CreateAccountAlias {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        if input.account_alias.parse::<AccountId>().is_ok() {
            return Err(ApiError::validation("The account alias must not be a 12 digit number."));
        }
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (alias, snapshot) = (&input.account_alias, call.snapshot);
        let before = call.own_account()?;
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
        edit.create(&AliasClaim { alias: alias.clone(), account: call.account })?;
        edit.modify(before, |account| account.alias = Some(alias.clone()))?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteAccountAlias {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let alias = &input.account_alias;
        let before = call.own_account()?;
        if before.alias.as_ref() != Some(alias) {
            return Err(errors::alias_missing(alias));
        }
        if let Some(claim) = call.snapshot.find::<AliasClaim>(Global, alias) {
            edit.delete(claim);
        }
        edit.modify(before, |account| account.alias = None)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::ListAccountAliases {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let list = call.list(&[], input.marker.as_deref(), input.max_items);
        let page = list.page(call.own_account()?.alias.clone(), String::clone)?;
        let is_truncated = page.is_truncated();
        Ok(api::ListAccountAliasesOutput { account_aliases: page.items, is_truncated, marker: page.marker })
    }
}
