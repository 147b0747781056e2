//! The doors: each takes any bytes and fails if a law does not hold behind it.

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method};
use jiff::Timestamp;
use rolecall::environment::clock::ManualClock;
use rolecall::environment::entropy::SeededEntropy;
use rolecall::federation::{KeySet, Token, Verified, discovery};
use rolecall::gateway::identify::{Endpoints, identify};
use rolecall::gateway::post::multipart::{Reader, boundary};
use rolecall::gateway::post::policy;
use rolecall::gateway::sigv2;
use rolecall::gateway::sigv4::payload::{PayloadDecoder, anonymous_decoder};
use rolecall::gateway::sigv4::sign::{Chunks, Signer, Signing};
use rolecall::gateway::sigv4::{
    AmzDate, Content, Credentials, Expectation, KeyCache, RegionPolicy, check_repeated, parse, verify,
};
use rolecall::gateway::wire::Family;
use rolecall::public_keys::{Certificate, RsaPublicKey, chain, private_key};
use rolecall::saml::{Decryption, Here, MAX_ENTITIES, MAX_KEYS, Metadata, Response};
use rolecall::secrets::{MasterKey, Secret};
use rolecall::services::s3::claims::Claims;
use rolecall::services::s3::conditional::write_condition;
use rolecall::services::s3::copy_source::CopySource;
use rolecall::services::s3::range::{self, Ranged};
use rolecall::services::s3::wire::{Head, check_text};
use rolecall::services::s3::{self, headers, xml};
use rolecall::services::{self, iam, sts};
use rolecall::session::message::open_message;
use rolecall::session::{Issuer, KeyRing, Session, SessionIdentity};
use rolecall::store::MemoryStore;
use rolecall::webauthn::{CREDENTIAL_ID_BYTES, ClientData, Expected, PublicKey, authenticate, register};
use rolecall_analysis::lint::embedded_in_yaml;
use rolecall_analysis::organization_policies::{Declarative, PolicyType, effective};
use rolecall_analysis::{Kind, Settings, lint};
use rolecall_catalog::api;
use rolecall_catalog::operation::ApiOperation;
use rolecall_catalog::query::Form;
use rolecall_catalog::{json, query};
use rolecall_policy::Span;
use std::sync::{Arc, LazyLock};

/// A name, which is also that of its corpus and of its libFuzzer target, and what takes any bytes.
pub(crate) type Door = (&'static str, fn(&[u8]));

/// Every door.
pub(crate) const DOORS: &[Door] = &[
    ("target", target),
    ("host", host),
    ("sigv4", sigv4),
    ("post_form", post_form),
    ("chunked", chunked),
    ("form", form),
    ("json_input", json_input),
    ("xml_body", xml_body),
    ("token", token),
    ("identity_token", identity_token),
    ("key_set", key_set),
    ("s3_request", s3_request),
    ("range", byte_range),
    ("copy_source", copy_source),
    ("date", date),
    ("yaml", yaml),
    ("organization_policy", organization_policy),
    ("certificate", certificate),
    ("ssh_key", ssh_key),
    ("saml_response", saml_response),
    ("saml_metadata", saml_metadata),
    ("security_key", security_key),
];

/// A request line, header lines, an empty line, a body; `None` if HTTP does not let it through.
fn request(bytes: &[u8]) -> Option<(Parts, &[u8])> {
    let end = bytes.windows(2).position(|pair| pair == b"\n\n");
    let (head, body) = end.map_or((bytes, &[][..]), |end| (&bytes[..end], &bytes[end + 2..]));
    let mut lines = head.split(|byte| *byte == b'\n');
    let mut first = lines.next()?.splitn(2, |byte| *byte == b' ');
    let (method, uri) = (Method::from_bytes(first.next()?).ok()?, first.next()?);
    let mut builder = http::Request::builder().method(method).uri(uri);
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        builder = builder.header(&line[..colon], &line[colon + 1..]);
    }
    Some((builder.body(()).ok()?.into_parts().0, body))
}

fn endpoints() -> Endpoints {
    Endpoints { s3_domains: vec!["s3.example.com".to_owned()], ..Endpoints::default() }
}

