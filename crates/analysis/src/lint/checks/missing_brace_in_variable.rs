//! `${` without `}`: text, not a variable (R1.54).

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::variables::{places, variables};
use rolecall_policy::document::Version;

pub(super) const CHECK: Check = Check {
    code: "MISSING_BRACE_IN_VARIABLE",
    severity: Severity::Error,
    about: "the closing brace of a policy variable is missing",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    // In the language of 2008 there are no variables.
    if policy.version != Version::V2012 {
        return;
    }
    for (text, span) in places(policy) {
        for variable in variables(text) {
            if !variable.closed {
                found.add(variable.span(policy.text, span), "the closing brace is missing, so this is plain text");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn missing_brace_in_variable() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${aws:userid", "arn:aws:s3:::b/${aws:userid}"]
                                                                          ^^^^^^^^^^^^ the closing brace
"#,
        );
    }
}
