//! A `Deny` of requests without MFA that does not reach those which do not say: long-term keys bring no such key.

use super::super::edit::has_beside;
use super::{Check, Found, Severity, Subject};
use rolecall_policy::document::json::quote;
use rolecall_policy::document::{Operator, OperatorCore};
use super::Fix;

pub(super) const CHECK: Check = Check {
    code: "DENY_WITHOUT_MFA_IF_EXISTS",
    severity: Severity::SecurityWarning,
    about: "a `Deny` of requests without MFA does not reach access keys, which do not say",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| part.denies()) {
        for condition in &part.statement.conditions {
            let operator = condition.operator.value;
            let says_false = condition.values.iter().all(|value| value.value.eq_ignore_ascii_case("false"));
            if condition.key.value.eq_ignore_ascii_case("aws:MultiFactorAuthPresent")
                && operator.core == OperatorCore::Bool
                && !operator.if_exists
                && says_false
            {
                let right = Operator { if_exists: true, ..operator };
                // Of other keys under the operator something else may be meant.
                let place = condition.operator.span;
                let name = right.to_string();
                let fits = part.is_alone_under_its_operator(condition) && !has_beside(policy.root, place, &name);
                let fix = fits.then(|| Fix::proposed(format!("use `{right}`"), place, quote(&name)));
                let message = "requests with access keys have no `aws:MultiFactorAuthPresent`, so they are not denied";
                found.with_fixes(condition.operator.span, message, fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn access_keys_are_not_denied() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
                                                                   ^^^^^^ so they are not denied => "BoolIfExists"
}, {
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
}, {
"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
"#,
        );
    }
}
