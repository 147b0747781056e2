//! Values of conditions that are not of the form that the operator reads, or that the key has in requests.

use super::{Check, Found, Subject};
use crate::lint::facts::address::Block;
use crate::lint::facts::arn::fields;
use rolecall_policy::AccountId;
use rolecall_policy::condition::is_number;
use rolecall_policy::document::OperatorCore;

pub(super) const CHECKS: &[Check] = &[
    Check::error(
        "TYPE_MISMATCH_BOOLEAN",
        "a value of `Bool` or `Null` is neither `true` nor `false`",
        |policy, found| {
            each(policy, found, |core, _, text| {
                // `Bool` takes variables (R1.48).
                let may_be_one = core == OperatorCore::Bool && text.contains("${");
                let is_one = text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
                (matches!(core, OperatorCore::Bool | OperatorCore::Null) && !is_one && !may_be_one)
                    .then(|| format!("`{text}` is neither `true` nor `false`, so it matches nothing"))
            });
        },
    ),
    Check::error("TYPE_MISMATCH_NUMBER", "a value of a numeric operator is not a number", |policy, found| {
        each(policy, found, |core, _, text| {
            // Of variables something else is said.
            (core.name().starts_with("Numeric") && !text.contains("${") && !is_number(text))
                .then(|| format!("`{text}` is not a number, so it matches nothing"))
        });
    }),
    Check::error(
        "TYPE_MISMATCH_IP_RANGE",
        "a value of `IpAddress` or `NotIpAddress` is not an address or a block of addresses",
        |policy, found| {
            each(policy, found, |core, _, text| {
                (core.name().ends_with("IpAddress") && !text.contains("${") && Block::parse(text).is_none())
                    .then(|| format!("`{text}` is not an address or a block such as 203.0.113.0/24"))
            });
        },
    ),
    Check::error("TYPE_MISMATCH_ARN", "a value of an ARN operator is neither an ARN nor `*`", |policy, found| {
        each(policy, found, |core, _, text| {
            // A variable may bring all of it.
            (core.name().starts_with("Arn") && !is_arn(text) && !text.starts_with("${"))
                .then(|| format!("`{text}` is not an ARN of six fields, so it matches nothing"))
        });
    }),
    Check::error("TYPE_MISMATCH_BINARY", "a value of `BinaryEquals` is not base64", |policy, found| {
        each(policy, found, |core, _, text| {
            (core == OperatorCore::BinaryEquals && !is_base64(text))
                .then(|| format!("`{text}` is not base64, so it matches nothing"))
        });
    }),
    Check::error("INVALID_VPC_FORMAT", "a value of `aws:SourceVpc` does not begin with `vpc-`", |policy, found| {
        each(policy, found, |core, key, text| lacks_prefix(core, text, is_one_of(key, &["aws:SourceVpc"]), "vpc-"));
    }),
    Check::error("INVALID_VPCE_FORMAT", "a value of `aws:SourceVpce` does not begin with `vpce-`", |policy, found| {
        each(policy, found, |core, key, text| lacks_prefix(core, text, is_one_of(key, &["aws:SourceVpce"]), "vpce-"));
    }),
    Check::error(
        "INVALID_ACCOUNT_VALUE",
        "a key with an account id is compared with a value that is not an account id",
        |policy, found| {
            each(policy, found, |core, key, text| {
                (is_one_of(key, &ACCOUNT_KEYS) && is_literal(core, text) && text.parse::<AccountId>().is_err())
                    .then(|| format!("`{text}` is not an account id, which has twelve digits"))
            });
        },
    ),
    Check::error(
        "INVALID_ORG_ID_FORMAT",
        "a key with an organization id is compared with a value that is not an organization id",
        |policy, found| {
            each(policy, found, |core, key, text| {
                (is_one_of(key, &ORGANIZATION_KEYS) && is_literal(core, text) && !text.starts_with("o-"))
                    .then(|| format!("`{text}` is not an organization id, which begins with `o-`"))
            });
        },
    ),
];

const ACCOUNT_KEYS: [&str; 6] = [
    "aws:PrincipalAccount",
    "aws:ResourceAccount",
    "aws:SourceAccount",
    "aws:VpceAccount",
    "kms:CallerAccount",
    "s3:ResourceAccount",
];

const ORGANIZATION_KEYS: [&str; 4] = ["aws:PrincipalOrgID", "aws:ResourceOrgID", "aws:SourceOrgID", "aws:VpceOrgID"];

/// Reports each value for which `wrong`, given the operator, the key and the value, has a message.
fn each(policy: &Subject<'_>, found: &mut Found, wrong: impl Fn(OperatorCore, &str, &str) -> Option<String>) {
    for (condition, _) in policy.conditions() {
        for value in &condition.values {
            if let Some(message) = wrong(condition.operator.value.core, &condition.key.value, &value.value) {
                found.add(value.span, message);
            }
        }
    }
}

