//! What each layer says about the request.

use super::nearest::NearAction;
use super::statement::{Candidate, Nearness, candidates};
use super::{LayerReport, Says, StatementReport};
use crate::decision::Layer;
use crate::document::{Effect, PolicyKind};
use crate::evaluate::{
    Assessment, Attached, Guardrails, IdentityRule, OwnPolicy, Policies, PolicySource, ResourcePolicy, SessionRule,
};
use crate::names::AccountId;
use crate::request::{Request, ResourceClass};

/// More denying statements of one layer are not told one by one.
const MOST_DENIES: usize = 8;

/// One explanation in the making.
pub(super) struct Explainer<'e, 'a, 'p> {
    pub(super) request: &'e Request<'a>,
    pub(super) policies: &'e Policies<'p>,
    pub(super) assessment: &'e Assessment<'a>,
    pub(super) caller: &'e str,
}

/// What one layer says, and what of it stands in the way.
pub(super) struct LayerAnswer {
    pub(super) report: LayerReport,
    /// The statements that deny, if they count.
    pub(super) denies: Vec<DenyPlace>,
    /// How many more deny.
    pub(super) more_denies: usize,
    /// What the caller must do for the statement that came closest to match, if that is all.
    pub(super) call: Option<String>,
    /// The statement that came closest names the caller itself.
    pub(super) names_directly: bool,
    /// It would have to allow and does not, whatever it denies.
    pub(super) silent: bool,
    /// `RestrictPublicBuckets` keeps the caller out (R2.31).
    pub(super) restricted: bool,
    /// The object is not the bucket owner's, so that no bucket policy can allow (R2.29).
    pub(super) foreign_object: bool,
}

/// Where a statement that denies stands.
pub(super) struct DenyPlace {
    pub(super) source: PolicySource,
    pub(super) statement: u32,
    pub(super) line: u32,
    /// What the caller must do so that it does not match, if it has a condition that the caller decides.
    pub(super) call: Option<String>,
}

/// What the statements of a layer, or of a level, say together.
#[derive(Default)]
struct Survey<'c, 'p> {
    denies: Vec<&'c Candidate<'p>>,
    allow: Option<&'c Candidate<'p>>,
    closest: Option<&'c Candidate<'p>>,
    as_close: u32,
    /// Whether there is a statement at all.
    any: bool,
    /// Whether there is an `Allow` statement.
    allows: bool,
}

impl<'p> Explainer<'_, '_, 'p> {
    /// Every layer, the rules that stand before the policies only if they deny.
    pub(super) fn layers(&self) -> Vec<LayerAnswer> {
        let rules = [Layer::Reserved, Layer::Caller, Layer::Partition].into_iter();
        let mut answers: Vec<LayerAnswer> = rules.filter_map(|rule| self.rule(rule)).collect();
        let caller = self.request.principal.account();
        let owner = self.assessment.owners.container;
        let (rule, findings) = (self.assessment.rule, &self.assessment.findings);
        let scp_spared = (!rule.scp).then_some("service control policies do not apply to this caller");
        let scp = self.policies.scp.as_ref();
        answers.extend(self.guardrails(Layer::Scp, scp, caller, scp_spared, findings.scp.is_some()));
        let rcp_spared = (!rule.rcp).then_some("resource control policies do not apply to service-linked roles");
        let rcp = self.policies.rcp.as_ref();
        answers.extend(self.guardrails(Layer::Rcp, rcp, owner, rcp_spared, findings.rcp.is_some()));
        answers.push(self.union(Layer::Endpoint, None, self.policies.endpoint));
        answers.push(match (rule.session, self.policies.session) {
            (SessionRule::None, Some(_)) => {
                not_applicable(Layer::Session, caller, "this caller has no session policies")
            }
            (_, session) => {
                let mut answer = self.union(Layer::Session, caller, session);
                if rule.session == SessionRule::Required && session.is_none() {
                    answer.note("this kind of session can do only what its session policies allow");
                }
                answer
            }
        });
        answers.push(match (rule.boundary, self.policies.boundary) {
            (false, Some(_)) => {
                not_applicable(Layer::Boundary, caller, "a permissions boundary does not limit this caller")
            }
            (_, boundary) => self.union(Layer::Boundary, caller, boundary.map(std::slice::from_ref)),
        });
        answers.push(self.identity());
        answers.push(self.resource());
        answers
    }

