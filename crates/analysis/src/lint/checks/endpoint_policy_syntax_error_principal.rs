//! A principal in an endpoint policy that may be a gateway endpoint's, which must have `*` (R1.63).
//!
//! Gateway endpoints are those of S3 and DynamoDB, which both have interface endpoints too. A policy does not say which
//! it is for, so this is no error.

use super::{Check, Found, Kind, Subject};
use crate::lint::facts::actions::Means;
use rolecall_policy::document::PrincipalEntry;

pub(super) const CHECKS: &[Check] = &[Check::warning(
    "ENDPOINT_POLICY_SYNTAX_ERROR_PRINCIPAL",
    "the principal is not `*`, but gateway endpoints (S3, DynamoDB) require `*`",
    find,
)];

/// The services that have gateway endpoints.
const OF_GATEWAYS: [&str; 2] = ["s3", "dynamodb"];

fn find(policy: &Subject<'_>, found: &mut Found) {
    let of_gateway =
        |means: &Means| matches!(means, Means::Actions(service, _) if OF_GATEWAYS.contains(&service.prefix));
    let only_theirs = policy.parts.iter().all(|part| {
        !part.listed_actions().is_empty() && part.listed_actions().iter().all(|named| of_gateway(&named.means))
    });
    if policy.kind != Kind::Endpoint || !only_theirs {
        return;
    }
    for part in &policy.parts {
        for entry in part.principals().iter().filter(|entry| entry.value != PrincipalEntry::Everyone) {
            let message = "a gateway endpoint refuses this principal: write \"*\", and name the principals with \
                           `aws:PrincipalArn`";
            found.add(entry.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Kind;
    use super::super::super::testing::document;

    #[test]
    fn principals_where_a_gateway_may_be() {
        document(
            "ENDPOINT_POLICY_SYNTAX_ERROR_PRINCIPAL",
            Kind::Endpoint,
            r#"
{"Version": "2012-10-17", "Statement": [
{"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": ["s3:GetObject", "dynamodb:*"], "Resource": "*"},
                                         ^^^^^^^^^^^^^^ a gateway endpoint refuses this
{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "s3:ListBucket", "Resource": "*"}
]}"#,
        );
        document(
            "ENDPOINT_POLICY_SYNTAX_ERROR_PRINCIPAL",
            Kind::Endpoint,
            r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": ["s3:GetObject", "kms:Decrypt"], "Resource": "*"}}"#,
        );
    }
}
