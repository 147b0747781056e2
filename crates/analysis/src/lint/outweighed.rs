//! One mistake, one finding.
//!
//! Several checks may look at the same mistake from different sides. A person corrects it once, so only the finding that says
//! most is kept. If the correction leaves something else, the next run finds that.

use super::Finding;
use rolecall_policy::Span;
use std::collections::HashSet;

/// Where the two findings are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Near {
    /// At the same place.
    Place,
    /// In the same statement.
    Statement,
}

/// Codes of findings, and of those that they make superfluous. A code that ends in `*` stands for all that begin so.
const OUTWEIGHED: [(&[&str], Near, &[&str]); 8] = [
    // The remedy of each is to name the resources, and they say why.
    (
        &[
            "ASSUME_ROLE_WITH_STAR_IN_RESOURCE",
            "CREATE_SLR_WITH_STAR_IN_RESOURCE",
            "PASS_ROLE_WITH_STAR_IN_RESOURCE",
            "PRIVILEGE_ESCALATION",
            "PRIVILEGE_ESCALATION_BY_PASS_ROLE",
        ],
        Near::Statement,
        &["RESOURCE_LEVEL_AVAILABLE"],
    ),
    // It says what makes the permission dangerous.
    (&["PRIVILEGE_ESCALATION_BY_PASS_ROLE"], Near::Place, &["PASS_ROLE_*"]),
    // One pattern is too wide: it says which actions are the worst of those that the pattern includes.
    (&["PRIVILEGE_ESCALATION"], Near::Place, &["PASS_ROLE_WITH_STAR_IN_ACTION_*", "CREATE_SLR_WITH_STAR_IN_ACTION_*"]),
    (&["PASS_ROLE_WITH_STAR_IN_ACTION_*"], Near::Place, &["CREATE_SLR_WITH_STAR_IN_ACTION_*"]),
    // `NotAction` is the mistake; the worst of what it allows says so.
    (
        &["PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE"],
        Near::Place,
        &["ALLOW_WITH_NOT_ACTION", "CREATE_SLR_*"],
    ),
    (
        &["CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE"],
        Near::Place,
        &["ALLOW_WITH_NOT_ACTION"],
    ),
    // An ARN that matches nothing leaves an action without a resource.
    (
        &[
            "ARN_ACCOUNT_NOT_ALLOWED",
            "ARN_REGION_NOT_ALLOWED",
            "ARN_REGION_NOT_ALLOWED_FOR_TYPE",
            "INCOMPLETE_ARN",
            "INVALID_ARN_*",
            "INVALID_IAM_RESOURCE_TYPE",
            "INVALID_PARTITION",
            "INVALID_SERVICE",
            "MISSING_ARN_*",
            "VARIABLE_IN_ARN_FIELD",
        ],
        Near::Statement,
        &["ACTION_WITHOUT_RESOURCE"],
    ),
    // AWS refuses the statement, so it denies nothing.
    (&["RCP_SYNTAX_ERROR_ACTION"], Near::Statement, &["DENY_EVERYTHING"]),
];

/// Removes the findings that others make superfluous. `statements` are the places of the policy's statements, in order.
pub(super) fn remove(findings: &mut Vec<Finding>, statements: &[Span]) {
    let place = |near: Near, span: Span| match near {
        Near::Place => (span.start, span.end),
        // The statement's number and nothing else.
        Near::Statement => (u32::MAX, number(statements.partition_point(|statement| statement.start <= span.start))),
    };
    let mut heavy = HashSet::new();
    for finding in &*findings {
        let rules = OUTWEIGHED.iter().enumerate().filter(|(_, rule)| is_one_of(finding.code, rule.0));
        heavy.extend(rules.map(|(rule, (_, near, _))| (rule, place(*near, finding.span))));
    }
    findings.retain(|finding| {
        let mut rules = OUTWEIGHED.iter().enumerate().filter(|(_, rule)| is_one_of(finding.code, rule.2));
        !rules.any(|(rule, (_, near, _))| heavy.contains(&(rule, place(*near, finding.span))))
    });
}

