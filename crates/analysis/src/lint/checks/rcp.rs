//! Resource control policies that reach less, or more, than is meant.

use super::{Check, Found, Kind, Part, Subject};
use crate::lint::facts::actions::Means;

pub(super) const CHECKS: &[Check] = &[
    Check::warning(
        "RCP_UNSUPPORTED_SERVICE",
        "resource control policies do not apply to requests of this service",
        unsupported_service,
    ),
    Check::warning(
        "RCP_WITHOUT_SERVICE_EXEMPTION",
        "a resource control policy that denies principals of other organizations also denies AWS services",
        no_exemption,
    ),
];

/// Keys that a service's own requests do not have.
const WHO: [&str; 4] = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn"];
/// Keys by which services are let through.
const EXEMPTIONS: [&str; 3] =
    ["aws:PrincipalIsAWSService", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"];

fn unsupported_service(policy: &Subject<'_>, found: &mut Found) {
    for named in policy.parts.iter().filter(|_| policy.kind == Kind::Rcp).flat_map(Part::listed_actions) {
        if let Means::Actions(service, _) = &named.means
            && !service.rcp_supported
        {
            let message = format!("resource control policies do not apply to requests of {}", service.prefix);
            found.add(named.pattern.span, message);
        }
    }
}

/// Whether the statement names services to which resource control policies do not apply, and no others. It denies nothing.
fn is_out_of_reach(part: &Part<'_>) -> bool {
    let mut named = part.listed_actions().iter().peekable();
    let is_out = |means: &Means| matches!(means, Means::Actions(service, _) if !service.rcp_supported);
    named.peek().is_some() && named.all(|named| is_out(&named.means))
}

fn no_exemption(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| policy.kind == Kind::Rcp && part.denies() && !is_out_of_reach(part)) {
        let is_exempt = EXEMPTIONS.iter().any(|key| part.tests(key));
        let stranger = part.statement.conditions.iter().find(|condition| {
            // A negated test holds where the key is absent.
            condition.operator.value.core.name().contains("Not")
                && WHO.iter().any(|key| key.eq_ignore_ascii_case(&condition.key.value))
        });
        if let Some(condition) = stranger.filter(|_| !is_exempt) {
            let message = format!(
                "AWS services have no `{}`, so this denies them too: add \"BoolIfExists\": \
                 {{\"aws:PrincipalIsAWSService\": \"false\"}}",
                condition.key.value
            );
            found.add(condition.key.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{rcp, scp};

    #[test]
    fn services_out_of_reach() {
        rcp(
            "RCP_UNSUPPORTED_SERVICE",
            r#"
"Effect": "Deny", "Principal": "*", "Action": ["s3:*", "ec2:*"], "Resource": "*"
                                                       ^^^^^^^ do not apply to requests of ec2
"#,
        );
        scp("RCP_UNSUPPORTED_SERVICE", r#""Effect": "Deny", "Action": "ec2:*", "Resource": "*""#);
    }

    #[test]
    fn services_are_denied_with_strangers() {
        rcp(
            "RCP_WITHOUT_SERVICE_EXEMPTION",
            r#"
"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
"Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"}}
                                          ^^^^^^^^^^^^^^^^^^^^ denies them too
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
