//! Conditions (R1, section 1.5).

use std::cmp::Ordering;

use super::text::{Symbol, expand, fields, fold, plain, steps, walks};
use super::{address, binary, date, number};
use crate::document::{ConditionElement, OperatorCore, SetPrefix, Version};
use crate::request::{Context, ContextValue};

/// R1.33, R1.35: all conditions hold; none is true.
pub(super) fn all_hold(conditions: &[ConditionElement], version: Version, context: &Context) -> bool {
    conditions.iter().all(|condition| holds(condition, version, context))
}

/// The comparison under a negated operator, or `None` for a positive one. The ordering operators are positive (R1.41).
fn positive_of(core: OperatorCore) -> Option<OperatorCore> {
    match core {
        OperatorCore::StringNotEquals => Some(OperatorCore::StringEquals),
        OperatorCore::StringNotEqualsIgnoreCase => Some(OperatorCore::StringEqualsIgnoreCase),
        OperatorCore::StringNotLike => Some(OperatorCore::StringLike),
        OperatorCore::NumericNotEquals => Some(OperatorCore::NumericEquals),
        OperatorCore::DateNotEquals => Some(OperatorCore::DateEquals),
        OperatorCore::NotIpAddress => Some(OperatorCore::IpAddress),
        OperatorCore::ArnNotEquals => Some(OperatorCore::ArnEquals),
        OperatorCore::ArnNotLike => Some(OperatorCore::ArnLike),
        _ => None,
    }
}

/// One operator with one key: the table of missing keys and set operators.
fn holds(condition: &ConditionElement, version: Version, context: &Context) -> bool {
    let operator = condition.operator.value;
    let values = context.get(&condition.key.value);
    if operator.core == OperatorCore::Null {
        return null(condition, values);
    }
    let negative = positive_of(operator.core);
    // R1.35, which precedes the table.
    if condition.values.is_empty() {
        return negative.is_some();
    }
    let core = negative.unwrap_or(operator.core);
    // `m(v)` of the table.
    let m = |value: &str| condition.values.iter().any(|p| matches(core, &p.value, value, version, context));
    let one = |value: &str| if negative.is_some() { !m(value) } else { m(value) };

    let given: Option<Vec<&str>> = values.map(|values| values.iter().map(|value| &**value).collect());
    match operator.set {
        None => match given.as_deref() {
            None | Some([]) => negative.is_some() || operator.if_exists,
            // R1.43: positive if any value matches, negated the opposite of that.
            Some(values) => values.iter().any(|value| m(value)) != negative.is_some(),
        },
        Some(prefix) => {
            // R1.44, R1.76: for set operators a single empty text is no value.
            let set = match given.as_deref() {
                None | Some([""]) => &[],
                Some(values) => values,
            };
            match prefix {
                SetPrefix::ForAllValues => set.iter().all(|value| one(value)),
                SetPrefix::ForAnyValue if set.is_empty() => operator.if_exists,
                SetPrefix::ForAnyValue => set.iter().any(|value| one(value)),
            }
        }
    }
}

/// R1.42, R1.76, R1.70: whether the key has no value; other texts than `true` and `false` are false.
fn null(condition: &ConditionElement, values: Option<&[ContextValue]>) -> bool {
    let absent = match values {
        None | Some([]) => true,
        Some([only]) => only.is_empty(),
        Some(_) => false,
    };
    condition.values.iter().any(|value| match &*fold(&value.value) {
        "true" => absent,
        "false" => !absent,
        _ => false,
    })
}

/// Whether one value of the request matches one value of the policy under a positive comparison.
fn matches(core: OperatorCore, policy: &str, request: &str, version: Version, context: &Context) -> bool {
    // R1.48: variables in `String…`, `Arn…` and `Bool`; R1.52: without a value the pattern matches nothing.
    let expanded = || expand(policy, version, context);
    match core {
        OperatorCore::StringEquals => expanded().is_some_and(|policy| plain(&policy) == request),
        OperatorCore::StringEqualsIgnoreCase => expanded().is_some_and(|policy| fold(&plain(&policy)) == fold(request)),
        OperatorCore::StringLike => expanded().is_some_and(|policy| walks(&steps(&policy), request)),
        // R1.68.
        OperatorCore::Bool => expanded().is_some_and(|policy| fold(&plain(&policy)) == fold(request)),
        OperatorCore::ArnEquals | OperatorCore::ArnLike => {
            // `*` as it is written; what comes out of a variable is put into the parsed pattern (R1.53).
            let any = policy == "*";
            expanded().is_some_and(|policy| arn(any, &policy, request))
        }
        OperatorCore::NumericEquals => numeric(policy, request, |order| order == Ordering::Equal),
        OperatorCore::NumericLessThan => numeric(policy, request, |order| order == Ordering::Less),
        OperatorCore::NumericLessThanEquals => numeric(policy, request, |order| order != Ordering::Greater),
        OperatorCore::NumericGreaterThan => numeric(policy, request, |order| order == Ordering::Greater),
        OperatorCore::NumericGreaterThanEquals => numeric(policy, request, |order| order != Ordering::Less),
        OperatorCore::DateEquals => instants(policy, request, |order| order == Ordering::Equal),
        OperatorCore::DateLessThan => instants(policy, request, |order| order == Ordering::Less),
        OperatorCore::DateLessThanEquals => instants(policy, request, |order| order != Ordering::Greater),
        OperatorCore::DateGreaterThan => instants(policy, request, |order| order == Ordering::Greater),
        OperatorCore::DateGreaterThanEquals => instants(policy, request, |order| order != Ordering::Less),
        OperatorCore::IpAddress => {
            let (block, address) = (address::block(policy), address::address(request));
            block.zip(address).is_some_and(|(block, address)| block.contains(&address))
        }
        OperatorCore::BinaryEquals => {
            binary::bits(policy).zip(binary::bits(request)).is_some_and(|(policy, request)| policy == request)
        }
        OperatorCore::StringNotEquals
        | OperatorCore::StringNotEqualsIgnoreCase
        | OperatorCore::StringNotLike
        | OperatorCore::NumericNotEquals
        | OperatorCore::DateNotEquals
        | OperatorCore::NotIpAddress
        | OperatorCore::ArnNotEquals
        | OperatorCore::ArnNotLike
        | OperatorCore::Null => false,
    }
}

/// R1.66, R1.41: what is no number matches nothing. The order is that of the request's value to the policy's.
fn numeric(policy: &str, request: &str, wanted: impl Fn(Ordering) -> bool) -> bool {
    let (policy, request) = (number::parse(policy), number::parse(request));
    request.zip(policy).is_some_and(|(request, policy)| wanted(request.order(&policy)))
}

/// R1.40, R1.41: what is no date matches nothing.
fn instants(policy: &str, request: &str, wanted: impl Fn(Ordering) -> bool) -> bool {
    let (policy, request) = (date::nanoseconds(policy), date::nanoseconds(request));
    request.zip(policy).is_some_and(|(request, policy)| wanted(request.cmp(&policy)))
}

/// R1.38: six fields, each by itself.
fn arn(any: bool, policy: &[Symbol], request: &str) -> bool {
    let request: Vec<&str> = request.splitn(6, ':').collect();
    if request.len() != 6 || request.first() != Some(&"arn") {
        return false;
    }
    let policy = fields(policy);
    any || policy.len() == 6 && policy.iter().zip(request).all(|(policy, request)| walks(&steps(policy), request))
}
