//! Service-linked roles: the role a service makes in an account for its own use.

mod table;

/// The role of one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceLinkedRole {
    /// The service principal, the `AWSServiceName` of `CreateServiceLinkedRole`.
    pub principal: &'static str,
    /// The role's name, below the path `/aws-service-role/<principal>/`.
    pub role_name: &'static str,
    /// ARNs of the managed policies attached to it; empty where they are not known.
    pub policies: &'static [&'static str],
    /// Whether `CustomSuffix` may be given, which is appended to the name after an underscore.
    pub custom_suffix: bool,
}

/// The role of the service with this principal. Services beyond this table exist.
#[must_use]
pub fn service_linked_role(principal: &str) -> Option<&'static ServiceLinkedRole> {
    let at = table::ROLES.binary_search_by(|role| role.principal.cmp(principal)).ok()?;
    table::ROLES.get(at)
}

/// Every service-linked role known, ordered by principal.
#[must_use]
pub fn service_linked_roles() -> &'static [ServiceLinkedRole] {
    table::ROLES
}
