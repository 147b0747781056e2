//! The service in an ARN is none that has resources.

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::facts::arn::{fields, is_open, is_service, services};
use crate::lint::facts::near::nearest;
use crate::lint::facts::arn::field_range;
use crate::lint::facts::variables::part_of;
use crate::lint::facts::unlisted::is_unlisted;

pub(super) const CHECK: Check = Check {
    code: "INVALID_SERVICE",
    severity: Severity::Error,
    about: "the service in an ARN is not known",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.resources() {
        let fields = fields(arn);
        let Some(service) = fields.get(2).filter(|service| !service.is_empty() && !is_open(service)) else { continue };
        // Of a service in capitals INVALID_ARN_SERVICE_CASE speaks.
        if is_unlisted(&format!("{service}:*")) || fields.first() != Some(&"arn") || is_service(service) || is_service(&service.to_ascii_lowercase()) {
            continue;
        }
        let near = nearest(service, services());
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let (start, end) = field_range(arn, 2);
        let place = part_of(policy.text, span, arn.len(), start..end);
        let fix = near.filter(|_| place != span).map(|near| Fix::proposed(format!("write `{near}`"), place, near));
        found.with_fixes(place, format!("no service has `{service}` in its ARNs{hint}"), fix);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn services_that_have_no_arns() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:dynamdb:us-east-1:111111111111:table/t", "arn:aws:S3:::b",
                                                        ^^^^^^^ did you mean `dynamodb`? => dynamodb
    "arn:aws:nosuchservice:::x", "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/x", "*"]
             ^^^^^^^^^^^^^ no service has `nosuchservice`
"#,
        );
    }
}
