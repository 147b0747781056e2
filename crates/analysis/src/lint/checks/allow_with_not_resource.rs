//! `NotResource` with `Allow`: what is not listed is allowed (R1.25, R1.31).

use super::{Check, Found, Severity, Subject};

pub(super) const CHECK: Check = Check {
    code: "ALLOW_WITH_NOT_RESOURCE",
    severity: Severity::Warning,
    about: "`NotResource` with `Allow` grants every resource but the listed, those that come to be later too",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    if !policy.kind.grants() {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.allows() && part.has_not_resource()) {
        if let Some(element) = &part.statement.resource {
            found.add(element.span, "this allows every resource but the listed, those that come to be later too");
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
"Effect": "Allow", "NotResource": "arn:aws:s3:::b", "Action": "s3:*"
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this allows every
}, {
"Effect": "Deny", "NotResource": "arn:aws:s3:::b", "Action": "s3:*"
"#,
        );
        scp(CHECK.code, r#""Effect": "Allow", "NotResource": "arn:aws:s3:::b", "Action": "s3:*""#);
    }
}
