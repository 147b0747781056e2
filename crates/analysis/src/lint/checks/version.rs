//! Policies of 2008, without policy variables (R1.2, R1.46).

use super::{Check, Found, Subject};
use crate::lint::finding::Fix;
use crate::lint::subject::members;
use rolecall_policy::Span;
use rolecall_policy::document::Version;

pub(super) const CHECKS: &[Check] = &[
    Check::warning("MISSING_VERSION", "there is no `Version`, so AWS applies the policy language of 2008", missing),
    Check::suggestion("OLD_VERSION", "`Version` is 2008-10-17, which has no policy variables", old),
];

/// Only variables are read differently in the other version.
fn is_read_alike(policy: &Subject<'_>) -> bool {
    !policy.text.contains("${") && !policy.text.contains('\\')
}

fn missing(policy: &Subject<'_>, found: &mut Found) {
    let Some(first) = members(policy.root).first().filter(|_| policy.version_span.is_none()) else { return };
    let at = Span { start: first.span().start, end: first.span().start };
    let place = Span { start: policy.root.span.start, end: policy.root.span.start + 1 };
    let fix = Fix::proposed("add \"Version\": \"2012-10-17\"", at, "\"Version\": \"2012-10-17\", ");
    let message = "without `Version`, AWS applies the policy language of 2008, which has no policy variables";
    found.with_fixes(place, message, [Fix { keeps_meaning: is_read_alike(policy), ..fix }]);
}

fn old(policy: &Subject<'_>, found: &mut Found) {
    let Some(span) = policy.version_span.filter(|_| policy.version == Version::V2008) else { return };
    let fix = Fix::proposed("write \"2012-10-17\"", span, "\"2012-10-17\"");
    let message = "2008-10-17 is the older version of the policy language, which has no policy variables";
    found.with_fixes(span, message, [Fix { keeps_meaning: is_read_alike(policy), ..fix }]);
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::document;
    use crate::lint::{Kind, Settings, fix_all};

    #[test]
    fn an_absent_version() {
        let absent = r#"
{"Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b"}}
^ without `Version` => "Version": "2012-10-17",
"#;
        document("MISSING_VERSION", Kind::Identity, absent);
        let present = r#"{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
        document("MISSING_VERSION", Kind::Identity, present);
    }

    /// R1.46: adding the version gives variables their meaning, so a person must look.
    #[test]
    fn the_fix_keeps_the_meaning_unless_there_are_variables() {
        let settings = Settings { kind: Kind::Identity, account: None };
        let text = |resource| {
            format!(r#"{{ "Statement": {{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "{resource}"}}}}"#)
        };
        let (mended, _) = fix_all(&text("arn:aws:s3:::b"), &settings).unwrap();
        assert!(mended.starts_with(r#"{ "Version": "2012-10-17", "Statement""#), "{mended}");
        for resource in ["arn:aws:s3:::${aws:username}", "arn:aws:s3:::\\u0024{aws:username}"] {
            assert_eq!(fix_all(&text(resource), &settings), None);
        }
    }

    #[test]
    fn the_version_of_2008() {
        let text = r#"
{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b"}}
            ^^^^^^^^^^^^ no policy variables => "2012-10-17"
"#;
        document("OLD_VERSION", Kind::Identity, text);
    }
}
