//! Which parts of a policy say no more than others do.
//!
//! "Covers" is never claimed wrongly: where it cannot be known, it is denied.

use super::super::subject::Part;
use super::arn::fields;
use super::pattern::Pattern;
use rolecall_policy::document::{ConditionElement, PrincipalElement, Version};
use std::collections::BTreeMap;

/// How many pairs are compared at most: of patterns in one list or between two statements, and of statements. The longest list of a policy
/// that AWS accepts is far below; beyond it only equal texts are found.
pub(in crate::lint) const MAX_PAIRS: usize = 1_000_000;

/// For each text of a list, another one that covers it. Of two that say the same the later one is covered. Only texts
/// that are `wide` can cover one whose `name` differs, which keeps long lists cheap.
pub(in crate::lint) fn covered(
    texts: &[&str],
    name: impl Fn(&str) -> String,
    wide: impl Fn(&str) -> bool,
    covers: impl Fn(&str, &str) -> bool,
) -> Vec<Option<usize>> {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let wide: Vec<(usize, &str)> = texts.iter().copied().enumerate().filter(|(_, text)| wide(text)).collect();
    let wide = if wide.len().saturating_mul(texts.len()) > MAX_PAIRS { Vec::new() } else { wide };
    let mut all = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let same = *first.entry(name(text)).or_insert(at);
        let covering = wide
            .iter()
            .find(|(other, wide)| *other != at && covers(wide, text) && (*other < at || !covers(text, wide)));
        all.push(if same < at { Some(same) } else { covering.map(|(other, _)| *other) });
    }
    all
}

/// Whether every action that the pattern `other` names is named by `own`.
pub(in crate::lint) fn action_covers(own: &str, other: &str) -> bool {
    match (own.split_once(':'), other.split_once(':')) {
        _ if matches!(own, "*" | "*:*") => true,
        _ if !own.contains(['*', '?']) => own.contains(':') && own.eq_ignore_ascii_case(other),
        (Some((service, name)), Some((other_service, other_name))) => {
            // What stands before the first wildcard must stand there too; most pairs end here.
            let head = name.split(['*', '?']).next().unwrap_or_default();
            service.eq_ignore_ascii_case(other_service)
                && other_name.get(..head.len()).is_some_and(|other| other.eq_ignore_ascii_case(head))
                && Pattern::without_case(name).covers(&Pattern::without_case(other_name))
        }
        _ => false,
    }
}

/// Whether every resource that the pattern `other` matches is matched by `own`. Field by field, because a wildcard of
/// the first five fields stays in its field unless it is the field's last character (R1.26); a field that ends with `*`
/// is covered only by one that does, so what runs on across colons in the one does so in the other.
pub(in crate::lint) fn resource_covers(own: &str, other: &str, version: Version) -> bool {
    if own == "*" || own == other {
        return true;
    }
    // What stands before the first wildcard or variable must stand there too; most pairs end here.
    let Some((head, _)) = own.split_once(['*', '?']) else { return false };
    if !other.starts_with(head.split('$').next().unwrap_or_default()) {
        return false;
    }
    let (own, other) = (fields(own), fields(other));
    let last = own.len().checked_sub(1);
    // Variables are for the last field only (R1.48); elsewhere, and in older policies, `${…}` is text with wildcards.
    let pattern = |field: &str, at: usize| {
        if version == Version::V2012 && Some(at) == last {
            Pattern::with_variables(field)
        } else {
            Pattern::plain(field)
        }
    };
    own.len() == 6
        && other.len() == 6
        && own.iter().zip(&other).enumerate().all(|(at, (own, other))| pattern(own, at).covers(&pattern(other, at)))
}

/// Whether whatever matches the statement `other` matches `own` too.
pub(in crate::lint) fn statement_covers(own: &Part<'_>, other: &Part<'_>, version: Version) -> bool {
    principal_covers(own.statement.principal.as_ref(), other.statement.principal.as_ref())
        && own.statement.conditions.iter().all(|own| other.statement.conditions.iter().any(|other| same(own, other)))
        && resources_cover(own, other, version)
        && actions_cover(own, other)
}

