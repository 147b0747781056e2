//! Security keys: their registration by a session, and their signatures at sign-in (R4.85).
//!
//! A challenge serves once, within [`CHALLENGE_SECONDS`], for what it was made for. That a security key has its private key is
//! proven here, where the page's origin is known. Both steps of a registration are calls of IAM's `EnableMFADevice` as the session,
//! each with its decision and its record: the first asks whether a key may be made, the second registers it.

use super::Console;
use super::browsers::{Kind, SignedIn};
use super::called::call;
use super::guard::OwnHost;
use super::refused::Refused;
use super::who::Person;
use crate::api::error::ApiError;
use crate::directory::entities::{SecurityKey, User};
use crate::directory::table::Stored;
use crate::domain::security_key::{self, Answer, RightSignature};
use crate::environment::entropy::Entropy;
use crate::gateway::server::Peer;
use crate::node::verified_keys::VerifiedKey;
use crate::services::iam;
use crate::webauthn::{self, ALGORITHMS, ClientData, Expected, NotTaken};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use http::header::ORIGIN;
use http::request::Parts;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Seconds that a challenge is good for: as long as browsers wait for a person with a security key.
pub const CHALLENGE_SECONDS: i64 = 300;
/// Challenges that wait for an answer, some 300 bytes each. Beyond it the oldest goes.
pub const CHALLENGES: usize = 10_000;
/// Bytes of a challenge: level 2, section 13.4.3, asks for 16 at least.
const CHALLENGE_BYTES: usize = 32;
/// Characters of a security key's name: with the longest user name its ARN is a serial number of 256 characters at most.
const NAME_CHARS: usize = 128;
/// Characters of a user's name (R4.7).
const USER_NAME_CHARS: usize = 64;

/// What a challenge was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Purpose {
    /// The registration of this key by this session.
    Registration { session: String, arn: String, id: String, user_name: String },
    /// The sign-in of a user, by unique id, or of the root user.
    SignIn { account: AccountId, user: Option<String> },
}

/// The challenges that wait for an answer.
#[derive(Debug, Default)]
pub(super) struct Challenges(Mutex<HashMap<String, (Purpose, Timestamp)>>);

impl Challenges {
    /// A new one.
    fn ask(&self, purpose: Purpose, now: Timestamp, entropy: &dyn Entropy) -> Result<String, ApiError> {
        let mut bytes = [0; CHALLENGE_BYTES];
        entropy.fill(&mut bytes)?;
        let challenge = URL_SAFE_NO_PAD.encode(bytes);
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= CHALLENGES {
            waiting.retain(|_, (_, asked)| is_good(*asked, now));
            if waiting.len() >= CHALLENGES
                && let Some(oldest) = waiting.iter().min_by_key(|(_, (_, at))| *at).map(|(key, _)| key.clone())
            {
                waiting.remove(&oldest);
            }
        }
        waiting.insert(challenge.clone(), (purpose, now));
        Ok(challenge)
    }

    /// What it was made for, once.
    fn take(&self, challenge: &str, now: Timestamp) -> Option<Purpose> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (purpose, asked) = waiting.remove(challenge)?;
        is_good(asked, now).then_some(purpose)
    }
}

fn is_good(asked: Timestamp, now: Timestamp) -> bool {
    now.as_second().saturating_sub(asked.as_second()) < CHALLENGE_SECONDS
}

/// What the page sends to begin a registration.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Begin {
    /// The name of the new key.
    name: String,
    /// The user it is for, if that is not the session's own.
    user_name: Option<String>,
}

/// What the page sends to finish it, base64url.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finish {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    attestation_object: String,
}

/// A signature by a security key, base64url.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Signature {
    id: String,
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    authenticator_data: String,
    signature: String,
}

/// Browsers write it without padding.
fn bytes(text: &str) -> Result<Vec<u8>, Refused> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| {
        Refused::bad_request("The answer of the security key is not of the form that the console expects.")
    })
}

fn not_registered(reason: NotTaken) -> Refused {
    Refused::bad_request(format!("The security key cannot be registered: {reason}."))
}

fn over() -> Refused {
    Refused::bad_request("The security key took too long, or the request was answered already. Try again.")
}

