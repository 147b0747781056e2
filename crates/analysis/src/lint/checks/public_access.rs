//! A resource or role that everybody may use.

use super::{Check, Found, Kind, Subject};
use crate::lint::facts::callers::limits;
use crate::lint::facts::denials::leave_some_only;
use rolecall_policy::document::PrincipalEntry;

pub(super) const CHECKS: &[Check] =
    &[Check::security_warning("PUBLIC_ACCESS", "everybody is allowed, and no condition limits the principals", find)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    if !matches!(policy.kind, Kind::Resource | Kind::Trust) {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.allows()) {
        if part.statement.conditions.iter().any(limits) {
            continue;
        }
        for entry in part.principals().iter().filter(|entry| entry.value == PrincipalEntry::Everyone) {
            // S3 calls such a policy public all the same (R2.43), but nobody else gets in.
            if leave_some_only(policy, part, &entry.value, limits) {
                continue;
            }
            let what = if policy.kind == Kind::Trust { "assume the role" } else { "do this, even without credentials" };
            let message =
                format!("anybody may {what}: name principals, or add a condition such as `aws:PrincipalOrgID`");
            found.add(entry.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{resource, trust};

    #[test]
    fn everybody_without_a_limit() {
        resource(
            "PUBLIC_ACCESS",
            r#"
"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"
                                ^^^ anybody may do this
}, {
"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"
}, {
"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringEquals": {"aws:principalorgid": "o-1"}}
}, {
"Effect": "Allow", "Principal": {"AWS": ["111111111111", "*"]}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
                                                         ^^^ anybody may
"Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}, "IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/1"]},
              "ArnLike": {"aws:PrincipalArn": "arn:*:*:*:*:*"}, "StringNotEquals": {"aws:SourceVpc": "vpc-1"},
              "ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-1/*"}}
}, {
"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
"#,
        );
        trust(
            "PUBLIC_ACCESS",
            r#"
"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"
                                        ^^^ anybody may assume the role
}, {
"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "x"}}
                                ^^^ anybody may assume the role
"#,
        );
    }

    /// Where a name or an id may be anybody's, the condition is no limit.
    #[test]
    fn limits_that_everybody_can_meet() {
        resource(
            "PUBLIC_ACCESS",
            r#"
"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
                                ^^^ anybody may
"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}}
}, {
"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
                                ^^^ anybody may
"Condition": {"StringEquals": {"aws:username": "ana"}}
}, {
"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
                                ^^^ anybody may
"Condition": {"StringLike": {"aws:PrincipalOrgID": "o-*"}}
}, {
"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/*"}}
"#,
        );
    }

    /// A `Deny` of all others limits the `Allow` beside it, if it is about everybody and all that is allowed.
    #[test]
    fn everybody_but_who_a_deny_shuts_out() {
        let allow = r#""Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject", "s3:ListBucket"],
"Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}, {"#;
        let marked = r#""Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject", "s3:ListBucket"],
                                ^^^ anybody may
"Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}, {"#;
        let all = r#""Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]"#;
        for (deny, shuts) in [
            (format!(r#"{all}, "Condition": {{"StringNotEquals": {{"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}}"#), true),
            (
                format!(
                    r#"{all}, "Condition": {{"StringNotEqualsIfExists": {{"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
"BoolIfExists": {{"aws:PrincipalIsAWSService": "false"}}}}"#
                ),
                true,
            ),
            (format!(r#"{all}, "Condition": {{"NotIpAddress": {{"aws:SourceIp": "203.0.113.0/24"}}}}"#), true),
            (format!(r#"{all}, "Condition": {{"StringNotEquals": {{"aws:SourceVpce": ["vpce-1", "vpce-2"]}}}}"#), true),
            (
                format!(r#"{all}, "Condition": {{"ArnNotLike": {{"aws:PrincipalArn": "arn:aws:iam::111111111111:*"}}}}"#),
                true,
            ),
            (
                format!(r#"{all}, "Condition": {{"ForAllValues:StringNotLike": {{"aws:PrincipalOrgPaths": "o-a/*"}}}}"#),
                true,
            ),
            // These leave callers of whom nothing is known.
            (format!(r#"{all}, "Condition": {{"Bool": {{"aws:SecureTransport": "false"}}}}"#), false),
            (format!(r#"{all}, "Condition": {{"Null": {{"aws:PrincipalOrgID": "true"}}}}"#), false),
            (
                format!(
                    r#"{all}, "Condition": {{"StringNotEquals": {{"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
"Bool": {{"aws:PrincipalIsAWSService": "false"}}}}"#
                ),
                false,
            ),
            (
                format!(
                    r#"{all}, "Condition": {{"StringNotEquals": {{"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
"BoolIfExists": {{"aws:ViaAWSService": "false"}}}}"#
                ),
                false,
            ),
            (
                format!(r#"{all}, "Condition": {{"ForAnyValue:StringNotLike": {{"aws:PrincipalOrgPaths": "o-a/*"}}}}"#),
                false,
            ),
            (format!(r#"{all}, "Condition": {{"NotIpAddress": {{"aws:SourceIp": "0.0.0.0/1"}}}}"#), false),
            (format!(r#"{all}, "Condition": {{"ArnNotLike": {{"aws:PrincipalArn": "arn:aws:iam::*:role/x"}}}}"#), false),
            (format!(r#"{all}, "Condition": {{"StringEquals": {{"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}}"#), false),
            (
                r#""Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#
                    .to_owned(),
                false,
            ),
            (
                r#""Effect": "Deny", "Principal": "*", "Action": "s3:Get*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
"Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#
                    .to_owned(),
                false,
            ),
            (
                r#""Effect": "Deny", "Principal": {"AWS": "111111111111"}, "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
"Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#
                    .to_owned(),
                false,
            ),
        ] {
            resource("PUBLIC_ACCESS", &format!("{}\n{deny}", if shuts { allow } else { marked }));
        }
    }
}
