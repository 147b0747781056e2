//! What the text of the resource tells, beside whether statements match it.

use super::guardrails::{SERVICE_LINKED_ROLES, service_assumes_role};
use super::reserved::{AWS_POLICIES, is_reserved};
use super::resource::Owners;
use crate::arn::Arn;
use crate::matching::action::AskedAction;
use crate::names::AccountId;
use crate::request::Request;

/// Facts on which a decision depends and which follow from the resource's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ResourceFacts {
    pub(crate) owners: Owners,
    /// The action changes what is reserved to AWS (R2.39).
    pub(crate) reserved: bool,
    /// Caller and resource are known to be in different partitions (R2.22).
    pub(crate) other_partition: bool,
    /// A service assumes its service-linked role, which resource control policies never prevent (R2.19).
    pub(crate) assumes_service_linked_role: bool,
}

impl ResourceFacts {
    /// `partition` is the caller's.
    pub(crate) fn of(request: &Request<'_>, action: AskedAction<'_>, partition: Option<&str>) -> Self {
        let arn = Arn::parse(request.resource);
        Self {
            owners: Owners::within(container(request, arn.as_ref()), request),
            reserved: arn.is_some_and(|arn| is_reserved(action, &arn)),
            other_partition: partition.zip(arn).is_some_and(|(own, arn)| own != arn.partition),
            assumes_service_linked_role: service_assumes_role(request.principal, request.class)
                && arn.is_some_and(|arn| SERVICE_LINKED_ROLES.is_of(&arn)),
        }
    }
}

/// The account that holds the resource: what the request says, else the account in the ARN, else the caller's (R2,
/// section 2.1). What belongs to AWS counts as the caller's (R2.39).
fn container(request: &Request<'_>, arn: Option<&Arn<'_>>) -> Option<AccountId> {
    match (arn, request.resource_account) {
        (Some(arn), _) if AWS_POLICIES.is_of(arn) => request.principal.account(),
        (_, Some(account)) => Some(account),
        (arn, None) => arn.and_then(|arn| arn.account.parse().ok()).or_else(|| request.principal.account()),
    }
}
