//! Tests of MFA that long-term keys pass: their requests bring no such key.

use super::{Check, Found, Subject};
use rolecall_policy::document::{Operator, OperatorCore};

pub(super) const CHECKS: &[Check] = &[
    Check::security_warning(
        "ALLOW_WITH_MFA_IF_EXISTS",
        "an `Allow` tests MFA with `IfExists`, so access keys without MFA pass",
        allow,
    ),
    Check::security_warning(
        "DENY_WITHOUT_MFA_IF_EXISTS",
        "a `Deny` of requests without MFA does not match requests with access keys, which lack the key",
        deny,
    ),
];

fn allow(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().filter(|part| part.allows()).flat_map(|part| &part.statement.conditions) {
        let mut keys = ["aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"].iter();
        let of_mfa = keys.any(|key| key.eq_ignore_ascii_case(&condition.key.value));
        if of_mfa && condition.operator.value.if_exists {
            let message = format!(
                "requests with access keys have no `{}`, so `{}` lets them pass without MFA",
                condition.key.value, condition.operator.value
            );
            found.add(condition.operator.span, message);
        }
    }
}

fn deny(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| part.denies()) {
        for condition in &part.statement.conditions {
            let operator = condition.operator.value;
            let says_false = condition.values.iter().all(|value| value.value.eq_ignore_ascii_case("false"));
            if condition.key.value.eq_ignore_ascii_case("aws:MultiFactorAuthPresent")
                && operator.core == OperatorCore::Bool
                && !operator.if_exists
                && says_false
            {
                let right = Operator { if_exists: true, ..operator }.to_string();
                // Of other keys under the operator something else may be meant.
                let is_alone = part.is_alone_under_its_operator(condition);
                let fix = policy.rename(condition.operator.span, "use", &right).filter(|_| is_alone);
                let message = "requests with access keys have no `aws:MultiFactorAuthPresent`, so this does not deny \
                               them";
                found.with_fixes(condition.operator.span, message, fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::identity;

    #[test]
    fn mfa_only_if_it_is_there() {
        identity(
            "ALLOW_WITH_MFA_IF_EXISTS",
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}
                                                                    ^^^^^^^^^^^^^^ lets them pass without MFA
}, {
"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
}, {
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
"#,
        );
    }

    #[test]
    fn access_keys_are_not_denied() {
        identity(
            "DENY_WITHOUT_MFA_IF_EXISTS",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
                                                                   ^^^^^^ so this does not deny them => "BoolIfExists"
}, {
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
}, {
"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
"#,
        );
    }
}
