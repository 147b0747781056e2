//! Sign-in with a password, and with a code where the user has MFA devices.
//!
//! A wrong sign-in is answered by one text, whatever is wrong: account, user, password or code. It takes the time of a right
//! one's checks and no less than [`FAILURE_TIME`], so that time does not tell either.

use super::Console;
use super::attempts::{Name, network};
use super::browsers::{Keys, Kind, SignedIn};
use super::refused::Refused;
use super::who::{self, Person};
use crate::api::error::ApiError;
use crate::api::ids;
use crate::domain::guesses::By;
use crate::domain::mfa::{self, RightCode};
use crate::domain::password;
use crate::domain::session::{self, Issue};
use crate::gateway::server::Peer;
use crate::secrets::Secret;
use crate::session::SessionIdentity;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The least time that a wrong sign-in takes. Checks take some 20 ms for the password's hash and a few for the count of the
/// guess, more where many sign in at once; a person does not notice the rest.
pub const FAILURE_TIME: Duration = Duration::from_millis(400);
/// How long a session of a user or root user lasts: as long as AWS's.
pub const SESSION_SECONDS: i32 = 43_200;
/// Characters of a session's id.
const ID_CHARS: usize = 26;

/// What the page sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Credentials {
    account: String,
    user_name: Option<String>,
    #[serde(default)]
    root: bool,
    #[serde(deserialize_with = "secret")]
    password: Secret,
    #[serde(default, deserialize_with = "maybe_secret")]
    mfa_code: Option<Secret>,
}

pub(super) fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    String::deserialize(deserializer).map(Secret::new)
}

fn maybe_secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.filter(|text| !text.is_empty()).map(Secret::new))
}

impl Credentials {
    /// Whom it is for, as typed.
    fn name(&self) -> Name {
        let user = if self.root { String::new() } else { self.user_name.clone().unwrap_or_default() };
        (self.account.clone(), user)
    }

    fn check(&self) -> Result<(), Refused> {
        let user = self.user_name.as_deref().filter(|name| !name.is_empty());
        match (self.root, user) {
            (true, None) | (false, Some(_)) => Ok(()),
            (true, Some(_)) => Err(Refused::bad_request("Sign in as the root user or as an IAM user, not as both.")),
            (false, None) => Err(Refused::bad_request("The IAM user name is missing.")),
        }
    }
}

/// A person whose password was right, and code if there is a device.
pub(super) struct Proven {
    pub(super) person: Person,
    pub(super) code: Option<RightCode>,
}

/// One text for every cause.
pub(super) fn failed() -> Refused {
    Refused::unauthorized("AuthenticationFailed", "Your authentication information is incorrect. Please try again.")
}

impl Console {
    /// Signs in: a session, or why not.
    pub(super) async fn sign_in(&self, peer: &Peer, sent: &Credentials) -> Result<Arc<SignedIn>, Refused> {
        sent.check()?;
        let proven = self.prove(peer, sent).await?;
        if let Some(refused) = self.password_is_over(&proven.person) {
            return Err(refused);
        }
        self.let_in(&proven).await
    }

    /// Checks password and code. What is wrong is counted, and takes its time.
    pub(super) async fn prove(&self, peer: &Peer, sent: &Credentials) -> Result<Proven, Refused> {
        let began = Instant::now();
        let (address, name) = (peer.address.ip(), sent.name());
        let wait = self.attempts.begin(address, &name, self.node().clock.now());
        if wait > 0 {
            return Err(Refused::too_many(wait));
        }
        match self.checked(peer, sent).await {
            Ok(proven) => {
                self.attempts.right(address, &name);
                Ok(proven)
            }
            Err(refused) if refused == failed() => {
                tokio::time::sleep_until(began + self.failure_time).await;
                Err(refused)
            }
            // The password was right.
            Err(refused) => {
                self.attempts.right(address, &name);
                Err(refused)
            }
        }
    }

