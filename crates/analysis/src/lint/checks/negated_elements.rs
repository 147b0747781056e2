//! `NotAction`, `NotResource` and `NotPrincipal` with the effect that makes them reach further than is meant.

use super::{Check, Found, Subject};

pub(super) const CHECKS: &[Check] = &[
    Check::warning(
        "ALLOW_WITH_NOT_ACTION",
        "`NotAction` with `Allow` grants every action but the listed, those of new services too",
        not_action,
    ),
    Check::warning(
        "ALLOW_WITH_NOT_RESOURCE",
        "`NotResource` with `Allow` grants every resource but the listed, those that come to be later too",
        not_resource,
    ),
    Check::warning(
        "DENY_WITH_NOT_PRINCIPAL",
        "`NotPrincipal` with `Deny` also denies whoever is not listed with account, role and session",
        not_principal,
    ),
];

/// What is not listed is allowed (R1.25, R1.31).
fn not_action(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| policy.kind.grants() && part.allows()) {
        if let Some(element) = part.statement.action.as_ref().filter(|element| element.negated) {
            found.add(element.span, "this allows every action but the listed, those of new services too");
        }
    }
}

fn not_resource(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| policy.kind.grants() && part.allows()) {
        if let Some(element) = part.statement.resource.as_ref().filter(|element| element.negated) {
            found.add(element.span, "this allows every resource but the listed, those that come to be later too");
        }
    }
}

/// It easily denies more than is meant (R1.20, R1.21).
fn not_principal(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| part.denies()) {
        if let Some(element) = part.statement.principal.as_ref().filter(|element| element.negated) {
            let message = "a role session is exempt only if its account, role and session are all listed, and nobody with \
                           a permissions boundary is: test `aws:PrincipalArn` with `ArnNotLike` instead";
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
