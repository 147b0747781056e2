//! An `Allow` that a `Deny` of the same policy takes back whole.

use super::{Check, Found, Subject};
use crate::lint::facts::coverage::statement_shapes;

pub(super) const CHECKS: &[Check] = &[Check::warning(
    "SHADOWED_STATEMENT",
    "a `Deny` of the same policy denies everything that this statement allows",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    let shapes = statement_shapes(&policy.parts, policy.version);
    let denials: Vec<_> = shapes.iter().zip(&policy.parts).enumerate().filter(|(_, (_, part))| part.denies()).collect();
    for (allowed, part) in shapes.iter().zip(&policy.parts).filter(|(_, part)| part.allows()) {
        if policy.budget.is_spent() {
            break;
        }
        let denial = denials.iter().find(|(_, (denied, _))| denied.covers(allowed, &policy.budget));
        if let Some((at, _)) = denial {
            let message = format!("statement {} denies everything that this one allows", at + 1);
            found.add(part.statement.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Kind;
    use super::super::super::testing::document;

    #[test]
    fn allowed_and_denied() {
        document(
            "SHADOWED_STATEMENT",
            Kind::Identity,
            r#"
{"Version": "2012-10-17", "Statement": [
{"Effect": "Deny", "Action": "iam:*", "Resource": "*"},
{"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"},
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ statement 1 denies
{"Effect": "Allow", "Action": ["iam:GetUser", "s3:GetObject"], "Resource": "*"},
{"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}
]}"#,
        );
    }
}
