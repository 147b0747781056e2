//! Values of a condition that another value of the list covers.

use super::{Check, Found, Subject};
use crate::lint::edit::remove_item;
use crate::lint::facts::address::Block;
use crate::lint::facts::budget::Budget;
use crate::lint::facts::coverage::{Shape, covered};
use crate::lint::facts::pattern::Pattern;
use rolecall_policy::Spanned;
use rolecall_policy::document::{ConditionElement, OperatorCore, Version};
use std::cmp::Reverse;

pub(super) const CHECKS: &[Check] = &[
    Check::suggestion("REDUNDANT_CONDITION_VALUE", "another value of the same list covers this one", values),
    Check::suggestion("REDUNDANT_CONDITION_VALUE_NUMBER", "a numeric limit has no effect next to a wider one", bounds),
];

/// A value that another one covers, and the message.
type Redundant<'a> = (&'a Spanned<Box<str>>, String);

/// Reports the redundant values of each condition, with a fix that takes them out of their list.
fn each<'a>(policy: &Subject<'a>, found: &mut Found, redundant: impl Fn(&'a ConditionElement) -> Vec<Redundant<'a>>) {
    for part in &policy.parts {
        let lists = part.condition_values();
        for condition in &part.statement.conditions {
            for (value, message) in redundant(condition) {
                let fix = lists.get(&condition.span).and_then(|list| remove_item(list, value.span));
                found.with_fixes(value.span, message, fix);
            }
        }
    }
}

fn values(policy: &Subject<'_>, found: &mut Found) {
    each(policy, found, |condition| {
        let core = condition.operator.value.core;
        let shape = |value: &Spanned<Box<str>>| ValueShape::of(core, &value.value, policy.version);
        let shapes: Vec<ValueShape> = condition.values.iter().map(shape).collect();
        let covering = covered(&shapes, &policy.budget).into_iter().zip(&condition.values);
        let redundant = covering.filter_map(|(covering, value)| {
            let covering = condition.values.get(covering?)?;
            Some((value, format!("`{}` covers `{}`", covering.value, value.value)))
        });
        redundant.collect()
    });
}

/// One of the values must hold, so only the widest bound counts.
fn bounds(policy: &Subject<'_>, found: &mut Found) {
    each(policy, found, |condition| {
        // Only whole numbers, of which nothing is lost.
        let numbers = condition.values.iter().filter_map(|value| Some((value, value.value.parse::<i64>().ok()?)));
        // Of equal bounds the first one stays.
        let widest = match condition.operator.value.core {
            OperatorCore::NumericLessThan | OperatorCore::NumericLessThanEquals => {
                numbers.clone().rev().max_by_key(|(_, number)| *number)
            }
            OperatorCore::NumericGreaterThan | OperatorCore::NumericGreaterThanEquals => {
                numbers.clone().rev().max_by_key(|(_, number)| Reverse(*number))
            }
            _ => None,
        };
        let Some((widest, _)) = widest else { return Vec::new() };
        // Of equal texts REDUNDANT_CONDITION_VALUE speaks.
        let redundant = numbers.filter(|(value, _)| value.value != widest.value).map(|(value, _)| {
            (value, format!("only one of the limits must hold, and `{}` is wider than `{}`", widest.value, value.value))
        });
        redundant.collect()
    });
}

/// A value, made ready to be compared with others of its list. Equal texts always cover each other.
struct ValueShape {
    /// In small letters where case counts for nothing.
    name: String,
    wide: Wide,
}

/// What else a value can cover.
enum Wide {
    Nothing,
    /// What matches the pattern, which begins with so many bytes of the name.
    Pattern(Pattern, usize),
    Addresses(Block),
}

impl ValueShape {
    fn of(core: OperatorCore, text: &str, version: Version) -> Self {
        use OperatorCore as Core;
        let wide = match core {
            Core::StringLike | Core::StringNotLike if version == Version::V2012 => {
                let head = text.find(['*', '?', '$']).unwrap_or(text.len());
                Wide::Pattern(Pattern::with_variables(text), head)
            }
            Core::IpAddress | Core::NotIpAddress => Block::parse(text).map_or(Wide::Nothing, Wide::Addresses),
            _ => Wide::Nothing,
        };
        let is_caseless = matches!(core, Core::StringEqualsIgnoreCase | Core::StringNotEqualsIgnoreCase);
        // A variable in it is compared by the name of its key and by its default.
        let name = if is_caseless && !text.contains("${") { text.to_ascii_lowercase() } else { text.to_owned() };
        Self { name, wide }
    }
}

impl Shape for ValueShape {
    fn name(&self) -> &str {
        &self.name
    }

    fn head(&self) -> Option<&str> {
        match self.wide {
            Wide::Pattern(_, head) if head < self.name.len() => self.name.get(..head),
            Wide::Addresses(_) => Some(""),
            _ => None,
        }
    }

    fn covers(&self, other: &Self, budget: &Budget) -> bool {
        budget.take(1)
            && match (&self.wide, &other.wide) {
                (Wide::Pattern(own, _), Wide::Pattern(its, _)) => own.covers(its, budget),
                (Wide::Addresses(own), Wide::Addresses(its)) => own.covers(*its),
                _ => self.name == other.name,
            }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{fixed, identity};

    #[test]
    fn values_that_another_covers() {
        identity(
            "REDUNDANT_CONDITION_VALUE",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringEquals": {"s3:prefix": ["a", "b", "a", "A", "*"]},
                                             ^^^ `a` covers `a`
    "StringLike": {"s3:prefix": ["home/*", "home/${aws:username}", "home/a", "home"]},
                                           ^^^^^^^^^^^^^^^^^^^^^^ `home/*` covers
                                                                   ^^^^^^^^ `home/*` covers
    "StringEqualsIgnoreCase": {"s3:prefix": ["a", "A"]},
                                                  ^^^
    "NotIpAddress": {"aws:SourceIp": ["203.0.113.9", "203.0.113.0/24", "203.0.112.0/24"]}}
                                      ^^^^^^^^^^^^^ `203.0.113.0/24` covers
"#,
        );
    }

    #[test]
    fn the_fix_takes_it_out_of_the_list() {
        fixed(
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b", "Condition": {"StringLike": {"s3:prefix": ["a*", "ab", "c"]}}"#,
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b", "Condition": {"StringLike": {"s3:prefix": ["a*", "c"]}}"#,
        );
    }

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
