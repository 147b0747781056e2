//! What IAM says when something is wrong (section 4.4): one function for each message.

use crate::api::error::ApiError;
use crate::directory::quota::limit_exceeded;

fn no_such_entity(message: String) -> ApiError {
    ApiError::new("NoSuchEntity", 404, message)
}

fn exists(message: String) -> ApiError {
    ApiError::new("EntityAlreadyExists", 409, message)
}

pub(super) fn conflict(message: &str) -> ApiError {
    ApiError::new("DeleteConflict", 409, message)
}

/// What is wrong with a question to the simulator, among others.
pub(super) fn invalid_input(message: impl Into<String>) -> ApiError {
    ApiError::new("InvalidInput", 400, message)
}

pub(super) fn user_missing(name: &str) -> ApiError {
    no_such_entity(format!("The user with name {name} cannot be found."))
}

pub(super) fn group_missing(name: &str) -> ApiError {
    no_such_entity(format!("The group with name {name} cannot be found."))
}

pub(super) fn role_missing(name: &str) -> ApiError {
    no_such_entity(format!("The role with name {name} cannot be found."))
}

/// `owner` is `user`, `group` or `role`.
pub(super) fn inline_policy_missing(owner: &str, name: &str) -> ApiError {
    no_such_entity(format!("The {owner} policy with name {name} cannot be found."))
}

/// Of policies that one wants to attach, or to see the versions of.
pub(super) fn policy_not_attachable(arn: &str) -> ApiError {
    no_such_entity(format!("Policy {arn} does not exist or is not attachable."))
}

pub(super) fn version_missing(arn: &str, version: &str) -> ApiError {
    no_such_entity(format!("Policy {arn} version {version} does not exist or is not attachable."))
}

/// Of policies that one wants to get, delete, tag or detach.
pub(super) fn policy_missing(arn: &str) -> ApiError {
    no_such_entity(format!("Policy {arn} was not found."))
}

pub(super) fn unparsable_arn() -> ApiError {
    ApiError::validation("Invalid ARN:  Could not be parsed!")
}

pub(super) fn boundary_not_a_policy(arn: &str) -> ApiError {
    invalid_input(format!("ARN {arn} is not valid."))
}

pub(super) fn boundary_missing(arn: &str) -> ApiError {
    no_such_entity(format!("Scope ARN: {arn} does not exist or is not attachable."))
}

pub(super) fn instance_profile_missing(name: &str) -> ApiError {
    no_such_entity(format!("Instance Profile {name} cannot be found."))
}

pub(super) fn role_not_in_profile(role: &str, profile: &str) -> ApiError {
    no_such_entity(format!("Role {role} in Instance Profile {profile} cannot be found."))
}

pub(super) fn access_key_missing(id: &str) -> ApiError {
    no_such_entity(format!("The Access Key with id {id} cannot be found."))
}

/// What even an administrator is told about a key that does not exist.
pub(super) fn access_key_unknown(caller: &str, id: &str) -> ApiError {
    ApiError::access_denied(format!(
        "User: {caller} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key {id}"
    ))
}

pub(super) fn mfa_device_missing(serial_number: &str) -> ApiError {
    no_such_entity(format!("MFA Device with serial number {serial_number} does not exist."))
}

pub(super) fn user_exists(name: &str) -> ApiError {
    exists(format!("User with name {name} already exists."))
}

pub(super) fn group_exists(name: &str) -> ApiError {
    exists(format!("Group with name {name} already exists."))
}

pub(super) fn role_exists(name: &str) -> ApiError {
    exists(format!("Role with name {name} already exists."))
}

pub(super) fn policy_exists(name: &str) -> ApiError {
    exists(format!("A policy called {name} already exists. Duplicate names are not allowed."))
}

pub(super) fn instance_profile_exists(name: &str) -> ApiError {
    exists(format!("Instance Profile {name} already exists."))
}

pub(super) fn mfa_device_exists() -> ApiError {
    exists("MFA device already exists.".to_owned())
}

pub(super) fn mfa_device_in_use() -> ApiError {
    exists("MFA Device is already in use.".to_owned())
}

pub(super) fn alias_exists(alias: &str) -> ApiError {
    exists(format!("The account alias {alias} already exists."))
}

pub(super) fn alias_missing(alias: &str) -> ApiError {
    no_such_entity(format!("The account alias with name {alias} cannot be found."))
}

pub(super) fn has_inline_policies() -> ApiError {
    conflict("Cannot delete entity, must delete policies first.")
}

pub(super) fn has_attached_policies() -> ApiError {
    conflict("Cannot delete entity, must detach all policies first.")
}

