//! A string operator on a truth value or a number, with a value that the type writes otherwise: `True`, `01`.
//!
//! String operators compare texts. AWS itself tests truth values, numbers and above all ARNs with them, and where the
//! value is written as requests write it that says the same; so only other ways to write it are found.

use super::{Check, Found, Subject};
use rolecall_catalog::authorization::KeyType;
use rolecall_policy::document::OperatorCore;

pub(super) const CHECKS: &[Check] = &[Check::suggestion(
    "OPERATOR_COMPARES_TEXT",
    "a string operator compares a boolean or a number with a spelling that requests never use",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        let Some(key) = key.fact() else { continue };
        let operator = condition.operator.value;
        if !operator.core.name().starts_with("String") {
            continue;
        }
        let ignores_case = operator.core.name().ends_with("IgnoreCase");
        let like = matches!(operator.core, OperatorCore::StringLike | OperatorCore::StringNotLike);
        for value in &condition.values {
            let text = &*value.value;
            let open = text.contains("${") || like && text.contains(['*', '?']);
            let (usual, better) = match key.kind {
                KeyType::Bool if ignores_case => (is_truth_value(&text.to_ascii_lowercase()), "Bool"),
                KeyType::Bool => (is_truth_value(text), "Bool"),
                KeyType::Numeric => (is_plain_number(text), "a numeric operator"),
                _ => continue,
            };
            if !open && !usual {
                let message = format!(
                    "`{operator}` compares characters, and a request never spells `{}` as `{text}`; {better} compares \
                     values",
                    key.name
                );
                found.add(value.span, message);
            }
        }
    }
}

fn is_truth_value(text: &str) -> bool {
    matches!(text, "true" | "false")
}

/// Digits, perhaps with a fraction: no sign, no exponent, no zeros that say nothing in front.
fn is_plain_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn texts_that_no_request_brings() {
        identity(
            "OPERATOR_COMPARES_TEXT",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringEquals": {"aws:SecureTransport": ["False", "false"], "s3:max-keys": ["010", "10", "1e1"], "s3:TlsVersion": "1.2"},
                                             ^^^^^^^ as `False`; Bool compares values
                                                                                ^^^^^ a numeric operator
                                                                                             ^^^^^ a numeric operator
    "StringEqualsIgnoreCase": {"aws:SecureTransport": "FALSE"},
    "StringNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin", "s3:TlsVersion": "1.*"},
    "StringLike": {"aws:SourceArn": "arn:aws:s3:::b"}}
"#,
        );
    }
}
