//! Guesses at codes of MFA devices and at passwords: whoever has a key of a user finds neither by trying, and keeps
//! nobody with another key from using them (R3.74).

use crate::kit::Server;
use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt as _};
use rolecall::directory::entities::Guesses;
use rolecall::gateway::rates::Rate;

const PHONE: &str = "SerialNumber=arn:aws:iam::111111111111:mfa/phone";
const WRONG: &str = "403 AccessDenied MultiFactorAuthentication failed with invalid MFA one time pass code.";
const WRONG_PAIR: &str = "403 InvalidAuthenticationCode Authentication code for device is not valid";
const WRONG_PASSWORD: &str = "403 AccessDenied The old password is not correct.";

/// The account of `root`, whose user `ana` has an MFA device and two keys, `ana` and `spare`, and may do anything.
async fn world() -> Server {
    furnished(Server::new().await).await
}

async fn furnished(mut server: Server) -> Server {
    server.call("root", "CreateUser UserName=ana").await.unwrap();
    server.call("root", "PutUserPolicy UserName=ana PolicyName=all PolicyDocument=+*").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    server.call_as("root", "CreateAccessKey UserName=ana", "spare").await;
    let answer = server.call("root", "CreateVirtualMFADevice VirtualMFADeviceName=phone").await.unwrap();
    server.keep("phone", &answer, "<Base32StringSeed>");
    let codes = "AuthenticationCode1=#phone,-2 AuthenticationCode2=#phone,-1";
    server.call("root", &format!("EnableMFADevice UserName=ana {PHONE} {codes}")).await.unwrap();
    server
        .call("root", "CreateRole RoleName=admin AssumeRolePolicyDocument=+sts:AssumeRole<111111111111>")
        .await
        .unwrap();
    server.call("root", "PutRolePolicy RoleName=admin PolicyName=all PolicyDocument=+*").await.unwrap();
    server
}

/// A call of `GetSessionToken` with this code.
fn with_code(code: &str) -> String {
    format!("GetSessionToken {PHONE} TokenCode={code}")
}

/// The right code of now.
fn right() -> String {
    with_code("#phone,0")
}

/// A six-digit text that is no code of a step near now.
fn wrong(server: &Server) -> String {
    let seed = data_encoding::BASE64.decode(server.kept["phone"].as_bytes()).unwrap();
    let seed = String::from_utf8(seed).unwrap();
    let near: Vec<String> = (-25..=25).map(|offset| server.code(&seed, offset)).collect();
    (0..100).map(|number| format!("{number:06}")).find(|code| !near.contains(code)).unwrap()
}

async fn wrong_codes(server: &Server, caller: &str, times: usize) {
    let call = with_code(&wrong(server));
    for at in 0..times {
        assert_eq!(server.call(caller, &call).await.unwrap_err(), WRONG, "{at}");
    }
}

fn guesses(server: &Server) -> Option<Guesses> {
    server.node.directory.snapshot().all::<Guesses>().next().map(|it| it.entity().clone())
}

/// As many codes as came in a second when two sessions were won in 40: none gives one, not even the right ones among
/// them. Nothing is written for those that have to wait.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_codes_gives_no_session() {
    // The clock stands still: at AWS's rate all but 600 would be refused for another reason.
    let rate = Rate { service: "sts", per_second: 100_000 };
    let server = furnished(Server::with_rates(vec![rate]).await).await;
    wrong_codes(&server, "ana", 5).await;
    let (revision, before) = (server.node.directory.snapshot().revision(), guesses(&server));
    let sent = stream::iter(0..28_000u32).map(|at| {
        let random = at.wrapping_mul(2_654_435_761) % 1_000_000;
        let code = if at % 100 == 0 { "#phone,0".to_owned() } else { format!("{random:06}") };
        let server = &server;
        async move { server.call("ana", &with_code(&code)).await }
    });
    let won = sent
        .buffer_unordered(16)
        .filter(|answer| std::future::ready(answer.as_ref().err().map(String::as_str) != Some(WRONG)));
    let won: Vec<_> = won.collect().await;
    assert!(won.is_empty(), "{} of other answers, the first is {:?}", won.len(), won[0]);
    assert_eq!(guesses(&server), before);
    assert_eq!(server.node.directory.snapshot().revision(), revision);
    server.wait(30).await;
    server.call("ana", &right()).await.unwrap();
    assert_eq!(guesses(&server).unwrap().codes.guessers, []);
    server.wait(86_400).await;
    server.call("ana", &right()).await.unwrap();
    assert_eq!(guesses(&server), None, "nothing is kept of it for ever");
}

