//! Input that nobody sends on purpose: every operation answers, and blames the caller.

use crate::kit::Server;
use rolecall::services::iam;

/// Parameters of the operations, lists with their first items.
const NAMES: &[&str] = &[
    "AccessKeyId",
    "AccountAlias",
    "AssignmentStatus",
    "AssumeRolePolicyDocument",
    "AuthenticationCode1",
    "AuthenticationCode2",
    "Description",
    "EntityFilter",
    "Filter.member.1",
    "GroupName",
    "InstanceProfileName",
    "Marker",
    "MaxItems",
    "MaxSessionDuration",
    "NewGroupName",
    "NewPath",
    "NewUserName",
    "OnlyAttached",
    "Path",
    "PathPrefix",
    "PermissionsBoundary",
    "PolicyArn",
    "PolicyDocument",
    "PolicyName",
    "PolicyUsageFilter",
    "RoleName",
    "Scope",
    "SerialNumber",
    "SetAsDefault",
    "Status",
    "TagKeys.member.1",
    "Tags.member.1.Key",
    "Tags.member.1.Value",
    "UserName",
    "VersionId",
    "VirtualMFADeviceName",
];

/// Parameters that are kept valid, so that the others are reached.
const VALID: &[(&str, &str)] = &[
    ("MaxItems", "3"),
    ("MaxSessionDuration", "3600"),
    ("OnlyAttached", "true"),
    ("SetAsDefault", "true"),
    ("Status", "Inactive"),
    ("Scope", "All"),
    ("PolicyUsageFilter", "PermissionsPolicy"),
    ("AssignmentStatus", "Any"),
    ("EntityFilter", "User"),
    ("Filter.member.1", "Role"),
    ("VersionId", "v4294967296"),
    ("AuthenticationCode1", "000000"),
    ("AuthenticationCode2", "999999"),
];

/// Texts that are empty, long, foreign, or nearly something.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "a",
        "-",
        "é",
        "\0",
        "\u{fffe}😀",
        "/",
        "//",
        "/\u{7f}/",
        "%00%ff",
        "arn:aws:iam::111111111111:user/a",
        "arn:aws:iam::111111111111:policy/",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:iam::333333333333:mfa/a",
        "arn:::::::::::::::::::::",
        "AKIAAAAAAAAAAAAAAAAA",
        "{}",
        "[[[[[[[[[[[[[[[[[[[[[[[[",
        r#"{"Version":"2012-10-17","Statement":[]}"#,
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["AIDA","é"]},"Action":"sts:*"}}"#,
        "-9223372036854775809",
        "99999999999999999999",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("x".repeat(130_000));
    texts.push("[".repeat(130_000));
    texts
}

/// No operation fails on its own, whatever it is given.
#[tokio::test]
async fn every_operation_answers_every_input() {
    let server = Server::new().await;
    for operation in iam::SERVICE.served() {
        for text in texts() {
            let all: Vec<(String, String)> = NAMES.iter().map(|name| ((*name).to_owned(), text.clone())).collect();
            let some: Vec<(String, String)> = NAMES
                .iter()
                .map(|name| {
                    let valid = VALID.iter().find(|(known, _)| known == name);
                    ((*name).to_owned(), valid.map_or_else(|| text.clone(), |(_, value)| (*value).to_owned()))
                })
                .collect();
            for parameters in [all, some] {
                let answer = server.direct("root", operation, &parameters).await;
                if let Err(error) = answer {
                    assert!((400..500).contains(&error.status), "{operation} {text:?}: {error}");
                }
            }
        }
    }
}

/// A question to the simulator that can be answered, with every parameter there is.
const QUESTION: &[(&str, &str)] = &[
    ("PolicySourceArn", "arn:aws:iam::111111111111:user/ana"),
    ("PolicyInputList.member.1", r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#),
    ("PermissionsBoundaryPolicyInputList.member.1", r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#),
    (
        "OrderedOrganizationPolicyInputList.member.1.ServiceControlPolicyInputList.member.1",
        r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
    ),
    ("ActionNames.member.1", "s3:GetObject"),
    ("ResourceArns.member.1", "arn:aws:ec2:us-east-1:111111111111:instance/i"),
    ("ResourceArns.member.2", "arn:aws:ec2:us-east-1::image/a"),
    ("ResourceArns.member.3", "arn:aws:ec2:us-east-1:111111111111:security-group/s"),
    ("ResourceArns.member.4", "arn:aws:ec2:us-east-1:111111111111:network-interface/n"),
    ("ResourcePolicy", r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#),
    ("ResourceOwner", "arn:aws:iam::222222222222:root"),
    ("CallerArn", "arn:aws:iam::222222222222:user/eve"),
    ("ContextEntries.member.1.ContextKeyName", "aws:SourceIp"),
    ("ContextEntries.member.1.ContextKeyType", "stringList"),
    ("ContextEntries.member.1.ContextKeyValues.member.1", "x"),
    ("ResourceHandlingOption", "EC2-VPC-InstanceStore"),
    ("PolicyExclusionList.member.1.PolicyType", "inline"),
    ("PolicyExclusionList.member.1.PolicyArn", "arn:aws:iam::111111111111:policy/p"),
    ("PolicyExclusionList.member.1.InlinePolicyIdentifier.PolicyName", "own"),
    ("PolicyExclusionList.member.1.InlinePolicyIdentifier.AttachmentType", "user"),
    ("PolicyExclusionList.member.1.InlinePolicyIdentifier.AttachmentName", "ana"),
    ("MaxItems", "3"),
];

/// The simulator as well, with each parameter in turn, the others being right.
#[tokio::test]
async fn the_simulator_answers_every_input() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    let document = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    let own = [("UserName", "ana"), ("PolicyName", "own"), ("PolicyDocument", document)];
    server.root("PutUserPolicy", &own).await;
    for operation in ["SimulatePrincipalPolicy", "SimulateCustomPolicy"] {
        // Without the exclusion the user's own policy would deny.
        assert!(server.root(operation, QUESTION).await.contains("<EvalDecision>allowed<"));
        for (name, _) in QUESTION.iter().chain(&[("Marker", "")]) {
            for text in texts() {
                let others = QUESTION.iter().filter(|(other, _)| other != name);
                let parameters: Vec<(String, String)> = others
                    .map(|(other, value)| ((*other).to_owned(), (*value).to_owned()))
                    .chain([((*name).to_owned(), text.clone())])
                    .collect();
                let answer = server.direct("root", operation, &parameters).await;
                if let Err(error) = answer {
                    assert!((400..500).contains(&error.status), "{operation} {name}={text:?}: {error}");
                }
            }
        }
    }
}
