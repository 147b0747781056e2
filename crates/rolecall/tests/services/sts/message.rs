//! `DecodeAuthorizationMessage` (R3.46, R3.47): messages as a service of the server seals them.

use crate::kit::Server;
use jiff::SignedDuration;
use rolecall::session::message::seal_message;

const JSON: &str = r#"{"allowed":false,"explicitDeny":true}"#;
const INVALID: &str = "400 InvalidAuthorizationMessageException Invalid authorization message";

/// A message for 111111111111 that is good for an hour.
fn sealed(server: &Server) -> String {
    let expires = server.now() + SignedDuration::from_hours(1);
    seal_message(&server.node.ring, JSON, "111111111111".parse().unwrap(), expires).unwrap()
}

async fn decode(server: &Server, caller: &str, message: &str) -> Result<String, String> {
    server.call(caller, &format!("DecodeAuthorizationMessage EncodedMessage={message}")).await
}

/// R3.46: the account's callers who are allowed to read it do, users and role sessions alike.
#[tokio::test]
async fn those_who_may_read_it() {
    let mut server = Server::new().await;
    let message = sealed(&server);
    let shown = "<DecodedMessage>{&quot;allowed&quot;:false,&quot;explicitDeny&quot;:true}</DecodedMessage>";
    let plain = format!("<DecodedMessage>{JSON}</DecodedMessage>");
    let reads = |answer: Result<String, String>| {
        let answer = answer.unwrap();
        assert!(answer.contains(shown) || answer.contains(&plain), "{answer}");
    };
    reads(decode(&server, "root", &message).await);

    server.call("root", "CreateUser UserName=ana").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    assert_eq!(
        decode(&server, "ana", &message).await.unwrap_err(),
        "403 AccessDenied User: arn:aws:iam::111111111111:user/ana is not authorized to perform: \
         sts:DecodeAuthorizationMessage on resource: * because no identity-based policy allows the \
         sts:DecodeAuthorizationMessage action"
    );
    let allow = "PolicyName=p PolicyDocument=+sts:DecodeAuthorizationMessage";
    server.call("root", &format!("PutUserPolicy UserName=ana {allow}")).await.unwrap();
    reads(decode(&server, "ana", &message).await);

    let trust = "+sts:AssumeRole<arn:aws:iam::111111111111:user/ana>";
    server.call("root", &format!("CreateRole RoleName=dev AssumeRolePolicyDocument={trust}")).await.unwrap();
    server.call("root", &format!("PutRolePolicy RoleName=dev {allow}")).await.unwrap();
    let assume = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/dev RoleSessionName=ss";
    server.call_as("ana", assume, "dev").await;
    reads(decode(&server, "dev", &message).await);
}

/// R3.47: altered, cut off, expired, another account's, or a session token: all the same error.
#[tokio::test]
async fn what_is_refused() {
    let mut server = Server::new().await;
    let message = sealed(&server);
    let refused = |answer: Result<String, String>| assert_eq!(answer.unwrap_err(), INVALID);
    let (head, tail) = message.split_at(message.len() - 2);
    refused(decode(&server, "root", head).await);
    refused(decode(&server, "root", &format!("{head}{}", if tail == "AA" { "BB" } else { "AA" })).await);
    refused(decode(&server, "prod", &message).await);
    server.call_as("root", "GetSessionToken", "session").await;
    let token = server.keys["session"].token.clone().unwrap();
    refused(decode(&server, "root", &token).await);
    server.wait(3599).await;
    decode(&server, "root", &message).await.unwrap();
    server.wait(1).await;
    refused(decode(&server, "root", &message).await);
}