fn principal_covers(own: Option<&PrincipalElement>, other: Option<&PrincipalElement>) -> bool {
    match (own, other) {
        (None, None) => true,
        (Some(own), Some(other)) => {
            let values =
                |element: &PrincipalElement| element.entries.iter().map(|e| e.value.clone()).collect::<Vec<_>>();
            let (all, its) = (values(own), values(other));
            if own.negated || other.negated {
                return own.negated == other.negated && all == its;
            }
            !its.is_empty() && its.iter().all(|entry| all.contains(entry))
        }
        _ => false,
    }
}

fn actions_cover(own: &Part<'_>, other: &Part<'_>) -> bool {
    let texts = |part: &Part<'_>| part.actions.iter().map(|named| named.text().to_owned()).collect::<Vec<_>>();
    let (all, its) = (texts(own), texts(other));
    if all.is_empty() || its.is_empty() || all.len().saturating_mul(its.len()) > MAX_PAIRS {
        return false;
    }
    if own.has_not_action() || other.has_not_action() {
        return own.has_not_action() == other.has_not_action() && all == its;
    }
    its.iter().all(|other| all.iter().any(|own| action_covers(own, other)))
}

fn resources_cover(own: &Part<'_>, other: &Part<'_>, version: Version) -> bool {
    let (all, its): (Vec<_>, Vec<_>) = (own.resources().collect(), other.resources().collect());
    match (&own.statement.resource, &other.statement.resource) {
        (None, None) => true,
        (Some(a), Some(b)) if a.negated || b.negated => {
            let texts = |list: &[(&str, _)]| list.iter().map(|(text, _)| (*text).to_owned()).collect::<Vec<_>>();
            a.negated == b.negated && texts(&all) == texts(&its) && a.patterns.len() == b.patterns.len()
        }
        (Some(_), Some(_)) => {
            !its.is_empty()
                && all.len().saturating_mul(its.len()) <= MAX_PAIRS
                && its.iter().all(|(other, _)| all.iter().any(|(own, _)| resource_covers(own, other, version)))
        }
        _ => false,
    }
}

/// The same test, whatever the order of the values and the case of the key.
fn same(own: &ConditionElement, other: &ConditionElement) -> bool {
    let values = |condition: &ConditionElement| {
        let mut values: Vec<Box<str>> = condition.values.iter().map(|value| value.value.clone()).collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    own.operator.value == other.operator.value
        && own.key.value.eq_ignore_ascii_case(&other.key.value)
        && values(own) == values(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_covered_within_their_service() {
        for (own, other, expected) in [
            ("*", "s3:GetObject", true),
            ("*:*", "*", true),
            ("s3:*", "S3:getobject", true),
            ("s3:Get*", "s3:GetObject*", true),
            ("s3:GetObject*", "s3:Get*", false),
            ("s3:*", "s3express:GetObject", false),
            ("s3:*", "*", false),
            ("GetObject", "GetObject", false),
        ] {
            assert_eq!(action_covers(own, other), expected, "{own} {other}");
        }
    }

    /// R1.26, R1.28, R1.29.
    #[test]
    fn resources_are_covered_field_by_field() {
        for (own, other, expected) in [
            ("*", "arn:aws:s3:::b", true),
            ("arn:aws:s3:::b/*", "arn:aws:s3:::b/a/*", true),
            ("arn:aws:s3:::b/*", "arn:aws:s3:::b", false),
            ("arn:aws:s3:::b*", "arn:aws:s3:::b/*", true),
            ("arn:aws:s3:::B", "arn:aws:s3:::b", false),
            ("arn:aws:sqs:*:1:q", "arn:aws:sqs:us-east-1:1:q", true),
            ("arn:aws:sqs:us-*-1:1:q", "arn:aws:sqs:*:1:q", false),
            ("arn:aws:sqs:*", "arn:aws:sqs:us-east-1:1:q", false),
            ("arn:aws:s3:::*", "*", false),
            ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::${aws:username}/a", true),
            ("arn:aws:s3:::${aws:username}", "arn:aws:s3:::b", false),
        ] {
            assert_eq!(resource_covers(own, other, Version::V2012), expected, "{own} {other}");
        }
    }
}
