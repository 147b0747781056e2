//! A `null` in a list of resources: accepted, and it matches nothing (R1.6).

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::edit::remove_item;

pub(super) const CHECK: Check = Check {
    code: "NULL_RESOURCE",
    severity: Severity::Warning,
    about: "a list of resources holds `null`, which matches nothing",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let Some(element) = &part.statement.resource else { continue };
        let name = if element.negated { "NotResource" } else { "Resource" };
        for pattern in element.patterns.iter().filter(|pattern| pattern.value.is_none()) {
            let edit = part.member(name).and_then(|member| remove_item(&member.value, pattern.span));
            let fix = edit.map(|edit| Fix { title: "remove it".into(), edits: vec![edit], keeps_meaning: true });
            found.with_fixes(pattern.span, "`null` matches no resource", fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{fixed, identity};
    use super::CHECK;

    #[test]
    fn nulls_among_resources() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b", null]
                                                                    ^^^^ matches no resource
"#,
        );
        fixed(
            r#""Effect": "Allow", "Action": "s3:ListBucket", "Resource": [null, "arn:aws:s3:::b"]"#,
            r#""Effect": "Allow", "Action": "s3:ListBucket", "Resource": ["arn:aws:s3:::b"]"#,
        );
    }
}
