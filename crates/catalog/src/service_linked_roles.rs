//! Service-linked roles: the role a service makes in an account for its own use.

use std::sync::LazyLock;

/// The role of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLinkedRole {
    /// The service principal, the `AWSServiceName` of `CreateServiceLinkedRole`.
    pub principal: &'static str,
    /// The role's name, below the path `/aws-service-role/<principal>/`.
    pub role_name: &'static str,
    /// Whether `CustomSuffix` may be given, which is appended to the name after an underscore.
    pub custom_suffix: bool,
    /// ARNs of the managed policies attached to it; empty where there are none.
    pub policies: Vec<&'static str>,
}

static ALL: LazyLock<Vec<ServiceLinkedRole>> =
    LazyLock::new(|| include_str!("../data/service-linked-roles.txt").lines().filter_map(read).collect());

/// A line: principal, name, `suffix` or `-`, policies.
fn read(line: &'static str) -> Option<ServiceLinkedRole> {
    let mut words = line.split(' ');
    let (principal, role_name, suffix) = (words.next()?, words.next()?, words.next()?);
    Some(ServiceLinkedRole { principal, role_name, custom_suffix: suffix == "suffix", policies: words.collect() })
}

/// The role of the service with this principal. Services beyond this table exist.
#[must_use]
pub fn service_linked_role(principal: &str) -> Option<&'static ServiceLinkedRole> {
    let at = ALL.binary_search_by(|role| role.principal.cmp(principal)).ok()?;
    ALL.get(at)
}

/// Every service-linked role known, ordered by principal.
#[must_use]
pub fn service_linked_roles() -> &'static [ServiceLinkedRole] {
    &ALL
}
