//! An ARN of a form that no type of resource of its service has.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::arn::Misfit;

pub(super) const CHECK: Check = Check {
    code: "INVALID_ARN_RESOURCE",
    severity: Severity::Error,
    about: "the service has no type of resource with ARNs of this form",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.misfits(Misfit::Resource) {
        found.add(span, format!("no type of resource has ARNs of the form of `{arn}`"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn invalid_arn_resource() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:lambda:us-east-1:111111111111:func:f",
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no type of resource
    "arn:aws:lambda:us-east-1:111111111111:function:f", "arn:aws:lambda:*", "arn:aws:lambda:us-east-1:111111111111:f*",
    "arn:aws:lambda:us-east-1:111111111111:${aws:PrincipalTag/x}", "arn:aws:nosuchservice:::x"]
"#,
        );
    }
}
