//! A `Deny` by the caller's address also hits what a service does for the caller, from its own address.

use super::{Check, Found, Kind, Subject};
use rolecall_policy::document::OperatorCore;

pub(super) const CHECKS: &[Check] = &[Check::suggestion(
    "DENY_BY_ADDRESS_WITHOUT_VIA_SERVICE",
    "a `Deny` by the caller's IP address also denies what services do on the caller's behalf",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    if !matches!(policy.kind, Kind::Identity | Kind::Boundary | Kind::Scp) {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.denies()) {
        let exempt = ["aws:ViaAWSService", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"];
        if exempt.iter().any(|key| part.tests(key)) {
            continue;
        }
        for condition in &part.statement.conditions {
            if condition.operator.value.core == OperatorCore::NotIpAddress
                && condition.key.value.eq_ignore_ascii_case("aws:SourceIp")
            {
                let message = "a service that acts for the caller has another IP address, so this denies it: add \"Bool\": \
                               {\"aws:ViaAWSService\": \"false\"} unless you want that";
                found.add(condition.key.span, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn services_that_act_for_the_caller() {
        identity(
            "DENY_BY_ADDRESS_WITHOUT_VIA_SERVICE",
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
                                                                                 ^^^^^^^^^^^^^^ denies it
}, {
"Effect": "Deny", "Action": "*", "Resource": "*",
"Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:ViaAWSService": "false"}}
}, {
"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
"#,
        );
    }
}
