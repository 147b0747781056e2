//! Runs the tests of a file: every check is decided by the engine, and explained if it fails.

use super::chain::{Stop, Walk, walk};
use super::coverage::Coverage;
use super::judge::{Judgement, judge};
use super::principals::Caller;
use super::request::Requested;
use super::table::Errors;
use super::test::{Ask, Test};
use super::{AccessFile, Options, TestFile, position};
use crate::scenario::{DecisionName, PolicyCache, Scenario};
use rolecall_policy::decision::Block;
use rolecall_policy::explain::render_text;
use rolecall_policy::{Explanation, Layer};
use serde::Serialize;
use std::time::Duration;

/// How one test came out.
#[derive(Debug, Serialize)]
pub(super) struct TestReport {
    pub(super) name: String,
    /// Where it begins in the file, from 1.
    pub(super) line: u32,
    pub(super) passed: bool,
    pub(super) checks: Vec<CheckReport>,
    /// How long deciding took.
    #[serde(skip)]
    pub(super) took: Duration,
}

/// How one check came out.
#[derive(Debug, Serialize)]
pub(super) struct CheckReport {
    /// The caller as the test calls it.
    pub(super) who: String,
    /// The roles that it assumes one after another, as the test calls them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) via: Vec<String>,
    pub(super) action: String,
    /// The resource as the test calls it.
    pub(super) on: String,
    /// Allowed or denied.
    pub(super) expected: DecisionName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) because: Option<Layer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) explicit: Option<bool>,
    /// Where the chain of roles must end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stops_at: Option<String>,
    pub(super) decision: DecisionName,
    /// The reported layer first.
    pub(super) blocked_by: Vec<Block>,
    /// The role that was not assumed. Then the decision is about that, and nothing after it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stopped: Option<StopReport>,
    /// If not everything is known and what is not decides: what it depends on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) depends_on: Vec<String>,
    pub(super) passed: bool,
    /// Of a check that fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) explanation: Option<Explanation>,
}

/// The role that ended a chain.
#[derive(Debug, Serialize)]
pub(super) struct StopReport {
    /// As the test calls it.
    pub(super) role: String,
    /// Which role of the chain, from 1.
    pub(super) number: usize,
    /// What was denied to the session before it.
    pub(super) action: String,
    /// What `AssumeRole` refuses, whatever the policies say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refusal: Option<&'static str>,
}

impl CheckReport {
    /// Why it failed, line by line.
    pub(super) fn why(&self) -> String {
        let mut text: String = self.explanation.iter().map(render_text).collect();
        for line in &self.depends_on {
            text.push_str(line);
            text.push('\n');
        }
        text
    }
}

impl TestReport {
    /// The checks that did not come out as expected.
    pub(super) fn failures(&self) -> impl Iterator<Item = &CheckReport> {
        self.checks.iter().filter(|check| !check.passed)
    }
}

/// Runs the tests that the options take.
pub(super) fn run(
    file: &AccessFile<'_>,
    source: &TestFile,
    options: Options<'_>,
    coverage: &mut Coverage,
) -> Vec<TestReport> {
    let Options { wanted, fail_fast, now } = options;
    let mut cache = PolicyCache::strict();
    coverage.begin(file.policies.own());
    let mut reports = Vec::new();
    for test in file.tests.iter().filter(|test| wanted(&test.name)) {
        let began = now();
        let mut checks = Vec::new();
        for caller in &test.who {
            match walk(file, test, caller, &mut cache, coverage) {
                Ok(Walk::Arrived(session)) => {
                    for ask in test.asks() {
                        let check = Check { file, test, caller, ask };
                        match check.scenario(&session, &mut cache) {
                            Ok(scenario) => checks.push(check.decide(&scenario, coverage)),
                            Err(error) => note_once(test.at, error, file.catalog.errors),
                        }
                    }
                }
                Ok(Walk::Stopped(stop)) => {
                    checks.extend(test.asks().map(|ask| Check { file, test, caller, ask }.stopped(&stop)));
                }
                Err(error) => note_once(test.at, error, file.catalog.errors),
            }
        }
        reports.push(TestReport {
            name: test.name.clone(),
            line: position(&source.text, test.at).line,
            passed: checks.iter().all(|check| check.passed),
            checks,
            took: now().saturating_sub(began),
        });
        if fail_fast && reports.last().is_some_and(|test| !test.passed) {
            break;
        }
    }
    reports
}

