//! What IAM says when something is wrong (section 4.4): one function for each message.

use crate::api::error::ApiError;
use crate::directory::quota::limit_exceeded;
use rolecall_catalog::api::iam::errors as model;

/// Functions that make errors of the model: the error, then a line for each message.
macro_rules! errors {
    ($($error:ident { $($(#[$meta:meta])* $name:ident($($parameter:ident),*) $message:literal)* })*) => {
        $($(
            $(#[$meta])*
            pub(super) fn $name($($parameter: &str),*) -> ApiError {
                ApiError::of(model::$error, format!($message))
            }
        )*)*
    };
}

errors! {
    NO_SUCH_ENTITY {
        user_missing(name) "The user with name {name} cannot be found."
        group_missing(name) "The group with name {name} cannot be found."
        role_missing(name) "The role with name {name} cannot be found."
        /// `owner` is `user`, `group` or `role`.
        inline_policy_missing(owner, name) "The {owner} policy with name {name} cannot be found."
        /// For operations that attach a policy, or work on its versions.
        policy_not_attachable(arn) "Policy {arn} does not exist or is not attachable."
        version_missing(arn, version) "Policy {arn} version {version} does not exist or is not attachable."
        /// For operations that get, delete, tag or detach a policy.
        policy_missing(arn) "Policy {arn} was not found."
        boundary_missing(arn) "Scope ARN: {arn} does not exist or is not attachable."
        instance_profile_missing(name) "Instance Profile {name} cannot be found."
        role_not_in_profile(role, profile) "Role {role} in Instance Profile {profile} cannot be found."
        access_key_missing(id) "The Access Key with id {id} cannot be found."
        mfa_device_missing(serial_number) "MFA Device with serial number {serial_number} does not exist."
        virtual_mfa_device_missing(serial_number) "VirtualMFADevice with serial number {serial_number} doesn't exist."
        login_profile_missing(user) "Login Profile for User {user} cannot be found."
        password_policy_missing(account) "The Password Policy with domain name {account} cannot be found."
        password_policy_gone() "The account policy with name PasswordPolicy cannot be found."
        saml_provider_missing(arn) "Manifest not found for arn {arn}"
        oidc_provider_missing(arn) "OpenId connect Provider {arn} cannot be found."
        /// What `GetOpenIDConnectProvider` says.
        oidc_provider_not_found(arn) "OpenIDConnect Provider not found for arn {arn}"
        alias_missing(alias) "The account alias with name {alias} cannot be found."
        ssh_public_key_missing(id) "The Public Key with id {id} cannot be found."
        signing_certificate_missing(id) "The Certificate with id {id} cannot be found."
        server_certificate_missing(name) "The Server Certificate with name {name} cannot be found."
        service_without_credentials(service) "No such service {service} is supported for Service Specific Credentials"
        service_credential_missing(id) "No such credential {id} exists"
        job_missing(id) "The job with id {id} cannot be found."
        service_not_in_job(namespace) "The service {namespace} is not in the job."
        role_template_missing(arn) "Role template {arn} cannot be found."
        delegation_request_missing(id) "Delegation request {id} cannot be found."
        deletion_task_missing(id) "The deletion task with id {id} cannot be found."
    }
    ENTITY_ALREADY_EXISTS {
        user_exists(name) "User with name {name} already exists."
        group_exists(name) "Group with name {name} already exists."
        role_exists(name) "Role with name {name} already exists."
        policy_exists(name) "A policy called {name} already exists. Duplicate names are not allowed."
        instance_profile_exists(name) "Instance Profile {name} already exists."
        mfa_device_exists() "MFADevice entity at the same path and name already exists."
        mfa_device_in_use() "MFA Device is already in use."
        login_profile_exists(user) "Login Profile for user {user} already exists."
        server_certificate_exists(name) "The Server Certificate with name {name} already exists."
        saml_provider_exists(name) "Provider with name {name} already exists."
        oidc_provider_exists(url) "Provider with url {url} already exists."
        workflow_exists(id) "A delegation request with the requestor workflow id {id} already exists."
        alias_exists(alias) "The account alias {alias} already exists."
    }
    DELETE_CONFLICT {
        has_inline_policies() "Cannot delete entity, must delete policies first."
        has_attached_policies() "Cannot delete entity, must detach all policies first."
        /// For a user in groups, and a group with members.
        has_memberships() "Cannot delete entity, must remove users from group first."
        /// For a role in an instance profile, and a profile with a role.
        has_instance_profile_roles() "Cannot delete entity, must remove roles from instance profile first."
        policy_attached() "Cannot delete a policy attached to entities."
        policy_has_versions() "This policy has more than one version. Before you delete a policy, you must delete the \
            policy's versions. The default version is deleted with the policy."
        default_version() "Cannot delete the default version of a policy."
        mfa_device_assigned() "MFA VirtualDevice in use. Must deactivate first."
    }
    UNMODIFIABLE_ENTITY {
        /// Service-linked roles and those under `/aws-reserved/` (R2.39, R4.38).
        protected_role(name) "Cannot perform the operation on the protected role '{name}' - this role is only \
            modifiable by AWS"
    }
    ENTITY_TEMPORARILY_UNMODIFIABLE {
        login_profile_changing(user) "Login Profile for User {user} is being modified. Try again later."
    }
    PASSWORD_POLICY_VIOLATION {
        password_reused(last) "Password should not be one of the last {last} passwords"
        password_not_new() "The new password should not be the old one"
    }
    INVALID_USER_TYPE {
        not_a_user() "Only IAM Users can change their own password"
    }
    INVALID_AUTHENTICATION_CODE {
        invalid_authentication_code() "Authentication code for device is not valid"
    }
    REPORT_NOT_PRESENT {
        report_not_present() "Credential report not present"
    }
    REPORT_GENERATION_LIMIT_EXCEEDED {
        too_many_reports() "The maximum number of reports is being generated for this account. Try again when one is \
            completed."
    }
    REPORT_EXPIRED {
        report_expired() "Credential report expired"
    }
    INVALID_PUBLIC_KEY {
        invalid_public_key() "The public key is malformed, or not an RSA key of 2048 bits or more."
    }
    UNRECOGNIZED_PUBLIC_KEY_ENCODING {
        unrecognized_public_key() "The public key must be encoded in ssh-rsa format or PEM format."
    }
    DUPLICATE_SSH_PUBLIC_KEY {
        duplicate_ssh_public_key() "The SSH public key is already associated with the user."
    }
    MALFORMED_CERTIFICATE {
        malformed_certificate() "Unable to parse certificate. Please ensure the certificate is in PEM format."
        malformed_private_key() "Unable to parse key; the body must be encoded in PEM"
        certificate_out_of_time() "The certificate is not valid at the present time."
        /// `place` counts the certificates of the chain from 0.
        invalid_chain(place) "Unable to validate certificate chain. The certificate chain must start with the immediate \
            signing certificate, followed by any intermediaries in order. The index within the chain of the invalid \
            certificate is: {place}"
    }
    INVALID_CERTIFICATE {
        invalid_certificate() "The certificate is not valid at the present time."
    }
    DUPLICATE_CERTIFICATE {
        duplicate_certificate() "The certificate is already associated with a user of the account."
    }
    KEY_PAIR_MISMATCH {
        key_pair_mismatch() "The public key certificate and the private key do not match."
    }
    FEATURE_ENABLED {
        /// R4.65; AWS's words are not published.
        outbound_federation_enabled() "Outbound web identity federation is already enabled for the account."
    }
    FEATURE_DISABLED {
        outbound_federation_disabled() "Outbound web identity federation is not enabled for the account."
    }
    INVALID_INPUT {
        /// R4.70.
        not_a_role_template(arn) "{arn} is not the ARN of a role template."
        /// Of account properties (R4.71): AWS's words are not published.
        not_a_property(key) "{key} is not of the form Namespace/PropertyName."
        several_namespaces() "All properties of a request must belong to the same namespace."
        unknown_property(key) "{key} is not an account property."
        /// Of delegation requests (R4.66): AWS's words are not published.
        no_policy_template(arn) "Policy template {arn} is not registered for the requestor."
        unknown_policy_parameter(name) "The policy template has no parameter {name}."
        duplicate_policy_parameter(name) "The policy parameter {name} is given twice."
        missing_policy_parameter(name) "The policy parameter {name} is missing."
        wrong_number_of_values(name) "The policy parameter {name} must have one value, or one or more of a stringList."
        policy_value_too_long(name) "A value of the policy parameter {name} must have 1 to 2048 characters."
        list_inside_text(name) "The policy parameter {name} is a list, and the policy template has it inside a text."
        unusable_delegated_policy(why) "The permission policy cannot be used: {why}"
        not_a_topic(channel) "NotificationChannel {channel} is not the ARN of an SNS topic of the requestor's account."
        wrong_delegation_state(id, state) "Delegation request {id} is in the state {state}."
        cannot_own_delegation() "Only users, role sessions and the root user can own a delegation request."
        not_a_delegation_request(arn) "{arn} is not the ARN of a delegation request."
        no_such_namespace(namespace) "{namespace} is not a valid service namespace."
        /// It is not of the form `task/aws-service-role/<principal>/<role>/<uuid>`.
        not_a_deletion_task(id) "{id} is not a valid deletion task id."
        /// The number is AWS's, although five are accepted (R4.60).
        too_many_thumbprints() "Thumbprint list must contain fewer than 5 entries."
        /// R4.58; the text is our choice.
        bad_thumbprint(text) "Thumbprint {text} is not valid: it must be 40 hexadecimal digits."
        boundary_not_a_policy(arn) "ARN {arn} is not valid."
        /// Keys with the prefix `aws:` are AWS's own (R4.10).
        reserved_tag() "Tag keys cannot start with 'aws:'. This prefix is reserved for AWS use."
        /// The principal to simulate is no user, group or role (obs: field).
        unclear_entity(arn) "Invalid Entity Arn: {arn} does not clearly define entity type and name."
        /// `ResourceArns` (obs: field).
        resource_not_arn(text) "ResourceNames are not in a valid ARN format: {text}."
        /// `ResourceOwner` (obs: field).
        not_an_owner(text) "'{text}' is not a valid as a Resource Owner."
        /// A resource policy names principals, so the simulation needs a caller.
        caller_needed() "CallerArn is required with ResourcePolicy, unless PolicySourceArn is the ARN of an IAM user."
        /// `CallerArn`.
        caller_not_user(arn) "Invalid CallerArn: {arn} is not the ARN of an IAM user."
        /// Of a SAML provider, and what follows too (R4.61).
        bad_metadata() "Could not parse metadata"
        no_saml_update() "Unable to update identity provider. No updates are defined for metadata or encryption \
            assertion."
        add_and_remove_private_key() "Unable to add and remove private keys in the same request. Set a value for only one \
            of the two parameters."
        encryption_without_key() "Unable to set assertion encryption mode to Required because no private key is provided."
        bad_private_key() "Invalid private key."
        private_key_missing() "Failed to remove private key because the Key ID does not match a private key."
        private_key_needed() "Failed to remove private key."
        /// A policy in the request of a simulation; `name` is its parameter.
        unreadable_policy(name, detail) "{name} is not a valid policy: {detail}."
    }
}

/// A request to the simulator that makes no sense, among others.
pub(super) fn invalid_input(message: impl Into<String>) -> ApiError {
    ApiError::of(model::INVALID_INPUT, message)
}

/// What refuses the deletion of a user to whom something belongs.
pub(super) fn conflict(message: &str) -> ApiError {
    ApiError::of(model::DELETE_CONFLICT, message)
}

/// `keys_fold`: users and roles have tag keys that are unique ignoring case (R4.11).
pub(super) fn duplicate_tags(keys_fold: bool) -> ApiError {
    invalid_input(if keys_fold {
        "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    } else {
        "Duplicate tag keys found."
    })
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

pub(super) fn too_many_private_keys(limit: usize) -> ApiError {
    limit_exceeded(format!("Private key limit of {limit} is reached."))
}

pub(super) fn too_many_tags() -> ApiError {
    limit_exceeded("The number of tags has reached the maximum limit.")
}

/// A policy that is made for service-linked roles (R4.32).
pub(super) fn service_role_policy(owner: &str) -> ApiError {
    let mut letters = owner.chars();
    let owner: String = letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
    let message = format!("Cannot attach a Service Role Policy to a Customer {owner}.");
    ApiError::of(model::POLICY_NOT_ATTACHABLE, message)
}

pub(super) fn unparsable_arn() -> ApiError {
    ApiError::validation("Invalid ARN:  Could not be parsed!")
}

pub(super) fn user_name_needed() -> ApiError {
    ApiError::validation("Must specify userName when calling with non-User credentials")
}

/// `AllUsers` lists the credentials of all users, `UserName` those of one.
pub(super) fn user_name_and_all_users() -> ApiError {
    ApiError::validation("UserName cannot be specified together with AllUsers")
}

/// Only API keys expire.
pub(super) fn credential_without_age(service: &str) -> ApiError {
    ApiError::validation(format!("CredentialAgeDays is not supported for {service}"))
}

pub(super) fn bad_path() -> ApiError {
    ApiError::validation(
        "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric \
         characters and/or / characters.",
    )
}

/// R4.57.
pub(super) fn bad_provider_url() -> ApiError {
    ApiError::validation("Invalid Open ID Connect Provider URL")
}

pub(super) fn bad_marker() -> ApiError {
    ApiError::validation("Invalid Marker.")
}

/// What even an administrator is told about a key that does not exist.
pub(super) fn access_key_unknown(caller: &str, id: &str) -> ApiError {
    ApiError::access_denied(format!(
        "User: {caller} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key {id}"
    ))
}

/// A session with session policies, of delegated access or of `AssumeRoot` (R4.66).
pub(super) fn cannot_approve_delegation() -> ApiError {
    ApiError::access_denied(
        "Only users, the root user and role sessions without session policies can accept a delegation request.",
    )
}

/// R3.55.
pub(super) fn too_long_for_root() -> ApiError {
    ApiError::access_denied("The root user can only accept delegation requests with a duration of 4 hours or less.")
}

/// `OnlySendByOwner` (R4.66).
pub(super) fn only_owner_sends() -> ApiError {
    ApiError::access_denied("Only the owner of the delegation request can send its token.")
}

/// Who asks for access reports must be of the management account (R4.52).
pub(super) fn not_management_account() -> ApiError {
    ApiError::access_denied("You must sign in with credentials of the organization's management account.")
}

/// Credentials that IAM does not take (sts.md, table of restrictions).
pub(super) fn credentials_not_taken() -> ApiError {
    ApiError::new("InvalidClientTokenId", 403, "The security token included in the request is invalid")
}
