//! Confusions about actions.

use super::{Hint, Told, listed};
use crate::explain::Comparison;

pub(super) const HINTS: &[Hint] = &[trusted_tags, no_such_action];

/// A trust policy allows each of these by itself (R2.14, T106).
fn trusted_tags(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let extra = told.asked.action.is_one_of("sts", &["TagSession", "SetSourceIdentity", "SetContext"]);
    let assumes = |value: &str| value.to_ascii_lowercase().starts_with("sts:assumerole");
    let action = told.request.action;
    (told.trust && extra && !part.negated && listed(part, assumes).is_some()).then(|| {
        format!("permission to assume the role does not include {action}: the trust policy must allow it separately")
    })
}

/// Operations of S3 whose action has another name.
const OTHER_NAMES: [(&str, &str); 7] = [
    ("s3:headobject", "s3:GetObject"),
    ("s3:headbucket", "s3:ListBucket"),
    ("s3:listobjects", "s3:ListBucket"),
    ("s3:listobjectsv2", "s3:ListBucket"),
    ("s3:listbuckets", "s3:ListAllMyBuckets"),
    ("s3:deleteobjects", "s3:DeleteObject"),
    ("s3:copyobject", "s3:PutObject"),
];

fn no_such_action(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let meant = |value: &str| {
        let value = value.to_ascii_lowercase();
        OTHER_NAMES.iter().find(|(name, _)| *name == value).map(|(_, action)| *action)
    };
    let value =
        listed(part, |value| meant(value).is_some_and(|action| action.eq_ignore_ascii_case(told.request.action)))?;
    (!part.negated).then(|| format!("there is no action {value}: the operation needs {}", told.request.action))
}
