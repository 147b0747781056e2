//! The answer to the question, out of the answers for all that it may be about.

use super::callers::{NameKind, OtherName};
use super::state::State;
use crate::cli::eval::answer::CaseResult;
use crate::cli::told::{self, fit};
use rolecall_analysis::scenario::{DecisionName, Scenario};
use rolecall_policy::Explanation;
use rolecall_policy::explain::render_within;
use rolecall_policy::unknown::{Dependency, PossibleDecision};
use std::collections::BTreeSet;
use std::process::ExitCode;

/// One of the worlds that the question may be about.
#[derive(Debug)]
pub(super) struct World<'q> {
    /// With open what was not said.
    pub(super) open: Scenario<'q>,
    /// The same with absent what was not said: one of the requests that the open one may be, which can be explained.
    pub(super) closed: Scenario<'q>,
    /// Whose the resource is.
    pub(super) owner: Owner,
    /// Whether Block Public Access restricts the bucket.
    pub(super) blocks: bool,
    /// What a policy calls the caller, if it is that and nobody said so.
    pub(super) name: Option<OtherName>,
}

/// Whose the resource is in a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// As the question or the ARN says.
    Stated,
    /// The caller's account, which nobody said.
    Caller,
    /// Some other account, which nobody said.
    Stranger,
}

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Allowed,
    Denied,
    Depends,
}

/// The answer with its reasons.
#[derive(Debug)]
pub(super) struct Verdict<'q> {
    pub(super) answer: Answer,
    /// The world that is explained.
    world: Option<World<'q>>,
    /// What the answer depends on.
    on: Vec<Dependency>,
    /// The same of what no statement says.
    rules: Vec<Rule>,
    /// Several owners were possible, and it made no difference.
    any_owner: bool,
    state: Option<State>,
}

/// What no statement says and an answer may depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    Owner,
    BlockPublicAccess,
    Name(NameKind),
}

impl Rule {
    fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::BlockPublicAccess => "block_public_access",
            Self::Name(NameKind::CanonicalId) => "canonical_id",
            Self::Name(NameKind::Session) => "session_name",
            Self::Name(NameKind::UniqueId) => "unique_id",
            Self::Name(NameKind::Issuer) => "issuer",
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::Owner => "unknown:   which account owns the bucket",
            Self::BlockPublicAccess => "unknown:   whether Block Public Access restricts the bucket",
            Self::Name(NameKind::CanonicalId) => "unknown:   the canonical user id of the caller's account",
            Self::Name(NameKind::Session) => "unknown:   the name of the role session",
            Self::Name(NameKind::UniqueId) => "unknown:   the unique id of the caller",
            Self::Name(NameKind::Issuer) => "unknown:   who asked for the federated user's session",
        }
    }

    fn option(self) -> &'static str {
        match self {
            Self::Owner => "--resource-account ID",
            Self::BlockPublicAccess => "--block-public-access on|off",
            Self::Name(NameKind::CanonicalId) => "--canonical-id ID",
            Self::Name(NameKind::Session) => "--as arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION",
            Self::Name(NameKind::UniqueId) => "--context aws:userid=ID",
            Self::Name(NameKind::Issuer) => "--issuer ARN",
        }
    }
}

fn kind(answer: &PossibleDecision) -> Answer {
    match answer {
        PossibleDecision::Allowed(_) => Answer::Allowed,
        PossibleDecision::Denied(_) => Answer::Denied,
        PossibleDecision::Depends(_) => Answer::Depends,
    }
}

impl<'q> Verdict<'q> {
    /// It is certain only if it is the same in all worlds.
    pub(super) fn of(worlds: Vec<World<'q>>, state: Option<State>) -> Self {
        let answers: Vec<PossibleDecision> = worlds.iter().map(|world| world.open.answer()).collect();
        let kinds: Vec<Answer> = answers.iter().map(kind).collect();
        let is = |wanted: Answer| !kinds.is_empty() && kinds.iter().all(|kind| *kind == wanted);
        let answer = match () {
            () if is(Answer::Allowed) => Answer::Allowed,
            () if is(Answer::Denied) => Answer::Denied,
            () => Answer::Depends,
        };
        let differ = |same: fn(&World<'_>, &World<'_>) -> bool| {
            let pairs = worlds.iter().zip(&kinds);
            pairs.clone().any(|(one, a)| pairs.clone().any(|(other, b)| same(one, other) && a != b))
        };
        let mut rules = Vec::new();
        if differ(|one, other| one.blocks == other.blocks && one.name == other.name && one.owner != other.owner) {
            rules.push(Rule::Owner);
        }
        if differ(|one, other| one.owner == other.owner && one.name == other.name && one.blocks != other.blocks) {
            rules.push(Rule::BlockPublicAccess);
        }
        for kind in NameKind::ALL {
            let is_of_kind = |world: &World<'_>| world.name.as_ref().is_some_and(|name| name.kind == kind);
            let is_other = |world: &World<'_>, unnamed: &World<'_>| {
                unnamed.name.is_none() && world.owner == unnamed.owner && world.blocks == unnamed.blocks
            };
            let mut named = worlds.iter().zip(&kinds).filter(|(world, _)| is_of_kind(world));
            if named.any(|(world, a)| worlds.iter().zip(&kinds).any(|(other, b)| is_other(world, other) && a != b)) {
                rules.push(Rule::Name(kind));
            }
        }
        let mut on: Vec<Dependency> = Vec::new();
        for dependency in answers.into_iter().flat_map(|answer| match answer {
            PossibleDecision::Depends(on) => on,
            PossibleDecision::Allowed(_) | PossibleDecision::Denied(_) => Vec::new(),
        }) {
            if !on.contains(&dependency) {
                on.push(dependency);
            }
        }
        let any_owner = worlds.iter().any(|world| world.owner == Owner::Caller) && answer != Answer::Depends;
        Self { answer, world: worlds.into_iter().next(), on, rules, any_owner, state }
    }

