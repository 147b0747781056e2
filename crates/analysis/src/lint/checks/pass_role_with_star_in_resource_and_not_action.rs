//! `iam:PassRole` among what `NotAction` leaves over, on every role.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::star::{PASS_ROLE, Naming, On};

pub(super) const CHECK: Check = Check {
    code: "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    severity: Severity::SecurityWarning,
    about: "`NotAction` allows `iam:PassRole` among others, on every role, to any service",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    PASS_ROLE.find(policy, found, Naming::ByNotAction, On::Star);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn pass_role_with_star_in_resource_and_not_action() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Resource": "*", "NotAction": "s3:*"
                                    ^^^^^^^^^^^^^^^^^^^ does not list `iam:PassRole`
}, {
"Effect": "Allow", "Resource": "*", "NotAction": ["s3:*", "iam:*"]
}, {
"Effect": "Deny", "Resource": "*", "NotAction": "s3:*"
"#,
        );
    }
}
