//! What Organizations says when something is wrong (section 7.7): one function for each message.

use crate::api::error::ApiError;
use rolecall_catalog::api::organizations::errors as model;

/// Functions that make errors of the model: the error, then a line for each message, with the `Reason` where the error has
/// one.
macro_rules! errors {
    ($($error:ident { $($(#[$meta:meta])* $name:ident $message:literal $($reason:literal)?)* })*) => {
        $($(
            $(#[$meta])*
            pub(super) fn $name() -> ApiError {
                ApiError::of(model::$error, $message)$(.with("Reason", $reason))?
            }
        )*)*
    };
}

errors! {
    AWS_ORGANIZATIONS_NOT_IN_USE_EXCEPTION {
        not_in_use "Your account is not a member of an organization."
    }
    ACCESS_DENIED_EXCEPTION {
        /// For accounts that may not call the operation.
        no_permission "You don't have permissions to access this resource."
    }
    ALREADY_IN_ORGANIZATION_EXCEPTION {
        already_in_organization "The AWS account is already a member of an organization."
    }
}
