//! Fields of a resource's ARN that are not what the field holds.

use super::{Check, Fix, Found, Subject};
use crate::lint::facts::arn::{field_range, fields, is_open, is_service, services};
use crate::lint::facts::near::nearest;
use crate::lint::facts::other_names::prefix_of_service;
use crate::lint::facts::unlisted::is_unlisted;
use crate::lint::facts::variables::{part_of, variables};
use rolecall_policy::document::Version;
use rolecall_policy::{AccountId, Span};

pub(super) const CHECKS: &[Check] = &[
    Check::error("INVALID_SERVICE", "the service in an ARN is not known", unknown_service),
    Check::error("INVALID_ARN_SERVICE_CASE", "the service in an ARN has capital letters", service_case),
    Check::error("INVALID_ARN_ACCOUNT", "the account in an ARN is not twelve digits", account),
    Check::error("INVALID_ARN_REGION", "the Region in an ARN does not look like a Region", region),
    Check::warning(
        "VARIABLE_IN_ARN_FIELD",
        "AWS does not replace policy variables in the partition, service, region or account of a resource",
        variable,
    ),
];

/// The service of each ARN, its place, and whether the place is that of the service alone.
fn named_services<'a>(policy: &Subject<'a>) -> impl Iterator<Item = (&'a str, Span, bool)> {
    policy.resources().filter_map(|(arn, span)| match *fields(arn).as_slice() {
        ["arn", _, service, ..] => {
            let place = place_of(policy, arn, span, 2);
            Some((service, place, place != span))
        }
        _ => None,
    })
}

/// A field of each ARN with six fields, and its place.
fn each_field<'a>(policy: &Subject<'a>, number: usize) -> impl Iterator<Item = (&'a str, Span)> {
    policy.resources().filter_map(move |(arn, span)| {
        let fields = fields(arn);
        let field = fields.get(number).filter(|_| fields.len() == 6 && fields.first() == Some(&"arn"))?;
        Some((*field, place_of(policy, arn, span, number)))
    })
}

fn place_of(policy: &Subject<'_>, arn: &str, span: Span, number: usize) -> Span {
    let (start, end) = field_range(arn, number);
    part_of(policy.text, span, arn.len(), start..end)
}

fn unknown_service(policy: &Subject<'_>, found: &mut Found) {
    for (service, place, is_exact) in named_services(policy) {
        // Of a service in capitals INVALID_ARN_SERVICE_CASE speaks.
        let is_known = is_service(service) || is_service(&service.to_ascii_lowercase());
        if service.is_empty() || is_open(service) || is_known || is_unlisted(&format!("{service}:*")) {
            continue;
        }
        let near = prefix_of_service(service).filter(|near| is_service(near)).or_else(|| nearest(service, services()));
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let fix = near.filter(|_| is_exact).map(|near| Fix::proposed(format!("write `{near}`"), place, near));
        found.with_fixes(place, format!("no service uses `{service}` in its ARNs{hint}"), fix);
    }
}

/// ARNs are compared with case (R1.29).
fn service_case(policy: &Subject<'_>, found: &mut Found) {
    for (service, place, is_exact) in named_services(policy) {
        let lower = service.to_ascii_lowercase();
        if lower != service && !is_service(service) && is_service(&lower) {
            let fix = is_exact.then(|| Fix::proposed(format!("write `{lower}`"), place, lower.clone()));
            found.with_fixes(place, format!("AWS compares ARNs with case: write the service as `{lower}`"), fix);
        }
    }
}

/// What stands for AWS's own resources and images.
const OWN_NAMES: [&str; 4] = ["aws", "aws-marketplace", "amazon", "cloudfront"];

fn account(policy: &Subject<'_>, found: &mut Found) {
    for (account, place) in each_field(policy, 4) {
        let is_one = OWN_NAMES.contains(&account) || account.parse::<AccountId>().is_ok();
        if !account.is_empty() && !is_open(account) && !is_one {
            found.add(place, format!("`{account}` is not an account: an id is twelve digits"));
        }
    }
}

fn region(policy: &Subject<'_>, found: &mut Found) {
    for (region, place) in each_field(policy, 3) {
        if !region.is_empty() && !is_open(region) && !is_region(region) {
            found.add(place, format!("`{region}` is not a Region: write a name such as `eu-west-1`"));
        }
    }
}

/// New regions come: only the form is asked for. Some services have a place named `global` or `us`.
fn is_region(name: &str) -> bool {
    let words: Vec<&str> = name.split('-').collect();
    let letters = |word: &&str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    match words.as_slice() {
        [place] => letters(place),
        [places @ .., number] => {
            places.len() > 1
                && places.iter().all(letters)
                && number.len() < 3
                && number.bytes().all(|b| b.is_ascii_digit())
        }
        [] => false,
    }
}

/// In the first five fields a variable is plain text (R1.48).
fn variable(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.resources().filter(|_| policy.version == Version::V2012) {
        let fields = fields(arn);
        for (at, field) in fields.iter().take(5).enumerate().filter(|_| fields.len() == 6) {
            if variables(field).iter().any(|variable| variable.closed) {
                let message = "AWS replaces variables only after the fifth colon of a resource, so this matches \
                               nothing";
                found.add(place_of(policy, arn, span, at), message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::identity;

    #[test]
    fn services_that_have_no_arns() {
        identity(
            "INVALID_SERVICE",
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:dynamdb:us-east-1:111111111111:table/t", "arn:aws:S3:::b",
                                                        ^^^^^^^ did you mean `dynamodb`? => dynamodb
    "arn:aws:nosuchservice:::x", "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/x", "*"]
             ^^^^^^^^^^^^^ no service uses `nosuchservice`
"#,
        );
    }

    #[test]
    fn services_in_capitals() {
        identity(
            "INVALID_ARN_SERVICE_CASE",
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:S3:::b", "arn:aws:s3:::B", "arn:aws:Banana:::b"]
                                                        ^^ write the service as `s3` => s3
"#,
        );
    }

    #[test]
    fn accounts_that_are_not_ids() {
        identity(
            "INVALID_ARN_ACCOUNT",
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:sqs:us-east-1:11111111111:q", "arn:aws:sqs:us-east-1:1111*:q",
                                                                      ^^^^^^^^^^^ an id is twelve digits
    "arn:aws:iam::aws:policy/x", "arn:aws:sqs:us-east-1:my-account:q", "arn:aws:s3:::b", "arn:aws:sqs:us-east-1:111111111111:q"]
                                                        ^^^^^^^^^^
"#,
        );
    }

    #[test]
    fn regions_that_are_none() {
        identity(
            "INVALID_ARN_REGION",
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:sqs:us-east1:111111111111:q", "arn:aws:sqs:us-*:111111111111:q",
                                                            ^^^^^^^^ `us-east1` is not a Region
    "arn:aws:sqs:US-EAST-1:111111111111:q", "arn:aws-us-gov:sqs:us-gov-west-1:111111111111:q", "arn:aws:s3:::b"]
                 ^^^^^^^^^
"#,
        );
    }

    #[test]
    fn variables_before_the_fifth_colon() {
        identity(
            "VARIABLE_IN_ARN_FIELD",
            r#"
"Effect": "Allow", "Action": "iam:*", "Resource": ["arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}", "*"]
                                                                 ^^^^^^^^^^^^^^^^^^^^^^^ only after the fifth colon
"#,
        );
    }
}
