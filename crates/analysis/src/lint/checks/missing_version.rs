//! No `Version`: the policy counts as one of 2008, without policy variables (R1.2, R1.46).

use super::{Check, Edit, Fix, Found, Severity, Subject};
use crate::lint::subject::members;
use rolecall_policy::Span;

pub(super) const CHECK: Check = Check {
    code: "MISSING_VERSION",
    severity: Severity::Warning,
    about: "there is no `Version`, so the policy has the language of 2008",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    let Some(first) = members(policy.root).first().filter(|_| policy.version_span.is_none()) else { return };
    let at = Span { start: first.span().start, end: first.span().start };
    let place = Span { start: policy.root.span.start, end: policy.root.span.start + 1 };
    let edit = Edit { span: at, text: "\"Version\": \"2012-10-17\", ".into() };
    // Only variables are read differently.
    let keeps_meaning = !policy.text.contains("${") && !policy.text.contains('\\');
    let fix = Fix { title: "add \"Version\": \"2012-10-17\"".into(), edits: vec![edit], keeps_meaning };
    let message = "without `Version` the policy has the language of 2008, which has no policy variables";
    found.with_fixes(place, message, [fix]);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::document;
    use super::super::super::{Kind, Settings, fix_all};
    use super::CHECK;

    #[test]
    fn an_absent_version() {
        let absent = r#"
{"Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b"}}
^ without `Version` => "Version": "2012-10-17",
"#;
        document(CHECK.code, Kind::Identity, absent);
        let present = r#"{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
        document(CHECK.code, Kind::Identity, present);
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
}