/// No key of a set verifies a token that nobody signed with it, whatever the token says of itself.
fn identity_token(bytes: &[u8]) {
    static KEYS: LazyLock<KeySet> = LazyLock::new(|| KeySet::read(RFC_7517_KEYS.as_bytes()).unwrap());
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(token) = Token::read(text) {
        assert_ne!(KEYS.verify(&token), Verified::Yes, "a forged token");
    }
}

/// A public key of a set that others have too: that of RFC 7517, appendix A.1, of which nobody here has the private half.
const RFC_7517_KEYS: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"1",
    "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}"#;

/// A set of keys verifies no token that is not signed, and a discovery document says whether it leads away from its issuer's host.
fn key_set(bytes: &[u8]) {
    if let Ok(keys) = KeySet::read(bytes) {
        let token = Token::read("eyJhbGciOiJFUzI1NiIsImtpZCI6IjEifQ.e30.").unwrap();
        assert_ne!(keys.verify(&token), Verified::Yes, "a token without a signature");
    }
    if let Ok(place) = discovery::keys("ci.example.com/a", bytes) {
        assert_eq!(place.elsewhere, !place.host.eq_ignore_ascii_case("ci.example.com"), "{place:?}");
        assert!(place.path.starts_with('/') && !place.host.contains(['/', '@', ':', '?', '#']), "{place:?}");
    }
}

/// Identification answers the same each time, and a request for a named operation has no bucket.
fn target(bytes: &[u8]) {
    let Some((parts, _)) = request(bytes) else { return };
    let found = identify(&parts, &endpoints(), services::ALL);
    assert_eq!(found, identify(&parts, &endpoints(), services::ALL));
    if let Ok(found) = found
        && found.service.is_none_or(|service| service.name != "s3")
    {
        assert_eq!(found.virtual_bucket, None);
    }
}

/// A host name, in any case, names at most one bucket, which is part of it.
fn host(bytes: &[u8]) {
    let Ok(name) = std::str::from_utf8(bytes) else { return };
    let request = |name: &str| http::Request::get("/k").header("host", name).body(()).ok();
    let (Some(lower), Some(upper)) = (request(&name.to_ascii_lowercase()), request(&name.to_ascii_uppercase())) else {
        return;
    };
    let found = |request: http::Request<()>| identify(&request.into_parts().0, &endpoints(), services::ALL).unwrap();
    let (lower, upper) = (found(lower), found(upper));
    assert_eq!(lower, upper);
    if let Some(bucket) = lower.virtual_bucket {
        assert!(!bucket.is_empty() && name.to_ascii_lowercase().contains(&bucket));
    }
}

/// Nobody's signature is right for a secret that nobody knows, whatever is signed and however.
fn sigv4(bytes: &[u8]) {
    static KEYS: LazyLock<KeyCache> = LazyLock::new(KeyCache::default);
    let Some((parts, body)) = request(bytes) else { return };
    for family in [Family::S3, Family::from(&sts::SERVICE), Family::Json { version: "1.1" }] {
        let Ok(Credentials::Presented(presented)) = parse(&parts, family) else { continue };
        let region = RegionPolicy::AnyRegion { home: "us-east-1".into() };
        let now = presented.date.timestamp();
        let expected = Expectation { family, service: presented.scope.service(), region: &region, now };
        for content in [Content::Whole(body), Content::Declared] {
            let verified = verify(&parts, &presented, "a secret that no input knows", content, &expected, &KEYS);
            assert!(verified.is_err(), "a forged signature");
        }
    }
    let _ = check_repeated(&parts.headers);
    if let Ok(Some(presented)) = sigv2::presented(&parts) {
        let verified = presented.verify(&parts, Some("photos"), "a secret that no input knows", Timestamp::UNIX_EPOCH);
        assert!(verified.is_err(), "a forged signature of version 2");
    }
}

/// A form means the same in whatever pieces it comes, and nobody's policy is signed.
fn post_form(bytes: &[u8]) {
    let read = |step: usize| {
        let mut reader = Reader::new("b");
        let mut found = Ok(None);
        for piece in bytes.chunks(step.max(1)) {
            found = reader.push(piece);
            if !matches!(found, Ok(None)) {
                break;
            }
        }
        found.map(|form| form.map(|form| (form.fields, form.filename))).map_err(|error| error.code)
    };
    let whole = read(bytes.len());
    assert_eq!(whole, read(1));
    if let Ok(Some((fields, _))) = whole {
        let document = fields.iter().find(|(name, _)| name == "policy").map_or("", |(_, value)| value);
        let _ = policy::check(document.as_bytes(), &fields, "photos", noon());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = boundary(text);
    }
}

