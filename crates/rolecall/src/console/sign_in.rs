//! Sign-in with a password, and with a code where the user has MFA devices.
//!
//! A wrong sign-in is answered by one text, whatever is wrong: account, user, password or code. It takes the time of a right
//! one's checks and no less than [`FAILURE_TIME`], so that time does not tell either.

use super::Console;
use super::attempts::{Name, network};
use super::browsers::{Keys, Kind, SignedIn, without_nulls};
use super::refused::Refused;
use super::security_keys::Signature;
use super::who::{self, Person};
use crate::api::error::ApiError;
use crate::api::ids;
use crate::directory::Snapshot;
use crate::directory::entities::MfaDevice;
use crate::directory::last_used::Use;
use crate::domain::guesses::By;
use crate::domain::mfa::{self, RightCode};
use crate::domain::password;
use crate::domain::security_key::{self, RightSignature};
use crate::domain::session::{self, Issue};
use crate::gateway::server::Peer;
use crate::gateway::steps::Step;
use crate::node::Node;
use crate::secrets::Secret;
use crate::session::SessionIdentity;
use http::request::Parts;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The least time that a wrong sign-in takes. Checks take some 20 ms for the password's hash and a few for the count of the
/// guess, more where many sign in at once; a person does not notice the rest.
pub const FAILURE_TIME: Duration = Duration::from_millis(400);
/// How long a session of a user or root user lasts: as long as AWS's.
pub const SESSION_SECONDS: i32 = 43_200;
/// Characters of a user's name (R4.7), and more than an alias or an account id has.
const NAME_CHARS: usize = 64;
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
    security_key: Option<Signature>,
    /// The device whose code it is; any of the user's unless it is named.
    mfa_serial: Option<String>,
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

    /// Whom it is for, if there is such a person.
    fn person(&self, snapshot: &Snapshot) -> Option<Person> {
        let user = self.user_name.as_deref().filter(|_| !self.root);
        who::account(snapshot, &self.account).and_then(|id| Person::find(snapshot, id, user))
    }

    /// As typed.
    pub(super) fn password(&self) -> &str {
        self.password.expose()
    }

    /// Whether it names a user, and not the root user.
    pub(super) fn check_user(&self) -> Result<(), Refused> {
        self.check()?;
        if self.root { Err(Refused::bad_request("The IAM user name is missing.")) } else { Ok(()) }
    }

    fn check(&self) -> Result<(), Refused> {
        // Longer ones name nobody, and are kept while they wait.
        let is_long = |text: &str| text.chars().count() > NAME_CHARS;
        if is_long(&self.account) || self.user_name.as_deref().is_some_and(is_long) {
            return Err(Refused::bad_request("The account and the user name have at most 64 characters."));
        }
        let user = self.user_name.as_deref().filter(|name| !name.is_empty());
        match (self.root, user) {
            (true, None) | (false, Some(_)) => Ok(()),
            (true, Some(_)) => Err(Refused::bad_request("Sign in as the root user or as an IAM user, not as both.")),
            (false, None) => Err(Refused::bad_request("The IAM user name is missing.")),
        }
    }
}

/// A person whose password was right, and second factor if there is a device.
pub(super) struct Proven {
    pub(super) person: Person,
    pub(super) factor: Option<Factor>,
    /// The serial number of the device.
    device: Option<String>,
}

/// A second factor that was right and is not used yet.
pub(super) enum Factor {
    Code(RightCode),
    Key(RightSignature),
}

impl Factor {
    /// Uses it up; `false` if it is not good any more.
    pub(super) async fn use_up(&self, node: &Node) -> Result<bool, ApiError> {
        match self {
            Self::Code(right) => mfa::use_up(node, right).await,
            Self::Key(right) => security_key::use_up(node, right).await,
        }
    }
}

/// Why somebody is not let in.
enum Unproven {
    /// The password, or the code, is wrong; what the trail says of it. `mfa_type` is that of the person's devices, if a second
    /// factor was looked at.
    Wrong { reason: &'static str, mfa_type: Option<&'static str> },
    /// A code is asked for, or something of ours failed.
    Refused(Refused),
}

