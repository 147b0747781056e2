//! The browsers that have sessions, in memory: a restart ends them all.
//!
//! A browser is known by a secret in its cookie. The server keeps the secret's digest, so that nothing of the table opens a
//! session. A browser that never had a session is not kept at all.

use crate::api::error::ApiError;
use crate::environment::entropy::Entropy;
use crate::secrets::Secret;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use rolecall_policy::AccountId;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use subtle::ConstantTimeEq;

/// Browsers that are kept. A session is some 4 KiB, so a thousand browsers with a few sessions each take about 10 MiB. Beyond
/// it, the identity that has most browsers loses the one that it used least lately.
pub const BROWSERS: usize = 10_000;
/// Sessions of one browser. AWS has five; more than this nobody tells apart. Beyond it the oldest goes.
pub const SESSIONS_PER_BROWSER: usize = 50;
/// Roles that a browser remembers for each identity. AWS has five (R3.71).
pub const RECENT_ROLES: usize = 20;
/// How long a browser is kept whose sessions have all ended: its pages may be open still, and sign in again.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Bytes of a browser's secret.
const SECRET_BYTES: usize = 32;
/// Characters of it in the cookie.
const SECRET_CHARS: usize = 43;

/// What temporary credentials are: they never leave the server.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    pub(super) id: String,
    pub(super) secret: Secret,
    pub(super) token: Secret,
}

/// Who a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    IamUser,
    Root,
    Role,
    Federated,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::IamUser => "iamUser",
            Self::Root => "root",
            Self::Role => "role",
            Self::Federated => "federated",
        }
    }
}

/// A session that somebody signed in to.
#[derive(Debug, Clone)]
pub(super) struct SignedIn {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) arn: String,
    pub(super) account: AccountId,
    pub(super) user_name: Option<String>,
    pub(super) role_name: Option<String>,
    pub(super) session_name: Option<String>,
    pub(super) display_name: Option<String>,
    pub(super) color: Option<String>,
    pub(super) issued_at: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) mfa: bool,
    /// The session that was switched from.
    pub(super) original: Option<Arc<SignedIn>>,
    pub(super) keys: Keys,
}

impl SignedIn {
    /// The identity that signed in, before any switch.
    pub(super) fn original(&self) -> &Self {
        self.original.as_deref().unwrap_or(self)
    }

    /// As the page sees it, but for what belongs to the account and to the browser.
    pub(super) fn shown(&self) -> Value {
        let original = self.original.as_ref().map(
            |it| json!({"id": it.id, "arn": it.arn, "accountId": it.account.to_string(), "userName": it.user_name}),
        );
        let all = json!({
            "id": self.id,
            "kind": self.kind.name(),
            "arn": self.arn,
            "accountId": self.account.to_string(),
            "userName": self.user_name,
            "roleName": self.role_name,
            "sessionName": self.session_name,
            "displayName": self.display_name,
            "color": self.color,
            "issuedAt": format!("{:.0}", self.issued_at),
            "expiresAt": format!("{:.0}", self.expires_at),
            "mfa": self.mfa,
            "original": original,
        });
        without_nulls(all)
    }
}

/// Absent members instead of nulls.
pub(super) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, without_nulls(value)))
            .collect(),
        other => other,
    }
}

/// A role that was switched to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recent {
    pub(super) account: String,
    pub(super) role_name: String,
    pub(super) display_name: String,
    pub(super) color: Option<String>,
    pub(super) at: Timestamp,
}

impl Recent {
    fn shown(&self) -> Value {
        without_nulls(json!({
            "accountId": self.account,
            "roleName": self.role_name,
            "displayName": self.display_name,
            "color": self.color,
            "at": format!("{:.0}", self.at),
        }))
    }
}

/// A browser's secret, as its cookie has it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct BrowserSecret(Secret);

