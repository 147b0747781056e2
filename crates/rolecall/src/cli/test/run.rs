//! Runs the tests of a file: every check is decided by the engine, and explained if it fails.

use super::cases::{Denial, Test};
use super::coverage::Coverage;
use super::file::AccessFile;
use super::members::{Faults, Said};
use super::organization::Kind;
use super::policies::PolicyRef;
use super::principals::Caller;
use super::resources::{Resource, Target};
use super::source::Source;
use crate::cli::offline::{Document, Documents, Facts, Given, Library, Management, Prepared, S3Said, prepare};
use rolecall_policy::decision::Block;
use rolecall_policy::explain::{Outcome, matched};
use rolecall_policy::{AccountId, Arn, Context, Decision, Explanation, decide, explain};
use std::time::{Duration, Instant};

/// How one test came out.
#[derive(Debug)]
pub(super) struct TestReport {
    pub(super) name: String,
    /// Where it begins in the file, from 1.
    pub(super) line: usize,
    pub(super) checks: Vec<CheckReport>,
    /// How long deciding took.
    pub(super) took: Duration,
}

/// How one check came out.
#[derive(Debug)]
pub(super) struct CheckReport {
    /// The caller as the test calls it.
    pub(super) who: String,
    pub(super) action: String,
    /// The resource as the test calls it.
    pub(super) on: String,
    pub(super) expected: Expected,
    pub(super) outcome: Outcome,
    /// The reported layer first.
    pub(super) blocked_by: Vec<Block>,
    /// Of a check that fails.
    pub(super) explanation: Option<Explanation>,
}

/// What a check expects.
#[derive(Debug, Clone, Copy)]
pub(super) enum Expected {
    Allowed,
    Denied(Denial),
}

impl TestReport {
    /// Whether every check came out as expected.
    pub(super) fn passed(&self) -> bool {
        self.failures().next().is_none()
    }

    /// The checks that did not.
    pub(super) fn failures(&self) -> impl Iterator<Item = &CheckReport> {
        self.checks.iter().filter(|check| !check.passed())
    }
}

impl CheckReport {
    /// Whether it came out as expected.
    pub(super) fn passed(&self) -> bool {
        self.explanation.is_none()
    }
}

impl Expected {
    fn is_met_by(self, decision: &Decision) -> bool {
        let Self::Denied(Denial { because, explicit }) = self else { return decision.is_allowed() };
        let as_wanted = |is: bool| explicit.is_none_or(|wanted| wanted == is);
        !decision.is_allowed()
            && match because {
                Some(layer) => decision.blocked_by().any(|block| block.layer == layer && as_wanted(block.explicit)),
                None => as_wanted(decision.is_explicit()),
            }
    }
}

/// Runs the tests whose names `wanted` takes.
pub(super) fn run(
    file: &AccessFile<'_>,
    source: &Source,
    wanted: impl Fn(&str) -> bool,
    coverage: &mut Coverage,
    faults: &mut Faults,
) -> Vec<TestReport> {
    let mut library = Library::strict();
    coverage.begin(file.policies.written());
    let mut reports = Vec::new();
    for test in file.tests.iter().filter(|test| wanted(&test.name)) {
        let began = Instant::now();
        let mut checks = Vec::new();
        for caller in test.who.iter().filter_map(|at| file.callers.get(*at)) {
            let may = test.may.iter().map(|action| (*action, Expected::Allowed));
            let may_not = test.may_not.iter().map(|action| (*action, Expected::Denied(test.denial)));
            for (action, expected) in may.chain(may_not) {
                for target in &test.on {
                    let check = Check { file, test, caller, action, target };
                    match check.prepare(&mut library) {
                        Ok(prepared) => checks.push(check.decide(&prepared, expected, coverage)),
                        // Most of what is wrong is so in each check of the test.
                        Err(error) if faults.0.iter().any(|fault| fault.message == error) => {}
                        Err(error) => faults.add(test.at, error),
                    }
                }
            }
        }
        let line = source.line(test.at);
        reports.push(TestReport { name: test.name.clone(), line, checks, took: began.elapsed() });
    }
    reports
}

