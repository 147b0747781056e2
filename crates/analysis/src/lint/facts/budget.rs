//! How much comparing one check may do.
//!
//! Some checks compare patterns with each other, each with each, and a pair of patterns place by place. For every policy
//! that AWS accepts that is soon done. A text that was made to be slow spends the budget, and from there on nothing is
//! claimed: what is not known to be covered counts as not covered, what is not known to be apart as overlapping.

use std::cell::Cell;

/// Steps that one check may take: many times what the longest policy needs that AWS accepts.
const STEPS: usize = 4_000_000;

/// What is left of the steps.
#[derive(Debug)]
pub(in crate::lint) struct Budget(Cell<usize>);

impl Budget {
    pub(in crate::lint) fn full() -> Self {
        Self(Cell::new(STEPS))
    }

    /// For the next check.
    pub(in crate::lint) fn refill(&self) {
        self.0.set(STEPS);
    }

    /// Whether nothing is left, so that looking on would find nothing.
    pub(in crate::lint) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    /// Takes some steps; whether there were as many.
    pub(in crate::lint) fn take(&self, steps: usize) -> bool {
        let left = self.0.get().checked_sub(steps);
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spent_budget_stays_spent_until_the_next_check() {
        let budget = Budget::full();
        assert!(budget.take(STEPS - 1) && budget.take(1));
        assert!(!budget.take(1) && budget.is_spent());
        budget.refill();
        assert!(!budget.take(STEPS + 1) && !budget.take(1));
    }
}
