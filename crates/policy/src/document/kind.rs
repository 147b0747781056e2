//! The kinds of policy (section 1.1, the table of statement members), as marker types.

use super::PolicyKind;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub enum $name {}
            impl PolicyKind for $name {}
        )*
    };
}

kinds! {
    /// Inline and managed policies of users, groups and roles.
    Identity;
    /// Bucket, key and queue policies.
    Resource;
    /// A role's trust policy.
    Trust;
    /// Service control policy.
    Scp;
    /// Resource control policy.
    Rcp;
    /// Session policy.
    Session;
    /// Permissions boundary.
    Boundary;
    /// VPC endpoint policy.
    Endpoint;
}
