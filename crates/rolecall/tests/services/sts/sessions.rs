//! What a session's token says, and calls at the same moment.

use crate::kit::Server;
use rolecall::session::{Session, SessionIdentity};

const SERIAL: &str = "SerialNumber=arn:aws:iam::111111111111:mfa/phone";

/// A user `ana` with an MFA device, who may assume `dev`, which may assume itself.
async fn world() -> Server {
    let mut server = Server::new().await;
    server.call("root", "CreateUser UserName=ana").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    let answer = server.call("root", "CreateVirtualMFADevice VirtualMFADeviceName=phone").await.unwrap();
    server.keep("phone", &answer, "<Base32StringSeed>");
    let codes = "AuthenticationCode1=#phone,-2 AuthenticationCode2=#phone,-1";
    server.call("root", &format!("EnableMFADevice UserName=ana {SERIAL} {codes}")).await.unwrap();
    let trust =
        "CreateRole RoleName=dev AssumeRolePolicyDocument=+sts:AssumeRole,sts:TagSession,sts:SetSourceIdentity<*>";
    server.call("root", trust).await.unwrap();
    server
}

fn opened(server: &Server, caller: &str) -> Session {
    let keys = &server.keys[caller];
    server.node.ring.open(keys.token.as_ref().unwrap(), &keys.id).unwrap()
}

/// R3.12, R3.20: a session knows who asked for it, how long the chain is, and what came down it.
#[tokio::test]
async fn a_token_says_where_it_comes_from() {
    let mut server = world().await;
    let assume = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/dev RoleSessionName=ss";
    let passed = "SourceIdentity=ana Tags=a:1,B:2 TransitiveTagKeys=b";
    server.call_as("ana", &format!("{assume} {passed}"), "first").await;
    server.call_as("first", &format!("{assume} Tags=c:3"), "second").await;
    server.call_as("second", assume, "third").await;
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    for (name, depth, by, arn, tags) in [
        ("first", 0, "ana", "arn:aws:iam::111111111111:user/ana", vec![pair("a", "1"), pair("B", "2")]),
        ("second", 1, "first", "arn:aws:sts::111111111111:assumed-role/dev/ss", vec![pair("c", "3"), pair("B", "2")]),
        ("third", 2, "second", "arn:aws:sts::111111111111:assumed-role/dev/ss", vec![pair("B", "2")]),
    ] {
        let session = opened(&server, name);
        assert_eq!(session.chain_depth, depth, "{name}");
        assert_eq!(session.issuer.access_key_id, server.keys[by].id, "{name}");
        assert_eq!(session.issuer.arn, arn, "{name}");
        assert_eq!(session.tags, tags, "{name}");
        assert_eq!(session.transitive_keys, ["B"], "{name}");
        assert_eq!(session.source_identity.as_deref(), Some("ana"), "{name}");
        assert_eq!(session.secret.expose(), server.keys[name].secret, "{name}");
    }
}

/// R3.15, R3.41: MFA is remembered by sessions of GetSessionToken alone; nothing is passed into them.
#[tokio::test]
async fn sessions_of_users() {
    let mut server = world().await;
    server.call_as("ana", "GetSessionToken", "weak").await;
    server.call_as("ana", &format!("GetSessionToken {SERIAL} TokenCode=#phone,0"), "strong").await;
    server.call_as("root", "GetSessionToken", "root-session").await;
    let assume = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/dev RoleSessionName=ss";
    server.call_as("ana", &format!("{assume} {SERIAL} TokenCode=#phone,1"), "role").await;
    server.call_as("strong", assume, "from-strong").await;
    assert_eq!(opened(&server, "weak").mfa, None);
    assert_eq!(opened(&server, "strong").mfa, Some(server.now()));
    assert_eq!(opened(&server, "role").mfa, None);
    assert_eq!(opened(&server, "from-strong").mfa, None);
    // The depth counts role sessions.
    assert_eq!(opened(&server, "from-strong").chain_depth, 0);
    assert_eq!(opened(&server, "root-session").identity, SessionIdentity::RootSession);
    for name in ["weak", "strong", "root-session"] {
        let session = opened(&server, name);
        assert!(session.policy.is_none() && session.policy_arns.is_empty() && session.tags.is_empty(), "{name}");
    }
}

/// R3.14: one code in two calls at the same moment is good for one of them.
#[tokio::test]
async fn a_code_is_used_once_even_at_the_same_moment() {
    let server = world().await;
    let call = format!("GetSessionToken {SERIAL} TokenCode=#phone,0");
    let calls = (0..8).map(|_| server.call("ana", &call));
    let answers = futures_util::future::join_all(calls).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    let told = "403 AccessDenied MultiFactorAuthentication failed with invalid MFA one time pass code.";
    assert!(answers.iter().filter_map(|answer| answer.as_ref().err()).all(|error| error == told), "{answers:?}");
}

/// R3.14: a call that fails for any other reason leaves the code good.
#[tokio::test]
async fn a_failed_call_leaves_the_code_good() {
    let server = world().await;
    let assume = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/dev RoleSessionName=ss";
    let mfa = format!("{SERIAL} TokenCode=#phone,0");
    let tags: Vec<String> = (0..50).map(|at| format!("{at}{}:{}", "語".repeat(120), "語".repeat(256))).collect();
    for (fault, told) in [
        ("DurationSeconds=3601".to_owned(), "400 ValidationError"),
        ("Policy=x".to_owned(), "400 MalformedPolicyDocument"),
        ("PolicyArns=arn:aws:iam::aws:policy/None".to_owned(), "400 ValidationError"),
        (format!("Tags={}", tags.join(",")), "400 PackedPolicyTooLarge"),
    ] {
        let error = server.call("ana", &format!("{assume} {mfa} {fault}")).await.unwrap_err();
        assert!(error.starts_with(told), "{error}");
    }
    server.call("ana", &format!("{assume} {mfa}")).await.unwrap();
    server.call("ana", &format!("{assume} {mfa}")).await.unwrap_err();
}

/// R3.5: every key, secret and token is another one.
#[tokio::test]
async fn no_credentials_are_given_twice() {
    let mut server = Server::new().await;
    let mut seen = std::collections::HashSet::new();
    for _ in 0..20 {
        server.call_as("root", "GetSessionToken", "session").await;
        let keys = server.keys["session"].clone();
        assert_eq!((keys.id.len(), keys.secret.len()), (20, 40));
        for text in [keys.id, keys.secret, keys.token.unwrap()] {
            assert!(seen.insert(text));
        }
    }
}

/// The record names the Region that serves the request, as `aws:RequestedRegion` does: of a Regional endpoint the one that
/// the signature is for.
#[tokio::test]
async fn the_record_has_the_region_of_the_signature() {
    let server = Server::new().await;
    for (caller, region) in [("root/at=eu-west-1", "eu-west-1"), ("root", "us-east-1"), ("nobody", "us-east-1")] {
        let answer = server.answer(caller, "GetCallerIdentity").await;
        assert_eq!(server.recorded(&answer).region.as_deref(), Some(region), "{caller}");
    }
    let answer = server.answer("root/at=eu-west-1", "ListUsers").await;
    assert_eq!(server.recorded(&answer).region.as_deref(), Some("us-east-1"));
}
