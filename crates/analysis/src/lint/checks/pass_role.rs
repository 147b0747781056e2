//! `iam:PassRole` on every role, together with what runs code with a role that is passed.
//!
//! The pairs are those of the public catalogues of privilege escalation in IAM (Rhino Security Labs; pathfinding.cloud), each
//! with the service that assumes the role, which is what `iam:PassedToService` holds.

use super::privilege_escalation::{OF_CIRCUMSTANCES, all_of_iam, allows_everything, is_limited};
use super::{Check, Found, Kind, Subject};
use crate::lint::facts::actions::{Means, Named};
use crate::lint::facts::arn::fields;
use crate::lint::facts::pattern::Pattern;
use crate::lint::subject::Part;
use rolecall_policy::document::{ConditionElement, OperatorCore, SetPrefix};

pub(super) const CHECKS: &[Check] = &[Check::security_warning(
    "PRIVILEGE_ESCALATION_BY_PASS_ROLE",
    "a caller with the statement's permissions can run code as any role that a service may assume",
    find,
)];

/// The service that a role is passed to, and the actions that it takes to run code of one's own there.
const RUNNERS: [(&str, &[&str]); 27] = [
    ("ec2.amazonaws.com", &["ec2:RunInstances"]),
    ("ec2.amazonaws.com", &["ec2:RequestSpotInstances"]),
    ("ec2.amazonaws.com", &["autoscaling:CreateLaunchConfiguration", "autoscaling:CreateAutoScalingGroup"]),
    ("lambda.amazonaws.com", &["lambda:CreateFunction", "lambda:InvokeFunction"]),
    ("lambda.amazonaws.com", &["lambda:CreateFunction", "lambda:AddPermission"]),
    ("lambda.amazonaws.com", &["lambda:CreateFunction", "lambda:CreateEventSourceMapping"]),
    ("cloudformation.amazonaws.com", &["cloudformation:CreateStack"]),
    ("cloudformation.amazonaws.com", &["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"]),
    ("glue.amazonaws.com", &["glue:CreateDevEndpoint"]),
    ("glue.amazonaws.com", &["glue:CreateJob", "glue:StartJobRun"]),
    ("glue.amazonaws.com", &["glue:CreateJob", "glue:CreateTrigger"]),
    ("glue.amazonaws.com", &["glue:UpdateJob", "glue:StartJobRun"]),
    ("glue.amazonaws.com", &["glue:CreateSession", "glue:RunStatement"]),
    ("sagemaker.amazonaws.com", &["sagemaker:CreateNotebookInstance"]),
    ("sagemaker.amazonaws.com", &["sagemaker:CreateTrainingJob"]),
    ("sagemaker.amazonaws.com", &["sagemaker:CreateProcessingJob"]),
    (
        "datapipeline.amazonaws.com",
        &["datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition", "datapipeline:ActivatePipeline"],
    ),
    ("codebuild.amazonaws.com", &["codebuild:CreateProject", "codebuild:StartBuild"]),
    ("codebuild.amazonaws.com", &["codebuild:CreateProject", "codebuild:StartBuildBatch"]),
    // A task may be started with another command and another role than its definition has.
    ("ecs-tasks.amazonaws.com", &["ecs:RunTask"]),
    ("ecs-tasks.amazonaws.com", &["ecs:StartTask"]),
    ("ecs-tasks.amazonaws.com", &["ecs:RegisterTaskDefinition", "ecs:CreateService"]),
    ("ecs-tasks.amazonaws.com", &["batch:RegisterJobDefinition", "batch:SubmitJob"]),
    ("states.amazonaws.com", &["states:CreateStateMachine", "states:StartExecution"]),
    ("scheduler.amazonaws.com", &["scheduler:CreateSchedule"]),
    ("ssm.amazonaws.com", &["ssm:StartAutomationExecution"]),
    ("tasks.apprunner.amazonaws.com", &["apprunner:CreateService"]),
];

/// How many services a message names.
const NAMED: usize = 3;

const SERVICE: &str = "iam:PassedToService";

