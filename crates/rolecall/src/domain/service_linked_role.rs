//! Service-linked roles (R4.36–R4.38): what a service defines of its role, and how an account gets one. Users ask for one
//! with `CreateServiceLinkedRole`; a service that needs its role makes it in the same change ([`create`]).

use super::role;
use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::Role;
use crate::directory::snapshot::Snapshot;
use crate::node::Node;
use rolecall_catalog::api::iam::errors;
use rolecall_catalog::service_linked_role;
use rolecall_catalog::service_linked_roles::ServiceLinkedRole;
use rolecall_policy::AccountId;

/// Characters of a role's name (section 4.2). The suffix may have as many alone, so the name can be too long.
const ROLE_NAME: usize = 64;

/// What is made of a service's definition, before an account has the role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    definition: &'static ServiceLinkedRole,
    /// `/aws-service-role/<principal>/`.
    pub path: String,
    /// `AWSServiceRoleFor<Service>[_suffix]`.
    pub name: String,
    has_suffix: bool,
}

impl Plan {
    /// The role of the service with this principal.
    ///
    /// # Errors
    /// `AccessDenied` if no service has this principal and a role; `ValidationError` if the name is too long.
    pub fn new(principal: &str, suffix: Option<&str>) -> Result<Self, ApiError> {
        let definition = service_linked_role(principal).ok_or_else(|| no_template(principal))?;
        let name = match suffix {
            Some(suffix) => format!("{}_{suffix}", definition.role_name),
            None => definition.role_name.to_owned(),
        };
        if name.len() > ROLE_NAME {
            return Err(ApiError::validation(format!(
                "1 validation error detected: Value '{name}' at 'roleName' failed to satisfy constraint: Member must \
                 have length less than or equal to {ROLE_NAME}"
            )));
        }
        Ok(Self { definition, path: format!("/aws-service-role/{principal}/"), name, has_suffix: suffix.is_some() })
    }

    /// The trust policy as it is stored, and as `GetRole` and `ListRoles` show it.
    fn trust_policy(&self) -> String {
        let principal = self.definition.principal;
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":"{principal}"}},"Action":"sts:AssumeRole"}}]}}"#
        )
    }

    /// The same trust policy as the answer of `CreateServiceLinkedRole` has it: with lists, members in alphabetical
    /// order.
    #[must_use]
    pub fn shown_trust_policy(&self) -> String {
        let principal = self.definition.principal;
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{{"Service":["{principal}"]}}}}]}}"#
        )
    }
}

/// Makes the role in `account`, as a part of `edit`.
///
/// # Errors
/// `InvalidInput`: the service's role takes no suffix, or the name is taken (R4.37). `LimitExceeded`.
pub fn create(
    plan: &Plan,
    node: &Node,
    snapshot: &Snapshot,
    account: AccountId,
    description: Option<&str>,
    edit: &mut Edit,
) -> Result<Role, ApiError> {
    if plan.has_suffix && !plan.definition.custom_suffix {
        let message = format!("Custom suffix is not allowed for {}", plan.definition.principal);
        return Err(ApiError::of(errors::INVALID_INPUT, message));
    }
    if snapshot.find::<Role>(account, &plan.name).is_some() {
        return Err(ApiError::of(
            errors::INVALID_INPUT,
            format!("Service role name {} has been taken in this account, please try a different suffix.", plan.name),
        ));
    }
    let role = Role {
        description: description.map(str::to_owned),
        attached: plan.definition.policies.iter().map(|arn| (*arn).to_owned()).collect(),
        ..role::new(node, snapshot, account, &plan.path, &plan.name, &plan.trust_policy())?
    };
    edit.create(&role)?;
    Ok(role)
}

/// Makes the role of a service in `account`, as a part of `edit`, unless the account has it.
///
/// # Errors
/// As [`create`].
pub fn ensure(
    principal: &str,
    node: &Node,
    snapshot: &Snapshot,
    account: AccountId,
    edit: &mut Edit,
) -> Result<(), ApiError> {
    let plan = Plan::new(principal, None)?;
    if snapshot.find::<Role>(account, &plan.name).is_none() {
        create(&plan, node, snapshot, account, None, edit)?;
    }
    Ok(())
}

fn no_template(principal: &str) -> ApiError {
    ApiError::access_denied(format!("Cannot find Service Linked Role template for {principal}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R4.36: every role that a service defines has a name that a role can have, and a trust policy that a role can have.
    #[test]
    fn every_definition_makes_a_role() {
        for definition in rolecall_catalog::service_linked_roles() {
            let plan = Plan::new(definition.principal, None).unwrap();
            assert_eq!(plan.name, definition.role_name);
            let stored = role::bind_trust(&plan.trust_policy(), &Snapshot::default()).unwrap();
            assert_eq!(stored, plan.trust_policy());
            let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            let shown = value(&plan.shown_trust_policy());
            assert_eq!(shown["Statement"][0]["Principal"]["Service"][0], definition.principal);
            assert_eq!(value(&stored)["Statement"][0]["Principal"]["Service"], definition.principal);
        }
    }

    /// R4.36: a name with its suffix has at most 64 characters.
    #[test]
    fn a_suffix_leaves_room_for_the_name() {
        let room = ROLE_NAME - "AWSServiceRoleForAutoScaling_".len();
        let longest = "x".repeat(room);
        assert_eq!(Plan::new("autoscaling.amazonaws.com", Some(&longest)).unwrap().name.len(), ROLE_NAME);
        let refused = Plan::new("autoscaling.amazonaws.com", Some(&format!("{longest}x"))).unwrap_err();
        assert_eq!((&*refused.code, refused.status), ("ValidationError", 400));
    }
}