impl Console {
    /// Begins a registration, if the session may: what the page asks the browser for.
    pub(super) async fn begin_security_key(
        &self,
        from: (&Parts, &Peer),
        host: &OwnHost,
        session: &Arc<SignedIn>,
        sent: &Begin,
    ) -> Result<Value, Refused> {
        let (node, name) = (self.node(), sent.name.trim());
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
        if name.is_empty() || name.len() > NAME_CHARS || !name.chars().all(allowed) {
            let message = "The name has at most 128 characters: letters, digits and _+=,.@-";
            return Err(Refused::bad_request(message));
        }
        let own = session.user_name.as_deref().filter(|_| session.kind == Kind::IamUser);
        let user_name = sent.user_name.as_deref().or(own);
        if user_name.is_some_and(|name| name.is_empty() || name.chars().count() > USER_NAME_CHARS) {
            return Err(Refused::bad_request("The IAM user name has at most 64 characters."));
        }
        let is_root = user_name.is_none() && session.kind == Kind::Root;
        if user_name.is_none() && !is_root {
            return Err(Refused::bad_request("The IAM user name is missing."));
        }
        let id = format!("{name}-{}", self.new_session_id()?.to_ascii_uppercase());
        let arn = SecurityKey::arn_of(session.account, user_name, &id);
        let account = session.account.to_string();
        let shown = user_name.unwrap_or(&account).to_owned();
        if !node.verified_keys.begin(arn.clone(), node.clock.now()) {
            return Err(Refused::too_many(1));
        }
        self.enable(from, session, &shown, &arn).await?;
        let snapshot = node.directory.snapshot();
        let known = if user_name == own {
            let user = own.and_then(|name| snapshot.find::<User>(session.account, name));
            let person = user.cloned().map_or(Person::Root(session.account), Person::User);
            person.security_keys(&snapshot)
        } else {
            Vec::new()
        };
        let registration =
            Purpose::Registration { session: session.id.clone(), arn: arn.clone(), id, user_name: shown.clone() };
        let challenge = self.challenges.ask(registration, node.clock.now(), &*node.entropy)?;
        Ok(json!({"publicKey": {
            "challenge": challenge,
            "rp": {"id": host.name(), "name": "rolecall"},
            "user": {
                "id": URL_SAFE_NO_PAD.encode(digest(&SHA256, format!("{account}/{shown}").as_bytes())),
                "name": shown,
                "displayName": format!("{shown} @ {account}"),
            },
            "pubKeyCredParams": ALGORITHMS.map(|algorithm| json!({"type": "public-key", "alg": algorithm})),
            "timeout": CHALLENGE_SECONDS * 1000,
            "attestation": "none",
            "authenticatorSelection": {"residentKey": "discouraged", "userVerification": "discouraged"},
            "excludeCredentials": credentials(&known),
        }}))
    }

    /// Finishes a registration; the ARN of the security key.
    pub(super) async fn finish_security_key(
        &self,
        from: (&Parts, &Peer),
        host: &OwnHost,
        session: &Arc<SignedIn>,
        sent: &Finish,
    ) -> Result<Value, Refused> {
        let (node, now) = (self.node(), self.node().clock.now());
        let (client_data, attestation) = (bytes(&sent.client_data)?, bytes(&sent.attestation_object)?);
        let challenge = ClientData::read(&client_data).map_err(not_registered)?.challenge;
        let Some(Purpose::Registration { session: asked, arn, id, user_name }) = self.challenges.take(&challenge, now)
        else {
            return Err(over());
        };
        if asked != session.id {
            return Err(over());
        }
        let expected = Expected { challenge: &challenge, origin: origin(from.0), relying_party: host.name() };
        let made = webauthn::register(expected, &client_data, &attestation).map_err(not_registered)?;
        let key = VerifiedKey {
            account: session.account,
            id,
            credential: URL_SAFE_NO_PAD.encode(made.id),
            public_key: URL_SAFE_NO_PAD.encode(made.public_key),
            relying_party: host.name().to_owned(),
            sign_count: made.sign_count,
        };
        if !node.verified_keys.put(arn.clone(), key, now) {
            return Err(Refused::too_many(1));
        }
        self.enable(from, session, &user_name, &arn).await?;
        Ok(json!({"serialNumber": arn}))
    }

    /// Calls `EnableMFADevice` as the session for a key that waits, which does not wait any more afterwards.
    async fn enable(
        &self,
        from: (&Parts, &Peer),
        session: &SignedIn,
        user_name: &str,
        arn: &str,
    ) -> Result<(), Refused> {
        // The operation's input has codes, which a security key does not give.
        let code = "000000";
        let parameters = [
            ("UserName", user_name),
            ("SerialNumber", arn),
            ("AuthenticationCode1", code),
            ("AuthenticationCode2", code),
        ];
        let called = call(&self.gateway, &session.keys, &iam::SERVICE, "EnableMFADevice", &parameters, from).await;
        // It is not there for another call.
        self.node().verified_keys.take(arn, self.node().clock.now());
        let called = called?;
        if called.status == StatusCode::OK {
            return Ok(());
        }
        let (code, message) = (called.text("Code").unwrap_or_default(), called.text("Message").unwrap_or_default());
        let status = StatusCode::from_u16(called.status).unwrap_or(StatusCode::BAD_REQUEST);
        Err(Refused::new(status, &code, message).with("requestId", called.request_id))
    }

