//! A service may use the resource for whomever: the confused deputy.

use super::{Check, Found, Kind, Severity, Subject};
use crate::lint::facts::limits::demands;
use rolecall_policy::document::PrincipalEntry;

pub(super) const CHECK: Check = Check {
    code: "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
    severity: Severity::SecurityWarning,
    about: "a service may use the resource on anybody's behalf",
    find,
};

/// Keys that say on whose behalf a service acts.
const KEYS: [&str; 8] = [
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "kms:CallerAccount",
    "kms:ViaService",
    "kms:GrantConstraintType",
];

fn find(policy: &Subject<'_>, found: &mut Found) {
    if policy.kind != Kind::Resource {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.allows()) {
        let limited = part.statement.conditions.iter().any(|condition| {
            demands(condition, &KEYS) || condition.key.value.to_ascii_lowercase().starts_with("kms:encryptioncontext:")
        });
        let services = part.principals().iter().filter(|entry| matches!(entry.value, PrincipalEntry::Service(_)));
        for entry in services.filter(|_| !limited) {
            let message = "the service may do this on anybody's behalf: add `aws:SourceArn` or `aws:SourceAccount`";
            found.add(entry.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::resource;
    use super::CHECK;

    #[test]
    fn services_on_anybodys_behalf() {
        resource(
            CHECK.code,
            r#"
"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"
                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ on anybody's behalf
}, {
"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringEquals": {"aws:sourceaccount": "111111111111"}}
}, {
"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
                                            ^^^^^^^^^^^^^^^^^^^
"Condition": {"ArnLikeIfExists": {"aws:SourceArn": "arn:aws:sns:us-east-1:111111111111:t"}, "StringLike": {"aws:SourceAccount": "*"}}
}, {
"Effect": "Deny", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"
"#,
        );
    }
}
