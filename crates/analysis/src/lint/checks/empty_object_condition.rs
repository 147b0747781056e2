//! A `Condition` or an operator without keys says nothing (R1.35).

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::edit::remove_member;
use crate::lint::subject::members;
use rolecall_policy::document::json::Data;

pub(super) const CHECK: Check = Check {
    code: "EMPTY_OBJECT_CONDITION",
    severity: Severity::Suggestion,
    about: "a `Condition`, or an operator in it, is empty and says nothing",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let Some(condition) = part.member("Condition") else { continue };
        let operators = members(&condition.value);
        if operators.is_empty() {
            let edit = remove_member(part.members, "Condition");
            let fix = edit.map(|edit| Fix { title: "remove it".into(), edits: vec![edit], keeps_meaning: true });
            found.with_fixes(condition.value.span, "an empty `Condition` says nothing", fix);
        }
        for operator in operators.iter().filter(|operator| operator.value.data == Data::Object(Vec::new())) {
            let edit = remove_member(operators, &operator.name.value);
            let fix = edit.map(|edit| Fix { title: "remove it".into(), edits: vec![edit], keeps_meaning: true });
            found.with_fixes(operator.span(), format!("`{}` has no keys and says nothing", operator.name.value), fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{fixed, identity};
    use super::CHECK;

    #[test]
    fn empty_conditions_and_operators() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {}
                                                                  ^^ an empty `Condition`
}, {
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringLike": {}, "Bool": {"aws:SecureTransport": "true"}}
                                                                   ^^^^^^^^^^^^^^^^ `StringLike` has no keys
"#,
        );
    }

    #[test]
    fn the_fix_takes_them_out_with_their_comma() {
        fixed(
            r#""Effect": "Deny", "Condition": {"Bool": {}, "Null": {}}, "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b""#,
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b""#,
        );
        fixed(
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b", "Condition": { }"#,
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b""#,
        );
    }
}
