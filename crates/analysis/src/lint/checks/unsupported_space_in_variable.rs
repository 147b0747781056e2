//! Blanks around the key of a variable: the key is the exact text (R1.47).

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::variables::{places, variables};
use rolecall_policy::document::Version;

pub(super) const CHECK: Check = Check {
    code: "UNSUPPORTED_SPACE_IN_VARIABLE",
    severity: Severity::Error,
    about: "there are blanks around the key of a policy variable",
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
            if variable.closed && !key.trim().is_empty() && key.trim() != key {
                found.add(variable.span(policy.text, span), format!("the key is the exact text between the braces: write `${{{}}}`", key.trim()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn unsupported_space_in_variable() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${ aws:userid}", "arn:aws:s3:::b/${aws:PrincipalTag/a b}", "arn:aws:s3:::b/${aws:userid, 'x'}"]
                                                                          ^^^^^^^^^^^^^^ write `${aws:userid}`
"#,
        );
    }
}