impl<E: Into<Refused>> From<E> for Unproven {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

/// One text for every cause.
pub(super) fn failed() -> Refused {
    Refused::unauthorized("AuthenticationFailed", "Your authentication information is incorrect. Please try again.")
}

impl Console {
    /// Signs in: a session, or why not.
    pub(super) async fn sign_in(&self, from: (&Parts, &Peer), sent: &Credentials) -> Result<Arc<SignedIn>, Refused> {
        sent.check()?;
        let proven = self.prove(from, sent).await?;
        if let Some(refused) = self.password_is_over(&proven.person) {
            return Err(refused);
        }
        if let Some(factor) = &proven.factor
            && !factor.use_up(self.node()).await?
        {
            return Err(failed());
        }
        let session = self.session_of(&proven)?;
        self.record_sign_in(from, &proven).await?;
        Ok(session)
    }

    /// Checks password and code. What is wrong is counted and recorded, and takes its time.
    pub(super) async fn prove(&self, from: (&Parts, &Peer), sent: &Credentials) -> Result<Proven, Refused> {
        let began = Instant::now();
        let (address, name) = (from.1.address.ip(), sent.name());
        let wait = self.attempts.begin(address, &name, self.node().clock.now());
        if wait > 0 {
            self.record_failure(from, sent, None, "there were too many wrong attempts").await?;
            return Err(Refused::too_many(wait));
        }
        match self.checked(from, sent).await {
            Ok(proven) => {
                self.attempts.right(address, &name);
                Ok(proven)
            }
            Err(Unproven::Wrong { reason, mfa_type }) => {
                if mfa_type.is_some() {
                    self.record_failure(from, sent, mfa_type, reason).await?;
                }
                self.record_failure(from, sent, None, reason).await?;
                tokio::time::sleep_until(began + self.failure_time).await;
                Err(failed())
            }
            // The password was right.
            Err(Unproven::Refused(refused)) => {
                self.attempts.right(address, &name);
                Err(refused)
            }
        }
    }

    async fn checked(&self, from: (&Parts, &Peer), sent: &Credentials) -> Result<Proven, Unproven> {
        let node = self.node();
        let snapshot = node.directory.snapshot();
        let person = sent.person(&snapshot);
        let profile = person.as_ref().and_then(|person| person.profile(&snapshot).cloned());
        let (Some(person), Some(profile)) = (&person, profile) else {
            password::check_nothing(&sent.password).await?;
            let reason = if person.is_some() { "the user has no password" } else { "there is no such user" };
            return Err(Unproven::Wrong { reason, mfa_type: None });
        };
        let by = By::Address(network(from.1.address.ip()));
        if !password::check(node, by, &profile, &sent.password).await? {
            let reason = "the password is wrong, or the user has to wait after wrong ones";
            return Err(Unproven::Wrong { reason, mfa_type: None });
        }
        let (devices, keys) = (person.devices(&snapshot), person.security_keys(&snapshot));
        if devices.is_empty() && keys.is_empty() {
            return Ok(Proven { person: person.clone(), factor: None, device: None });
        }
        let (host, mfa_type) = (self.guard.host(from.0)?, Some(person.mfa_type(&snapshot)));
        if let Some(signature) = &sent.security_key {
            return match self.check_security_key(from.0, &host, person, &keys, signature) {
                Ok((device, right)) => {
                    Ok(Proven { person: person.clone(), factor: Some(Factor::Key(right)), device: Some(device) })
                }
                Err(reason) => Err(Unproven::Wrong { reason, mfa_type }),
            };
        }
        let Some(code) = &sent.mfa_code else {
            let serials: Vec<String> = devices.iter().map(|device| device.serial_number()).collect();
            let refused = if keys.is_empty() {
                Refused::unauthorized("MfaRequired", "Enter the code of your MFA device.")
            } else {
                Refused::unauthorized("MfaRequired", "Use your security key, or enter the code of your MFA device.")
                    .with("codes", !devices.is_empty())
                    .with("securityKey", self.ask_security_key(&host, person, &keys)?)
            };
            return Err(refused.with("mfaDevices", serials).into());
        };
        let is_chosen =
            |device: &&MfaDevice| sent.mfa_serial.as_ref().is_none_or(|serial| *serial == device.serial_number());
        let chosen: Vec<&MfaDevice> = devices.iter().map(|device| device.entity()).filter(is_chosen).collect();
        if let Ok((device, right)) = mfa::check_any(node, by, person.user_id(), &chosen, code.expose()).await? {
            let (factor, device) = (Some(Factor::Code(right)), Some(device.serial_number()));
            return Ok(Proven { person: person.clone(), factor, device });
        }
        let reason = "the MFA code is wrong or was used, or the user has to wait after wrong ones";
        Err(Unproven::Wrong { reason, mfa_type })
    }