    async fn checked(&self, peer: &Peer, sent: &Credentials) -> Result<Proven, Refused> {
        let node = self.node();
        let snapshot = node.directory.snapshot();
        let user = sent.user_name.as_deref().filter(|_| !sent.root);
        let person = who::account(&snapshot, &sent.account).and_then(|id| Person::find(&snapshot, id, user));
        let known = person.and_then(|person| Some((person.profile(&snapshot)?.clone(), person)));
        let Some((profile, person)) = known else {
            password::check_nothing(&sent.password).await?;
            return Err(failed());
        };
        let by = By::Address(network(peer.address.ip()));
        if !password::check(node, by, &profile, &sent.password).await? {
            return Err(failed());
        }
        let devices = person.devices(&snapshot);
        if devices.is_empty() {
            return Ok(Proven { person, code: None });
        }
        let Some(code) = &sent.mfa_code else {
            return Err(Refused::unauthorized("MfaRequired", "Enter the code of your MFA device."));
        };
        for device in &devices {
            if let Ok(right) = mfa::check(node, by, person.user_id(), device, code.expose()).await? {
                return Ok(Proven { person, code: Some(right) });
            }
        }
        Err(failed())
    }

    /// Why a right password does not let anybody in: another one must be chosen first (R4.18).
    pub(super) fn password_is_over(&self, person: &Person) -> Option<Refused> {
        let node = self.node();
        let snapshot = node.directory.snapshot();
        let profile = person.profile(&snapshot)?;
        let change = || {
            let message = "You must choose a new password before you can sign in.";
            Some(Refused::forbidden("PasswordChangeRequired", message))
        };
        if profile.reset_required {
            return change();
        }
        // Policies are about the passwords of users.
        person.user_id()?;
        let policy = snapshot.password_policy(person.account())?;
        let days = policy.max_age.filter(|days| *days > 0)?;
        let ends = profile.changed().checked_add(SignedDuration::from_hours(24 * i64::from(days))).ok()?;
        if node.clock.now() < ends {
            return None;
        }
        if policy.hard_expiry.unwrap_or_default() {
            let message = "Your password has expired. Ask your administrator to set a new one.";
            return Some(Refused::forbidden("PasswordExpired", message));
        }
        change()
    }

    /// Uses up the code and issues the session.
    pub(super) async fn let_in(&self, proven: &Proven) -> Result<Arc<SignedIn>, Refused> {
        let node = self.node();
        if let Some(right) = &proven.code
            && !mfa::use_up(node, right).await?
        {
            return Err(failed());
        }
        let now = node.clock.now();
        let person = &proven.person;
        let (identity, kind) = match person {
            Person::User(user) => {
                (SessionIdentity::User { user_id: user.id.clone(), user_name: user.name.clone() }, Kind::IamUser)
            }
            Person::Root(_) => (SessionIdentity::RootSession, Kind::Root),
        };
        let caller = person.caller();
        let mfa = proven.code.as_ref().map(|_| now);
        let issue = Issue { mfa, ..Issue::new(&caller, person.account(), identity, SESSION_SECONDS) };
        let issued = session::issue(node, issue)?.credentials();
        Ok(Arc::new(SignedIn {
            id: self.new_session_id()?,
            kind,
            arn: caller.arn,
            account: person.account(),
            user_name: person.user_name().map(str::to_owned),
            role_name: None,
            session_name: None,
            display_name: None,
            color: None,
            issued_at: whole_seconds(now)?,
            expires_at: issued.expiration,
            mfa: mfa.is_some(),
            original: None,
            keys: Keys {
                id: issued.access_key_id,
                secret: Secret::new(issued.secret_access_key),
                token: Secret::new(issued.session_token),
            },
        }))
    }

    /// A new id, which nobody guesses.
    pub(super) fn new_session_id(&self) -> Result<String, ApiError> {
        Ok(ids::new_lower_case(ID_CHARS, &*self.node().entropy)?)
    }
}

pub(super) fn whole_seconds(now: Timestamp) -> Result<Timestamp, ApiError> {
    Timestamp::from_second(now.as_second()).map_err(ApiError::internal)
}
