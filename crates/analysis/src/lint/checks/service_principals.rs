//! A service that may act for whomever: the confused deputy.

use super::{Check, Found, Kind, Subject};
use crate::lint::facts::limits::demands;
use crate::lint::facts::presence::never_applies;
use crate::lint::subject::Part;
use rolecall_policy::Span;
use rolecall_policy::document::PrincipalEntry;

pub(super) const CHECKS: &[Check] = &[
    Check::security_warning(
        "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
        "a service may use the resource on behalf of anybody",
        resource,
    ),
    // Not every service can say for whom: a suggestion.
    Check::suggestion(
        "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
        "a service may assume the role on behalf of anybody",
        trust,
    ),
];

/// Keys that say on whose behalf a service acts, for roles too.
const KEYS: [&str; 4] = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];
/// Keys that say it for resources only.
const RESOURCE_KEYS: [&str; 4] = ["aws:SourceOwner", "kms:CallerAccount", "kms:ViaService", "kms:GrantConstraintType"];
/// Services that hand a role to their own machines and bring none of the keys.
const WITHOUT_SOURCE: [&str; 5] = [
    "ec2.amazonaws.com",
    "edgelambda.amazonaws.com",
    "lambda.amazonaws.com",
    "pods.eks.amazonaws.com",
    "rolesanywhere.amazonaws.com",
];

/// The services that a statement names and can apply to.
fn services<'p, 'a>(part: &'p Part<'a>, kind: Kind) -> impl Iterator<Item = (&'a str, Span)> + use<'p, 'a> {
    part.principals().iter().filter_map(move |entry| match &entry.value {
        PrincipalEntry::Service(name) if !never_applies(&entry.value, part, kind) => Some((&**name, entry.span)),
        _ => None,
    })
}

fn resource(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.allowing(Kind::Resource) {
        let limited = part.statement.conditions.iter().any(|condition| {
            demands(condition, &KEYS)
                || demands(condition, &RESOURCE_KEYS)
                || condition.key.value.to_ascii_lowercase().starts_with("kms:encryptioncontext:")
        });
        for (_, span) in services(part, policy.kind).filter(|_| !limited) {
            found.add(span, "the service may do this on behalf of anybody: add `aws:SourceArn` or `aws:SourceAccount`");
        }
    }
}

fn trust(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.allowing(Kind::Trust) {
        let limited = part.statement.conditions.iter().any(|condition| demands(condition, &KEYS));
        for (name, span) in services(part, policy.kind).filter(|_| !limited) {
            if !WITHOUT_SOURCE.iter().any(|service| service.eq_ignore_ascii_case(name)) {
                found.add(
                    span,
                    "if the service supports it, limit on whose behalf it acts: add `aws:SourceArn` or \
                     `aws:SourceAccount`",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{resource, trust};

    #[test]
    fn services_on_anybodys_behalf() {
        resource(
            "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
            r#"
"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"
                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ on behalf of anybody
}, {
"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringEquals": {"aws:sourceaccount": "111111111111"}}
}, {
"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
                                            ^^^^^^^^^^^^^^^^^^^
"Condition": {"ArnLikeIfExists": {"aws:SourceArn": "arn:aws:sns:us-east-1:111111111111:t"}, "StringLike": {"aws:SourceAccount": "*"}}
}, {
"Effect": "Deny", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"
}, {
"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
"#,
        );
    }

    #[test]
    fn services_that_could_say_for_whom() {
        trust(
            "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
            r#"
"Effect": "Allow", "Principal": {"Service": ["cloudtrail.amazonaws.com", "ec2.amazonaws.com"]}, "Action": "sts:AssumeRole"
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^ limit on whose behalf
}, {
"Effect": "Allow", "Principal": {"Service": "config.amazonaws.com"}, "Action": "sts:AssumeRole",
"Condition": {"StringEquals": {"aws:SourceAccount": "111111111111"}}
"#,
        );
    }
}
