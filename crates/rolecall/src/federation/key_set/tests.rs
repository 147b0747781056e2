//! Which key verifies which token. The tokens are signed here as providers sign them.

use super::*;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256,
    RsaEncoding, RsaKeyPair,
};
use serde_json::json;
use std::sync::LazyLock;

static RSA: LazyLock<RsaKeyPair> = LazyLock::new(|| RsaKeyPair::generate(KeySize::Rsa2048).unwrap());

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn rsa_key(id: &str) -> Value {
    let public = RSA.public_key();
    let modulus = encoded(public.modulus().big_endian_without_leading_zero());
    json!({"kty": "RSA", "kid": id, "n": modulus, "e": encoded(public.exponent().big_endian_without_leading_zero())})
}

fn ec_key(id: &str, curve: &str, pair: &EcdsaKeyPair) -> Value {
    let (x, y) = pair.public_key().as_ref()[1..].split_at((pair.public_key().as_ref().len() - 1) / 2);
    json!({"kty": "EC", "kid": id, "crv": curve, "x": encoded(x), "y": encoded(y)})
}

fn set(keys: &[Value]) -> KeySet {
    KeySet::read(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

fn signing_input(algorithm: &str, id: &str) -> String {
    let header = json!({"alg": algorithm, "kid": id, "typ": "JWT"}).to_string();
    format!("{}.{}", encoded(header.as_bytes()), encoded(br#"{"sub":"x"}"#))
}

fn by_rsa(algorithm: &str, id: &str, how: &'static dyn RsaEncoding) -> String {
    let input = signing_input(algorithm, id);
    let mut signature = vec![0; RSA.public_modulus_len()];
    RSA.sign(how, &SystemRandom::new(), input.as_bytes(), &mut signature).unwrap();
    format!("{input}.{}", encoded(&signature))
}

fn by_ec(algorithm: &str, id: &str, pair: &EcdsaKeyPair) -> String {
    let input = signing_input(algorithm, id);
    let signature = pair.sign(&SystemRandom::new(), input.as_bytes()).unwrap();
    format!("{input}.{}", encoded(signature.as_ref()))
}

fn pair(algorithm: &'static EcdsaSigningAlgorithm) -> EcdsaKeyPair {
    EcdsaKeyPair::generate(algorithm).unwrap()
}

fn verdict(set: &KeySet, token: &str) -> Verified {
    set.verify(&Token::read(token).unwrap())
}

/// R3.29: all six algorithms, each with its own kind of key.
#[test]
fn six_algorithms() {
    let (p256, p384, p521) = (
        pair(&ECDSA_P256_SHA256_FIXED_SIGNING),
        pair(&ECDSA_P384_SHA384_FIXED_SIGNING),
        pair(&ECDSA_P521_SHA512_FIXED_SIGNING),
    );
    let keys =
        set(&[rsa_key("r"), ec_key("a", "P-256", &p256), ec_key("b", "P-384", &p384), ec_key("c", "P-521", &p521)]);
    for good in [
        by_rsa("RS256", "r", &RSA_PKCS1_SHA256),
        by_rsa("RS384", "r", &RSA_PKCS1_SHA384),
        by_rsa("RS512", "r", &RSA_PKCS1_SHA512),
        by_ec("ES256", "a", &p256),
        by_ec("ES384", "b", &p384),
        by_ec("ES512", "c", &p521),
    ] {
        assert_eq!(verdict(&keys, &good), Verified::Yes, "{good}");
        // One letter of the claims, one of the signature.
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let (header, _) = signed.split_once('.').unwrap();
        let other = format!("{header}.{}.{signature}", encoded(br#"{"sub":"y"}"#));
        assert_eq!(verdict(&keys, &other), Verified::No);
        let first = if signature.starts_with('A') { "B" } else { "A" };
        let mut forged = signature.to_owned();
        forged.replace_range(..1, first);
        assert_eq!(verdict(&keys, &format!("{signed}.{forged}")), Verified::No);
        assert_eq!(verdict(&keys, &format!("{signed}.")), Verified::No);
    }
    // Another hash, another padding, another curve than the header says.
    assert_eq!(verdict(&keys, &by_rsa("RS256", "r", &RSA_PKCS1_SHA512)), Verified::No);
    assert_eq!(verdict(&keys, &by_rsa("RS256", "r", &RSA_PSS_SHA256)), Verified::No);
    assert_eq!(verdict(&keys, &by_ec("ES384", "a", &p256)), Verified::NoSuchKey);
    assert_eq!(verdict(&keys, &by_ec("RS256", "a", &p256)), Verified::NoSuchKey);
    assert_eq!(verdict(&keys, &by_rsa("ES256", "r", &RSA_PKCS1_SHA256)), Verified::NoSuchKey);
}

/// The key is the one that the token names: no other of the set, and none that comes with the token.
#[test]
fn the_named_key() {
    let (mine, other) = (pair(&ECDSA_P256_SHA256_FIXED_SIGNING), pair(&ECDSA_P256_SHA256_FIXED_SIGNING));
    let keys = set(&[ec_key("mine", "P-256", &mine), ec_key("other", "P-256", &other)]);
    assert_eq!(verdict(&keys, &by_ec("ES256", "mine", &mine)), Verified::Yes);
    assert_eq!(verdict(&keys, &by_ec("ES256", "other", &mine)), Verified::No);
    for id in ["Mine", "mine ", "../mine", "mine\u{0}", "' OR 1=1"] {
        assert_eq!(verdict(&keys, &by_ec("ES256", id, &mine)), Verified::NoSuchKey, "{id}");
    }
    let evil = pair(&ECDSA_P256_SHA256_FIXED_SIGNING);
    let header = json!({"alg": "ES256", "kid": "mine", "jwk": ec_key("mine", "P-256", &evil),
        "jku": "https://evil.example.com/keys", "x5u": "https://evil.example.com/cert"});
    let input = format!("{}.{}", encoded(header.to_string().as_bytes()), encoded(b"{}"));
    let signature = evil.sign(&SystemRandom::new(), input.as_bytes()).unwrap();
    assert_eq!(verdict(&keys, &format!("{input}.{}", encoded(signature.as_ref()))), Verified::No);
    // Two keys of one id: either may have signed, each for its own algorithm.
    let both = set(&[ec_key("k", "P-256", &mine), ec_key("k", "P-256", &other), rsa_key("k")]);
    assert_eq!(verdict(&both, &by_ec("ES256", "k", &mine)), Verified::Yes);
    assert_eq!(verdict(&both, &by_ec("ES256", "k", &other)), Verified::Yes);
    assert_eq!(verdict(&both, &by_rsa("RS256", "k", &RSA_PKCS1_SHA256)), Verified::Yes);
    assert_eq!(verdict(&both, &by_ec("ES256", "k", &evil)), Verified::No);
}

/// Keys that are not for this are not used; a set without any other is none.
#[test]
fn which_keys_are_used() {
    let changed = |name: &str, value: Value| {
        let mut key = rsa_key("k");
        key[name] = value;
        KeySet::read(json!({ "keys": [key] }).to_string().as_bytes())
    };
    for (name, value) in [("use", json!("sig")), ("key_ops", json!(["verify"])), ("alg", json!("RS256"))] {
        assert!(changed(name, value.clone()).is_ok(), "{name} {value}");
    }
    for (name, value) in [
        ("use", json!("enc")),
        ("use", json!(7)),
        ("key_ops", json!(["sign"])),
        ("key_ops", json!("verify")),
        ("alg", json!("RSA-OAEP")),
        ("alg", json!("HS256")),
        ("alg", json!(null)),
        ("kty", json!("oct")),
        ("kty", json!("OKP")),
        ("kid", json!("")),
        ("kid", json!(null)),
        ("n", json!("not base64url!")),
        ("n", json!(encoded(&[1; MAX_MODULUS + 1]))),
        ("e", json!(encoded(&[1; MAX_EXPONENT + 1]))),
    ] {
        assert_eq!(changed(name, value.clone()), Err(NotKeys::NoneUsable), "{name} {value}");
    }
    // A key for one algorithm does not verify another.
    let only = changed("alg", json!("RS512")).unwrap();
    assert_eq!(verdict(&only, &by_rsa("RS256", "k", &RSA_PKCS1_SHA256)), Verified::NoSuchKey);
    assert_eq!(verdict(&only, &by_rsa("RS512", "k", &RSA_PKCS1_SHA512)), Verified::Yes);
    // Symmetric keys beside others are left out, and never verify.
    let set = KeySet::read(
        json!({"keys": [{"kty": "oct", "kid": "k", "k": "c2VjcmV0"}, rsa_key("r")]}).to_string().as_bytes(),
    );
    assert!(!set.unwrap().has("k"));
    // A modulus that is too short verifies nothing, one with zeros before it what it does without.
    let weak = changed("n", json!(encoded(&[0xff; 128]))).unwrap();
    assert_eq!(verdict(&weak, &by_rsa("RS256", "k", &RSA_PKCS1_SHA256)), Verified::No);
    let public = RSA.public_key().modulus().big_endian_without_leading_zero().to_vec();
    let padded = changed("n", json!(encoded(&[&[0, 0][..], &public].concat()))).unwrap();
    assert_eq!(verdict(&padded, &by_rsa("RS256", "k", &RSA_PKCS1_SHA256)), Verified::Yes);
    // Points that are not on the curve.
    let off = json!({"kty": "EC", "kid": "k", "crv": "P-256", "x": encoded(&[1; 32]), "y": encoded(&[2; 32])});
    let off = KeySet::read(json!({ "keys": [off] }).to_string().as_bytes()).unwrap();
    let token = by_ec("ES256", "k", &pair(&ECDSA_P256_SHA256_FIXED_SIGNING));
    assert_eq!(verdict(&off, &token), Verified::No);
}

#[test]
fn sets() {
    for bad in ["", "{}", "[]", r#"{"keys":{}}"#, r#"{"keys":[],"keys":[]}"#] {
        assert_eq!(KeySet::read(bad.as_bytes()), Err(NotKeys::Form), "{bad}");
    }
    assert_eq!(KeySet::read(br#"{"keys":[]}"#), Err(NotKeys::NoneUsable));
    let of = |count| KeySet::read(json!({ "keys": vec![rsa_key("k"); count] }).to_string().as_bytes()).map(drop);
    assert_eq!(of(MAX_KEYS), Ok(()));
    assert_eq!(of(MAX_KEYS + 1), Err(NotKeys::TooMany));
}
