//! Switch role, and back.

use super::browser::{Browser, PASSWORD, ana, console, device, world};
use super::kit::Server;
use rolecall::directory::entities::Guesses;
use rolecall::trail::{Found, Record};
use serde_json::{Value, json};

const WHO: &str = "Action=GetCallerIdentity&Version=2011-06-15";

/// Roles of 222222222222: `team/Dev` and `Other` trust account 111111111111, `Secret` wants an external id, `Closed` trusts
/// nobody there.
async fn with_roles() -> Server {
    let server = world().await;
    let statement = |principal: &str, condition: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sts:AssumeRole"{condition}}}]}}"#
        )
    };
    let open = statement("111111111111", "");
    let external = statement("111111111111", r#","Condition":{"StringEquals":{"sts:ExternalId":"x"}}"#);
    let closed = statement("222222222222", "");
    for (name, path, trust) in
        [("Dev", "/team/", &open), ("Other", "/", &open), ("Secret", "/", &external), ("Closed", "/", &closed)]
    {
        let parameters = [("RoleName", name), ("Path", path), ("AssumeRolePolicyDocument", trust)];
        server.ask("prod", "CreateRole", &parameters).await.unwrap();
    }
    server.call("prod", "UpdateRole RoleName=Dev MaxSessionDuration=7200").await.unwrap();
    server
}

fn to(role: &str) -> Value {
    json!({"account": "222222222222", "roleName": role})
}

