//! What would each have to change before the request is allowed, and in which account.
//!
//! All changes together are enough, and none can be left out. Two things may be wrong with one layer: a `Deny` of it
//! matches, and it allows nothing; then both are told.

use super::layers::LayerAnswer;
use super::{Change, Remedy, Says, calls};
use crate::decision::Layer;
use crate::evaluate::{Assessment, IdentityRule, OwnPolicy, SessionRule};
use crate::request::{Principal, Request, ResourceClass};

/// The changes in the order of the layers. What nothing can change stands alone: no other change would help.
pub(super) fn changes(answers: &[LayerAnswer], request: &Request<'_>, assessment: &Assessment<'_>) -> Vec<Change> {
    let mut all: Vec<Change> = Vec::new();
    for answer in answers.iter().filter(|answer| answer.report.blocks) {
        denies(answer, request, assessment, &mut all);
        if answer.report.layer == Layer::Identity && will_be_granted(answers, request, assessment) {
            continue;
        }
        if answer.silent || is_rule(answer.report.layer) {
            all.push(allow(answer, answers, request, assessment));
        }
    }
    if all.iter().any(|change| change.remedy == Remedy::Nothing) {
        all.retain(|change| change.remedy == Remedy::Nothing);
    }
    // What the caller can do comes before what would loosen a policy.
    all.sort_by_key(|change| change.remedy != Remedy::Call);
    all
}

/// Whether the resource's policy will allow the caller directly once the caller brings what is missing, so that its own
/// policies need not (R2.10).
fn will_be_granted(answers: &[LayerAnswer], request: &Request<'_>, assessment: &Assessment<'_>) -> bool {
    let direct = assessment.same_account && assessment.rule.direct_suffices && request.resource != "*";
    let grants = |answer: &LayerAnswer| {
        answer.report.layer == Layer::Resource
            && answer.report.blocks
            && answer.report.says == Says::NoMatch
            && answer.call.is_some()
            && answer.names_directly
    };
    direct && answers.iter().any(grants)
}

fn denies(answer: &LayerAnswer, request: &Request<'_>, assessment: &Assessment<'_>, all: &mut Vec<Change>) {
    let Request { action, resource, .. } = request;
    let at = answer.report.level.as_ref().map(|level| format!(" at the level {level}")).unwrap_or_default();
    for deny in &answer.denies {
        let (remedy, what) = match (&deny.call, answer.report.layer) {
            (Some(call), _) => (Remedy::Call, call.clone()),
            (None, Layer::Session) => {
                let again = calls::new_session(request);
                (Remedy::Call, format!("{again} with a session policy that does not deny {action} on {resource}"))
            }
            (None, _) => (Remedy::TakeOut, format!("take {action} on {resource} out of the statement that denies it")),
        };
        all.push(Change {
            source: Some(deny.source.clone()),
            statement: Some(deny.statement),
            line: Some(deny.line),
            ..change(answer, remedy, what)
        });
    }
    if answer.more_denies > 0 {
        let what = format!("take it out of {} more statements that deny it{at}", answer.more_denies);
        all.push(change(answer, Remedy::TakeOut, what));
    }
    // What allows whoever is no user, role or service is public itself (R2.43).
    let nobody = matches!(request.principal, Principal::Anonymous | Principal::Provider { .. });
    let of_s3 = matches!(request.class, ResourceClass::Bucket | ResourceClass::Object);
    let would_be_restricted = nobody
        && of_s3
        && answer.report.layer == Layer::Resource
        && assessment.own == OwnPolicy::Either
        && request.s3.is_some_and(|facts| facts.restrict_public_buckets);
    if would_be_restricted {
        let what = "turn off RestrictPublicBuckets: any policy that allows this caller is public".to_owned();
        all.push(change(answer, Remedy::Unrestrict, what));
    } else if answer.restricted {
        let what = "make the bucket policy non-public, or turn off RestrictPublicBuckets".to_owned();
        all.push(change(answer, Remedy::Unrestrict, what));
    }
}

