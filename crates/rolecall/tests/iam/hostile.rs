//! Input that nobody sends on purpose: every operation answers, and blames the caller.

use crate::server::Server;
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
    for operation in iam::OPERATIONS {
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
                let answer = server.call(server.caller("root@111111111111"), operation.name, &parameters).await;
                if let Err(error) = answer {
                    assert!((400..500).contains(&error.status), "{} {text:?}: {error}", operation.name);
                }
            }
        }
    }
}
