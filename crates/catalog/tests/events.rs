//! Inputs and outputs as the audit trail has them: what happened is told, secrets are not.

#![expect(clippy::unwrap_used, reason = "a test says that it failed by panicking")]

use rolecall_catalog::api::{cloudtrail, iam, organizations, sts};
use rolecall_catalog::member::Member;
use rolecall_catalog::operation::{Members, NoOutput, event};
use serde_json::{Value, json};

const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

fn told(structure: &impl rolecall_catalog::operation::WriteStructure) -> Value {
    serde_json::from_str(&event(structure)).unwrap()
}

#[test]
fn names_start_with_a_small_letter_and_times_are_text() {
    let input = sts::AssumeRoleInput {
        role_arn: "arn:aws:iam::123456789012:role/ops".into(),
        role_session_name: "ana".into(),
        duration_seconds: Some(900),
        tags: Some(vec![sts::Tag { key: "Team".into(), value: "Blue".into() }]),
        transitive_tag_keys: Some(vec![]),
        token_code: Some("123456".into()),
        ..sts::AssumeRoleInput::default()
    };
    let expected = json!({
        "roleArn": "arn:aws:iam::123456789012:role/ops",
        "roleSessionName": "ana",
        "durationSeconds": 900,
        "tags": [{"key": "Team", "value": "Blue"}],
        "transitiveTagKeys": [],
        "tokenCode": HIDDEN,
    });
    assert_eq!(told(&input), expected);
    let role = iam::Role { create_date: "2026-11-22T15:05:09Z".parse().unwrap(), ..iam::Role::default() };
    assert_eq!(told(&iam::GetRoleOutput { role })["role"]["createDate"], "Nov 22, 2026, 3:05:09 PM");
    // Keys of maps are data, not names.
    let summary = iam::GetAccountSummaryOutput { summary_map: Some([("Users".to_owned(), 3)].into()) };
    assert_eq!(told(&summary), json!({"summaryMap": {"Users": 3}}));
    assert_eq!(event(&NoOutput), "{}");
}

/// R8.5, and every other secret that inputs and outputs of these services carry.
#[test]
fn secrets_are_hidden() {
    let secret = || "hunter2".to_owned();
    let credentials = sts::Credentials {
        access_key_id: "ASIAEXAMPLE".into(),
        secret_access_key: secret(),
        session_token: secret(),
        ..sts::Credentials::default()
    };
    let device = iam::VirtualMFADevice {
        serial_number: "arn".into(),
        base32_string_seed: Some(b"hunter2".to_vec()),
        qr_code_png: Some(b"hunter2".to_vec()),
        ..iam::VirtualMFADevice::default()
    };
    let key = iam::AccessKey { access_key_id: "AKIA".into(), secret_access_key: secret(), ..iam::AccessKey::default() };
    let login = iam::CreateLoginProfileInput { password: Some(secret()), ..Default::default() };
    let password = iam::ChangePasswordInput { old_password: secret(), new_password: secret() };
    let account = organizations::CreateAccountInput { email: secret(), account_name: secret(), ..Default::default() };
    let credentials = sts::AssumeRoleOutput { credentials: Some(credentials), ..Default::default() };
    for (text, shown) in [
        (event(&credentials), "ASIAEXAMPLE"),
        (event(&iam::CreateVirtualMFADeviceOutput { virtual_mfa_device: device }), "arn"),
        (event(&iam::CreateAccessKeyOutput { access_key: key }), "AKIA"),
        (event(&login), HIDDEN),
        (event(&password), HIDDEN),
        (event(&account), HIDDEN),
    ] {
        assert!(!text.contains("hunter2") && !text.contains("aHVudGVyMg"), "{text}");
        assert!(text.contains(shown) && text.contains(HIDDEN), "{text}");
    }
}

/// A secret that the model forgot to mark would be told; those known by name are looked for in all structures that an
/// operation has at its top, and in those that carry credentials.
#[test]
fn members_with_the_names_of_secrets_are_sensitive() {
    const SECRETS: &[&str] = &[
        "AuthenticationCode1",
        "AuthenticationCode2",
        "Base32StringSeed",
        "NewPassword",
        "OldPassword",
        "Password",
        "PrivateKey",
        "QRCodePNG",
        "SAMLAssertion",
        "SecretAccessKey",
        "ServiceCredentialSecret",
        "ServicePassword",
        "SessionToken",
        "TokenCode",
        "TradeInToken",
        "WebIdentityToken",
    ];
    let operations =
        iam::OPERATIONS.iter().chain(sts::OPERATIONS).chain(organizations::OPERATIONS).chain(cloudtrail::OPERATIONS);
    let tops = operations.flat_map(|operation| operation.input.iter().chain(operation.output));
    let nested: [&[Member]; 4] = [
        sts::Credentials::MEMBERS,
        iam::AccessKey::MEMBERS,
        iam::VirtualMFADevice::MEMBERS,
        iam::ServiceSpecificCredential::MEMBERS,
    ];
    let mut found: Vec<&str> = Vec::new();
    for member in tops.chain(nested.into_iter().flatten()).filter(|member| SECRETS.contains(&member.name)) {
        assert!(member.sensitive, "{member:?}");
        found.push(member.name);
    }
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, SECRETS);
}
