//! When keys and roles were last used (R4.16, R4.24).

use crate::kit::{NOW, Server, element};
use rolecall::directory::last_used::Use;

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}"#;

fn used() -> Use {
    Use { time: NOW.parse().unwrap(), region: "eu-west-1".to_owned(), service: "s3".to_owned() }
}

/// R4.16: the last use of a key is told with service and region.
#[tokio::test]
async fn a_key_tells_its_last_use() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    let made = server.root("CreateAccessKey", &[("UserName", "ana")]).await;
    let key = element(&made, "<AccessKeyId>").unwrap();
    server.node.last_used.note("111111111111".parse().unwrap(), key, &used());
    let answer = server.root("GetAccessKeyLastUsed", &[("AccessKeyId", key)]).await;
    let told = "<AccessKeyLastUsed><LastUsedDate>2026-11-22T10:00:00Z</LastUsedDate><ServiceName>s3</ServiceName>\
                <Region>eu-west-1</Region></AccessKeyLastUsed>";
    assert!(answer.contains(told), "{answer}");
}

/// R4.24: the last use of a role is told for 400 days, and not by lists.
#[tokio::test]
async fn a_role_tells_its_last_use_for_400_days() {
    let server = Server::new().await;
    let made = server.root("CreateRole", &[("RoleName", "r"), ("AssumeRolePolicyDocument", TRUST)]).await;
    let id = element(&made, "<RoleId>").unwrap();
    server.node.last_used.note("111111111111".parse().unwrap(), id, &used());
    let told =
        "<RoleLastUsed><LastUsedDate>2026-11-22T10:00:00Z</LastUsedDate><Region>eu-west-1</Region></RoleLastUsed>";
    server.wait(400 * 24 * 3_600).await;
    assert!(server.root("GetRole", &[("RoleName", "r")]).await.contains(told));
    assert!(!server.call("root", "ListRoles").await.unwrap().contains("RoleLastUsed"));
    server.wait(1).await;
    assert!(server.root("GetRole", &[("RoleName", "r")]).await.contains("<RoleLastUsed/>"));
}
