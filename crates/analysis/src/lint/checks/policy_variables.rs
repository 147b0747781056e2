//! Policy variables that are not read as they seem to be meant (R1.46 to R1.54).

use super::{Check, Fix, Found, Subject};
use crate::lint::facts::keys::Key;
use crate::lint::facts::variables::{Variable, part_of, places, variables};
use rolecall_policy::document::Version;

pub(super) const CHECKS: &[Check] = &[
    Check::error("EMPTY_VARIABLE", "a policy variable names no condition key", |policy, found| {
        each(policy, found, |variable| {
            (variable.closed && variable.inside.is_empty())
                .then(|| "`${}` names no condition key, so AWS treats it as plain text".into())
        });
    }),
    Check::error("MISSING_BRACE_IN_VARIABLE", "the closing brace of a policy variable is missing", |policy, found| {
        each(policy, found, |variable| {
            (!variable.closed).then(|| "the closing brace is missing, so this is plain text".into())
        });
    }),
    Check::error(
        "MISSING_QUOTE_IN_VARIABLE",
        "the default of a policy variable is not in single quotes",
        |policy, found| {
            each(policy, found, |variable| {
                let unquoted = variable.closed && variable.default().is_some_and(|default| !is_quoted(default));
                unquoted.then(|| "write the default in single quotes: `${key, 'text'}`".into())
            });
        },
    ),
    Check::error(
        "UNSUPPORTED_SPACE_IN_VARIABLE",
        "there are spaces around the key of a policy variable",
        |policy, found| {
            each(policy, found, |variable| {
                let (key, trimmed) = (variable.key(), variable.key().trim());
                (variable.closed && !trimmed.is_empty() && trimmed != key)
                    .then(|| format!("AWS reads the spaces as part of the key: write `${{{trimmed}}}`"))
            });
        },
    ),
    Check::warning(
        "PARENTHESES_IN_VARIABLE",
        "a policy variable is in parentheses, so AWS treats it as plain text",
        parentheses,
    ),
    Check::warning("UNKNOWN_POLICY_VARIABLE", "a policy variable names a key that does not exist", |policy, found| {
        each(policy, found, |variable| {
            let key = variable.key();
            let is_unknown = matches!(
                Key::of(key),
                Key::Malformed | Key::UnknownGlobal | Key::UnknownOfService(_) | Key::UnknownPrefix
            );
            (is_unknown && variable.closed && !variable.is_escape() && !key.is_empty() && key.trim() == key)
                .then(|| format!("there is no key `{key}`: without a default this matches nothing"))
        });
    }),
    Check::warning(
        "MULTIVALUED_KEY_IN_VARIABLE",
        "a policy variable names a key that can have several values",
        |policy, found| {
            each(policy, found, |variable| {
                let several = Key::of(variable.key()).fact().is_some_and(|key| key.multivalued);
                (several && variable.closed)
                    .then(|| format!("`{}` can have several values; if it does, this matches nothing", variable.key()))
            });
        },
    ),
    Check::error(
        "VARIABLE_UNSUPPORTED_IN_VERSION",
        "a policy variable is plain text, because `Version` is not 2012-10-17",
        |policy, found| {
            each_in(Version::V2008, policy, found, |variable| {
                (variable.closed && Key::of(variable.key()).fact().is_some())
                    .then(|| format!("without `Version` 2012-10-17, `${{{}}}` is plain text", variable.inside))
            });
        },
    ),
];

/// The longest name between parentheses that is looked up, bytes: no key of the catalog is longer, and what is never closed
/// must not be read again and again.
const LONGEST_NAME: usize = 256;

/// `$(aws:username)` is how shells write it.
fn parentheses(policy: &Subject<'_>, found: &mut Found) {
    for (text, span) in places(policy) {
        for (start, _) in text.match_indices("$(") {
            let rest = text.as_bytes().get(start + 2..).unwrap_or_default();
            let Some(length) = rest.iter().take(LONGEST_NAME).position(|byte| *byte == b')') else { continue };
            let end = start + 2 + length;
            let name = text.get(start + 2..end).unwrap_or_default();
            if Key::of(name).fact().is_some() {
                let place = part_of(policy.text, span, text.len(), start..end + 1);
                let variable = format!("${{{name}}}");
                let fix =
                    (place != span).then(|| Fix::proposed(format!("write `{variable}`"), place, variable.clone()));
                found.with_fixes(place, format!("this is plain text: write the variable as `{variable}`"), fix);
            }
        }
    }
}

