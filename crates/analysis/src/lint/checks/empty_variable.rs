//! `${}`: text, not a variable (R1.54).

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::variables::{places, variables};
use rolecall_policy::document::Version;

pub(super) const CHECK: Check = Check {
    code: "EMPTY_VARIABLE",
    severity: Severity::Error,
    about: "a policy variable names nothing",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    // In the language of 2008 there are no variables.
    if policy.version != Version::V2012 {
        return;
    }
    for (text, span) in places(policy) {
        for variable in variables(text) {
            if variable.closed && variable.inside.is_empty() {
                found.add(variable.span(policy.text, span), "`${}` names no key and is plain text");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn empty_variable() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${}", "arn:aws:s3:::b/${aws:userid}"]
                                                                          ^^^ names no key
"#,
        );
    }
}
