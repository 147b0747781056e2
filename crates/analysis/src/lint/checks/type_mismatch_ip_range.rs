//! A value of an address operator that is not an address or a block.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::address::Block;
use rolecall_policy::document::OperatorCore;

pub(super) const CHECK: Check = Check {
    code: "TYPE_MISMATCH_IP_RANGE",
    severity: Severity::Error,
    about: "a value of `IpAddress` or `NotIpAddress` is not an address or a block of addresses",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        if !matches!(condition.operator.value.core, OperatorCore::IpAddress | OperatorCore::NotIpAddress) {
            continue;
        }
        for value in condition.values.iter().filter(|value| !value.value.contains("${")) {
            if Block::parse(&value.value).is_none() {
                let message = format!("`{}` is not an address or a block such as 203.0.113.0/24", value.value);
                found.add(value.span, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn values_that_are_not_blocks() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "203.0.113/24", "203.0.113.1/33", "2001:db8::/32", "*"]}}
                                                        ^^^^^^^^^^^^^^ is not an address
                                                                        ^^^^^^^^^^^^^^^^
                                                                                                           ^^^
"#,
        );
    }
}
