//! `ListAssumableRoles`, `WhoCanAssume` and `GetTrustGraph`: they say what `AssumeRole` does, and tell nothing of other accounts.

use super::{own, put_user_policy, texts, trusting, world};
use crate::kit::Server;
use serde_json::{Value, json};

async fn role(server: &Server, owner: &str, name: &str, trust: &str) {
    server.ask(owner, "CreateRole", &[("RoleName", name), ("AssumeRolePolicyDocument", trust)]).await.unwrap();
}

/// A trust policy with a condition.
fn trusting_if(principal: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sts:AssumeRole","Condition":{{{condition}}}}}}}"#
    )
}

/// `account name decision` of each role.
async fn assumable(server: &Server, caller: &str) -> Vec<String> {
    let listed = own(server, caller, "ListAssumableRoles", &json!({})).await;
    let of = |role: &Value| {
        let text = |member: &str| role[member].as_str().unwrap().to_owned();
        format!("{} {} {}", &text("AccountId")[..3], text("RoleName"), text("Decision"))
    };
    listed["Roles"].as_array().unwrap().iter().map(of).collect()
}

/// Roles of each kind, in both accounts.
async fn roles(server: &Server) {
    for (owner, account) in [("root", "111111111111"), ("prod", "222222222222")] {
        let ana = "arn:aws:iam::111111111111:user/ana";
        role(server, owner, "Direct", &trusting(ana)).await;
        role(server, owner, "Account", &trusting("111111111111")).await;
        role(server, owner, "Id", &trusting_if("111111111111", r#""StringEquals":{"sts:ExternalId":"secret-id"}"#))
            .await;
        role(server, owner, "Mfa", &trusting_if(ana, r#""Bool":{"aws:MultiFactorAuthPresent":"true"}"#)).await;
        role(server, owner, "Shut", &trusting("333333333333")).await;
        role(server, owner, "Open", &trusting("*")).await;
        role(server, owner, "OpenId", &trusting_if("*", r#""StringEquals":{"sts:ExternalId":"secret-id"}"#)).await;
        role(server, owner, "Elsewhere", &trusting_if("*", r#""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#)).await;
        role(server, owner, "Own", &trusting(account)).await;
    }
}

/// Whatever is listed as allowed can be assumed, and nothing else can by a plain call.
async fn holds_for_calls(server: &Server, caller: &str) {
    for listed in assumable(server, caller).await {
        let words: Vec<&str> = listed.split(' ').collect();
        let account = words[0].repeat(4);
        let call = format!("AssumeRole RoleArn=arn:aws:iam::{account}:role/{} RoleSessionName=session", words[1]);
        let answer = server.call(caller, &call).await;
        assert_eq!(answer.is_ok(), words[2] == "Allowed", "{caller} {listed} {answer:?}");
    }
}

/// Ana may do everything in her account: she sees its roles, and those of the other one that let her in.
#[tokio::test]
async fn roles_of_the_caller() {
    let server = world().await;
    roles(&server).await;
    let own = [
        "111 Account Allowed",
        "111 Direct Allowed",
        "111 Elsewhere Denied",
        "111 Id Depends",
        "111 Mfa NeedsMfa",
        "111 Open Allowed",
        "111 OpenId Depends",
        "111 Own Allowed",
        "111 Shut Denied",
    ];
    let other = [
        "222 Account Allowed",
        "222 Direct Allowed",
        "222 Id Depends",
        "222 Mfa NeedsMfa",
        "222 Open Allowed",
        "222 Vault Allowed",
    ];
    let mut listed = assumable(&server, "ana").await;
    listed.sort();
    assert_eq!(listed, [&own[..], &other[..]].concat());
    holds_for_calls(&server, "ana").await;
    // What the other account's policy asks is not told.
    let told = own_text(&server, "ana").await;
    let (before, after) = told.split_once("arn:aws:iam::222222222222").unwrap();
    assert!(before.contains("secret-id") && !after.contains("secret-id"), "{after}");
    assert!(after.contains("account 222222222222 decides") && !after.contains("AccountName"), "{after}");
    assert!(before.contains("AccountName"), "{before}");
}

async fn own_text(server: &Server, caller: &str) -> String {
    own(server, caller, "ListAssumableRoles", &json!({})).await.to_string()
}

/// Bob may list and nothing else: own roles are denied but for those that name him, and of other accounts he sees nothing.
#[tokio::test]
async fn roles_of_a_caller_without_permissions() {
    let server = world().await;
    roles(&server).await;
    let list = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"rolecall:*","Resource":"*"}}"#;
    put_user_policy(&server, "bob", list).await;
    role(&server, "root", "Bobs", &trusting("arn:aws:iam::111111111111:user/bob")).await;
    let listed = assumable(&server, "bob").await;
    assert!(listed.iter().all(|role| role.starts_with("111 ")), "{listed:?}");
    assert!(
        listed.contains(&"111 Bobs Allowed".to_owned()) && listed.contains(&"111 Own Denied".to_owned()),
        "{listed:?}"
    );
    holds_for_calls(&server, "bob").await;
    // The root user can assume none.
    assert!(assumable(&server, "root").await.iter().all(|role| role.ends_with(" Denied")));
}

/// With what a session brings along and what limits it.
#[tokio::test]
async fn roles_of_sessions() {
    let mut server = world().await;
    roles(&server).await;
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["rolecall:*"],"Resource":"*"},{"Effect":"Allow","Action":"sts:*","Resource":"*"},{"Effect":"Deny","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/Account"}]}"#;
    let session = [("RoleName", "Session"), ("AssumeRolePolicyDocument", &*trusting("111111111111"))];
    server.ask("root", "CreateRole", &session).await.unwrap();
    let inline = [("RoleName", "Session"), ("PolicyName", "p"), ("PolicyDocument", policy)];
    server.ask("root", "PutRolePolicy", &inline).await.unwrap();
    server
        .call_as("ana", "AssumeRole RoleArn=arn:aws:iam::111111111111:role/Session RoleSessionName=session", "session")
        .await;
    let listed = assumable(&server, "session").await;
    for role in ["111 Account Denied", "111 Direct Denied", "111 Own Allowed", "222 Open Allowed"] {
        assert!(listed.contains(&role.to_owned()), "{role} {listed:?}");
    }
    assert!(!listed.iter().any(|role| role.starts_with("222 Account")), "{listed:?}");
    holds_for_calls(&server, "session").await;
}

/// Pages add up.
#[tokio::test]
async fn pages() {
    let server = world().await;
    roles(&server).await;
    let (mut seen, mut token) = (Vec::new(), Value::Null);
    loop {
        let page = own(&server, "ana", "ListAssumableRoles", &json!({"MaxResults": 4, "NextToken": token})).await;
        seen.extend(texts(&page["Roles"], "/RoleArn"));
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(seen, texts(&own(&server, "ana", "ListAssumableRoles", &json!({})).await["Roles"], "/RoleArn"));
    assert_eq!(seen.len(), 15);
}

async fn assuming(server: &Server, reader: &str, role: &str) -> Vec<String> {
    let told = own(server, reader, "WhoCanAssume", &json!({"RoleArn": format!("arn:aws:iam::{role}")})).await;
    let of = |who: &Value| format!("{} {}", who["Arn"].as_str().unwrap(), who["Decision"].as_str().unwrap());
    let mut all: Vec<String> = told["Principals"].as_array().unwrap().iter().map(of).collect();
    all.sort();
    all
}

/// The engine's answer for each principal; the other account stands for its own.
#[tokio::test]
async fn who_can_assume() {
    let server = world().await;
    roles(&server).await;
    let (ana, mfa) = ("arn:aws:iam::111111111111:user/ana Allowed", "arn:aws:iam::111111111111:user/ana NeedsMfa");
    for (role, expected) in [
        ("111111111111:role/Direct", vec![ana]),
        ("111111111111:role/Account", vec![ana]),
        ("111111111111:role/Mfa", vec![mfa]),
        ("111111111111:role/Id", vec!["arn:aws:iam::111111111111:user/ana Depends"]),
        ("111111111111:role/Shut", vec!["arn:aws:iam::333333333333:root Depends"]),
    ] {
        assert_eq!(assuming(&server, "root", role).await, expected, "{role}");
    }
    let open = assuming(&server, "root", "111111111111:role/Open").await;
    assert!(open.contains(&ana.to_owned()) && open.contains(&"* Depends".to_owned()), "{open:?}");
    // The other account is told whom its own policy names, and not what their policies say.
    assert_eq!(
        assuming(&server, "prod", "222222222222:role/Account").await,
        ["arn:aws:iam::111111111111:root Depends"]
    );
    assert_eq!(
        assuming(&server, "prod", "222222222222:role/Direct").await,
        ["arn:aws:iam::111111111111:user/ana Depends"]
    );
    let deny = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    put_user_policy(&server, "ana", deny).await;
    assert_eq!(
        assuming(&server, "prod", "222222222222:role/Direct").await,
        ["arn:aws:iam::111111111111:user/ana Depends"]
    );
    assert_eq!(assuming(&server, "root", "111111111111:role/Direct").await, [] as [&str; 0]);
    let input = json!({"RoleArn": "arn:aws:iam::222222222222:role/Direct"});
    let told = server.call("root", &format!("rolecall:WhoCanAssume {input}")).await.unwrap_err();
    assert!(told.starts_with("400 AccessDeniedException "), "{told}");
}

/// Services and providers are principals too; a session that is named makes an answer depend on its name.
#[tokio::test]
async fn others_who_can_assume() {
    let server = world().await;
    let trust = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"},
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:sts::111111111111:assumed-role/Job/one"},"Action":"sts:AssumeRole"}]}"#;
    role(&server, "root", "Job", &trusting("111111111111")).await;
    role(&server, "root", "Mixed", trust).await;
    let all = assuming(&server, "root", "111111111111:role/Mixed").await;
    assert_eq!(all, ["arn:aws:iam::111111111111:role/Job Depends", "lambda.amazonaws.com Allowed"]);
}

/// From a user over two roles; the other account's role is a node, and is not expanded.
#[tokio::test]
async fn a_graph() {
    let server = world().await;
    role(&server, "root", "First", &trusting("arn:aws:iam::111111111111:user/ana")).await;
    role(&server, "root", "Second", &trusting("arn:aws:iam::111111111111:role/First")).await;
    role(&server, "prod", "Beyond", &trusting("arn:aws:iam::222222222222:role/Vault")).await;
    role(&server, "prod", "OpenId", &trusting_if("*", r#""StringEquals":{"sts:ExternalId":"secret-id"}"#)).await;
    let graph = |hops: i32| {
        let input = json!({"StartArn": "arn:aws:iam::111111111111:user/ana", "Hops": hops});
        let server = &server;
        async move {
            let graph = own(server, "root", "GetTrustGraph", &input).await;
            let edge = |edge: &Value| {
                let end = |member: &str| edge[member].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
                format!("{} {} {}", end("From"), end("To"), edge["Via"].as_str().unwrap())
            };
            let edges: Vec<String> = graph["Edges"].as_array().unwrap().iter().map(edge).collect();
            (edges, texts(&graph["Nodes"], "/Name"))
        }
    };
    let (edges, nodes) = graph(1).await;
    assert_eq!(edges, ["ana First trust", "ana Vault identity+trust"]);
    assert_eq!(nodes, ["First", "ana", "Vault"]);
    let (edges, _) = graph(3).await;
    assert_eq!(edges, ["First Second trust", "ana First trust", "ana Vault identity+trust"]);
    let input = json!({"StartArn": "arn:aws:iam::222222222222:role/Vault"});
    let told = server.call("root", &format!("rolecall:GetTrustGraph {input}")).await.unwrap_err();
    assert!(told.starts_with("400 AccessDeniedException "), "{told}");
    let of_prod = own(&server, "prod", "GetTrustGraph", &input).await;
    assert_eq!(texts(&of_prod["Nodes"], "/Name"), ["ana", "Beyond", "OpenId", "Vault"]);
}
