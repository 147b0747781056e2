//! A block of addresses with bits that do not count (R1.39).

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::facts::address::Block;
use rolecall_policy::document::OperatorCore;
use rolecall_policy::document::json::quote;

pub(super) const CHECK: Check = Check {
    code: "IMPROVE_IP_RANGE",
    severity: Severity::Suggestion,
    about: "the address of a block has bits beyond its prefix, which do not count",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        if !matches!(condition.operator.value.core, OperatorCore::IpAddress | OperatorCore::NotIpAddress) {
            continue;
        }
        for value in &condition.values {
            let Some(block) = Block::parse(&value.value) else { continue };
            let plain = block.without_host_bits();
            if plain != block {
                let fix = Fix::equivalent(format!("write `{plain}`"), value.span, quote(&plain.to_string()));
                found.with_fixes(value.span, format!("`{}` is the block `{plain}`", value.value), [fix]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn blocks_with_host_bits() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "IpAddress": {"aws:SourceIp": ["203.0.113.7/24", "203.0.113.0/24", "203.0.113.7", "2001:db8::1/32", "x"]}}
                                   ^^^^^^^^^^^^^^^^ => "203.0.113.0/24"
                                                                                      ^^^^^^^^^^^^^^^^ => "2001:db8::/32"
"#,
        );
    }
}