async fn switch(browser: &mut Browser, session: &str, body: &Value) -> Value {
    let answer = browser.post(&format!("/api/sessions/{session}/switch-role"), body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["session"].clone()
}

fn id(session: &Value) -> &str {
    session["id"].as_str().unwrap()
}

fn records(server: &Server, operation: &str) -> Vec<Record> {
    server.node.records.newest(10, |record| record.operation == operation).unwrap()
}

/// R3.66, R3.68–R3.73: a switch is a new session in the role, named as the user, as long as the role lets it be and the user's
/// session lasts. From the role, another switch is decided with the user's own rights, and back is the user's session.
#[tokio::test]
async fn a_user_switches_and_comes_back() {
    let server = with_roles().await;
    let mut browser = Browser::open(console(&server).await).await;
    let user = browser.sign_in(&ana()).await;
    let dev = switch(&mut browser, id(&user), &to("team/Dev")).await;
    let expected = json!({
        "id": id(&dev), "kind": "role", "arn": "arn:aws:sts::222222222222:assumed-role/Dev/ana",
        "accountId": "222222222222", "accountName": "prod", "roleName": "team/Dev", "sessionName": "ana",
        "displayName": "Dev @ 222222222222", "mfa": false, "issuedAt": "2026-11-22T10:00:00Z",
        "expiresAt": "2026-11-22T12:00:00Z",
        "original": {"id": id(&user), "arn": user["arn"], "accountId": "111111111111", "userName": "ana"},
    });
    let mut shown = dev.clone();
    shown.as_object_mut().unwrap().remove("roles");
    assert_eq!(shown, expected);
    let who = browser.query(id(&dev), "sts", WHO).await;
    assert!(who.text().contains("assumed-role/Dev/ana"), "{who:?}");
    // The role has no permission; the user, whose right decides, has.
    let named = json!({"account": "222222222222", "roleName": "Other", "displayName": "Mine", "color": "Red"});
    let other = switch(&mut browser, id(&dev), &named).await;
    assert_eq!(other["original"]["id"], user["id"]);
    assert_eq!((&other["displayName"], &other["color"]), (&json!("Mine"), &json!("f2b0a9")));
    assert_eq!(other["expiresAt"], json!("2026-11-22T11:00:00Z"));
    // R3.71: what was used last comes first.
    let roles = browser.state().await["sessions"][0]["roles"].clone();
    let names: Vec<&str> = roles.as_array().unwrap().iter().map(|role| role["roleName"].as_str().unwrap()).collect();
    assert_eq!(names, ["Other", "team/Dev"]);
    let back = browser.post(&format!("/api/sessions/{}/switch-back", id(&other)), &Value::Null).await;
    assert_eq!(back.json()["session"]["id"], user["id"]);
    assert_eq!(browser.query(id(&other), "sts", WHO).await.code(), (401, "SessionExpired".to_owned()));
    assert_eq!(browser.query(id(&user), "sts", WHO).await.status, 200);
    let again = browser.post(&format!("/api/sessions/{}/switch-back", id(&user)), &Value::Null).await;
    assert_eq!(again.code(), (409, "NotSwitched".to_owned()));
    // R3.72: the steps are on record, the calls behind them too.
    assert_eq!(records(&server, "AssumeRole").len(), 2);
    let switched = records(&server, "SwitchRole");
    assert_eq!(switched.len(), 2);
    let mut callers: Vec<&str> = switched.iter().map(|record| &*record.caller.as_ref().unwrap().arn).collect();
    callers.sort_unstable();
    let of = |role: &str| format!("arn:aws:sts::222222222222:assumed-role/{role}/ana");
    assert_eq!(callers, [of("Dev"), of("Other")]);
    for record in &switched {
        assert_eq!((&*record.service, &*record.accounts), ("signin", &["222222222222".to_owned()][..]));
    }
    assert_eq!(records(&server, "ExitRole").len(), 1);
    // Whoever signs out of the user's session leaves its roles.
    browser.post(&format!("/api/sessions/{}/sign-out", id(&user)), &Value::Null).await;
    assert_eq!(browser.query(id(&dev), "sts", WHO).await.code(), (401, "SessionExpired".to_owned()));
}

/// R3.70: late in the user's session, the role's lasts no longer than that.
#[tokio::test]
async fn a_role_ends_with_the_user() {
    let server = with_roles().await;
    let mut browser = Browser::open(console(&server).await).await;
    let user = browser.sign_in(&ana()).await;
    for (wait, expires) in [(41_400, "2026-11-22T22:00:00Z"), (1_500, "2026-11-22T22:00:00Z")] {
        server.wait(wait).await;
        assert_eq!(switch(&mut browser, id(&user), &to("team/Dev")).await["expiresAt"], json!(expires));
    }
    server.wait(300).await;
    let ended = browser.post(&format!("/api/sessions/{}/switch-role", id(&user)), &to("team/Dev")).await;
    assert_eq!(ended.code(), (401, "SessionExpired".to_owned()));
}

/// R3.67: what is refused is refused in one way; the recorded call says why, and only the caller's own side is told.
#[tokio::test]
async fn refusals_tell_the_own_side() {
    let server = with_roles().await;
    let mut browser = Browser::open(console(&server).await).await;
    let user = browser.sign_in(&ana()).await;
    let path = format!("/api/sessions/{}/switch-role", id(&user));
    let mut told = Vec::new();
    for role in ["Secret", "Closed", "Missing", "Dev", "team/dev"] {
        let answer = browser.post(&path, &to(role)).await;
        assert_eq!(answer.code(), (403, "AccessDenied".to_owned()), "{role}");
        assert_eq!(answer.json().get("ownSide"), None, "{role}");
        let request_id = answer.json()["requestId"].as_str().unwrap().to_owned();
        assert!(matches!(server.node.records.find(&request_id), Ok(Found::One(_))), "{role}");
        told.push(answer.json()["message"].clone());
    }
    told.dedup();
    assert_eq!(told.len(), 1);
    for account in ["no-such-alias", "", "999999999999"] {
        let answer = browser.post(&path, &json!({"account": account, "roleName": "Dev"})).await;
        assert_eq!(answer.code(), (403, "AccessDenied".to_owned()), "{account}");
    }
    for role in ["", "a b", "arn:aws:iam::222222222222:role/Dev", &"a".repeat(65)] {
        assert_eq!(browser.post(&path, &to(role)).await.code(), (400, "InvalidRequest".to_owned()), "{role}");
    }
    let deny = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sts:AssumeRole","Resource":"*"}]}"#;
    server.root("PutUserPolicy", &[("UserName", "ana"), ("PolicyName", "p"), ("PolicyDocument", deny)]).await;
    let answer = browser.post(&path, &to("Other")).await;
    assert_eq!(answer.json()["ownSide"], json!(true), "{answer:?}");
    assert_eq!(records(&server, "SwitchRole").len(), 0);
}

/// A switch takes the code of any of the user's devices, or of the named one. A wrong code is one guess, is on record, and gives
/// no session.
#[tokio::test]
async fn a_switch_with_a_code() {
    let mut server = with_roles().await;
    let mut codes = Vec::new();
    for name in ["phone", "tablet", "key"] {
        codes.push(device(&mut server, name).await);
    }
    let mut browser = Browser::open(console(&server).await).await;
    let credentials = json!({
        "account": "111111111111", "userName": "ana", "password": PASSWORD, "mfaCode": codes[0],
    });
    let user = browser.sign_in(&credentials).await;
    let path = format!("/api/sessions/{}/switch-role", id(&user));
    let with = |code: &str| json!({"account": "222222222222", "roleName": "Other", "mfaCode": code});
    let answer = browser.post(&path, &with("000000")).await;
    assert_eq!(answer.code(), (403, "AccessDenied".to_owned()));
    let request_id = answer.json()["requestId"].as_str().unwrap().to_owned();
    let Ok(Found::One(checked)) = server.node.records.find(&request_id) else { panic!("no record {request_id}") };
    assert_eq!((checked.status, &*checked.operation), (401, "CheckMfa"));
    assert_eq!(checked.accounts, ["111111111111"]);
    assert_eq!(records(&server, "AssumeRole").len(), 0);
    let snapshot = server.node.directory.snapshot();
    let wrong: u32 = snapshot.all::<Guesses>().flat_map(|it| &it.codes.guessers).map(|guesser| guesser.wrong).sum();
    assert_eq!(wrong, 1);
    switch(&mut browser, id(&user), &with(&codes[2])).await;
    let text = serde_json::to_string(&records(&server, "AssumeRole")[0].details).unwrap();
    assert!(text.contains("arn:aws:iam::111111111111:mfa/key"), "{text}");
    let named = |name: &str| {
        let serial = format!("arn:aws:iam::111111111111:mfa/{name}");
        json!({"account": "222222222222", "roleName": "Other", "mfaCode": codes[1], "mfaSerial": serial})
    };
    assert_eq!(browser.post(&path, &named("phone")).await.code(), (403, "AccessDenied".to_owned()));
    switch(&mut browser, id(&user), &named("tablet")).await;
}

/// R3.67: the root user has no roles.
#[tokio::test]
async fn root_cannot_switch() {
    let server = with_roles().await;
    let mut browser = Browser::open(console(&server).await).await;
    let first = json!({"token": super::browser::FIRST_TOKEN, "account": "111111111111", "password": PASSWORD});
    assert_eq!(browser.post("/api/first-start", &first).await.status, 200);
    let root = browser.sign_in(&json!({"account": "111111111111", "root": true, "password": PASSWORD})).await;
    assert_eq!((&root["kind"], &root["arn"]), (&json!("root"), &json!("arn:aws:iam::111111111111:root")));
    let users = browser.query(id(&root), "iam", "Action=ListUsers&Version=2010-05-08").await;
    assert_eq!(users.status, 200, "{users:?}");
    let answer = browser.post(&format!("/api/sessions/{}/switch-role", id(&root)), &to("Other")).await;
    assert_eq!(answer.code(), (403, "RootCannotSwitch".to_owned()));
}
