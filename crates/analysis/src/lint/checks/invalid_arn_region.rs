//! The region in an ARN has not the form of a region's name.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::arn::{field_range, fields, is_open};
use crate::lint::facts::variables::part_of;

pub(super) const CHECK: Check = Check {
    code: "INVALID_ARN_REGION",
    severity: Severity::Error,
    about: "the region in an ARN has not the form of a region's name",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.resources() {
        let fields = fields(arn);
        let Some(region) = fields.get(3).filter(|_| fields.len() == 6 && fields.first() == Some(&"arn")) else { continue };
        if !region.is_empty() && !is_open(region) && !is_region(region) {
            let (start, end) = field_range(arn, 3);
            let message = format!("`{region}` is not a region: their names are like `eu-west-1`");
            found.add(part_of(policy.text, span, arn.len(), start..end), message);
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
            places.len() > 1 && places.iter().all(letters) && number.len() < 3 && number.bytes().all(|b| b.is_ascii_digit())
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn regions_that_are_none() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:sqs:us-east1:111111111111:q", "arn:aws:sqs:us-*:111111111111:q",
                                                            ^^^^^^^^ `us-east1` is not a region
    "arn:aws:sqs:US-EAST-1:111111111111:q", "arn:aws-us-gov:sqs:us-gov-west-1:111111111111:q", "arn:aws:s3:::b"]
                 ^^^^^^^^^
"#,
        );
    }
}
