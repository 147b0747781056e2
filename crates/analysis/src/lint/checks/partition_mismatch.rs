//! ARNs of different partitions in one policy. An account is in one partition and sees no other.

use super::{Check, Found, Subject};
use crate::lint::facts::arn::fields;
use rolecall_policy::arn::PARTITIONS;

pub(super) const CHECKS: &[Check] = &[Check::warning(
    "PARTITION_MISMATCH",
    "the ARNs of a statement are of different partitions, and an account sees only its own",
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
                    found.add(span, format!("this ARN is of `{partition}`, others of the statement are of `{first}`"));
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
                                                                    ^^^^^^^^^^^^^^^^^^^ this ARN is of `aws-cn`
}, {
"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws-cn:s3:::b"]
"#,
        );
    }
}
