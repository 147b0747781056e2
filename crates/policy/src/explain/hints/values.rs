//! Confusions about texts, whatever they stand for.

use super::{Told, listed, only};
use crate::condition::variables::{Expression, Token, tokens};
use crate::document::Version;
use crate::explain::Comparison;
use crate::explain::nearest::Likeness;

/// A variable without a value matches nothing (R1.52), and before 2012-10-17 there are none (R1.46).
pub(super) fn variable(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    part.actual.as_ref()?;
    let expressions = part.wanted.iter().flat_map(|value| tokens(value)).filter_map(|token| match token {
        Token::Braced(inner) => Some(inner),
        Token::Plain(_) => None,
    });
    for inner in expressions {
        if told.version == Version::V2008 {
            return Some(format!(
                "\"${{{inner}}}\" is plain text: variables need \"Version\": \"2012-10-17\", and this policy has an older one"
            ));
        }
        let Expression::Variable(variable) = Expression::parse(inner) else { continue };
        if variable.resolve(told.request.context).is_none() {
            let several = told.request.context.get(inner).is_some_and(|values| values.len() > 1);
            let count = if several { "more than one value" } else { "no value" };
            return Some(format!("${{{inner}}} has {count} in this request, so it matches nothing"));
        }
    }
    None
}

/// Upper and lower case count in resources, principals and most conditions.
pub(super) fn case(part: &Comparison, _: &Told<'_, '_>) -> Option<String> {
    let actual = only(part)?;
    let differs =
        |value: &str| is_simple(value) && Likeness::of(value, actual).fits && !Likeness::exact(value, actual).fits;
    let value = listed(part, differs)?;
    Some(format!("\"{value}\" differs only in case, and matching is case-sensitive"))
}

/// Blanks at an end are part of a text.
pub(super) fn blank(part: &Comparison, _: &Told<'_, '_>) -> Option<String> {
    let actual = only(part)?;
    let value = listed(part, |value| value != actual && value.trim() == actual.trim())?;
    Some(format!("\"{value}\" differs only in spaces at its beginning or end, and they count"))
}

/// What is between the ends decides nothing: at most one wildcard, and no variable.
fn is_simple(value: &str) -> bool {
    value.matches(['*', '?']).count() <= 1 && !value.contains("${")
}