    /// What the page asks the browser for at the sign-in of somebody who has security keys.
    pub(super) fn ask_security_key(
        &self,
        host: &OwnHost,
        person: &Person,
        keys: &[Arc<Stored<SecurityKey>>],
    ) -> Result<Value, Refused> {
        let node = self.node();
        let purpose = Purpose::SignIn { account: person.account(), user: person.user_id().map(str::to_owned) };
        let challenge = self.challenges.ask(purpose, node.clock.now(), &*node.entropy)?;
        let keys: Vec<_> = keys.iter().filter(|key| key.relying_party == host.name()).cloned().collect();
        Ok(json!({
            "challenge": challenge,
            "rpId": host.name(),
            "timeout": CHALLENGE_SECONDS * 1000,
            "userVerification": "discouraged",
            "allowCredentials": credentials(&keys),
        }))
    }

    /// Checks a signature by one of the person's security keys; why it is not taken, for the trail.
    pub(super) fn check_security_key(
        &self,
        parts: &Parts,
        host: &OwnHost,
        person: &Person,
        keys: &[Arc<Stored<SecurityKey>>],
        sent: &Signature,
    ) -> Result<(String, RightSignature), &'static str> {
        let node = self.node();
        let form = "the answer of the security key is not in form";
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| form);
        let answer = Answer {
            client_data: decode(&sent.client_data)?,
            authenticator_data: decode(&sent.authenticator_data)?,
            signature: decode(&sent.signature)?,
        };
        let challenge = ClientData::read(&answer.client_data).map_err(|_| form)?.challenge;
        let purpose = self.challenges.take(&challenge, node.clock.now());
        let wanted = Purpose::SignIn { account: person.account(), user: person.user_id().map(str::to_owned) };
        if purpose != Some(wanted) {
            return Err("the challenge is over, was answered, or was made for somebody else");
        }
        let key = keys.iter().find(|key| key.credential == sent.id && key.relying_party == host.name());
        let key = key.ok_or("the user has no such security key at this host")?;
        let expected = Expected { challenge: &challenge, origin: origin(parts), relying_party: host.name() };
        let right = security_key::check(key, expected, &answer)
            .map_err(|_| "the signature of the security key is wrong, or there is a copy of the key")?;
        let arn = key.arn(&node.directory.snapshot()).ok_or("the user is gone")?;
        Ok((arn, right))
    }
}

/// The page's origin, which the guard has looked at.
fn origin(parts: &Parts) -> &str {
    parts.headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default()
}

fn credentials(keys: &[Arc<Stored<SecurityKey>>]) -> Value {
    keys.iter().map(|key| json!({"type": "public-key", "id": key.credential})).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::entropy::SeededEntropy;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn purpose() -> Purpose {
        Purpose::SignIn { account: "111111111111".parse().unwrap(), user: None }
    }

    /// A challenge serves once, and for five minutes.
    #[test]
    fn challenges_serve_once() {
        let (challenges, entropy) = (Challenges::default(), SeededEntropy::new(1));
        let challenge = challenges.ask(purpose(), at(0), &entropy).unwrap();
        assert_eq!(challenges.take("another", at(1)), None);
        assert_eq!(challenges.take(&challenge, at(CHALLENGE_SECONDS - 1)), Some(purpose()));
        assert_eq!(challenges.take(&challenge, at(1)), None);
        let late = challenges.ask(purpose(), at(0), &entropy).unwrap();
        assert_eq!(challenges.take(&late, at(CHALLENGE_SECONDS)), None);
    }

    /// Any number of them takes bounded memory; the oldest goes.
    #[test]
    fn challenges_are_bounded() {
        let (challenges, entropy) = (Challenges::default(), SeededEntropy::new(1));
        let first = challenges.ask(purpose(), at(0), &entropy).unwrap();
        for _ in 1..=CHALLENGES {
            challenges.ask(purpose(), at(1), &entropy).unwrap();
        }
        assert_eq!(challenges.0.lock().unwrap().len(), CHALLENGES);
        assert_eq!(challenges.take(&first, at(2)), None);
    }
}
