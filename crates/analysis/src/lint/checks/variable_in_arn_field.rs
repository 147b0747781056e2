//! A policy variable in the first five fields of a resource's ARN, where it is plain text (R1.48).

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::arn::{field_range, fields};
use crate::lint::facts::variables::{part_of, variables};
use rolecall_policy::document::Version;

pub(super) const CHECK: Check = Check {
    code: "VARIABLE_IN_ARN_FIELD",
    severity: Severity::Warning,
    about: "a policy variable stands in the partition, service, region or account of a resource, where none is replaced",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    if policy.version != Version::V2012 {
        return;
    }
    for (arn, span) in policy.resources() {
        let fields = fields(arn);
        if fields.len() < 6 {
            continue;
        }
        for (at, field) in fields.iter().take(5).enumerate() {
            if variables(field).iter().any(|variable| variable.closed) {
                let (start, end) = field_range(arn, at);
                let message = "variables are replaced only after the fifth colon of a resource: this matches nothing";
                found.add(part_of(policy.text, span, arn.len(), start..end), message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn variables_before_the_fifth_colon() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "iam:*", "Resource": ["arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}", "*"]
                                                                 ^^^^^^^^^^^^^^^^^^^^^^^ only after the fifth colon
"#,
        );
    }
}
