//! Everything on everything, without a condition.

use super::{Check, Found, Kind, Subject};
use crate::lint::facts::actions::{Means, Named};
use crate::lint::subject::Part;
use rolecall_policy::document::PrincipalEntry;

pub(super) const CHECKS: &[Check] = &[
    Check::security_warning(
        "ADMINISTRATOR_ACCESS",
        "every action is allowed on every resource, without a condition",
        allowed,
    ),
    Check::warning("DENY_EVERYTHING", "every action is denied on every resource, without a condition", denied),
];

/// The pattern for every action, if the statement is about all of them on every resource, without a condition.
fn everything<'p, 'a>(part: &'p Part<'a>) -> Option<&'p Named<'a>> {
    let is_wide = part.statement.conditions.is_empty() && part.resource_star().is_some();
    part.listed_actions().iter().find(|named| is_wide && matches!(named.means, Means::Everything))
}

fn allowed(policy: &Subject<'_>, found: &mut Found) {
    // Where an `Allow` only limits what something else gives, everything is the usual beginning; in a resource policy
    // `*` is the resource itself.
    for named in policy.allowing(Kind::Identity).filter_map(everything) {
        found.add(named.pattern.span, "this allows every action on every resource, like an administrator");
    }
}

fn denied(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| part.denies()) {
        let everybody = part.statement.principal.is_none()
            || part.principals().iter().any(|entry| entry.value == PrincipalEntry::Everyone);
        if everybody && everything(part).is_some() {
            found.add(
                part.statement.span,
                "this denies every action on every resource, even if another policy allows it",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::Kind;
    use crate::lint::testing::{document, identity, scp};

    #[test]
    fn everything_on_everything() {
        identity(
            "ADMINISTRATOR_ACCESS",
            r#"
"Effect": "Allow", "Action": ["s3:GetObject", "*"], "Resource": ["arn:aws:s3:::b", "*"]
                                              ^^^ like an administrator
}, {
"Effect": "Allow", "Action": "*:*", "Resource": "*"
                             ^^^^^ like an administrator
}, {
"Effect": "Deny", "Action": "*", "Resource": "*"
}, {
"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b"
}, {
"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
"#,
        );
        scp("ADMINISTRATOR_ACCESS", r#""Effect": "Allow", "Action": "*", "Resource": "*""#);
    }

    #[test]
    fn nothing_is_left() {
        document(
            "DENY_EVERYTHING",
            Kind::Scp,
            r#"
{"Version": "2012-10-17", "Statement": [
{"Effect": "Deny", "Action": "*", "Resource": "*"},
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ denies every action
{"Effect": "Deny", "Action": "s3:*", "Resource": "*"},
{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
]}"#,
        );
    }
}
