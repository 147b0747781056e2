//! The `Version` of 2008, written out.

use super::{Check, Fix, Found, Severity, Subject};
use rolecall_policy::document::Version;

pub(super) const CHECK: Check = Check {
    code: "OLD_VERSION",
    severity: Severity::Suggestion,
    about: "`Version` is 2008-10-17, which has no policy variables",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    let Some(span) = policy.version_span.filter(|_| policy.version == Version::V2008) else { return };
    let mut fix = Fix::proposed("write \"2012-10-17\"", span, "\"2012-10-17\"");
    // Only variables are read differently.
    fix.keeps_meaning = !policy.text.contains("${") && !policy.text.contains('\\');
    found.with_fixes(span, "2008-10-17 is the older version of the language, without policy variables", [fix]);
}

#[cfg(test)]
mod tests {
    use super::super::super::Kind;
    use super::super::super::testing::document;
    use super::CHECK;

    #[test]
    fn the_version_of_2008() {
        let text = r#"
{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b"}}
            ^^^^^^^^^^^^ without policy variables => "2012-10-17"
"#;
        document(CHECK.code, Kind::Identity, text);
    }
}
