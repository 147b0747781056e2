//! What would each have to change before the request is allowed, and in which account.

use super::{Change, LayerReport, Says};
use crate::decision::Layer;
use crate::evaluate::{Assessment, OwnPolicy};
use crate::request::Request;

/// One change for each layer that denies, in the order of the layers.
pub(super) fn changes(layers: &[LayerReport], request: &Request<'_>, assessment: &Assessment<'_>) -> Vec<Change> {
    layers.iter().filter(|report| report.blocks).map(|report| change(report, request, assessment)).collect()
}

fn change(report: &LayerReport, request: &Request<'_>, assessment: &Assessment<'_>) -> Change {
    let (action, resource) = (request.action, request.resource);
    let near = report.deciding.as_ref().or(report.closest.as_ref());
    let what = match (report.says, report.layer) {
        (_, Layer::Reserved | Layer::Caller | Layer::Partition) => "nothing can allow it".to_owned(),
        (Says::Denied, _) if report.deciding.is_none() => {
            "make the bucket policy non-public, or turn RestrictPublicBuckets off".to_owned()
        }
        (Says::Denied, _) => format!("take {action} on {resource} out of the statement that denies it"),
        (_, Layer::Scp | Layer::Rcp) => {
            let level = report.level.as_deref().unwrap_or("the account");
            format!("allow {action} at the level {level}: every level must")
        }
        (_, Layer::Endpoint) => format!("allow {action} on {resource} in the policy of the VPC endpoint"),
        (_, Layer::Resource) if assessment.own == OwnPolicy::None => {
            "nothing can allow it from another account".to_owned()
        }
        (_, Layer::Resource) => format!("allow {action} in the policy of {resource}"),
        (_, Layer::Identity) if assessment.same_account && assessment.own == OwnPolicy::Either => {
            format!(
                "allow {action} on {resource} in an identity-based policy, or name the caller in the resource's policy"
            )
        }
        (_, Layer::Identity) => format!("allow {action} on {resource} in an identity-based policy"),
        (_, Layer::Boundary) => format!("allow {action} on {resource} in the permissions boundary"),
        (_, Layer::Session) => format!("pass a session policy that allows {action} on {resource}"),
    };
    Change {
        layer: report.layer,
        account: report.account,
        what: what.into(),
        source: near.map(|near| near.source.clone()),
        line: near.map(|near| near.failures.iter().find_map(|f| f.mark.as_ref()).unwrap_or(&near.mark).line),
    }
}