/// One combination of a test.
struct Check<'f, 'n> {
    file: &'f AccessFile<'n>,
    test: &'f Test<'n>,
    caller: &'f Caller<'n>,
    action: Said<'n>,
    target: &'f Target<'n>,
}

impl<'f> Check<'f, '_> {
    fn prepare(&self, library: &mut Library) -> Result<Prepared<'f>, String> {
        prepare(&self.facts(), self.documents(), library)
    }

    fn decide(&self, prepared: &Prepared<'_>, expected: Expected, coverage: &mut Coverage) -> CheckReport {
        let (request, policies) = (prepared.request(), prepared.policies());
        let decision = decide(&request, &policies);
        // AWS's own policies are not held to coverage.
        let matched = matched(&request, &policies);
        let own = matched.iter().filter(|matched| matched.source.arn.is_none());
        coverage.count(own.map(|matched| (&*matched.source.name, matched.at.statement)));
        CheckReport {
            who: self.caller.label.to_string(),
            action: self.action.text.to_owned(),
            on: self.target.label.to_owned(),
            expected,
            outcome: Outcome::of(decision.verdict()),
            blocked_by: decision.blocked_by().collect(),
            explanation: (!expected.is_met_by(&decision)).then(|| explain(&request, &policies)),
        }
    }

    fn resource(&self) -> Option<&'f Resource<'_>> {
        self.file.resources.of(self.target)
    }

    /// Whose the resource is: as stated, else by its ARN, else the caller's.
    fn owner(&self) -> Option<AccountId> {
        let stated = self.resource().and_then(|resource| resource.account);
        let in_arn = || Arn::parse(&self.target.arn).map(|arn| arn.account);
        stated.or_else(in_arn).and_then(|account| account.parse().ok()).or(self.caller.account)
    }

    fn facts(&self) -> Facts<'f> {
        let organization = &self.file.organization;
        let resource = self.file.resources.of(self.target);
        let mut context = Context::new();
        if let Some(id) = organization.id {
            let member = |account: Option<AccountId>| account.is_some_and(|account| organization.has(account));
            if member(self.caller.account) {
                context.set("aws:PrincipalOrgID", id);
            }
            if member(self.owner()) {
                context.set("aws:ResourceOrgID", id);
            }
        }
        self.caller.keys.set(&mut context);
        if let Some(resource) = resource {
            resource.keys.set(&mut context);
        }
        self.test.when.set(&mut context);
        let absent = self.test.without.iter().map(|said| said.text).collect();
        let facts = self.caller.asks(self.action.text, &self.target.arn, Given { context, absent, ..Given::default() });
        Facts {
            resource_account: resource.and_then(|resource| resource.account),
            resource_type: resource.and_then(|resource| resource.kind),
            s3: Some(S3Said {
                object_owner: resource.and_then(|resource| resource.object_owner),
                canonical_id: self.caller.canonical_id,
                restrict_public_buckets: resource.is_some_and(|resource| resource.restrict_public_buckets),
                ignore_public_acls: resource.is_some_and(|resource| resource.ignore_public_acls),
            }),
            management_account: organization.management.map(Management::Account),
            ..facts
        }
    }

    fn documents(&self) -> Documents<'f> {
        let AccessFile { policies, organization, .. } = self.file;
        let of_caller = |at: PolicyRef| policies.document(at, Some(&self.caller.label));
        let list = |list: &[PolicyRef]| -> Vec<Document<'f>> { list.iter().filter_map(|at| of_caller(*at)).collect() };
        let resource = self.file.resources.of(self.target);
        let of_endpoint = |list: &Vec<PolicyRef>| list.iter().filter_map(|at| policies.document(*at, None)).collect();
        Documents {
            identity: list(&self.caller.identity),
            boundary: self.caller.boundary.and_then(of_caller),
            session: self.caller.session.as_deref().map(list),
            resource: resource.and_then(|resource| policies.document(resource.policy?, Some(resource.name))),
            endpoint: self.test.endpoint.as_ref().map(of_endpoint),
            scp: organization.over(self.caller.account, Kind::Scp, policies),
            rcp: organization.over(self.owner(), Kind::Rcp, policies),
        }
    }
}