fn find(policy: &Subject<'_>, found: &mut Found) {
    if policy.parts.iter().any(|part| policy.kind != Kind::Identity || allows_everything(part)) {
        return;
    }
    // A `Deny` that speaks of it may leave no role that matters.
    if policy.parts.iter().any(|part| part.denies() && names(part, "iam", "PassRole")) {
        return;
    }
    for part in policy.allowing(Kind::Identity) {
        let Some(named) = part.listed_actions().iter().find(|named| named.includes("iam", "PassRole")) else {
            continue;
        };
        if !is_about_every_role(part) || limits_more_than_service(part) || all_of_iam(policy, part).is_some() {
            continue;
        }
        let mut ways: Vec<(&str, &[&str])> = Vec::new();
        for (service, actions) in RUNNERS {
            let is_new = !ways.iter().any(|(other, _)| *other == service);
            if is_new && may_pass_to(part, service) && actions.iter().all(|action| is_allowed(policy, action)) {
                ways.push((service, actions));
            }
        }
        if let Some(message) = message(&ways) {
            found.add(named.pattern.span, message);
        }
    }
}

fn message(ways: &[(&str, &[&str])]) -> Option<String> {
    let (_, actions) = ways.first()?;
    let services: Vec<String> = ways.iter().take(NAMED).map(|(service, _)| format!("`{service}`")).collect();
    let more = match ways.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let actions: Vec<String> = actions.iter().map(|action| format!("`{action}`")).collect();
    Some(format!(
        "with this and {}, which the policy also allows, a caller can run code as any role that {}{more} may assume: \
         name the roles that the caller may pass",
        actions.join(" and "),
        services.join(", "),
    ))
}

/// Whether every role of an account is meant, or all but some.
fn is_about_every_role(part: &Part<'_>) -> bool {
    part.has_not_resource()
        || part.resource_star().is_some()
        || part.resources().any(|(arn, _)| match *fields(arn).as_slice() {
            [_, _, "iam", "" | "*", _, role] => {
                let any = role.strip_prefix("role/").unwrap_or(role);
                !any.is_empty() && any.bytes().all(|byte| byte == b'*')
            }
            _ => false,
        })
}

/// Whether conditions ask for more than the service and the circumstances of the call.
fn limits_more_than_service(part: &Part<'_>) -> bool {
    let is_free = |condition: &ConditionElement| {
        let key = condition.key.value.to_ascii_lowercase();
        OF_CIRCUMSTANCES.contains(&&*key) || key.eq_ignore_ascii_case(SERVICE)
    };
    !part.statement.conditions.iter().all(is_free)
}

/// Whether the conditions let a role be passed to a service for certain.
fn may_pass_to(part: &Part<'_>, service: &str) -> bool {
    let of_service = |condition: &&ConditionElement| condition.key.value.eq_ignore_ascii_case(SERVICE);
    part.statement.conditions.iter().filter(of_service).all(|condition| {
        let operator = condition.operator.value;
        let fits = |value: &str| match operator.core {
            OperatorCore::StringEquals => value == service,
            OperatorCore::StringEqualsIgnoreCase => value.eq_ignore_ascii_case(service),
            OperatorCore::StringLike => {
                !value.contains("${") && Pattern::without_case(value).matches_without_case(service)
            }
            _ => false,
        };
        operator.set != Some(SetPrefix::ForAllValues) && condition.values.iter().any(|value| fits(&value.value))
    })
}

/// Whether some statement allows an action, on anything, and none denies it.
fn is_allowed(policy: &Subject<'_>, action: &str) -> bool {
    let Some((prefix, name)) = action.split_once(':') else { return false };
    let is_denied = policy.parts.iter().any(|part| part.denies() && names(part, prefix, name));
    let allows = |part: &Part<'_>| {
        let named = |named: &Named<'_>| !matches!(named.means, Means::Everything) && named.includes(prefix, name);
        !is_limited(part) && part.listed_actions().iter().any(named)
    };
    !is_denied && policy.allowing(Kind::Identity).any(allows)
}

/// Whether a statement may be about an action.
fn names(part: &Part<'_>, prefix: &str, action: &str) -> bool {
    part.actions.iter().any(|named| named.includes(prefix, action)) != part.has_not_action()
}

#[cfg(test)]
mod tests {
    use super::RUNNERS;
    use crate::lint::testing::identity;
    use rolecall_catalog::{authorization, service_principals};