/// What a decoder made of a body: the data, or the error's code.
fn decoded(mut decoder: PayloadDecoder, pieces: &[&[u8]]) -> Result<Vec<u8>, String> {
    let mut data = Vec::new();
    let mut input = Bytes::new();
    for piece in pieces {
        input = [&input[..], piece].concat().into();
        loop {
            let before = input.len();
            match decoder.decode(&mut input) {
                Ok(Some(piece)) => data.extend_from_slice(&piece),
                Ok(None) => break,
                Err(error) => return Err(error.code.to_string()),
            }
            assert!(input.len() < before, "data without input");
        }
    }
    decoder.finish().map_err(|error| error.code.to_string())?;
    Ok(data)
}

const DATA: &[u8] = b"the data of an upload in signed chunks";

fn upload_signer() -> Signer<'static> {
    Signer { access_key_id: "AKIAEXAMPLE", secret: "secret", session_token: None, region: "us-east-1", service: "s3" }
}

fn noon() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// The head of an upload in signed chunks, and what signs them.
fn signed_upload() -> (Parts, Chunks) {
    let request = http::Request::put("/photos/a").header("host", "localhost");
    let request =
        request.header("x-amz-decoded-content-length", DATA.len()).header("x-amz-trailer", "x-amz-checksum-crc32");
    let mut parts = request.body(()).unwrap().into_parts().0;
    let chunks = upload_signer().sign(&mut parts, &Signing::SignedChunks { trailer: true }, noon()).unwrap();
    (parts, chunks)
}

fn signed_decoder() -> PayloadDecoder {
    static UPLOAD: LazyLock<Parts> = LazyLock::new(|| signed_upload().0);
    let Credentials::Presented(presented) = parse(&UPLOAD, Family::S3).unwrap() else { panic!("no credentials") };
    let expected = Expectation {
        family: Family::S3,
        service: "s3",
        region: &RegionPolicy::Exactly("us-east-1".into()),
        now: noon(),
    };
    let verified = verify(&UPLOAD, &presented, "secret", Content::Declared, &expected, &KeyCache::default()).unwrap();
    verified.decoder(&UPLOAD.headers).unwrap()
}

/// Chunks that end well are the signed data; and how the network cuts a body, at the place that the first byte says, makes
/// no difference.
fn chunked(bytes: &[u8]) {
    let Some((first, body)) = bytes.split_first() else { return };
    let (one, other) = body.split_at(usize::from(*first).min(body.len()));
    let whole = decoded(signed_decoder(), &[body]);
    assert_eq!(whole, decoded(signed_decoder(), &[one, other]));
    if let Ok(data) = whole {
        assert_eq!(data, DATA);
    }
    let mut headers = HeaderMap::new();
    headers.insert("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER".parse().unwrap());
    headers.insert("x-amz-decoded-content-length", DATA.len().into());
    headers.insert("x-amz-trailer", "x-amz-checksum-crc32".parse().unwrap());
    let whole = decoded(anonymous_decoder(&headers).unwrap(), &[body]);
    assert_eq!(whole, decoded(anonymous_decoder(&headers).unwrap(), &[one, other]));
    if let Ok(data) = whole {
        assert_eq!(data.len(), DATA.len());
    }
}

type Input<T> = <T as ApiOperation>::Input;

/// A form is read or refused in AWS's words, by every kind of operation.
fn form(bytes: &[u8]) {
    let Ok(form) = Form::parse(bytes) else { return };
    for (name, value) in form.pairs() {
        assert!(form.get(name).is_some(), "{name}={value}");
    }
    let told = [
        query::read::<Input<api::iam::CreateRole>>(&form).err(),
        query::read::<Input<api::iam::SimulateCustomPolicy>>(&form).err(),
        query::read::<Input<api::iam::TagUser>>(&form).err(),
        query::read::<Input<api::sts::AssumeRole>>(&form).err(),
    ];
    for error in told.into_iter().flatten() {
        assert!(!error.code.is_empty() && !error.message.is_empty());
    }
    let _ = iam::SERVICE.rpc_operation(form.get("Action").unwrap_or_default());
}

