//! Guesses at passwords and codes (R3.74).

use super::browser::{Browser, FAILURE_TIME, PASSWORD, ana, console, console_with, world};
use futures_util::future::join_all;
use rolecall::console::{ADDRESS_ATTEMPTS, ADDRESS_SECONDS};
use rolecall::directory::entities::Guesses;
use rolecall::gateway::limits::Limits;
use serde_json::json;
use std::time::{Duration, Instant};

fn of(user: &str, password: &str) -> serde_json::Value {
    json!({"account": "111111111111", "userName": user, "password": password})
}

/// R3.74: after five wrong passwords one waits, and is told how long, whether the user exists or not; the right password is
/// not looked at meanwhile.
#[tokio::test]
async fn wrong_passwords_wait() {
    for user in ["ana", "nobody"] {
        let server = world().await;
        let mut browser = Browser::open(console(&server).await).await;
        for _ in 0..5 {
            assert_eq!(browser.post("/api/sign-in", &of(user, "wrong")).await.code().0, 401);
        }
        let refused = browser.post("/api/sign-in", &of(user, PASSWORD)).await;
        assert_eq!(refused.code(), (429, "TooManyAttempts".to_owned()));
        assert_eq!((&refused.json()["retryAfter"], refused.header("retry-after")), (&json!(30), "30"));
        server.wait(29).await;
        assert_eq!(browser.post("/api/sign-in", &of(user, PASSWORD)).await.json()["retryAfter"], json!(1));
        server.wait(1).await;
        let answer = browser.post("/api/sign-in", &of(user, PASSWORD)).await;
        assert_eq!(answer.status.as_u16(), if user == "ana" { 200 } else { 401 });
    }
}

/// Sixty-four guesses at the same moment: five are looked at, and the right one among the rest is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_at_the_same_moment() {
    let server = world().await;
    let browser = Browser::open(console(&server).await).await;
    for _ in 0..4 {
        browser.clone().post("/api/sign-in", &of("ana", "wrong")).await;
    }
    let calls = (0..64).map(|at| {
        let (mut browser, sent) = (browser.clone(), of("ana", if at < 60 { "wrong" } else { PASSWORD }));
        async move { browser.post("/api/sign-in", &sent).await.status.as_u16() }
    });
    let answers = join_all(calls).await;
    let looked_at = answers.iter().filter(|status| **status != 429).count();
    assert_eq!(looked_at, 1, "{answers:?}");
    let snapshot = server.node.directory.snapshot();
    let guesses =
        snapshot.all::<Guesses>().next().and_then(|guesses| guesses.passwords.guessers.first().map(|it| it.wrong));
    assert!(answers.contains(&200) || guesses == Some(5), "{answers:?} {guesses:?}");
}

/// An address tries a limited number of names a minute, so that nobody has passwords hashed without end.
#[tokio::test]
async fn an_address_tries_few_names() {
    let server = world().await;
    let mut browser = Browser::open(console(&server).await).await;
    for at in 0..ADDRESS_ATTEMPTS {
        assert_eq!(browser.post("/api/sign-in", &of(&format!("u{at}"), "wrong")).await.code().0, 401);
    }
    assert_eq!(browser.post("/api/sign-in", &ana()).await.code().0, 429);
    server.wait(ADDRESS_SECONDS).await;
    assert_eq!(browser.post("/api/sign-in", &ana()).await.status, 200);
}

/// A restart of the console forgets no guess: the durable count stands behind the one in memory, and a guess that has to wait
/// is refused as a wrong one.
#[tokio::test]
async fn a_restart_forgets_nothing() {
    let server = world().await;
    let mut browser = Browser::open(console(&server).await).await;
    for _ in 0..5 {
        browser.post("/api/sign-in", &of("ana", "wrong")).await;
    }
    let mut browser = Browser::open(console(&server).await).await;
    assert_eq!(browser.post("/api/sign-in", &ana()).await.code(), (401, "AuthenticationFailed".to_owned()));
}

/// Time does not tell who exists: no wrong sign-in is answered before its time, which is longer than the checks take.
#[tokio::test]
async fn wrong_sign_ins_take_their_time() {
    let server = world().await;
    let time = Duration::from_millis(300);
    assert!(time > FAILURE_TIME);
    let mut browser = Browser::open(console_with(&server, Limits::default(), time).await).await;
    for sent in [
        of("ana", "wrong"),
        of("nobody", "wrong"),
        json!({"account": "999999999999", "userName": "a", "password": "b"}),
    ] {
        let began = Instant::now();
        assert_eq!(browser.post("/api/sign-in", &sent).await.code().0, 401);
        assert!(began.elapsed() >= time, "{sent}");
    }
}
