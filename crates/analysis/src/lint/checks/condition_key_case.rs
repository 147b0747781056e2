//! A condition key in other letters than AWS writes. It works (R1.34), but is hard to search for.

use super::{Check, Fix, Found, Subject};
use crate::lint::facts::keys::{Key, is_spelled_so};
use rolecall_policy::Span;
use rolecall_policy::document::ConditionElement;
use rolecall_policy::document::json::quote;
use std::collections::BTreeMap;

pub(super) const CHECKS: &[Check] =
    &[Check::suggestion("CONDITION_KEY_CASE", "the capitalization of a condition key differs from AWS's", find)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let place = |condition: &ConditionElement| (condition.operator.span, condition.key.value.to_ascii_lowercase());
        let mut written: BTreeMap<(Span, String), usize> = BTreeMap::new();
        for condition in &part.statement.conditions {
            *written.entry(place(condition)).or_default() += 1;
        }
        for (condition, key) in part.conditions() {
            // AWS itself writes the keys of tokens in more than one way.
            let spelling = if matches!(key, Key::OfProvider(_)) { None } else { key.spelling(&condition.key.value) };
            let Some(spelling) = spelling.filter(|spelling| **spelling != *condition.key.value) else { continue };
            // Some keys are written in two ways: `ec2:SourceInstanceARN` on the pages of services.
            if is_spelled_so(&condition.key.value) {
                continue;
            }
            let span = condition.key.span;
            // Two keys of one object that differ in case are two conditions; they must not become one name.
            let is_alone = written.get(&place(condition)) == Some(&1);
            let fix = is_alone.then(|| Fix::equivalent(format!("write `{spelling}`"), span, quote(&spelling)));
            found.with_fixes(span, format!("AWS spells this key `{spelling}`"), fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{fixed, identity};

    #[test]
    fn keys_in_other_case() {
        identity(
            "CONDITION_KEY_CASE",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {
    "aws:sourcevpc": "a", "AWS:RequestTag/Team": "a", "aws:SourceVpce": "a", "s3:Prefix": "a", "aws:banana": "b",
    ^^^^^^^^^^^^^^^ => "aws:SourceVpc"
                          ^^^^^^^^^^^^^^^^^^^^^ => "aws:RequestTag/Team"
                                                                             ^^^^^^^^^^^ => "s3:prefix"
    "s3:existingobjecttag/Team": "a", "SAML:aud": "a", "ec2:SourceInstanceARN": "a"}}
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ => "s3:ExistingObjectTag/Team"
"#,
        );
    }

    /// R1.33: two keys that differ in case are two conditions, and one name twice is an error.
    #[test]
    fn the_fix_does_not_make_two_keys_one() {
        fixed(
            r#""Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
               "Condition": {"StringEquals": {"aws:sourcevpc": "a", "aws:SourceVpc": "b"}, "Bool": {"aws:SECURETransport": "true"}}"#,
            r#""Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
               "Condition": {"StringEquals": {"aws:sourcevpc": "a", "aws:SourceVpc": "b"}, "Bool": {"aws:SecureTransport": "true"}}"#,
        );
    }
}
