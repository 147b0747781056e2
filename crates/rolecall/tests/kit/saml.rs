//! An identity provider that speaks SAML: its metadata, and the responses that it signs. All texts are written in their
//! canonical form, so that the signature is over what stands there, and not over what the program makes of it.

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_128, AES_256, DecryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PrivateDecryptingKey};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{Timestamp, ToSpan};

pub(crate) const IDP: &str = "https://idp.example.com/saml";
pub(crate) const SIGN_IN: &str = "https://signin.aws.amazon.com/saml";
pub(crate) const ATTRIBUTES: &str = "https://aws.amazon.com/SAML/Attributes/";
pub(crate) const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
pub(crate) const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
pub(crate) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";

/// Base64 of the DER of a certificate.
fn certificate(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with("--")).collect()
}

/// A key of an identity provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Rsa,
    Elliptic,
}

impl Key {
    pub(crate) fn certificate(self) -> String {
        certificate(match self {
            Self::Rsa => include_str!("../fixtures/saml/idp.pem"),
            Self::Elliptic => include_str!("../fixtures/saml/ec.pem"),
        })
    }

    fn algorithm(self) -> &'static str {
        match self {
            Self::Rsa => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            Self::Elliptic => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
        }
    }

    fn sign(self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        let der = |pem: &str| STANDARD.decode(certificate(pem)).unwrap();
        match self {
            Self::Rsa => {
                let key = RsaKeyPair::from_pkcs8(&der(include_str!("../fixtures/saml/idp.key"))).unwrap();
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
            Self::Elliptic => {
                let der = der(include_str!("../fixtures/saml/ec.key"));
                let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der).unwrap();
                key.sign(&random, message).unwrap().as_ref().to_vec()
            }
        }
    }
}

/// One `EntityDescriptor`, with `more` among its attributes.
pub(crate) fn entity(entity_id: &str, certificates: &[String], more: &str) -> String {
    let keys: String = certificates
        .iter()
        .map(|certificate| {
            format!(
                "<KeyDescriptor use=\"signing\"><KeyInfo xmlns=\"{DSIG}\"><X509Data><X509Certificate>{certificate}\
                 </X509Certificate></X509Data></KeyInfo></KeyDescriptor>"
            )
        })
        .collect();
    format!(
        "<EntityDescriptor xmlns=\"{METADATA}\" entityID=\"{entity_id}\"{more}><IDPSSODescriptor \
         protocolSupportEnumeration=\"{PROTOCOL}\">{keys}<SingleSignOnService \
         Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"{entity_id}/sso\"/></IDPSSODescriptor>\
         </EntityDescriptor>"
    )
}

/// The metadata of a provider with this key.
pub(crate) fn metadata(key: Key) -> String {
    entity(IDP, &[key.certificate()], "")
}

/// What a response is to say.
#[derive(Debug, Clone)]
pub(crate) struct Idp {
    pub(crate) key: Key,
    pub(crate) issuer: String,
    pub(crate) audience: String,
    pub(crate) recipient: String,
    pub(crate) issued: Timestamp,
    /// When the conditions and the confirmation end.
    pub(crate) ends: Timestamp,
    /// The element `NameID`, or nothing.
    pub(crate) name_id: String,
    /// Attributes of `AuthnStatement`, each with a blank before it.
    pub(crate) statement: String,
    pub(crate) status: String,
    /// Whole names of attributes, and their values.
    pub(crate) attributes: Vec<(String, Vec<String>)>,
    pub(crate) sign_assertion: bool,
    pub(crate) sign_response: bool,
}