    /// A rule that is no policy.
    fn rule(&self, layer: Layer) -> Option<LayerAnswer> {
        self.blocks(layer).then_some(())?;
        let note = match layer {
            Layer::Reserved => "this resource is reserved for AWS and cannot be changed",
            Layer::Caller => "the root user, federated users and AssumeRoot sessions cannot assume roles",
            _ => "access across partitions is not possible",
        };
        let mut answer = blank(layer, None, Some(note));
        (answer.report.says, answer.report.blocks) = (Says::Denied, true);
        Some(answer)
    }

    fn guardrails<K: PolicyKind>(
        &self,
        layer: Layer,
        guardrails: Option<&Guardrails<'p, K>>,
        account: Option<AccountId>,
        spared: Option<&str>,
        asked: bool,
    ) -> Vec<LayerAnswer> {
        let Some(guardrails) = guardrails else { return vec![blank(layer, account, None)] };
        if !asked {
            let note = match (spared, account == Some(guardrails.management)) {
                (Some(spared), _) => spared,
                (None, true) => "the management account is exempt",
                (None, false) => "resource control policies do not apply to this operation",
            };
            return vec![not_applicable(layer, account, note)];
        }
        let level = |level: &crate::evaluate::Level<K>| {
            let all = candidates(&level.policies);
            let survey = self.survey(&all);
            let mut answer = self.answer(layer, account, &survey);
            answer.report.level = Some(level.name.clone());
            // Every level must allow (R2.16).
            answer.silent = survey.allow.is_none();
            answer.report.blocks = answer.report.says != Says::Allowed;
            if all.is_empty() {
                answer.report.says = Says::NoMatch;
                answer.note("no policy is attached at this level");
            }
            answer
        };
        let mut answers: Vec<LayerAnswer> = guardrails.levels.iter().map(level).collect();
        if answers.is_empty() {
            let note = "the account is in an organization, but none of its levels is given";
            let mut answer = blank(layer, account, Some(note));
            answer.silent = true;
            (answer.report.says, answer.report.blocks) = (Says::NoMatch, true);
            answers.push(answer);
        }
        answers
    }

    fn identity(&self) -> LayerAnswer {
        let account = self.request.principal.account();
        match self.assessment.rule.identity {
            IdentityRule::Everything => {
                let note = "the root user can do everything in the account";
                not_applicable(Layer::Identity, account, note)
            }
            IdentityRule::Outside => {
                not_applicable(Layer::Identity, account, "this caller has no identity-based policies")
            }
            IdentityRule::Policies => self.union(Layer::Identity, account, Some(self.policies.identity.attached())),
        }
    }

    fn resource(&self) -> LayerAnswer {
        let account = self.assessment.owners.container;
        let note = match self.assessment.own {
            OwnPolicy::None => Some("the resource has no policy of its own for this action"),
            OwnPolicy::NotAsked if self.must_allow(Layer::Resource) => {
                Some("only the caller's own policies count, and this caller has none")
            }
            OwnPolicy::NotAsked => Some("only the caller's own policies count"),
            OwnPolicy::Either | OwnPolicy::Required => None,
        };
        if let Some(note) = note {
            let mut answer = not_applicable(Layer::Resource, account, note);
            (answer.report.blocks, answer.silent) = (self.blocks(Layer::Resource), self.must_allow(Layer::Resource));
            return answer;
        }
        let all = match self.policies.resource {
            Some(ResourcePolicy::Resource(attached)) => candidates([attached]),
            Some(ResourcePolicy::Trust(attached)) => candidates([attached]),
            None => Vec::new(),
        };
        let survey = self.survey(&all);
        let mut answer = self.answer(Layer::Resource, account, &survey);
        self.refine(&mut answer, &all);
        answer
    }

