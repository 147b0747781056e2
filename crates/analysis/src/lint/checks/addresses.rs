//! Addresses and blocks of addresses in conditions.

use super::{Check, Fix, Found, Subject};
use crate::lint::facts::address::Block;
use rolecall_policy::document::json::quote;
use rolecall_policy::document::{ConditionElement, OperatorCore, Spanned};

pub(super) const CHECKS: &[Check] = &[
    Check::suggestion(
        "IMPROVE_IP_RANGE",
        "the address of a CIDR block has bits beyond its prefix, which AWS ignores",
        host_bits,
    ),
    Check::error(
        "PRIVATE_IP_ADDRESS",
        "`aws:SourceIp` is compared only with private addresses, but it is always public",
        all_private,
    ),
    Check::suggestion(
        "PRIVATE_IP_ADDRESS_SUBSET",
        "`aws:SourceIp` is compared with some private addresses, but it is always public",
        some_private,
    ),
];

/// The conditions on addresses.
fn of_addresses<'a>(policy: &Subject<'a>) -> impl Iterator<Item = &'a ConditionElement> {
    let conditions = policy.conditions().map(|(condition, _)| condition);
    conditions.filter(|condition| condition.operator.value.core.name().ends_with("IpAddress"))
}

/// The conditions on `aws:SourceIp` with their private values. Requests come from public addresses, or through an endpoint
/// without the key.
fn private_sources<'a>(
    policy: &Subject<'a>,
) -> impl Iterator<Item = (&'a ConditionElement, Vec<&'a Spanned<Box<str>>>)> {
    let is_private = |text: &str| Block::parse(text).is_some_and(Block::is_private);
    let conditions = of_addresses(policy).filter(|condition| condition.key.value.eq_ignore_ascii_case("aws:SourceIp"));
    conditions.map(move |condition| {
        let private = condition.values.iter().filter(|value| is_private(&value.value));
        (condition, private.collect())
    })
}

/// Bits beyond the prefix do not count (R1.39).
fn host_bits(policy: &Subject<'_>, found: &mut Found) {
    for value in of_addresses(policy).flat_map(|condition| &condition.values) {
        let Some(block) = Block::parse(&value.value) else { continue };
        let plain = block.without_host_bits();
        if plain != block {
            let fix = Fix::equivalent(format!("write `{plain}`"), value.span, quote(&plain.to_string()));
            found.with_fixes(value.span, format!("`{}` is the block `{plain}`", value.value), [fix]);
        }
    }
}

fn all_private(policy: &Subject<'_>, found: &mut Found) {
    for (condition, private) in private_sources(policy) {
        if !private.is_empty() && private.len() == condition.values.len() {
            let positive = condition.operator.value.core == OperatorCore::IpAddress;
            let never = if positive { "never holds" } else { "always holds" };
            let message = format!(
                "`aws:SourceIp` is always a public address, so this {never}; test private addresses with \
                 `aws:VpcSourceIp`"
            );
            found.add(condition.span, message);
        }
    }
}

fn some_private(policy: &Subject<'_>, found: &mut Found) {
    for (condition, private) in private_sources(policy) {
        let is_subset = private.len() < condition.values.len();
        for value in private.into_iter().filter(|_| is_subset) {
            found.add(
                value.span,
                format!("`{}` is private, but `aws:SourceIp` is always a public address", value.value),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::identity;

    #[test]
    fn blocks_with_host_bits() {
        identity(
            "IMPROVE_IP_RANGE",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "IpAddress": {"aws:SourceIp": ["203.0.113.7/24", "203.0.113.0/24", "203.0.113.7", "2001:db8::1/32", "x"]}}
                                   ^^^^^^^^^^^^^^^^ => "203.0.113.0/24"
                                                                                      ^^^^^^^^^^^^^^^^ => "2001:db8::/32"
"#,
        );
    }

    #[test]
    fn private_addresses_only() {
        identity(
            "PRIVATE_IP_ADDRESS",
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

    #[test]
    fn private_among_public_addresses() {
        identity(
            "PRIVATE_IP_ADDRESS_SUBSET",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"], "aws:VpcSourceIp": ["10.0.0.0/8", "1.1.1.1"]},
                                   ^^^^^^^^^^^^ is private
    "NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
"#,
        );
    }
}
