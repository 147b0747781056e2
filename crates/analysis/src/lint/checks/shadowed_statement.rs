//! An `Allow` that a `Deny` of the same policy takes back whole.

use super::{Check, Found, Part, Severity, Subject};
use crate::lint::facts::coverage::{MAX_PAIRS, statement_covers};

pub(super) const CHECK: Check = Check {
    code: "SHADOWED_STATEMENT",
    severity: Severity::Warning,
    about: "a `Deny` of the same policy takes back everything that this statement allows",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    if policy.parts.len().saturating_mul(policy.parts.len()) > MAX_PAIRS {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.allows()) {
        let denies = |other: &Part<'_>| {
            other.denies() && statement_covers(other, part, policy.version)
        };
        if let Some(at) = policy.parts.iter().position(denies) {
            let message = format!("statement {} denies everything that this one allows", at + 1);
            found.add(part.statement.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Kind;
    use super::super::super::testing::document;
    use super::CHECK;

    #[test]
    fn allowed_and_denied() {
        document(
            CHECK.code,
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
