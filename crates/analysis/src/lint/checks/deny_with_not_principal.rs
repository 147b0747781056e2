//! `NotPrincipal` with `Deny`: easily denies more than is meant (R1.20, R1.21).

use super::{Check, Found, Severity, Subject};

pub(super) const CHECK: Check = Check {
    code: "DENY_WITH_NOT_PRINCIPAL",
    severity: Severity::Warning,
    about: "`NotPrincipal` with `Deny` also denies whoever is not listed with account, role and session",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| part.denies()) {
        if let Some(element) = part.statement.principal.as_ref().filter(|element| element.negated) {
            let message = "a role session is exempt only if its account, role and session are all listed, and nobody with \
                           a permissions boundary is: test `aws:PrincipalArn` with `ArnNotLike` instead";
            found.add(element.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::resource;
    use super::CHECK;

    #[test]
    fn everybody_but_the_listed() {
        resource(
            CHECK.code,
            r#"
"Effect": "Deny", "NotPrincipal": {"AWS": "111111111111"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b"
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ test `aws:PrincipalArn`
}, {
"Effect": "Deny", "Principal": {"AWS": "111111111111"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b"
"#,
        );
    }
}