    const CODE: &str = "PRIVILEGE_ESCALATION_BY_PASS_ROLE";

    #[test]
    fn roles_are_passed_to_what_runs_code() {
        identity(
            CODE,
            r#"
"Effect": "Allow", "Action": ["iam:PassRole", "ec2:RunInstances"], "Resource": "*"
                              ^^^^^^^^^^^^^^ `ec2:RunInstances`, which the policy also allows, a caller can run code as any role that `ec2.amazonaws.com` may assume
"#,
        );
        identity(
            CODE,
            r#"
"Effect": "Allow", "Action": "iam:Pass*", "Resource": "arn:aws:iam::111111111111:role/*"
                             ^^^^^^^^^^^ `lambda:CreateFunction` and `lambda:InvokeFunction`
}, {
"Effect": "Allow", "Action": ["lambda:*"], "Resource": "arn:aws:lambda:*:111111111111:function:my-*"
}, {
"Effect": "Allow", "Action": ["glue:*", "ecs:*", "states:*"], "Resource": "*"
"#,
        );
        for (other, says) in [
            // Both actions of a pair are needed.
            (r#""Action": "lambda:CreateFunction", "Resource": "*""#, false),
            (r#""Action": ["lambda:CreateFunction", "lambda:AddPermission"], "Resource": "*""#, true),
            (r#""Action": "ec2:Describe*", "Resource": "*""#, false),
            (
                r#""Action": "ec2:RunInstances", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestTag/x": "y"}}"#,
                false,
            ),
            (
                r#""Action": "ec2:RunInstances", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-3"}}"#,
                true,
            ),
        ] {
            let mark = if says { "\n                             ^^^^^^^^^^^^^^ a caller can run code" } else { "" };
            identity(
                CODE,
                &format!(
                    "\"Effect\": \"Allow\", \"Action\": \"iam:PassRole\", \"Resource\": \"*\"{mark}\n}}, {{\n\"Effect\": \"Allow\", {other}"
                ),
            );
        }
    }

    #[test]
    fn roles_that_cannot_be_run_with_are_left_alone() {
        let with = |says: bool, pass: &str, other: &str| {
            let mark = if says { "\n                             ^^^^^^^^^^^^^^ a caller can run code" } else { "" };
            identity(
                CODE,
                &format!(
                    "\"Effect\": \"Allow\", \"Action\": \"iam:PassRole\",{mark}\n{pass}\n}}, {{\n\
                     \"Effect\": \"Allow\", \"Action\": [\"ec2:RunInstances\", \"lambda:*\"], \"Resource\": \"*\"{other}"
                ),
            );
        };
        let to = |service: &str| {
            format!(r#""Resource": "*", "Condition": {{"StringLike": {{"iam:PassedToService": "{service}"}}}}"#)
        };
        with(true, r#""Resource": "*""#, "");
        with(true, r#""NotResource": "arn:aws:iam::111111111111:role/Admin""#, "");
        with(true, &to("lambda.amazonaws.com"), "");
        with(true, &to("ec2.amazonaws.com*"), "");
        // To another service, to some roles, under a condition that may leave none.
        with(false, &to("vpc-flow-logs.amazonaws.com"), "");
        with(false, r#""Resource": "arn:aws:iam::111111111111:role/app-*""#, "");
        with(false, r#""Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "web"}}"#, "");
        with(
            false,
            r#""Resource": "*", "Condition": {"StringNotEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}"#,
            "",
        );
        // Denied in part.
        with(
            false,
            r#""Resource": "*""#,
            "\n}, {\n\"Effect\": \"Deny\", \"Action\": \"iam:PassRole\", \"Resource\": \"arn:aws:iam::*:role/Admin\"",
        );
        with(false, &to("ec2*"), "\n}, {\n\"Effect\": \"Deny\", \"Action\": \"ec2:Run*\", \"Resource\": \"*\"");
    }

    #[test]
    fn the_actions_and_services_exist() {
        for (service, actions) in RUNNERS {
            assert!(service_principals().any(|known| known == service), "{service}");
            for action in actions {
                let (prefix, name) = action.split_once(':').unwrap();
                assert!(authorization().action(prefix, name).is_some(), "{action}");
            }
        }
    }
}
