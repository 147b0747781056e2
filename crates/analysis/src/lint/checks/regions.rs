//! Regions that do not exist, and locks to Regions that shut out the services that have none.

use super::{Check, Found, Subject};
use crate::lint::facts::arn::{field_range, fields, is_open};
use crate::lint::facts::near::nearest;
use crate::lint::facts::pattern::Pattern;
use crate::lint::facts::variables::part_of;
use crate::lint::subject::Part;
use rolecall_catalog::regions;
use rolecall_policy::document::OperatorCore;

pub(super) const CHECKS: &[Check] = &[
    Check::warning("UNKNOWN_REGION", "there is no Region of this name", unknown),
    Check::warning(
        "REGION_LOCK_WITHOUT_GLOBAL_SERVICES",
        "a `Deny` of other Regions also denies services that have one endpoint for all Regions",
        region_lock,
    ),
];

/// The key that says which Region a request is for.
const REQUESTED: &str = "aws:RequestedRegion";

fn unknown(policy: &Subject<'_>, found: &mut Found) {
    for (arn, span) in policy.resources() {
        let fields = fields(arn);
        let Some(region) = fields.get(3).filter(|_| fields.len() == 6 && fields.first() == Some(&"arn")) else {
            continue;
        };
        // Of another form INVALID_ARN_REGION speaks; some services have a place named `global` or `us`.
        let has_form = region.matches('-').count() > 1 && region.ends_with(|last: char| last.is_ascii_digit());
        if has_form && !is_open(region) && !exists(region) {
            let (start, end) = field_range(arn, 3);
            found.add(part_of(policy.text, span, arn.len(), start..end), message(region));
        }
    }
    for (condition, _) in policy.conditions().filter(|(of, _)| of.key.value.eq_ignore_ascii_case(REQUESTED)) {
        let is_pattern = match condition.operator.value.core {
            OperatorCore::StringLike | OperatorCore::StringNotLike => true,
            OperatorCore::StringEquals | OperatorCore::StringNotEquals => false,
            OperatorCore::StringEqualsIgnoreCase | OperatorCore::StringNotEqualsIgnoreCase => false,
            _ => continue,
        };
        for value in condition.values.iter().filter(|value| !value.value.contains("${")) {
            let matches = |region: &str| {
                let pattern = Pattern::plain(&value.value);
                pattern.overlaps(&Pattern::literal(region), &policy.budget)
            };
            let ignores_case = condition.operator.value.core.name().ends_with("IgnoreCase");
            let is_one = if is_pattern {
                regions().any(matches)
            } else {
                exists(&value.value) || ignores_case && exists(&value.value.to_ascii_lowercase())
            };
            if !is_one {
                found.add(value.span, message(&value.value));
            }
        }
    }
}

fn exists(name: &str) -> bool {
    regions().any(|region| region == name)
}

fn message(name: &str) -> String {
    let hint = nearest(name, regions()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("there is no Region `{name}`{hint}")
}

/// Services that are reached in one Region of the partition only, and one of their actions: those that AWS's own example
/// excepts ("Deny access to AWS based on the requested Region"), and Organizations.
const GLOBAL: [(&str, &str); 5] = [
    ("cloudfront", "GetDistribution"),
    ("iam", "GetRole"),
    ("organizations", "DescribeOrganization"),
    ("route53", "GetHostedZone"),
    ("support", "DescribeCases"),
];

/// Where the endpoints of these services are, in the partitions `aws`, `aws-cn` and `aws-us-gov`.
const HOMES: [&str; 4] = ["us-east-1", "cn-north-1", "cn-northwest-1", "us-gov-west-1"];

fn region_lock(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| part.denies() && (part.has_not_action() || denies_all(part))) {
        let [condition] = part.statement.conditions.as_slice() else { continue };
        let is_lock = condition.key.value.eq_ignore_ascii_case(REQUESTED)
            && matches!(condition.operator.value.core, OperatorCore::StringNotEquals | OperatorCore::StringNotLike);
        let leaves_home = condition.values.iter().any(|value| {
            let pattern = Pattern::plain(&value.value);
            HOMES.iter().any(|home| pattern.overlaps(&Pattern::literal(home), &policy.budget))
        });
        if !is_lock || leaves_home || part.resource_star().is_none() {
            continue;
        }
        let shut_out: Vec<String> = shut_out(part).map(|service| format!("`{service}:*`")).collect();
        if let Some(element) = part.statement.action.as_ref().filter(|_| !shut_out.is_empty()) {
            let remedy = if part.has_not_action() { ("list", " too") } else { ("write `NotAction` with", "") };
            let message = format!(
                "requests for these services always go to us-east-1, so this denies them: {} {}{}",
                remedy.0,
                shut_out.join(", "),
                remedy.1
            );
            found.add(element.span, message);
        }
    }
}

/// Whether the statement is about every action.
fn denies_all(part: &Part<'_>) -> bool {
    part.listed_actions().iter().any(|named| !named.text().is_empty() && named.text().bytes().all(|byte| byte == b'*'))
}

/// The services that `NotAction` does not except.
fn shut_out(part: &Part<'_>) -> impl Iterator<Item = &'static str> {
    let is_excepted = |service: &str, action: &str| {
        part.has_not_action() && part.actions.iter().any(|named| named.includes(service, action))
    };
    GLOBAL.iter().filter(move |(service, action)| !is_excepted(service, action)).map(|(service, _)| *service)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{identity, scp};

    #[test]
    fn regions_that_do_not_exist() {
        identity(
            "UNKNOWN_REGION",
            r#"
"Effect": "Allow", "Action": "sqs:*", "Resource": ["arn:aws:sqs:eu-west-9:111111111111:q", "arn:aws:sqs:eu-west-1:111111111111:q",
                                                                ^^^^^^^^^ there is no Region `eu-west-9`
    "arn:aws:sqs:eu-*-9:111111111111:q", "arn:aws:sqs:us-east1:111111111111:q", "arn:aws:s3:::b"]
}, {
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
    "StringNotEquals": {"aws:requestedregion": ["eu-west-1", "eu-west1"]},
                                                             ^^^^^^^^^^ did you mean `eu-west-1`?
    "StringNotLike": {"aws:RequestedRegion": ["eu-*", "af-west-*", "${aws:PrincipalTag/region}"]},
                                                      ^^^^^^^^^^^ no Region
    "StringEqualsIgnoreCase": {"aws:RequestedRegion": "EU-WEST-1"}, "Null": {"aws:RequestedRegion": "false"}}
"#,
        );
    }

    #[test]
    fn locks_that_shut_out_global_services() {
        scp(
            "REGION_LOCK_WITHOUT_GLOBAL_SERVICES",
            r#"
"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*",
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ list `cloudfront:*`, `organizations:*`, `route53:*`, `support:*` too
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}
}, {
"Effect": "Deny", "Action": "*", "Resource": "*",
                  ^^^^^^^^^^^^^ write `NotAction` with `cloudfront:*`, `iam:*`, `organizations:*`, `route53:*`, `support:*`
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
}, {
"Effect": "Deny", "Action": "ec2:*", "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
}, {
"Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}}
}, {
"Effect": "Deny", "NotAction": ["cloudfront:*", "iam:*", "organizations:*", "route53:*", "support:*"], "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
}, {
"Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}}
}, {
"Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
    "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
}, {
"Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}, "Bool": {"aws:ViaAWSService": "false"}}
"#,
        );
    }
}