/// A JSON body is read or refused, and what was read is JSON again.
fn json_input(bytes: &[u8]) {
    for error in [
        json::read::<Input<api::organizations::CreatePolicy>>(bytes).err(),
        json::read::<Input<api::organizations::ListAccounts>>(bytes).err(),
        json::read::<Input<api::iam::SimulateCustomPolicy>>(bytes).err(),
    ]
    .into_iter()
    .flatten()
    {
        assert!(!error.code.is_empty());
    }
}

/// S3's documents.
fn xml_body(bytes: &[u8]) {
    let _ = xml::create_bucket(bytes);
    let _ = xml::public_access_block(bytes);
    if let Ok(delete) = xml::delete(bytes) {
        assert!(delete.objects.len() <= s3::MAX_PAGE);
    }
    if let Ok(parts) = xml::complete_upload(bytes) {
        assert!(parts.iter().all(|part| (1..=s3::MAX_PART_NUMBER).contains(&part.number)));
    }
}

/// The certificate whose key signed the documents of the corpus.
const CERTIFICATE: &str = include_str!("../fixtures/saml/idp.pem");

static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    let certificate: String = CERTIFICATE.lines().filter(|line| !line.starts_with("--")).collect();
    let text = format!(
        "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"https://idp.example.com/saml\">\
         <IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"><KeyDescriptor><KeyInfo \
         xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>{certificate}</X509Certificate></X509Data>\
         </KeyInfo></KeyDescriptor></IDPSSODescriptor></EntityDescriptor>"
    );
    Metadata::parse(&text).unwrap()
});

/// Takes everything that names the sign-in page.
struct SignIn;

impl Here for SignIn {
    fn is_recipient(&self, url: &str) -> bool {
        url == "https://signin.aws.amazon.com/saml"
    }

    fn is_audience(&self, name: &str) -> bool {
        self.is_recipient(name)
    }
}

/// Whatever becomes of a document that was signed: if it is believed, it says what was signed.
fn saml_response(bytes: &[u8]) {
    let encoded = data_encoding::BASE64.encode(bytes);
    let Ok(response) = Response::parse(&encoded) else { return };
    let now: Timestamp = "2026-11-22T10:00:30Z".parse().unwrap();
    let Ok(assertion) = response.verified(&METADATA, &Decryption::default(), &SignIn, now) else { return };
    assert_eq!(assertion.subject.as_ref().unwrap().value, "_o&lga > \"é\" x");
    let names = ["Role", "RoleSessionName"].map(|name| format!("https://aws.amazon.com/SAML/Attributes/{name}"));
    let pair = "arn:aws:iam::111111111111:saml-provider/corp,arn:aws:iam::111111111111:role/federated";
    let said: Vec<Vec<&str>> = names.iter().map(|name| assertion.values(name).collect()).collect();
    assert_eq!(said, [[pair], ["olga"]]);
    assert_eq!(assertion.attributes.len(), 2);
}

/// Metadata that is taken names a provider with a key, and no more of both than there may be.
fn saml_metadata(bytes: &[u8]) {
    let Some(metadata) = std::str::from_utf8(bytes).ok().and_then(|text| Metadata::parse(text).ok()) else { return };
    assert!((1..=MAX_ENTITIES).contains(&metadata.providers.len()));
    assert!(metadata.providers.iter().all(|provider| !provider.entity_id.is_empty() && !provider.keys.is_empty()));
    assert!(metadata.providers.iter().map(|provider| provider.keys.len()).sum::<usize>() <= MAX_KEYS);
}

