//! `iam:CreateServiceLinkedRole` among what `NotAction` leaves over, on every resource.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::star::{CREATE_SLR, Naming, On};

pub(super) const CHECK: Check = Check {
    code: "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    severity: Severity::Warning,
    about: "`NotAction` allows `iam:CreateServiceLinkedRole` among others, for any service",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    CREATE_SLR.find(policy, found, Naming::ByNotAction, On::Star);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn create_slr_with_star_in_resource_and_not_action() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Resource": "*", "NotAction": "s3:*"
                                    ^^^^^^^^^^^^^^^^^^^ does not list `iam:CreateServiceLinkedRole`
}, {
"Effect": "Allow", "Resource": "*", "NotAction": ["s3:*", "iam:*"]
}, {
"Effect": "Deny", "Resource": "*", "NotAction": "s3:*"
"#,
        );
    }
}
