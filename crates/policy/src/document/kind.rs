//! The kinds of policy (section 1.1, the table of statement members), as marker types.

use super::PolicyKind;
use super::dialect::Dialect;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident in $dialect:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub enum $name {}
            impl PolicyKind for $name {
                const DIALECT: Dialect = Dialect::$dialect;
            }
        )*
    };
}

kinds! {
    /// Inline and managed policies of users, groups and roles.
    Identity in Iam;
    /// Bucket, key and queue policies.
    Resource in Kms;
    /// A role's trust policy.
    Trust in Trust;
    /// Service control policy.
    Scp in Organizations;
    /// Resource control policy.
    Rcp in Organizations;
    /// Session policy.
    Session in Iam;
    /// Permissions boundary.
    Boundary in Iam;
    /// VPC endpoint policy.
    Endpoint in Endpoint;
}
