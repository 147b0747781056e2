//! Runs the tests of a file: every check is decided by the engine, and explained if it fails.

use super::coverage::Coverage;
use super::policies::NamedPolicy;
use super::principals::Caller;
use super::resources::Resource;
use super::table::Errors;
use super::test::{Ask, Test};
use super::{AccessFile, Options, TestFile, position};
use crate::scenario::{DecisionName, Document, Documents, Facts, ManagementAccount};
use crate::scenario::{PolicyCache, Scenario, StatedContext, StatedResource, account_in_arn};
use rolecall_policy::decision::Block;
use rolecall_policy::explain::{matched, render_text};
use rolecall_policy::unknown::{self, PossibleDecision};
use rolecall_policy::{AccountId, Decision, Explanation, Layer};
use serde::Serialize;
use std::rc::Rc;
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
    pub(super) action: String,
    /// The resource as the test calls it.
    pub(super) on: String,
    /// Allowed or denied.
    pub(super) expected: DecisionName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) because: Option<Layer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) explicit: Option<bool>,
    pub(super) decision: DecisionName,
    /// The reported layer first.
    pub(super) blocked_by: Vec<Block>,
    /// Of a check of many resources at once that are not all decided alike: what it depends on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) depends_on: Vec<String>,
    pub(super) passed: bool,
    /// Of a check that fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) explanation: Option<Explanation>,
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
            for ask in test.asks() {
                let check = Check { file, test, caller, ask };
                match check.scenario(&mut cache) {
                    Ok(scenario) if ask.target.is_pattern => checks.push(check.prove(&scenario)),
                    Ok(scenario) => checks.push(check.decide(&scenario, coverage)),
                    Err(error) => note_once(test.at, error, file.catalog.errors),
                }
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
    fn scenario(&self, cache: &mut PolicyCache) -> Result<Scenario<'f>, String> {
        let scenario = Scenario::new(self.facts(), |is_role| cache.layers(self.documents(), is_role))?;
        scenario.check_policies()?;
        Ok(scenario)
    }

    /// Decides a request that stands for many, for all of them. No statement counts as exercised.
    fn prove(&self, scenario: &Scenario<'_>) -> CheckReport {
        let answer = scenario.answer();
        let decision = DecisionName::from(&answer);
        let (blocked_by, depends_on) = match &answer {
            PossibleDecision::Allowed(decision) | PossibleDecision::Denied(decision) => {
                (decision.blocked_by().collect(), Vec::new())
            }
            PossibleDecision::Depends(on) => {
                (Vec::new(), unknown::render_text(on).lines().map(str::to_owned).collect())
            }
        };
        let passed = decision.meets(self.ask.expected);
        CheckReport { decision, blocked_by, depends_on, passed, ..self.report() }
    }

    /// What is asked, before it is decided.
    fn report(&self) -> CheckReport {
        let Ask { action, target, expected, has_reason } = self.ask;
        CheckReport {
            who: self.caller.label.to_owned(),
            action: action.to_owned(),
            on: target.label.to_owned(),
            expected,
            because: self.test.because.filter(|_| has_reason),
            explicit: self.test.explicit.filter(|_| has_reason),
            decision: DecisionName::Depends,
            blocked_by: Vec::new(),
            depends_on: Vec::new(),
            passed: false,
            explanation: None,
        }
    }

    fn decide(&self, scenario: &Scenario<'_>, coverage: &mut Coverage) -> CheckReport {
        let decision = scenario.decide();
        // AWS's own policies are not held to coverage.
        let policies = scenario.policies();
        let matched = matched(&scenario.request(), &policies);
        let own = matched.iter().filter(|matched| matched.source.arn.is_none());
        coverage.count(own.map(|matched| (&*matched.source.name, matched.at.statement)));
        let passed = match self.ask {
            Ask { expected: DecisionName::Allowed, .. } => decision.is_allowed(),
            Ask { has_reason: true, .. } => self.is_denied_as_wanted(&decision),
            _ => !decision.is_allowed(),
        };
        CheckReport {
            decision: decision.verdict().into(),
            blocked_by: decision.blocked_by().collect(),
            passed,
            explanation: if passed { None } else { scenario.explain() },
            ..self.report()
        }
    }

    fn is_denied_as_wanted(&self, decision: &Decision) -> bool {
        let as_wanted = |is: bool| self.test.explicit.is_none_or(|wanted| wanted == is);
        !decision.is_allowed()
            && match self.test.because {
                Some(layer) => decision.blocked_by().any(|block| block.layer == layer && as_wanted(block.explicit)),
                None => as_wanted(decision.is_explicit()),
            }
    }

    fn resource(&self) -> Option<&'f Resource<'n>> {
        self.ask.target.resource.as_deref()
    }

    /// Whose the resource is: as stated, else by its ARN, else the caller's.
    fn owner(&self) -> Option<AccountId> {
        let stated = self.resource().and_then(|resource| resource.account?.parse().ok());
        stated.or_else(|| account_in_arn(&self.ask.target.arn)).or(self.caller.account)
    }

    fn facts(&self) -> Facts<'f> {
        let organization = &self.file.organization;
        let mut facts: Facts<'f> = self.caller.facts.clone();
        facts.action = self.ask.action.into();
        let (arn, is_pattern) = (&*self.ask.target.arn, self.ask.target.is_pattern);
        facts.resource = if is_pattern { StatedResource::Like(arn.into()) } else { StatedResource::Known(arn.into()) };
        facts.context = self.context();
        facts.management_account = organization.management.map(|id| ManagementAccount::Account(id.into()));
        if let Some(resource) = self.resource() {
            facts.resource_account = resource.account.map(Into::into);
            // A pattern is of what is in a bucket, which the type that is stated of the bucket does not tell.
            facts.resource_type = resource.kind.filter(|_| !is_pattern).map(Into::into);
            let mut s3 = facts.s3.unwrap_or_default();
            s3.object_owner = resource.object_owner.map(Into::into);
            s3.block_public_access = resource.block_public_access;
            facts.s3 = Some(s3);
        }
        facts
    }

    /// What the organization tells, then what the file says of every request, of the caller, of the resource, and in the
    /// group and the test: the later comes before the earlier.
    fn context(&self) -> StatedContext {
        let organization = &self.file.organization;
        let mut context = StatedContext::default();
        for (key, account) in [("aws:PrincipalOrgID", self.caller.account), ("aws:ResourceOrgID", self.owner())] {
            if let Some(id) = organization.id
                && account.is_some_and(|account| organization.has(account))
            {
                context.known.set(key, id);
            }
        }
        let of_resource = self.resource().map(|resource| &resource.context);
        let stated = [Some(&self.file.context), Some(self.caller.context()), of_resource, Some(&self.test.when)];
        for stated in stated.into_iter().flatten() {
            context.known.extend(stated.clone());
        }
        self.test.without.iter().for_each(|said| context.set_absent(said.text));
        context
    }

    fn documents(&self) -> Documents<'f> {
        let organization = &self.file.organization;
        let caller = self.caller;
        let of_caller = |policy: &'f Rc<NamedPolicy<'n>>| policy.document(Some(caller.label));
        let list = |list: &'f Vec<Rc<NamedPolicy<'n>>>| -> Vec<Document<'f>> { list.iter().map(of_caller).collect() };
        let resource = self.resource();
        Documents {
            identity: list(&caller.identity),
            boundary: caller.boundary.as_ref().map(of_caller),
            session: caller.session.as_ref().map(list),
            resource: resource.and_then(|resource| Some(resource.policy.as_ref()?.document(Some(resource.name)))),
            endpoint: self.test.endpoint.as_ref().map(|list| list.iter().map(|policy| policy.document(None)).collect()),
            scp: organization.over(caller.account, |level| &level.scp),
            rcp: organization.over(self.owner(), |level| &level.rcp),
        }
    }
}
