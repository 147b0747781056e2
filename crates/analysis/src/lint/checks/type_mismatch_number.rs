//! A value of a numeric operator that is not a number.

use super::{Check, Found, Severity, Subject};

pub(super) const CHECK: Check = Check {
    code: "TYPE_MISMATCH_NUMBER",
    severity: Severity::Error,
    about: "a value of a numeric operator is not a number",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        if !condition.operator.value.core.name().starts_with("Numeric") {
            continue;
        }
        // Of variables something else is said.
        for value in condition.values.iter().filter(|value| !value.value.contains("${")) {
            if !is_number(&value.value) {
                found.add(value.span, format!("`{}` is not a number, so it matches nothing", value.value));
            }
        }
    }
}

/// R1.66: sign, digits, fraction, decimal exponent.
pub(super) fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (number, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(n, e)| (n, Some(e)));
    let exponent_is_one = exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    let number_is_one = number.split_once('.').map_or(digits(number), |(whole, fraction)| {
        (digits(whole) || whole.is_empty()) && (digits(fraction) || fraction.is_empty()) && number.len() > 1
    });
    number_is_one && exponent_is_one
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::{CHECK, is_number};

    #[test]
    fn values_that_are_not_numbers() {
        identity(
            CHECK.code,
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
        for (text, expected) in
            [("0", true), ("+1.50", true), ("1e-9", true), (".", false), ("0x1", false), ("1e", false), ("inf", false)]
        {
            assert_eq!(is_number(text), expected, "{text}");
        }
    }
}
