//! SAML documents: which are believed, and which are not (R3.25). Nothing here asks a server.

use crate::kit::saml::{ASSERTION, DSIG, IDP, Idp, Key, PROTOCOL, SIGN_IN, entity, metadata};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{Timestamp, ToSpan};
use rolecall::saml::{Assertion, Decryption, Here, Metadata, Refused, Response};
use rolecall::secrets::Secret;

/// The sign-in page.
struct SignIn;

impl Here for SignIn {
    fn is_recipient(&self, url: &str) -> bool {
        url == SIGN_IN
    }

    fn is_audience(&self, name: &str) -> bool {
        name == SIGN_IN
    }
}

fn now() -> Timestamp {
    "2026-11-22T10:00:30Z".parse().unwrap()
}

fn idp() -> Idp {
    Idp::new("2026-11-22T10:00:00Z".parse().unwrap(), "federated")
}

fn read_at(xml: &str, metadata: &str, now: Timestamp) -> Result<Assertion, Refused> {
    let metadata = Metadata::parse(metadata).unwrap();
    Response::parse(&STANDARD.encode(xml))?.verified(&metadata, &Decryption::default(), &SignIn, now)
}

fn read(xml: &str) -> Result<Assertion, Refused> {
    read_at(xml, &metadata(Key::Rsa), now())
}

/// Why a document is refused, in words.
fn why(xml: &str) -> String {
    read(xml).unwrap_err().to_string()
}

/// What is signed and says what it must is believed, whichever of the two elements is signed, by each kind of key.
#[test]
fn signed_documents_are_believed() {
    for (sign_assertion, sign_response) in [(true, false), (false, true), (true, true)] {
        for key in [Key::Rsa, Key::Elliptic] {
            let document = Idp { sign_assertion, sign_response, key, ..idp() };
            let assertion = read_at(&document.xml(), &metadata(key), now()).unwrap();
            assert_eq!((&*assertion.id, &*assertion.issuer, &*assertion.recipient), ("_a1", IDP, SIGN_IN));
            assert_eq!(assertion.subject.unwrap().value, "olga");
            // The other key made no signature.
            let other = if key == Key::Rsa { Key::Elliptic } else { Key::Rsa };
            let refused = read_at(&document.xml(), &metadata(other), now()).unwrap_err();
            assert_eq!(refused, Refused::Signature("no key of the provider's metadata made the signature"));
        }
    }
}

/// Documents that another program signed, with white space, comments, references and unused name spaces.
#[test]
fn documents_of_another_program() {
    for (document, key) in [
        (include_str!("../../fixtures/saml/foreign-rsa.xml"), Key::Rsa),
        (include_str!("../../fixtures/saml/foreign-ec.xml"), Key::Elliptic),
        (include_str!("../../fixtures/saml/foreign-response.xml"), Key::Rsa),
    ] {
        let assertion = read_at(document, &metadata(key), now()).unwrap();
        assert_eq!(assertion.subject.clone().unwrap().value, "_o&lga > \"é\" x");
        assert_eq!(assertion.session_not_on_or_after, Some("2026-11-22T18:00:00Z".parse().unwrap()));
        let name = "https://aws.amazon.com/SAML/Attributes/RoleSessionName";
        assert_eq!(assertion.values(name).collect::<Vec<_>>(), ["olga"]);
        // A blank less is another document.
        assert!(document.contains("&gt; "));
        assert!(read_at(&document.replace("&gt; ", "&gt;"), &metadata(key), now()).is_err());
    }
}

