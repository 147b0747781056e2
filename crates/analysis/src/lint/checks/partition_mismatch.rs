//! ARNs of different partitions in one policy. An account is in one partition and sees no other.

use super::{Check, Found, Subject};
use crate::lint::facts::arn::fields;
use rolecall_policy::arn::PARTITIONS;

pub(super) const CHECKS: &[Check] = &[Check::warning(
    "PARTITION_MISMATCH",
    "a statement has ARNs of different partitions, but an account has access only to its own",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let mut first: Option<&str> = None;
        for (arn, span) in part.resources() {
            let fields = fields(arn);
            let Some(partition) = fields.get(1).filter(|partition| PARTITIONS.contains(partition)) else { continue };
            match first {
                Some(first) if first != *partition => {
                    found.add(
                        span,
                        format!("this ARN is in partition `{partition}`, but others of the statement are in `{first}`"),
                    );
                }
                _ => first = Some(partition),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn partitions_differ() {
        identity(
            "PARTITION_MISMATCH",
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws-cn:s3:::b", "arn:*:s3:::b", "*"]
                                                                    ^^^^^^^^^^^^^^^^^^^ this ARN is in partition `aws-cn`
}, {
"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws-cn:s3:::b"]
"#,
        );
    }
}
