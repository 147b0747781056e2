//! `tables/context.txt`: the condition keys of requests, seen through policies.

use crate::kit::Server;
use crate::kit::call::expand;
use serde_json::{Value, json};

const TABLE: &str = include_str!("../../tables/context.txt");

const PROBE: &str = "arn:aws:iam::111111111111:role/probe";

/// Every row: the key is there with exactly these values, or is not there.
#[tokio::test]
async fn requests_carry_these_keys() {
    let server = world().await;
    let mut wrong = Vec::new();
    for (at, row) in TABLE.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let [who, key, expected] = row.split(" | ").collect::<Vec<_>>()[..] else { panic!("line {}: {row}", at + 1) };
        for condition in conditions(key, &expand(expected, &server.kept)) {
            let holds = match who.split_once(' ') {
                // The policy of a bucket cannot have keys of STS (R1.78).
                None if key.starts_with("sts:") => seen_by_own_policy(&server, who, &condition).await,
                None => seen_by_bucket(&server, who, &condition).await,
                Some((who, parameters)) => seen_by_role(&server, who, parameters, &condition).await,
            };
            if let Err(fault) = holds {
                wrong.push(format!("line {}: {row}\n  {fault}", at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Conditions that hold together if and only if the key has exactly these values.
fn conditions(key: &str, expected: &str) -> Vec<Value> {
    if expected == "absent" {
        return vec![json!({"Null": {key: "true"}})];
    }
    let values: Vec<&str> = expected.split(',').collect();
    let all = json!({"Null": {key: "false"}, "ForAllValues:StringEquals": {key: values}});
    let each = values.iter().map(|value| json!({"ForAnyValue:StringEquals": {key: value}}));
    std::iter::once(all).chain(each).collect()
}

/// Who may list the bucket may no longer where the condition holds.
async fn seen_by_bucket(server: &Server, who: &str, condition: &Value) -> Result<(), String> {
    let list = |statement: &str| format!("{statement}s3:ListBucket<*>@arn:aws:s3:::photos");
    let policy = format!("{};{}{condition}", list("+"), list("-"));
    server.call("root", &format!("PUT /photos?policy Body={policy}")).await?;
    match server.call(who, "GET /photos").await {
        Err(error) if error.starts_with("403 AccessDenied") => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(format!("does not hold: {condition}")),
    }
}

/// The same for a session of the role `dev`, by the role's own policy.
async fn seen_by_own_policy(server: &Server, who: &str, condition: &Value) -> Result<(), String> {
    server.call("root", "PUT /photos?policy Body=+s3:ListBucket<*>@arn:aws:s3:::photos").await?;
    let policy = format!("PolicyDocument=-s3:ListBucket@arn:aws:s3:::photos{condition}");
    server.call("root", &format!("PutRolePolicy RoleName=dev PolicyName=probe {policy}")).await?;
    let answer = server.call(who, "GET /photos").await;
    server.call("root", "DeleteRolePolicy RoleName=dev PolicyName=probe").await?;
    match answer {
        Err(error) if error.starts_with("403 AccessDenied") => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(format!("does not hold: {condition}")),
    }
}

/// The role trusts everybody where the condition holds.
async fn seen_by_role(server: &Server, who: &str, parameters: &str, condition: &Value) -> Result<(), String> {
    let trust = format!("+sts:AssumeRole,sts:TagSession,sts:SetSourceIdentity<*>{condition}");
    server.call("root", &format!("UpdateAssumeRolePolicy RoleName=probe PolicyDocument={trust}")).await?;
    let parameters = if parameters == "-" { "" } else { parameters };
    // Each code is good once.
    if parameters.contains("TokenCode") {
        server.wait(60).await;
    }
    let call = format!("AssumeRole RoleArn={PROBE} RoleSessionName=s2 {parameters}");
    server.call(who, &call).await.map(drop).map_err(|error| format!("{condition}: {error}"))
}

async fn world() -> Server {
    let mut server = Server::new().await;
    let assume = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/x/dev RoleSessionName=s1";
    server.call("root", "PUT /photos").await.unwrap();
    server.call("root", "DELETE /photos?publicAccessBlock").await.unwrap();
    let answer = server.call("root", "CreateUser UserName=ana Path=/team/ Tags=Team:user").await.unwrap();
    server.keep("ana", &answer, "<UserId>");
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    server.call("root", "PutUserPolicy UserName=ana PolicyName=p PolicyDocument=+*").await.unwrap();
    let answer = server.call("root", "CreateVirtualMFADevice VirtualMFADeviceName=phone").await.unwrap();
    server.keep("phone", &answer, "<Base32StringSeed>");
    let serial = "SerialNumber=arn:aws:iam::111111111111:mfa/phone";
    let enable = format!("EnableMFADevice UserName=ana {serial}");
    let codes = "AuthenticationCode1=#phone,-2 AuthenticationCode2=#phone,-1";
    server.call("root", &format!("{enable} {codes}")).await.unwrap();
    let trust = "+sts:AssumeRole,sts:TagSession,sts:SetSourceIdentity<111111111111>";
    let role = format!("CreateRole RoleName=dev Path=/x/ Tags=Team:role,Stage:role AssumeRolePolicyDocument={trust}");
    let answer = server.call("root", &role).await.unwrap();
    server.keep("role", &answer, "<RoleId>");
    server.call("root", "PutRolePolicy RoleName=dev PolicyName=p PolicyDocument=+*").await.unwrap();
    let probe = format!("CreateRole RoleName=probe Tags=Team:probe,Cost:probe AssumeRolePolicyDocument={trust}");
    server.call("root", &probe).await.unwrap();

    server.call_as("ana", "GetSessionToken", "session").await;
    server.call_as("ana", &format!("GetSessionToken {serial} TokenCode=#phone,0"), "strong").await;
    server.call_as("ana", "GetFederationToken Name=guest Tags=Team:guest Policy=+*", "guest").await;
    server.call_as("root", "GetFederationToken Name=visitor Policy=+*", "visitor").await;
    server.call_as("root", "GetSessionToken", "root-session").await;
    server.call_as("ana", assume, "plain").await;
    let tags = "SourceIdentity=ana Tags=team:session,Cost:7 TransitiveTagKeys=Cost";
    server.call_as("ana", &format!("{assume} {tags}"), "tagged").await;
    server.call_as("ana", &format!("{assume} {serial} TokenCode=#phone,1"), "with-mfa").await;
    server.wait(90).await;
    server
}
