//! What one decision knows beside the patterns: the context, and what it has learnt of the texts it asks about.
//!
//! There are quick ways to match a pattern, and they are quick for what people write and slow for what an attacker
//! writes. So a decision has a number of steps for them, its *fuel*, far more than most decisions need. Once that is spent,
//! globs are matched by sets of places (see `places`), which takes about as long for every pattern, and for which a text
//! is read only once: its rows are kept here.

use std::cell::{Cell, RefCell};

use super::form::SHORT_TEXT;
use super::lanes::Lanes;
use super::once;
use super::places::{self, Atom};
use super::rows::Rows;
use crate::request::Context;

/// The steps that a decision has for quick ways, each about one comparison.
pub(super) const FUEL: usize = 4_096;

/// The rows of so many texts are kept. Patterns for one text mostly come one after the other.
const MOST_TEXTS: usize = 8;

/// So many texts that were searched are remembered: an ARN has five fields that may be long.
const SEARCHED: usize = 5;

/// See the module's documentation. Texts live as long as it does, so that one and the same place in memory is one text.
#[derive(Debug)]
pub(crate) struct Matcher<'a> {
    pub(crate) context: &'a Context,
    fuel: Cell<usize>,
    /// The texts that were last searched without fuel: an ARN has several fields, which patterns ask in turn.
    searched: Cell<[Option<&'a str>; SEARCHED]>,
    /// The steps done, quick ones and others.
    steps: Cell<usize>,
    memory: RefCell<Memory<'a>>,
}

#[derive(Debug)]
struct Memory<'a> {
    texts: Vec<Text<'a>>,
    /// The one whose place the next text takes, if there are many.
    oldest: usize,
    reached: Lanes,
}

#[derive(Debug)]
struct Text<'a> {
    text: &'a str,
    ignore_case: bool,
    rows: Box<Rows<'a>>,
}

impl<'a> Matcher<'a> {
    pub(crate) const fn new(context: &'a Context) -> Self {
        let memory = Memory { texts: Vec::new(), oldest: 0, reached: Lanes::NONE };
        Self {
            context,
            fuel: Cell::new(FUEL),
            searched: Cell::new([None; SEARCHED]),
            steps: Cell::new(0),
            memory: RefCell::new(memory),
        }
    }

    /// Whether quick ways may be tried.
    pub(super) fn has_fuel(&self) -> bool {
        self.fuel.get() > 0
    }

    /// Whether a long text may be searched: there is fuel, or it is the first pattern for this text. To read a text for
    /// one pattern would take longer.
    pub(super) fn may_search(&self, text: &'a str) -> bool {
        self.has_fuel() || self.is_first(text)
    }

    /// Whether nobody has asked for this text, since there is no fuel. Of the texts that were not read the last few are
    /// remembered.
    fn is_first(&self, text: &'a str) -> bool {
        let is_same = |known: &str| std::ptr::eq(known, text);
        let mut searched = self.searched.get();
        if searched.into_iter().flatten().any(is_same) {
            return false;
        }
        searched.rotate_right(1);
        if let Some(latest) = searched.first_mut() {
            *latest = Some(text);
        }
        self.searched.set(searched);
        !self.memory.try_borrow().is_ok_and(|memory| memory.texts.iter().any(|known| is_same(known.text)))
    }

    /// Takes what a comparison costs; `None` if there is no fuel left.
    pub(super) fn burn(&self, cost: usize) -> Option<()> {
        let fuel = self.fuel.get();
        self.steps.set(self.steps.get() + cost.min(fuel));
        self.fuel.set(fuel.saturating_sub(cost));
        (cost <= fuel).then_some(())
    }

    /// Whether pieces match what is left of a text without so many characters at its beginning and its end.
    pub(super) fn by_places<'p, 'v: 'a>(
        &self,
        text: &'a str,
        ignore_case: bool,
        (before, behind): (usize, usize),
        atoms: impl Iterator<Item = Atom<'p, 'v>> + Clone,
    ) -> bool {
        if text.len() > SHORT_TEXT && !ignore_case && text.is_ascii() && self.is_first(text) {
            let mut steps = self.steps.get();
            let middle = text.len().checked_sub(behind).and_then(|end| text.as_bytes().get(before..end));
            let matched = middle.map_or(Some(false), |middle| once::matches(atoms.clone(), middle, &mut steps));
            self.steps.set(steps);
            if let Some(matched) = matched {
                return matched;
            }
        }
        // Nothing that is called from here asks a matcher, so the memory is free.
        let Ok(mut memory) = self.memory.try_borrow_mut() else {
            return Self::new(self.context).by_places(text, ignore_case, (before, behind), atoms);
        };
        let Memory { texts, oldest, reached } = &mut *memory;
        let mut steps = self.steps.get();
        let known = texts.iter().rposition(|known| std::ptr::eq(known.text, text) && known.ignore_case == ignore_case);
        let at = known.unwrap_or_else(|| {
            if texts.len() < MOST_TEXTS {
                *oldest = texts.len();
                texts.push(Text { text, ignore_case, rows: Box::new(Rows::empty()) });
            } else {
                *oldest = (*oldest + 1) % MOST_TEXTS;
            }
            if let Some(oldest) = texts.get_mut(*oldest) {
                steps += text.len();
                (oldest.text, oldest.ignore_case) = (text, ignore_case);
                oldest.rows.read(text, ignore_case);
            }
            *oldest
        });
        let matched = texts.get_mut(at).is_some_and(|Text { rows, .. }| {
            let end = rows.length().checked_sub(behind);
            end.is_some_and(|end| places::matches(atoms, rows, (before, end), reached, &mut steps))
        });
        self.steps.set(steps);
        matched
    }

    /// The steps done so far.
    #[cfg(test)]
    pub(super) fn steps(&self) -> usize {
        self.steps.get()
    }

    /// Leaves no quick ways.
    #[cfg(test)]
    pub(super) fn spend_all_fuel(&self) {
        self.fuel.set(0);
    }

    /// As if it were not the first pattern for this text.
    #[cfg(test)]
    pub(super) fn has_searched(&self, text: &'a str) {
        self.searched.set([Some(text), None, None, None, None]);
    }
}