/// Each wait is twice as long as the one before, up to an hour; the right code is not looked at meanwhile, in whatever
/// call it comes. A right code ends it.
#[tokio::test]
async fn waits_grow() {
    let server = world().await;
    wrong_codes(&server, "ana", 5).await;
    for wait in [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600] {
        server.wait(wait - 1).await;
        assert_eq!(server.call("ana", &right()).await.unwrap_err(), WRONG, "{wait}");
        let assume = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/admin RoleSessionName=ss";
        let assumed = server.call("ana", &format!("{assume} {PHONE} TokenCode=#phone,0")).await;
        assert_eq!(assumed.unwrap_err(), WRONG, "{wait}");
        server.wait(1).await;
        wrong_codes(&server, "ana", 1).await;
    }
    server.wait(3_600).await;
    server.call("ana", &right()).await.unwrap();
    server.wait(30).await;
    wrong_codes(&server, "ana", 4).await;
    server.call("ana", &right()).await.unwrap();
}

/// A code that was right once is a wrong one when it comes again, and counts.
#[tokio::test]
async fn used_codes_count() {
    let server = world().await;
    server.call("ana", &right()).await.unwrap();
    for _ in 0..5 {
        assert_eq!(server.call("ana", &right()).await.unwrap_err(), WRONG);
    }
    assert_eq!(server.call("ana", &with_code("#phone,1")).await.unwrap_err(), WRONG);
}

/// 64 guesses at the same moment: five are looked at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_at_the_same_moment() {
    let server = world().await;
    let call = with_code(&wrong(&server));
    for answer in join_all((0..64).map(|_| server.call("ana", &call))).await {
        assert_eq!(answer.unwrap_err(), WRONG);
    }
    let codes = guesses(&server).unwrap().codes;
    assert_eq!(codes.guessers.iter().map(|it| it.wrong).collect::<Vec<_>>(), [5]);
    assert_eq!(server.call("ana", &right()).await.unwrap_err(), WRONG);
}

/// One guess is left, and thirty come before any of them is counted: the last one is right, and is not looked at.
#[tokio::test]
async fn the_right_one_of_many_at_the_same_moment() {
    let server = world().await;
    let code = wrong(&server);
    let seed = data_encoding::BASE64.decode(server.kept["phone"].as_bytes()).unwrap();
    let seed = String::from_utf8(seed).unwrap();
    let right = [server.code(&seed, 0), server.code(&seed, 1)];
    let resync = |older: &str, newer: &str| {
        let serial = "arn:aws:iam::111111111111:mfa/phone";
        let names = ["UserName", "SerialNumber", "AuthenticationCode1", "AuthenticationCode2"];
        let values = ["ana", serial, older, newer].map(str::to_owned);
        names.into_iter().zip(values).collect::<Vec<_>>()
    };
    let (bad, good) = (resync(&code, &code), resync(&right[0], &right[1]));
    for _ in 0..4 {
        server.direct("root", "ResyncMFADevice", &bad).await.unwrap_err();
    }
    let calls = (0..30).map(|at| server.direct("root", "ResyncMFADevice", if at == 29 { &good } else { &bad }));
    let answers = join_all(calls).await;
    assert!(answers.iter().all(Result::is_err), "{answers:?}");
    server.wait(30).await;
    server.direct("root", "ResyncMFADevice", &good).await.unwrap();
}

/// A restart forgets nothing.
#[tokio::test]
async fn counts_survive_a_restart() {
    let server = world().await;
    wrong_codes(&server, "ana", 5).await;
    let server = server.restarted().await;
    assert_eq!(server.call("ana", &right()).await.unwrap_err(), WRONG);
    server.wait(30).await;
    server.call("ana", &right()).await.unwrap();
}

