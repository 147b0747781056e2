//! Which statements of a policy can match an action at all.
//!
//! `ReadOnlyAccess` has some 1,800 action patterns; a request for `s3:GetObject` should look at the few that begin as it
//! does. So the patterns of a policy are put in order of the text before their first wildcard. In such an order all
//! beginnings of one action lie on a path: from the last entry that is not behind the action, by way of each entry's
//! *parent*, the longest other entry that it begins with. Where an entry has many statements, as in a policy with
//! thousands of statements about `s3:GetObject`, these are put in order of their resources in the same way.
//!
//! Statements that the action cannot rule out, by `*` or `NotAction`, are asked always.
//!
//! An index only leaves out what cannot match. Whatever it names is still held against the request, but for what the
//! place of its pattern tells (see [`ByAction`]).

use std::cmp::Ordering;

use super::statement::{Asked, CompiledStatement};
use crate::matching::action::ActionForm;
use crate::matching::words::{Word, Words};
use crate::services::hash;

/// Policies with fewer action patterns than this are gone through from the first statement to the last.
const FEWEST_PATTERNS: usize = 8;

/// An entry with more candidates than this has them in order of their resources.
const MANY: usize = 16;

/// All orders by resource together have at most so many candidates for each pattern of the policy: a list of actions
/// times a list of resources could be a thousand times as large as the policy's text.
const MOST_BY_RESOURCE: usize = 16;

const NO_PARENT: u32 = u32::MAX;

/// A statement that may match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) statement: u32,
    pub(crate) action: ByAction,
}

/// What is known of a candidate's action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ByAction {
    /// Nothing: all of the statement's patterns are to be asked.
    All,
    /// It matches, if it is as long as the text it begins with: that is the pattern.
    Whole,
    /// It matches, as the pattern is the text it begins with and a star.
    Begins,
    /// It may match by the pattern with this number in its statement.
    Pattern(u16),
}

/// The index of one policy.
#[derive(Debug)]
pub(crate) struct Index {
    always: Box<[Candidate]>,
    /// `always` by resource, if there are many.
    always_by_resource: Option<Tree>,
    /// For each service by the hash of its name: where its entries begin.
    services: Box<[(u32, u32)]>,
    actions: Tree,
    /// The candidates of an entry by resource, where there are many.
    crowded: Box<[(u32, Tree)]>,
}

/// Texts, each with the candidates of those who begin with it.
#[derive(Debug, Default)]
struct Tree {
    entries: Box<[Entry]>,
    candidates: Box<[Candidate]>,
}

#[derive(Debug)]
struct Entry {
    beginning: Word,
    parent: u32,
    /// Where its candidates begin; they end where those of the next entry do.
    candidates: u32,
}

