//! `iam:PassRole` on every role: whoever may start a service can do with it what any role may.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::star::{PASS_ROLE, Naming, On};

pub(super) const CHECK: Check = Check {
    code: "PASS_ROLE_WITH_STAR_IN_RESOURCE",
    severity: Severity::SecurityWarning,
    about: "`iam:PassRole` is allowed on every role, to any service",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    PASS_ROLE.find(policy, found, Naming::Exactly, On::Star);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn passing_any_role() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": ["iam:passrole", "ec2:RunInstances"], "Resource": "*"
                              ^^^^^^^^^^^^^^ any role can be passed
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
"Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": "arn:aws:iam::111111111111:role/*"
                              ^^^^^^^^^^^^^^ any role can be passed
}, {
"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": ["arn:aws:iam::*:role/x", "arn:*:iam::*:*"]
                              ^^^^^^^^^^^^^^ any role can be passed
}, {
"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": ["arn:aws:iam::*:role/app-*", "arn:aws:iam::*:user/*"]
}, {
"Effect": "Allow", "Action": ["iam:PassRole"], "NotResource": "arn:aws:iam::111111111111:role/*"
}, {
"Effect": "Deny", "Action": ["iam:PassRole"], "Resource": "*"
}, {
"Effect": "Allow", "Action": ["iam:Pass*"], "Resource": "*"
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
                             ^^^^^^^^^^^^^^ any role can be passed
"Condition": {"StringNotEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
                             ^^^^^^^^^^^^^^ any role can be passed
"Condition": {"StringLike": {"iam:PassedToService": ["ec2.amazonaws.com", "*"]}}
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
                             ^^^^^^^^^^^^^^ any role can be passed
"Condition": {"Null": {"iam:PassedToService": "false"}}
}, {
"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
"Condition": {"StringLikeIfExists": {"iam:passedtoservice": ["ec2.amazonaws.com", "*.amazonaws.com"]}}
"#,
        );
    }
}
