//! `ExplainRequest`: who may see which half of a recorded decision.
//!
//! The matrix: a request of 111111111111 on something of 222222222222 is denied by either side or by both, for each of the
//! reasons that an account would not tell; each of the accounts reads it, and neither may find there what is the other's.

use super::{own, put_user_policy, texts, trusting, world};
use crate::kit::Server;
use crate::kit::call::Answer;
use serde_json::{Value, json};

const ROLE: &str = "arn:aws:iam::222222222222:role/Vault";

fn request_id(answer: &Answer) -> String {
    let id = answer.headers.get("x-amzn-requestid").or_else(|| answer.headers.get("x-amz-request-id"));
    id.unwrap().to_str().unwrap().to_owned()
}

async fn explained(server: &Server, reader: &str, id: &str) -> Value {
    own(server, reader, "ExplainRequest", &json!({"RequestId": id})).await
}

/// What each of the two accounts reads of a call that `caller` makes.
async fn both(server: &Server, caller: &str, call: &str) -> [Value; 2] {
    let id = request_id(&server.answer(caller, call).await);
    [explained(server, "root", &id).await, explained(server, "prod", &id).await]
}

fn layer<'v>(told: &'v Value, name: &str) -> &'v Value {
    told["Decisions"][0]["Layers"].as_array().unwrap().iter().find(|layer| layer["Name"] == name).unwrap()
}

/// The names of layers with what they say.
fn says(told: &Value) -> Vec<String> {
    let layers = &told["Decisions"][0]["Layers"];
    let both = texts(layers, "/Name").into_iter().zip(texts(layers, "/Outcome"));
    both.filter(|(_, says)| says != "NotPresent").map(|(name, says)| format!("{name} {says}")).collect()
}

fn assume() -> String {
    format!("AssumeRole RoleArn={ROLE} RoleSessionName=session")
}

/// The trust policy denies: the caller's account sees that the other account decided, and nothing of how.
#[tokio::test]
async fn the_resource_side_is_hidden_from_the_caller() {
    let server = world().await;
    let secret = r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"Mine","Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole",
         "Condition":{"StringEquals":{"sts:ExternalId":"top-secret-id"}}},
        {"Sid":"Never","Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRole",
         "Condition":{"StringEquals":{"aws:ResourceTag/tier":"hidden-tier"}}}]}"#;
    let trust = [("RoleName", "Vault"), ("PolicyDocument", secret)];
    server.ask("prod", "UpdateAssumeRolePolicy", &trust).await.unwrap();
    let [caller, resource] = both(&server, "ana", &assume()).await;
    assert_eq!(caller["HiddenAccounts"], json!(["222222222222"]));
    assert_eq!(says(&caller), ["RCP Hidden", "identity Allow", "resource Hidden"]);
    for word in ["top-secret-id", "ExternalId", "external id", "Mine", "Never", "hidden-tier"] {
        assert!(!caller.to_string().contains(word), "{word}: {caller}");
    }
    assert!(caller["Text"].as_str().unwrap().contains("decided by account 222222222222"), "{caller}");
    assert_eq!(caller["Decisions"][0]["CallerCan"], json!([]));
    // Whose policy it is sees it, and not who called.
    assert_eq!(resource["HiddenAccounts"], json!(["111111111111"]));
    assert!(resource.to_string().contains("top-secret-id"), "{resource}");
    assert_eq!(layer(&resource, "resource")["Outcome"], "NoMatch");
    assert_eq!(layer(&resource, "identity")["Outcome"], "Hidden");
    for word in ["user/ana", "\"ana\"", "AIDA", "AKIA"] {
        assert!(!resource.to_string().contains(word), "{word}: {resource}");
    }
}

/// An explicit denial of the one side does not show on the other, nor what the statement compares.
#[tokio::test]
async fn the_callers_side_is_hidden_from_the_resource() {
    let server = world().await;
    let deny = r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"OwnDeny","Effect":"Deny","Action":"sts:AssumeRole","Resource":"*"}]}"#;
    put_user_policy(&server, "ana", deny).await;
    // The policy itself would name her.
    let trust = trusting("111111111111");
    server.ask("prod", "UpdateAssumeRolePolicy", &[("RoleName", "Vault"), ("PolicyDocument", &*trust)]).await.unwrap();
    let [caller, resource] = both(&server, "ana", &assume()).await;
    assert_eq!(layer(&caller, "identity")["Outcome"], "Deny");
    assert!(caller["Text"].as_str().unwrap().starts_with("DENIED, explicitly"), "{caller}");
    assert_eq!(
        says(&resource),
        ["SCP Hidden", "session policy Hidden", "boundary Hidden", "identity Hidden", "resource Allow"]
    );
    assert!(resource["Text"].as_str().unwrap().starts_with("DENIED, implicitly"), "{resource}");
    for word in ["OwnDeny", "user/ana", "explicit"] {
        assert!(!resource.to_string().contains(word), "{word}: {resource}");
    }
    assert_eq!(resource["Request"]["AccountId"], "111111111111");
    assert_eq!(resource["Lineage"], json!([]));
}

