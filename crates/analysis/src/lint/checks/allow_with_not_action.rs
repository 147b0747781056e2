//! `NotAction` with `Allow`: what is not listed is allowed (R1.25, R1.31).

use super::{Check, Found, Severity, Subject};

pub(super) const CHECK: Check = Check {
    code: "ALLOW_WITH_NOT_ACTION",
    severity: Severity::Warning,
    about: "`NotAction` with `Allow` grants every action but the listed, those of new services too",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    if !policy.kind.grants() {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.allows() && part.has_not_action()) {
        if let Some(element) = &part.statement.action {
            found.add(element.span, "this allows every action but the listed, those of new services too");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{identity, scp};
    use super::CHECK;

    #[test]
    fn what_is_not_listed_is_allowed() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"
                   ^^^^^^^^^^^^^^^^^^^^ this allows every
}, {
"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"
"#,
        );
        scp(CHECK.code, r#""Effect": "Allow", "NotAction": "iam:*", "Resource": "*""#);
    }
}
