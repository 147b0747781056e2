//! A value of `Bool` or `Null` that is neither true nor false.

use super::{Check, Found, Severity, Subject};
use rolecall_policy::document::OperatorCore;

pub(super) const CHECK: Check = Check {
    code: "TYPE_MISMATCH_BOOLEAN",
    severity: Severity::Error,
    about: "a value of `Bool` or `Null` is neither `true` nor `false`",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        let core = condition.operator.value.core;
        if !matches!(core, OperatorCore::Bool | OperatorCore::Null) {
            continue;
        }
        for value in &condition.values {
            let text = &value.value;
            // `Bool` takes variables (R1.48).
            let may_be_one = core == OperatorCore::Bool && text.contains("${");
            if !text.eq_ignore_ascii_case("true") && !text.eq_ignore_ascii_case("false") && !may_be_one {
                found.add(value.span, format!("`{text}` is neither `true` nor `false`, so it matches nothing"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn values_that_are_not_truth_values() {
        identity(
            CHECK.code,
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
}
