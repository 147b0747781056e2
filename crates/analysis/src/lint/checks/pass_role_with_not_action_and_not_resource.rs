//! `iam:PassRole` among what `NotAction` leaves over, on everything but the listed.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::star::{PASS_ROLE, Naming, On};

pub(super) const CHECK: Check = Check {
    code: "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    severity: Severity::SecurityWarning,
    about: "`NotAction` allows `iam:PassRole` among others, on everything but the listed",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    PASS_ROLE.find(policy, found, Naming::ByNotAction, On::NotResource);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn pass_role_with_not_action_and_not_resource() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": "s3:*"
                                                                      ^^^^^^^^^^^^^^^^^^^ does not list `iam:PassRole`
}, {
"Effect": "Allow", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": ["s3:*", "iam:*"]
}, {
"Effect": "Deny", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": "s3:*"
"#,
        );
    }
}
