//! One principal twice in a statement.

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::edit::remove_item;
use crate::lint::subject::members;
use std::collections::HashSet;

pub(super) const CHECK: Check = Check {
    code: "REDUNDANT_PRINCIPAL",
    severity: Severity::Suggestion,
    about: "a statement names a principal twice",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let Some(element) = &part.statement.principal else { continue };
        let name = if element.negated { "NotPrincipal" } else { "Principal" };
        let mut seen = HashSet::new();
        for entry in &element.entries {
            if seen.insert(&entry.value) {
                continue;
            }
            let lists = part.member(name).into_iter().flat_map(|member| members(&member.value));
            let edit = lists.into_iter().find_map(|list| remove_item(&list.value, entry.span));
            let fix = edit.map(|edit| Fix { title: "remove it".into(), edits: vec![edit], keeps_meaning: true });
            found.with_fixes(entry.span, "this principal is listed before", fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::resource;
    use super::CHECK;

    #[test]
    fn principals_that_are_there_twice() {
        resource(
            CHECK.code,
            r#"
"Effect": "Deny", "Principal": {"AWS": ["111111111111", "222222222222", "arn:aws:iam::111111111111:root"]},
                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ is listed before =>
"Action": "s3:*", "Resource": "arn:aws:s3:::b"
"#,
        );
    }
}
