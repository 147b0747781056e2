//! An action that can never be about the resources of its statement: `s3:ListBucket` on the objects of a bucket.

use super::{Check, Found, Subject};
use crate::lint::facts::actions::Means;
use crate::lint::facts::arn::Resources;

pub(super) const CHECKS: &[Check] =
    &[Check::warning("ACTION_WITHOUT_RESOURCE", "an action applies to none of the resources of its statement", find)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        // What `NotResource` leaves over has no list to compare.
        if part.has_not_resource() || part.resource_star().is_some() {
            continue;
        }
        // API Gateway's resource policies leave out the beginning of the ARN.
        let whole = part.resources().all(|(text, _)| text.starts_with("arn:"));
        if part.resources().next().is_none() || !whole {
            continue;
        }
        let resources = Resources::of(part.resources().map(|(text, _)| text));
        for named in part.listed_actions() {
            let Means::Actions(_, actions) = &named.means else { continue };
            if actions.is_empty() || actions.iter().any(|action| resources.can_apply(action, &policy.budget)) {
                continue;
            }
            let wants = actions.iter().flat_map(|action| action.resources().map(|needed| needed.resource_type.name()));
            let mut wants: Vec<&str> = wants.collect();
            wants.sort_unstable();
            wants.dedup();
            let wants = match wants.as_slice() {
                [] => "it needs \"*\"".to_owned(),
                [one] => format!("it applies to resources of type {one}"),
                several => format!("it applies to resources of the types {}", several.join(", ")),
            };
            let message = format!("`{}` applies to none of the resources of the statement: {wants}", named.text());
            found.add(named.pattern.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    /// R1.30, R1.72.
    #[test]
    fn actions_that_are_about_other_resources() {
        identity(
            "ACTION_WITHOUT_RESOURCE",
            r#"
"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "arn:aws:s3:::b/*"
                                              ^^^^^^^^^^^^^^^ it applies to resources of the types accesspoint, bucket
}, {
"Effect": "Allow", "Action": ["s3:*", "s3:ListBucket"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]
}, {
"Effect": "Allow", "Action": ["s3:ListAllMyBuckets", "ec2:DescribeInstances"], "Resource": "arn:aws:s3:::*"
                                                     ^^^^^^^^^^^^^^^^^^^^^^^ it needs "*"
}, {
"Effect": "Allow", "Action": ["iam:ListRoles", "iam:ListUsers"], "Resource": "arn:aws:iam::111111111111:role/team/*"
                                               ^^^^^^^^^^^^^^^ it needs "*"
}, {
"Effect": "Deny", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:*:table/prod-*"
}, {
"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::${aws:username}"
"#,
        );
    }
}