    /// What S3 and SQS add, and how the policy names the caller (R2.10, R2.29–R2.31).
    fn refine(&self, answer: &mut LayerAnswer, all: &[Candidate<'p>]) {
        let Some(says) = self.assessment.findings.resource else {
            // There is no bucket policy, and a new one could not allow either.
            let owner = self.request.s3.and_then(|facts| facts.object_owner);
            let object = self.request.class == ResourceClass::Object;
            answer.foreign_object = object && owner.is_some() && owner != self.assessment.owners.container;
            if !all.is_empty() {
                (answer.report.deciding, answer.report.closest) = (None, None);
                (answer.denies, answer.more_denies) = (Vec::new(), 0);
                answer.report.says = Says::None;
                answer.note("a role's trust policy does not apply to this resource");
            }
            return;
        };
        (answer.restricted, answer.foreign_object) = (says.restricted, says.foreign_object);
        let found = says.survey.found;
        if says.denies_waived && answer.report.says == Says::Denied {
            answer.report.says = if found.allow.is_some() { Says::Allowed } else { Says::NoMatch };
            answer.report.deciding = None;
            (answer.denies, answer.more_denies) = (Vec::new(), 0);
            answer.note("the owner can always manage the policy itself");
        }
        if says.restricted && found.deny.is_none() {
            answer.report.says = Says::Denied;
            (answer.report.deciding, answer.report.closest) = (None, None);
            answer.note("the bucket policy is public, and RestrictPublicBuckets keeps other accounts out");
        } else if says.foreign_object && found.deny.is_none() {
            answer.report.says = Says::NoMatch;
            (answer.report.deciding, answer.report.closest) = (None, None);
            answer.note("the bucket owner does not own the object, so the bucket policy cannot allow access to it");
        } else if answer.report.says == Says::Allowed && !says.denies_waived {
            if answer.silent {
                answer.note("it does not name the caller itself");
            } else if self.must_allow(Layer::Identity) && self.assessment.same_account {
                answer.note("it leaves the decision to the policies of the caller");
            }
        }
        if found.deny.is_none() && !says.restricted {
            // Of several the one with the strongest grant decides.
            let strongest = self.assessment.decision.deciding_in(Layer::Resource);
            let strongest = strongest.and_then(|at| all.get(at.statement as usize));
            answer.report.deciding = strongest.map(|candidate| self.held(candidate)).or(answer.report.deciding.take());
        }
    }

    fn union<K: PolicyKind>(
        &self,
        layer: Layer,
        account: Option<AccountId>,
        policies: Option<&'p [Attached<K>]>,
    ) -> LayerAnswer {
        let all = policies.map(candidates).unwrap_or_default();
        let mut answer = self.answer(layer, account, &self.survey(&all));
        if policies.is_some_and(<[_]>::is_empty) && layer != Layer::Identity {
            answer.report.says = Says::NoMatch;
            answer.note("the list of session policies is empty, so the session can do nothing");
        }
        let says = answer.report.says;
        let grants_nothing = says == Says::NoMatch || says == Says::None && layer == Layer::Identity;
        if grants_nothing && !answer.report.blocks {
            // Only the caller's own layers can do without an `Allow`.
            answer.report.closest = None;
            answer.note("not needed: the resource's policy names the caller");
        }
        answer
    }

    /// Holds all statements against the request, closely only those that may be shown.
    fn survey<'c>(&self, all: &'c [Candidate<'p>]) -> Survey<'c, 'p> {
        let asked = &self.assessment.asked;
        let mut survey = Survey::default();
        let mut best: Option<Nearness> = None;
        let mut rank = |nearness: Nearness, candidate, survey: &mut Survey<'c, 'p>| match best.cmp(&Some(nearness)) {
            // Of equally near ones the first is the closest.
            std::cmp::Ordering::Equal => survey.as_close += 1,
            std::cmp::Ordering::Greater => {}
            std::cmp::Ordering::Less => {
                (best, survey.closest, survey.as_close) = (Some(nearness), Some(candidate), 0);
            }
        };
        let (action, resource) = (NearAction::new(&self.assessment.asked), self.request.resource);
        for candidate in all {
            let allows = candidate.effect() == Effect::Allow;
            survey.any = true;
            survey.allows |= allows;
            if allows && survey.allow.is_some() {
                continue;
            }
            let (named, like) = candidate.action(action);
            match (allows, named && candidate.matches(asked)) {
                (false, true) => survey.denies.push(candidate),
                (false, false) => {}
                (true, true) => survey.allow = Some(candidate),
                (true, false) if named => rank(candidate.nearness(asked, resource), candidate, &mut survey),
                (true, false) => {
                    let nearness = candidate.nearness_but_for_action(asked, resource, like);
                    nearness.into_iter().for_each(|nearness| rank(nearness, candidate, &mut survey));
                }
            }
        }
        survey
    }

    /// What statements say together: a `Deny`, else an `Allow`, else how near one came.
    fn answer(&self, layer: Layer, account: Option<AccountId>, survey: &Survey<'_, 'p>) -> LayerAnswer {
        let mut answer = blank(layer, account, None);
        answer.silent = self.must_allow(layer);
        answer.report.blocks = self.blocks(layer);
        let told = survey.denies.iter().take(MOST_DENIES);
        answer.denies = told.map(|deny| self.deny_place(deny)).collect();
        answer.more_denies = survey.denies.len() - answer.denies.len();
        if let Some(deny) = survey.denies.first() {
            answer.report.says = Says::Denied;
            answer.report.deciding = Some(self.held(deny));
        } else if let Some(allow) = survey.allow {
            answer.report.says = Says::Allowed;
            answer.report.deciding = Some(self.held(allow));
        } else if let Some(closest) = survey.closest {
            answer.report.says = Says::NoMatch;
            answer.report.closest = Some(self.held(closest));
            answer.report.as_close = survey.as_close;
            let asked = &self.assessment.asked;
            answer.names_directly = closest.names_directly(asked);
            answer.call = closest.call_for(asked, self.request, NearAction::new(asked));
        } else if survey.allows {
            answer.report.says = Says::NoMatch;
            answer.note(&format!("no statement is about actions of {}", self.assessment.asked.action.service));
        } else if survey.any {
            answer.report.says = Says::NoMatch;
            answer.note("no statement allows anything");
        }
        answer
    }

    fn deny_place(&self, candidate: &Candidate<'_>) -> DenyPlace {
        let (source, statement, line) = candidate.place();
        let call = candidate.call_against(&self.assessment.asked, self.request);
        let line = call.as_ref().map_or(line, |(_, line)| *line);
        DenyPlace { source: source.clone(), statement, line, call: call.map(|(call, _)| call) }
    }

    fn held(&self, candidate: &Candidate<'_>) -> StatementReport {
        candidate.report(&self.assessment.asked, self.request, self.caller)
    }

    fn blocks(&self, layer: Layer) -> bool {
        self.assessment.decision.blocked_by().any(|block| block.layer == layer)
    }

    /// Whether the layer denies for want of an `Allow`, whatever else it denies.
    fn must_allow(&self, layer: Layer) -> bool {
        self.assessment.decision.implicit.contains(layer)
    }
}

impl LayerAnswer {
    fn note(&mut self, note: &str) {
        self.report.note = Some(note.into());
    }
}

fn blank(layer: Layer, account: Option<AccountId>, note: Option<&str>) -> LayerAnswer {
    let report = LayerReport {
        layer,
        level: None,
        account,
        says: Says::None,
        blocks: false,
        note: note.map(Into::into),
        deciding: None,
        closest: None,
        as_close: 0,
    };
    LayerAnswer {
        report,
        denies: Vec::new(),
        more_denies: 0,
        call: None,
        names_directly: false,
        silent: false,
        restricted: false,
        foreign_object: false,
    }
}

fn not_applicable(layer: Layer, account: Option<AccountId>, note: &str) -> LayerAnswer {
    let mut answer = blank(layer, account, Some(note));
    answer.report.says = Says::NotApplicable;
    answer
}
