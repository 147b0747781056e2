//! A full disk: whoever fills it keeps nobody from making room, and from nothing but changes that need room.

use crate::kit::Server;

/// What a change is answered that needs room, when what is free is for deletions.
const REFUSED: &str = "503 ServiceUnavailable The service has no room for changes at the moment, so nothing was changed. Try \
                       again later.";

/// A server on a disk that was full, with users, a role, and a bucket with an object and an upload.
async fn after_a_full_disk() -> Server {
    let mut server = Server::with_reserve(1 << 16).await;
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}"#;
    server.root("CreateRole", &[("RoleName", "reader"), ("AssumeRolePolicyDocument", trust)]).await;
    for call in [
        "CreateUser UserName=ana",
        "CreateUser UserName=bob",
        "CreateGroup GroupName=all",
        "AddUserToGroup GroupName=all UserName=bob",
        "PUT /photos",
        "PUT /photos/k Body=bytes",
        "PUT /photos/l Body=bytes",
    ] {
        server.call("root", call).await.unwrap();
    }
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    server.node.reserve.give_up();
    server
}

/// Changes that need room are refused before anything changes, by every service, for whoever may make them; the others
/// hear what they always hear. Reads go on, and so do credentials, with their records.
#[tokio::test]
async fn what_needs_room_is_refused() {
    let mut server = after_a_full_disk().await;
    for call in [
        "CreateUser UserName=eve",
        "TagUser UserName=bob Tags=k:v",
        "UpdateAccessKey UserName=ana AccessKeyId=AKIAAAAAAAAAAAAAAAAA Status=Inactive",
        "PUT /new",
        "PUT /photos/new Body=bytes",
        "PUT /photos/new x-amz-copy-source=/photos/k",
        "POST /photos/new?uploads",
    ] {
        assert_eq!(server.answer("root", call).await.told(), REFUSED, "{call}");
    }
    assert_eq!(server.answer("ana", "CreateUser UserName=eve").await.code(), "403 AccessDenied");
    assert_eq!(server.answer("ana", "PUT /photos/new Body=bytes").await.code(), "403 AccessDenied");
    for call in ["GetUser UserName=bob", "GET /photos/k", "GET /photos", "GetSessionToken"] {
        server.call("root", call).await.unwrap();
    }
    server.call_as("root", "GetSessionToken", "session").await;
    server.call("session", "GetCallerIdentity").await.unwrap();
    assert_eq!(server.answer("root", "GetUser UserName=eve").await.code(), "404 NoSuchEntity");
    assert_eq!(server.answer("root", "GET /photos/new").await.code(), "404 NoSuchKey");
}

/// What frees room is carried out, with its record: all that the deletion of a user takes, and S3's deletions. After the one
/// that leaves room enough, all changes are taken again.
#[tokio::test]
async fn what_frees_room_is_done() {
    let server = after_a_full_disk().await;
    for call in [
        "RemoveUserFromGroup GroupName=all UserName=bob",
        "DeleteGroup GroupName=all",
        "DeleteUser UserName=bob",
        "DeleteRole RoleName=reader",
    ] {
        server.call("root", call).await.unwrap();
    }
    assert_eq!(server.answer("root", "GetUser UserName=bob").await.code(), "404 NoSuchEntity");
    // The deletions of IAM are in the store, and free little: it is the timer that looks after them.
    assert!(server.node.reserve.is_given_up());
    server.call("root", "DELETE /photos/k").await.unwrap();
    assert!(!server.node.reserve.is_given_up());
    server.call("root", "CreateUser UserName=eve").await.unwrap();
    server.node.reserve.give_up();
    server.call("root", "DELETE /photos/l").await.unwrap();
    server.node.reserve.give_up();
    server.call("root", "DELETE /photos").await.unwrap();
    assert!(!server.node.reserve.is_given_up());
}
