//! An account in the ARN of a resource whose ARNs have none, such as a bucket.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::arn::Misfit;

pub(super) const CHECK: Check = Check {
    code: "ARN_ACCOUNT_NOT_ALLOWED",
    severity: Severity::Error,
    about: "the ARNs of the resource's type have no account",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.misfits(Misfit::AccountNotAllowed) {
        found.add(span, format!("ARNs of this kind have no account: nothing matches `{arn}`"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn arn_account_not_allowed() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3::111111111111:b", "arn:aws:s3:::b",
                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ have no account
    "arn:aws:s3:us-east-1:111111111111:accesspoint/x", "arn:aws:sqs:us-east-1:111111111111:q"]
"#,
        );
    }
}
