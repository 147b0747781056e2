//! Switch role, and back (R3.66–R3.73).
//!
//! A switch is an `AssumeRole` with the credentials of the identity that signed in, also where it has switched before: rights
//! do not add up, and the decision does not depend on the role that one happens to be in.

use super::Console;
use super::browsers::{Keys, Kind, Recent, SignedIn};
use super::called::{Called, call};
use super::refused::Refused;
use super::sign_in::whole_seconds;
use super::who::{self, Person};
use crate::api::error::ApiError;
use crate::directory::entities::{Link, MfaDevice, Role, User};
use crate::domain::mfa;
use crate::domain::session::{DEFAULT_SECONDS, MAX_CHAINED_SECONDS};
use crate::gateway::server::Peer;
use crate::gateway::steps::Step;
use crate::secrets::Secret;
use crate::services::sts;
use crate::trail::{Found, Record};
use http::StatusCode;
use http::request::Parts;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Characters of a role's path and name together (R3.68).
const ROLE_CHARS: usize = 64;
/// Characters of a display name: AWS's form takes so many.
const DISPLAY_CHARS: usize = 64;
/// The shortest session that `AssumeRole` gives, seconds (R3.11).
const LEAST_SECONDS: i64 = 900;
/// The shortest name of a role session (R3, section 3.3).
const LEAST_NAME: usize = 2;
/// The colours that AWS's form names, as its links write them.
const COLORS: [(&str, &str); 5] =
    [("red", "f2b0a9"), ("orange", "fbc8aa"), ("yellow", "efda95"), ("green", "b7ca9d"), ("blue", "83d4e8")];

/// What the page sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Switch {
    account: String,
    role_name: String,
    display_name: Option<String>,
    color: Option<String>,
    mfa_code: Option<String>,
    /// The device whose code it is; any of the user's unless it is named.
    mfa_serial: Option<String>,
}

/// One text for every cause, as AWS has it.
fn invalid() -> Refused {
    let message = "Invalid information in one or more fields. Check your information or contact your administrator.";
    Refused::forbidden("AccessDenied", message)
}

impl Switch {
    /// Path and name of the role, from the slash before the path.
    fn role(&self) -> Result<&str, Refused> {
        let role = self.role_name.trim().trim_start_matches('/');
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-/".contains(c);
        let is_role = !role.is_empty() && !role.ends_with('/') && role.chars().all(allowed);
        if !is_role || role.chars().count() > ROLE_CHARS {
            let message = "The role is its path and name, without the ARN, at most 64 characters together.";
            return Err(Refused::bad_request(message));
        }
        Ok(role)
    }

    fn display_name(&self, role: &str) -> Result<String, Refused> {
        let name = match self.display_name.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => name.to_owned(),
            None => {
                let name = role.rsplit('/').next().unwrap_or(role);
                format!("{name} @ {}", self.account.trim()).chars().take(DISPLAY_CHARS).collect()
            }
        };
        let is_fine = name.chars().count() <= DISPLAY_CHARS && !name.chars().any(char::is_control);
        let message = "The display name has at most 64 characters.";
        if is_fine { Ok(name) } else { Err(Refused::bad_request(message)) }
    }

    /// Six hexadecimal digits, which may also be given as one of the five names.
    fn color(&self) -> Result<Option<String>, Refused> {
        let Some(color) = self.color.as_deref().map(|color| color.trim().trim_start_matches('#').to_ascii_lowercase())
        else {
            return Ok(None);
        };
        if color.is_empty() || color == "none" {
            return Ok(None);
        }
        if let Some((_, digits)) = COLORS.iter().find(|(name, _)| *name == color) {
            return Ok(Some((*digits).to_owned()));
        }
        let is_hex = color.len() == 6 && color.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_hex { Ok(Some(color)) } else { Err(Refused::bad_request("The color is six hexadecimal digits.")) }
    }
}

