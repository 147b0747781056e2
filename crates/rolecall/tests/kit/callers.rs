//! Who calls: names of credentials, and what may be wrong with a signature.
//!
//! `root`, `prod` and `moved` are the root users of 111111111111, 222222222222 and 333333333333. Everybody else has the
//! credentials that a story kept with `as`. `nobody` does not sign. After the name, variations follow slashes:
//!
//! ```text
//! ana/no-token          without the session token          ana/late, ana/early  signed sixteen minutes off
//! ana/token=eve         with the session token of eve      ana/at=eu-west-1     signed for this Region
//! ana/altered           with an altered session token      ana/get              parameters in the URL
//! ana/wrong-secret      signed with another secret         ana/presigned        signature in the URL
//! ana/id=eve            with the key id of eve, or `eve` itself where nobody has that name
//! ana/twice             with an empty `Credential` before the real one
//! ```

use super::Server;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;
use jiff::SignedDuration;
use rolecall::gateway::sigv4::sign::{Signer, Signing};

/// Long-term or temporary credentials.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

impl Server {
    /// Signs a request as `caller` for `service`.
    pub(super) fn sign(&self, caller: &str, service: &str, parts: &mut Parts, body: &mut String) {
        let mut variations = caller.split('/');
        let name = variations.next().unwrap();
        if name == "nobody" {
            return;
        }
        let mut keys = self.keys.get(name).unwrap_or_else(|| panic!("nobody is called {name}")).clone();
        let (mut now, mut region, mut get, mut presigned, mut twice) = (self.now(), "us-east-1", false, false, false);
        for variation in variations {
            match variation.split_once('=').unwrap_or((variation, "")) {
                ("no-token", _) => keys.token = None,
                ("altered", _) => keys.token = keys.token.map(|token| altered(&token)),
                ("token", other) => keys.token = self.keys[other].token.clone(),
                ("wrong-secret", _) => keys.secret = "x".repeat(40),
                ("id", other) => keys.id = self.keys.get(other).map_or(other, |keys| &keys.id).to_owned(),
                ("late", _) => now -= SignedDuration::from_mins(16),
                ("early", _) => now += SignedDuration::from_mins(16),
                ("at", other) => region = other,
                ("get", _) => get = true,
                ("presigned", _) => presigned = true,
                ("twice", _) => twice = true,
                _ => panic!("what is {variation}?"),
            }
        }
        // The form of a query service moves into the URL; an S3 request keeps its method and its body.
        if get || (presigned && service != "s3") {
            parts.method = http::Method::GET;
            parts.headers.remove(CONTENT_TYPE);
            parts.uri = format!("{}?{body}", parts.uri).parse().unwrap();
            body.clear();
        }
        let token = keys.token.as_deref();
        let signer = Signer { access_key_id: &keys.id, secret: &keys.secret, session_token: token, region, service };
        if presigned {
            signer.presign(parts, 60, now).unwrap();
        } else {
            signer.sign(parts, &Signing::Body(body.as_bytes()), now).unwrap();
        }
        if twice {
            let signed = parts.headers[AUTHORIZATION].to_str().unwrap();
            let doubled = signed.replace("Credential=", "Credential=, Credential=").parse().unwrap();
            parts.headers.insert(AUTHORIZATION, doubled);
        }
    }
}

/// The token with one character in the middle replaced.
fn altered(token: &str) -> String {
    let middle = token.len() / 2;
    let other = if token[middle..].starts_with('A') { "B" } else { "A" };
    format!("{}{other}{}", &token[..middle], &token[middle + 1..])
}
