//! Identity providers of the tests: they sign tokens as providers of CI do, with a key that the server was given.

use super::Server;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rolecall::directory::entities::{Entity as _, OidcProvider};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// The id of the key that tokens of stories are signed with.
const KEY_ID: &str = "story-key";

static EC: LazyLock<EcdsaKeyPair> = LazyLock::new(|| EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap());
static RSA: LazyLock<RsaKeyPair> = LazyLock::new(|| RsaKeyPair::generate(KeySize::Rsa2048).unwrap());

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The claims as they are signed with ES256 by the key of stories, or by one of this header.
pub(crate) fn signed(header: &Value, claims: &Value) -> String {
    let input = format!("{}.{}", encoded(header.to_string().as_bytes()), encoded(claims.to_string().as_bytes()));
    let signature = match header["alg"].as_str() {
        Some("RS256") => {
            let mut signature = vec![0; RSA.public_modulus_len()];
            RSA.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input.as_bytes(), &mut signature).unwrap();
            signature
        }
        _ => EC.sign(&SystemRandom::new(), input.as_bytes()).unwrap().as_ref().to_vec(),
    };
    format!("{input}.{}", encoded(&signature))
}

/// Both public keys, under this id.
pub(crate) fn key_set(id: &str) -> String {
    let (x, y) = EC.public_key().as_ref()[1..].split_at(32);
    let public = RSA.public_key();
    json!({"keys": [
        {"kty": "EC", "use": "sig", "kid": id, "crv": "P-256", "alg": "ES256", "x": encoded(x), "y": encoded(y)},
        {"kty": "RSA", "use": "sig", "kid": id, "alg": "RS256",
            "n": encoded(public.modulus().big_endian_without_leading_zero()),
            "e": encoded(public.exponent().big_endian_without_leading_zero())},
    ]})
    .to_string()
}

impl Server {
    /// Makes a provider with keys: `name account url audience…`.
    pub(crate) async fn make_issuer(&mut self, words: &str) {
        let words: Vec<&str> = words.split(' ').collect();
        let [name, account, url, audiences @ ..] = &words[..] else { panic!("{words:?} is no issuer") };
        let provider = OidcProvider {
            account: account.parse().unwrap(),
            url: url.strip_prefix("https://").unwrap().to_owned(),
            client_ids: audiences.iter().map(|id| (*id).to_owned()).collect(),
            thumbprints: Vec::new(),
            created: self.now(),
            tags: Vec::new(),
            keys: Some(key_set(KEY_ID)),
        };
        let make =
            |snapshot: &rolecall::directory::Snapshot, edit: &mut rolecall::directory::Edit| match snapshot
                .find::<OidcProvider>(provider.account(), provider.name())
            {
                Some(there) => edit.update(there, &provider),
                None => edit.create(&provider),
            };
        self.node.directory.change(make).await.unwrap();
        self.kept.insert((*name).to_owned(), (*url).to_owned());
    }

    /// A token of an issuer: `ci{"sub":"x"}`. It is issued now, holds for ten minutes, and is for `sts.amazonaws.com`, unless
    /// its claims say otherwise; one that is null is left out. `alg` and `kid` go to the header.
    pub(crate) fn token(&self, text: &str) -> String {
        let (issuer, claims) = text.split_at(text.find('{').unwrap_or_else(|| panic!("{text} has no claims")));
        // An issuer that was made, or the issuer itself.
        let issuer = self.kept.get(issuer).map_or(issuer, |url| url);
        let given: Map<String, Value> =
            serde_json::from_str(claims).unwrap_or_else(|error| panic!("{claims}: {error}"));
        let now = self.now().as_second();
        let mut header = json!({"alg": "ES256", "kid": KEY_ID, "typ": "JWT"});
        let mut claims =
            json!({"iss": issuer, "sub": "somebody", "aud": "sts.amazonaws.com", "iat": now, "exp": now + 600});
        for (name, value) in given {
            let to = if matches!(&*name, "alg" | "kid") { &mut header } else { &mut claims };
            // Times are given as seconds from now.
            let value = match (&*name, value.as_i64()) {
                ("iat" | "exp" | "nbf", Some(seconds)) => json!(now + seconds),
                _ => value,
            };
            to[name] = value;
        }
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        signed(&header, &claims)
    }
}
