//! What a session is, and its bytes.

use super::codec::{Decoder, Encoder};
use crate::secrets::Secret;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use zeroize::Zeroizing;

/// Longest token that is looked at. Ours stay below it: 50 tags at their limits and the policies make about 25,000.
pub const MAX_TOKEN_CHARS: usize = 32 << 10;

/// The bit of the byte of the chain's depth that says that a lineage follows.
const HAS_LINEAGE: u8 = 0x80;

/// The bits of the last byte of flags: a federated provider, claims, and the end of delegated access follow.
const HAS_PROVIDER: u8 = 1;
const HAS_CLAIMS: u8 = 2;
const FROM_DELEGATED: u8 = 4;

/// Temporary credentials and everything that decides what they may do. Times are kept to the millisecond.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// `ASIA…` (R3.44).
    pub access_key_id: String,
    /// The secret access key that its requests are signed with.
    pub secret: Secret,
    /// The account the session acts in.
    pub account: AccountId,
    /// Who the session is.
    pub identity: SessionIdentity,
    /// `aws:TokenIssueTime` (R3.59).
    pub issued_at: Timestamp,
    /// The first moment at which it is refused (R3.58). [`super::KeyRing::open`] does not look at it: the caller does,
    /// in the order of R5.25.
    pub expires_at: Timestamp,
    /// The inline session policy, as it was sent.
    pub policy: Option<String>,
    /// The managed session policies.
    pub policy_arns: Vec<String>,
    /// Session tags, inherited transitive ones included (R3.20), in order.
    pub tags: Vec<(String, String)>,
    /// The keys of `tags` that move on to the next session (R3.20).
    pub transitive_keys: Vec<String>,
    /// `aws:SourceIdentity` (R3.18).
    pub source_identity: Option<String>,
    /// When the caller proved the second factor: `aws:MultiFactorAuthAge` counts from here (R3.41). `None`: it did
    /// not.
    pub mfa: Option<Timestamp>,
    /// How many role sessions precede this one: 0 for a role assumed by a user, with a key or a session of it.
    pub chain_depth: u8,
    /// The access key ids of the sessions that it comes from, the first one first, without its issuer: if one of them is
    /// revoked, so is this (decision 0038).
    pub lineage: Vec<String>,
    /// The credentials that requested it.
    pub issuer: Issuer,
    /// `aws:FederatedProvider`, for sessions from SAML or web identity.
    pub federated_provider: Option<String>,
    /// Condition keys of the claims of a web identity that its requests have too (R3.33), with their values.
    pub federated_claims: Vec<(String, Vec<String>)>,
    /// When the delegated access ends that it was got with; `None` if it was not, and for the delegated session itself.
    /// [`Session::delegated_until`] tells for both.
    pub from_delegated_until: Option<Timestamp>,
}

impl Session {
    /// Whether a user or root user got it by signing in with a password, and not by a call with a key.
    #[must_use]
    pub fn is_of_sign_in(&self) -> bool {
        let of_user = matches!(self.identity, SessionIdentity::User { .. } | SessionIdentity::RootSession);
        of_user && self.issuer.access_key_id.is_empty()
    }

    /// When the delegated access ends that the session is, or comes from (R3.55); `None` if it has nothing to do with any.
    #[must_use]
    pub fn delegated_until(&self) -> Option<Timestamp> {
        match self.identity {
            SessionIdentity::Delegated { .. } => Some(self.expires_at),
            _ => self.from_delegated_until,
        }
    }
}

/// Who a session is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionIdentity {
    /// AssumeRole and its kin.
    Role {
        /// `AROA…`: tells the role from a later one of the same name (R3.61).
        role_id: String,
        /// With the role's path.
        role_arn: String,
        /// Without the path.
        role_name: String,
        /// `RoleSessionName`.
        session_name: String,
    },
    /// GetSessionToken of a user: the principal stays the user (R3.41).
    User {
        /// `AIDA…`.
        user_id: String,
        /// Its name when the session was issued.
        user_name: String,
    },
    /// GetSessionToken of the root user.
    RootSession,
    /// GetFederationToken (R3.40).
    Federated {
        /// The name that the caller gave.
        name: String,
        /// The user who requested it, `AIDA…`; `None`: the root user.
        user_id: Option<String>,
    },
    /// AssumeRoot (R3.37).
    AssumedRoot {
        /// All it may do (R3.36).
        task_policy_arn: String,
    },
    /// GetDelegatedAccessToken (R3.54).
    Delegated {
        /// Whose permissions it has, within its session policy: a user, a role's session or the root user.
        approver: Box<SessionIdentity>,
        /// The account of the provider that uses it.
        provider: AccountId,
    },
}

