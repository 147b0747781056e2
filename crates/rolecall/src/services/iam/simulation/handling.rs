//! `ResourceHandlingOption`: calls of EC2 that act on several resources at once.
//!
//! A scenario says which resources there must be. All of them are asked together: the call is allowed only if it is
//! allowed on each.

use crate::api::error::ApiError;
use crate::services::iam::errors;
use rolecall_policy::Arn;

/// Resources that one call can act on at once; EC2's own limits on a call are lower.
const MAX_RESOURCES: usize = 100;

/// A scenario whose resources are all there.
#[derive(Debug, Clone, Copy)]
pub(super) struct ResourceHandling;

/// What every scenario needs, as ARNs of EC2 begin.
const ALWAYS: &[&str] = &["instance", "image", "security-group", "network-interface"];

/// The scenarios, and what each needs beside.
const SCENARIOS: &[(&str, &[&str])] = &[
    ("EC2-VPC-InstanceStore", &[]),
    ("EC2-VPC-InstanceStore-Subnet", &["subnet"]),
    ("EC2-VPC-EBS", &["volume"]),
    ("EC2-VPC-EBS-Subnet", &["volume", "subnet"]),
];

impl ResourceHandling {
    /// The scenario of this name, on these resources.
    ///
    /// # Errors
    /// `InvalidInput`: there is no such scenario, one of its resources is not there, or there are too many.
    pub(super) fn of(name: &str, resources: &[String]) -> Result<Self, ApiError> {
        let Some((_, more)) = SCENARIOS.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = SCENARIOS.iter().map(|(known, _)| *known).collect();
            let known = known.join(", ");
            return Err(errors::invalid_input(format!("ResourceHandlingOption must be one of {known}, not {name}.")));
        };
        if resources.len() > MAX_RESOURCES {
            let message = format!("ResourceHandlingOption {name} takes at most {MAX_RESOURCES} resources.");
            return Err(errors::invalid_input(message));
        }
        let is_there = |kind: &str| resources.iter().any(|arn| is_of(arn, kind));
        let missing: Vec<&str> = ALWAYS.iter().chain(*more).copied().filter(|kind| !is_there(kind)).collect();
        if missing.is_empty() {
            return Ok(Self);
        }
        let missing = missing.join(", ");
        Err(errors::invalid_input(format!(
            "ResourceHandlingOption {name} needs resources that are missing: {missing}."
        )))
    }
}

fn is_of(arn: &str, kind: &str) -> bool {
    let resource = Arn::parse(arn).filter(|arn| arn.service == "ec2").map(|arn| arn.resource);
    resource.and_then(|resource| resource.split_once('/')).is_some_and(|(found, _)| found == kind)
}
