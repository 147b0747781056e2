//! `Resource` is `*` though every action of the statement can be allowed on resources.

use super::{Check, Found, Kind, Subject};
use rolecall_catalog::authorization::AccessLevel;

pub(super) const CHECKS: &[Check] = &[Check::suggestion(
    "RESOURCE_LEVEL_AVAILABLE",
    "`Resource` is `*`, although every action of the statement supports named resources",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    // In a resource policy `*` is the resource itself.
    for part in policy.allowing(Kind::Identity).filter(|part| part.statement.conditions.is_empty()) {
        let Some((star, actions)) = part.resource_star().zip(part.known_actions()) else { continue };
        // Of what only reads, or is a whole service, nothing is gained by a list.
        let by_name = part.listed_actions().iter().all(|named| !named.has_wildcard());
        let changes = actions.iter().all(|action| !matches!(action.level(), AccessLevel::List | AccessLevel::Read));
        if by_name && changes && actions.iter().all(|action| action.resources().next().is_some()) {
            found.add(star, "every action of this statement supports named resources: name them");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn resources_that_could_be_named() {
        identity(
            "RESOURCE_LEVEL_AVAILABLE",
            r#"
"Effect": "Allow", "Action": ["s3:PutObject", "dynamodb:PutItem"], "Resource": "*"
                                                                               ^^^ name them
}, {
"Effect": "Allow", "Action": ["s3:PutObject", "s3:ListAllMyBuckets"], "Resource": "*"
}, {
"Effect": "Allow", "Action": "s3:Put*", "Resource": "*"
}, {
"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"
}, {
"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"
"#,
        );
    }
}