/// A new security key has an id and a public key that can be read again; what nobody signed is never taken for a signature.
fn security_key(bytes: &[u8]) {
    let expected = Expected { challenge: "AAAA", origin: "http://localhost", relying_party: "localhost" };
    let client_data =
        |purpose: &str| format!(r#"{{"type":"webauthn.{purpose}","challenge":"AAAA","origin":"http://localhost"}}"#);
    if let Ok(made) = register(expected, client_data("create").as_bytes(), bytes) {
        assert!((1..=CREDENTIAL_ID_BYTES).contains(&made.id.len()));
        assert!(PublicKey::read(&made.public_key).is_some());
    }
    let _ = ClientData::read(bytes);
    // The key of RFC 7517, appendix A.1, of which nobody here has the private half.
    let coordinate = |text: &str| data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
    let x = coordinate("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4");
    let y = coordinate("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM");
    let key = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], &x, &[0x22, 0x58, 32], &y].concat();
    assert!(PublicKey::read(&key).is_some());
    let (data, signature) = bytes.split_at(bytes.len().min(37));
    assert!(
        authenticate(expected, &key, client_data("get").as_bytes(), data, signature).is_err(),
        "a forged signature"
    );
}

/// A ring with a token that it sealed.
struct Sealed {
    ring: KeyRing,
    token: String,
}

static SEALED: LazyLock<Sealed> = LazyLock::new(|| {
    let entropy = || Arc::new(SeededEntropy::new(5));
    let master = Arc::new(MasterKey::from_bytes(&[7; 32], entropy()).unwrap());
    let clock = Arc::new(ManualClock::new(noon()));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let ring = runtime.block_on(KeyRing::load(Arc::new(MemoryStore::new()), master, clock, entropy())).unwrap();
    let token = ring.seal(&session()).unwrap();
    Sealed { ring, token }
});

const SESSION_KEY: &str = "ASIARTLVVVVVVVVVVVVV";

fn session() -> Session {
    let account = "111111111111".parse().unwrap();
    Session {
        access_key_id: SESSION_KEY.to_owned(),
        secret: Secret::new("the secret of a session".to_owned()),
        account,
        identity: SessionIdentity::AssumedRoot { task_policy_arn: String::new() },
        issued_at: noon(),
        expires_at: noon() + jiff::SignedDuration::from_hours(1),
        policy: None,
        policy_arns: Vec::new(),
        tags: Vec::new(),
        transitive_keys: Vec::new(),
        source_identity: None,
        mfa: None,
        chain_depth: 0,
        lineage: Vec::new(),
        issuer: Issuer { access_key_id: String::new(), arn: "arn:aws:iam::111111111111:root".to_owned() },
        federated_provider: None,
        federated_claims: Vec::new(),
        from_delegated_until: None,
    }
}

/// No text opens as a session but the one token that was sealed. The first byte says whether the input is a text of its
/// own, or is written over the token at a place.
fn token(bytes: &[u8]) {
    let Sealed { ring, token } = &*SEALED;
    let text = match bytes {
        [0, at, rest @ ..] => {
            let mut text = token.clone().into_bytes();
            let at = usize::from(*at).min(text.len());
            let end = (at + rest.len()).min(text.len());
            text.splice(at..end, rest.iter().copied());
            text
        }
        other => other.to_vec(),
    };
    let Ok(text) = String::from_utf8(text) else { return };
    if let Ok(opened) = ring.open(&text, SESSION_KEY) {
        assert_eq!((&text, opened.account), (token, session().account));
    }
    assert!(ring.open(&text, "ASIARTLVVVVVVVVVVVVW").is_err(), "a token of another key");
    assert!(open_message(ring, &text, session().account).is_err(), "nobody sealed a message");
}

/// What S3 asks of a request beyond its body: one operation, a key within its limit, headers that are text.
fn s3_request(bytes: &[u8]) {
    let Some((parts, _)) = request(bytes) else { return };
    let Ok(query) = s3::identify::Query::parse(parts.uri.query().unwrap_or_default()) else { return };
    let bucket = parts.headers.get("x-bucket").and_then(|value| value.to_str().ok());
    let Ok(found) = s3::identify::identify(&parts.method, parts.uri.path(), query, &parts.headers, bucket) else {
        return;
    };
    assert!(found.key.len() <= s3::MAX_KEY_BYTES);
    if check_text(&parts.headers).is_err() {
        return;
    }
    let _ = (Claims::from_headers(&parts.headers), write_condition(&parts.headers));
    let head = Head { bucket: found.bucket, key: found.key, query: found.query, headers: parts.headers };
    let _ = (headers::read(&head), headers::check_overrides(&head, false));
}

