//! Which parts of a policy say no more than others do.
//!
//! "Covers" is never claimed wrongly: where it cannot be known, it is denied.

use super::super::subject::Part;
use super::arn::fields;
use super::budget::Budget;
use super::pattern::Pattern;
use rolecall_policy::document::{ConditionElement, PrincipalElement, PrincipalEntry, Version};
use std::collections::{BTreeMap, HashMap};

/// An item of a list, made ready to be compared with the others.
pub(in crate::lint) trait Shape {
    /// What is the same for all items that say the same in an obvious way.
    fn name(&self) -> &str;

    /// What the names of all items begin with that this one covers; `None` if it covers none but those of its name.
    fn head(&self) -> Option<&str>;

    /// Whether whatever the other matches is matched by this one too.
    fn covers(&self, other: &Self, budget: &Budget) -> bool;
}

/// For each item of a list, another one that covers it and that no other one covers: if all items go for which there is
/// one, what they say is still said. Of two that say the same the later one is covered.
pub(in crate::lint) fn covered(items: &[impl Shape], budget: &Budget) -> Vec<Option<usize>> {
    let mut covering: Vec<Option<usize>> = vec![None; items.len()];
    // By their names, so that those with one beginning are neighbours.
    let mut sorted: Vec<(usize, &str)> = items.iter().map(Shape::name).enumerate().collect();
    sorted.sort_by_key(|(_, name)| *name);
    for (at, item) in items.iter().enumerate() {
        let Some(head) = item.head() else { continue };
        let first = sorted.partition_point(|(_, name)| *name < head);
        let end = sorted.partition_point(|(_, name)| *name < head || name.starts_with(head));
        for (other, _) in sorted.get(first..end).unwrap_or_default().iter().filter(|(other, _)| *other != at) {
            if !budget.take(1) {
                break;
            }
            let (Some(place), Some(other_item)) = (covering.get_mut(*other), items.get(*other)) else { continue };
            if place.is_none() && item.covers(other_item, budget) && (at < *other || !other_item.covers(item, budget)) {
                *place = Some(at);
            }
        }
    }
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(items.len());
    for (at, (item, place)) in items.iter().zip(&mut covering).enumerate() {
        let same = *first.entry(item.name()).or_insert(at);
        if same < at {
            *place = Some(same);
        }
    }
    last_covering(&covering)
}

/// What covers the covering one in turn, to the last. Where that leads round in a circle, nothing is covered.
pub(in crate::lint) fn last_covering(covering: &[Option<usize>]) -> Vec<Option<usize>> {
    let next = |at: usize| covering.get(at).copied().flatten();
    let mut last: Vec<Option<usize>> = vec![None; covering.len()];
    let mut known = vec![false; covering.len()];
    for start in 0..covering.len() {
        let mut way = Vec::new();
        let mut at = start;
        while let Some(known) = known.get_mut(at).filter(|known| !**known) {
            *known = true;
            way.push(at);
            let Some(onward) = next(at) else { break };
            at = onward;
        }
        // The end of the way is covered by nothing, or it has been looked at before; in a circle that was just now.
        let end = match next(at) {
            None => Some(at),
            Some(_) if way.contains(&at) => None,
            Some(_) => last.get(at).copied().flatten(),
        };
        for passed in way {
            if let Some(place) = last.get_mut(passed) {
                *place = end.filter(|end| *end != passed);
            }
        }
    }
    last
}

/// A pattern of `Action`.
#[derive(Debug)]
pub(in crate::lint) struct ActionShape {
    /// In small letters.
    name: String,
    /// What stands before the first wildcard, in bytes.
    head: usize,
    is_everything: bool,
    /// Where the service ends and what may stand behind it.
    service: Option<(usize, Pattern)>,
}

impl ActionShape {
    pub(in crate::lint) fn of(text: &str) -> Self {
        let name = text.to_ascii_lowercase();
        let is_everything = matches!(text, "*" | "*:*");
        let colon = name.find(':');
        let service = colon.and_then(|colon| Some((colon, Pattern::plain(name.get(colon + 1..)?))));
        let wildcard = name.find(['*', '?']).unwrap_or(name.len());
        // A wildcard in the name of a service is none.
        let head = if is_everything { 0 } else { wildcard.max(colon.map_or(0, |colon| colon + 1)) };
        Self { name, head, is_everything, service }
    }
}

