//! JSON Web Tokens in their compact form (RFC 7519, RFC 7515), read without believing them.

use super::json;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// Characters of a token: the maximum of `WebIdentityToken` in STS's model.
pub const MAX_TOKEN: usize = 20_000;

/// The signature algorithms that are taken (R3.29): never `none`, and none with a shared key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// The same with SHA-384.
    Rs384,
    /// The same with SHA-512.
    Rs512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
}

impl Algorithm {
    /// The algorithm of this name. Upper and lower case count (RFC 7515).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "RS256" => Self::Rs256,
            "RS384" => Self::Rs384,
            "RS512" => Self::Rs512,
            "ES256" => Self::Es256,
            "ES384" => Self::Es384,
            "ES512" => Self::Es512,
            _ => return None,
        })
    }
}

/// Why a text is no token that could be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotToken {
    /// It is not a signed token in compact form.
    #[error("it is not a JSON Web Token: {0}")]
    Form(&'static str),
    /// Its algorithm is not taken.
    #[error("its algorithm is not among RS256, RS384, RS512, ES256, ES384 and ES512")]
    Algorithm,
    /// It does not say which key signed it.
    #[error("its header has no `kid`")]
    KeyId,
}

/// A token. Nothing of it is to be believed before [`super::KeySet::verify`].
#[derive(Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// What is signed: header and claims as they came.
    pub(super) signed: &'t str,
    pub(super) signature: Vec<u8>,
    /// How it says it is signed.
    pub algorithm: Algorithm,
    /// The key that it says it is signed with.
    pub key_id: String,
    /// The claims.
    pub claims: Map<String, Value>,
}

/// Shows no claims and no signature.
impl std::fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

impl<'t> Token<'t> {
    /// Takes a token apart. Keys, and addresses of keys, that its header brings along are not looked at.
    ///
    /// # Errors
    /// See [`NotToken`].
    pub fn read(text: &'t str) -> Result<Self, NotToken> {
        if text.len() > MAX_TOKEN {
            return Err(NotToken::Form("it is too long"));
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(NotToken::Form("it has no signature"))?;
        let (header, claims) = signed.split_once('.').ok_or(NotToken::Form("it has no claims"))?;
        // A dot is not in the alphabet, so more than three parts do not decode.
        let decoded = |part: &str, problem| URL_SAFE_NO_PAD.decode(part).map_err(|_| NotToken::Form(problem));
        let signature = decoded(signature, "its signature is not base64url without padding")?;
        let object = |part: &str, problem| json::object(&decoded(part, problem)?).ok_or(NotToken::Form(problem));
        let header = object(header, "its header is not a JSON object in which names stand once")?;
        let claims = object(claims, "its claims are not a JSON object in which names stand once")?;
        // What is critical must be understood (RFC 7515, section 4.1.11), and no extension is.
        if header.contains_key("crit") || header.get("b64").is_some() {
            return Err(NotToken::Form("its header demands an extension"));
        }
        let text = |name: &str| header.get(name).and_then(Value::as_str);
        let algorithm = text("alg").and_then(Algorithm::named).ok_or(NotToken::Algorithm)?;
        let key_id = text("kid").filter(|id| !id.is_empty()).ok_or(NotToken::KeyId)?.to_owned();
        Ok(Self { signed, signature, algorithm, key_id, claims })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str, claims: &str) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{}", encode(header), encode(claims), encode("signature"))
    }

    const HEADER: &str = r#"{"alg":"RS256","kid":"k"}"#;

    #[test]
    fn what_is_a_token() {
        let text = token(HEADER, r#"{"iss":"https://a","exp":1}"#);
        let read = Token::read(&text).unwrap();
        assert_eq!((read.algorithm, &*read.key_id, &*read.signature), (Algorithm::Rs256, "k", &b"signature"[..]));
        assert_eq!(read.claims["iss"], "https://a");
        assert_eq!(read.signed, text.rsplit_once('.').unwrap().0);
        assert!(!format!("{read:?}").contains("https"));
    }

    /// R3.29: no `none`, no HMAC, no RSASSA-PSS, no other spelling.
    #[test]
    fn algorithms() {
        for name in ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"] {
            assert!(Token::read(&token(&format!(r#"{{"alg":"{name}","kid":"k"}}"#), "{}")).is_ok(), "{name}");
        }
        for name in
            ["none", "None", "NONE", "", "HS256", "HS384", "HS512", "PS256", "EdDSA", "rs256", "RS256 ", "ES256K"]
        {
            let refused = Token::read(&token(&format!(r#"{{"alg":"{name}","kid":"k"}}"#), "{}")).map(drop);
            assert_eq!(refused, Err(NotToken::Algorithm), "{name}");
        }
        for header in [r#"{"kid":"k"}"#, r#"{"alg":["RS256"],"kid":"k"}"#, r#"{"alg":null,"kid":"k"}"#] {
            assert_eq!(Token::read(&token(header, "{}")).map(drop), Err(NotToken::Algorithm), "{header}");
        }
        for header in [r#"{"alg":"RS256"}"#, r#"{"alg":"RS256","kid":""}"#, r#"{"alg":"RS256","kid":7}"#] {
            assert_eq!(Token::read(&token(header, "{}")).map(drop), Err(NotToken::KeyId), "{header}");
        }
    }

    /// What is not in form, or could be read in two ways, is no token.
    #[test]
    fn forms() {
        let good = token(HEADER, "{}");
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let (header, claims) = signed.split_once('.').unwrap();
        let twice = token(HEADER, r#"{"sub":"a","sub":"b"}"#);
        let twice_in_header = token(r#"{"alg":"RS256","alg":"none","kid":"k"}"#, "{}");
        let critical = token(r#"{"alg":"RS256","kid":"k","crit":["exp"]}"#, "{}");
        let unencoded = token(r#"{"alg":"RS256","kid":"k","b64":false}"#, "{}");
        for bad in [
            String::new(),
            "..".to_owned(),
            "Atza|an-access-token".to_owned(),
            signed.to_owned(),
            format!("{header}.{claims}.{claims}.{signature}"),
            format!("{good}."),
            format!(" {good}"),
            format!("{good}="),
            format!("{header}.{claims}.{signature}\n"),
            format!("{header}=.{claims}.{signature}"),
            token("[]", "{}"),
            token(HEADER, "[]"),
            twice,
            twice_in_header,
            critical,
            unencoded,
        ] {
            assert!(matches!(Token::read(&bad), Err(NotToken::Form(_))), "{bad}");
        }
    }

    /// The longest that STS's model lets through, and one more.
    #[test]
    fn length() {
        let of = |length: usize| {
            let (signed, _) = token(HEADER, "{}").rsplit_once('.').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
            format!("{signed}.{}", "A".repeat(length - signed.len() - 1))
        };
        let longest = (MAX_TOKEN - 3..=MAX_TOKEN).filter(|length| Token::read(&of(*length)).is_ok()).max().unwrap();
        assert!(longest > MAX_TOKEN - 2, "{longest}");
        assert_eq!(Token::read(&of(MAX_TOKEN + 1)).map(drop), Err(NotToken::Form("it is too long")));
    }
}
