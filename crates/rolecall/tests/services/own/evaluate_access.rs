//! `EvaluateAccess`: the halves of two accounts, and what is hidden.

use super::{own, put_user_policy, texts, trusting, world};
use crate::kit::Server;
use serde_json::{Value, json};

const ANA: &str = "arn:aws:iam::111111111111:user/ana";
const VAULT: &str = "arn:aws:iam::222222222222:role/Vault";

async fn evaluated(server: &Server, reader: &str, who: &str, action: &str, on: &str, context: Value) -> Value {
    let input = json!({"PrincipalArn": who, "Action": action, "ResourceArn": on, "Context": context});
    own(server, reader, "EvaluateAccess", &input).await
}

/// `account decision hidden` of each half.
fn halves(told: &Value) -> Vec<String> {
    let half = |half: &Value| {
        format!(
            "{} {} {}",
            &half["AccountId"].as_str().unwrap()[..3],
            half["Decision"].as_str().unwrap(),
            half["Hidden"]
        )
    };
    told["Halves"].as_array().unwrap().iter().map(half).collect()
}

/// Each account sees its half, and the answer is that of this half, whatever the other one says.
#[tokio::test]
async fn each_account_sees_its_half() {
    let server = world().await;
    let deny = r#"{"Version":"2012-10-17","Statement":{"Sid":"Secret","Effect":"Deny","Action":"*","Resource":"*"}}"#;
    let all = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    for (identity, trusts, own, other) in [
        (all, true, "Allowed", "Allowed"),
        (deny, true, "Denied", "Allowed"),
        (all, false, "Allowed", "Denied"),
        (deny, false, "Denied", "Denied"),
    ] {
        put_user_policy(&server, "ana", identity).await;
        let trust = trusting(if trusts { "111111111111" } else { "333333333333" });
        server
            .ask("prod", "UpdateAssumeRolePolicy", &[("RoleName", "Vault"), ("PolicyDocument", &*trust)])
            .await
            .unwrap();
        let whole = |half: &str| if half == "Denied" { "Denied" } else { "Depends" }.to_owned();
        let caller = evaluated(&server, "root", ANA, "sts:AssumeRole", VAULT, json!({})).await;
        assert_eq!(halves(&caller), [format!("111 {own} false"), "222 Hidden true".to_owned()]);
        assert_eq!(caller["Decision"], whole(own));
        let resource = evaluated(&server, "prod", ANA, "sts:AssumeRole", VAULT, json!({})).await;
        assert_eq!(halves(&resource), ["111 Hidden true".to_owned(), format!("222 {other} false")]);
        assert_eq!(resource["Decision"], whole(other));
        assert!(!resource.to_string().contains("Secret"), "{resource}");
        assert_eq!(caller["Halves"][1]["Layers"], json!([]));
        // The missing half is offered as a policy for the other account.
        let accounts = texts(&caller["Changes"], "/AccountId");
        assert!(accounts.contains(&"222222222222".to_owned()), "{caller}");
    }
    for reader in ["moved"] {
        let input = json!({"PrincipalArn": ANA, "Action": "sts:AssumeRole", "ResourceArn": VAULT});
        let told = server.call(reader, &format!("rolecall:EvaluateAccess {input}")).await.unwrap_err();
        assert!(told.starts_with("400 AccessDeniedException "), "{told}");
    }
}

/// What does not exist in the other account is told like what it does not allow.
#[tokio::test]
async fn nothing_is_told_of_what_is_there() {
    let server = world().await;
    let mut told = Vec::new();
    for role in ["Vault", "Gone0"] {
        let on = format!("arn:aws:iam::222222222222:role/{role}");
        let answer = evaluated(&server, "root", ANA, "sts:AssumeRole", &on, json!({"sts:ExternalId": ["x"]})).await;
        told.push(answer.to_string().replace(role, "ROLE"));
    }
    assert_eq!(told[0], told[1]);
    let mut told = Vec::new();
    for user in ["ana", "who"] {
        let answer = evaluated(
            &server,
            "prod",
            &format!("arn:aws:iam::111111111111:user/{user}"),
            "iam:GetRole",
            VAULT,
            json!({}),
        )
        .await;
        told.push(answer.to_string().replace(user, "USER"));
    }
    assert_eq!(told[0], told[1]);
}

/// In one account: allowed, denied, or what it depends on.
#[tokio::test]
async fn within_an_account() {
    let server = world().await;
    let bob = "arn:aws:iam::111111111111:user/bob";
    let on = "arn:aws:iam::111111111111:user/x";
    let told = evaluated(&server, "root", ANA, "iam:CreateUser", on, json!({})).await;
    assert_eq!((told["Decision"].as_str(), halves(&told)), (Some("Allowed"), vec!["111 Allowed false".to_owned()]));
    let told = evaluated(&server, "root", bob, "iam:CreateUser", on, json!({})).await;
    assert_eq!(told["Decision"], "Denied");
    assert_eq!(told["Changes"][0]["Where"], "identity");
    let near = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}}"#;
    put_user_policy(&server, "bob", near).await;
    let told = evaluated(&server, "root", bob, "iam:CreateUser", on, json!({})).await;
    assert_eq!(told["Decision"], "Depends");
    assert!(told["Text"].as_str().unwrap().contains("IpAddress aws:SourceIp"), "{told}");
    for (address, decision) in [("10.1.2.3", "Allowed"), ("192.0.2.1", "Denied")] {
        let told = evaluated(&server, "root", bob, "iam:CreateUser", on, json!({"aws:SourceIp": [address]})).await;
        assert_eq!(told["Decision"], decision);
    }
    let told = evaluated(&server, "root", bob, "iam:CreateUser", on, json!({"aws:SourceIp": []})).await;
    assert_eq!(told["Decision"], "Denied");
}

/// A policy that denies one session of a role by its name is not overlooked for want of the name.
#[tokio::test]
async fn sessions_by_name() {
    let server = world().await;
    let role = [("RoleName", "Job"), ("AssumeRolePolicyDocument", &*trusting("111111111111"))];
    server.ask("root", "CreateRole", &role).await.unwrap();
    let all = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    server
        .ask("root", "PutRolePolicy", &[("RoleName", "Job"), ("PolicyName", "p"), ("PolicyDocument", all)])
        .await
        .unwrap();
    server.call("root", "PUT /reports").await.unwrap();
    let deny = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":{"AWS":"arn:aws:sts::111111111111:assumed-role/Job/eve"},"Action":"s3:*","Resource":"arn:aws:s3:::reports/*"}}"#;
    server.call("root", &format!("PUT /reports?policy Body={deny}")).await.unwrap();
    for (who, decision) in [
        ("arn:aws:iam::111111111111:role/Job", "Depends"),
        ("arn:aws:sts::111111111111:assumed-role/Job/eve", "Denied"),
        ("arn:aws:sts::111111111111:assumed-role/Job/ana", "Allowed"),
    ] {
        let told = evaluated(&server, "root", who, "s3:GetObject", "arn:aws:s3:::reports/q3", json!({})).await;
        assert_eq!(told["Decision"], decision, "{who} {told}");
    }
}
