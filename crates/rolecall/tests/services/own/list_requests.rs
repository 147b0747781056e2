//! `ListRequests`: each account sees its requests, and of those with another account its half.

use super::{own, texts, world};
use crate::kit::Server;
use serde_json::{Value, json};

/// The requests of these operations, the newest first.
async fn requests(server: &Server, caller: &str, filters: Value) -> Vec<Value> {
    let listed = own(server, caller, "ListRequests", &json!({"Filters": filters})).await;
    listed["Requests"].as_array().unwrap().clone()
}

/// The caller's account sees who called; the role's account sees from which account; a third account sees nothing.
#[tokio::test]
async fn each_account_sees_its_half() {
    let server = world().await;
    let role = "arn:aws:iam::222222222222:role/Vault";
    for user in ["ana", "bob"] {
        let _ = server.call(user, &format!("AssumeRole RoleArn={role} RoleSessionName=session")).await;
    }
    let filters = json!({"Action": "sts:AssumeRole"});
    let own = requests(&server, "root", filters.clone()).await;
    let names = ["arn:aws:iam::111111111111:user/bob", "arn:aws:iam::111111111111:user/ana"];
    assert_eq!(texts(&json!(own), "/PrincipalArn"), names);
    assert_eq!(texts(&json!(own), "/Outcome"), ["Denied", "Allowed"]);
    assert_eq!(own[0]["ErrorCode"], "AccessDenied");
    assert_eq!(own[0]["Accounts"], json!(["111111111111", "222222222222"]));
    let others = requests(&server, "prod", filters.clone()).await;
    assert_eq!(texts(&json!(others), "/AccountId"), ["111111111111"; 2]);
    assert_eq!(texts(&json!(others), "/Resources/0"), [role; 2]);
    assert!(!json!(others).to_string().contains("ana"), "{others:?}");
    // A filter tells nothing either.
    let by = |who: &str| json!({"Principal": who, "Action": "sts:AssumeRole"});
    assert_eq!(requests(&server, "prod", by("*ana*")).await, [] as [Value; 0]);
    assert_eq!(requests(&server, "prod", by("*")).await, [] as [Value; 0]);
    assert_eq!(requests(&server, "root", by("ana")).await.len(), 1);
    assert_eq!(requests(&server, "moved", filters).await, [] as [Value; 0]);
}

/// Of a request on resources of two other accounts each sees its own.
#[tokio::test]
async fn resources_of_others_are_not_seen() {
    let server = world().await;
    let open = |bucket: &str| {
        json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:root"}, "Action": "s3:*",
            "Resource": [format!("arn:aws:s3:::{bucket}"), format!("arn:aws:s3:::{bucket}/*")],
        }})
    };
    for (owner, bucket) in [("prod", "from-here"), ("moved", "to-there")] {
        server.call(owner, &format!("PUT /{bucket}")).await.unwrap();
        let policy = open(bucket).to_string().replace(' ', "%20");
        server.call(owner, &format!("PUT /{bucket}?policy Body={policy}")).await.unwrap();
    }
    server.call("prod", "PUT /from-here/secret-name Body=x").await.unwrap();
    let copied = server.call("ana", "PUT /to-there/copy-name x-amz-copy-source=from-here/secret-name").await;
    assert!(copied.is_ok(), "{copied:?}");
    let filters = json!({"Action": "CopyObject"});
    let [prod, moved, root] = [
        requests(&server, "prod", filters.clone()).await,
        requests(&server, "moved", filters.clone()).await,
        requests(&server, "root", filters).await,
    ];
    assert_eq!(prod[0]["Resources"], json!(["arn:aws:s3:::from-here/secret-name"]));
    assert_eq!(prod[0]["Accounts"], json!(["111111111111", "222222222222"]));
    assert!(!json!(prod).to_string().contains("to-there"), "{prod:?}");
    assert_eq!(moved[0]["Resources"], json!(["arn:aws:s3:::to-there/copy-name"]));
    assert!(!json!(moved).to_string().contains("secret-name"), "{moved:?}");
    assert_eq!(root[0]["Resources"].as_array().unwrap().len(), 2);
    let of_other = json!({"Resource": "*secret-name"});
    assert_eq!(requests(&server, "moved", of_other).await, [] as [Value; 0]);
    // Whoever has a bucket of that name later did not take part then.
    for call in ["DELETE /from-here/secret-name", "DELETE /from-here"] {
        server.call("prod", call).await.unwrap();
    }
    server.wait(1).await;
    server.call("moved", "PUT /from-here").await.unwrap();
    let moved = requests(&server, "moved", json!({"Action": "CopyObject"})).await;
    assert!(!json!(moved).to_string().contains("secret-name"), "{moved:?}");
}

/// All pages together are the list; a token is valid for its filters and its account.
#[tokio::test]
async fn pages_add_up() {
    let server = world().await;
    for number in 0..7 {
        server.call("ana", &format!("CreateGroup GroupName=g{number}")).await.unwrap();
        server.wait(1).await;
    }
    let filters = json!({"Action": "iam:CreateGroup"});
    let (mut seen, mut token) = (Vec::new(), Value::Null);
    let mut last = Value::Null;
    loop {
        let input = json!({"Filters": filters, "MaxResults": 3, "NextToken": token});
        let page = own(&server, "root", "ListRequests", &input).await;
        seen.extend(texts(&page["Requests"], "/Resources/0"));
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
        last = token.clone();
    }
    let all: Vec<String> = (0..7).rev().map(|number| format!("arn:aws:iam::111111111111:group/g{number}")).collect();
    assert_eq!(seen, all);
    for (caller, filters) in [("root", json!({"Action": "iam:CreateUser"})), ("prod", filters)] {
        let input = json!({"Filters": filters, "NextToken": last});
        let told = server.call(caller, &format!("rolecall:ListRequests {input}")).await.unwrap_err();
        assert_eq!(told, "400 ValidationException NextToken is not valid for this request");
    }
}

/// Outcome, service and time.
#[tokio::test]
async fn filters() {
    let server = world().await;
    let before = server.now().as_second();
    server.wait(10).await;
    server.call("bob", "ListUsers").await.unwrap_err();
    let denied = requests(&server, "root", json!({"Denied": true})).await;
    assert_eq!(texts(&json!(denied), "/Action"), ["iam:ListUsers"]);
    assert_eq!(texts(&json!(denied), "/Status"), ["-"], "a number");
    let allowed = requests(&server, "root", json!({"Denied": false, "Service": "iam"})).await;
    assert!(texts(&json!(allowed), "/Outcome").iter().all(|outcome| outcome == "Allowed"));
    let old = requests(&server, "root", json!({"Until": before + 5, "Denied": true})).await;
    assert_eq!(old, [] as [Value; 0]);
    let new = requests(&server, "root", json!({"Since": before + 5, "Service": "iam"})).await;
    assert_eq!(texts(&json!(new), "/Operation"), ["ListUsers"]);
}
