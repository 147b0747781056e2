//! `iam:CreateServiceLinkedRole` on every resource.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::star::{CREATE_SLR, Naming, On};

pub(super) const CHECK: Check = Check {
    code: "CREATE_SLR_WITH_STAR_IN_RESOURCE",
    severity: Severity::Warning,
    about: "`iam:CreateServiceLinkedRole` is allowed for any service",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    CREATE_SLR.find(policy, found, Naming::Exactly, On::Star);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn create_slr_with_star_in_resource() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*"
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a service-linked role can be made for any service
}, {
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*", "Condition": {"StringEquals": {"iam:AWSServiceName": "ec2.amazonaws.com"}}
}, {
"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "arn:aws:iam::111111111111:role/x"
}, {
"Effect": "Allow", "Action": "iam:Create*", "Resource": "*"
}, {
"Effect": "Allow", "Action": "*", "Resource": "*"
"#,
        );
    }
}
