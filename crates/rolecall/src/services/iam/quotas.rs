//! IAM's quotas (section 4.3, policy-language section 1.7): one value for each, with the name that AWS gives it in
//! `Cannot exceed quota for <name>: <n>`. How many entities of a type an account may have
//! stands with the entity ([`crate::directory::entities::Entity::QUOTA`]).

use crate::directory::quota::Quota;
use crate::saml::{MAX_ENTITIES, MAX_KEYS};
use rolecall_policy::document::limits;

/// What one user, group or role may have and a server may be configured to have more of. The other quotas of this file are
/// AWS's on every server.
pub const OF_ENTITIES: [Quota; 4] = [GROUPS_PER_USER, POLICIES_PER_USER, POLICIES_PER_GROUP, POLICIES_PER_ROLE];

/// Groups a user is in.
pub const GROUPS_PER_USER: Quota = Quota { name: "GroupsPerUser", limit: 10 };
/// Access keys of a user, and of the root user.
pub const ACCESS_KEYS_PER_USER: Quota = Quota { name: "AccessKeysPerUser", limit: 2 };
/// SSH public keys of a user.
pub const SSH_PUBLIC_KEYS_PER_USER: Quota = Quota { name: "SSHPublicKeysPerUser", limit: 5 };
/// Signing certificates of a user, and of the root user.
pub const SIGNING_CERTIFICATES_PER_USER: Quota = Quota { name: "CertificatesPerUser", limit: 2 };
/// Credentials of a user for one service. The name is our choice, AWS's is not documented.
pub const SERVICE_SPECIFIC_CREDENTIALS_PER_USER: Quota = Quota { name: "ServiceSpecificCredentialsPerUser", limit: 2 };
/// MFA devices of a user, and of the root user.
pub const MFA_DEVICES_PER_USER: Quota = Quota { name: "MFADevicesPerUser", limit: 8 };
/// Roles in an instance profile (R4.25).
pub const ROLES_PER_INSTANCE_PROFILE: Quota = Quota { name: "InstanceSessionsPerInstanceProfile", limit: 1 };
/// Client ids of an OpenID Connect provider (LS).
pub const CLIENT_IDS_PER_OIDC_PROVIDER: Quota = Quota { name: "ClientIdsPerOpenIdConnectProvider", limit: 100 };
/// Thumbprints of an OpenID Connect provider (R4.60).
pub const THUMBPRINTS_PER_OIDC_PROVIDER: usize = 5;
/// Managed policies attached to a user.
pub const POLICIES_PER_USER: Quota = Quota { name: "PoliciesPerUser", limit: 10 };
/// Managed policies attached to a group.
pub const POLICIES_PER_GROUP: Quota = Quota { name: "PoliciesPerGroup", limit: 10 };
/// Managed policies attached to a role.
pub const POLICIES_PER_ROLE: Quota = Quota { name: "PoliciesPerRole", limit: 10 };
/// Characters of one version of a managed policy, white space not counted.
pub const POLICY_SIZE: Quota = Quota { name: "PolicySize", limit: limits::MANAGED_POLICY };
/// Identity providers in the metadata of a SAML provider; the name is ours.
pub const ENTITIES_PER_SAML_PROVIDER: Quota = Quota { name: "IdpsPerSAMLProvider", limit: MAX_ENTITIES };
/// Signing keys in the metadata of a SAML provider; the name is ours.
pub const KEYS_PER_SAML_PROVIDER: Quota = Quota { name: "KeysPerSAMLProvider", limit: MAX_KEYS };
pub use crate::domain::role::TRUST_POLICY_SIZE;

/// Versions of a managed policy (R4.29).
pub const VERSIONS_PER_POLICY: usize = 5;
/// Versions of managed policies in an account; shown in the account summary.
pub const POLICY_VERSIONS_IN_USE: usize = 10_000;
/// Tags of one resource (R4.10).
pub const TAGS_PER_RESOURCE: usize = 50;