impl Shape for ActionShape {
    fn name(&self) -> &str {
        &self.name
    }

    fn head(&self) -> Option<&str> {
        self.name.get(..self.head).filter(|head| head.len() < self.name.len())
    }

    fn covers(&self, other: &Self, budget: &Budget) -> bool {
        if self.is_everything {
            return true;
        }
        let (Some((colon, own)), Some((other_colon, its))) = (&self.service, &other.service) else { return false };
        colon == other_colon
            && budget.take(1)
            && self.name.get(..self.head).is_some_and(|head| other.name.starts_with(head))
            && own.covers(its, budget)
    }
}

/// A pattern of `Resource`.
#[derive(Debug)]
pub(in crate::lint) struct ResourceShape<'a> {
    text: &'a str,
    head: Option<&'a str>,
    /// The six fields of a complete ARN.
    fields: Vec<Pattern>,
}

impl<'a> ResourceShape<'a> {
    pub(in crate::lint) fn of(text: &'a str, version: Version) -> Self {
        let fields = fields(text);
        // Variables are for the last field only (R1.48); elsewhere, and in older policies, `${…}` is text with wildcards.
        let pattern = |(at, field): (usize, &&str)| {
            if version == Version::V2012 && at == 5 { Pattern::with_variables(field) } else { Pattern::plain(field) }
        };
        let fields = if fields.len() == 6 { fields.iter().enumerate().map(pattern).collect() } else { Vec::new() };
        // What stands before the first wildcard or variable must stand there too.
        let head = text.split_once(['*', '?']).map(|(head, _)| head.split('$').next().unwrap_or_default());
        Self { text, head, fields }
    }
}

impl Shape for ResourceShape<'_> {
    fn name(&self) -> &str {
        self.text
    }

    fn head(&self) -> Option<&str> {
        self.head
    }

    /// Field by field, because a wildcard of the first five fields stays in its field unless it is the field's last
    /// character (R1.26); a field that ends with `*` is covered only by one that does, so what runs on across colons in
    /// the one does so in the other.
    fn covers(&self, other: &Self, budget: &Budget) -> bool {
        if self.text == "*" {
            return true;
        }
        if !budget.take(1) {
            return false;
        }
        self.text == other.text
            || self.head.is_some_and(|head| other.text.starts_with(head))
                && self.fields.len() == 6
                && other.fields.len() == 6
                && self.fields.iter().zip(&other.fields).all(|(own, other)| own.covers(other, budget))
    }
}

/// A statement, made ready to be compared with others of its policy.
#[derive(Debug)]
pub(in crate::lint) struct StatementShape<'a> {
    principals: Option<Listed>,
    /// Numbers of tests, in order.
    conditions: Vec<usize>,
    actions: Option<(bool, Vec<ActionShape>)>,
    resources: Option<(bool, Vec<ResourceShape<'a>>)>,
    /// How many resources are `null`.
    nulls: usize,
}

/// The entries of `Principal` or `NotPrincipal`: numbers, in order.
#[derive(Debug)]
struct Listed {
    negated: bool,
    entries: Vec<usize>,
}

/// A test, whatever the order of its values and the case of its key.
type Test = (String, String, Vec<Box<str>>);

/// The shapes of all statements of a policy.
pub(in crate::lint) fn statement_shapes<'a>(parts: &[Part<'a>], version: Version) -> Vec<StatementShape<'a>> {
    let mut tests: BTreeMap<Test, usize> = BTreeMap::new();
    let mut entries: HashMap<&'a PrincipalEntry, usize> = HashMap::new();
    let shape = |part: &Part<'a>| {
        let number = |condition: &ConditionElement| {
            let next = tests.len();
            *tests.entry(test(condition)).or_insert(next)
        };
        let mut conditions: Vec<usize> = part.statement.conditions.iter().map(number).collect();
        conditions.sort_unstable();
        conditions.dedup();
        let listed = |element: &'a PrincipalElement| {
            let number = |entry| {
                let next = entries.len();
                *entries.entry(entry).or_insert(next)
            };
            let mut numbers: Vec<usize> = element.entries.iter().map(|entry| &entry.value).map(number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            Listed { negated: element.negated, entries: numbers }
        };
        let actions = part.actions.iter().map(|named| ActionShape::of(named.text()));
        let resources = part.resources().map(|(text, _)| ResourceShape::of(text, version));
        let element = part.statement.resource.as_ref();
        let nulls = element.into_iter().flat_map(|element| &element.patterns).filter(|pattern| pattern.value.is_none());
        StatementShape {
            principals: part.statement.principal.as_ref().map(listed),
            conditions,
            actions: part.statement.action.as_ref().map(|element| (element.negated, actions.collect())),
            nulls: nulls.count(),
            resources: element.map(|element| (element.negated, resources.collect())),
        }
    };
    parts.iter().map(shape).collect()
}