/// Contents of declarative policies are accepted or refused, and one that is accepted merges with itself to what it is alone.
fn organization_policy(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for policy_type in PolicyType::ALL.into_iter().filter(|it| !it.is_authorization()) {
        let Ok(policy) = Declarative::read(policy_type, text) else { continue };
        let alone = effective([[&policy]]);
        assert!(alone.is_some());
        assert_eq!(alone, effective([[&policy, &policy]]));
    }
}

/// A range is within its object.
fn byte_range(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for size in [0, 1, 10, u64::MAX] {
        if let Ok(Ranged::Part(part)) = range::read(Some(&text), size) {
            assert!(part.start < part.end && part.end <= size);
        }
    }
}

/// A source names a bucket and a key, the same with and without the slash in front.
fn copy_source(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(source) = CopySource::parse(text) {
        assert!(!source.bucket.is_empty() && !source.bucket.contains('/') && !source.key.is_empty());
        if !text.starts_with('/') {
            assert_eq!(CopySource::parse(&format!("/{text}")).ok(), Some(source));
        }
    }
}

/// A date that is read is written the same.
fn date(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(date) = AmzDate::parse(&text) {
        assert_eq!(date.as_str(), text);
        assert_eq!(
            AmzDate::of(date.timestamp()).map(|again| again.as_str().to_owned()),
            Some(date.as_str().to_owned())
        );
    }
    let _ = AmzDate::parse_http(&text);
}

/// A certificate is what its DER says, and what a chain or a key is held against does not break them.
fn certificate(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let of_text = Certificate::all_from_pem(&text, 3).unwrap_or_default();
    for certificate in Certificate::from_der(bytes).iter().chain(&of_text) {
        assert_eq!(Certificate::from_der(certificate.der()).as_ref(), Some(certificate));
        let place = chain::first_invalid(certificate, &of_text);
        assert!(place.is_none_or(|place| place < of_text.len()));
    }
    let known = Certificate::from_der(include_bytes!("corpus/certificate/certificate-0")).unwrap();
    let _ = private_key::is_of(&text, &known);
}

/// An RSA key is the same in both of its forms.
fn ssh_key(bytes: &[u8]) {
    if let Ok(key) = RsaPublicKey::parse(&String::from_utf8_lossy(bytes)) {
        assert_eq!(RsaPublicKey::parse(&key.ssh()).as_ref(), Ok(&key));
        assert_eq!(RsaPublicKey::parse(&key.pem()).as_ref(), Ok(&key));
        assert_eq!(key.fingerprint().len(), 47);
    }
}

/// The laws of signatures are not empty: what was really signed and sealed comes through.
/// A finding of a policy in YAML stands in the file, on whole characters, and its fixes can be applied.
fn yaml(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(found) = embedded_in_yaml(text) else { return };
    let stands = |span: Span| text.get(span.start as usize..span.end as usize).is_some();
    assert!(found.around.iter().all(|finding| stands(finding.span)));
    for policy in found.policies {
        let settings = Settings { kind: policy.kind.unwrap_or_else(|| Kind::guess(&policy.text)), account: None };
        for finding in lint(&policy.text, &settings) {
            let finding = policy.in_file(finding, text);
            assert!(stands(finding.span), "{finding:?}");
            assert!(finding.fixes.iter().all(|fix| fix.apply(text).is_some()), "{finding:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The corpus has this body, so that inputs near it are tried.
    #[test]
    fn the_signed_chunks_of_the_corpus_are_taken() {
        let (_, mut chunks) = signed_upload();
        let mut body = chunks.chunk(DATA);
        body.extend(chunks.end(&[("x-amz-checksum-crc32", "AAAAAA==")]));
        assert_eq!(decoded(signed_decoder(), &[&body]).as_deref(), Ok(DATA));
        let saved = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz/corpus/chunked/signed")).unwrap();
        assert_eq!(saved.split_first(), Some((&0, &*body)));
    }

    #[test]
    fn the_sealed_token_opens() {
        let Sealed { ring, token } = &*SEALED;
        assert_eq!(ring.open(token, SESSION_KEY).unwrap().account, session().account);
    }
}
