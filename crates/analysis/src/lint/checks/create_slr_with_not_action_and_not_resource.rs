//! `iam:CreateServiceLinkedRole` among what `NotAction` leaves over, on everything but the listed.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::star::{CREATE_SLR, Naming, On};

pub(super) const CHECK: Check = Check {
    code: "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    severity: Severity::Warning,
    about: "`NotAction` allows `iam:CreateServiceLinkedRole` among others, on everything but the listed",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    CREATE_SLR.find(policy, found, Naming::ByNotAction, On::NotResource);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn create_slr_with_not_action_and_not_resource() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": "s3:*"
                                                                      ^^^^^^^^^^^^^^^^^^^ does not list `iam:CreateServiceLinkedRole`
}, {
"Effect": "Allow", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": ["s3:*", "iam:*"]
}, {
"Effect": "Deny", "NotResource": "arn:aws:iam::111111111111:role/x", "NotAction": "s3:*"
"#,
        );
    }
}