/// A role that is not there and one that does not trust the caller are told alike to the caller's account.
#[tokio::test]
async fn what_is_not_there_is_not_told() {
    let server = world().await;
    let trust = trusting("222222222222");
    server.ask("prod", "CreateRole", &[("RoleName", "Shut"), ("AssumeRolePolicyDocument", &trust)]).await.unwrap();
    let mut told = Vec::new();
    for role in ["Shut", "Gone"] {
        let call = format!("AssumeRole RoleArn=arn:aws:iam::222222222222:role/{role} RoleSessionName=session");
        let id = request_id(&server.answer("ana", &call).await);
        let text = explained(&server, "root", &id).await.to_string();
        let time = explained(&server, "root", &id).await["Request"]["Time"].to_string();
        told.push(text.replace(&id, "ID").replace(role, "ROLE").replace(&time, "TIME"));
    }
    assert_eq!(told[0], told[1]);
}

/// What the policies of the resource compare of the caller is not told: principal, tags, user id.
#[tokio::test]
async fn values_of_the_caller_are_not_told() {
    let server = world().await;
    server.call("root", "TagUser UserName=ana Tags=team:secret-team").await.unwrap();
    for (condition, told) in [
        (r#""StringEquals":{"aws:PrincipalTag/team":"x"}"#, None),
        (r#""StringLike":{"aws:userid":"x"}"#, None),
        (r#""StringLike":{"aws:username":"x"}"#, None),
        (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111111111111:user/x"}"#, None),
        (r#""StringEquals":{"sts:RoleSessionName":"x${aws:username}"}"#, Some("session")),
        (r#""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#, Some("127.0.0.1")),
    ] {
        let trust = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"111111111111"}},"Action":"sts:AssumeRole","Condition":{{{condition}}}}}}}"#
        );
        server
            .ask("prod", "UpdateAssumeRolePolicy", &[("RoleName", "Vault"), ("PolicyDocument", &trust)])
            .await
            .unwrap();
        let [_, resource] = both(&server, "ana", &assume()).await;
        let span = &layer(&resource, "resource")["Policies"][0]["Spans"][0];
        assert_eq!(span["Actual"][0].as_str(), told, "{condition} {resource}");
        for word in ["secret-team", "user/ana", "\"ana\"", "AIDA"] {
            assert!(!resource.to_string().contains(word), "{condition} {word}: {resource}");
        }
    }
}

/// A session of a role of the other account, which a user of this one took: each knows its own.
#[tokio::test]
async fn lineage() {
    let mut server = world().await;
    server.call_as("ana", &assume(), "vault").await;
    let id = request_id(&server.answer("vault", "iam:ListUsers").await);
    let prod = explained(&server, "prod", &id).await;
    assert_eq!(
        texts(&prod["Lineage"], "/Arn"),
        ["111111111111", "arn:aws:sts::222222222222:assumed-role/Vault/session"]
    );
    assert!(!prod.to_string().contains("user/ana"), "{prod}");
    let told = server.call("root", &format!("rolecall:ExplainRequest {}", json!({"RequestId": id}))).await.unwrap_err();
    assert!(told.starts_with("400 ResourceNotFoundException "), "{told}");
}

/// In one account everything is seen; by the third, nothing; and a reader without the permission reads nothing.
#[tokio::test]
async fn who_may_read() {
    let server = world().await;
    let id = request_id(&server.answer("bob", "iam:ListUsers").await);
    let told = explained(&server, "root", &id).await;
    assert_eq!(told["HiddenAccounts"], json!([]));
    assert_eq!(told["Request"]["Outcome"], "Denied");
    assert!(told["Text"].as_str().unwrap().contains("arn:aws:iam::111111111111:user/bob"));
    let change = &told["Decisions"][0]["Changes"][0];
    let document: Value = serde_json::from_str(change["Document"].as_str().unwrap()).unwrap();
    assert_eq!(document["Statement"][0]["Action"], "iam:ListUsers");
    assert_eq!(change["AccountId"], "111111111111");
    for reader in ["prod", "moved"] {
        let told =
            server.call(reader, &format!("rolecall:ExplainRequest {}", json!({"RequestId": id}))).await.unwrap_err();
        assert!(told.starts_with("400 ResourceNotFoundException "), "{told}");
    }
    let told = server.call("bob", &format!("rolecall:ExplainRequest {}", json!({"RequestId": id}))).await.unwrap_err();
    assert!(told.starts_with("400 AccessDeniedException "), "{told}");
    // Reading is on record too, with what was asked of the other account.
    let id = request_id(&server.answer("ana", &assume()).await);
    explained(&server, "root", &id).await;
    let asked = own(&server, "prod", "ListRequests", &json!({"Filters": {"Action": "ExplainRequest"}})).await;
    assert_eq!(texts(&asked["Requests"], "/AccountId"), ["111111111111", "222222222222"], "the other one was its own");
}

/// An allowed request of one account on another's resource: the statements of the other side are left out.
#[tokio::test]
async fn allowed_requests() {
    let server = world().await;
    let [caller, resource] = both(&server, "ana", &assume()).await;
    assert_eq!(says(&caller), ["identity Allow", "resource Hidden"]);
    assert_eq!(says(&resource), ["resource Allow", "identity Hidden"]);
    assert!(!resource.to_string().contains("user/ana"), "{resource}");
    assert!(!caller.to_string().contains("trust policy"), "{caller}");
}
