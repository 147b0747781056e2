//! A region in the ARN of a resource whose ARNs have none. Of IAM and buckets AWS refuses it at once.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::arn::Misfit;

pub(super) const CHECK: Check = Check {
    code: "ARN_REGION_NOT_ALLOWED_FOR_TYPE",
    severity: Severity::Error,
    about: "the ARNs of the resource's type have no region",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.misfits(Misfit::RegionNotAllowed) {
        found.add(span, format!("ARNs of this kind have no region: nothing matches `{arn}`"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn arn_region_not_allowed_for_type() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:route53:us-east-1::hostedzone/Z1", "arn:aws:route53:::hostedzone/Z1",
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ have no region
    "arn:aws:route53:*::hostedzone/Z1"]
"#,
        );
    }
}
