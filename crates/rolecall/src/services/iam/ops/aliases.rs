//! The account alias (R4.68): one for an account, unique over all accounts.

use crate::api::error::ApiError;
use crate::directory::entities::AliasClaim;
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::iam::pages::List;
use crate::services::iam::target::Target;
use crate::services::iam::{Iam, IamOperation, change, faults};
use crate::services::operation::Asked;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::query::NoOutput;
use rolecall_policy::AccountId;

impl IamOperation for api::CreateAccountAlias {
    fn targets(input: &Self::Input, _: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        if input.account_alias.parse::<AccountId>().is_ok() {
            return Err(ApiError::validation("The account alias must not be a 12 digit number."));
        }
        Ok(vec![Target::account_wide()])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (alias, id) = (&request.input().account_alias, request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let before = snapshot.account(id).ok_or_else(ApiError::internal)?;
            if before.alias.as_ref() == Some(alias) {
                return Ok(());
            }
            if snapshot.alias(alias).is_some() {
                return Err(faults::alias_exists(alias));
            }
            // A second alias replaces the first.
            if let Some(claim) = before.alias.as_ref().and_then(|old| snapshot.alias(old)) {
                edit.delete(claim);
            }
            let mut account = before.entity().clone();
            account.alias = Some(alias.clone());
            edit.create(&AliasClaim { alias: alias.clone(), account: id })?;
            edit.update(before, &account)
        })
        .await?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteAccountAlias {
    fn targets(_: &Self::Input, _: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::account_wide()])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (alias, id) = (&request.input().account_alias, request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let before = snapshot.account(id).ok_or_else(ApiError::internal)?;
            if before.alias.as_ref() != Some(alias) {
                return Err(faults::alias_missing(alias));
            }
            if let Some(claim) = snapshot.alias(alias) {
                edit.delete(claim);
            }
            let mut account = before.entity().clone();
            account.alias = None;
            edit.update(before, &account)
        })
        .await?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::ListAccountAliases {
    fn targets(_: &Self::Input, _: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::account_wide()])
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let (input, id) = (request.input(), request.caller().account()?);
        let list = List::new(&["ListAccountAliases", &id.to_string()], input.marker.as_deref(), input.max_items);
        let account = request.snapshot().account(id).ok_or_else(ApiError::internal)?;
        let page = list.page(account.alias.clone(), String::clone)?;
        let is_truncated = page.is_truncated();
        Ok(api::ListAccountAliasesOutput { account_aliases: page.items, is_truncated, marker: page.marker })
    }
}