impl Console {
    /// A session in another role, or why not.
    pub(super) async fn switch_role(
        &self,
        from: (&Parts, &Peer),
        session: &Arc<SignedIn>,
        sent: &Switch,
    ) -> Result<(Arc<SignedIn>, Recent), Refused> {
        let original = session.original.as_ref().unwrap_or(session);
        if original.kind == Kind::Root {
            let message = "The root user cannot switch roles. Sign in as an IAM user.";
            return Err(Refused::forbidden("RootCannotSwitch", message));
        }
        let (role, color) = (sent.role()?, sent.color()?);
        let display_name = sent.display_name(role)?;
        let now = self.node().clock.now();
        let snapshot = self.node().directory.snapshot();
        let account = who::account(&snapshot, &sent.account).or_else(|| sent.account.trim().parse().ok());
        let account: AccountId = account.ok_or_else(invalid)?;
        let arn = format!("arn:aws:iam::{account}:role/{role}");
        let longest = snapshot.find_by_arn::<Role>(&arn).map_or(DEFAULT_SECONDS, |role| role.max_session_duration);
        let seconds = duration(original, longest, now).to_string();
        let name = session_name(original);
        let mut parameters = vec![("RoleArn", &*arn), ("RoleSessionName", &*name), ("DurationSeconds", &*seconds)];
        let code = sent.mfa_code.as_deref().filter(|code| !code.is_empty());
        drop(snapshot);
        let serial = match code {
            Some(code) => self.device_of(from, original, sent.mfa_serial.as_deref(), code).await?,
            None => None,
        };
        if let (Some(code), Some(serial)) = (code, &serial) {
            parameters.extend([("SerialNumber", &**serial), ("TokenCode", code)]);
        }
        let called = call(&self.gateway, &original.keys, &sts::SERVICE, "AssumeRole", &parameters, from).await?;
        if called.status != StatusCode::OK {
            return Err(self.not_assumed(&called).await);
        }
        let missing = || ApiError::internal("the answer to AssumeRole lacks credentials");
        let text = |name: &str| called.text(name).ok_or_else(missing);
        let expires: Timestamp = text("Expiration")?.parse().map_err(ApiError::internal)?;
        let assumed = text("Arn")?;
        let keys = Keys {
            id: text("AccessKeyId")?,
            secret: Secret::new(text("SecretAccessKey")?),
            token: Secret::new(text("SessionToken")?),
        };
        let (_, caller) = self.gateway.holder(&keys.id, keys.token.expose())?;
        let additional =
            json!({"SwitchFrom": session.arn, "RedirectTo": self.address(from.0), "DisplayName": display_name});
        let step = Step { name: "SwitchRole", by: Some(&caller), account: Some(account), additional, failure: None };
        self.gateway.record_step(from.0, from.1, step).await?;
        let switched = SignedIn {
            id: self.new_session_id()?,
            kind: Kind::Role,
            arn: assumed,
            account,
            user_name: None,
            role_name: Some(role.to_owned()),
            session_name: Some(name),
            display_name: Some(display_name.clone()),
            color: color.clone(),
            issued_at: whole_seconds(now)?,
            expires_at: expires.min(original.expires_at),
            mfa: original.mfa,
            original: Some(Arc::clone(original)),
            keys,
        };
        let recent = Recent {
            account: account.to_string(),
            role_name: role.to_owned(),
            display_name,
            color,
            at: whole_seconds(now)?,
        };
        Ok((Arc::new(switched), recent))
    }

    /// The serial number of the device whose code it is: the named one, else the only one of the user, else the one that the code
    /// is right for. Whether it is right with the first two is for `AssumeRole` to find out, so that a wrong code counts as one
    /// guess.
    async fn device_of(
        &self,
        from: (&Parts, &Peer),
        original: &SignedIn,
        named: Option<&str>,
        code: &str,
    ) -> Result<Option<String>, Refused> {
        if let Some(serial) = named.filter(|serial| !serial.is_empty()) {
            return Ok(Some(serial.to_owned()));
        }
        let node = self.node();
        let snapshot = node.directory.snapshot();
        let Some(user) = original.user_name.as_deref().and_then(|name| snapshot.find::<User>(original.account, name))
        else {
            return Ok(None);
        };
        let devices: Vec<&MfaDevice> =
            snapshot.linked::<MfaDevice>(user.account, Link::User, &user.id).map(|device| device.entity()).collect();
        if devices.len() <= 1 {
            return Ok(devices.first().map(|device| device.serial_number()));
        }
        let (_, caller) = self.gateway.holder(&original.keys.id, original.keys.token.expose())?;
        if let Ok((device, _)) = mfa::check_any(node, &*caller, Some(&user.id), &devices, code).await? {
            return Ok(Some(device.serial_number()));
        }
        let mfa_type = Person::User(Arc::clone(user)).mfa_type(&snapshot);
        let reason = "the MFA code of the switch is wrong or was used, or the user has to wait after wrong ones";
        let failure = Some(ApiError::new("FailedAuthentication", 401, "Failed authentication").because(reason));
        let (additional, account) = (json!({"MfaType": mfa_type}), Some(original.account));
        let step = Step { name: "CheckMfa", by: Some(&caller), account, additional, failure };
        let request_id = self.gateway.record_step(from.0, from.1, step).await?;
        Err(invalid().with("requestId", request_id))
    }

    /// Leaves a role: the session that was switched from.
    pub(super) async fn switch_back(
        &self,
        from: (&Parts, &Peer),
        session: &SignedIn,
    ) -> Result<Arc<SignedIn>, Refused> {
        let original = session.original.as_ref().ok_or_else(|| {
            Refused::new(StatusCode::CONFLICT, "NotSwitched", "The session is that of the identity that signed in.")
        })?;
        // Whoever was deleted or revoked meanwhile leaves the role all the same.
        let holder = self.gateway.holder(&session.keys.id, session.keys.token.expose()).ok();
        let additional = json!({"SwitchFrom": session.arn, "RedirectTo": self.address(from.0)});
        let by = holder.as_ref().map(|(_, caller)| &**caller);
        let step = Step { name: "ExitRole", by, account: Some(session.account), additional, failure: None };
        self.gateway.record_step(from.0, from.1, step).await?;
        Ok(Arc::clone(original))
    }