    /// Records that somebody signed in (R8.15).
    pub(super) async fn record_sign_in(&self, from: (&Parts, &Peer), proven: &Proven) -> Result<(), Refused> {
        let caller = proven.person.caller();
        let (by, account) = (Some(&caller), Some(proven.person.account()));
        if proven.factor.is_some() {
            let mfa_type = proven.person.mfa_type(&self.node().directory.snapshot());
            let additional = json!({"MfaType": mfa_type});
            let step = Step { name: "CheckMfa", by, account, additional, failure: None };
            self.gateway.record_step(from.0, from.1, step).await?;
        }
        let additional = self.of_login(from.0, proven.device.as_deref());
        let step = Step { name: "ConsoleLogin", by, account, additional, failure: None };
        self.gateway.record_step(from.0, from.1, step).await?;
        if let Person::User(user) = &proven.person {
            let node = self.node();
            let used = Use { time: node.clock.now(), region: &*node.home_region, service: "signin" };
            node.last_used.note(&node.directory.snapshot(), user.account, &user.id, &used);
        }
        Ok(())
    }

    /// Records that somebody could not sign in: in the account, if there is such an account, and of the user, if there is such a
    /// user (R8.15).
    async fn record_failure(
        &self,
        from: (&Parts, &Peer),
        sent: &Credentials,
        mfa_type: Option<&'static str>,
        reason: &'static str,
    ) -> Result<(), Refused> {
        let snapshot = self.node().directory.snapshot();
        let account = who::account(&snapshot, &sent.account);
        let caller = sent.person(&snapshot).as_ref().map(Person::caller);
        drop(snapshot);
        let (name, additional) = match mfa_type {
            Some(mfa_type) => ("CheckMfa", json!({"MfaType": mfa_type})),
            None => ("ConsoleLogin", self.of_login(from.0, None)),
        };
        let failure = Some(ApiError::new("FailedAuthentication", 401, "Failed authentication").because(reason));
        let by = caller.as_ref();
        self.gateway.record_step(from.0, from.1, Step { name, by, account, additional, failure }).await?;
        Ok(())
    }

    fn of_login(&self, parts: &Parts, device: Option<&str>) -> Value {
        let used = if device.is_some() { "Yes" } else { "No" };
        without_nulls(json!({
            "LoginTo": self.address(parts), "MobileVersion": "No", "MFAUsed": used, "MFAIdentifier": device,
        }))
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

    /// Issues the session.
    pub(super) fn session_of(&self, proven: &Proven) -> Result<Arc<SignedIn>, Refused> {
        let node = self.node();
        let now = node.clock.now();
        let person = &proven.person;
        let (identity, kind) = match person {
            Person::User(user) => {
                (SessionIdentity::User { user_id: user.id.clone(), user_name: user.name.clone() }, Kind::IamUser)
            }
            Person::Root(_) => (SessionIdentity::RootSession, Kind::Root),
        };
        let caller = person.caller();
        let mfa = proven.factor.as_ref().map(|_| now);
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
