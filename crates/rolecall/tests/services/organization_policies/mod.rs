//! Policies of organizations: what a story cannot say.

mod concurrency;
mod guardrails;

use crate::kit::Server;
use rolecall::api::error::ApiError;
use rolecall::directory::entities::{JoinedMethod, Membership, OrganizationRoot, OrganizationalUnit};
use rolecall::domain::guardrails::first_policies;
use rolecall_policy::AccountId;
use serde_json::{Value, json};

/// The management account.
const DEV: &str = "111111111111";
/// An account that becomes a member.
const PROD: &str = "222222222222";

/// Calls an operation of Organizations.
async fn call(server: &Server, caller: &str, operation: &str, input: Value) -> Result<Value, String> {
    let call = format!("organizations:AWSOrganizationsV20161128.{operation} {input}");
    let answer = server.call(caller, &call).await?;
    Ok(serde_json::from_str(&answer).unwrap_or(Value::Null))
}

/// The same as the management account's root user, which must work.
async fn root(server: &Server, operation: &str, input: Value) -> Value {
    call(server, "root", operation, input).await.unwrap_or_else(|error| panic!("{operation}: {error}"))
}

/// A server with an organization of 111111111111, in which both types of control policies are enabled; and the root's id.
async fn organization() -> (Server, String) {
    let server = Server::new().await;
    root(&server, "CreateOrganization", json!({})).await;
    let snapshot = server.node.directory.snapshot();
    let id = snapshot.all::<OrganizationRoot>().next().unwrap().id.clone();
    for policy_type in ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] {
        root(&server, "EnablePolicyType", json!({"RootId": id, "PolicyType": policy_type})).await;
    }
    (server, id)
}

/// Makes 222222222222 a member below a root or unit.
async fn join(server: &Server, parent: &str) {
    let joined = server.node.directory.change(|snapshot, edit| {
        let management: AccountId = DEV.parse().unwrap();
        let root = snapshot.list::<OrganizationRoot>(management).next();
        let root = snapshot.all::<OrganizationRoot>().next().or(root).unwrap();
        edit.create(&Membership {
            member: PROD.to_owned(),
            account: management,
            organization: root.organization.clone(),
            parent: parent.to_owned(),
            joined: server.now(),
            joined_method: JoinedMethod::Invited,
            policies: first_policies(root),
            tags: Vec::new(),
        })
    });
    joined.await.unwrap();
}

/// Makes an organizational unit.
async fn unit(server: &Server, id: &str, name: &str, parent: &str) {
    let made = server.node.directory.change(|snapshot, edit| {
        let root = snapshot.all::<OrganizationRoot>().next().ok_or_else(|| ApiError::internal("no root"))?;
        edit.create(&OrganizationalUnit {
            account: root.account,
            id: id.to_owned(),
            name: name.to_owned(),
            parent: parent.to_owned(),
            created: server.now(),
            policies: first_policies(root),
            tags: Vec::new(),
        })
    });
    made.await.unwrap();
}

/// Makes a policy and answers its id.
async fn policy(server: &Server, policy_type: &str, name: &str, content: &Value) -> String {
    let input = json!({"Name": name, "Description": "", "Type": policy_type, "Content": content.to_string()});
    let made = root(server, "CreatePolicy", input).await;
    made["Policy"]["PolicySummary"]["Id"].as_str().unwrap().to_owned()
}

/// Makes a service control policy that has one effect on actions.
async fn scp(server: &Server, name: &str, effect: &str, action: &str) -> String {
    let statement = json!({"Effect": effect, "Action": action, "Resource": "*"});
    policy(server, "SERVICE_CONTROL_POLICY", name, &json!({"Version": "2012-10-17", "Statement": statement})).await
}

/// Makes a resource control policy that denies actions under a condition.
async fn rcp(server: &Server, name: &str, action: &str, condition: Value) -> String {
    let statement =
        json!({"Effect": "Deny", "Principal": "*", "Action": action, "Resource": "*", "Condition": condition});
    policy(server, "RESOURCE_CONTROL_POLICY", name, &json!({"Version": "2012-10-17", "Statement": statement})).await
}

async fn attach(server: &Server, policy: &str, target: &str) {
    root(server, "AttachPolicy", json!({"PolicyId": policy, "TargetId": target})).await;
}

async fn detach(server: &Server, policy: &str, target: &str) {
    root(server, "DetachPolicy", json!({"PolicyId": policy, "TargetId": target})).await;
}
