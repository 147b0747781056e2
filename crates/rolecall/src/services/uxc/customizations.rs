//! `GetAccountCustomizations` and `UpdateAccountCustomizations`.

use super::facts;
use super::list_services::is_listed;
use crate::api::error::ApiError;
use crate::directory::entities::{Account, Customizations};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::node::Node;
use crate::services::rest_json::RestJson;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, RequiredPermission, Requires};
use rolecall_catalog::api::uxc::{
    GetAccountCustomizations, GetAccountCustomizationsInput, GetAccountCustomizationsOutput,
    UpdateAccountCustomizations, UpdateAccountCustomizationsInput, UpdateAccountCustomizationsOutput,
};
use rolecall_catalog::json::Json;
use rolecall_catalog::regions::is_region;
use rolecall_catalog::rest::Request;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// The color of an account that has none.
const NO_COLOR: &str = "none";

/// The caller's account.
fn own(snapshot: &Snapshot, account: AccountId) -> Result<&Arc<Stored<Account>>, ApiError> {
    snapshot.account(account).ok_or_else(|| ApiError::internal("the caller's account is not there"))
}

/// Color, services and Regions as they are answered.
fn shown(of: &Customizations) -> (Option<String>, Option<Vec<String>>, Option<Vec<String>>) {
    let color = of.color.clone().unwrap_or_else(|| NO_COLOR.to_owned());
    (Some(color), of.visible_services.clone(), of.visible_regions.clone())
}

impl Operation for GetAccountCustomizations {
    type Input = GetAccountCustomizationsInput;
    type Output = GetAccountCustomizationsOutput;
    /// The caller's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>()
    }

    fn requires(&self, _: &Self::Input, call: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        Ok(Requires::one(RequiredPermission::on("uxc:GetAccountCustomizations", "*"), call.caller.account()?))
    }

    async fn handle(request: Authorized<Self>, _: &Node) -> Result<Self::Output, ApiError> {
        let (account_color, visible_services, visible_regions) =
            shown(&own(request.snapshot(), *request.prepared())?.customizations);
        Ok(GetAccountCustomizationsOutput { account_color, visible_services, visible_regions })
    }
}

impl RestJson for GetAccountCustomizations {
    fn input(members: GetAccountCustomizationsInput, _: &Request<'_>) -> GetAccountCustomizationsInput {
        members
    }
}

/// What a request says of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Setting {
    /// Nothing: it stays.
    Kept,
    /// `null`: there is no list any more.
    Reset,
    /// This is the list from now on.
    Set(Vec<String>),
}

impl Setting {
    fn read(given: Option<Vec<String>>, is_null: bool) -> Self {
        match given {
            Some(list) => Self::Set(list),
            None if is_null => Self::Reset,
            None => Self::Kept,
        }
    }

    fn apply(&self, to: &mut Option<Vec<String>>) {
        match self {
            Self::Kept => {}
            Self::Reset => *to = None,
            Self::Set(list) => *to = Some(list.clone()),
        }
    }

    /// The first entry that is none of those there are.
    fn unknown(&self, is_known: fn(&str) -> bool) -> Option<&str> {
        let Self::Set(list) = self else { return None };
        list.iter().map(String::as_str).find(|entry| !is_known(entry))
    }
}

/// What changes.
#[derive(Debug, Clone)]
pub struct Changes {
    color: Option<String>,
    services: Setting,
    regions: Setting,
}

impl Operation for UpdateAccountCustomizations {
    type Input = Changes;
    type Output = UpdateAccountCustomizationsOutput;
    /// The caller's account.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>()
    }

    fn requires(&self, _: &Changes, call: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        Ok(Requires::one(RequiredPermission::on("uxc:UpdateAccountCustomizations", "*"), call.caller.account()?))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let Changes { color, services, regions } = request.input();
        if let Some(service) = services.unknown(is_listed) {
            let message = format!("visibleServices has {service}, which is no service that ListServices returns");
            return Err(ApiError::validation(message).about("visibleServices"));
        }
        if let Some(region) = regions.unknown(is_region) {
            let message = format!("visibleRegions has {region}, which is not a Region");
            return Err(ApiError::validation(message).about("visibleRegions"));
        }
        let change = |account: &mut Account| {
            let own = &mut account.customizations;
            if let Some(color) = color {
                own.color = (color != NO_COLOR).then(|| color.clone());
            }
            services.apply(&mut own.visible_services);
            regions.apply(&mut own.visible_regions);
        };
        let changed = request.change(node, |call, account, edit| edit.modify(own(call.snapshot, *account)?, change));
        let (account_color, visible_services, visible_regions) = shown(&changed.await?.customizations);
        Ok(UpdateAccountCustomizationsOutput { account_color, visible_services, visible_regions })
    }
}

impl RestJson for UpdateAccountCustomizations {
    fn input(members: UpdateAccountCustomizationsInput, request: &Request<'_>) -> Changes {
        let body = Json::parse(request.body);
        let is_null = |name: &str| match &body {
            Ok(Json::Object(members)) => members.get(name) == Some(&Json::Null),
            _ => false,
        };
        Changes {
            color: members.account_color,
            services: Setting::read(members.visible_services, is_null("visibleServices")),
            regions: Setting::read(members.visible_regions, is_null("visibleRegions")),
        }
    }
}
