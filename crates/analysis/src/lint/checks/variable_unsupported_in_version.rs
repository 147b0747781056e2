//! A policy variable in a policy of the language of 2008, where it is plain text (R1.46).

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::keys::Key;
use crate::lint::facts::variables::{places, variables};
use rolecall_policy::document::Version;

pub(super) const CHECK: Check = Check {
    code: "VARIABLE_UNSUPPORTED_IN_VERSION",
    severity: Severity::Error,
    about: "a policy variable is plain text, because `Version` is not 2012-10-17",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    if policy.version != Version::V2008 {
        return;
    }
    for (text, span) in places(policy) {
        for variable in variables(text) {
            if variable.closed && Key::of(variable.key()).fact().is_some() {
                let message = format!("without `Version` 2012-10-17 `${{{}}}` is plain text", variable.inside);
                found.add(variable.span(policy.text, span), message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Kind;
    use super::super::super::testing::document;
    use super::CHECK;

    #[test]
    fn variables_of_2008() {
        document(
            CHECK.code,
            Kind::Identity,
            r#"
{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b/${aws:userid}", "arn:aws:s3:::b/${x}"]}}
                                                                                 ^^^^^^^^^^^^^ is plain text
"#,
        );
        document(
            CHECK.code,
            Kind::Identity,
            r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${aws:userid}"}}"#,
        );
    }
}
