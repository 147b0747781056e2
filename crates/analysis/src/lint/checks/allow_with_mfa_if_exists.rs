//! An `Allow` that asks for MFA only if the key is there: long-term keys bring no such key and pass.

use super::{Check, Found, Severity, Subject};

pub(super) const CHECK: Check = Check {
    code: "ALLOW_WITH_MFA_IF_EXISTS",
    severity: Severity::SecurityWarning,
    about: "an `Allow` tests MFA with `IfExists`, so access keys without MFA pass",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().filter(|part| part.allows()).flat_map(|part| &part.statement.conditions) {
        let of_mfa = ["aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"]
            .iter()
            .any(|key| key.eq_ignore_ascii_case(&condition.key.value));
        if of_mfa && condition.operator.value.if_exists {
            let message = format!(
                "requests with access keys have no `{}`, so `{}` lets them pass without MFA",
                condition.key.value, condition.operator.value
            );
            found.add(condition.operator.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn mfa_only_if_it_is_there() {
        identity(
            CHECK.code,
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
}