impl Idp {
    /// A response for a role in 111111111111 that trusts its provider `corp`.
    pub(crate) fn new(issued: Timestamp, role: &str) -> Self {
        let pair = format!("arn:aws:iam::111111111111:role/{role},arn:aws:iam::111111111111:saml-provider/corp");
        Self {
            key: Key::Rsa,
            issuer: IDP.to_owned(),
            audience: SIGN_IN.to_owned(),
            recipient: SIGN_IN.to_owned(),
            issued,
            ends: issued + 5.minutes(),
            name_id: "<saml:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">olga</saml:NameID>"
                .to_owned(),
            statement: String::new(),
            status: "urn:oasis:names:tc:SAML:2.0:status:Success".to_owned(),
            attributes: Vec::new(),
            sign_assertion: true,
            sign_response: false,
        }
        .says("Role", &[&pair])
        .says("RoleSessionName", &["olga@example.com"])
    }

    /// With another attribute of AWS's; one that is there is replaced, and without values goes.
    pub(crate) fn says(self, name: &str, values: &[&str]) -> Self {
        self.says_attribute(&format!("{ATTRIBUTES}{name}"), values)
    }

    /// With another attribute.
    pub(crate) fn says_attribute(mut self, name: &str, values: &[&str]) -> Self {
        self.attributes.retain(|(other, _)| other != name);
        if !values.is_empty() {
            self.attributes.push((name.to_owned(), values.iter().map(|it| (*it).to_owned()).collect()));
        }
        self
    }

    /// The assertion without its signature.
    pub(crate) fn assertion(&self, id: &str) -> String {
        let Self { issuer, audience, recipient, issued, ends, name_id, statement, .. } = self;
        let attributes: String = self
            .attributes
            .iter()
            .map(|(name, values)| {
                let values: String =
                    values.iter().map(|value| format!("<saml:AttributeValue>{value}</saml:AttributeValue>")).collect();
                format!("<saml:Attribute Name=\"{name}\">{values}</saml:Attribute>")
            })
            .collect();
        format!(
            "<saml:Assertion xmlns:saml=\"{ASSERTION}\" ID=\"{id}\" IssueInstant=\"{issued}\" Version=\"2.0\"><saml:Issuer>\
             {issuer}</saml:Issuer><saml:Subject>{name_id}<saml:SubjectConfirmation \
             Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"><saml:SubjectConfirmationData NotOnOrAfter=\"{ends}\" \
             Recipient=\"{recipient}\"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>\
             <saml:Conditions NotBefore=\"{issued}\" NotOnOrAfter=\"{ends}\"><saml:AudienceRestriction><saml:Audience>\
             {audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement \
             AuthnInstant=\"{issued}\"{statement}></saml:AuthnStatement><saml:AttributeStatement>{attributes}\
             </saml:AttributeStatement></saml:Assertion>"
        )
    }

    /// A response around this.
    pub(crate) fn response(&self, id: &str, inside: &str) -> String {
        let Self { issuer, issued, status, .. } = self;
        format!(
            "<samlp:Response xmlns:samlp=\"{PROTOCOL}\" ID=\"{id}\" IssueInstant=\"{issued}\" Version=\"2.0\"><saml:Issuer \
             xmlns:saml=\"{ASSERTION}\">{issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value=\"{status}\">\
             </samlp:StatusCode></samlp:Status>{inside}</samlp:Response>"
        )
    }

    /// The signature of an element that stands in its canonical form.
    pub(crate) fn signature(&self, id: &str, element: &str) -> String {
        let hash = STANDARD.encode(digest(&SHA256, element.as_bytes()));
        let info = format!(
            "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:CanonicalizationMethod>\
             <ds:SignatureMethod Algorithm=\"{}\"></ds:SignatureMethod><ds:Reference URI=\"#{id}\"><ds:Transforms>\
             <ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform><ds:Transform \
             Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform></ds:Transforms><ds:DigestMethod \
             Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod><ds:DigestValue>{hash}\
             </ds:DigestValue></ds:Reference></ds:SignedInfo>",
            self.key.algorithm()
        );
        let signature = self.key.sign(format!("<ds:SignedInfo xmlns:ds=\"{DSIG}\">{info}").as_bytes());
        format!(
            "<ds:Signature xmlns:ds=\"{DSIG}\"><ds:SignedInfo>{info}<ds:SignatureValue>{}</ds:SignatureValue></ds:Signature>",
            STANDARD.encode(signature)
        )
    }

