//! Passwords of users (R4.17): they are nowhere to be read, and of two changes at once one works.

use crate::kit::Server;
use rolecall::directory::entities::LoginProfile;

const OWN: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ChangePassword","Resource":"*"}]}"#;

/// Ana, who has the password `Correct horse 1` and may change it.
async fn with_ana() -> Server {
    let mut server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    server.root("CreateLoginProfile", &[("UserName", "ana"), ("Password", "Correct horse 1")]).await;
    server.root("PutUserPolicy", &[("UserName", "ana"), ("PolicyName", "own"), ("PolicyDocument", OWN)]).await;
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    server
}

fn profile(server: &Server) -> LoginProfile {
    server.node.directory.snapshot().all::<LoginProfile>().next().unwrap().entity().clone()
}

/// Invariant 7: neither a password nor its hash is in answers, in the trail, in `Debug`, or open in the store.
#[tokio::test]
async fn passwords_are_nowhere_to_be_read() {
    let server = with_ana().await;
    let change = "ChangePassword OldPassword=Correct%20horse%201 NewPassword=";
    let password = "Password=Correct%20horse%202";
    for (caller, call, status) in [
        ("ana", &*format!("{change}Another%20horse%201"), 200),
        ("ana", &*format!("{change}Third%20horse%201"), 403),
        ("ana", &*format!("{change}horse"), 403),
        ("root", &*format!("UpdateLoginProfile UserName=ana {password}"), 200),
        ("root", "UpdateLoginProfile UserName=ana Password=horse", 400),
        ("root", &*format!("UpdateLoginProfile UserName=ana {password}€"), 400),
        ("root", &*format!("CreateLoginProfile UserName=ana {password}"), 409),
        ("ana", &*format!("CreateLoginProfile UserName=ana {password}"), 403),
        ("ana/wrong-secret", &*format!("CreateLoginProfile UserName=ana {password}"), 403),
        ("root", "GetLoginProfile UserName=ana", 200),
    ] {
        let answer = server.answer(caller, call).await;
        let record = format!("{:?}", server.recorded(&answer));
        assert_eq!(answer.status, status, "{call}: {}", answer.body);
        for text in ["horse", "argon2"] {
            assert!(!answer.body.contains(text), "{call}: {}", answer.body);
            assert!(!record.contains(text), "{call}: {record}");
        }
    }
    let kept = profile(&server);
    let stored = serde_json::to_string(&kept).unwrap();
    for text in ["horse", "argon2"] {
        assert!(!format!("{kept:?} {stored}").contains(text), "{kept:?} {stored}");
    }
    let hash = server.node.open_sealed(&kept, &kept.sealed_hash).unwrap();
    assert!(hash.expose().starts_with("$argon2id$"));
    let moved = LoginProfile { user: "AIDAOTHER".to_owned(), ..kept.clone() };
    assert!(server.node.open_sealed(&moved, &kept.sealed_hash).is_err(), "it opens for its user alone");
}

/// The old password was verified on a world that another change has replaced: it does not count any more.
#[tokio::test]
async fn a_password_is_changed_once() {
    let server = with_ana().await;
    let to = |new| [("OldPassword", "Correct horse 1"), ("NewPassword", new)];
    let (one, other) = (to("Another horse 1"), to("Third horse 1"));
    let (one, other) =
        tokio::join!(server.direct("ana", "ChangePassword", &one), server.direct("ana", "ChangePassword", &other));
    let refused = one.err().xor(other.err()).expect("one of them works");
    assert_eq!((refused.status, &*refused.code), (409, "EntityTemporarilyUnmodifiable"), "{refused}");
}
