//! Revocation of single sessions (decision 0038).

use crate::kit::Server;
use rolecall::directory::Edit;
use rolecall::directory::entities::{Entity, RevokedSession};
use rolecall::environment::clock::{Clock as _, SystemClock};
use rolecall::trail::Record;

const ACCOUNT: &str = "111111111111";
const REFUSED: &str = "403 InvalidClientTokenId The security token included in the request is invalid.";

/// `one` and `sibling` are sessions of the user `ana`, `two` was got with `one`, and `three` with `two`.
async fn chain() -> Server {
    let mut server = Server::new().await;
    server.call("root", "CreateUser UserName=ana").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    let all = "AssumeRolePolicyDocument=+sts:AssumeRole<arn:aws:iam::111111111111:root";
    for role in ["first", "second", "third"] {
        server.call("root", &format!("CreateRole RoleName={role} {all}>")).await.unwrap();
        let policy = format!("PutRolePolicy RoleName={role} PolicyName=p PolicyDocument=+*");
        server.call("root", &policy).await.unwrap();
    }
    server.call("root", "PutUserPolicy UserName=ana PolicyName=p PolicyDocument=+sts:*").await.unwrap();
    for (caller, role, name) in
        [("ana", "first", "one"), ("ana", "first", "sibling"), ("one", "second", "two"), ("two", "third", "three")]
    {
        assume(&mut server, caller, role, name).await;
    }
    server
}

async fn assume(server: &mut Server, caller: &str, role: &str, name: &str) {
    let call = format!("AssumeRole RoleArn=arn:aws:iam::111111111111:role/{role} RoleSessionName=same");
    server.call_as(caller, &call, name).await;
}

async fn revoke(server: &Server, caller: &str, session: &str) -> Result<String, String> {
    revoke_id(server, caller, &server.keys[session].id.clone()).await
}

async fn revoke_id(server: &Server, caller: &str, id: &str) -> Result<String, String> {
    server.call(caller, &format!("rolecall:Rolecall_20261130.RevokeSession {{\"AccessKeyId\": \"{id}\"}}")).await
}

/// Which callers the server still knows.
async fn known<'n>(server: &Server, names: &[&'n str]) -> Vec<&'n str> {
    let mut known = Vec::new();
    for name in names {
        match server.call(name, "GetCallerIdentity").await {
            Ok(_) => known.push(*name),
            Err(told) => assert_eq!(told, REFUSED),
        }
    }
    known
}

const EVERYBODY: [&str; 5] = ["ana", "one", "sibling", "two", "three"];

/// The session and its descendants end; its siblings, its ancestors and who made it go on.
#[tokio::test]
async fn a_session_ends_with_its_descendants() {
    let server = chain().await;
    assert_eq!(known(&server, &EVERYBODY).await, EVERYBODY);
    revoke(&server, "root", "two").await.unwrap();
    assert_eq!(known(&server, &EVERYBODY).await, ["ana", "one", "sibling"]);
    revoke(&server, "root", "one").await.unwrap();
    assert_eq!(known(&server, &EVERYBODY).await, ["ana", "sibling"]);
    // In S3's words, and for presigned URLs.
    assert!(server.call("three", "GET /").await.unwrap_err().starts_with("400 InvalidToken"));
    assert_eq!(server.call("one/presigned", "GetCallerIdentity").await.unwrap_err(), REFUSED);
    // It is as revoked after a restart.
    let server = server.restarted().await;
    assert_eq!(known(&server, &EVERYBODY).await, ["ana", "sibling"]);
}

/// The first session alone ends all that came of it, the third by way of the second.
#[tokio::test]
async fn grandchildren_end_too() {
    let server = chain().await;
    revoke(&server, "root", "one").await.unwrap();
    assert_eq!(known(&server, &EVERYBODY).await, ["ana", "sibling"]);
}

/// Sessions of users are sessions, too, and so are those of roles that they assume.
#[tokio::test]
async fn sessions_of_users() {
    let mut server = chain().await;
    server.call_as("ana", "GetSessionToken", "session").await;
    server.call_as("ana", "GetFederationToken Name=guest", "guest").await;
    assume(&mut server, "session", "first", "of-session").await;
    let names = ["ana", "session", "of-session", "guest"];
    assert_eq!(known(&server, &names).await, names);
    revoke(&server, "root", "session").await.unwrap();
    assert_eq!(known(&server, &names).await, ["ana", "guest"]);
    revoke(&server, "root", "guest").await.unwrap();
    assert_eq!(known(&server, &names).await, ["ana"]);
}