/// Most of what is wrong is so in each check of a test.
fn note_once(at: u32, error: String, errors: &Errors) {
    if !errors.0.borrow().iter().any(|noted| noted.message == error) {
        errors.add(at, error);
    }
}

/// One combination of a test.
struct Check<'f, 'n> {
    file: &'f AccessFile<'n>,
    test: &'f Test<'n>,
    caller: &'f Caller<'n>,
    ask: Ask<'f, 'n>,
}

impl<'f, 'n> Check<'f, 'n> {
    /// What is asked by the caller, or by the session of the last role that it assumed.
    fn scenario<'s>(&self, session: &'s Caller<'n>, cache: &mut PolicyCache) -> Result<Scenario<'s>, String>
    where
        'f: 's,
    {
        let Test { when, without, endpoint, .. } = self.test;
        let Ask { action, target, .. } = self.ask;
        let (file, caller, endpoint) = (self.file, session, endpoint.as_ref());
        Requested { file, caller, action, target, when, unstated: &[], without, endpoint }.scenario(cache)
    }

    /// What is asked, before it is decided.
    fn report(&self, judgement: Judgement) -> CheckReport {
        let Ask { action, target, expected, has_reason } = self.ask;
        let Judgement { decision, blocked_by, depends_on } = judgement;
        CheckReport {
            who: self.caller.label.to_owned(),
            via: self.test.via.iter().map(|hop| hop.label.to_owned()).collect(),
            action: action.to_owned(),
            on: target.label.to_owned(),
            expected,
            because: self.test.because.filter(|_| has_reason),
            explicit: self.test.explicit.filter(|_| has_reason),
            stops_at: self.test.stops_at.filter(|_| has_reason).map(str::to_owned),
            decision,
            blocked_by,
            stopped: None,
            depends_on,
            passed: false,
            explanation: None,
        }
    }

    /// Decides the request. Of one that stands for many no statement counts as exercised.
    fn decide(&self, scenario: &Scenario<'_>, coverage: &mut Coverage) -> CheckReport {
        let judgement = judge(scenario, Some(coverage).filter(|_| !self.ask.target.is_pattern), self.file);
        let passed = self.passes(&judgement, None);
        let explanation = if passed { None } else { scenario.explain_as(judgement.decision) };
        CheckReport { passed, explanation, ..self.report(judgement) }
    }

    /// The caller did not come far enough to ask.
    fn stopped(&self, stop: &Stop) -> CheckReport {
        let Stop { number, role, action, judgement, refusal, explanation } = stop;
        let passed = self.passes(judgement, Some(role));
        let explanation = if passed { None } else { explanation.clone() };
        let (role, action) = (role.clone(), action.clone());
        let stopped = Some(StopReport { role, number: *number, action, refusal: *refusal });
        CheckReport { passed, stopped, explanation, ..self.report(judgement.clone()) }
    }

    /// Whether it came out as expected; `stopped_at` is the role that was not assumed.
    fn passes(&self, judgement: &Judgement, stopped_at: Option<&str>) -> bool {
        let Test { because, explicit, stops_at, .. } = self.test;
        match self.ask {
            Ask { expected: DecisionName::Allowed, .. } => {
                stopped_at.is_none() && judgement.decision == DecisionName::Allowed
            }
            Ask { has_reason: true, .. } => {
                judgement.is_denied(*because, *explicit)
                    && stops_at.is_none_or(|wanted| wanted == stopped_at.unwrap_or(super::test::AT_THE_END))
            }
            _ => judgement.decision.meets(DecisionName::Denied),
        }
    }
}
