//! The kinds of policy (R1, section 1.1, the table of statement members), as marker types.

use super::PolicyKind;
use super::dialect::Dialect;

/// The operations of STS for which a role's trust policy is its resource policy (R2.14), and which alone it may name
/// (R1.59).
pub const TRUST_ACTIONS: [&str; 6] =
    ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "TagSession", "SetSourceIdentity", "SetContext"];

/// What a statement without `Principal` and `NotPrincipal` means to an evaluator (R1.64).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithoutPrincipal {
    /// It matches nobody, neither to allow nor to deny.
    Nobody,
    /// It matches everybody, as the default policy does.
    Everybody,
    /// The kind has no principals, and one that is there all the same is ignored.
    Ignored,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident in $dialect:ident, without principal $without:ident, resource $resource:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub enum $name {}
            impl PolicyKind for $name {
                const DIALECT: Dialect = Dialect::$dialect;
                const WITHOUT_PRINCIPAL: WithoutPrincipal = WithoutPrincipal::$without;
                const HAS_RESOURCE: bool = $resource;
            }
        )*
    };
}

kinds! {
    /// Inline and managed policies of users, groups and roles.
    Identity in Iam, without principal Ignored, resource true;
    /// Bucket, key and queue policies.
    Resource in Kms, without principal Nobody, resource true;
    /// A role's trust policy.
    Trust in Trust, without principal Nobody, resource false;
    /// Service control policy.
    Scp in Organizations, without principal Ignored, resource true;
    /// Resource control policy.
    Rcp in Organizations, without principal Nobody, resource true;
    /// Session policy.
    Session in Iam, without principal Ignored, resource true;
    /// Permissions boundary.
    Boundary in Iam, without principal Ignored, resource true;
    /// VPC endpoint policy.
    Endpoint in Endpoint, without principal Everybody, resource true;
}
