//! Last accessed information, from the trail.

use crate::kit::Server;
use crate::kit::call::element;
use std::time::Duration;

/// What a job about `arn` finds, once it is completed.
async fn details(server: &Server, arn: &str, granularity: &str) -> (String, String) {
    let begin = format!("GenerateServiceLastAccessedDetails Arn={arn} Granularity={granularity}");
    let begun = server.call("root", &begin).await.unwrap();
    let job = element(&begun, "<JobId>").unwrap().to_owned();
    let completed = async {
        loop {
            let got = server.call("root", &format!("GetServiceLastAccessedDetails JobId={job}")).await.unwrap();
            if !got.contains("<JobStatus>IN_PROGRESS</JobStatus>") {
                return got;
            }
            // So many calls in a second would be too many.
            server.wait(1).await;
        }
    };
    (tokio::time::timeout(Duration::from_secs(60), completed).await.unwrap(), job)
}

/// The entry of a service, or of an action.
fn entry<'a>(details: &'a str, holds: &str) -> &'a str {
    let at = details.find(holds).unwrap_or_else(|| panic!("no {holds} in {details}"));
    let start = details[..at].rfind("<member>").unwrap();
    let end = details[at..].find("</member>").map_or(details.len(), |end| at + end);
    &details[start..end]
}

/// R4.51, R4.52: every service that the policies grant, with the last attempt, denied ones included; nothing of other
/// services, other users, or of more than 400 days ago.
#[tokio::test]
async fn attempts_are_told() {
    let mut server = Server::new().await;
    let policy = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["s3:ListAllMyBuckets","s3:CreateBucket","s3:GetObject","sqs:*"],"Resource":"*"},
        {"Effect":"Deny","Action":"s3:CreateBucket","Resource":"*"}]}"#;
    server.root("CreatePolicy", &[("PolicyName", "p"), ("PolicyDocument", policy)]).await;
    server.call("root", "CreateGroup GroupName=devs").await.unwrap();
    let policy_arn = "arn:aws:iam::111111111111:policy/p";
    server.call("root", &format!("AttachGroupPolicy GroupName=devs PolicyArn={policy_arn}")).await.unwrap();
    for user in ["ana", "bob", "eve"] {
        server.call("root", &format!("CreateUser UserName={user}")).await.unwrap();
        server.call_as("root", &format!("CreateAccessKey UserName={user}"), user).await;
        if user != "eve" {
            server.call("root", &format!("AddUserToGroup UserName={user} GroupName=devs")).await.unwrap();
        }
    }
    server.call("bob", "GET /").await.unwrap();
    server.wait(60).await;
    server.call("ana", "GET /").await.unwrap();
    server.call("ana", "PUT /photos").await.unwrap_err();
    server.call("eve", "GET /").await.unwrap_err();
    server.call("ana", "GetUser").await.unwrap_err();
    server.wait(60).await;

    let ana = "arn:aws:iam::111111111111:user/ana";
    let (found, _) = details(&server, ana, "ACTION_LEVEL").await;
    assert!(found.contains("<JobStatus>COMPLETED</JobStatus><JobType>ACTION_LEVEL</JobType>"), "{found}");
    assert!(!found.contains("<ServiceNamespace>iam</ServiceNamespace>"), "the policies grant nothing of it: {found}");
    let queue = entry(&found, "<ServiceNamespace>sqs</ServiceNamespace>");
    assert!(queue.contains("<ServiceName>Amazon SQS</ServiceName>"), "{queue}");
    assert!(queue.contains("<TotalAuthenticatedEntities>0</TotalAuthenticatedEntities>"), "{queue}");
    assert!(!queue.contains("LastAuthenticated>"), "{queue}");
    assert!(found.contains("<LastAuthenticated>2026-11-22T10:01:00Z</LastAuthenticated>"), "{found}");
    assert!(found.contains(&format!("<LastAuthenticatedEntity>{ana}</LastAuthenticatedEntity>")), "{found}");
    assert!(found.contains("<LastAuthenticatedRegion>us-east-1</LastAuthenticatedRegion>"), "{found}");
    let create = entry(&found, "<ActionName>CreateBucket</ActionName>");
    assert!(create.contains("<LastAccessedTime>2026-11-22T10:01:00Z</LastAccessedTime>"), "{create}");
    assert!(!found.contains("GetObject"), "a data event: {found}");

    let (found, job) = details(&server, policy_arn, "SERVICE_LEVEL").await;
    assert!(found.contains("<TotalAuthenticatedEntities>2</TotalAuthenticatedEntities>"), "{found}");
    assert!(!found.contains("ActionName"), "{found}");
    let with = format!("GetServiceLastAccessedDetailsWithEntities JobId={job} ServiceNamespace=s3");
    let with = server.call("root", &with).await.unwrap();
    let bob = entry(&with, "<Name>bob</Name>");
    assert!(bob.contains("<Arn>arn:aws:iam::111111111111:user/bob</Arn>"), "{bob}");
    assert!(bob.contains("<Type>USER</Type><Id>AIDA"), "{bob}");
    assert!(with.contains("<LastAuthenticated>2026-11-22T10:00:00Z</LastAuthenticated>"), "{with}");
    assert!(!with.contains("eve"), "{with}");

    let (found, _) = details(&server, "arn:aws:iam::111111111111:group/devs", "SERVICE_LEVEL").await;
    assert!(found.contains("<TotalAuthenticatedEntities>2</TotalAuthenticatedEntities>"), "{found}");

    server.wait(400 * 86_400).await;
    let (found, _) = details(&server, ana, "SERVICE_LEVEL").await;
    assert!(!found.contains("<TotalAuthenticatedEntities>1</TotalAuthenticatedEntities>"), "{found}");
}

/// R4.51: sessions of a role count for the role.
#[tokio::test]
async fn sessions_count_for_their_role() {
    let mut server = Server::new().await;
    let trust = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}"#;
    server.root("CreateRole", &[("RoleName", "r"), ("AssumeRolePolicyDocument", trust)]).await;
    server.call("root", "CreateUser UserName=ana").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    let arn = "arn:aws:iam::111111111111:role/r";
    let policy = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["iam:*","s3:*","sts:*"],"Resource":"*"}]}"#;
    server.root("PutRolePolicy", &[("RoleName", "r"), ("PolicyName", "p"), ("PolicyDocument", policy)]).await;
    server.root("PutUserPolicy", &[("UserName", "ana"), ("PolicyName", "p"), ("PolicyDocument", policy)]).await;
    server.call_as("ana", &format!("AssumeRole RoleArn={arn} RoleSessionName=session"), "session").await;
    server.call("session", "ListUsers").await.unwrap();
    let (found, _) = details(&server, arn, "SERVICE_LEVEL").await;
    assert!(found.contains(&format!("<LastAuthenticatedEntity>{arn}</LastAuthenticatedEntity>")), "{found}");
    assert_eq!(found.matches("<LastAuthenticated>").count(), 1, "only IAM was called: {found}");
    assert_eq!(found.matches("<ServiceNamespace>").count(), 3, "{found}");
}