fn allow(answer: &LayerAnswer, answers: &[LayerAnswer], request: &Request<'_>, assessment: &Assessment<'_>) -> Change {
    let Request { action, resource, .. } = request;
    let report = &answer.report;
    let outsider = assessment.rule.identity == IdentityRule::Outside;
    let (remedy, what) = match report.layer {
        _ if answer.call.is_some() => (Remedy::Call, answer.call.clone().unwrap_or_default()),
        Layer::Reserved | Layer::Caller | Layer::Partition => {
            let why = report.note.as_deref().unwrap_or_default();
            (Remedy::Nothing, format!("no policy can allow it: {why}"))
        }
        Layer::Scp | Layer::Rcp => (
            Remedy::Allow,
            match &report.level {
                Some(level) => format!("allow {action} at the level {level}: every level must"),
                None => format!("give the levels of the account in the organization, and allow {action} at each"),
            },
        ),
        Layer::Endpoint => (Remedy::Allow, format!("allow {action} on {resource} in the policy of the VPC endpoint")),
        Layer::Resource if matches!(assessment.own, OwnPolicy::None | OwnPolicy::NotAsked) => {
            let why = if outsider { "is not a user or role" } else { "is in another account" };
            (Remedy::Nothing, format!("no policy can allow it: {action} has no resource policy, and the caller {why}"))
        }
        Layer::Resource if answer.foreign_object => {
            let what = "no policy can allow it while the object and the bucket belong to different accounts";
            (Remedy::Nothing, what.to_owned())
        }
        Layer::Resource => (Remedy::Allow, format!("allow {action} to the caller in {}", policy_of_resource(request))),
        Layer::Identity => {
            let what = format!("allow {action} on {resource} in an identity-based policy");
            let resource = answers.iter().find(|answer| answer.report.layer == Layer::Resource);
            let granted = resource.is_some_and(|resource| !resource.report.blocks);
            // A direct grant of the resource does without the caller's own policies (R2.10).
            let direct = assessment.same_account
                && assessment.rule.direct_suffices
                && request.resource != "*"
                && resource.is_some_and(|resource| !resource.foreign_object);
            let or = match (assessment.own, request.class) {
                (OwnPolicy::Either, ResourceClass::Ordinary) if direct => {
                    ", or name the caller in the resource's policy, if it can have one".to_owned()
                }
                (OwnPolicy::Required, _) if direct && !granted => {
                    format!(" (not needed if {} names the caller itself)", policy_of_resource(request))
                }
                (OwnPolicy::Either | OwnPolicy::Required, _) if direct => {
                    format!(", or name the caller itself in {}", policy_of_resource(request))
                }
                _ => String::new(),
            };
            (Remedy::Allow, format!("{what}{or}"))
        }
        Layer::Boundary => (Remedy::Allow, format!("allow {action} on {resource} in the permissions boundary")),
        Layer::Session => {
            let again = calls::new_session(request);
            let or = if assessment.rule.session == SessionRule::Required { "" } else { ", or with none" };
            (Remedy::Call, format!("{again} with a session policy that allows {action} on {resource}{or}"))
        }
    };
    // A statement that denies was named with its own change.
    let near = report.closest.as_ref();
    Change {
        source: near.map(|near| near.source.clone()),
        statement: near.map(|near| near.index),
        line: near.map(|near| near.failures.iter().find_map(|failed| failed.mark.as_ref()).unwrap_or(&near.mark).line),
        ..change(answer, remedy, what)
    }
}

/// The policy of the resource, by the name people know it.
fn policy_of_resource(request: &Request<'_>) -> String {
    let resource = request.resource;
    let (kind, of) = match request.class {
        ResourceClass::Object => ("bucket policy", resource.split('/').next().unwrap_or(resource)),
        ResourceClass::Bucket => ("bucket policy", resource),
        ResourceClass::KmsKey => ("key policy", resource),
        ResourceClass::Queue => ("queue policy", resource),
        ResourceClass::Role => ("trust policy", resource),
        ResourceClass::Ordinary | ResourceClass::KmsAlias => ("policy", resource),
    };
    format!("the {kind} of {of}")
}

/// A rule that is no policy denies without statements.
fn is_rule(layer: Layer) -> bool {
    matches!(layer, Layer::Reserved | Layer::Caller | Layer::Partition)
}

fn change(answer: &LayerAnswer, remedy: Remedy, what: String) -> Change {
    let report = &answer.report;
    Change {
        layer: report.layer,
        level: report.level.clone(),
        // What stands over accounts is not changed in them.
        account: report.account.filter(|_| !matches!(report.layer, Layer::Scp | Layer::Rcp)),
        remedy,
        what: what.into(),
        source: None,
        statement: None,
        line: None,
    }
}
