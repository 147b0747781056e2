//! Private addresses among public ones for `aws:SourceIp`: they match nothing.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::address::Block;
use rolecall_policy::document::OperatorCore;

pub(super) const CHECK: Check = Check {
    code: "PRIVATE_IP_ADDRESS_SUBSET",
    severity: Severity::Suggestion,
    about: "some of the addresses that `aws:SourceIp` is compared with are private, which it never is",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        let addresses = matches!(condition.operator.value.core, OperatorCore::IpAddress | OperatorCore::NotIpAddress);
        if !addresses || !condition.key.value.eq_ignore_ascii_case("aws:SourceIp") {
            continue;
        }
        let is_private = |text: &str| Block::parse(text).is_some_and(Block::is_private);
        let (private, public): (Vec<_>, Vec<_>) = condition.values.iter().partition(|value| is_private(&value.value));
        // Of private addresses alone PRIVATE_IP_ADDRESS speaks.
        for value in private.into_iter().filter(|_| !public.is_empty()) {
            found.add(value.span, format!("`{}` is private, and `aws:SourceIp` is a public address", value.value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn private_among_public_addresses() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"], "aws:VpcSourceIp": ["10.0.0.0/8", "1.1.1.1"]},
                                   ^^^^^^^^^^^^ is private
    "NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
"#,
        );
    }
}
