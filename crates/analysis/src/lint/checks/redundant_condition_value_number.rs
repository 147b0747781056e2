//! A bound beside a wider one: one of the values must hold, so only the widest counts.

use super::{Check, Found, Subject};
use crate::lint::edit::remove_item;
use rolecall_policy::document::OperatorCore;
use std::cmp::Reverse;

pub(super) const CHECKS: &[Check] = &[Check::suggestion(
    "REDUNDANT_CONDITION_VALUE_NUMBER",
    "a numeric bound stands beside a wider one, which alone counts",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let lists = part.condition_values();
        for condition in &part.statement.conditions {
            // Only whole numbers, of which nothing is lost.
            let numbers = condition.values.iter().filter_map(|value| Some((value, value.value.parse::<i64>().ok()?)));
            let numbers: Vec<_> = numbers.collect();
            let widest = match condition.operator.value.core {
                // Of equal bounds the first one stays.
                OperatorCore::NumericLessThan | OperatorCore::NumericLessThanEquals => {
                    numbers.iter().rev().max_by_key(|(_, number)| *number)
                }
                OperatorCore::NumericGreaterThan | OperatorCore::NumericGreaterThanEquals => {
                    numbers.iter().rev().max_by_key(|(_, number)| Reverse(*number))
                }
                _ => continue,
            };
            let Some((widest, _)) = widest else { continue };
            // Of equal texts REDUNDANT_CONDITION_VALUE speaks.
            for (value, _) in numbers.iter().filter(|(value, _)| value.value != widest.value) {
                let fix = lists.get(&condition.span).and_then(|list| remove_item(list, value.span));
                let message =
                    format!("one of the bounds must hold, and `{}` is wider than `{}`", widest.value, value.value);
                found.with_fixes(value.span, message, fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{fixed, identity};

    #[test]
    fn bounds_beside_a_wider_one() {
        identity(
            "REDUNDANT_CONDITION_VALUE_NUMBER",
            r#"
"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b", "Condition": {
    "NumericLessThan": {"s3:max-keys": ["10", "20", "5", "20"]},
                                        ^^^^ `20` is wider than `10`
                                                    ^^^ `20` is wider than `5`
    "NumericGreaterThanEquals": {"s3:max-keys": ["1", "-3", "1.5", "x"]},
                                                 ^^^ `-3` is wider
    "NumericEquals": {"s3:max-keys": ["1", "2"]}, "NumericNotEquals": {"s3:max-keys": ["1", "2"]}}
"#,
        );
        fixed(
            r#""Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b", "Condition": {"NumericLessThan": {"s3:max-keys": ["10", "20", "5"]}}"#,
            r#""Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b", "Condition": {"NumericLessThan": {"s3:max-keys": ["20"]}}"#,
        );
    }
}
