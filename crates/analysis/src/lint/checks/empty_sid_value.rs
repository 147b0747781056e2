//! An empty `Sid` is like none (R1.11).

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::edit::remove_member;

pub(super) const CHECK: Check = Check {
    code: "EMPTY_SID_VALUE",
    severity: Severity::Suggestion,
    about: "a `Sid` is empty and says nothing",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let Some(sid) = part.statement.sid.as_ref().filter(|sid| sid.value.is_empty()) else { continue };
        let edit = remove_member(part.members, "Sid");
        let fix = edit.map(|edit| Fix { title: "remove it".into(), edits: vec![edit], keeps_meaning: true });
        found.with_fixes(sid.span, "an empty `Sid` is like none", fix);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{fixed, identity};
    use super::CHECK;

    #[test]
    fn empty_sids() {
        identity(
            CHECK.code,
            r#"
"Sid": "", "Effect": "Deny", "Action": "s3:*", "Resource": "*"
       ^^ an empty `Sid` is like none
}, {
"Sid": "A", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b"
"#,
        );
        fixed(
            r#""Sid": "", "Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b""#,
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b""#,
        );
    }
}
