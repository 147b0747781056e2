//! `iam:CreateServiceLinkedRole` on everything but the listed.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::star::{CREATE_SLR, Naming, On};

pub(super) const CHECK: Check = Check {
    code: "CREATE_SLR_WITH_NOT_RESOURCE",
    severity: Severity::Warning,
    about: "`iam:CreateServiceLinkedRole` is allowed on everything but the listed",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    CREATE_SLR.find(policy, found, Naming::Exactly, On::NotResource);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn create_slr_with_not_resource() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::111111111111:role/x"
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a service-linked role can be made for any service
}, {
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::111111111111:role/x", "Condition": {"StringEquals": {"iam:AWSServiceName": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "iam:Create*", "NotResource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:iam::111111111111:role/x"
"#,
        );
    }
}
