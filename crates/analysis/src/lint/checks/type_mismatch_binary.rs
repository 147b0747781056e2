//! A value of `BinaryEquals` that is not base64 (R1.67).

use super::{Check, Found, Severity, Subject};
use rolecall_policy::document::OperatorCore;

pub(super) const CHECK: Check = Check {
    code: "TYPE_MISMATCH_BINARY",
    severity: Severity::Error,
    about: "a value of `BinaryEquals` is not base64",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        if condition.operator.value.core != OperatorCore::BinaryEquals {
            continue;
        }
        for value in condition.values.iter().filter(|value| !is_base64(&value.value)) {
            found.add(value.span, format!("`{}` is not base64, so it matches nothing", value.value));
        }
    }
}

/// Groups of four characters, the last one padded.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn values_that_are_not_base64() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "BinaryEquals": {"aws:userid": ["QUJD", "QUI=", "QUI", "Q-JD", ""]}}
                                                    ^^^^^ is not base64
                                                           ^^^^^^
"#,
        );
    }
}
