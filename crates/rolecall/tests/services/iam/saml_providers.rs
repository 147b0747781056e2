//! Identity providers that speak SAML: what needs documents of its own (R4.61).

use crate::kit::Server;
use crate::kit::saml::{IDP, Key, entity, metadata};

const ARN: &str = "arn:aws:iam::111111111111:saml-provider/corp";
const RSA_KEY: &str = include_str!("../../fixtures/saml/idp.key");
const OLDER_RSA_KEY: &str = include_str!("../../fixtures/saml/decrypt.key");
const ELLIPTIC_KEY: &str = include_str!("../../fixtures/saml/ec.key");

async fn create(server: &Server, document: &str) -> Result<String, String> {
    server.ask("root", "CreateSAMLProvider", &[("Name", "corp"), ("SAMLMetadataDocument", document)]).await
}

async fn update(server: &Server, parameters: &[(&str, &str)]) -> Result<String, String> {
    let arn = [("SAMLProviderArn", ARN)];
    server.ask("root", "UpdateSAMLProvider", &arn.iter().chain(parameters).copied().collect::<Vec<_>>()).await
}

/// Metadata is parsed: what no assertion could be verified with is refused.
#[tokio::test]
async fn metadata_must_name_a_provider_and_its_keys() {
    let server = Server::new().await;
    let good = metadata(Key::Rsa);
    let short = include_str!("../../fixtures/saml/short.pem");
    let short: String = short.lines().filter(|line| !line.starts_with("--")).collect();
    let padding = "x".repeat(1000);
    for bad in [
        padding.clone(),
        format!("<a>{padding}</a>"),
        format!("<!DOCTYPE EntityDescriptor>{good}"),
        format!("\u{FEFF}{good}"),
        good.replace("entityID=", "name="),
        good.replace(IDP, ""),
        good.replace("<IDPSSODescriptor", "<SPSSODescriptor").replace("</IDPSSODescriptor", "</SPSSODescriptor"),
        good.replace("SAML:2.0:protocol", "SAML:1.1:protocol"),
        good.replace("use=\"signing\"", "use=\"encryption\""),
        good.replace("MII", "MIX"),
        good.replace("X509Certificate", "X509CRL"),
        good.replace("<IDPSSO", "<IDPSSODescriptor/><IDPSSO").replace("</EntityDescriptor>", ""),
        entity(IDP, &[Key::Rsa.certificate()], " validUntil=\"tomorrow\""),
        format!("<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">{good}{good}</EntitiesDescriptor>"),
        format!(
            "<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\"><!--{padding}--></EntitiesDescriptor>"
        ),
    ] {
        assert_eq!(create(&server, &bad).await.unwrap_err(), "400 InvalidInput Could not parse metadata", "{bad}");
    }
    // Keys of 1,024 bits are long enough, and of elliptic curves too.
    create(&server, &entity(IDP, &[short, Key::Elliptic.certificate()], "")).await.unwrap();
    let answer = server.root("GetSAMLProvider", &[("SAMLProviderArn", ARN)]).await;
    // R4.61: a hundred years, if the metadata does not say.
    assert!(answer.contains("<ValidUntil>2126-11-22T10:00:00Z</ValidUntil>"), "{answer}");
    update(
        &server,
        &[("SAMLMetadataDocument", &entity(IDP, &[Key::Rsa.certificate()], " validUntil=\"2027-01-01T00:00:00Z\""))],
    )
    .await
    .unwrap();
    let answer = server.root("ListSAMLProviders", &[("", ""); 0]).await;
    assert!(answer.contains("<ValidUntil>2027-01-01T00:00:00Z</ValidUntil>"), "{answer}");
}

/// Ten providers and ten keys in a document, and no more (section 4.3).
#[tokio::test]
async fn as_many_entities_and_keys_as_the_quotas() {
    let server = Server::new().await;
    let entities = |count: usize| {
        let each = |at| entity(&format!("{IDP}/{at}"), &[Key::Rsa.certificate()], "");
        let all: String = (0..count).map(each).collect();
        format!("<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">{all}</EntitiesDescriptor>")
    };
    assert_eq!(
        create(&server, &entities(11)).await.unwrap_err(),
        "409 LimitExceeded Cannot exceed quota for IdpsPerSAMLProvider: 10"
    );
    create(&server, &entities(10)).await.unwrap();
    // One with two keys: eleven in all.
    let two = entity(&format!("{IDP}/0"), &[Key::Rsa.certificate(), Key::Elliptic.certificate()], "");
    let one = entity(&format!("{IDP}/0"), &[Key::Rsa.certificate()], "");
    assert_eq!(
        update(&server, &[("SAMLMetadataDocument", &entities(10).replace(&one, &two))]).await.unwrap_err(),
        "409 LimitExceeded Cannot exceed quota for KeysPerSAMLProvider: 10"
    );
}

/// Private keys come one at a time, are two at most, and never come back (R4.61).
#[tokio::test]
async fn private_keys() {
    let mut server = Server::new().await;
    let document = metadata(Key::Rsa);
    let required = ("AssertionEncryptionMode", "Required");
    let with = |more: &[(&'static str, &'static str)]| {
        [("Name", "corp"), ("SAMLMetadataDocument", &*document)]
            .into_iter()
            .chain(more.iter().copied())
            .collect::<Vec<_>>()
    };
    let without_key =
        "400 InvalidInput Unable to set assertion encryption mode to Required because no private key is provided.";
    assert_eq!(server.ask("root", "CreateSAMLProvider", &with(&[required])).await.unwrap_err(), without_key);
    for bad in [ELLIPTIC_KEY, "x", include_str!("../../fixtures/saml/idp.pem")] {
        let refused = server.ask("root", "CreateSAMLProvider", &with(&[("AddPrivateKey", bad)])).await.unwrap_err();
        assert_eq!(refused, "400 InvalidInput Invalid private key.", "{bad}");
    }
    server.root("CreateSAMLProvider", &with(&[("AddPrivateKey", RSA_KEY), required])).await;
    let answer = server.root("GetSAMLProvider", &[("SAMLProviderArn", ARN)]).await;
    assert!(answer.contains("<AssertionEncryptionMode>Required</AssertionEncryptionMode>"), "{answer}");
    assert!(answer.contains("<Timestamp>2026-11-22T10:00:00Z</Timestamp>") && !answer.contains("PRIVATE"), "{answer}");
    server.keep("key", &answer, "<KeyId>");
    let key = server.kept["key"].clone();

    assert_eq!(
        update(&server, &[("AddPrivateKey", RSA_KEY), ("RemovePrivateKey", &key)]).await.unwrap_err(),
        "400 InvalidInput Unable to add and remove private keys in the same request. Set a value for only one of the two \
         parameters."
    );
    assert_eq!(
        update(&server, &[("RemovePrivateKey", &key)]).await.unwrap_err(),
        "400 InvalidInput Failed to remove private key."
    );
    assert_eq!(
        update(&server, &[("RemovePrivateKey", "SAMLSKAAAAAAAAAAAAAAAA")]).await.unwrap_err(),
        "400 InvalidInput Failed to remove private key because the Key ID does not match a private key."
    );
    update(&server, &[("AddPrivateKey", OLDER_RSA_KEY)]).await.unwrap();
    assert_eq!(
        update(&server, &[("AddPrivateKey", RSA_KEY)]).await.unwrap_err(),
        "409 LimitExceeded Private key limit of 2 is reached."
    );
    update(&server, &[("RemovePrivateKey", &key)]).await.unwrap();
    let answer = server.root("GetSAMLProvider", &[("SAMLProviderArn", ARN)]).await;
    assert!(!answer.contains(&key) && answer.contains("<KeyId>SAMLSK"), "{answer}");
    server.keep("key", &answer, "<KeyId>");
    let key = server.kept["key"].clone();
    update(&server, &[("AssertionEncryptionMode", "Allowed"), ("RemovePrivateKey", &key)]).await.unwrap();
    assert_eq!(update(&server, &[required]).await.unwrap_err(), without_key);
}