    /// What a refused switch tells: the id of the recorded call, and whether the caller's own side has to change. Nothing of
    /// the other side.
    async fn not_assumed(&self, called: &Called) -> Refused {
        let code = called.text("Code").unwrap_or_default();
        if called.status >= 500 || code == "Throttling" {
            let status = StatusCode::from_u16(called.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            return Refused::new(status, &code, called.text("Message").unwrap_or_default());
        }
        let refused = invalid().with("requestId", &*called.request_id);
        if self.denied_by_own_side(&called.request_id).await { refused.with("ownSide", true) } else { refused }
    }

    /// Whether a policy of the caller's own account, or of its organization, denied the recorded call.
    async fn denied_by_own_side(&self, request_id: &str) -> bool {
        let (gateway, id) = (Arc::clone(&self.gateway), request_id.to_owned());
        let found = tokio::task::spawn_blocking(move || gateway.node().records.find(&id)).await;
        match found {
            Ok(Ok(Found::One(record))) => own_side_denies(&record),
            _ => false,
        }
    }
}

/// The layers of the caller's own side.
const OWN_SIDE: [&str; 4] = ["identity", "boundary", "session", "scp"];

fn own_side_denies(record: &Record) -> bool {
    let explanations = record.decisions.iter().filter_map(|decision| decision.explanation.as_ref());
    let layers = explanations.filter_map(|explanation| explanation.get("layers")?.as_array()).flatten();
    layers.filter(|layer| layer.get("blocks") == Some(&Value::Bool(true))).any(|layer| {
        let name = layer.get("layer").and_then(Value::as_str).unwrap_or_default();
        OWN_SIDE.iter().any(|own| own.eq_ignore_ascii_case(name))
    })
}

/// Seconds of the session (R3.70): as long as the role lets it be, and as the identity's own session lasts; an hour where
/// that is a role's.
fn duration(original: &SignedIn, longest: i32, now: Timestamp) -> i64 {
    let left = original.expires_at.as_second().saturating_sub(now.as_second());
    let chained = if original.kind == Kind::IamUser { i64::MAX } else { i64::from(MAX_CHAINED_SECONDS) };
    i64::from(longest).min(left).min(chained).max(LEAST_SECONDS)
}

/// The name of the session is that of the user (R3.73), or of the role session that switches.
fn session_name(original: &SignedIn) -> String {
    let name = original.user_name.as_ref().or(original.session_name.as_ref());
    let name = name.map_or("console", |name| name);
    if name.len() < LEAST_NAME { format!("{name}-console") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn switch(role: &str, display: Option<&str>, color: Option<&str>) -> Switch {
        Switch {
            account: "222222222222".to_owned(),
            role_name: role.to_owned(),
            display_name: display.map(str::to_owned),
            color: color.map(str::to_owned),
            mfa_code: None,
            mfa_serial: None,
        }
    }

    /// R3.68: path and name, at most 64 characters together.
    #[test]
    fn roles_are_read() {
        let long = "a".repeat(ROLE_CHARS);
        for (text, role) in
            [("Dev", "Dev"), ("/team/Dev", "team/Dev"), (" team/a/Dev ", "team/a/Dev"), (&*long, &*long)]
        {
            assert_eq!(switch(text, None, None).role().ok(), Some(role), "{text}");
        }
        let longer = format!("{long}a");
        for text in ["", "/", "Dev/", "arn:aws:iam::222222222222:role/Dev", "a b", "Rôle", "a*", &longer] {
            assert!(switch(text, None, None).role().is_err(), "{text}");
        }
    }

    /// R3.66: any six hexadecimal digits, or one of AWS's names.
    #[test]
    fn colors_are_read() {
        for (text, color) in [
            (None, None),
            (Some(""), None),
            (Some("None"), None),
            (Some("Red"), Some("f2b0a9")),
            (Some("#00FFaa"), Some("00ffaa")),
        ] {
            assert_eq!(switch("a", None, text).color().ok(), Some(color.map(str::to_owned)), "{text:?}");
        }
        for text in ["00ffa", "00ffaaa", "00ffag", "mauve", "url(x)", "red;"] {
            assert!(switch("a", None, Some(text)).color().is_err(), "{text}");
        }
    }

    /// The name that the bar shows is the role and where it is, unless one is given.
    #[test]
    fn display_names_are_made() {
        assert_eq!(switch("team/Dev", None, None).display_name("team/Dev").ok().as_deref(), Some("Dev @ 222222222222"));
        assert_eq!(switch("Dev", Some("  Work "), None).display_name("Dev").ok().as_deref(), Some("Work"));
        assert!(switch("Dev", Some(&"a".repeat(DISPLAY_CHARS + 1)), None).display_name("Dev").is_err());
        assert!(switch("Dev", Some("a\nb"), None).display_name("Dev").is_err());
    }
}