/// A change of a single letter, of the signature's parts too.
#[test]
fn changed_documents_are_refused() {
    let good = Idp { sign_response: true, ..idp() }.xml();
    read(&good).unwrap();
    for (from, to) in [
        (">olga<", ">anna<"),
        ("role/federated", "role/administrator"),
        ("olga@example.com", "anna@example.com"),
        (SIGN_IN, "https://signin.aws.amazon.com/samm"),
        ("ID=\"_a1\"", "ID=\"_a2\""),
        ("URI=\"#_a1\"", "URI=\"\""),
        ("URI=\"#_a1\"", "URI=\"#_r1\""),
        ("URI=\"#_a1\"", "URI=\"#xpointer(id('_a1'))\""),
        ("rsa-sha256", "hmac-sha256"),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        ("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1"),
        ("xml-exc-c14n#", "xml-exc-c14n#WithComments"),
        ("http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
        ("xmldsig#enveloped-signature", "xmldsig#base64"),
        ("<ds:SignatureValue>", "<ds:SignatureValue>AAAA"),
        ("<ds:DigestValue>", "<ds:DigestValue>AAAA"),
        ("</ds:SignedInfo>", "</ds:SignedInfo><ds:Object></ds:Object>"),
        ("<ds:DigestValue>", "<ds:X/><ds:DigestValue>"),
        ("</ds:Reference>", "</ds:Reference><ds:Reference/>"),
        ("<ds:Transforms>", "<ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>"),
    ] {
        assert!(good.contains(from), "{from}");
        let refused = read(&good.replace(from, to));
        assert!(matches!(refused, Err(Refused::Signature(_) | Refused::Malformed(_))), "{from} -> {to}: {refused:?}");
        // One signature of two that does not hold is enough.
        assert!(read(&good.replacen(from, to, 1)).is_err(), "{from} -> {to}, once");
    }
}

/// Without a signature, or with one by a key that only the document vouches for, nothing is believed.
#[test]
fn only_keys_of_the_metadata_count() {
    let unsigned = Idp { sign_assertion: false, ..idp() }.xml();
    assert_eq!(why(&unsigned), "neither the response nor the assertion is signed");
    let stranger = Idp { key: Key::Elliptic, ..idp() }.xml();
    let certificate = format!(
        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>",
        Key::Elliptic.certificate()
    );
    let vouched = stranger.replace("</ds:Signature>", &certificate);
    assert_eq!(why(&vouched), "no key of the provider's metadata made the signature");
    // The key of one provider of a document signs nothing for another.
    let both = format!(
        "<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">{}{}</EntitiesDescriptor>",
        entity(IDP, &[Key::Elliptic.certificate()], ""),
        entity("https://other.example.com", &[Key::Rsa.certificate()], "")
    );
    assert!(read_at(&idp().xml(), &both, now()).is_err());
    let other = Idp { issuer: "https://other.example.com".to_owned(), ..idp() };
    assert!(read_at(&other.xml(), &both, now()).is_ok());
    let issuer = Idp { issuer: "https://evil.example.com".to_owned(), ..idp() };
    assert_eq!(read(&issuer.xml()).unwrap_err(), Refused::Issuer("https://evil.example.com".to_owned()));
}

/// Signature wrapping: a document that was signed, put somewhere where a verifier finds it, and a forged one where a reader
/// looks. The eight kinds of Somorovsky and others, "On Breaking SAML" (2012), each for both elements that may be signed.
#[test]
fn wrapped_signatures_are_refused() {
    let good = idp();
    let evil = Idp { name_id: "<saml:NameID>root</saml:NameID>".to_owned(), ..idp() };
    let forged =
        |id: &str, inside: &str| evil.assertion(id).replacen("</saml:Issuer>", &format!("</saml:Issuer>{inside}"), 1);
    let original = good.assertion("_a1");
    let signature = good.signature("_a1", &original);
    let signed = good.signed("_a1", &original);
    let around =
        |inside: &str| signature.replace("</ds:Signature>", &format!("<ds:Object>{inside}</ds:Object></ds:Signature>"));
    let extensions = |inside: &str| format!("<samlp:Extensions>{inside}</samlp:Extensions>");

    let whole = good.response("_r1", &original);
    let of_response = good.signature("_r1", &whole);
    let evil_response = |id: &str, inside: &str| {
        evil.response(id, &evil.assertion("_evil")).replacen("</saml:Issuer>", &format!("</saml:Issuer>{inside}"), 1)
    };
    let response_around =
        of_response.replace("</ds:Signature>", &format!("<ds:Object>{whole}</ds:Object></ds:Signature>"));
    let without_object = of_response.replace("</ds:Signature>", &format!("{whole}</ds:Signature>"));
    for (kind, document) in [
        ("1: the response in its signature in a forged response", evil_response("_evil-r", &without_object)),
        ("1 with the same ID", evil_response("_r1", &response_around)),
        (
            "2: the response before its signature in a forged response",
            evil_response("_evil-r", &format!("{whole}{of_response}")),
        ),
        ("2 with the same ID", evil_response("_r1", &format!("{of_response}{whole}"))),
        (
            "3: a forged assertion before the signed one",
            evil.response("_r1", &format!("{}{signed}", evil.assertion("_evil"))),
        ),
        ("3, after it", evil.response("_r1", &format!("{signed}{}", evil.assertion("_evil")))),
        ("3 with the same ID", evil.response("_r1", &format!("{}{signed}", evil.assertion("_a1")))),
        ("4: the signed assertion in a forged one", evil.response("_r1", &forged("_evil", &signed))),
        (
            "5: the signature in the forged assertion, the signed one after it",
            evil.response("_r1", &format!("{}{original}", forged("_evil", &signature))),
        ),
        (
            "6: the signed assertion in its signature in the forged one",
            evil.response("_r1", &forged("_evil", &around(&original))),
        ),
        (
            "6 without Object",
            evil.response(
                "_r1",
                &forged("_evil", &signature.replace("</ds:Signature>", &format!("{original}</ds:Signature>"))),
            ),
        ),
        (
            "7: a forged assertion in Extensions",
            evil.response("_r1", &format!("{}{signed}", extensions(&evil.assertion("_a1")))),
        ),
        (
            "7, the signed one there",
            evil.response("_r1", &format!("{}{}", extensions(&signed), evil.assertion("_evil"))),
        ),
        (
            "8: the signed one in an Object of the forged one's signature",
            evil.response("_r1", &forged("_a1", &around(&original))),
        ),
        ("the signature alone in the forged one", evil.response("_r1", &forged("_a1", &signature))),
        ("the signature beside the forged one", evil.response("_r1", &format!("{signature}{}", evil.assertion("_a1")))),
        ("a forged assertion that refers to the response", {
            let response = evil.response("_r1", &evil.assertion("_evil"));
            response.replacen(
                "</saml:Issuer>",
                &format!("</saml:Issuer>{}", good.signature("_evil", &evil.assertion("_x"))),
                1,
            )
        }),
        (
            "the signed one in another name space's element",
            evil.response(
                "_r1",
                &format!("<x:Assertion xmlns:x=\"urn:x\">{signed}</x:Assertion>{}", evil.assertion("_evil")),
            ),
        ),
        (
            "an encrypted one beside",
            evil.response(
                "_r1",
                &format!("{signed}<saml:EncryptedAssertion xmlns:saml=\"{ASSERTION}\"></saml:EncryptedAssertion>"),
            ),
        ),
        ("two signatures", good.response("_r1", &signed.replacen(&signature, &format!("{signature}{signature}"), 1))),
        ("no response around", signed.clone()),
        (
            "two responses",
            format!(
                "<samlp:Response xmlns:samlp=\"{PROTOCOL}\" ID=\"_o\" Version=\"2.0\">{}</samlp:Response>",
                good.response("_r1", &signed)
            ),
        ),
    ] {
        let told = read(&document);
        let refused = matches!(told, Err(Refused::Malformed(_) | Refused::Signature(_)));
        assert!(refused, "{kind}: {told:?}");
    }
    read(&good.response("_r1", &signed)).unwrap();
}

/// Comments, which are not signed, neither cut a name nor hide an element; nor do references and CDATA.
#[test]
fn comments_change_nothing() {
    let name = |inside: &str| format!("<saml:NameID>{inside}</saml:NameID>");
    let signed = Idp { name_id: name("olga.evil.example"), ..idp() }.xml();
    let commented = signed.replace("olga.evil", "olga<!-- -->.evil");
    assert_eq!(read(&commented).unwrap().subject.unwrap().value, "olga.evil.example");
    let referred = signed.replace("olga.evil", "<![CDATA[olga]]>&#46;evil");
    assert_eq!(read(&referred).unwrap().subject.unwrap().value, "olga.evil.example");
    // An element in a name is no name.
    let nested = Idp { name_id: name("olga<x>.evil</x>"), ..idp() };
    assert_eq!(read(&nested.xml()).unwrap().subject, None);
}

/// The times, each at its edge: redeemed within five minutes, conditions and confirmation, and a provider's clock that is
/// ahead by a minute at most.
#[test]
fn times() {
    let at = |document: &Idp, seconds: i64| {
        read_at(&document.xml(), &metadata(Key::Rsa), document.issued + seconds.seconds())
    };
    let long = Idp { ends: idp().issued + 1.hour(), ..idp() };
    assert!(at(&long, 300).is_ok());
    assert!(matches!(at(&long, 301), Err(Refused::Expired(_))));
    assert!(at(&long, -60).is_ok());
    assert!(matches!(at(&long, -61), Err(Refused::Early(_))));
    let short = Idp { ends: idp().issued + 10.seconds(), ..idp() };
    assert!(at(&short, 9).is_ok());
    assert!(matches!(at(&short, 10), Err(Refused::Expired(_))));
    let session = Idp { statement: " SessionNotOnOrAfter=\"2026-11-22T10:00:20Z\"".to_owned(), ..idp() };
    assert!(at(&session, 19).is_ok());
    assert!(matches!(at(&session, 20), Err(Refused::Expired(_))));
}

/// A signed document whose text `from` was another before it was signed.
fn signed_with(from: &str, to: &str) -> String {
    let (idp, assertion) = (idp(), idp().assertion("_a1"));
    assert!(assertion.contains(from), "{from}");
    let assertion = assertion.replacen(from, to, 1);
    idp.response("_r1", &idp.signed("_a1", &assertion))
}

/// Whom it is for, and what it must say, in documents whose signature holds.
#[test]
fn what_an_assertion_must_say() {
    let audience = |document: Idp| matches!(read(&document.xml()), Err(Refused::Audience(_)));
    assert!(audience(Idp { audience: "https://other.example.com".to_owned(), ..idp() }));
    assert!(audience(Idp { recipient: "https://other.example.com".to_owned(), ..idp() }));
    let restriction = "<saml:AudienceRestriction><saml:Audience>https://signin.aws.amazon.com/saml</saml:Audience></saml:AudienceRestriction>";
    let other = restriction.replace("signin", "other");
    for (from, to, refused) in [
        (restriction, "", "it names no audience"),
        // Each of them must hold.
        (restriction, &*format!("{restriction}{other}"), "it is for another audience"),
        (
            restriction,
            &*format!("{restriction}<saml:Condition></saml:Condition>"),
            "it has a condition that is not known",
        ),
        ("cm:bearer", "cm:holder-of-key", "it has no confirmation for its bearer"),
        (" NotOnOrAfter=\"2026-11-22T10:05:00Z\" Recipient", " Recipient", "its confirmation has no NotOnOrAfter"),
        (
            " NotOnOrAfter=\"2026-11-22T10:05:00Z\" Recipient",
            " NotOnOrAfter=\"2026-11-22T10:05:00\" Recipient",
            "one of its times is not one in UTC",
        ),
        (" IssueInstant=\"2026-11-22T10:00:00Z\" Version", " Version", "its assertion has no IssueInstant"),
        ("Version=\"2.0\"", "Version=\"1.1\"", "it is not of version 2.0"),
    ] {
        assert_eq!(why(&signed_with(from, to)), refused, "{from} -> {to}");
    }
    let two = restriction.replace("<saml:Audience>", "<saml:Audience>urn:x</saml:Audience><saml:Audience>");
    read(&signed_with(restriction, &two)).unwrap();
    let failed = Idp { status: "urn:oasis:names:tc:SAML:2.0:status:Responder".to_owned(), ..idp() };
    assert!(matches!(read(&failed.xml()), Err(Refused::Rejected(_))));
    let elsewhere = idp().xml().replace(" ID=\"_r1\"", " Destination=\"https://other.example.com\" ID=\"_r1\"");
    assert_eq!(why(&elsewhere), "its Destination is another address");
    let issuers = idp().xml().replacen(IDP, "https://other.example.com", 1);
    assert_eq!(why(&issuers), "the issuers of its response and its assertion differ");
}

/// What is no document at all.
#[test]
fn no_documents() {
    assert_eq!(Response::parse("****").unwrap_err(), Refused::Base64);
    for text in [
        "",
        "x",
        "<a/>",
        &*format!("<!DOCTYPE x>{}", idp().xml()),
        &*idp().xml().replace(DSIG, "urn:x").replace(PROTOCOL, "urn:y"),
        &*idp().xml().replace("<saml:Subject>", "<saml:Subject ID=\"_a1\">"),
        &*idp()
            .xml()
            .replace("<ds:Signature ", "<saml:Advice><ds:Signature ")
            .replace("</ds:Signature>", "</ds:Signature></saml:Advice>"),
    ] {
        assert!(matches!(Response::parse(&STANDARD.encode(text)), Err(Refused::Malformed(_))), "{text}");
    }
}

/// An encrypted assertion is believed if it is signed, or the response around it is; what is wrong with it is not told.
#[test]
fn encrypted_assertions_need_signatures() {
    let metadata = Metadata::parse(&metadata(Key::Rsa)).unwrap();
    let keys = vec![Secret::new(include_str!("../../fixtures/saml/idp.key").to_owned())];
    let decryption = Decryption { required: true, keys };
    let read = |xml: &str| Response::parse(&STANDARD.encode(xml))?.verified(&metadata, &decryption, &SignIn, now());
    for (sign_assertion, sign_response) in [(true, false), (false, true), (true, true)] {
        let idp = Idp { sign_assertion, sign_response, ..idp() };
        for cipher in ["aes256-gcm", "aes256-cbc"] {
            assert_eq!(read(&idp.encrypted_xml(cipher)).unwrap().subject.unwrap().value, "olga");
        }
    }
    let (good, cipher) = (idp(), "aes256-cbc");
    let signed = good.signed("_a1", &good.assertion("_a1"));
    let unsigned = Idp { sign_assertion: false, ..idp() };
    let no_key = Decryption { required: true, keys: Vec::new() };
    let told: Vec<Refused> = [
        unsigned.encrypted_xml(cipher),
        good.encrypting(cipher, "x"),
        good.encrypting(cipher, &good.response("_r2", &signed)),
        good.encrypting(cipher, &signed.replace(">olga<", ">anna<")),
        good.encrypting(cipher, &signed.replace(IDP, "https://other.example.com")),
        good.encrypting(
            cipher,
            &good.assertion("_x").replacen("<saml:Subject>", &format!("{signed}<saml:Subject>"), 1),
        ),
        good.encrypted_xml(cipher).replace(cipher, "aes128-cbc"),
        good.encrypted_xml(cipher).replace(cipher, "tripledes-cbc"),
        good.encrypted_xml(cipher).replace("rsa-oaep-mgf1p", "rsa-1_5"),
        good.encrypted_xml(cipher).replace(
            "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>",
            "AAAA</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>",
        ),
    ]
    .iter()
    .map(|xml| read(xml).unwrap_err())
    .chain([Response::parse(&STANDARD.encode(good.encrypted_xml(cipher)))
        .unwrap()
        .verified(&metadata, &no_key, &SignIn, now())
        .unwrap_err()])
    .collect();
    assert!(told.iter().all(|refused| *refused == told[0] && matches!(refused, Refused::Signature(_))), "{told:?}");
}