/// It is decided under its own action, on the session; other accounts may not.
#[tokio::test]
async fn who_may_revoke() {
    let server = chain().await;
    let id = server.keys["one"].id.clone();
    let resource = format!("arn:aws:rolecall::{ACCOUNT}:session/{id}");
    let denied = format!(
        "400 AccessDeniedException User: arn:aws:iam::{ACCOUNT}:user/ana is not authorized to perform: rolecall:RevokeSession on \
         resource: {resource} because no identity-based policy allows the rolecall:RevokeSession action"
    );
    assert_eq!(revoke(&server, "ana", "one").await.unwrap_err(), denied);
    assert!(revoke(&server, "prod", "one").await.unwrap_err().starts_with("400 AccessDeniedException"));
    assert!(revoke(&server, "nobody", "one").await.unwrap_err().starts_with("400 MissingAuthenticationTokenException"));
    assert_eq!(known(&server, &EVERYBODY).await, EVERYBODY);
    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"rolecall:RevokeSession","Resource":"{resource}"}}]}}"#
    );
    server.root("PutUserPolicy", &[("UserName", "ana"), ("PolicyName", "revoke"), ("PolicyDocument", &*policy)]).await;
    assert!(revoke(&server, "ana", "sibling").await.unwrap_err().starts_with("400 AccessDeniedException"));
    revoke(&server, "ana", "one").await.unwrap();
    assert_eq!(known(&server, &EVERYBODY).await, ["ana", "sibling"]);
}

/// What is no id of a session is refused, and the same session twice is one revocation.
#[tokio::test]
async fn what_can_be_revoked() {
    let server = chain().await;
    let user = server.keys["ana"].id.clone();
    for (id, told) in [
        (&*user, format!("400 ValidationException {user} is not the access key id of temporary credentials")),
        ("ASIAxxxxxxxxxxxxxxxx", "400 ValidationException ASIAxxxxxxxxxxxxxxxx is not the access key id of temporary credentials".to_owned()),
        ("ASIAIOSFODNN7EXAMPLE", "400 ValidationException ASIAIOSFODNN7EXAMPLE is not the access key id of temporary credentials".to_owned()),
        ("ASIA", "400 ValidationException 1 validation error detected: Value 'ASIA' at 'accessKeyId' failed to satisfy constraint: Member must have length greater than or equal to 16".to_owned()),
    ] {
        assert_eq!(revoke_id(&server, "root", id).await.unwrap_err(), told);
    }
    let none = server.call("root", "rolecall:Rolecall_20261130.RevokeSession {}").await.unwrap_err();
    assert!(
        none.starts_with("400 ValidationException 1 validation error detected: Value null at 'accessKeyId'"),
        "{none}"
    );
    let first = revoke(&server, "root", "one").await.unwrap();
    server.wait(60).await;
    assert_eq!(revoke(&server, "root", "one").await.unwrap(), first);
    assert_eq!(count(&server), 1);
}

fn count(server: &Server) -> usize {
    server.node.directory.snapshot().count::<RevokedSession>(ACCOUNT.parse().unwrap())
}

/// What need not be kept goes with the next revocation.
#[tokio::test]
async fn the_list_does_not_grow() {
    let mut server = chain().await;
    revoke(&server, "root", "one").await.unwrap();
    server.wait(38 * 3600 - 1).await;
    assume(&mut server, "ana", "first", "later").await;
    revoke(&server, "root", "later").await.unwrap();
    assert_eq!(count(&server), 2);
    server.wait(1).await;
    assume(&mut server, "ana", "first", "last").await;
    revoke(&server, "root", "last").await.unwrap();
    assert_eq!(count(&server), 2);
    assert_eq!(known(&server, &["later", "last", "ana"]).await, ["ana"]);
}

