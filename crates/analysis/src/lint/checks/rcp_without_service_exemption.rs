//! A resource control policy that keeps strangers out, and with them AWS's own services.

use super::{Check, Found, Kind, Severity, Subject};

pub(super) const CHECK: Check = Check {
    code: "RCP_WITHOUT_SERVICE_EXEMPTION",
    severity: Severity::Warning,
    about: "a resource control policy denies principals of other organizations, and AWS services with them",
    find,
};

/// Keys that a service's own requests do not have.
const WHO: [&str; 4] = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn"];

/// Keys by which services are let through.
const EXEMPTIONS: [&str; 3] = ["aws:PrincipalIsAWSService", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"];

fn find(policy: &Subject<'_>, found: &mut Found) {
    if policy.kind != Kind::Rcp {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.denies()) {
        if EXEMPTIONS.iter().any(|key| part.tests(key)) {
            continue;
        }
        let stranger = part.statement.conditions.iter().find(|condition| {
            // A negated test holds where the key is absent.
            condition.operator.value.core.name().contains("Not")
                && WHO.iter().any(|key| key.eq_ignore_ascii_case(&condition.key.value))
        });
        if let Some(condition) = stranger {
            let message = format!(
                "AWS services have no `{}` and are denied too: add \"BoolIfExists\": \
                 {{\"aws:PrincipalIsAWSService\": \"false\"}}",
                condition.key.value
            );
            found.add(condition.key.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::rcp;
    use super::CHECK;

    #[test]
    fn services_are_denied_with_strangers() {
        rcp(
            CHECK.code,
            r#"
"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
"Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"}}
                                          ^^^^^^^^^^^^^^^^^^^^ are denied too
}, {
"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
"Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"},
              "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
}, {
"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}
"#,
        );
    }
}