/// Of a user in groups, and of a group with members.
pub(super) fn has_memberships() -> ApiError {
    conflict("Cannot delete entity, must remove users from group first.")
}

/// Of a role in an instance profile, and of a profile with a role.
pub(super) fn has_instance_profile_roles() -> ApiError {
    conflict("Cannot delete entity, must remove roles from instance profile first.")
}

pub(super) fn policy_attached() -> ApiError {
    conflict("Cannot delete a policy attached to entities.")
}

pub(super) fn policy_has_versions() -> ApiError {
    conflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. \
         The default version is deleted with the policy.",
    )
}

pub(super) fn default_version() -> ApiError {
    conflict("Cannot delete the default version of a policy.")
}

pub(super) fn mfa_device_assigned() -> ApiError {
    conflict("MFA VirtualDevice in use. Must deactivate first.")
}

pub(super) fn too_many_versions() -> ApiError {
    let limit = super::quotas::VERSIONS_PER_POLICY;
    limit_exceeded(format!(
        "A managed policy can have up to {limit} versions. Before you create a new version, you must delete an \
         existing version."
    ))
}

/// `owner` is `user`, `group` or `role`.
pub(super) fn inline_too_large(limit: usize, owner: &str, name: &str) -> ApiError {
    limit_exceeded(format!("Maximum policy size of {limit} bytes exceeded for {owner} {name}"))
}

/// Service-linked roles and those under `/aws-reserved/` (R2.39, R4.38).
pub(super) fn protected_role(name: &str) -> ApiError {
    ApiError::new(
        "UnmodifiableEntity",
        400,
        format!("Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"),
    )
}

/// A policy that is made for service-linked roles (R4.32).
pub(super) fn service_role_policy(owner: &str) -> ApiError {
    let mut letters = owner.chars();
    let owner: String = letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
    ApiError::new("PolicyNotAttachable", 400, format!("Cannot attach a Service Role Policy to a Customer {owner}."))
}

pub(super) fn invalid_authentication_code() -> ApiError {
    ApiError::new("InvalidAuthenticationCode", 403, "Authentication code for device is not valid")
}

pub(super) fn user_name_needed() -> ApiError {
    ApiError::validation("Must specify userName when calling with non-User credentials")
}

pub(super) fn bad_path() -> ApiError {
    ApiError::validation(
        "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric \
         characters and/or / characters.",
    )
}

pub(super) fn too_many_tags() -> ApiError {
    limit_exceeded("The number of tags has reached the maximum limit.")
}

/// `keys_fold`: of users and roles, whose tag keys are unique ignoring case (R4.11).
pub(super) fn duplicate_tags(keys_fold: bool) -> ApiError {
    invalid_input(if keys_fold {
        "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    } else {
        "Duplicate tag keys found."
    })
}

/// Keys that begin with `aws:` are AWS's own (R4.10).
pub(super) fn reserved_tag() -> ApiError {
    invalid_input("Tag keys cannot start with 'aws:'. This prefix is reserved for AWS use.")
}

pub(super) fn bad_marker() -> ApiError {
    ApiError::validation("Invalid Marker.")
}

/// Credentials that IAM does not take (sts.md, table of restrictions).
pub(super) fn credentials_not_taken() -> ApiError {
    ApiError::new("InvalidClientTokenId", 403, "The security token included in the request is invalid")
}

/// What is said to hold policies is no user, group or role (obs: field).
pub(super) fn unclear_entity(arn: &str) -> ApiError {
    invalid_input(format!("Invalid Entity Arn: {arn} does not clearly define entity type and name."))
}

/// `ResourceArns` (obs: field).
pub(super) fn resource_not_arn(text: &str) -> ApiError {
    invalid_input(format!("ResourceNames are not in a valid ARN format: {text}."))
}

/// `ResourceOwner` (obs: field).
pub(super) fn not_an_owner(text: &str) -> ApiError {
    invalid_input(format!("'{text}' is not a valid as a Resource Owner."))
}

/// A resource policy names principals, so somebody has to call.
pub(super) fn caller_needed() -> ApiError {
    invalid_input("CallerArn is required with ResourcePolicy, unless PolicySourceArn is the ARN of an IAM user.")
}

/// `CallerArn`.
pub(super) fn caller_not_user(arn: &str) -> ApiError {
    invalid_input(format!("Invalid CallerArn: {arn} is not the ARN of an IAM user."))
}

/// A policy that comes with a question; `name` is its parameter.
pub(super) fn unreadable_policy(name: &str, detail: &str) -> ApiError {
    invalid_input(format!("{name} is not a valid policy: {detail}."))
}
