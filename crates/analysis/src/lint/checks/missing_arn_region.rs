//! No region in the ARN of a resource whose ARNs have one.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::arn::Misfit;

pub(super) const CHECK: Check = Check {
    code: "MISSING_ARN_REGION",
    severity: Severity::Error,
    about: "the ARNs of the resource's type have a region, and this one has none",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.misfits(Misfit::RegionMissing) {
        found.add(span, format!("ARNs of this kind have a region: nothing matches `{arn}`"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn missing_arn_region() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:sqs::111111111111:q", "arn:aws:sqs:*:111111111111:q",
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ have a region
    "arn:aws:sqs:::q", "arn:aws:s3:::b"]
    ^^^^^^^^^^^^^^^^^
"#,
        );
    }
}