/// Reports each variable for which `wrong` has a message. Policies of 2008 have no variables.
fn each(policy: &Subject<'_>, found: &mut Found, wrong: impl Fn(&Variable<'_>) -> Option<String>) {
    each_in(Version::V2012, policy, found, wrong);
}

fn each_in(version: Version, policy: &Subject<'_>, found: &mut Found, wrong: impl Fn(&Variable<'_>) -> Option<String>) {
    for (text, span) in places(policy).into_iter().filter(|_| policy.version == version) {
        for variable in variables(text) {
            if let Some(message) = wrong(&variable) {
                found.add(variable.span(policy.text, span), message);
            }
        }
    }
}

fn is_quoted(default: &str) -> bool {
    default.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).is_some_and(|text| !text.contains('\''))
}

#[cfg(test)]
mod tests {
    use crate::lint::Kind;
    use crate::lint::testing::{document, identity};

    #[test]
    fn empty_variable() {
        identity(
            "EMPTY_VARIABLE",
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${}", "arn:aws:s3:::b/${aws:userid}"]
                                                                          ^^^ names no condition key
"#,
        );
    }

    #[test]
    fn parentheses_in_variable() {
        identity(
            "PARENTHESES_IN_VARIABLE",
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/$(aws:username)/*", "arn:aws:s3:::b/$(date)/${aws:userid}"],
                                                                          ^^^^^^^^^^^^^^^ plain text => ${aws:username}
"Condition": {"StringEquals": {"aws:PrincipalTag/team": ["$(aws:username", "$(aws:PrincipalTag/x)"]}}
                                                                            ^^^^^^^^^^^^^^^^^^^^^
"#,
        );
    }

    #[test]
    fn missing_brace_in_variable() {
        identity(
            "MISSING_BRACE_IN_VARIABLE",
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${aws:userid", "arn:aws:s3:::b/${aws:userid}"]
                                                                          ^^^^^^^^^^^^ the closing brace
"#,
        );
    }

    #[test]
    fn missing_quote_in_variable() {
        identity(
            "MISSING_QUOTE_IN_VARIABLE",
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${aws:userid, x}", "arn:aws:s3:::b/${aws:userid, 'x'}", "arn:aws:s3:::b/${aws:userid,'x}"]
                                                                          ^^^^^^^^^^^^^^^^ in single quotes
                                                                                                                                                  ^^^^^^^^^^^^^^^^
"#,
        );
    }

    #[test]
    fn unsupported_space_in_variable() {
        identity(
            "UNSUPPORTED_SPACE_IN_VARIABLE",
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${ aws:userid}", "arn:aws:s3:::b/${aws:PrincipalTag/a b}", "arn:aws:s3:::b/${aws:userid, 'x'}"]
                                                                          ^^^^^^^^^^^^^^ write `${aws:userid}`
"#,
        );
    }

    #[test]
    fn unknown_policy_variable() {
        identity(
            "UNKNOWN_POLICY_VARIABLE",
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${aws:user}", "arn:aws:s3:::b/${*}", "arn:aws:s3:::b/${username}",
                                                                          ^^^^^^^^^^^ there is no key `aws:user`
                                                                                                                               ^^^^^^^^^^^
    "arn:aws:s3:::b/${AWS:username}", "arn:aws:s3:::b/${aws:PrincipalTag/x, 'y'}", "arn:aws:s3:::b/${cognito-identity.amazonaws.com:sub}"]
"#,
        );
    }

    #[test]
    fn multivalued_key_in_variable() {
        identity(
            "MULTIVALUED_KEY_IN_VARIABLE",
            r#"
"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${aws:TagKeys}", "arn:aws:s3:::b/${aws:userid}"]
                                                                          ^^^^^^^^^^^^^^ several values
"#,
        );
    }

    #[test]
    fn variables_of_2008() {
        document(
            "VARIABLE_UNSUPPORTED_IN_VERSION",
            Kind::Identity,
            r#"
{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b/${aws:userid}", "arn:aws:s3:::b/${x}"]}}
                                                                                 ^^^^^^^^^^^^^ is plain text
"#,
        );
        document(
            "VARIABLE_UNSUPPORTED_IN_VERSION",
            Kind::Identity,
            r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${aws:userid}"}}"#,
        );
    }
}
