//! The sessions that are known: those that this server issued, or whose requests it saw, since it was started.
//!
//! A session is not stored anywhere, because its token contains all about it. So this is what a running server remembers: a
//! session that was issued before the start comes back with its next request. It is told to people; nothing is decided by it.

use crate::api::ids::{IdKind, account_of};
use crate::environment::short_lock;
use crate::session::{Session, SessionIdentity};
use jiff::Timestamp;
use rolecall_policy::AccountId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard};

/// Sessions of one account that are remembered: the newest.
pub const PER_ACCOUNT: usize = 1_000;
/// Sessions of all accounts that are remembered: some ten megabytes.
pub const IN_ALL: usize = 20_000;
/// Steps of a chain that are remembered.
const MAX_CHAIN: usize = 32;

/// A session that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSession {
    /// `ASIA…`.
    pub access_key_id: String,
    /// The ARN of the session.
    pub arn: String,
    /// The name of its role, if it is one of a role.
    pub role_name: Option<String>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether an MFA code was shown for it.
    pub mfa: bool,
    /// The source identity.
    pub source_identity: Option<String>,
    /// The ARNs of those that it came from, the first one first.
    pub chain: Vec<String>,
    /// The access key ids of the sessions that it came from.
    pub lineage: Vec<String>,
    /// Its last request.
    pub last: Option<LastCall>,
}

/// The last request of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastCall {
    /// When it arrived.
    pub time: Timestamp,
    /// The service; empty if it was not recognised.
    pub service: String,
    /// The operation; empty if it was not recognised.
    pub operation: String,
    /// Where it came from.
    pub source_ip: IpAddr,
}

/// The sessions that are known.
#[derive(Debug, Default)]
pub struct KnownSessions(Mutex<Kept>);

/// Each session has a place in the orders by which sessions go, so that none is looked for among all: with each session
/// that is issued one goes, once there are as many as may be.
#[derive(Debug, Default)]
struct Kept {
    of_accounts: BTreeMap<AccountId, OfAccount>,
    /// All sessions by their end.
    by_end: BTreeSet<(Timestamp, AccountId, Arc<str>)>,
}

#[derive(Debug, Default)]
struct OfAccount {
    /// By access key id.
    known: HashMap<Arc<str>, KnownSession>,
    /// The oldest first.
    by_age: BTreeSet<(Timestamp, Arc<str>)>,
}

impl KnownSessions {
    /// Notes a session that was just issued.
    pub fn issued(&self, session: &Session) {
        let Some(arn) = arn(session) else { return };
        self.lock().note(session, &arn);
    }

    /// Notes a request of a session, whose ARN this is.
    pub fn called(&self, session: &Session, arn: &str, call: LastCall) {
        let mut kept = self.lock();
        kept.note(session, arn);
        let known = kept.of_accounts.get_mut(&session.account);
        // Requests end in another order than they arrive.
        if let Some(known) = known.and_then(|it| it.known.get_mut(session.access_key_id.as_str()))
            && known.last.as_ref().is_none_or(|last| last.time <= call.time)
        {
            known.last = Some(call);
        }
    }

    /// The sessions of an account that have not ended, the newest first.
    #[must_use]
    pub fn of(&self, account: AccountId, now: Timestamp) -> Vec<KnownSession> {
        let kept = self.lock();
        let of_account = kept.of_accounts.get(&account).into_iter().flat_map(|it| it.known.values());
        let mut sessions: Vec<KnownSession> = of_account.filter(|session| session.expires_at > now).cloned().collect();
        sessions.sort_by(|a, b| (b.issued_at, &b.access_key_id).cmp(&(a.issued_at, &a.access_key_id)));
        sessions
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        short_lock::lock(&self.0)
    }
}

impl Kept {
    /// Keeps a session that is not known yet.
    fn note(&mut self, session: &Session, arn: &str) {
        let id = &session.access_key_id;
        let of_account = self.of_accounts.get(&session.account);
        if of_account.is_some_and(|it| it.known.contains_key(id.as_str())) {
            return;
        }
        let mut chain = self.chain_of(&session.issuer.access_key_id);
        if !session.issuer.arn.is_empty() {
            chain.push(session.issuer.arn.clone());
        }
        chain.truncate(MAX_CHAIN);
        let mut lineage = session.lineage.clone();
        lineage.push(session.issuer.access_key_id.clone());
        let known = KnownSession {
            access_key_id: id.clone(),
            arn: arn.to_owned(),
            role_name: match &session.identity {
                SessionIdentity::Role { role_name, .. } => Some(role_name.clone()),
                _ => None,
            },
            issued_at: session.issued_at,
            expires_at: session.expires_at,
            mfa: session.mfa.is_some(),
            source_identity: session.source_identity.clone(),
            chain,
            lineage,
            last: None,
        };
        self.keep(session.account, known, session.issued_at);
    }

    /// Those that a session came from which is known.
    fn chain_of(&self, id: &str) -> Vec<String> {
        // Long-term keys are no sessions.
        let is_session = id.starts_with(IdKind::TemporaryKey.prefix());
        let account = is_session.then(|| account_of(id)).flatten();
        let known = account.and_then(|account| self.of_accounts.get(&account)?.known.get(id));
        known.map(|known| known.chain.clone()).unwrap_or_default()
    }

