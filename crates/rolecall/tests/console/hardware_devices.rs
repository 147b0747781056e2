//! Hardware MFA devices (R4.72) at sign-in and at a switch of role, by the number on them.

use super::browser::{Browser, ana, console, device, world};
use super::kit::Server;
use rolecall::trail::Record;
use rolecall::world::World;
use serde_json::{Value, json};

const SERIAL: &str = "GAHT12345678";
const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// Ana with a hardware device that the world file declares.
async fn with_hardware() -> Server {
    let server = world().await;
    let file = format!(
        "[[account]]\nid = '111111111111'\nname = 'dev'\n[[account.hardware_mfa_device]]\nserial = '{SERIAL}'\nseed = '{SEED}'\n"
    );
    World::parse(&file).unwrap().apply(&server.node).await.unwrap();
    let codes = format!("AuthenticationCode1={} AuthenticationCode2={}", server.code(SEED, -2), server.code(SEED, -1));
    server.call("root", &format!("EnableMFADevice UserName=ana SerialNumber={SERIAL} {codes}")).await.unwrap();
    server
}

fn with(code: &str, serial: Option<&str>) -> Value {
    let mut credentials = ana();
    credentials["mfaCode"] = json!(code);
    credentials["mfaSerial"] = json!(serial);
    credentials
}

/// What the last `CheckMfa` with this status says the devices are.
fn mfa_type(server: &Server, status: u16) -> Value {
    let is_it = |record: &Record| record.operation == "CheckMfa" && record.status == status;
    let checked = server.node.records.newest(1, is_it).unwrap();
    let additional = checked[0].details.as_ref().and_then(|details| details.additional.clone()).unwrap();
    serde_json::to_value(additional).unwrap()["MfaType"].clone()
}

/// R4.72, R8.15: the page learns the number on the device and may send it; the trail has it, and says that it is hardware. A user
/// with a virtual device too has several types.
#[tokio::test]
async fn they_sign_in_by_their_number() {
    let mut server = with_hardware().await;
    let mut browser = Browser::open(console(&server).await).await;
    let asked = browser.post("/api/sign-in", &ana()).await.json();
    assert_eq!(asked["mfaDevices"], json!([SERIAL]));
    assert_eq!(browser.post("/api/sign-in", &with("000000", None)).await.status, 401);
    assert_eq!(mfa_type(&server, 401), json!("Hardware MFA"));
    browser.sign_in(&with(&server.code(SEED, 0), Some(SERIAL))).await;
    assert_eq!(mfa_type(&server, 200), json!("Hardware MFA"));
    let login = server.node.records.newest(1, |record| record.operation == "ConsoleLogin").unwrap();
    let text = serde_json::to_string(&login[0].details).unwrap();
    assert!(text.contains(&format!(r#""MFAIdentifier":"{SERIAL}""#)), "{text}");

    let phone = device(&mut server, "phone").await;
    browser.sign_in(&with(&phone, None)).await;
    assert_eq!(mfa_type(&server, 200), json!("Multiple MFA Devices"));
    browser.sign_in(&with(&server.code(SEED, 1), Some(SERIAL))).await;
    assert_eq!(mfa_type(&server, 200), json!("Multiple MFA Devices"));
}

/// R4.72: a switch sends `AssumeRole` the number on the only device, and on the one of several whose code it is.
#[tokio::test]
async fn they_switch_roles() {
    let mut server = with_hardware().await;
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}"#;
    let parameters = [("RoleName", "Dev"), ("AssumeRolePolicyDocument", trust)];
    server.ask("prod", "CreateRole", &parameters).await.unwrap();
    let mut browser = Browser::open(console(&server).await).await;
    let user = browser.sign_in(&with(&server.code(SEED, 0), None)).await;
    let path = format!("/api/sessions/{}/switch-role", user["id"].as_str().unwrap());
    let to = |code: &str| json!({"account": "222222222222", "roleName": "Dev", "mfaCode": code});
    let alone = browser.post(&path, &to(&server.code(SEED, 1))).await;
    assert_eq!(alone.status, 200, "{alone:?}");
    device(&mut server, "phone").await;
    let wrong = browser.post(&path, &to("000000")).await;
    assert_eq!((wrong.status.as_u16(), mfa_type(&server, 401)), (403, json!("Multiple MFA Devices")));
    server.wait(30).await;
    let of_several = browser.post(&path, &to(&server.code(SEED, 1))).await;
    assert_eq!(of_several.status, 200, "{of_several:?}");
}