    /// The element with its signature, which stands after the issuer.
    pub(crate) fn signed(&self, id: &str, element: &str) -> String {
        let after = "</saml:Issuer>";
        let at = element.find(after).unwrap() + after.len();
        format!("{}{}{}", &element[..at], self.signature(id, element), &element[at..])
    }

    /// The response as XML.
    pub(crate) fn xml(&self) -> String {
        let assertion = self.assertion("_a1");
        let assertion = if self.sign_assertion { self.signed("_a1", &assertion) } else { assertion };
        let response = self.response("_r1", &assertion);
        if self.sign_response { self.signed("_r1", &response) } else { response }
    }

    /// The response with its assertion encrypted for the key `idp.key`. What is signed is as ever; `sign_response` signs what
    /// is encrypted.
    pub(crate) fn encrypted_xml(&self, cipher: &str) -> String {
        let assertion = self.assertion("_a1");
        let assertion = if self.sign_assertion { self.signed("_a1", &assertion) } else { assertion };
        self.encrypting(cipher, &assertion)
    }

    /// A response with this text encrypted in place of an assertion.
    pub(crate) fn encrypting(&self, cipher: &str, text: &str) -> String {
        let private = STANDARD.decode(certificate(include_str!("../fixtures/saml/idp.key"))).unwrap();
        let public =
            OaepPublicEncryptingKey::new(PrivateDecryptingKey::from_pkcs8(&private).unwrap().public_key()).unwrap();
        let key = [7; 32];
        let key = if cipher.starts_with("aes128") { &key[..16] } else { &key[..] };
        let mut room = vec![0; public.ciphertext_size()];
        let wrapped = STANDARD.encode(public.encrypt(&OAEP_SHA1_MGF1SHA1, key, &mut room, None).unwrap());
        let mut bytes = text.as_bytes().to_vec();
        let (namespace, sealed) = if cipher.ends_with("gcm") {
            let algorithm = if key.len() == 16 { &AES_128_GCM } else { &AES_256_GCM };
            let nonce = [9; 12];
            let key = LessSafeKey::new(UnboundKey::new(algorithm, key).unwrap());
            key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut bytes).unwrap();
            ("http://www.w3.org/2009/xmlenc11#", [&nonce[..], &bytes].concat())
        } else {
            let algorithm = if key.len() == 16 { &AES_128 } else { &AES_256 };
            let key = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(algorithm, key).unwrap()).unwrap();
            let DecryptionContext::Iv128(iv) = key.encrypt(&mut bytes).unwrap() else { panic!("no IV") };
            ("http://www.w3.org/2001/04/xmlenc#", [&iv.as_ref()[..], &bytes].concat())
        };
        let sealed = STANDARD.encode(sealed);
        let xenc = "http://www.w3.org/2001/04/xmlenc#";
        let encrypted = format!(
            "<saml:EncryptedAssertion xmlns:saml=\"{ASSERTION}\"><xenc:EncryptedData xmlns:xenc=\"{xenc}\" \
             Type=\"{xenc}Element\"><xenc:EncryptionMethod Algorithm=\"{namespace}{cipher}\"></xenc:EncryptionMethod>\
             <ds:KeyInfo xmlns:ds=\"{DSIG}\"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm=\"{xenc}rsa-oaep-mgf1p\">\
             <ds:DigestMethod Algorithm=\"{DSIG}sha1\"></ds:DigestMethod></xenc:EncryptionMethod><xenc:CipherData>\
             <xenc:CipherValue>{wrapped}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo>\
             <xenc:CipherData><xenc:CipherValue>{sealed}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>\
             </saml:EncryptedAssertion>"
        );
        let response = self.response("_r1", &encrypted);
        if self.sign_response { self.signed("_r1", &response) } else { response }
    }

    /// The response as it is sent.
    pub(crate) fn encoded(&self) -> String {
        STANDARD.encode(self.xml())
    }
}