    /// Keeps a session. What has ended by then, or the oldest of the account, makes room for it.
    fn keep(&mut self, account: AccountId, session: KnownSession, now: Timestamp) {
        while let Some((end, account, id)) = self.by_end.first().cloned()
            && end <= now
        {
            self.forget(account, &id);
        }
        let of_account = self.of_accounts.get(&account);
        let is_full = of_account.is_some_and(|it| it.known.len() >= PER_ACCOUNT);
        if is_full || self.by_end.len() >= IN_ALL {
            // Nobody makes others' sessions unknown.
            let Some((_, oldest)) = of_account.and_then(|it| it.by_age.first()).cloned() else { return };
            self.forget(account, &oldest);
        }
        let id: Arc<str> = session.access_key_id.as_str().into();
        self.by_end.insert((session.expires_at, account, Arc::clone(&id)));
        let of_account = self.of_accounts.entry(account).or_default();
        of_account.by_age.insert((session.issued_at, Arc::clone(&id)));
        of_account.known.insert(id, session);
    }

    fn forget(&mut self, account: AccountId, id: &str) {
        let Some(of_account) = self.of_accounts.get_mut(&account) else { return };
        if let Some((id, session)) = of_account.known.remove_entry(id) {
            self.by_end.remove(&(session.expires_at, account, Arc::clone(&id)));
            of_account.by_age.remove(&(session.issued_at, id));
        }
        if of_account.known.is_empty() {
            self.of_accounts.remove(&account);
        }
    }
}

/// The ARN of a session; `None` where it is not in its token.
fn arn(session: &Session) -> Option<String> {
    arn_of(session.account, &session.identity)
}

fn arn_of(account: AccountId, identity: &SessionIdentity) -> Option<String> {
    match identity {
        SessionIdentity::Role { role_name, session_name, .. } => {
            Some(format!("arn:aws:sts::{account}:assumed-role/{role_name}/{session_name}"))
        }
        SessionIdentity::Federated { name, .. } => Some(format!("arn:aws:sts::{account}:federated-user/{name}")),
        SessionIdentity::RootSession | SessionIdentity::AssumedRoot { .. } => {
            Some(format!("arn:aws:iam::{account}:root"))
        }
        // Its path is not told: it is known with its first request.
        SessionIdentity::User { .. } => None,
        SessionIdentity::Delegated { approver, .. } => arn_of(account, approver),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::Secret;
    use crate::session::Issuer;

    fn session(account: u64, id: &str, second: i64) -> Session {
        let issued_at = Timestamp::from_second(second).unwrap();
        Session {
            access_key_id: id.to_owned(),
            secret: Secret::new(zeroize::Zeroizing::new(String::new())),
            account: AccountId::from_u64(account).unwrap(),
            identity: SessionIdentity::Role {
                role_id: "AROA1".to_owned(),
                role_arn: format!("arn:aws:iam::{account}:role/Dev"),
                role_name: "Dev".to_owned(),
                session_name: "ana".to_owned(),
            },
            issued_at,
            expires_at: issued_at + jiff::SignedDuration::from_secs(3_600),
            policy: None,
            policy_arns: Vec::new(),
            tags: Vec::new(),
            transitive_keys: Vec::new(),
            source_identity: None,
            mfa: None,
            chain_depth: 0,
            lineage: Vec::new(),
            issuer: Issuer { access_key_id: "AKIA1".to_owned(), arn: "arn:aws:iam::111111111111:user/ana".to_owned() },
            federated_provider: None,
            federated_claims: Vec::new(),
            from_delegated_until: None,
        }
    }

    /// An account has so many, and the oldest goes; others keep theirs when there is no room at all.
    #[test]
    fn the_limits() {
        let known = KnownSessions::default();
        let (first, now) = (111_111_111_111, Timestamp::from_second(1).unwrap());
        for number in 0..=PER_ACCOUNT {
            known.issued(&session(first, &format!("ASIA{number}"), i64::try_from(number).unwrap()));
        }
        let of_first = known.of(AccountId::from_u64(first).unwrap(), now);
        assert_eq!(of_first.len(), PER_ACCOUNT);
        assert_eq!(of_first.last().unwrap().access_key_id, "ASIA1", "ASIA0 has gone");
        for account in 1..20 {
            for number in 0..PER_ACCOUNT {
                known.issued(&session(first + account, &format!("ASIA{account}x{number}"), 5));
            }
        }
        assert_eq!(known.lock().by_end.len(), IN_ALL);
        known.issued(&session(222_222_222_222, "ASIAnew", 5));
        assert!(known.of(AccountId::from_u64(222_222_222_222).unwrap(), now).is_empty());
        known.issued(&session(222_222_222_222, "ASIAlater", 9_999));
        assert_eq!(known.lock().by_end.len(), 1, "the others have ended");
        let kept = known.lock();
        let of_accounts = kept.of_accounts.values();
        assert_eq!(of_accounts.map(|it| (it.known.len(), it.by_age.len())).collect::<Vec<_>>(), [(1, 1)]);
    }

    /// A session is listed until it ends, with its last request, however the requests end.
    #[test]
    fn last_calls() {
        let known = KnownSessions::default();
        let one = session(111_111_111_111, "ASIA1", 10);
        let call = |second: i64, operation: &str| LastCall {
            time: Timestamp::from_second(second).unwrap(),
            service: "s3".to_owned(),
            operation: operation.to_owned(),
            source_ip: "192.0.2.7".parse().unwrap(),
        };
        known.called(&one, "arn:aws:sts::111111111111:assumed-role/Dev/ana", call(30, "GetObject"));
        known.called(&one, "arn:aws:sts::111111111111:assumed-role/Dev/ana", call(20, "ListBuckets"));
        let listed = known.of(one.account, Timestamp::from_second(40).unwrap());
        assert_eq!(listed[0].last.as_ref().unwrap().operation, "GetObject");
        assert_eq!(listed[0].chain, ["arn:aws:iam::111111111111:user/ana"]);
        assert!(known.of(one.account, one.expires_at).is_empty());
    }
}
