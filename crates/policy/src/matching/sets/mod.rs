//! Sets of texts, given as patterns: do two of them overlap, does one hold all of another?
//!
//! A request whose resource or context value is unknown, or known only as a pattern, asks about every text of a set at
//! once. An entry of a statement is a pattern too, so the questions are about two patterns, and [`coverage`] answers
//! them: the entries match *all* of the set, *some* of it, or *none*.
//!
//! # How three-valued matching uses it
//!
//! - Entries of one `Resource`, or the values of one positive operator on text, go in together: `bucket/a*` may be
//!   covered by two entries neither of which covers it alone. A short ARN is two entries, as written and completed
//!   (R1.28). A resource is [`Pattern::anything`] when nothing is known of it, and so is a context value that is known to
//!   be there; whether it is there at all is not asked here.
//! - The values of `ArnLike` are made by [`Pattern::arn_like`]: one row of cells in which the wildcards of the first five
//!   fields take no colon is what six fields are (R1.38). So is an unknown ARN, [`Pattern::any_arn`].
//! - `NotResource` and the negated operators turn the answer round with [`Coverage::negated`] (R1.31, R1.33).
//! - A statement is as certain as the least certain of its elements: [`Coverage::and`]. That two elements may speak
//!   of the same unknown is lost there: two *some* stay *some* even if no value satisfies both.
//! - An Allow counts when it matches *all*; it must contain the unknown set. A Deny already stands in the way when it
//!   matches *some*; it needs only to meet the set. Whatever lies between is what the decision depends on.
//!
//! *Some* is therefore the safe answer for either effect, and it is the answer where the proof would cost too much.
//!
//! # How it is found out
//!
//! `overlap` moves along both patterns side by side, in (cells of one) × (cells of the other) / 64 steps, and is always
//! exact. `containment` looks for a text of the inner pattern that the outer ones refuse, by building the sets of
//! places which the outer patterns can have reached. That can take exponentially many sets, so it gives up after
//! [`MAX_STEPS`]: [`Containment::Unsure`].
//!
//! Neither goes through an alphabet. Where the inner pattern has a wildcard, the letter hardest to accept is one that no
//! pattern names, or a colon: a pattern that accepts the unnamed letter accepts any other but the colon in its place.
//! Unicode has more letters than all policies of a request can name, so there is such a letter; were there none, the
//! answer would err to "not contained".

mod bounds;
mod case;
mod containment;
mod overlap;
mod pattern;
#[cfg(test)]
mod tests;

pub(crate) use bounds::{Bounds, Row};
pub(crate) use containment::Containment;
pub(crate) use pattern::{Pattern, Piece};

/// How much work may go into proving that patterns contain another, in places looked at. A proof about patterns as people
/// write them takes a few steps for each of their letters.
pub(crate) const MAX_STEPS: usize = 1 << 17;

/// How much of a set of texts some patterns match, taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// Every text of the set.
    All,
    /// Some texts and not others, or nobody could prove more.
    Some,
    /// No text of the set.
    None,
}

impl Coverage {
    /// Of what is known for certain.
    pub(crate) fn certain(matched: bool) -> Self {
        if matched { Self::All } else { Self::None }
    }

    /// What is matched by that which the patterns do not match.
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::All => Self::None,
            Self::Some => Self::Some,
            Self::None => Self::All,
        }
    }

    /// What is matched by both of two things.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, _) | (_, Self::None) => Self::None,
            (Self::All, Self::All) => Self::All,
            _ => Self::Some,
        }
    }

    /// What is matched by one of two things.
    pub(crate) fn or(self, other: Self) -> Self {
        self.negated().and(other.negated()).negated()
    }

    /// What is matched of two sets put together.
    pub(crate) fn or_else(self, other: Self) -> Self {
        if self == other { self } else { Self::Some }
    }
}

/// How much of the texts of `set` the patterns match. A text known for certain is a set of one.
pub(crate) fn coverage(patterns: &[&Pattern], set: &Pattern) -> Coverage {
    let meeting: Vec<_> = patterns.iter().copied().filter(|pattern| intersects(pattern, set)).collect();
    if meeting.is_empty() {
        Coverage::None
    } else if union_contains(&meeting, set) == Containment::Yes {
        Coverage::All
    } else {
        Coverage::Some
    }
}

/// Whether there is a text that both patterns match.
pub(crate) fn intersects(a: &Pattern, b: &Pattern) -> bool {
    overlap::meet(a.cells(), b.cells(), &mut Steps::unlimited())
}

/// Whether `outer` matches every text that `inner` matches.
#[cfg(test)]
pub(crate) fn contains(outer: &Pattern, inner: &Pattern) -> Containment {
    containment::one(outer.cells(), inner.cells(), &mut Steps::limited())
}

/// Whether every text that `inner` matches is matched by one of `outers`, not necessarily always by the same one.
pub(crate) fn union_contains(outers: &[&Pattern], inner: &Pattern) -> Containment {
    containment::union(outers, inner, &mut Steps::limited())
}

/// Counts the work.
#[derive(Debug)]
struct Steps {
    taken: usize,
    limit: usize,
}

impl Steps {
    fn limited() -> Self {
        Self { taken: 0, limit: MAX_STEPS }
    }

    /// For work that ends by itself in polynomial time.
    fn unlimited() -> Self {
        Self { taken: 0, limit: usize::MAX }
    }

    fn take(&mut self, steps: usize) {
        self.taken = self.taken.saturating_add(steps);
    }

    fn are_used_up(&self) -> bool {
        self.taken > self.limit
    }
}