/// The credentials that requested a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// Their access key id; empty if the call was not signed.
    pub access_key_id: String,
    /// Their principal.
    pub arn: String,
}

/// Why a token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not a token that this ring sealed, or it was altered.
    #[error("the session token is malformed")]
    Malformed,
    /// Its key is not in the ring: too old, or from another installation.
    #[error("the session token was encrypted with an unknown key")]
    UnknownKey,
    /// It belongs to another access key id.
    #[error("the session token belongs to another access key")]
    Mismatch,
}

impl Session {
    /// The fields in order, the secret first. The order is the format; a change of it needs a new token version.
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Encoder::with_capacity(self.capacity());
        out.text(self.secret.expose());
        out.text(&self.access_key_id);
        out.number(self.account.as_u64());
        self.identity.encode(&mut out);
        out.time(self.issued_at);
        out.time(self.expires_at);
        out.optional(self.policy.as_deref());
        out.texts(&self.policy_arns);
        out.number(self.tags.len() as u64);
        for (key, value) in &self.tags {
            out.text(key);
            out.text(value);
        }
        out.texts(&self.transitive_keys);
        out.optional(self.source_identity.as_deref());
        out.byte(self.mfa.is_some().into());
        if let Some(mfa) = self.mfa {
            out.time(mfa);
        }
        // Tokens of before there was a lineage have a depth alone here, and stay readable.
        let has_lineage = if self.lineage.is_empty() { 0 } else { HAS_LINEAGE };
        out.byte(self.chain_depth.min(HAS_LINEAGE - 1) | has_lineage);
        if has_lineage != 0 {
            out.texts(&self.lineage);
        }
        out.text(&self.issuer.access_key_id);
        out.text(&self.issuer.arn);
        // Tokens of before there were claims have 0 or 1 here, and those of before delegated access was handed on at most 3.
        // They stay readable.
        let has = |is: bool, bit: u8| if is { bit } else { 0 };
        let has_claims = !self.federated_claims.is_empty();
        out.byte(
            has(self.federated_provider.is_some(), HAS_PROVIDER)
                | has(has_claims, HAS_CLAIMS)
                | has(self.from_delegated_until.is_some(), FROM_DELEGATED),
        );
        if let Some(provider) = &self.federated_provider {
            out.text(provider);
        }
        if has_claims {
            out.number(self.federated_claims.len() as u64);
            for (key, values) in &self.federated_claims {
                out.text(key);
                out.texts(values);
            }
        }
        if let Some(until) = self.from_delegated_until {
            out.time(until);
        }
        out.finish()
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut from = Decoder::new(bytes);
        let depth;
        let session = Self {
            secret: Secret::new(from.text()?),
            access_key_id: from.text()?,
            account: AccountId::from_u64(from.number()?)?,
            identity: SessionIdentity::decode(&mut from)?,
            issued_at: from.time()?,
            expires_at: from.time()?,
            policy: from.optional()?,
            policy_arns: from.list(Decoder::text)?,
            tags: from.list(|from| Some((from.text()?, from.text()?)))?,
            transitive_keys: from.list(Decoder::text)?,
            source_identity: from.optional()?,
            mfa: match from.byte()? {
                0 => None,
                1 => Some(from.time()?),
                _ => return None,
            },
            chain_depth: {
                depth = from.byte()?;
                depth & !HAS_LINEAGE
            },
            lineage: if depth & HAS_LINEAGE == 0 { Vec::new() } else { from.list(Decoder::text)? },
            issuer: Issuer { access_key_id: from.text()?, arn: from.text()? },
            federated_provider: None,
            federated_claims: Vec::new(),
            from_delegated_until: None,
        };
        let has = from.byte()?;
        if has & !(HAS_PROVIDER | HAS_CLAIMS | FROM_DELEGATED) != 0 {
            return None;
        }
        let federated_provider = if has & HAS_PROVIDER != 0 { Some(from.text()?) } else { None };
        let claims = |from: &mut Decoder<'_>| from.list(|from| Some((from.text()?, from.list(Decoder::text)?)));
        let federated_claims = if has & HAS_CLAIMS != 0 { claims(&mut from)? } else { Vec::new() };
        let from_delegated_until = if has & FROM_DELEGATED != 0 { Some(from.time()?) } else { None };
        let session = Self { federated_provider, federated_claims, from_delegated_until, ..session };
        from.rest().is_empty().then_some(session)
    }

    /// In the encoded bytes nothing is secret from here on: the secret and its length, which takes ten bytes at most.
    pub(super) fn secret_end(&self) -> usize {
        self.secret.expose().len() + 10
    }

    /// At least the encoded length: every text, and ten bytes for each length, number and tag of a variant.
    pub(super) fn capacity(&self) -> usize {
        let identity = self.identity.capacity();
        let optional = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let texts = |texts: &[String]| texts.iter().map(|text| text.len() + 10).sum::<usize>();
        let claims: usize = self.federated_claims.iter().map(|(key, values)| key.len() + texts(values) + 20).sum();
        let tags: usize = self.tags.iter().map(|(key, value)| key.len() + value.len() + 20).sum();
        let fixed = self.access_key_id.len() + self.secret.expose().len() + self.issuer.access_key_id.len();
        let rest = self.issuer.arn.len() + optional(&self.policy) + optional(&self.source_identity);
        fixed
            + rest
            + identity
            + tags
            + claims
            + texts(&self.policy_arns)
            + texts(&self.transitive_keys)
            + texts(&self.lineage)
            + optional(&self.federated_provider)
            + 200
    }
}