impl Index {
    /// The index of a policy's statements; `None` for a policy so small that going through it is as quick.
    pub(crate) fn new(statements: &[CompiledStatement], words: &Words) -> Option<Self> {
        let patterns: usize = statements.iter().map(|statement| statement.action_patterns().len().max(1)).sum();
        if patterns < FEWEST_PATTERNS {
            return None;
        }
        let mut always = Vec::new();
        // The hash of the service, the beginning, the candidate.
        let mut found: Vec<(u32, Word, Candidate)> = Vec::new();
        for (at, statement) in statements.iter().enumerate() {
            let number = u32::try_from(at).ok()?;
            let patterns = statement.action_patterns();
            let everything = patterns.iter().any(|pattern| matches!(pattern.form, ActionForm::Everything));
            if statement.is_not_action() || everything || patterns.len() > usize::from(u16::MAX) {
                always.push(Candidate { statement: number, action: ByAction::All });
                continue;
            }
            for (at, pattern) in patterns.iter().enumerate() {
                let text = words.get(pattern.word);
                if let Some((service, _)) =
                    text.split_once(':').filter(|_| !matches!(pattern.form, ActionForm::Nothing))
                {
                    let plain = text.bytes().take_while(|b| b.is_ascii() && !matches!(b, b'*' | b'?')).count();
                    let action = match (&pattern.form, text.get(plain..)) {
                        (ActionForm::Stars, Some("")) => ByAction::Whole,
                        (ActionForm::Stars, Some("*")) => ByAction::Begins,
                        _ => ByAction::Pattern(u16::try_from(at).ok()?),
                    };
                    found.push((hash(service), pattern.word.first(plain), Candidate { statement: number, action }));
                }
            }
        }
        let fold = |word: Word| words.get(word).bytes().map(|b| b.to_ascii_lowercase());
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| fold(a.1).cmp(fold(b.1))).then(a.2.cmp(&b.2)));

        let mut services: Vec<(u32, u32)> = Vec::new();
        let mut builder = Builder::new(words, true);
        for (hash, beginning, candidate) in &found {
            let entry = builder.add(*beginning, *candidate)?;
            if services.last().is_none_or(|(last, _)| last != hash) {
                services.push((*hash, entry));
            }
        }
        let actions = builder.finish();
        let resources: usize = statements.iter().map(CompiledStatement::count_of_resources).sum();
        let mut room = (patterns + resources).saturating_mul(MOST_BY_RESOURCE);
        let mut by_resource = |candidates: &[Candidate]| {
            if candidates.len() > MANY { by_resource(candidates, statements, words, &mut room) } else { None }
        };
        let always_by_resource = by_resource(&always);
        let crowded = (0..actions.entries.len())
            .filter_map(|at| Some((u32::try_from(at).ok()?, by_resource(actions.candidates_of(at))?)))
            .collect();
        Some(Self { always: always.into(), always_by_resource, services: services.into(), actions, crowded })
    }

    /// Calls `visit` with every statement that may match; some more than once, in no order. The action must be an
    /// ordinary one.
    pub(crate) fn visit(&self, asked: &Asked<'_>, words: &Words, mut visit: impl FnMut(Candidate)) {
        let resource = asked.resource.arn().unwrap_or_default().as_bytes();
        let mut visit_all = |all: &[Candidate], tree: Option<&Tree>, is_whole: bool| {
            // Of what is longer than the text it begins with, that text is not the whole.
            let mut visit = |candidate: &Candidate| {
                if is_whole || candidate.action != ByAction::Whole {
                    visit(*candidate);
                }
            };
            match tree {
                Some(tree) => tree.visit(0..tree.entries.len(), resource, words, false, |_, all| {
                    all.iter().for_each(&mut visit);
                }),
                None => all.iter().for_each(visit),
            }
        };
        visit_all(&self.always, self.always_by_resource.as_ref(), false);
        let Ok(service) = self.services.binary_search_by_key(&asked.service, |(hash, _)| *hash) else { return };
        let start = |service: usize| self.services.get(service).map(|(_, first)| *first as usize);
        let range = start(service).unwrap_or(0)..start(service + 1).unwrap_or(self.actions.entries.len());
        let action = asked.action.text;
        self.actions.visit(range, action.as_bytes(), words, true, |at, all| {
            let entry = self.actions.entries.get(at);
            let is_whole = entry.is_some_and(|entry| entry.beginning.len() == action.len());
            let tree = || {
                let entry = u32::try_from(at).ok()?;
                let at = self.crowded.binary_search_by_key(&entry, |(at, _)| *at).ok()?;
                self.crowded.get(at).map(|(_, tree)| tree)
            };
            visit_all(all, (all.len() > MANY).then(tree).flatten(), is_whole);
        });
    }

    /// The hashes of the services with entries, in order, and whether there is anything that is asked always.
    pub(crate) fn services(&self) -> (impl Iterator<Item = u32>, bool) {
        (self.services.iter().map(|(hash, _)| *hash), !self.always.is_empty())
    }
}

/// The candidates in order of what their resources begin with; `None` if there is no room for it.
fn by_resource(
    candidates: &[Candidate],
    statements: &[CompiledStatement],
    words: &Words,
    room: &mut usize,
) -> Option<Tree> {
    let resources = |candidate: &Candidate| {
        statements.get(candidate.statement as usize).map_or(0, CompiledStatement::count_of_resources)
    };
    *room = room.checked_sub(candidates.iter().map(resources).sum())?;
    let mut found: Vec<(Word, Candidate)> = Vec::new();
    for candidate in candidates {
        let statement = statements.get(candidate.statement as usize)?;
        match statement.resource_beginnings(words) {
            Some(beginnings) => {
                let mut own: Vec<Word> = beginnings.collect();
                own.sort_by_key(|beginning| words.get(*beginning));
                // What begins with one of its own beginnings is found by that one already, and once is enough.
                own.dedup_by(|next, kept| words.get(*next).starts_with(words.get(*kept)));
                found.extend(own.into_iter().map(|beginning| (beginning, *candidate)));
            }
            None => found.push((Word::EMPTY, *candidate)),
        }
    }
    found.sort_by(|a, b| words.get(a.0).as_bytes().cmp(words.get(b.0).as_bytes()).then(a.1.cmp(&b.1)));
    let mut builder = Builder::new(words, false);
    for (beginning, candidate) in found {
        builder.add(beginning, candidate)?;
    }
    Some(builder.finish())
}

impl Tree {
    fn candidates_of(&self, entry: usize) -> &[Candidate] {
        let start = |entry: usize| self.entries.get(entry).map(|entry| entry.candidates as usize);
        let range = start(entry).unwrap_or(0)..start(entry + 1).unwrap_or(self.candidates.len());
        self.candidates.get(range).unwrap_or_default()
    }

