//! An action pattern that no action of its service matches.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::actions::Means;

pub(super) const CHECK: Check = Check {
    code: "ACTION_MATCHES_NOTHING",
    severity: Severity::Warning,
    about: "the service has no action that the pattern matches",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for named in policy.actions() {
        if let Means::Actions(service, actions) = &named.means
            && actions.is_empty()
            && named.has_wildcard()
        {
            found.add(named.pattern.span, format!("no action of {} matches `{}`", service.prefix, named.text()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn patterns_without_an_action() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Resource": "*", "Action": ["s3:Banana*", "s3:*Banana", "s3:?etObject", "s3:Banana", "x:*"]
                                               ^^^^^^^^^^^^ no action of s3 matches
                                                             ^^^^^^^^^^^^ no action of s3 matches
"#,
        );
    }
}
