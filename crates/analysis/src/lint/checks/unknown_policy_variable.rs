//! A variable of a key that does not exist: what holds it matches nothing (R1.52).

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::variables::{places, variables};
use crate::lint::facts::keys::Key;
use rolecall_policy::document::Version;

pub(super) const CHECK: Check = Check {
    code: "UNKNOWN_POLICY_VARIABLE",
    severity: Severity::Warning,
    about: "a policy variable names a key that does not exist",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    // In the language of 2008 there are no variables.
    if policy.version != Version::V2012 {
        return;
    }
    for (text, span) in places(policy) {
        for variable in variables(text) {
            let key = variable.key();
            let unknown = matches!(
                Key::of(key),
                Key::Malformed | Key::UnknownGlobal | Key::UnknownOfService(_) | Key::UnknownPrefix
            );
            if unknown && variable.closed && !variable.is_escape() && !key.is_empty() && key.trim() == key {
                found.add(variable.span(policy.text, span), format!("there is no key `{key}`: without a default this matches nothing"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn unknown_policy_variable() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${aws:user}", "arn:aws:s3:::b/${*}", "arn:aws:s3:::b/${username}",
                                                                          ^^^^^^^^^^^ there is no key `aws:user`
                                                                                                                               ^^^^^^^^^^^
    "arn:aws:s3:::b/${AWS:username}", "arn:aws:s3:::b/${aws:PrincipalTag/x, 'y'}", "arn:aws:s3:::b/${cognito-identity.amazonaws.com:sub}"]
"#,
        );
    }
}
