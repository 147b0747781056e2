//! A security key of the tests, and what a browser sends of it.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

pub(crate) enum Pair {
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

/// A security key with one pair of keys.
pub(crate) struct Authenticator {
    pub(crate) id: Vec<u8>,
    pub(crate) pair: Pair,
    /// Signatures so far.
    pub(crate) count: u32,
    /// What it says of itself: somebody was present.
    pub(crate) flags: u8,
    /// The host name that it believes to answer for; the page's own if there is none.
    pub(crate) host: Option<String>,
}

pub(crate) fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The head of an item of CBOR.
fn head(kind: u8, argument: usize) -> Vec<u8> {
    match u8::try_from(argument) {
        Ok(short @ 0..=23) => vec![kind << 5 | short],
        Ok(short) => vec![kind << 5 | 24, short],
        Err(_) => [vec![kind << 5 | 25], u16::try_from(argument).unwrap().to_be_bytes().to_vec()].concat(),
    }
}

pub(crate) fn number(value: i64) -> Vec<u8> {
    match usize::try_from(value) {
        Ok(value) => head(0, value),
        Err(_) => head(1, usize::try_from(-1 - value).unwrap()),
    }
}

pub(crate) fn text(value: &str) -> Vec<u8> {
    [head(3, value.len()), value.as_bytes().to_vec()].concat()
}

pub(crate) fn byte_string(value: &[u8]) -> Vec<u8> {
    [head(2, value.len()), value.to_vec()].concat()
}

pub(crate) fn map(entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let content = entries.iter().flat_map(|(key, value)| [key.clone(), value.clone()].concat());
    head(5, entries.len()).into_iter().chain(content).collect()
}

impl Pair {
    fn algorithm(&self) -> i64 {
        match self {
            Self::P256(_) => -7,
            Self::Ed25519(_) => -8,
            Self::Rsa(_) => -257,
        }
    }

    fn cose(&self) -> Vec<u8> {
        let common = |kind| vec![(number(1), number(kind)), (number(3), number(self.algorithm()))];
        match self {
            Self::P256(pair) => {
                let point = pair.public_key().as_ref();
                let own = [
                    (number(-1), number(1)),
                    (number(-2), byte_string(&point[1..33])),
                    (number(-3), byte_string(&point[33..])),
                ];
                map(&[common(2), own.to_vec()].concat())
            }
            Self::Ed25519(pair) => {
                let own = [(number(-1), number(6)), (number(-2), byte_string(pair.public_key().as_ref()))];
                map(&[common(1), own.to_vec()].concat())
            }
            Self::Rsa(pair) => {
                let public = pair.public_key();
                let modulus = public.modulus().big_endian_without_leading_zero();
                let exponent = public.exponent().big_endian_without_leading_zero();
                let own = [(number(-1), byte_string(modulus)), (number(-2), byte_string(exponent))];
                map(&[common(3), own.to_vec()].concat())
            }
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::P256(pair) => pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec(),
            Self::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).unwrap();
                signature
            }
        }
    }
}

impl Authenticator {
    pub(crate) fn new(id: &[u8], pair: Pair) -> Self {
        Self { id: id.to_vec(), pair, count: 0, flags: 1, host: None }
    }

    pub(crate) fn p256(id: &[u8]) -> Self {
        Self::new(id, Pair::P256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap()))
    }

    pub(crate) fn ed25519(id: &[u8]) -> Self {
        Self::new(id, Pair::Ed25519(Ed25519KeyPair::generate().unwrap()))
    }

    pub(crate) fn rsa(id: &[u8]) -> Self {
        Self::new(id, Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()))
    }

    fn data(&self, host: &str, credential: bool) -> Vec<u8> {
        let host = self.host.as_deref().unwrap_or(host);
        let flags = self.flags | if credential { 0x40 } else { 0 };
        let mut data = digest(&SHA256, host.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        if credential {
            data.extend([0; 16]);
            data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
            data.extend(&self.id);
            data.extend(self.pair.cose());
        }
        data
    }

    /// What the page sends at the end of a registration; `own`: attested with the new key.
    pub(crate) fn register(&self, origin: &str, options: &Value, own: bool) -> Value {
        let options = &options["publicKey"];
        let client_data = client_data("webauthn.create", origin, options["challenge"].as_str().unwrap());
        let data = self.data(options["rp"]["id"].as_str().unwrap(), true);
        let statement = if own {
            let signature = self.pair.sign(&[&data, digest(&SHA256, client_data.as_bytes()).as_ref()].concat());
            map(&[(text("alg"), number(self.pair.algorithm())), (text("sig"), byte_string(&signature))])
        } else {
            map(&[])
        };
        let format = if own { "packed" } else { "none" };
        let object =
            map(&[(text("fmt"), text(format)), (text("attStmt"), statement), (text("authData"), byte_string(&data))]);
        json!({"clientDataJSON": encoded(client_data.as_bytes()), "attestationObject": encoded(&object)})
    }

    /// What the page sends of a signature.
    pub(crate) fn sign(&mut self, origin: &str, options: &Value) -> Value {
        let challenge = options["challenge"].as_str().unwrap();
        self.sign_data(&client_data("webauthn.get", origin, challenge), options["rpId"].as_str().unwrap())
    }

    pub(crate) fn sign_data(&mut self, client_data: &str, host: &str) -> Value {
        self.count += 1;
        let data = self.data(host, false);
        let signature = self.pair.sign(&[&data, digest(&SHA256, client_data.as_bytes()).as_ref()].concat());
        json!({
            "id": encoded(&self.id), "clientDataJSON": encoded(client_data.as_bytes()),
            "authenticatorData": encoded(&data), "signature": encoded(&signature),
        })
    }
}

pub(crate) fn client_data(purpose: &str, origin: &str, challenge: &str) -> String {
    json!({"type": purpose, "challenge": challenge, "origin": origin, "crossOrigin": false}).to_string()
}
