//! One principal twice in a statement.

use super::{Check, Found, Subject};
use crate::lint::edit::remove_item;
use crate::lint::subject::members;
use rolecall_policy::document::PrincipalEntry;
use std::collections::HashSet;

pub(super) const CHECKS: &[Check] =
    &[Check::suggestion("REDUNDANT_PRINCIPAL", "a statement names a principal twice", find)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let Some(element) = &part.statement.principal else { continue };
        let name = if element.negated { "NotPrincipal" } else { "Principal" };
        let entries = || element.entries.iter().map(|entry| &entry.value);
        // An id stands for the account in whatever partition, the ARN of its root in one.
        let ids: HashSet<&str> = entries()
            .filter(|entry| matches!(entry, PrincipalEntry::Account(_)))
            .filter_map(PrincipalEntry::account)
            .collect();
        let mut seen = HashSet::new();
        for entry in &element.entries {
            let by_id = matches!(entry.value, PrincipalEntry::Root(_))
                && entry.value.account().is_some_and(|account| ids.contains(account));
            let message = match (seen.insert(&entry.value), by_id) {
                (false, _) => "this principal is listed before",
                (true, true) => "this account is listed by its id",
                (true, false) => continue,
            };
            let lists = part.member(name).into_iter().flat_map(|member| members(&member.value));
            let fix = lists.into_iter().find_map(|list| remove_item(&list.value, entry.span));
            found.with_fixes(entry.span, message, fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::resource;

    #[test]
    fn principals_that_are_there_twice() {
        resource(
            "REDUNDANT_PRINCIPAL",
            r#"
"Effect": "Deny", "Principal": {"AWS": ["111111111111", "222222222222", "arn:aws:iam::111111111111:root"]},
                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ is listed by its id =>
"Action": "s3:*", "Resource": "arn:aws:s3:::b"
}, {
"Effect": "Deny", "Principal": {"AWS": ["arn:aws:iam::111111111111:root", "222222222222", "111111111111", "222222222222"]},
                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ is listed by its id =>
                                                                                                          ^^^^^^^^^^^^^^ is listed before =>
"Action": "s3:*", "Resource": "arn:aws:s3:::b"
}, {
"Effect": "Deny", "Principal": {"AWS": ["arn:aws:iam::111111111111:root", "arn:aws-cn:iam::111111111111:root"]},
"Action": "s3:*", "Resource": "arn:aws:s3:::b"
"#,
        );
    }
}