/// Who guesses with one key, or administers the device, hinders nobody who uses it with another key.
#[tokio::test]
async fn another_key_is_not_hindered() {
    let mut server = world().await;
    wrong_codes(&server, "ana", 20).await;
    server.call_as("ana", "AssumeRole RoleArn=arn:aws:iam::111111111111:role/admin RoleSessionName=ss", "admin").await;
    let code = wrong(&server);
    let resync = format!("ResyncMFADevice UserName=ana {PHONE} AuthenticationCode1={code} AuthenticationCode2={code}");
    for caller in ["admin", "root", "ana"] {
        for _ in 0..20 {
            assert_eq!(server.call(caller, &resync).await.unwrap_err(), WRONG_PAIR);
        }
    }
    server.call("spare", &right()).await.unwrap();
    // Its success is not the other key's.
    server.wait(29).await;
    assert_eq!(server.call("ana", &with_code("#phone,1")).await.unwrap_err(), WRONG);
}

/// The sessions that a key gets without MFA are no fresh guessers.
#[tokio::test]
async fn sessions_of_a_key_count_as_the_key() {
    let mut server = world().await;
    let assume = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/admin RoleSessionName=ss";
    let (bad, good) =
        (format!("{assume} {PHONE} TokenCode={}", wrong(&server)), format!("{assume} {PHONE} TokenCode=#phone,0"));
    for _ in 0..5 {
        server.call_as("ana", "GetSessionToken", "weak").await;
        assert_eq!(server.call("weak", &bad).await.unwrap_err(), WRONG);
    }
    server.call_as("ana", "GetSessionToken", "weak").await;
    assert_eq!(server.call("weak", &good).await.unwrap_err(), WRONG);
    assert_eq!(server.call("ana", &good).await.unwrap_err(), WRONG);
    server.call("spare", &good).await.unwrap();
}

/// A thief who may make keys guesses with ever new ones, on every device, and makes the device anew in between: all of
/// it together has fifty guesses a day.
#[tokio::test]
async fn new_keys_and_devices_are_no_fresh_start() {
    let mut server = world().await;
    for _ in 0..20 {
        let key = server.keys["spare"].id.clone();
        server.call("ana", &format!("DeleteAccessKey UserName=ana AccessKeyId={key}")).await.unwrap();
        server.call_as("ana", "CreateAccessKey UserName=ana", "spare").await;
        wrong_codes(&server, "spare", 6).await;
    }
    assert_eq!(server.call("spare", &right()).await.unwrap_err(), WRONG);
    // Nobody has another guess, the user neither; an administrator's new device is no way around.
    assert_eq!(server.call("ana", &right()).await.unwrap_err(), WRONG);
    server.call("root", &format!("DeactivateMFADevice UserName=ana {PHONE}")).await.unwrap();
    server.call("root", &format!("DeleteVirtualMFADevice {PHONE}")).await.unwrap();
    let answer = server.call("root", "CreateVirtualMFADevice VirtualMFADeviceName=phone").await.unwrap();
    server.keep("phone", &answer, "<Base32StringSeed>");
    let codes = "AuthenticationCode1=#phone,-2 AuthenticationCode2=#phone,-1";
    server.call("root", &format!("EnableMFADevice UserName=ana {PHONE} {codes}")).await.unwrap();
    assert_eq!(server.call("ana", &right()).await.unwrap_err(), WRONG);
    server.wait(1_728 - 1).await;
    assert_eq!(server.call("ana", &right()).await.unwrap_err(), WRONG);
    server.wait(1).await;
    server.call("ana", &right()).await.unwrap();
}

