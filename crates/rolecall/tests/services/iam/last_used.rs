//! When keys and roles were last used (R4.16, R4.24).

use crate::kit::{NOW, Server, element};
use rolecall::directory::last_used::Use;
use rolecall::store::Store as _;

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}"#;

fn used() -> Use<&'static str> {
    Use { time: NOW.parse().unwrap(), region: "eu-west-1", service: "s3" }
}

fn note(server: &Server, id: &str) {
    server.node.last_used.note(&server.node.directory.snapshot(), "111111111111".parse().unwrap(), id, &used());
}

/// R4.16: the last use of a key is told with service and region.
#[tokio::test]
async fn a_key_tells_its_last_use() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    let made = server.root("CreateAccessKey", &[("UserName", "ana")]).await;
    let key = element(&made, "<AccessKeyId>").unwrap();
    note(&server, key);
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
    note(&server, id);
    let told =
        "<RoleLastUsed><LastUsedDate>2026-11-22T10:00:00Z</LastUsedDate><Region>eu-west-1</Region></RoleLastUsed>";
    server.wait(400 * 24 * 3_600).await;
    assert!(server.root("GetRole", &[("RoleName", "r")]).await.contains(told));
    assert!(!server.call("root", "ListRoles").await.unwrap().contains("RoleLastUsed"));
    server.wait(1).await;
    assert!(server.root("GetRole", &[("RoleName", "r")]).await.contains("<RoleLastUsed/>"));
}

/// The rows that note last uses.
fn rows(server: &Server) -> usize {
    let mut rows = 0;
    server.store.load(&mut |entry| rows += usize::from(entry.key.contains("/last-used/"))).unwrap();
    rows
}

/// A note goes with its key or role, from the store at once, so that making and deleting keys for ever fills nothing.
#[tokio::test]
async fn notes_go_with_their_keys_and_roles() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    for n in 0..300 {
        let made = server.root("CreateAccessKey", &[("UserName", "ana")]).await;
        let key = element(&made, "<AccessKeyId>").unwrap();
        note(&server, key);
        server.root("DeleteAccessKey", &[("UserName", "ana"), ("AccessKeyId", key)]).await;
        // The root user's own, and one that is being written while its key goes.
        assert!(rows(&server) <= 2, "after {n} keys");
        server.wait(1).await;
    }
    let made = server.root("CreateRole", &[("RoleName", "r"), ("AssumeRolePolicyDocument", TRUST)]).await;
    note(&server, element(&made, "<RoleId>").unwrap());
    server.root("DeleteRole", &[("RoleName", "r")]).await;
    // What was noted while its key was being deleted is gone after a restart at the latest, and so is it from memory.
    let last = element(&made, "<RoleId>").unwrap().to_owned();
    note(&server, &last);
    let server = server.restarted().await;
    assert_eq!((rows(&server), server.node.last_used.get("111111111111".parse().unwrap(), &last)), (1, None));
}
