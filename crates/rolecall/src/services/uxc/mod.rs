//! AWS User Experience Customization: what the console of an account looks like. A REST-JSON service.
//!
//! The settings are of an account, and those who sign in see them. They permit and forbid nothing.

mod customizations;
mod list_services;

use super::operation::{EventClass, OperationFacts};
use super::service::{DenialStyle, Protocol, RegionRule, Service};
use crate::services::operation::Effect;
use rolecall_catalog::api::uxc as api;
use rolecall_catalog::operation::ApiOperation;

/// The descriptor.
pub static SERVICE: Service = Service {
    name: "uxc",
    region: RegionRule::Global,
    protocol: Protocol::RestJson {
        operations: &[&api::GetAccountCustomizations, &api::ListServices, &api::UpdateAccountCustomizations],
    },
    denials: DenialStyle::PLAIN,
    // As IAM's.
    requests_per_second: Some(600),
};

/// Name, effect and class of an operation of the model.
fn facts<Op: ApiOperation>() -> OperationFacts<'static> {
    let effect = if Op::READ_ONLY { Effect::Reads } else { Effect::Changes };
    OperationFacts { service: SERVICE.name, name: Op::NAME, effect, class: EventClass::Management }
}
