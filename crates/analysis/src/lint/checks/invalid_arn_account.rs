//! The account in an ARN is not an account id.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::arn::{field_range, fields, is_open};
use crate::lint::facts::variables::part_of;
use rolecall_policy::AccountId;

pub(super) const CHECK: Check = Check {
    code: "INVALID_ARN_ACCOUNT",
    severity: Severity::Error,
    about: "the account in an ARN is not twelve digits",
    find,
};

/// What stands for AWS's own resources and images.
const OWN_NAMES: [&str; 4] = ["aws", "aws-marketplace", "amazon", "cloudfront"];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.resources() {
        let fields = fields(arn);
        let Some(account) = fields.get(4).filter(|_| fields.len() == 6 && fields.first() == Some(&"arn")) else { continue };
        if account.is_empty() || is_open(account) || OWN_NAMES.contains(account) || account.parse::<AccountId>().is_ok() {
            continue;
        }
        let (start, end) = field_range(arn, 4);
        found.add(part_of(policy.text, span, arn.len(), start..end), format!("`{account}` is not an account: an id is twelve digits"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn accounts_that_are_not_ids() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:sqs:us-east-1:11111111111:q", "arn:aws:sqs:us-east-1:1111*:q",
                                                                      ^^^^^^^^^^^ an id is twelve digits
    "arn:aws:iam::aws:policy/x", "arn:aws:sqs:us-east-1:my-account:q", "arn:aws:s3:::b", "arn:aws:sqs:us-east-1:111111111111:q"]
                                                        ^^^^^^^^^^
"#,
        );
    }
}
