//! `DescribeActions`: what the authorization reference says of services, for completion and for editors.

use super::reads;
use crate::api::error::ApiError;
use crate::node::Node;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, RequiredPermission, Requires};
use rolecall_catalog::authorization;
use rolecall_catalog::authorization::{AccessLevel, Action, ConditionKey, GLOBAL_CONDITION_KEYS, Service};
use rolecall_catalog::validation::{Pattern, Text};
use rolecall_catalog::{output, readable, writable};

/// The prefix of a service's actions.
static PREFIX: Text = Text::ANY.min(1).max(64).pattern(&PREFIX_PATTERN);
static PREFIX_PATTERN: Pattern = Pattern::new("[A-Za-z0-9-]+", "[A-Za-z0-9-]+");

readable! {
    /// The input of `DescribeActions`.
    DescribeActionsInput {
        service: Option<String> = "Service" optional(PREFIX),
    }
}

writable! {
    /// A service.
    DescribedService {
        prefix: String = "Prefix",
        name: String = "Name",
    }
}

writable! {
    /// An action of a service.
    DescribedAction {
        name: String = "Name",
        access_level: String = "AccessLevel",
        resource_types: Vec<String> = "ResourceTypes",
        condition_keys: Vec<String> = "ConditionKeys",
    }
}

writable! {
    /// A kind of resource.
    DescribedResourceType {
        name: String = "Name",
        arn_formats: Vec<String> = "ArnFormats",
    }
}

output! {
    /// The output of `DescribeActions`: the services, or what one of them has.
    DescribeActionsOutput {
        services: Option<Vec<DescribedService>> = "Services",
        actions: Option<Vec<DescribedAction>> = "Actions",
        resource_types: Option<Vec<DescribedResourceType>> = "ResourceTypes",
        condition_keys: Option<Vec<String>> = "ConditionKeys",
    }
}

/// The operation.
pub(super) struct DescribeActions;

impl Operation for DescribeActions {
    type Input = DescribeActionsInput;
    type Output = DescribeActionsOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        reads("DescribeActions")
    }

    fn requires(&self, _: &Self::Input, _: &CallContext<'_>) -> Result<Requires, ApiError> {
        // It tells nothing of any account.
        Ok(RequiredPermission::on("rolecall:DescribeActions", "*").into())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let Some(prefix) = request.input().service.clone() else {
            // Reading all services takes some ten milliseconds the first time.
            return node.work.run(all).await;
        };
        let service = authorization().service(&prefix);
        let service = service.ok_or_else(|| {
            ApiError::new("ResourceNotFoundException", 400, format!("There is no service with the prefix {prefix}."))
        })?;
        Ok(described(service))
    }
}

fn all() -> DescribeActionsOutput {
    let services = authorization()
        .services()
        .map(|service| DescribedService { prefix: service.prefix.to_owned(), name: service.name.to_owned() });
    DescribeActionsOutput { services: Some(services.collect()), ..DescribeActionsOutput::default() }
}

fn described(service: &'static Service) -> DescribeActionsOutput {
    let types = service.resource_types().map(|kind| DescribedResourceType {
        name: kind.name().to_owned(),
        arn_formats: kind.arn_templates().map(str::to_owned).collect(),
    });
    // Keys that every request may have come after those of the service.
    let keys = service.condition_keys().iter().chain(GLOBAL_CONDITION_KEYS).map(|key| key.name);
    DescribeActionsOutput {
        services: None,
        actions: Some(service.actions().map(action).collect()),
        resource_types: Some(types.collect()),
        condition_keys: Some(unique(keys)),
    }
}

fn action(action: Action) -> DescribedAction {
    let of_resources = action.resources().flat_map(|needed| {
        let keys: Vec<ConditionKey> = needed.condition_keys().chain(needed.resource_type.condition_keys()).collect();
        keys
    });
    DescribedAction {
        name: action.name().to_owned(),
        access_level: level(action.level()).to_owned(),
        resource_types: action.resources().map(|needed| needed.resource_type.name().to_owned()).collect(),
        condition_keys: unique(action.condition_keys().chain(of_resources).map(|key| key.name)),
    }
}

/// What IAM's console calls the level.
pub(super) fn level(level: AccessLevel) -> &'static str {
    match level {
        AccessLevel::List => "List",
        AccessLevel::Read => "Read",
        AccessLevel::Write => "Write",
        AccessLevel::Tagging => "Tagging",
        AccessLevel::PermissionsManagement => "Permissions management",
    }
}

fn unique(names: impl Iterator<Item = &'static str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        if !all.iter().any(|known| known == name) {
            all.push(name.to_owned());
        }
    }
    all
}
