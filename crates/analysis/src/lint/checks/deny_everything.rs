//! A `Deny` of everything: nobody whom the policy binds can do anything.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::actions::Means;
use rolecall_policy::document::PrincipalEntry;

pub(super) const CHECK: Check = Check {
    code: "DENY_EVERYTHING",
    severity: Severity::Warning,
    about: "every action is denied on every resource, without a condition",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| part.denies() && part.statement.conditions.is_empty()) {
        let everybody = part.statement.principal.is_none()
            || part.principals().iter().any(|entry| entry.value == PrincipalEntry::Everyone);
        let everything = part.listed_actions().iter().any(|named| matches!(named.means, Means::Everything));
        if everybody && everything && part.resource_star().is_some() {
            found.add(part.statement.span, "this denies every action on every resource, whatever else allows it");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Kind;
    use super::super::super::testing::document;
    use super::CHECK;

    #[test]
    fn nothing_is_left() {
        document(
            CHECK.code,
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
