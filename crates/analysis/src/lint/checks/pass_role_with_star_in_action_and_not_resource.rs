//! `iam:PassRole` named by a pattern, on everything but the listed.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::star::{PASS_ROLE, Naming, On};

pub(super) const CHECK: Check = Check {
    code: "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    severity: Severity::SecurityWarning,
    about: "a pattern allows `iam:PassRole` among others, on everything but the listed",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    PASS_ROLE.find(policy, found, Naming::ByPattern, On::NotResource);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn pass_role_with_star_in_action_and_not_resource() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "iam:Pass*", "NotResource": "arn:aws:iam::111111111111:role/x"
                             ^^^^^^^^^^^ any role can be passed to any service
}, {
"Effect": "Allow", "Action": "iam:Pass*", "NotResource": "arn:aws:iam::111111111111:role/x", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:Pass*", "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:iam::111111111111:role/x"
"#,
        );
    }
}
