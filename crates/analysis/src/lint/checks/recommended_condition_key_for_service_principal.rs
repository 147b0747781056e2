//! A service may assume the role for whomever. Not every service can say for whom: a suggestion.

use super::{Check, Found, Kind, Severity, Subject};
use crate::lint::facts::limits::demands;
use rolecall_policy::document::PrincipalEntry;

pub(super) const CHECK: Check = Check {
    code: "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
    severity: Severity::Suggestion,
    about: "a service may assume the role on anybody's behalf",
    find,
};

const KEYS: [&str; 4] = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

/// Services that hand a role to their own machines and bring none of the keys.
const WITHOUT_SOURCE: [&str; 5] = [
    "ec2.amazonaws.com",
    "edgelambda.amazonaws.com",
    "lambda.amazonaws.com",
    "pods.eks.amazonaws.com",
    "rolesanywhere.amazonaws.com",
];

fn find(policy: &Subject<'_>, found: &mut Found) {
    if policy.kind != Kind::Trust {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.allows()) {
        if part.statement.conditions.iter().any(|condition| demands(condition, &KEYS)) {
            continue;
        }
        for entry in part.principals() {
            if let PrincipalEntry::Service(name) = &entry.value
                && !WITHOUT_SOURCE.iter().any(|service| service.eq_ignore_ascii_case(name))
            {
                let message = "if the service supports it, say on whose behalf: `aws:SourceArn` or `aws:SourceAccount`";
                found.add(entry.span, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::trust;
    use super::CHECK;

    #[test]
    fn services_that_could_say_for_whom() {
        trust(
            CHECK.code,
            r#"
"Effect": "Allow", "Principal": {"Service": ["cloudtrail.amazonaws.com", "ec2.amazonaws.com"]}, "Action": "sts:AssumeRole"
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^ say on whose behalf
}, {
"Effect": "Allow", "Principal": {"Service": "config.amazonaws.com"}, "Action": "sts:AssumeRole",
"Condition": {"StringEquals": {"aws:SourceAccount": "111111111111"}}
"#,
        );
    }
}
