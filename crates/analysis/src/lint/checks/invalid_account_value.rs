//! A key that holds an account's id, compared with something else.

use super::{Check, Found, Severity, Subject};
use rolecall_policy::AccountId;
use rolecall_policy::document::OperatorCore;

pub(super) const CHECK: Check = Check {
    code: "INVALID_ACCOUNT_VALUE",
    severity: Severity::Error,
    about: "a key that holds an account id is compared with what is not one",
    find,
};

const KEYS: [&str; 6] = [
    "aws:PrincipalAccount",
    "aws:ResourceAccount",
    "aws:SourceAccount",
    "aws:VpceAccount",
    "kms:CallerAccount",
    "s3:ResourceAccount",
];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        let literal = matches!(condition.operator.value.core, OperatorCore::StringEquals | OperatorCore::StringNotEquals);
        if !literal || !KEYS.iter().any(|key| key.eq_ignore_ascii_case(&condition.key.value)) {
            continue;
        }
        for value in condition.values.iter().filter(|value| !value.value.contains(['$', '*', '?'])) {
            if value.value.parse::<AccountId>().is_err() {
                found.add(value.span, format!("`{}` is not an account id: these are twelve digits", value.value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    /// A number loses its leading zeros before it is written.
    #[test]
    fn values_that_are_not_account_ids() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalAccount": [
    "111111111111", 11111111111, "arn:aws:iam::111111111111:root", "${aws:ResourceAccount}"], "aws:userid": "x"}}
                    ^^^^^^^^^^^ these are twelve digits
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
"#,
        );
    }
}
