//! ARNs of resources that have not the form of their service's ARNs, so that they match nothing.

use super::{Check, Found, Subject};
use crate::lint::facts::arn::{Misfit, meant_beginnings};

pub(super) const CHECKS: &[Check] = &[
    Check::error("ARN_ACCOUNT_NOT_ALLOWED", "ARNs of this resource type have no account", |policy, found| {
        each(policy, found, Misfit::AccountNotAllowed, "ARNs of this type have no account, so this matches nothing");
    }),
    // Of IAM and buckets AWS refuses it at once.
    Check::error("ARN_REGION_NOT_ALLOWED_FOR_TYPE", "ARNs of this resource type have no Region", |policy, found| {
        each(policy, found, Misfit::RegionNotAllowed, "ARNs of this type have no Region, so this matches nothing");
    }),
    Check::error(
        "MISSING_ARN_REGION",
        "ARNs of this resource type have a Region, but this one has none",
        |policy, found| {
            each(policy, found, Misfit::RegionMissing, "ARNs of this type have a Region, so this matches nothing");
        },
    ),
    Check::error(
        "MISSING_ARN_ACCOUNT",
        "ARNs of this resource type have an account, but this one has none",
        |policy, found| {
            each(policy, found, Misfit::AccountMissing, "ARNs of this type have an account, so this matches nothing");
        },
    ),
    // The catalog lacks types: only what looks like a slip in the name of one is reported.
    Check::warning(
        "INVALID_ARN_RESOURCE",
        "the service has no resource type with ARNs of this form",
        |policy, found| {
            for (arn, span) in policy.misfits(Misfit::Resource) {
                let meant: Vec<String> = meant_beginnings(arn).iter().map(|head| format!("`{head}`")).collect();
                let meant = meant.join(" or ");
                found.add(
                    span,
                    format!("no resource type has ARNs like `{arn}`: its last field should begin with {meant}"),
                );
            }
        },
    ),
];

fn each(policy: &Subject<'_>, found: &mut Found, misfit: Misfit, message: &str) {
    for (arn, span) in policy.misfits(misfit) {
        found.add(span, format!("{message} `{arn}`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::identity;

    #[test]
    fn arn_account_not_allowed() {
        identity(
            "ARN_ACCOUNT_NOT_ALLOWED",
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3::111111111111:b", "arn:aws:s3:::b",
                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ have no account
    "arn:aws:s3:us-east-1:111111111111:accesspoint/x", "arn:aws:sqs:us-east-1:111111111111:q"]
"#,
        );
    }

    #[test]
    fn arn_region_not_allowed_for_type() {
        identity(
            "ARN_REGION_NOT_ALLOWED_FOR_TYPE",
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:route53:us-east-1::hostedzone/Z1", "arn:aws:route53:::hostedzone/Z1",
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ have no Region
    "arn:aws:route53:*::hostedzone/Z1"]
"#,
        );
    }

    #[test]
    fn missing_arn_region() {
        identity(
            "MISSING_ARN_REGION",
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:sqs::111111111111:q", "arn:aws:sqs:*:111111111111:q",
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ have a Region
    "arn:aws:sqs:::q", "arn:aws:s3:::b"]
    ^^^^^^^^^^^^^^^^^
"#,
        );
    }

    #[test]
    fn missing_arn_account() {
        identity(
            "MISSING_ARN_ACCOUNT",
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:sqs:us-east-1::q", "arn:aws:kms:eu-west-1::key/x", "arn:aws:s3:::b",
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ have an account
                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::*:role/x"]
"#,
        );
    }

    #[test]
    fn invalid_arn_resource() {
        identity(
            "INVALID_ARN_RESOURCE",
            r#"
"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:lambda:us-east-1:111111111111:func:f",
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no resource type
    "arn:aws:lambda:us-east-1:111111111111:function:f", "arn:aws:lambda:*", "arn:aws:lambda:us-east-1:111111111111:f*",
    "arn:aws:lambda:us-east-1:111111111111:${aws:PrincipalTag/x}", "arn:aws:nosuchservice:::x",
    "arn:aws:lambda:us-east-1:111111111111:function/f", "arn:aws:dynamodb:us-east-1:111111111111:orders",
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ should begin with `function:`
                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no resource type
    "arn:aws:lambda:us-east-1:111111111111:sandbox:s"]
"#,
        );
    }

    /// What AWS itself owns has no account, or the account `aws`; and the catalog does not have every type.
    #[test]
    fn resources_that_the_catalog_lacks() {
        for (action, resource) in [
            ("ssm:GetParameter", "arn:aws:ssm:us-east-1::parameter/aws/service/*"),
            ("ssm:SendCommand", "arn:aws:ssm:us-east-1::document/AWS-RunShellScript"),
            ("ssm:StartSession", "arn:aws:ssm:*::document/AWS-StartSSHSession"),
            ("cloudformation:CreateChangeSet", "arn:aws:cloudformation:us-east-1:aws:transform/Serverless-2016-10-31"),
            ("securityhub:BatchImportFindings", "arn:aws:securityhub:us-east-1::product/aws/guardduty"),
            ("securityhub:*", "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"),
            ("backup:StartRestoreJob", "arn:aws:backup:us-east-1:111111111111:recovery-point:*"),
            ("sts:GetCallerIdentity", "*"),
            ("sts:SetSourceIdentity", "arn:aws:sts::222222222222:assumed-role/App/x"),
            ("imagebuilder:GetComponent", "arn:aws:imagebuilder:us-east-1:aws:component/update-linux/x.x.x"),
            ("bedrock:InvokeModel", "arn:aws:bedrock:::foundation-model/anthropic.claude-3"),
            ("eks:AssociateAccessPolicy", "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"),
            ("health:DescribeEventDetails", "arn:aws:health:us-east-1::event/EC2/AWS_EC2/x"),
            (
                "organizations:DescribePolicy",
                "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
            ),
        ] {
            let body = format!(r#""Effect": "Allow", "Action": "{action}", "Resource": "{resource}""#);
            for code in [
                "ARN_ACCOUNT_NOT_ALLOWED",
                "ARN_REGION_NOT_ALLOWED_FOR_TYPE",
                "MISSING_ARN_REGION",
                "MISSING_ARN_ACCOUNT",
                "INVALID_ARN_RESOURCE",
                "INVALID_ARN_ACCOUNT",
                "ACTION_WITHOUT_RESOURCE",
            ] {
                identity(code, &body);
            }
        }
    }
}
