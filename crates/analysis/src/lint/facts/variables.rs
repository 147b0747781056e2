//! Policy variables as they are written: `${key}`, `${key, 'default'}`, `${*}` (R1.47 to R1.54).

use super::super::subject::Subject;
use rolecall_policy::Span;
use rolecall_policy::document::OperatorCore;
use std::ops::Range;

/// A `${` and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) struct Variable<'a> {
    /// Byte offset of the `$` in the decoded text.
    pub(in crate::lint) start: usize,
    /// One past the `}`, or the end of the text.
    pub(in crate::lint) end: usize,
    /// What stands between the braces.
    pub(in crate::lint) inside: &'a str,
    /// Whether there is a `}`.
    pub(in crate::lint) closed: bool,
    /// How long the whole decoded text is.
    length: usize,
}

impl<'a> Variable<'a> {
    /// The key: what stands before a comma.
    pub(in crate::lint) fn key(&self) -> &'a str {
        self.inside.split(',').next().unwrap_or_default()
    }

    /// The default as written, with its quotes.
    pub(in crate::lint) fn default(&self) -> Option<&'a str> {
        self.inside.split_once(',').map(|(_, default)| default.trim())
    }

    /// `${*}`, `${?}` and `${$}` are the characters themselves.
    pub(in crate::lint) fn is_escape(&self) -> bool {
        self.closed && matches!(self.inside, "*" | "?" | "$")
    }

    /// Where it stands, if `span` is the place of the string that holds it.
    pub(in crate::lint) fn span(&self, text: &str, span: Span) -> Span {
        part_of(text, span, self.length, self.start..self.end)
    }
}

/// Every variable of a text.
pub(in crate::lint) fn variables(text: &str) -> Vec<Variable<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("${")).map(|offset| at + offset) {
        let rest = text.get(start + 2..).unwrap_or_default();
        let (inside, closed) = rest.split_once('}').map_or((rest, false), |(inside, _)| (inside, true));
        at = start + 2 + inside.len() + usize::from(closed);
        found.push(Variable { start, end: at, inside, closed, length: text.len() });
    }
    found
}

/// The texts of a policy in which variables are replaced: the resources, and the values of operators that take them
/// (R1.48).
pub(in crate::lint) fn places<'a>(policy: &Subject<'a>) -> Vec<(&'a str, Span)> {
    let mut places = Vec::new();
    for part in &policy.parts {
        places.extend(part.resources());
        for condition in part.statement.conditions.iter().filter(|c| takes_variables(c.operator.value.core)) {
            places.extend(condition.values.iter().map(|value| (&*value.value, value.span)));
        }
    }
    places
}

/// Whether variables are replaced in the operator's values.
pub(in crate::lint) fn takes_variables(core: OperatorCore) -> bool {
    core == OperatorCore::Bool || core.name().starts_with("String") || core.name().starts_with("Arn")
}

/// The place of bytes of a decoded string of this length; the whole string if it is written with escapes, which make it
/// longer.
pub(in crate::lint) fn part_of(text: &str, span: Span, length: usize, part: Range<usize>) -> Span {
    let literal = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let (Ok(start), Ok(end)) = (u32::try_from(part.start + 1), u32::try_from(part.end + 1)) else { return span };
    if literal.len() != length + 2 || !literal.starts_with('"') || span.start + end >= span.end {
        return span;
    }
    Span { start: span.start + start, end: span.start + end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found_one_after_another() {
        let inside = |text| variables(text).iter().map(|v| (v.inside, v.closed)).collect::<Vec<_>>();
        assert_eq!(inside("a${b}c${d, 'e'}"), [("b", true), ("d, 'e'", true)]);
        assert_eq!(inside("${}${*}"), [("", true), ("*", true)]);
        assert_eq!(inside("${a${b}"), [("a${b", true)]);
        assert_eq!(inside("$${a"), [("a", false)]);
        assert_eq!(inside("$a{b}"), []);
    }
}
