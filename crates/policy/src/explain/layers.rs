//! What each layer says about the request.

use super::statement::{Candidate, candidates};
use super::{LayerReport, Says, StatementReport};
use crate::decision::Layer;
use crate::document::{Effect, PolicyKind};
use crate::evaluate::{
    Assessment, Attached, Guardrails, IdentityRule, OwnPolicy, Policies, ResourcePolicy, SessionRule,
};
use crate::names::AccountId;
use crate::request::Request;

/// One explanation in the making.
pub(super) struct Explainer<'a, 'p> {
    pub(super) request: &'a Request<'a>,
    pub(super) policies: &'a Policies<'p>,
    pub(super) assessment: &'a Assessment<'a>,
    pub(super) caller: &'a str,
}

impl<'p> Explainer<'_, 'p> {
    /// Every layer, the rules that stand before the policies only if they deny.
    pub(super) fn layers(&self) -> Vec<LayerReport> {
        let mut reports: Vec<LayerReport> =
            [Layer::Reserved, Layer::Caller, Layer::Partition].into_iter().filter_map(|rule| self.rule(rule)).collect();
        let caller = self.request.principal.account();
        let rule = self.assessment.rule;
        let scp = self.policies.scp;
        let scp_spared = (!rule.scp).then_some("service control policies do not reach this caller");
        reports.extend(self.guardrails(
            Layer::Scp,
            scp.as_ref(),
            caller,
            scp_spared,
            self.assessment.findings.scp.is_some(),
        ));
        let rcp = self.policies.rcp;
        let rcp_spared = (!rule.rcp).then_some("resource control policies do not reach calls of service-linked roles");
        let owner = self.assessment.owners.container;
        reports.extend(self.guardrails(
            Layer::Rcp,
            rcp.as_ref(),
            owner,
            rcp_spared,
            self.assessment.findings.rcp.is_some(),
        ));
        let endpoint = self.union(Layer::Endpoint, self.policies.endpoint);
        reports.push(endpoint);
        reports.push(match (rule.session, self.policies.session) {
            (SessionRule::None, Some(_)) => {
                not_applicable(Layer::Session, caller, "this caller has no session policies")
            }
            (_, session) => {
                let mut report = LayerReport { account: caller, ..self.union(Layer::Session, session) };
                if rule.session == SessionRule::Required && session.is_none() {
                    report.note = Some("a session of this kind may do only what its session policies allow".into());
                }
                report
            }
        });
        reports.push(match (rule.boundary, self.policies.boundary) {
            (false, Some(_)) => {
                not_applicable(Layer::Boundary, caller, "a permissions boundary does not limit this caller")
            }
            (_, boundary) => {
                LayerReport { account: caller, ..self.union(Layer::Boundary, boundary.map(std::slice::from_ref)) }
            }
        });
        reports.push(self.identity());
        reports.push(self.resource());
        reports
    }

    /// A rule that is no policy.
    fn rule(&self, layer: Layer) -> Option<LayerReport> {
        self.assessment.decision.blocked_by().find(|block| block.layer == layer)?;
        let note = match layer {
            Layer::Reserved => "this resource is reserved to AWS and cannot be changed",
            Layer::Caller => "roles may not be assumed by the root user, by federated users or by AssumeRoot sessions",
            _ => "there is no access from one partition to another",
        };
        Some(LayerReport { says: Says::Denied, blocks: true, ..blank(layer, Some(note)) })
    }

    fn guardrails<K: PolicyKind>(
        &self,
        layer: Layer,
        guardrails: Option<&Guardrails<'p, K>>,
        account: Option<AccountId>,
        spared: Option<&str>,
        asked: bool,
    ) -> Vec<LayerReport> {
        let Some(guardrails) = guardrails else { return vec![LayerReport { account, ..blank(layer, None) }] };
        if !asked {
            let note = match (spared, account == Some(guardrails.management)) {
                (Some(spared), _) => spared,
                (None, true) => "the management account is spared",
                (None, false) => "resource control policies do not reach this operation",
            };
            return vec![not_applicable(layer, account, note)];
        }
        let mut reports: Vec<LayerReport> = guardrails
            .levels
            .iter()
            .map(|level| {
                let mut report = self.report(layer, &candidates(&level.policies));
                report.level = Some(level.name.clone());
                report.account = account;
                if report.says == Says::None {
                    report.says = Says::NoMatch;
                    report.note = Some("no policy is attached at this level".into());
                }
                // Every level must allow (R2.16).
                report.blocks = report.says != Says::Allowed;
                report
            })
            .collect();
        if reports.is_empty() {
            let note = "the account is said to be in an organization, but has no levels";
            reports.push(LayerReport { says: Says::NoMatch, blocks: true, account, ..blank(layer, Some(note)) });
        }
        reports
    }

    fn identity(&self) -> LayerReport {
        let account = self.request.principal.account();
        match self.assessment.rule.identity {
            IdentityRule::Everything => not_applicable(
                Layer::Identity,
                account,
                "whoever acts as the root user may do everything in the account",
            ),
            IdentityRule::Outside => {
                not_applicable(Layer::Identity, account, "this caller has no identity-based policies")
            }
            IdentityRule::Policies => {
                let mut report =
                    LayerReport { account, ..self.union(Layer::Identity, Some(self.policies.identity.attached())) };
                if report.says != Says::Allowed && report.says != Says::Denied && !report.blocks {
                    report.note = Some("not needed: the resource's policy names the caller".into());
                }
                report
            }
        }
    }

    fn resource(&self) -> LayerReport {
        let account = self.assessment.owners.container;
        let note = match self.assessment.own {
            OwnPolicy::None => Some("the resource has no policy of its own for this action"),
            OwnPolicy::NotAsked => Some("the caller's side alone decides"),
            OwnPolicy::Either | OwnPolicy::Required => None,
        };
        if let Some(note) = note {
            let report = not_applicable(Layer::Resource, account, note);
            return LayerReport { blocks: self.blocks(Layer::Resource), ..report };
        }
        let all = match self.policies.resource {
            Some(ResourcePolicy::Resource(attached)) => candidates([attached]),
            Some(ResourcePolicy::Trust(attached)) => candidates([attached]),
            None => Vec::new(),
        };
        let mut report = LayerReport { account, ..self.report(Layer::Resource, &all) };
        if let Some(says) = self.assessment.findings.resource {
            if says.restricted && says.survey.found.deny.is_none() {
                report.says = Says::Denied;
                report.deciding = None;
                report.closest = None;
                report.note =
                    Some("the bucket policy is public, and RestrictPublicBuckets keeps other accounts out".into());
            } else if says.foreign_object && report.says == Says::Allowed {
                report.says = Says::NoMatch;
                report.deciding = None;
                report.note = Some("the object is not the bucket owner's, so the bucket policy cannot allow".into());
            } else if says.denies_waived && report.says == Says::Denied {
                report.says = if says.survey.found.allow.is_some() { Says::Allowed } else { Says::None };
                report.deciding = None;
                report.note = Some("the owner may always manage the policy itself".into());
            } else if report.says == Says::Allowed && self.blocks(Layer::Identity) && self.assessment.same_account {
                report.note = Some("it leaves the decision to the caller's own policies".into());
            } else if report.says == Says::Allowed && self.blocks(Layer::Resource) {
                report.note = Some("it does not name the caller itself".into());
            }
            if says.survey.found.deny.is_none() && !says.restricted {
                report.deciding = self.strongest(&all).or(report.deciding);
            }
        }
        report
    }

    /// The `Allow` that decided: of several the one with the strongest grant.
    fn strongest(&self, all: &[Candidate<'_>]) -> Option<StatementReport> {
        let at = self.assessment.decision.deciding_in(Layer::Resource)?;
        let candidate = all.get(at.statement as usize)?;
        Some(candidate.report(&self.assessment.asked, self.request, self.caller))
    }

    fn union<K: PolicyKind>(&self, layer: Layer, policies: Option<&'p [Attached<K>]>) -> LayerReport {
        match policies {
            None => LayerReport { blocks: self.blocks(layer), ..blank(layer, None) },
            Some([]) if layer != Layer::Identity => {
                let note = "an empty set was passed, which allows nothing";
                LayerReport { says: Says::NoMatch, blocks: self.blocks(layer), ..blank(layer, Some(note)) }
            }
            Some(policies) => self.report(layer, &candidates(policies)),
        }
    }

    /// What statements say together: a `Deny`, else an `Allow`, else how near one came.
    fn report(&self, layer: Layer, all: &[Candidate<'_>]) -> LayerReport {
        let asked = &self.assessment.asked;
        let held = |candidate: &Candidate<'_>| candidate.report(asked, self.request, self.caller);
        let first = |effect| all.iter().find(|candidate| candidate.effect() == effect && candidate.matches(asked));
        let mut report = LayerReport { blocks: self.blocks(layer), ..blank(layer, None) };
        if all.is_empty() {
            return report;
        }
        if let Some(deny) = first(Effect::Deny) {
            report.says = Says::Denied;
            report.deciding = Some(held(deny));
        } else if let Some(allow) = first(Effect::Allow) {
            report.says = Says::Allowed;
            report.deciding = Some(held(allow));
        } else {
            report.says = Says::NoMatch;
            // Of equally near ones the first is the closest.
            let closest = all
                .iter()
                .filter(|candidate| candidate.effect() == Effect::Allow)
                .filter_map(|candidate| Some((candidate.nearness(asked)?, candidate)))
                .reduce(|best, next| if next.0 > best.0 { next } else { best });
            report.closest = closest.map(|(_, candidate)| held(candidate));
        }
        report
    }

    fn blocks(&self, layer: Layer) -> bool {
        self.assessment.decision.blocked_by().any(|block| block.layer == layer)
    }
}

fn blank(layer: Layer, note: Option<&str>) -> LayerReport {
    LayerReport {
        layer,
        level: None,
        account: None,
        says: Says::None,
        blocks: false,
        note: note.map(Into::into),
        deciding: None,
        closest: None,
    }
}

fn not_applicable(layer: Layer, account: Option<AccountId>, note: &str) -> LayerReport {
    LayerReport { says: Says::NotApplicable, account, ..blank(layer, Some(note)) }
}