/// A text that is examined has far fewer statements.
fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn is_one_of(code: &str, list: &[&str]) -> bool {
    list.iter().any(|listed| match listed.strip_suffix('*') {
        Some(start) => code.starts_with(start),
        None => *listed == code,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Kind, Settings, all_codes, lint};

    /// The codes of the findings of one statement, in the order of the text.
    fn codes(kind: Kind, statement: &str) -> Vec<&'static str> {
        let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{{{statement}}}]}}"#);
        lint(&text, &Settings { kind, account: None }).into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn the_table_names_codes_that_exist() {
        for code in OUTWEIGHED.iter().flat_map(|(heavier, _, lighter)| heavier.iter().chain(*lighter)) {
            assert!(all_codes().iter().any(|(known, ..)| is_one_of(known, &[code])), "{code}");
        }
    }

    /// A policy with one mistake has one finding, whatever kind of mistake it is.
    #[test]
    fn one_mistake_is_one_finding() {
        use Kind::{Identity, Rcp, Resource, Scp, Trust};
        for (kind, statement, code) in [
            (
                Identity,
                r#""Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*""#,
                "ASSUME_ROLE_WITH_STAR_IN_RESOURCE",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "iam:PassRole", "Resource": "*""#,
                "PASS_ROLE_WITH_STAR_IN_RESOURCE",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "iam:Pass*", "Resource": "*""#,
                "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
            ),
            (Identity, r#""Effect": "Allow", "Action": "iam:P*", "Resource": "*""#, "PRIVILEGE_ESCALATION"),
            (
                Identity,
                r#""Effect": "Allow", "Action": ["iam:PassRole", "ec2:RunInstances"], "Resource": "*""#,
                "PRIVILEGE_ESCALATION_BY_PASS_ROLE",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "iam:AttachUserPolicy", "Resource": "*""#,
                "PRIVILEGE_ESCALATION",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*""#,
                "CREATE_SLR_WITH_STAR_IN_RESOURCE",
            ),
            (
                Identity,
                r#""Effect": "Allow", "NotAction": "s3:*", "Resource": "*""#,
                "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
            ),
            (Identity, r#""Effect": "Allow", "NotAction": "iam:*", "Resource": "*""#, "ALLOW_WITH_NOT_ACTION"),
            (Identity, r#""Effect": "Allow", "Action": "iam:*", "Resource": "*""#, "IAM_FULL_ACCESS"),
            (Identity, r#""Effect": "Allow", "Action": "*", "Resource": "*""#, "ADMINISTRATOR_ACCESS"),
            (
                Identity,
                r#""Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*""#,
                "RESOURCE_LEVEL_AVAILABLE",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "s3:GetObjct", "Resource": "arn:aws:s3:::b/*""#,
                "INVALID_ACTION",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b""#,
                "ACTION_WITHOUT_RESOURCE",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s33:::b/*""#,
                "INVALID_SERVICE",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:eu-west-1::b/*""#,
                "ARN_REGION_NOT_ALLOWED",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3::111111111111:b/*""#,
                "ARN_ACCOUNT_NOT_ALLOWED",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:b/*""#,
                "INCOMPLETE_ARN",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs::111111111111:jobs""#,
                "MISSING_ARN_REGION",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:SQS:eu-west-1:111111111111:jobs""#,
                "INVALID_ARN_SERVICE_CASE",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:eu-west-1:111111111111:tables/t""#,
                "INVALID_ARN_RESOURCE",
            ),
            (
                Identity,
                r#""Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111111111111:roles/app""#,
                "INVALID_IAM_RESOURCE_TYPE",
            ),
            (Trust, r#""Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole""#, "PUBLIC_ACCESS"),
            (
                Resource,
                r#""Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*""#,
                "PUBLIC_ACCESS",
            ),
            (Rcp, r#""Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*""#, "RCP_SYNTAX_ERROR_ACTION"),
            (
                Rcp,
                r#""Effect": "Deny", "Principal": "*", "Action": "ec2:*", "Resource": "*",
                   "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-aaaaaaaaaa"}}"#,
                "RCP_UNSUPPORTED_SERVICE",
            ),
            (
                Scp,
                r#""Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
                   "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}"#,
                "REGION_LOCK_WITHOUT_GLOBAL_SERVICES",
            ),
        ] {
            assert_eq!(codes(kind, statement), [code], "{statement}");
        }
    }

    /// A mistake of another statement, or of another place, is another mistake.
    #[test]
    fn two_mistakes_are_two_findings() {
        for (statement, expected) in [
            (
                r#""Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"},
                   {"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*""#,
                ["PASS_ROLE_WITH_STAR_IN_RESOURCE", "RESOURCE_LEVEL_AVAILABLE"].as_slice(),
            ),
            (
                r#""Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s33:::b/*"},
                   {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b""#,
                &["INVALID_SERVICE", "ACTION_WITHOUT_RESOURCE"],
            ),
            (
                r#""Effect": "Allow", "Action": ["iam:PassRole", "iam:CreateServiceLinkedRole"], "Resource": "*""#,
                &["PASS_ROLE_WITH_STAR_IN_RESOURCE", "CREATE_SLR_WITH_STAR_IN_RESOURCE"],
            ),
        ] {
            assert_eq!(codes(Kind::Identity, statement), expected, "{statement}");
        }
    }
}
