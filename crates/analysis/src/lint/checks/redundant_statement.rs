//! A statement that another one of the same effect covers: it adds nothing.

use super::{Check, Fix, Found, Subject};
use crate::lint::edit::remove_item;
use crate::lint::facts::coverage::{last_covering, statement_shapes};
use rolecall_policy::document::Effect;
use std::collections::HashMap;

pub(super) const CHECKS: &[Check] =
    &[Check::suggestion("REDUNDANT_STATEMENT", "another statement with the same effect covers this one", find)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    let shapes = statement_shapes(&policy.parts, policy.version);
    let covers = |own: usize, other: usize| match (shapes.get(own), shapes.get(other)) {
        (Some(own), Some(other)) => own.covers(other, &policy.budget),
        _ => false,
    };
    // Statements that say the same are known by their names; only the first of them is compared with others.
    let mut first: HashMap<(Effect, String), usize> = HashMap::new();
    let named = policy.parts.iter().zip(&shapes).enumerate();
    let same: Vec<usize> = named
        .map(|(at, (part, shape))| *first.entry((part.statement.effect.value, shape.name())).or_insert(at))
        .collect();
    let mut covering: Vec<Option<usize>> = Vec::with_capacity(shapes.len());
    for (at, (part, first)) in policy.parts.iter().zip(&same).enumerate() {
        if *first < at {
            covering.push(Some(*first));
            continue;
        }
        let others = policy.parts.iter().zip(&same).enumerate();
        let mut firsts = others.filter(|(other, (_, first))| *other == **first && *other != at);
        let found = firsts.find(|(other, (other_part, _))| {
            other_part.statement.effect.value == part.statement.effect.value
                && covers(*other, at)
                // Of two that say the same, the later one is redundant.
                && (*other < at || !covers(at, *other))
        });
        covering.push(found.map(|(other, _)| other));
    }
    for (part, covering) in policy.parts.iter().zip(last_covering(&covering)) {
        let Some(covering) = covering else { continue };
        let span = part.statement.span;
        let fix = policy.statement_list().and_then(|list| remove_item(list, span));
        let fix = fix.map(|fix| Fix { title: "remove the statement".into(), ..fix });
        found.with_fixes(span, format!("statement {} covers this one", covering + 1), fix);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Kind;
    use super::super::super::testing::{document, fixed};

    #[test]
    fn statements_that_another_covers() {
        document(
            "REDUNDANT_STATEMENT",
            Kind::Identity,
            r#"
{"Version": "2012-10-17", "Statement": [
{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ statement 1 covers
{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"},
{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ statement 3 covers
{"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*"},
{"Effect": "Deny", "NotAction": ["s3:GetObject"], "Resource": "*"},
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ statement 5 covers
{"Effect": "Deny", "NotAction": ["s3:GetObject", "s3:PutObject"], "Resource": "*"},
{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}
]}"#,
        );
    }

    #[test]
    fn the_fix_removes_one_of_two() {
        fixed(
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:ListBucket", "Resource": ["*"]"#,
            r#""Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*""#,
        );
    }
}