impl BrowserSecret {
    pub(super) fn new(entropy: &dyn Entropy) -> Result<Self, ApiError> {
        let mut bytes = [0; SECRET_BYTES];
        entropy.fill(&mut bytes)?;
        Ok(Self(Secret::new(URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// From the cookie; `None` if it is of another form.
    pub(super) fn read(text: &str) -> Option<Self> {
        let is_ours = text.len() == SECRET_CHARS
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        is_ours.then(|| Self(Secret::new(text.to_owned())))
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose()
    }

    fn key(&self) -> Key {
        let mut key = Key::default();
        key.copy_from_slice(digest(&SHA256, self.0.expose().as_bytes()).as_ref());
        key
    }
}

impl std::fmt::Debug for BrowserSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BrowserSecret(..)")
    }
}

type Key = [u8; 32];

#[derive(Default)]
struct Browser {
    sessions: Vec<Arc<SignedIn>>,
    /// By the ARN of the identity, newest first.
    recents: Vec<(String, Vec<Recent>)>,
    /// Tokens of its pages that were loaded before its secret was replaced.
    older_csrf: Vec<String>,
    used: Timestamp,
}

/// All browsers that have sessions.
#[derive(Default)]
pub(super) struct Browsers(Mutex<HashMap<Key, Browser>>);

impl Browsers {
    /// The session of this id in this browser, if it has not ended.
    pub(super) fn session(&self, browser: &BrowserSecret, id: &str, now: Timestamp) -> Option<Arc<SignedIn>> {
        let mut all = self.lock();
        let own = all.get_mut(&browser.key())?;
        own.used = now;
        let found = own.sessions.iter().find(|session| bool::from(session.id.as_bytes().ct_eq(id.as_bytes())));
        found.filter(|session| now < session.expires_at).cloned()
    }

    /// The sessions of this browser that have not ended, oldest first, with the roles that each switched to lately.
    pub(super) fn sessions(&self, browser: &BrowserSecret, now: Timestamp) -> Vec<(Arc<SignedIn>, Value)> {
        let mut all = self.lock();
        let Some(own) = all.get_mut(&browser.key()) else { return Vec::new() };
        own.used = now;
        let live = own.sessions.iter().filter(|session| now < session.expires_at);
        live.map(|session| (Arc::clone(session), own.recents_of(session.original()))).collect()
    }

    /// The roles that the identity of a session switched to lately.
    pub(super) fn recents(&self, browser: &BrowserSecret, session: &SignedIn) -> Value {
        self.lock().get(&browser.key()).map_or_else(|| json!([]), |own| own.recents_of(session.original()))
    }

    /// Tokens that pages of this browser may send beside that of its secret.
    pub(super) fn older_csrf(&self, browser: &BrowserSecret) -> Vec<String> {
        self.lock().get(&browser.key()).map(|own| own.older_csrf.clone()).unwrap_or_default()
    }

    /// Adds a session to the browser. A browser that had none gets another secret, which its cookie must have from now on:
    /// whoever planted the one that it came with does not know the new one. Its pages keep their token, `csrf`.
    pub(super) fn add(
        &self,
        browser: &BrowserSecret,
        csrf: &str,
        session: Arc<SignedIn>,
        now: Timestamp,
        entropy: &dyn Entropy,
    ) -> Result<Option<BrowserSecret>, ApiError> {
        let mut all = self.lock();
        for own in all.values_mut() {
            own.sessions.retain(|session| now < session.expires_at);
        }
        all.retain(|_, own| !own.sessions.is_empty() || now.duration_since(own.used) < KEPT);
        if let Some(own) = all.get_mut(&browser.key()) {
            own.used = now;
            own.push(session);
            return Ok(None);
        }
        let secret = BrowserSecret::new(entropy)?;
        if all.len() >= BROWSERS {
            make_room(&mut all);
        }
        let own =
            Browser { sessions: vec![session], recents: Vec::new(), older_csrf: vec![csrf.to_owned()], used: now };
        all.insert(secret.key(), own);
        Ok(Some(secret))
    }

    /// Remembers that an identity switched to a role.
    pub(super) fn remember(&self, browser: &BrowserSecret, identity: &SignedIn, role: Recent) {
        let mut all = self.lock();
        let Some(own) = all.get_mut(&browser.key()) else { return };
        let at = own.recents.iter().position(|(arn, _)| *arn == identity.arn);
        let mut recents = at.map(|at| own.recents.remove(at).1).unwrap_or_default();
        recents.retain(|it| (&it.account, &it.role_name) != (&role.account, &role.role_name));
        recents.insert(0, role);
        recents.truncate(RECENT_ROLES);
        own.recents.insert(0, (identity.arn.clone(), recents));
        own.recents.truncate(SESSIONS_PER_BROWSER);
    }

    /// Ends a session, and those that were switched to from it. The sessions that ended.
    pub(super) fn end(&self, browser: &BrowserSecret, id: &str) -> Vec<Arc<SignedIn>> {
        self.end_where(browser, |session| session.id == id || session.original.as_ref().is_some_and(|it| it.id == id))
    }

    /// Ends all sessions of the browser.
    pub(super) fn end_all(&self, browser: &BrowserSecret) -> Vec<Arc<SignedIn>> {
        self.end_where(browser, |_| true)
    }

    fn end_where(&self, browser: &BrowserSecret, ends: impl Fn(&SignedIn) -> bool) -> Vec<Arc<SignedIn>> {
        let mut all = self.lock();
        let Some(own) = all.get_mut(&browser.key()) else { return Vec::new() };
        let (ended, left) = own.sessions.drain(..).partition(|session| ends(session));
        own.sessions = left;
        ended
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Browser>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Browser {
    fn push(&mut self, session: Arc<SignedIn>) {
        if self.sessions.len() >= SESSIONS_PER_BROWSER {
            self.sessions.remove(0);
        }
        self.sessions.push(session);
    }

    fn recents_of(&self, identity: &SignedIn) -> Value {
        let own = self.recents.iter().find(|(arn, _)| *arn == identity.arn);
        own.map(|(_, roles)| roles.iter().map(Recent::shown).collect()).unwrap_or_else(|| json!([]))
    }

    /// Whose browser it counts as: the identity that signed in first.
    fn owner(&self) -> &str {
        self.sessions.first().map_or("", |session| &session.original().arn)
    }
}

/// A browser whose sessions have ended goes first. Else the identity that has most browsers loses the one that it used least
/// lately: nobody signs in so often that others must go.
fn make_room(all: &mut HashMap<Key, Browser>) {
    let ended = all.iter().filter(|(_, own)| own.sessions.is_empty()).min_by_key(|(_, own)| own.used);
    if let Some(key) = ended.map(|(key, _)| *key) {
        all.remove(&key);
        return;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for own in all.values() {
        *counts.entry(own.owner()).or_default() += 1;
    }
    let Some((owner, _)) = counts.into_iter().max_by_key(|(owner, count)| (*count, *owner)) else { return };
    let owner = owner.to_owned();
    let of_owner = all.iter().filter(|(_, own)| own.owner() == owner);
    if let Some(key) = of_owner.min_by_key(|(_, own)| own.used).map(|(key, _)| *key) {
        all.remove(&key);
    }
}

impl std::fmt::Debug for Browsers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Browsers({})", self.lock().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::entropy::SeededEntropy;

    fn session(user: &str, id: usize, at: Timestamp) -> Arc<SignedIn> {
        Arc::new(SignedIn {
            id: format!("{id:026}"),
            kind: Kind::IamUser,
            arn: format!("arn:aws:iam::111111111111:user/{user}"),
            account: "111111111111".parse().unwrap(),
            user_name: Some(user.to_owned()),
            role_name: None,
            session_name: None,
            display_name: None,
            color: None,
            issued_at: at,
            expires_at: at + SignedDuration::from_hours(12),
            mfa: false,
            original: None,
            keys: Keys { id: String::new(), secret: Secret::new(String::new()), token: Secret::new(String::new()) },
        })
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    /// Somebody who signs in without end pushes out browsers of their own, and of nobody else.
    #[test]
    fn browsers_are_bounded() {
        let (browsers, entropy) = (Browsers::default(), SeededEntropy::new(1));
        let planted = BrowserSecret::new(&entropy).unwrap();
        let ana = browsers.add(&planted, "", session("ana", 0, at(0)), at(0), &entropy).unwrap().unwrap();
        {
            // As if so many had signed in: each sign-in looks at all of them.
            let mut all = browsers.lock();
            for number in 1..BROWSERS {
                let mut key = Key::default();
                key[..8].copy_from_slice(&number.to_be_bytes());
                let second = i64::try_from(number).unwrap();
                let own =
                    Browser { sessions: vec![session("bob", number, at(0))], used: at(second), ..Browser::default() };
                all.insert(key, own);
            }
        }
        let bobs = BrowserSecret::new(&entropy).unwrap();
        browsers.add(&bobs, "", session("bob", BROWSERS, at(100)), at(100), &entropy).unwrap().unwrap();
        assert_eq!(browsers.lock().len(), BROWSERS);
        assert!(browsers.session(&ana, &format!("{:026}", 0), at(101)).is_some());
    }

    /// The sessions of a browser are bounded: the oldest goes.
    #[test]
    fn sessions_of_a_browser_are_bounded() {
        let (browsers, entropy) = (Browsers::default(), SeededEntropy::new(1));
        let planted = BrowserSecret::new(&entropy).unwrap();
        let own = browsers.add(&planted, "", session("ana", 0, at(0)), at(0), &entropy).unwrap().unwrap();
        for number in 1..=SESSIONS_PER_BROWSER {
            assert!(browsers.add(&own, "", session("ana", number, at(0)), at(0), &entropy).unwrap().is_none());
        }
        assert_eq!(browsers.sessions(&own, at(1)).len(), SESSIONS_PER_BROWSER);
        assert!(browsers.session(&own, &format!("{:026}", 0), at(1)).is_none());
        for number in 0..2 * RECENT_ROLES {
            let role = Recent {
                account: "222222222222".to_owned(),
                role_name: format!("r{number}"),
                display_name: String::new(),
                color: None,
                at: at(1),
            };
            browsers.remember(&own, &session("ana", 1, at(0)), role);
        }
        assert_eq!(browsers.recents(&own, &session("ana", 1, at(0))).as_array().map(Vec::len), Some(RECENT_ROLES));
    }

    /// Nothing of a session shows in `Debug`.
    #[test]
    fn debug_shows_no_secret() {
        let (browsers, entropy) = (Browsers::default(), SeededEntropy::new(1));
        let secret = BrowserSecret::new(&entropy).unwrap();
        let keys = Keys {
            id: "ASIA".to_owned(),
            secret: Secret::new("s3cret".to_owned()),
            token: Secret::new("t0ken".to_owned()),
        };
        let shown = format!(
            "{browsers:?} {secret:?} {keys:?} {:?}",
            SignedIn { keys: keys.clone(), ..(*session("ana", 0, at(0))).clone() }
        );
        assert!(!shown.contains("s3cret") && !shown.contains("t0ken") && !shown.contains(secret.expose()), "{shown}");
    }
}
