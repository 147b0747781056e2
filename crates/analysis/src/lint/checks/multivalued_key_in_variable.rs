//! A variable of a key with several values (R1.47).

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::variables::{places, variables};
use crate::lint::facts::keys::Key;
use rolecall_policy::document::Version;

pub(super) const CHECK: Check = Check {
    code: "MULTIVALUED_KEY_IN_VARIABLE",
    severity: Severity::Warning,
    about: "a policy variable names a key with several values, which cannot be one",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    // In the language of 2008 there are no variables.
    if policy.version != Version::V2012 {
        return;
    }
    for (text, span) in places(policy) {
        for variable in variables(text) {
            let several = Key::of(variable.key()).fact().is_some_and(|key| key.multivalued);
            if several && variable.closed {
                found.add(variable.span(policy.text, span), format!("`{}` can have several values, and then this matches nothing", variable.key()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn multivalued_key_in_variable() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${aws:TagKeys}", "arn:aws:s3:::b/${aws:userid}"]
                                                                          ^^^^^^^^^^^^^^ several values
"#,
        );
    }
}
