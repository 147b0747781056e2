//! Changes that would contradict each other: one of them sees the other.

use crate::kit::Server;

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;

async fn both(
    server: &Server,
    one: (&str, &[(&str, &str)]),
    other: (&str, &[(&str, &str)]),
) -> [Result<String, String>; 2] {
    let (first, second) = tokio::join!(server.ask("root", one.0, one.1), server.ask("root", other.0, other.1));
    [first, second]
}

/// A policy is deleted while it is attached: exactly one of the two works, and nothing dangles.
#[tokio::test]
async fn a_policy_is_deleted_or_attached() {
    for attach_first in [true, false] {
        let server = Server::new().await;
        server.root("CreateUser", &[("UserName", "ana")]).await;
        server.root("CreatePolicy", &[("PolicyName", "p"), ("PolicyDocument", POLICY)]).await;
        let arn = "arn:aws:iam::111111111111:policy/p";
        let attach = ("AttachUserPolicy", &[("UserName", "ana"), ("PolicyArn", arn)][..]);
        let delete = ("DeletePolicy", &[("PolicyArn", arn)][..]);
        let answers =
            if attach_first { both(&server, attach, delete).await } else { both(&server, delete, attach).await };
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        let snapshot = server.node.directory.snapshot();
        let attached = !snapshot.user("111111111111".parse().unwrap(), "ana").unwrap().attached.is_empty();
        assert_eq!(attached, snapshot.policy_by_arn(arn).is_some());
    }
}

/// A user is deleted while it joins a group: the group never has a member that is not there.
#[tokio::test]
async fn a_user_is_deleted_or_joins() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    server.root("CreateGroup", &[("GroupName", "devs")]).await;
    let join = ("AddUserToGroup", &[("UserName", "ana"), ("GroupName", "devs")][..]);
    let delete = ("DeleteUser", &[("UserName", "ana")][..]);
    let answers = both(&server, join, delete).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    let snapshot = server.node.directory.snapshot();
    let account = "111111111111".parse().unwrap();
    assert_eq!(
        snapshot.group(account, "devs").unwrap().members.len(),
        usize::from(snapshot.user(account, "ana").is_some())
    );
}

/// A third access key does not slip in beside the second.
#[tokio::test]
async fn two_access_keys_at_once() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    server.root("CreateAccessKey", &[("UserName", "ana")]).await;
    let create = ("CreateAccessKey", &[("UserName", "ana")][..]);
    let answers = both(&server, create, create).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
}

/// Many changes of one user at once all get through.
#[tokio::test]
async fn changes_of_one_user_all_arrive() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    let calls = (0..20).map(|number| {
        let server = &server;
        async move {
            let key = format!("k{number}");
            let tag = [("UserName", "ana"), ("Tags.member.1.Key", &*key), ("Tags.member.1.Value", "v")];
            server.ask("root", "TagUser", &tag).await
        }
    });
    for answer in futures_util::future::join_all(calls).await {
        answer.unwrap();
    }
    assert_eq!(server.node.directory.snapshot().user("111111111111".parse().unwrap(), "ana").unwrap().tags.len(), 20);
}

/// What was allowed is what is changed: when the role has moved by the time of the change, the new facts are decided.
#[tokio::test]
async fn a_moved_user_is_decided_again() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana"), ("Path", "/dev/")]).await;
    server.root("CreateUser", &[("UserName", "helper")]).await;
    let only_dev = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"iam:TagUser","Resource":"arn:aws:iam::111111111111:user/dev/*"}]}"#;
    server.root("PutUserPolicy", &[("UserName", "helper"), ("PolicyName", "p"), ("PolicyDocument", only_dev)]).await;
    let tag = [("UserName", "ana"), ("Tags.member.1.Key", "k"), ("Tags.member.1.Value", "v")];
    let update = [("UserName", "ana"), ("NewPath", "/ops/")];
    // The update is planned and committed first; the tagging was allowed before that and conflicts.
    let (moved, tagged) =
        tokio::join!(server.direct("root", "UpdateUser", &update), server.direct("helper", "TagUser", &tag));
    moved.unwrap();
    let denied = tagged.unwrap_err();
    assert_eq!(
        denied.message,
        "User: arn:aws:iam::111111111111:user/helper is not authorized to perform: iam:TagUser on resource: \
         arn:aws:iam::111111111111:user/ops/ana because no identity-based policy allows the iam:TagUser action"
    );
}
