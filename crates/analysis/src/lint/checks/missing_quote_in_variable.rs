//! A default without its quotes: `${key, default}` (R1.50).

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::variables::{places, variables};
use rolecall_policy::document::Version;

pub(super) const CHECK: Check = Check {
    code: "MISSING_QUOTE_IN_VARIABLE",
    severity: Severity::Error,
    about: "the default of a policy variable is not in single quotes",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    // In the language of 2008 there are no variables.
    if policy.version != Version::V2012 {
        return;
    }
    for (text, span) in places(policy) {
        for variable in variables(text) {
            if variable.closed && variable.default().is_some_and(|default| !is_quoted(default)) {
                found.add(variable.span(policy.text, span), "a default stands in single quotes: `${key, 'text'}`");
            }
        }
    }
}

fn is_quoted(default: &str) -> bool {
    default.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).is_some_and(|text| !text.contains('\''))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn missing_quote_in_variable() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${aws:userid, x}", "arn:aws:s3:::b/${aws:userid, 'x'}", "arn:aws:s3:::b/${aws:userid,'x}"]
                                                                          ^^^^^^^^^^^^^^^^ in single quotes
                                                                                                                                                  ^^^^^^^^^^^^^^^^
"#,
        );
    }
}
