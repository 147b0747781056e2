//! The condition block: operators, context keys and what an absent key means (R1, sections 1.5 and 1.6).
//!
//! Each family of operators has a file with one type: it reads the policy's values once, and says of one value of the
//! request whether any of them matches. Everything else, negation, `IfExists`, the set operators and missing keys, is the
//! one table in `CompiledCondition::holds`.

mod arn;
mod binary;
mod boolean;
pub mod date;
mod ip;
mod keys;
mod null;
mod numeric;
mod string;
pub(crate) mod variables;

pub(crate) use ip::Block as IpBlock;

use crate::document::{ConditionElement, OperatorCore, SetPrefix, Version};
use crate::request::Context;

/// One operator with one key, compiled.
#[derive(Debug, Clone)]
pub(crate) struct CompiledCondition {
    /// In lower case (R1.34).
    key: Box<str>,
    set: Option<SetPrefix>,
    if_exists: bool,
    negated: bool,
    /// The policy lists no values (R1.35).
    empty: bool,
    test: Test,
}

/// The comparison of each family with the policy's values.
#[derive(Debug, Clone)]
enum Test {
    String(string::StringTest),
    Numeric(numeric::NumericTest),
    Date(date::DateTest),
    Bool(boolean::BoolTest),
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
    pub(crate) fn new(element: &ConditionElement, version: Version) -> Self {
        use OperatorCore as Core;
        use string::Kind;
        let mut values = element.values.iter().map(|value| &*value.value);
        let values: &mut dyn Iterator<Item = &str> = &mut values;
        let string = |values, kind| Test::String(string::StringTest::new(values, kind, version));
        let numeric = |values, order| Test::Numeric(numeric::NumericTest::new(values, order));
        let date = |values, order| Test::Date(date::DateTest::new(values, order));
        let operator = element.operator.value;
        let (negated, test) = match operator.core {
            Core::StringEquals => (false, string(values, Kind::Equals)),
            Core::StringNotEquals => (true, string(values, Kind::Equals)),
            Core::StringEqualsIgnoreCase => (false, string(values, Kind::EqualsIgnoreCase)),
            Core::StringNotEqualsIgnoreCase => (true, string(values, Kind::EqualsIgnoreCase)),
            Core::StringLike => (false, string(values, Kind::Like)),
            Core::StringNotLike => (true, string(values, Kind::Like)),
            Core::NumericEquals => (false, numeric(values, Order::Equal)),
            Core::NumericNotEquals => (true, numeric(values, Order::Equal)),
            Core::NumericLessThan => (false, numeric(values, Order::Less)),
            Core::NumericLessThanEquals => (false, numeric(values, Order::LessOrEqual)),
            Core::NumericGreaterThan => (false, numeric(values, Order::Greater)),
            Core::NumericGreaterThanEquals => (false, numeric(values, Order::GreaterOrEqual)),
            Core::DateEquals => (false, date(values, Order::Equal)),
            Core::DateNotEquals => (true, date(values, Order::Equal)),
            Core::DateLessThan => (false, date(values, Order::Less)),
            Core::DateLessThanEquals => (false, date(values, Order::LessOrEqual)),
            Core::DateGreaterThan => (false, date(values, Order::Greater)),
            Core::DateGreaterThanEquals => (false, date(values, Order::GreaterOrEqual)),
            Core::Bool => (false, Test::Bool(boolean::BoolTest::new(values, version))),
            Core::BinaryEquals => (false, Test::Binary(binary::BinaryTest::new(values))),
            Core::IpAddress => (false, Test::Ip(ip::IpTest::new(values))),
            Core::NotIpAddress => (true, Test::Ip(ip::IpTest::new(values))),
            Core::ArnEquals | Core::ArnLike => (false, Test::Arn(arn::ArnTest::new(values, version))),
            Core::ArnNotEquals | Core::ArnNotLike => (true, Test::Arn(arn::ArnTest::new(values, version))),
            Core::Null => (false, Test::Null(null::NullTest::new(values))),
        };
        Self {
            key: element.key.value.to_lowercase().into(),
            set: operator.set,
            if_exists: operator.if_exists,
            negated,
            empty: element.values.is_empty(),
            test,
        }
    }

    /// Whether the condition is met: the table of missing keys and set operators (R1, section 1.5).
    pub(crate) fn holds(&self, context: &Context) -> bool {
        // No values in the policy comes before everything else (R1.35, R1.71).
        if self.empty {
            return self.negated;
        }
        let values = context.get(&self.key);
        if let Test::Null(test) = &self.test {
            return test.holds(keys::without_lone_empty(values).is_empty());
        }
        let met = |value: &str| self.matches(value, context) != self.negated;
        match self.set {
            None => match values.unwrap_or_default() {
                [] => self.negated || self.if_exists,
                // Several values without a set operator: the positive core is true if any matches (R1.43).
                values => values.iter().any(|value| self.matches(value, context)) != self.negated,
            },
            Some(SetPrefix::ForAllValues) => keys::without_lone_empty(values).iter().all(|value| met(value)),
            Some(SetPrefix::ForAnyValue) => match keys::without_lone_empty(values) {
                [] => self.if_exists,
                values => values.iter().any(|value| met(value)),
            },
        }
    }

    /// The positive core: one value of the request matches at least one value of the policy.
    fn matches(&self, value: &str, context: &Context) -> bool {
        match &self.test {
            Test::String(test) => test.matches(value, context),
            Test::Numeric(test) => test.matches(value),
            Test::Date(test) => test.matches(value),
            Test::Bool(test) => test.matches(value, context),
            Test::Binary(test) => test.matches(value),
            Test::Ip(test) => test.matches(value),
            Test::Arn(test) => test.matches(value, context),
            // `Null` asks whether there are values, not which.
            Test::Null(_) => false,
        }
    }
}
