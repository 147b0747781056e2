//! A value of a condition that another value of the list covers.

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::edit::remove_item;
use crate::lint::facts::address::Block;
use crate::lint::facts::coverage::covered;
use crate::lint::facts::pattern::Pattern;
use crate::lint::subject::members;
use rolecall_policy::document::{OperatorCore, Version};

pub(super) const CHECK: Check = Check {
    code: "REDUNDANT_CONDITION_VALUE",
    severity: Severity::Suggestion,
    about: "another value of the same list covers this one",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        for condition in &part.statement.conditions {
            let core = condition.operator.value.core;
            let lists = part.member("Condition").into_iter().flat_map(|member| members(&member.value));
            let list = lists.flat_map(|of| members(&of.value)).find(|member| member.span() == condition.span);
            let texts: Vec<&str> = condition.values.iter().map(|value| &*value.value).collect();
            let wide = |text: &str| text.contains(['*', '?', '/', ':']) || core.name().ends_with("IgnoreCase");
            let covered = covered(&texts, str::to_owned, wide, |own, other| covers(core, own, other, policy.version));
            for (value, covering) in condition.values.iter().zip(covered) {
                let Some(covering) = covering.and_then(|at| texts.get(at)) else { continue };
                let edit = list.and_then(|list| remove_item(&list.value, value.span));
                let fix = edit.map(|edit| Fix { title: "remove it".into(), edits: vec![edit], keeps_meaning: true });
                found.with_fixes(value.span, format!("`{covering}` covers `{}`", value.value), fix);
            }
        }
    }
}

/// Whether whatever matches `other` matches `own` too. Equal texts always do.
fn covers(core: OperatorCore, own: &str, other: &str, version: Version) -> bool {
    own == other
        || match core {
            OperatorCore::StringLike | OperatorCore::StringNotLike if version == Version::V2012 => {
                Pattern::with_variables(own).covers(&Pattern::with_variables(other))
            }
            OperatorCore::StringEqualsIgnoreCase | OperatorCore::StringNotEqualsIgnoreCase => {
                !own.contains("${") && own.eq_ignore_ascii_case(other)
            }
            OperatorCore::IpAddress | OperatorCore::NotIpAddress => {
                Block::parse(own).zip(Block::parse(other)).is_some_and(|(own, other)| own.covers(other))
            }
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{fixed, identity};
    use super::CHECK;

    #[test]
    fn values_that_another_covers() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringEquals": {"s3:prefix": ["a", "b", "a", "A", "*"]},
                                             ^^^ `a` covers `a`
    "StringLike": {"s3:prefix": ["home/*", "home/${aws:username}", "home/a", "home"]},
                                           ^^^^^^^^^^^^^^^^^^^^^^ `home/*` covers
                                                                   ^^^^^^^^ `home/*` covers
    "StringEqualsIgnoreCase": {"s3:prefix": ["a", "A"]},
                                                  ^^^
    "NotIpAddress": {"aws:SourceIp": ["203.0.113.9", "203.0.113.0/24", "203.0.112.0/24"]}}
                                      ^^^^^^^^^^^^^ `203.0.113.0/24` covers
"#,
        );
    }

    #[test]
    fn the_fix_takes_it_out_of_the_list() {
        fixed(
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b", "Condition": {"StringLike": {"s3:prefix": ["a*", "ab", "c"]}}"#,
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b", "Condition": {"StringLike": {"s3:prefix": ["a*", "c"]}}"#,
        );
    }
}
