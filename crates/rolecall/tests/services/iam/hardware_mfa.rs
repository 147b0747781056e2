//! Hardware MFA devices (R4.72), which the world file declares.

use crate::kit::Server;
use rolecall::directory::entities::MfaDevice;
use rolecall::store::Store as _;
use rolecall::world::World;

/// The seeds of two devices.
const SEEDS: [&str; 2] = ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"];

const SERIAL: &str = "GAHT12345678";

fn world(devices: &str) -> String {
    format!("[[account]]\nid = '111111111111'\nname = 'dev'\n{devices}")
}

fn device(seed: &str) -> String {
    world(&format!("[[account.hardware_mfa_device]]\nserial = '{SERIAL}'\nseed = '{seed}'\n"))
}

async fn apply(server: &Server, text: &str) -> Result<(), String> {
    World::parse(text)
        .map_err(|error| error.to_string())?
        .apply(&server.node)
        .await
        .map_err(|error| error.to_string())?;
    Ok(())
}

async fn enable(server: &Server, serial: &str, seed: &str) -> Result<String, String> {
    // The codes of ten minutes ago and of the step after.
    let codes = [server.code(seed, -2), server.code(seed, -1)];
    let codes = format!("AuthenticationCode1={} AuthenticationCode2={}", codes[0], codes[1]);
    server.call("root", &format!("EnableMFADevice UserName=ana SerialNumber={serial} {codes}")).await
}

/// R4.72: a declared device serves the user who enables it, by the number on it and no other name.
#[tokio::test]
async fn declared_devices_serve() {
    let mut server = Server::new().await;
    server.call("root", "CreateUser UserName=ana").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    let missing = |serial: &str| format!("404 NoSuchEntity MFA Device with serial number {serial} does not exist.");
    assert_eq!(enable(&server, SERIAL, SEEDS[0]).await.unwrap_err(), missing(SERIAL));
    apply(&server, &device(SEEDS[0])).await.unwrap();

    // The seed is sealed.
    let mut rows = Vec::new();
    server.store.load(&mut |entry| rows.push(String::from_utf8_lossy(entry.value).into_owned())).unwrap();
    assert!(rows.iter().any(|row| row.contains(SERIAL)) && !rows.iter().any(|row| row.contains(SEEDS[0])));

    for other in
        ["gaht12345678", "arn:aws:iam::111111111111:mfa/GAHT12345678", "arn:aws:iam::111111111111:mfaGAHT12345678"]
    {
        assert_eq!(enable(&server, other, SEEDS[0]).await.unwrap_err(), missing(other));
    }
    let wrong = enable(&server, SERIAL, SEEDS[1]).await.unwrap_err();
    assert_eq!(wrong, "403 InvalidAuthenticationCode Authentication code for device is not valid");
    enable(&server, SERIAL, SEEDS[0]).await.unwrap();
    assert_eq!(
        enable(&server, SERIAL, SEEDS[0]).await.unwrap_err(),
        "409 EntityAlreadyExists MFA Device is already in use."
    );
    let listed = server.call("root", "ListMFADevices UserName=ana").await.unwrap();
    assert!(listed.contains(&format!("<SerialNumber>{SERIAL}</SerialNumber>")), "{listed}");
    let virtual_ones = server.call("root", "ListVirtualMFADevices").await.unwrap();
    assert!(!virtual_ones.contains(SERIAL), "{virtual_ones}");
    let deleted = server.call("root", &format!("DeleteVirtualMFADevice SerialNumber={SERIAL}")).await.unwrap_err();
    assert_eq!(deleted, format!("404 NoSuchEntity VirtualMFADevice with serial number {SERIAL} doesn't exist."));

    // It is the second factor of its user, and each code counts once.
    let code = server.code(SEEDS[0], 0);
    let session = format!("GetSessionToken SerialNumber={SERIAL} TokenCode={code}");
    server.call("ana", &session).await.unwrap();
    assert!(
        server
            .call("ana", &session)
            .await
            .unwrap_err()
            .starts_with("403 AccessDenied MultiFactorAuthentication failed")
    );
    let of_other = server.call("prod", &session).await.unwrap_err();
    assert!(of_other.contains("unable to validate MFA code"), "{of_other}");

    // The same file changes nothing; with another seed nobody has it; without it it is gone.
    let enabled = |server: &Server| {
        let snapshot = server.node.directory.snapshot();
        snapshot.find::<MfaDevice>("111111111111".parse().unwrap(), SERIAL).map(|it| it.assigned.is_some())
    };
    apply(&server, &device(SEEDS[0])).await.unwrap();
    assert_eq!(enabled(&server), Some(true));
    apply(&server, &device(SEEDS[1])).await.unwrap();
    assert_eq!(enabled(&server), Some(false));
    apply(&server, &world("")).await.unwrap();
    assert_eq!(enabled(&server), None);
    assert_eq!(enable(&server, SERIAL, SEEDS[1]).await.unwrap_err(), missing(SERIAL));
}

/// R4.72: what cannot be a device is refused with its line, and the seed is not repeated.
#[tokio::test]
async fn mistakes_are_refused() {
    let server = Server::new().await;
    for (text, problem) in [
        (device("GEZDGNBV"), "`seed` must have 16 to 64 bytes"),
        (device("GEZDGNBVGY3TQOJ1"), "`seed` must be Base32"),
        (device(SEEDS[0]).replace(SERIAL, "GAHT"), "`serial` must have 9 to 256 characters"),
        (device(SEEDS[0]).replace(&format!("'{}'", SEEDS[0]), "17"), "`seed` must be a string"),
    ] {
        let told = apply(&server, &text).await.unwrap_err();
        assert!(told.contains(problem) && !told.contains("GEZDGNBV"), "{told}");
    }
}
