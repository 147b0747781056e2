//! The condition block: operators, context keys and what an absent key means (R1, sections 1.5 and 1.6).
//!
//! Each family of operators has a file with one type: it reads the policy's values once, and says of one value of the
//! request whether any of them matches. Everything else, negation, `IfExists`, the set operators and missing keys, is the
//! one table in `CompiledCondition::holds`.

mod arn;
mod binary;
mod boolean;
pub mod date;
mod digits;
pub(crate) mod ip;
mod keys;
pub(crate) mod knowledge;
mod null;
mod numeric;
mod string;
mod unknown;
pub(crate) mod variables;

pub(crate) use ip::Block as IpBlock;

use crate::document::{ConditionElement, Operator, OperatorCore, SetPrefix, Span, Version};
use crate::matching::matcher::Matcher;
use crate::matching::words::{Collector, Word, Words};

/// Whether the numeric operators read a text as a number (R1.66).
#[must_use]
pub fn is_number(text: &str) -> bool {
    numeric::Decimal::parse(text).is_some()
}

/// One operator with one key, compiled.
#[derive(Debug, Clone)]
pub(crate) struct CompiledCondition {
    /// Key and values in the policy's text.
    pub(crate) span: Span,
    pub(crate) operator: Operator,
    negated: bool,
    /// As written.
    pub(crate) key: Word,
    /// Folded: names of keys are compared ignoring case (R1.34, R1.65).
    folded_key: Word,
    /// The policy's values as written.
    pub(crate) values: Box<[Word]>,
    test: Test,
}

/// The comparison of each family with the policy's values.
#[derive(Debug, Clone)]
enum Test {
    String(string::StringTest),
    Numeric(numeric::NumericTest),
    Date(date::DateTest),
    Binary(binary::BinaryTest),
    Ip(ip::IpTest),
    Arn(arn::ArnTest),
    Null(null::NullTest),
}

/// How numbers and instants are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    /// Whether `request <order> policy` holds, given how the request's value compares to the policy's.
    fn holds(self, request_to_policy: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => request_to_policy.is_eq(),
            Self::Less => request_to_policy.is_lt(),
            Self::LessOrEqual => request_to_policy.is_le(),
            Self::Greater => request_to_policy.is_gt(),
            Self::GreaterOrEqual => request_to_policy.is_ge(),
        }
    }
}

impl CompiledCondition {
    pub(crate) fn new(element: &ConditionElement, version: Version, words: &mut Collector) -> Self {
        use OperatorCore as Core;
        use string::Kind;
        let key = words.written(&element.key);
        let folded_key = words.folded(&element.key.value);
        let written = element.values.iter().map(|value| words.written(value)).collect();
        let mut values = element.values.iter().map(|value| &*value.value);
        let values: &mut dyn Iterator<Item = &str> = &mut values;
        let string = |values, kind| Test::String(string::StringTest::new(values, kind, version));
        let numeric = |order| Test::Numeric(numeric::NumericTest(order));
        let date = |values, order| Test::Date(date::DateTest::new(values, order));
        let operator = element.operator.value;
        let (negated, test) = match operator.core {
            Core::StringEquals => (false, string(values, Kind::Equals)),
            Core::StringNotEquals => (true, string(values, Kind::Equals)),
            Core::StringEqualsIgnoreCase => (false, string(values, Kind::EqualsIgnoreCase)),
            Core::StringNotEqualsIgnoreCase => (true, string(values, Kind::EqualsIgnoreCase)),
            Core::StringLike => (false, string(values, Kind::Like)),
            Core::StringNotLike => (true, string(values, Kind::Like)),
            Core::NumericEquals => (false, numeric(Order::Equal)),
            Core::NumericNotEquals => (true, numeric(Order::Equal)),
            Core::NumericLessThan => (false, numeric(Order::Less)),
            Core::NumericLessThanEquals => (false, numeric(Order::LessOrEqual)),
            Core::NumericGreaterThan => (false, numeric(Order::Greater)),
            Core::NumericGreaterThanEquals => (false, numeric(Order::GreaterOrEqual)),
            Core::DateEquals => (false, date(values, Order::Equal)),
            Core::DateNotEquals => (true, date(values, Order::Equal)),
            Core::DateLessThan => (false, date(values, Order::Less)),
            Core::DateLessThanEquals => (false, date(values, Order::LessOrEqual)),
            Core::DateGreaterThan => (false, date(values, Order::Greater)),
            Core::DateGreaterThanEquals => (false, date(values, Order::GreaterOrEqual)),
            Core::Bool => (false, Test::String(boolean::test(values, version))),
            Core::BinaryEquals => (false, Test::Binary(binary::BinaryTest::new(values))),
            Core::IpAddress => (false, Test::Ip(ip::IpTest::new(values))),
            Core::NotIpAddress => (true, Test::Ip(ip::IpTest::new(values))),
            Core::ArnEquals | Core::ArnLike => (false, Test::Arn(arn::ArnTest::new(values, version))),
            Core::ArnNotEquals | Core::ArnNotLike => (true, Test::Arn(arn::ArnTest::new(values, version))),
            Core::Null => (false, Test::Null(null::NullTest::new(values))),
        };
        Self { span: element.span, operator, negated, key, folded_key, values: written, test }
    }

    /// How much work it may be to find out whether the condition is met: conditions are asked the cheapest first.
    pub(crate) fn cost(&self) -> usize {
        let each = match &self.test {
            Test::Null(_) => return 0,
            Test::String(test) if !test.is_costly() => 1,
            Test::Ip(_) => 2,
            Test::Date(_) | Test::Numeric(_) => 3,
            Test::Arn(_) => 4,
            Test::String(_) | Test::Binary(_) => 5,
        };
        each * self.values.len()
    }

    /// Whether the condition is met: the table of missing keys and set operators (R1, section 1.5).
    pub(crate) fn holds(&self, words: &Words, matcher: &Matcher<'_>) -> bool {
        // No values in the policy comes before everything else (R1.35, R1.71).
        if self.values.is_empty() {
            return self.negated;
        }
        let values = matcher.context.get_folded(words.get(self.folded_key));
        if let Test::Null(test) = &self.test {
            return test.holds(keys::without_lone_empty(values).is_empty());
        }
        let met = |value| self.matches(words, value, matcher) != self.negated;
        match self.operator.set {
            None => match values.unwrap_or_default() {
                [] => self.negated || self.operator.if_exists,
                // Several values without a set operator: the positive core is true if any matches (R1.43).
                values => values.iter().any(|value| self.matches(words, value, matcher)) != self.negated,
            },
            Some(SetPrefix::ForAllValues) => keys::without_lone_empty(values).iter().all(|value| met(value)),
            Some(SetPrefix::ForAnyValue) => match keys::without_lone_empty(values) {
                [] => self.operator.if_exists,
                values => values.iter().any(|value| met(value)),
            },
        }
    }

    /// The positive core: one value of the request matches at least one value of the policy.
    fn matches<'a>(&self, words: &Words, value: &'a str, matcher: &Matcher<'a>) -> bool {
        let own = &*self.values;
        match &self.test {
            Test::String(test) => test.matches(own, words, value, matcher),
            Test::Numeric(test) => test.matches(own, words, value),
            Test::Date(test) => test.matches(value),
            Test::Binary(test) => test.matches(value),
            Test::Ip(test) => test.matches(value),
            Test::Arn(test) => test.matches(own, words, value, matcher),
            // `Null` asks whether there are values, not which.
            Test::Null(_) => false,
        }
    }
}
