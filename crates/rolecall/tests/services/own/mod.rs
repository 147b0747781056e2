//! The operations that AWS does not have, and above all what they do not tell.

mod explain_request;
mod list_requests;

use crate::kit::Server;
use serde_json::Value;

/// A server with two accounts: the user `ana` of 111111111111, who may do everything there, and the role `Vault` of
/// 222222222222, which trusts her and may read S3; the user `bob` of 111111111111, who may do nothing.
async fn world() -> Server {
    let mut server = Server::new().await;
    for user in ["ana", "bob"] {
        server.call("root", &format!("CreateUser UserName={user}")).await.unwrap();
        server.call_as("root", &format!("CreateAccessKey UserName={user}"), user).await;
    }
    let all = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    put_user_policy(&server, "ana", all).await;
    let trust = trusting("arn:aws:iam::111111111111:user/ana");
    let role = [("RoleName", "Vault"), ("AssumeRolePolicyDocument", &*trust)];
    server.ask("prod", "CreateRole", &role).await.unwrap();
    server
}

/// A trust policy with one principal.
fn trusting(arn: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"{arn}"}},"Action":"sts:AssumeRole"}}}}"#
    )
}

async fn put_user_policy(server: &Server, user: &str, document: &str) {
    let policy = [("UserName", user), ("PolicyName", "p"), ("PolicyDocument", document)];
    server.root("PutUserPolicy", &policy).await;
}

/// The output of an operation of our own.
async fn own(server: &Server, caller: &str, operation: &str, input: &Value) -> Value {
    let answer = server.call(caller, &format!("rolecall:{operation} {input}")).await;
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{operation} {input}: {error}"))).unwrap()
}

/// The texts at a pointer in each item of a list.
fn texts(list: &Value, pointer: &str) -> Vec<String> {
    let text = |item: &Value| item.pointer(pointer).and_then(Value::as_str).unwrap_or("-").to_owned();
    list.as_array().unwrap().iter().map(text).collect()
}
