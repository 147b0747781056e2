//! `aws:SourceIp` tested against private addresses: requests come from public ones, or through an endpoint without the
//! key. Then the condition never holds.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::address::Block;
use rolecall_policy::document::OperatorCore;

pub(super) const CHECK: Check = Check {
    code: "PRIVATE_IP_ADDRESS",
    severity: Severity::Error,
    about: "`aws:SourceIp` is compared with private addresses only, which it never is",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        let core = condition.operator.value.core;
        let of_source = condition.key.value.eq_ignore_ascii_case("aws:SourceIp");
        if !of_source || !matches!(core, OperatorCore::IpAddress | OperatorCore::NotIpAddress) {
            continue;
        }
        let is_private = |text: &str| Block::parse(text).is_some_and(Block::is_private);
        if !condition.values.is_empty() && condition.values.iter().all(|value| is_private(&value.value)) {
            let never = if core == OperatorCore::IpAddress { "never holds" } else { "always holds" };
            let message = format!("`aws:SourceIp` is a public address, so this {never}; private ones are in \
                                   `aws:VpcSourceIp`");
            found.add(condition.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn private_addresses_only() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.168.1.1"], "aws:VpcSourceIp": "10.0.0.0/8"},
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ so this never holds
    "NotIpAddress": {"aws:sourceip": "10.0.0.0/8"},
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ so this always holds
    "IpAddressIfExists": {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"]}}
"#,
        );
    }
}
