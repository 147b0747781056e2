//! A condition key that its service does not have.

use super::super::edit::has_beside;
use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::facts::keys::Key;
use crate::lint::facts::near::nearest;
use rolecall_policy::document::json::quote;
use crate::lint::facts::unlisted::is_unlisted;

pub(super) const CHECK: Check = Check {
    code: "INVALID_SERVICE_CONDITION_KEY",
    severity: Severity::Error,
    about: "the service has no condition key of this name",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        let name = &*condition.key.value;
        let span = condition.key.span;
        if is_unlisted(name) {
            continue;
        }
        match key {
            Key::UnknownPrefix => {
                let prefix = name.split(':').next().unwrap_or_default();
                found.add(span, format!("there is no service `{prefix}` that could have the condition key `{name}`"));
            }
            Key::UnknownOfService(service) => {
                let near = nearest(name, service.condition_keys().iter().map(|key| key.name).filter(|n| !n.contains('$')));
                let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                let near = near.filter(|near| !has_beside(policy.root, span, near));
                let fix = near.map(|near| Fix::proposed(format!("write `{near}`"), span, quote(near)));
                found.with_fixes(span, format!("{} has no condition key `{name}`{hint}", service.prefix), fix);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn keys_that_the_service_does_not_have() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {
    "s3:prefxi": "a", "S3:PREFIX": "a", "s3:ExistingObjectTag/team": "a", "aws:Banana": "b",
    ^^^^^^^^^^^ did you mean `s3:prefix`? => "s3:prefix"
    "nosuchservice:a": "b", "token.actions.example.com:sub": "x", "saml:aud": "y"}}
    ^^^^^^^^^^^^^^^^^ there is no service `nosuchservice`
"#,
        );
    }
}