fn is_one_of(key: &str, keys: &[&str]) -> bool {
    keys.iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// Whether the value is compared letter by letter.
fn is_literal(core: OperatorCore, text: &str) -> bool {
    matches!(core, OperatorCore::StringEquals | OperatorCore::StringNotEquals) && !text.contains(['$', '*', '?'])
}

/// What is wrong with a value that does not begin as the ids of its key do.
fn lacks_prefix(core: OperatorCore, text: &str, of_key: bool, prefix: &str) -> Option<String> {
    let like = matches!(core, OperatorCore::StringLike | OperatorCore::StringNotLike);
    // What begins with a wildcard or a variable can be anything.
    let head = text.split(['*', '?']).next().unwrap_or_default();
    let open = text.starts_with("${") || like && head.len() < text.len() && prefix.starts_with(head);
    (of_key && core.name().starts_with("String") && !open && !text.starts_with(prefix))
        .then(|| format!("`{text}` is not an id that begins with `{prefix}`"))
}

/// An ARN of six fields, or `*` (R1.38).
fn is_arn(text: &str) -> bool {
    let fields = fields(text);
    let begins = fields.first().is_some_and(|first| *first == "arn" || first.contains(['*', '?', '$']));
    text.bytes().all(|b| b == b'*') && !text.is_empty() || fields.len() == 6 && begins
}

/// Base64 (R1.67): groups of four characters, the last one padded.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
}

#[cfg(test)]
mod tests {
    use super::is_number;
    use crate::lint::testing::identity;

    #[test]
    fn values_that_are_not_truth_values() {
        identity(
            "TYPE_MISMATCH_BOOLEAN",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "Bool": {"aws:SecureTransport": ["yes", "TRUE", false, 1, "${aws:PrincipalTag/x}"]},
                                     ^^^^^ neither `true` nor `false`
                                                           ^ neither
    "Null": {"aws:userid": ["true", ""]}, "StringEquals": {"aws:userid": "yes"}}
                                    ^^
"#,
        );
    }

    #[test]
    fn values_that_are_not_numbers() {
        identity(
            "TYPE_MISMATCH_NUMBER",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "NumericLessThan": {"s3:max-keys": [10, "1.5", "ten", "-1e3", "1 0", "${aws:userid}", ""]},
                                                   ^^^^^ `ten` is not a number
                                                                  ^^^^^
                                                                                          ^^
    "StringEquals": {"aws:userid": "ten"}}
"#,
        );
    }

    #[test]
    fn numbers_have_the_form_of_the_rule() {
        for (text, expected) in [
            ("0", true),
            ("+1.50", true),
            ("1e-9", true),
            (".", false),
            ("1.", false),
            (".5", false),
            ("0x1", false),
            ("1e", false),
            ("inf", false),
        ] {
            assert_eq!(is_number(text), expected, "{text}");
        }
    }

    #[test]
    fn values_that_are_not_blocks() {
        identity(
            "TYPE_MISMATCH_IP_RANGE",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "203.0.113/24", "203.0.113.1/33", "2001:db8::/32", "*"]}}
                                                        ^^^^^^^^^^^^^^ is not an address
                                                                        ^^^^^^^^^^^^^^^^
                                                                                                           ^^^
"#,
        );
    }

    #[test]
    fn values_that_are_not_arns() {
        identity(
            "TYPE_MISMATCH_ARN",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"ArnLike": {"aws:SourceArn": [
    "arn:aws:s3:::b", "arn:aws:s3", "*", "arn:*:*:*:*:*", "111111111111", "${aws:PrincipalArn}", "*b"]}}
                      ^^^^^^^^^^^^ is not an ARN of six fields
                                                          ^^^^^^^^^^^^^^
                                                                                                 ^^^^
"#,
        );
    }

    #[test]
    fn values_that_are_not_base64() {
        identity(
            "TYPE_MISMATCH_BINARY",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "BinaryEquals": {"aws:userid": ["QUJD", "QUI=", "QUI", "Q-JD", ""]}}
                                                    ^^^^^ is not base64
                                                           ^^^^^^
"#,
        );
    }

    #[test]
    fn invalid_vpc_format() {
        identity(
            "INVALID_VPC_FORMAT",
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
    "StringNotEquals": {"aws:SourceVpc": [
        "vpce-0a1b", "vpc-0a1b", "${aws:PrincipalTag/x}", "0a1b"],
        ^^^^^^^^^^^ begins with
                                                          ^^^^^^
        "aws:SourceVpce": "x"}, "StringLike": {"aws:SourceVpc": "*"}}
"#,
        );
    }

    #[test]
    fn invalid_vpce_format() {
        identity(
            "INVALID_VPCE_FORMAT",
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
    "StringNotEquals": {"aws:SourceVpce": [
        "vpc-0a1b", "vpce-0a1b", "${aws:PrincipalTag/x}", "0a1b"],
        ^^^^^^^^^^ begins with
                                                          ^^^^^^
        "aws:SourceVpc": "x"}, "StringLike": {"aws:SourceVpce": "*"}}
"#,
        );
    }

    /// A number loses its leading zeros before it is written.
    #[test]
    fn values_that_are_not_account_ids() {
        identity(
            "INVALID_ACCOUNT_VALUE",
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalAccount": [
    "111111111111", 11111111111, "arn:aws:iam::111111111111:root", "${aws:ResourceAccount}"], "aws:userid": "x"}}
                    ^^^^^^^^^^^ which has twelve digits
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
"#,
        );
    }

    #[test]
    fn values_that_are_not_organization_ids() {
        identity(
            "INVALID_ORG_ID_FORMAT",
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": [
    "o-abcdefghij", "ou-abcd-12345678", "111111111111", "${aws:ResourceOrgID}"]}}
                    ^^^^^^^^^^^^^^^^^^ which begins with `o-`
                                        ^^^^^^^^^^^^^^
"#,
        );
    }
}