/// Codes that enable or synchronise a device wait too, for the administrator who tries them.
#[tokio::test]
async fn codes_that_synchronise_wait() {
    let mut server = world().await;
    server.call_as("ana", "AssumeRole RoleArn=arn:aws:iam::111111111111:role/admin RoleSessionName=ss", "admin").await;
    let code = wrong(&server);
    let resync = |codes: &str| format!("ResyncMFADevice UserName=ana {PHONE} {codes}");
    let bad = format!("AuthenticationCode1={code} AuthenticationCode2={code}");
    let good = "AuthenticationCode1=#phone,1 AuthenticationCode2=#phone,2";
    for _ in 0..5 {
        assert_eq!(server.call("admin", &resync(&bad)).await.unwrap_err(), WRONG_PAIR);
    }
    assert_eq!(server.call("admin", &resync(good)).await.unwrap_err(), WRONG_PAIR);
    // Another session of the role is the same guesser; another administrator is not.
    server.call_as("ana", "AssumeRole RoleArn=arn:aws:iam::111111111111:role/admin RoleSessionName=tt", "admin").await;
    assert_eq!(server.call("admin", &resync(good)).await.unwrap_err(), WRONG_PAIR);
    server.call("root", &resync(good)).await.unwrap();

    server.call("root", "CreateUser UserName=bob").await.unwrap();
    let answer = server.call("root", "CreateVirtualMFADevice VirtualMFADeviceName=bobs").await.unwrap();
    server.keep("bobs", &answer, "<Base32StringSeed>");
    let enable =
        |codes: &str| format!("EnableMFADevice UserName=bob SerialNumber=arn:aws:iam::111111111111:mfa/bobs {codes}");
    let good = "AuthenticationCode1=#bobs,-1 AuthenticationCode2=#bobs,0";
    for _ in 0..5 {
        assert_eq!(server.call("admin", &enable(&bad)).await.unwrap_err(), WRONG_PAIR);
    }
    assert_eq!(server.call("admin", &enable(good)).await.unwrap_err(), WRONG_PAIR);
    server.wait(30).await;
    server.call("admin", &enable(good)).await.unwrap();
}

/// A password is not guessed by changing it, and its guesses do not hinder the use of the device.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passwords_wait() {
    let server = world().await;
    server.call("root", "CreateLoginProfile UserName=ana Password=Correct%20horse%201").await.unwrap();
    let change = |old: &str| format!("ChangePassword OldPassword={old} NewPassword=Another%20horse%201");
    let wrong = change("Wrong%20horse%201");
    for answer in join_all((0..64).map(|_| server.call("ana", &wrong))).await {
        assert_eq!(answer.unwrap_err(), WRONG_PASSWORD);
    }
    let passwords = guesses(&server).unwrap().passwords;
    assert_eq!(passwords.guessers.iter().map(|it| it.wrong).collect::<Vec<_>>(), [5]);
    let right = change("Correct%20horse%201");
    assert_eq!(server.call("ana", &right).await.unwrap_err(), WRONG_PASSWORD);
    server.call("ana", &with_code("#phone,0")).await.unwrap();
    server.wait(29).await;
    assert_eq!(server.call("ana", &right).await.unwrap_err(), WRONG_PASSWORD);
    server.wait(1).await;
    server.call("ana", &right).await.unwrap();
}

/// Counts go with their user, also when it is deleted while somebody guesses.
#[tokio::test]
async fn counts_go_with_their_user() {
    for guess_first in [true, false] {
        let server = world().await;
        server.call("root", "CreateUser UserName=bob").await.unwrap();
        server.call("root", "CreateVirtualMFADevice VirtualMFADeviceName=bobs").await.unwrap();
        let enable = [
            ("UserName", "bob"),
            ("SerialNumber", "arn:aws:iam::111111111111:mfa/bobs"),
            ("AuthenticationCode1", "000000"),
            ("AuthenticationCode2", "000000"),
        ];
        server.ask("root", "EnableMFADevice", &enable).await.unwrap_err();
        assert!(guesses(&server).is_some());
        let guess = server.direct("root", "EnableMFADevice", &enable);
        let delete = server.direct("root", "DeleteUser", &enable[..1]);
        let deleted = if guess_first { tokio::join!(guess, delete).1 } else { tokio::join!(delete, guess).0 };
        deleted.unwrap();
        assert_eq!(guesses(&server), None);

        server.call("root", "CreateUser UserName=bob").await.unwrap();
        let guess = server.direct("root", "EnableMFADevice", &enable);
        let delete = server.direct("root", "DeleteUser", &enable[..1]);
        let deleted = if guess_first { tokio::join!(guess, delete).1 } else { tokio::join!(delete, guess).0 };
        deleted.unwrap();
        assert_eq!(guesses(&server), None, "the first guess and the deletion, at the same moment");
    }
}
