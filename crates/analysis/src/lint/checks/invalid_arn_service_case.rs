//! The service in an ARN in capitals: ARNs are compared with case (R1.29).

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::facts::arn::{field_range, fields, is_service};
use crate::lint::facts::variables::part_of;

pub(super) const CHECK: Check = Check {
    code: "INVALID_ARN_SERVICE_CASE",
    severity: Severity::Error,
    about: "the service in an ARN is written with capitals",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.resources() {
        let fields = fields(arn);
        let Some(service) = fields.get(2).filter(|_| fields.first() == Some(&"arn")) else { continue };
        let lower = service.to_ascii_lowercase();
        if lower == **service || is_service(service) || !is_service(&lower) {
            continue;
        }
        let (start, end) = field_range(arn, 2);
        let place = part_of(policy.text, span, arn.len(), start..end);
        let fix = (place != span).then(|| Fix::proposed(format!("write `{lower}`"), place, lower.clone()));
        found.with_fixes(place, format!("ARNs are compared with case: the service is `{lower}`"), fix);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn services_in_capitals() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:S3:::b", "arn:aws:s3:::B", "arn:aws:Banana:::b"]
                                                        ^^ the service is `s3` => s3
"#,
        );
    }
}