impl SessionIdentity {
    fn encode(&self, out: &mut Encoder) {
        match self {
            Self::Role { role_id, role_arn, role_name, session_name } => {
                out.byte(0);
                for text in [role_id, role_arn, role_name, session_name] {
                    out.text(text);
                }
            }
            Self::User { user_id, user_name } => {
                out.byte(1);
                for text in [user_id, user_name] {
                    out.text(text);
                }
            }
            Self::RootSession => out.byte(2),
            Self::Federated { name, user_id } => {
                out.byte(3);
                out.text(name);
                out.optional(user_id.as_deref());
            }
            Self::AssumedRoot { task_policy_arn } => {
                out.byte(4);
                out.text(task_policy_arn);
            }
            Self::Delegated { approver, provider } => {
                out.byte(5);
                out.number(provider.as_u64());
                approver.encode(out);
            }
        }
    }

    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        match from.byte()? {
            5 => {
                let provider = AccountId::from_u64(from.number()?)?;
                // What is delegated is not delegated again.
                let kind = from.byte().filter(|kind| *kind != 5)?;
                Some(Self::Delegated { provider, approver: Box::new(Self::decode_kind(kind, from)?) })
            }
            kind => Self::decode_kind(kind, from),
        }
    }

    fn decode_kind(kind: u8, from: &mut Decoder<'_>) -> Option<Self> {
        Some(match kind {
            0 => Self::Role {
                role_id: from.text()?,
                role_arn: from.text()?,
                role_name: from.text()?,
                session_name: from.text()?,
            },
            1 => Self::User { user_id: from.text()?, user_name: from.text()? },
            2 => Self::RootSession,
            3 => Self::Federated { name: from.text()?, user_id: from.optional()? },
            4 => Self::AssumedRoot { task_policy_arn: from.text()? },
            _ => return None,
        })
    }

    /// At least the length of the texts.
    fn capacity(&self) -> usize {
        match self {
            Self::Role { role_id, role_arn, role_name, session_name } => {
                role_id.len() + role_arn.len() + role_name.len() + session_name.len()
            }
            Self::User { user_id, user_name } => user_id.len() + user_name.len(),
            Self::RootSession => 0,
            Self::Federated { name, user_id } => name.len() + user_id.as_ref().map_or(0, String::len),
            Self::AssumedRoot { task_policy_arn } => task_policy_arn.len(),
            Self::Delegated { approver, .. } => approver.capacity() + 20,
        }
    }
}