fn test(condition: &ConditionElement) -> Test {
    let mut values: Vec<Box<str>> = condition.values.iter().map(|value| value.value.clone()).collect();
    values.sort_unstable();
    values.dedup();
    (condition.operator.value.to_string(), condition.key.value.to_ascii_lowercase(), values)
}

impl StatementShape<'_> {
    /// What is the same for statements that say the same in an obvious way. Such statements are found without comparing
    /// each with each.
    pub(in crate::lint) fn name(&self) -> String {
        let principals = self.principals.as_ref().map(|listed| (listed.negated, &listed.entries));
        let resources = self.resources.as_ref().map(|(negated, list)| (*negated, names(list)));
        let actions = self.actions.as_ref().map(|(negated, list)| (*negated, names(list)));
        format!("{principals:?} {:?} {actions:?} {resources:?} {}", self.conditions, self.nulls)
    }

    /// Whether whatever matches the other matches this one too.
    pub(in crate::lint) fn covers(&self, other: &Self, budget: &Budget) -> bool {
        budget.take(1)
            && principals_cover(self.principals.as_ref(), other.principals.as_ref(), budget)
            && is_subset(&self.conditions, &other.conditions, budget)
            && self.covers_resources_of(other, budget)
            && match (&self.actions, &other.actions) {
                (Some((own_not, own)), Some((its_not, its))) => lists_cover((*own_not, own), (*its_not, its), budget),
                _ => false,
            }
    }

    fn covers_resources_of(&self, other: &Self, budget: &Budget) -> bool {
        match (&self.resources, &other.resources) {
            (None, None) => true,
            (Some((own_not, own)), Some((its_not, its))) => {
                let negated = *own_not || *its_not;
                (!negated || self.nulls == other.nulls) && lists_cover((*own_not, own), (*its_not, its), budget)
            }
            _ => false,
        }
    }
}

fn principals_cover(own: Option<&Listed>, its: Option<&Listed>, budget: &Budget) -> bool {
    match (own, its) {
        (None, None) => true,
        (Some(own), Some(its)) if own.negated || its.negated => {
            own.negated == its.negated && own.entries == its.entries
        }
        (Some(own), Some(its)) => !its.entries.is_empty() && is_subset(&its.entries, &own.entries, budget),
        _ => false,
    }
}

/// Whether the first of two ordered lists has nothing that the second has not.
fn is_subset(small: &[usize], large: &[usize], budget: &Budget) -> bool {
    small.len() <= large.len()
        && budget.take(small.len())
        && small.iter().all(|number| large.binary_search(number).is_ok())
}

fn names<T: Shape>(list: &[T]) -> Vec<&str> {
    list.iter().map(Shape::name).collect()
}

/// Whether each item of the second list is covered by some of the first. Lists of what is excepted must be the same.
fn lists_cover<T: Shape>((own_not, own): (bool, &[T]), (its_not, its): (bool, &[T]), budget: &Budget) -> bool {
    if own.is_empty() || its.is_empty() {
        return false;
    }
    if own_not || its_not {
        return own_not == its_not && own.len() == its.len() && budget.take(own.len()) && names(own) == names(its);
    }
    its.iter().all(|other| own.iter().any(|own| own.name() == other.name() || own.covers(other, budget)))
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
            let covers = ActionShape::of(own).covers(&ActionShape::of(other), &Budget::full());
            assert_eq!(covers, expected, "{own} {other}");
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
            let shape = |text| ResourceShape::of(text, Version::V2012);
            assert_eq!(shape(own).covers(&shape(other), &Budget::full()), expected, "{own} {other}");
        }
    }
}
