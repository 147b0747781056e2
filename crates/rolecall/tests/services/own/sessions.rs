//! `ListSessions`, `DescribeActions` and `GetEffectivePermissions`.

use super::{own, put_user_policy, texts, world};
use serde_json::{Value, json};

/// A session is listed with its last request until it ends, also if it was revoked; each account lists its own.
#[tokio::test]
async fn sessions_are_listed() {
    let mut server = world().await;
    let vault = "AssumeRole RoleArn=arn:aws:iam::222222222222:role/Vault RoleSessionName=session";
    server.call_as("ana", vault, "vault").await;
    server.wait(5).await;
    server.call("vault", "GetCallerIdentity").await.unwrap();
    let listed = own(&server, "prod", "ListSessions", &json!({"RoleName": "Vault"})).await;
    let session = &listed["Sessions"][0];
    assert_eq!(session["Arn"], "arn:aws:sts::222222222222:assumed-role/Vault/session");
    assert_eq!(session["LastCall"]["Operation"], "GetCallerIdentity");
    assert_eq!(session["Chain"], json!(["111111111111"]), "who it was is the other account's to tell");
    assert_eq!((&session["SourceIp"], &session["MfaAuthenticated"]), (&json!("127.0.0.1"), &json!(false)));
    assert!(!listed.to_string().contains("ana"), "{listed}");
    assert_eq!(own(&server, "root", "ListSessions", &json!({})).await["Sessions"], json!([]));
    assert_eq!(own(&server, "prod", "ListSessions", &json!({"RoleName": "Other"})).await["Sessions"], json!([]));
    own(&server, "prod", "RevokeSession", &json!({"AccessKeyId": session["AccessKeyId"]})).await;
    let listed = own(&server, "prod", "ListSessions", &json!({})).await;
    assert!(listed["Sessions"][0]["Revoked"].is_number(), "{listed}");
    server.wait(3_600).await;
    assert_eq!(own(&server, "prod", "ListSessions", &json!({})).await["Sessions"], json!([]));
}

/// The reference has this server's own service.
#[tokio::test]
async fn actions_are_described() {
    let server = world().await;
    let all = own(&server, "root", "DescribeActions", &json!({})).await;
    let prefixes = texts(&all["Services"], "/Prefix");
    assert!(
        prefixes.len() > 300 && ["iam", "s3", "rolecall"].iter().all(|it| prefixes.iter().any(|prefix| prefix == it))
    );
    let s3 = own(&server, "root", "DescribeActions", &json!({"Service": "S3"})).await;
    let get = s3["Actions"].as_array().unwrap().iter().find(|action| action["Name"] == "GetObject").unwrap();
    assert_eq!(get["AccessLevel"], "Read");
    assert!(get["ResourceTypes"].as_array().unwrap().contains(&json!("object")), "{get}");
    assert!(get["ConditionKeys"].as_array().unwrap().contains(&json!("s3:ExistingObjectTag/<key>")), "{get}");
    let own_actions = own(&server, "root", "DescribeActions", &json!({"Service": "rolecall"})).await;
    let mut served: Vec<&str> = rolecall::services::rolecall::SERVICE.served();
    served.sort_unstable();
    assert_eq!(texts(&own_actions["Actions"], "/Name"), served);
}

/// Full, partial, limited by a boundary, and nothing.
#[tokio::test]
async fn effective_permissions() {
    let server = world().await;
    let of = |told: &Value, service: &str, level: &str| {
        let services = told["Services"].as_array().unwrap();
        let Some(service) = services.iter().find(|it| it["Prefix"] == service) else { return "-".to_owned() };
        let levels = service["Levels"].as_array().unwrap();
        levels.iter().find(|it| it["Level"] == level).unwrap()["Grant"].as_str().unwrap().to_owned()
    };
    let user = |name: &str| json!({"PrincipalArn": format!("arn:aws:iam::111111111111:user/{name}")});
    let ana = own(&server, "root", "GetEffectivePermissions", &user("ana")).await;
    assert_eq!([of(&ana, "s3", "Read"), of(&ana, "iam", "Write"), of(&ana, "ec2", "List")], ["Full"; 3]);
    assert_eq!(own(&server, "root", "GetEffectivePermissions", &user("bob")).await["Services"], json!([]));
    let some = r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"Look","Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*"},
        {"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:111111111111:own"}]}"#;
    put_user_policy(&server, "bob", some).await;
    let bob = own(&server, "root", "GetEffectivePermissions", &user("bob")).await;
    assert_eq!([of(&bob, "s3", "Write"), of(&bob, "sqs", "Write"), of(&bob, "iam", "Read")], ["None", "Partial", "-"]);
    assert!(bob.to_string().contains("Look"), "{bob}");
    let boundary = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";
    server
        .call("root", &format!("PutUserPermissionsBoundary UserName=bob PermissionsBoundary={boundary}"))
        .await
        .unwrap();
    let bob = own(&server, "root", "GetEffectivePermissions", &user("bob")).await;
    assert_eq!([of(&bob, "s3", "Read"), of(&bob, "sqs", "Write")], ["-", "Partial"]);
    let role = json!({"PrincipalArn": "arn:aws:iam::222222222222:role/Vault"});
    let told = server.call("root", &format!("rolecall:GetEffectivePermissions {role}")).await.unwrap_err();
    assert!(told.starts_with("400 AccessDeniedException "), "{told}");
}
