//! `NotAction`, `NotResource` and `NotPrincipal` with the effect that makes them reach further than is meant.

use super::{Check, Found, Subject};

pub(super) const CHECKS: &[Check] = &[
    Check::warning(
        "ALLOW_WITH_NOT_ACTION",
        "`NotAction` with `Allow` allows every action except the listed ones, including those of new services",
        not_action,
    ),
    Check::warning(
        "ALLOW_WITH_NOT_RESOURCE",
        "`NotResource` with `Allow` allows every resource except the listed ones, including future ones",
        not_resource,
    ),
    Check::warning(
        "DENY_WITH_NOT_PRINCIPAL",
        "`NotPrincipal` with `Deny` denies every session whose account, role and session are not all listed",
        not_principal,
    ),
];

/// What is not listed is allowed (R1.25, R1.31).
fn not_action(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| policy.kind.grants() && part.allows()) {
        if let Some(element) = part.statement.action.as_ref().filter(|element| element.negated) {
            found.add(element.span, "this allows every action except the listed ones, including those of new services");
        }
    }
}

fn not_resource(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| policy.kind.grants() && part.allows()) {
        if let Some(element) = part.statement.resource.as_ref().filter(|element| element.negated) {
            found.add(element.span, "this allows every resource except the listed ones, including future ones");
        }
    }
}

/// It easily denies more than is meant (R1.20, R1.21).
fn not_principal(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| part.denies()) {
        if let Some(element) = part.statement.principal.as_ref().filter(|element| element.negated) {
            let message = "this exempts a role session only if its account, role and session are all listed, and \
                           never exempts a principal with a permissions boundary: test `aws:PrincipalArn` with \
                           `ArnNotLike` instead";
            found.add(element.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{identity, resource, scp};

    #[test]
    fn actions_not_listed_are_allowed() {
        identity(
            "ALLOW_WITH_NOT_ACTION",
            r#"
"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"
                   ^^^^^^^^^^^^^^^^^^^^ this allows every
}, {
"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"
"#,
        );
        scp("ALLOW_WITH_NOT_ACTION", r#""Effect": "Allow", "NotAction": "iam:*", "Resource": "*""#);
    }

    #[test]
    fn resources_not_listed_are_allowed() {
        identity(
            "ALLOW_WITH_NOT_RESOURCE",
            r#"
"Effect": "Allow", "NotResource": "arn:aws:s3:::b", "Action": "s3:*"
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this allows every
}, {
"Effect": "Deny", "NotResource": "arn:aws:s3:::b", "Action": "s3:*"
"#,
        );
        scp("ALLOW_WITH_NOT_RESOURCE", r#""Effect": "Allow", "NotResource": "arn:aws:s3:::b", "Action": "s3:*""#);
    }

    #[test]
    fn everybody_but_the_listed() {
        resource(
            "DENY_WITH_NOT_PRINCIPAL",
            r#"
"Effect": "Deny", "NotPrincipal": {"AWS": "111111111111"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b"
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ test `aws:PrincipalArn`
}, {
"Effect": "Deny", "Principal": {"AWS": "111111111111"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b"
"#,
        );
    }
}
