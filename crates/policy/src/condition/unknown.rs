//! Conditions on keys of which not everything is known: do they hold certainly, perhaps, or certainly not?
//!
//! The table of missing keys and set operators (R1, section 1.5) is gone through for everything that the key may be:
//! absent, the lone empty text, and values out of a set. If all of it gives one answer, that is the answer. Several values
//! bring nothing new: whatever is true of every single value of the set is true of any and of all of several.

use super::knowledge::{Hidden, Knowledge};
use super::{CompiledCondition, Test, keys};
use crate::document::SetPrefix;
use crate::matching::matcher::Matcher;
use crate::matching::sets::{Bounds, Coverage, Pattern};
use crate::matching::words::Words;

impl CompiledCondition {
    /// [`holds`](Self::holds) with a context that is not all known.
    pub(crate) fn coverage(&self, words: &Words, known: &Knowledge<'_>) -> Coverage {
        let hidden = known.hidden(words.get(self.folded_key));
        let bounds = self.bounds(words, known);
        let sure = bounds.as_ref().is_none_or(Bounds::are_certain);
        match hidden {
            // With no values in the policy, nothing else matters (R1.35, R1.71).
            _ if self.values.is_empty() => Coverage::certain(self.negated),
            None if sure => Coverage::certain(self.holds(words, &Matcher::new(known.context))),
            None => self.known_key(words, known, bounds.as_ref()),
            Some(hidden) => self.hidden_key(words, known, hidden, bounds.as_ref()),
        }
    }

    /// The policy's values as sets of texts; `None` for comparisons of what texts mean.
    fn bounds(&self, words: &Words, known: &Knowledge<'_>) -> Option<Bounds> {
        match &self.test {
            Test::String(test) => Some(test.bounds(&self.values, words, known)),
            Test::Arn(test) => Some(test.bounds(&self.values, words, known)),
            Test::Numeric(_) | Test::Date(_) | Test::Binary(_) | Test::Ip(_) | Test::Null(_) => None,
        }
    }

    /// The key is known, and a variable in the policy's values is not.
    fn known_key(&self, words: &Words, known: &Knowledge<'_>, bounds: Option<&Bounds>) -> Coverage {
        let values = known.context.get_folded(words.get(self.folded_key));
        let matched = |value: &str| match bounds {
            Some(bounds) => bounds.coverage(&Pattern::text(value)),
            None => Coverage::certain(self.matches(words, value, &Matcher::new(known.context))),
        };
        let met = |value: &str| self.turned(matched(value));
        match self.operator.set {
            None => match values.unwrap_or_default() {
                [] => Coverage::certain(self.negated || self.operator.if_exists),
                values => {
                    let any = values.iter().map(|value| matched(value)).fold(Coverage::None, Coverage::or);
                    self.turned(any)
                }
            },
            Some(SetPrefix::ForAllValues) => {
                let values = keys::without_lone_empty(values).iter();
                values.map(|value| met(value)).fold(Coverage::All, Coverage::and)
            }
            Some(SetPrefix::ForAnyValue) => match keys::without_lone_empty(values) {
                [] => Coverage::certain(self.operator.if_exists),
                values => values.iter().map(|value| met(value)).fold(Coverage::None, Coverage::or),
            },
        }
    }

    fn hidden_key(&self, words: &Words, known: &Knowledge<'_>, hidden: &Hidden, bounds: Option<&Bounds>) -> Coverage {
        if let Test::Null(test) = &self.test {
            let no_value = hidden.may_be_absent() || hidden.may_be_lone_empty();
            let absent = no_value.then(|| Coverage::certain(test.holds(true)));
            let present = hidden.may_have_values().then(|| Coverage::certain(test.holds(false)));
            return either(absent, present);
        }
        let values = self.turned(self.values_matched(words, known, hidden, bounds));
        let (empty, of_empty) = match self.operator.set {
            // The empty text is a value like others (R1.76).
            None => (hidden.may_be_absent(), self.negated || self.operator.if_exists),
            Some(SetPrefix::ForAllValues) => (hidden.may_be_absent() || hidden.may_be_lone_empty(), true),
            Some(SetPrefix::ForAnyValue) => {
                (hidden.may_be_absent() || hidden.may_be_lone_empty(), self.operator.if_exists)
            }
        };
        either(empty.then_some(Coverage::certain(of_empty)), Some(values))
    }

    /// How many of the values that the key may have match one of the policy's.
    fn values_matched(
        &self,
        words: &Words,
        known: &Knowledge<'_>,
        hidden: &Hidden,
        bounds: Option<&Bounds>,
    ) -> Coverage {
        let all = |found: &mut dyn Iterator<Item = Coverage>| found.reduce(Coverage::or_else).unwrap_or(Coverage::Some);
        match (bounds, hidden.listed()) {
            (Some(bounds), _) => all(&mut hidden.values().iter().map(|set| bounds.coverage(set))),
            (None, Some(mut values)) => all(&mut values
                .by_ref()
                .map(|value| Coverage::certain(self.matches(words, value, &Matcher::new(known.context))))),
            // Which texts are numbers beyond a limit, or addresses of a block, no pattern tells.
            (None, None) => Coverage::Some,
        }
    }

    fn turned(&self, matched: Coverage) -> Coverage {
        if self.negated { matched.negated() } else { matched }
    }
}

/// One or the other, nobody knows which.
fn either(one: Option<Coverage>, other: Option<Coverage>) -> Coverage {
    one.into_iter().chain(other).reduce(Coverage::or_else).unwrap_or(Coverage::Some)
}