    /// The exit status.
    pub(super) fn exit(&self) -> ExitCode {
        ExitCode::from(match self.answer {
            Answer::Allowed => 0,
            Answer::Denied => 1,
            Answer::Depends => 3,
        })
    }

    /// Why it is so, if it is certain and one request can stand for all.
    fn explanation(&self) -> Option<Explanation> {
        let world = self.world.as_ref().filter(|_| self.answer != Answer::Depends)?;
        // Where a key must be there, the request without it is none of those that are meant.
        let name = |scenario: &Scenario<'_>| DecisionName::from(&scenario.answer());
        let mut explanation = world.closed.explain().filter(|_| name(&world.closed) == name(&world.open))?;
        if world.owner != Owner::Stated {
            explanation.resource_account = None;
        }
        if let Some(state) = &self.state {
            explanation.name_ids(|id| state.arn_of_id(id));
        }
        Some(explanation)
    }

    /// The reasons as lines of at most `width` columns, the last one ended too.
    pub(super) fn text(&self, width: usize) -> String {
        let Some(world) = &self.world else { return String::new() };
        let owner = world.open.resource_account().filter(|_| world.owner == Owner::Stated);
        let mut text = match (self.explanation(), world.open.answer()) {
            (Some(explanation), _) => render_within(&explanation, width),
            (None, PossibleDecision::Allowed(decision) | PossibleDecision::Denied(decision))
                if self.answer != Answer::Depends =>
            {
                told::certain(&world.open, owner, &decision, width)
            }
            (None, _) => told::depends(&world.open, owner, &self.on, width),
        };
        for rule in &self.rules {
            text.push_str(&fit(&format!("  {}", rule.in_words()), width, 4));
        }
        if self.any_owner {
            text.push_str(&fit("The owner of the bucket is unknown, but does not change the answer.", width, 2));
        }
        if self.answer == Answer::Depends {
            text.push_str(&fit("State what you know, and ask again:", width, 2));
            for key in self.keys() {
                text.push_str(&fit(&format!("  --context {key}=VALUE, or --absent {key}"), width, 4));
            }
            for rule in &self.rules {
                text.push_str(&fit(&format!("  {}", rule.option()), width, 4));
            }
            let is_pattern = world.open.resource().contains(['*', '?']);
            if is_pattern && self.on.iter().any(|it| matches!(it, Dependency::Statement(it) if it.resource.is_some())) {
                text.push_str(&fit("  --on ARN, which matches less", width, 4));
            }
        }
        text
    }

    /// The condition keys on which the answer depends: those that are compared, and those whose values stand in patterns.
    fn keys(&self) -> BTreeSet<&str> {
        let mut keys = BTreeSet::new();
        for dependency in &self.on {
            let Dependency::Statement(statement) = dependency else { continue };
            keys.extend(statement.conditions.iter().map(|condition| &*condition.key));
            let values = statement.conditions.iter().flat_map(|condition| &condition.values);
            let patterns = statement.resource.iter().flat_map(|resource| &resource.patterns);
            let variables = values.chain(patterns).flat_map(|text| variables(text));
            let is_open = |key: &&str| self.world.as_ref().is_some_and(|world| world.open.is_open(key));
            keys.extend(variables.filter(is_open));
        }
        keys
    }

    /// As `rolecall eval` writes it.
    pub(super) fn as_case(&self) -> CaseResult<'_> {
        let rules: Vec<_> = self.rules.iter().map(|rule| rule.name()).collect();
        match &self.world {
            Some(world) if self.answer != Answer::Depends => {
                let mut case = CaseResult::new(world.open.answer(), &world.open.policies(), None);
                case.explanation = self.explanation();
                case
            }
            _ => CaseResult::depends(self.on.clone(), &rules),
        }
    }
}

/// The keys of the variables in a text: `aws:username` of `${aws:username, 'nobody'}`.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    let opened = text.split("${").skip(1);
    opened.filter_map(|rest| rest.split(['}', ',']).next()).map(str::trim_end)
}
