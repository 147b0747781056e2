//! No account in the ARN of a resource whose ARNs have one.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::arn::Misfit;

pub(super) const CHECK: Check = Check {
    code: "MISSING_ARN_ACCOUNT",
    severity: Severity::Error,
    about: "the ARNs of the resource's type have an account, and this one has none",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.misfits(Misfit::AccountMissing) {
        found.add(span, format!("ARNs of this kind have an account: nothing matches `{arn}`"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn missing_arn_account() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:sqs:us-east-1::q", "arn:aws:kms:eu-west-1::key/x", "arn:aws:s3:::b",
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ have an account
                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::*:role/x"]
"#,
        );
    }
}