    /// Calls `visit` with each entry of the range that the text begins with.
    fn visit(
        &self,
        range: std::ops::Range<usize>,
        text: &[u8],
        words: &Words,
        ignore_case: bool,
        mut visit: impl FnMut(usize, &[Candidate]),
    ) {
        let first = range.start;
        let Some(entries) = self.entries.get(range) else { return };
        let behind = |entry: &Entry| compare(words.get(entry.beginning).as_bytes(), text, ignore_case).is_le();
        let mut at = entries.partition_point(behind).checked_sub(1).map(|at| first + at);
        // Once an entry is a beginning of the text, its parents are too.
        let mut begun = false;
        while let Some(entry) = at.and_then(|at| self.entries.get(at)) {
            begun = begun || starts_with(text, words.get(entry.beginning).as_bytes(), ignore_case);
            if let (true, Some(at)) = (begun, at) {
                visit(at, self.candidates_of(at));
            }
            at = (entry.parent != NO_PARENT).then_some(entry.parent as usize);
        }
    }
}

fn compare(a: &[u8], b: &[u8], ignore_case: bool) -> Ordering {
    if !ignore_case {
        return a.cmp(b);
    }
    let different = a.iter().zip(b).find(|(a, b)| !a.eq_ignore_ascii_case(b));
    match different {
        Some((a, b)) => a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase()),
        None => a.len().cmp(&b.len()),
    }
}

fn starts_with(text: &[u8], beginning: &[u8], ignore_case: bool) -> bool {
    text.get(..beginning.len())
        .is_some_and(|start| if ignore_case { start.eq_ignore_ascii_case(beginning) } else { start == beginning })
}

/// Makes a tree of texts that come in order.
struct Builder<'w> {
    words: &'w Words,
    ignore_case: bool,
    entries: Vec<Entry>,
    candidates: Vec<Candidate>,
    /// The last entry and its parents, the longest last.
    path: Vec<u32>,
}

impl<'w> Builder<'w> {
    fn new(words: &'w Words, ignore_case: bool) -> Self {
        Self { words, ignore_case, entries: Vec::new(), candidates: Vec::new(), path: Vec::new() }
    }

    /// Adds a candidate and gives the number of its entry; `None` if there are too many to be numbered.
    fn add(&mut self, beginning: Word, candidate: Candidate) -> Option<u32> {
        let text = self.words.get(beginning).as_bytes();
        let begins = |entry: &u32| {
            let entry = self.entries.get(*entry as usize);
            entry.is_some_and(|entry| starts_with(text, self.words.get(entry.beginning).as_bytes(), self.ignore_case))
        };
        while self.path.last().is_some_and(|entry| !begins(entry)) {
            self.path.pop();
        }
        let parent = self.path.last().copied();
        let same = parent.filter(|parent| {
            let entry = self.entries.get(*parent as usize);
            entry.is_some_and(|entry| self.words.get(entry.beginning).len() == text.len())
        });
        let entry = match same {
            Some(entry) => entry,
            None => {
                let entry = u32::try_from(self.entries.len()).ok().filter(|number| *number != NO_PARENT)?;
                let candidates = u32::try_from(self.candidates.len()).ok()?;
                self.entries.push(Entry { beginning, parent: parent.unwrap_or(NO_PARENT), candidates });
                self.path.push(entry);
                entry
            }
        };
        if self.candidates.last() != Some(&candidate) || same.is_none() {
            self.candidates.push(candidate);
        }
        Some(entry)
    }

    fn finish(self) -> Tree {
        Tree { entries: self.entries.into(), candidates: self.candidates.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::kind::Identity;
    use crate::document::{Policy, Version};
    use crate::matching::words::Collector;

    /// Every action with every resource would be 125,000 pairs.
    #[test]
    fn an_index_is_no_larger_than_in_proportion_to_its_policy() {
        let list = |of: &dyn Fn(usize) -> String, count| (0..count).map(of).collect::<Vec<_>>().join(",");
        let actions = list(&|at| format!(r#""s3:*{at}""#), 250);
        let resources = list(&|at| format!(r#""{at}*""#), 500);
        let text = format!(r#"{{"Statement":{{"Effect":"Allow","Action":[{actions}],"Resource":[{resources}]}}}}"#);
        let policy = Policy::<Identity>::parse(&*text).unwrap();
        let mut collector = Collector::new(text.as_str().into());
        let statements: Vec<_> = policy
            .statements()
            .iter()
            .map(|statement| CompiledStatement::new::<Identity>(statement, Version::V2012, &mut collector))
            .collect();
        let index = Index::new(&statements, &collector.finish()).unwrap();
        let pairs: usize = index.crowded.iter().map(|(_, tree)| tree.candidates.len()).sum();
        assert!(pairs <= MOST_BY_RESOURCE * 750, "{pairs}");
        assert_eq!(index.actions.candidates.len(), 250);
    }
}
