//! Everything on everything, without a condition.

use super::{Check, Found, Kind, Severity, Subject};
use crate::lint::facts::actions::Means;

pub(super) const CHECK: Check = Check {
    code: "ADMINISTRATOR_ACCESS",
    severity: Severity::SecurityWarning,
    about: "every action is allowed on every resource, without a condition",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    // Where an `Allow` only limits what something else gives, everything is the usual beginning; in a resource policy
    // `*` is the resource itself.
    if policy.kind != Kind::Identity {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.allows() && part.statement.conditions.is_empty()) {
        let everything = part.listed_actions().iter().find(|named| matches!(named.means, Means::Everything));
        if let Some(named) = everything.filter(|_| part.resource_star().is_some()) {
            found.add(named.pattern.span, "this allows every action on every resource: an administrator's rights");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{identity, scp};
    use super::CHECK;

    #[test]
    fn everything_on_everything() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": ["s3:GetObject", "*"], "Resource": ["arn:aws:s3:::b", "*"]
                                              ^^^ an administrator's rights
}, {
"Effect": "Allow", "Action": "*:*", "Resource": "*"
                             ^^^^^ an administrator's rights
}, {
"Effect": "Deny", "Action": "*", "Resource": "*"
}, {
"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b"
}, {
"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
"#,
        );
        scp(CHECK.code, r#""Effect": "Allow", "Action": "*", "Resource": "*""#);
    }
}
