//! An ARN of fewer than six fields: what was written last is taken for an earlier field than was meant.
//!
//! AWS stores it and puts `*` in place of the missing fields (R1.28), so `arn:aws:s3:b` has the region `b`.

use super::{Check, Found, Subject};
use crate::lint::facts::arn::fields;
use rolecall_catalog::regions;

pub(super) const CHECKS: &[Check] =
    &[Check::warning("INCOMPLETE_ARN", "an ARN has fewer than six fields, so AWS completes it with `*`", find)];

/// What the fields of an ARN are called, from the third.
const NAMES: [&str; 3] = ["service", "region", "account"];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.resources() {
        let fields = fields(arn);
        let last = fields.last().copied().unwrap_or_default();
        if fields.first() != Some(&"arn") || fields.len() > 5 {
            continue;
        }
        let Some(name) = fields.len().checked_sub(3).and_then(|at| NAMES.get(at)) else { continue };
        // A `*` at the end says that anything may follow.
        if last.strip_suffix('*').is_some_and(|begin| begins(name, begin)) {
            continue;
        }
        let rest = ":*".repeat(6 - fields.len());
        let message = format!("an ARN has six fields: `{last}` is the {name} here, as in `{arn}{rest}`");
        found.add(span, message);
    }
}

/// Whether some value of a field begins so: `eu-` begins a region, `reports/` does not.
fn begins(name: &str, begin: &str) -> bool {
    let begin = begin.split(['*', '?', '$']).next().unwrap_or_default();
    match name {
        "region" => regions().any(|region| region.starts_with(begin)),
        "account" => begin.bytes().all(|byte| byte.is_ascii_digit()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn arns_that_end_too_early() {
        identity(
            "INCOMPLETE_ARN",
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:s3:b", "arn:aws:s3:::b", "arn:aws:s3:*", "arn:aws:sqs", "*",
                                               ^^^^^^^^^^^^^^ `b` is the region here, as in `arn:aws:s3:b:*:*`
                                                                                                 ^^^^^^^^^^^^^ `sqs` is the service here
    "arn:aws:s3:reports/*", "arn:aws:sqs:eu-*", "arn:aws:sqs:eu-west-1:1111*", "arn:aws:sqs:eu-west-1:q*",
    ^^^^^^^^^^^^^^^^^^^^^^ `reports/*` is the region here, as in `arn:aws:s3:reports/*:*:*`
                                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ `q*` is the account here
    "arn:aws:sqs:eu-west-1:q", "arn:aws:sqs:eu-west-1:${a:b}"]
    ^^^^^^^^^^^^^^^^^^^^^^^^^ `q` is the account here, as in `arn:aws:sqs:eu-west-1:q:*`
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `${a:b}` is the account here
"#,
        );
    }
}