/// As many as the quota, and no more; a full list takes the next one when its own need not be kept any more.
#[tokio::test]
async fn as_many_as_the_quota() {
    let mut server = chain().await;
    revoke(&server, "root", "sibling").await.unwrap();
    let snapshot = server.node.directory.snapshot();
    let one = snapshot.find_by_id::<RevokedSession>(&server.keys["sibling"].id).unwrap().entity().clone();
    let change = |_: &rolecall::directory::Snapshot, edit: &mut Edit| {
        (0..RevokedSession::QUOTA.limit - 2)
            .try_for_each(|number| edit.create(&RevokedSession { id: format!("ASIA{number}"), ..one.clone() }))
    };
    server.node.directory.change(change).await.unwrap();
    revoke(&server, "root", "three").await.unwrap();
    let beyond = revoke(&server, "root", "two").await.unwrap_err();
    assert!(beyond.contains("Cannot exceed quota for RevokedSessionsPerAccount: 10000"), "{beyond}");
    server.wait(38 * 3600).await;
    assume(&mut server, "ana", "first", "later").await;
    revoke(&server, "root", "later").await.unwrap();
    assert!(known(&server, &["later"]).await.is_empty());
    assert_eq!(count(&server), RevokedSession::QUOTA.limit - 100, "others went with it");
}

/// A chain has 33 sessions at most, the first of which no session precedes: its last one still names all of its ancestors.
#[tokio::test]
async fn chains_are_bounded() {
    let mut server = chain().await;
    let mut last = "one".to_owned();
    for number in 1..=32 {
        let name = format!("link{number}");
        assume(&mut server, &last, "first", &name).await;
        last = name;
    }
    let call = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/first RoleSessionName=same";
    let refused = server.call(&last, call).await.unwrap_err();
    assert_eq!(
        refused,
        "400 ValidationError A session can come from at most 32 others; this one comes from 32 already."
    );
    assert_eq!(known(&server, &[&last]).await.len(), 1);
    revoke(&server, "root", "one").await.unwrap();
    assert!(known(&server, &["link1", "link2", "link31", &last]).await.is_empty());
}

/// The trail has who revoked what, and each refusal says who revoked the session.
#[tokio::test]
async fn it_is_on_record() {
    let server = chain().await;
    let id = server.keys["one"].id.clone();
    let answer =
        server.answer("root", &format!("rolecall:Rolecall_20261130.RevokeSession {{\"AccessKeyId\": \"{id}\"}}")).await;
    let record: Record = server.recorded(&answer);
    assert_eq!((&*record.service, &*record.operation), ("rolecall", "RevokeSession"));
    assert_eq!(record.resources, [format!("arn:aws:rolecall::{ACCOUNT}:session/{id}")]);
    for (caller, what) in [("one", "the session"), ("three", "a session that this one comes from")] {
        let record = server.recorded(&server.answer(caller, "GetCallerIdentity").await);
        let reason = record.error.unwrap().reason.unwrap();
        let expected = format!(
            "{what}, {id}, was revoked at 2026-11-22T10:00:00Z by arn:aws:iam::{ACCOUNT}:root (rolecall:RevokeSession)"
        );
        assert_eq!(reason, expected);
    }
}

/// `rolecall revoke` calls a running server with the credentials of its environment.
#[tokio::test]
async fn the_command_revokes() {
    let server = chain().await;
    // The program knows one time only.
    server.wait(SystemClock.now().as_second() - server.now().as_second()).await;
    let run = async |caller: &str, session: &str, endpoint: &str| {
        let keys = &server.keys[caller];
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command.args(["revoke", session]).env_clear().env("AWS_ENDPOINT_URL", endpoint);
        command.env("AWS_ACCESS_KEY_ID", &keys.id).env("AWS_SECRET_ACCESS_KEY", &keys.secret);
        let output = command.output().await.unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (id, endpoint) = (server.keys["one"].id.clone(), format!("http://{}", server.address));
    let (status, _, said) = run("ana", &id, &endpoint).await;
    assert!(status == Some(1) && said.contains("not authorized to perform: rolecall:RevokeSession"), "{said}");
    let (status, _, said) = run("root", &id, "https://localhost").await;
    assert!(status == Some(1) && said.contains("--endpoint must begin with http://"), "{said}");
    assert_eq!(count(&server), 0);
    let done = format!("{id} is revoked, and so are all sessions obtained with it.\n");
    assert_eq!(run("root", &id, &endpoint).await, (Some(0), done, String::new()));
    assert_eq!(count(&server), 1);
}
